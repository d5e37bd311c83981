"""Sales grades: which clients carry the sales. Clause 4.2b of the policy.

By cumulative share: clients ranked by sales, best first; A carries the first 80 % of positive sales, B goes to
95 %, C is the rest. The client that crosses a bound gets the better grade; ties share the better grade.
By threshold: an average a month, or a year, at or above a bound gives its grade. Either way each client may have an
average of its own: one that has not traded for so long divides by fewer months.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from math import ceil, lcm
from typing import TypeAlias

GRADES = ("A", "B", "C")
UNGRADED = "-"
"""For clients without positive sales in the window."""


@dataclass(frozen=True)
class ShareRule:
    """Upper bounds of the cumulative share for every grade but the last."""

    grades: tuple[str, ...] = GRADES
    bounds: tuple[Fraction, ...] = (Fraction(80, 100), Fraction(95, 100))


@dataclass(frozen=True)
class ThresholdRule:
    """Lowest average sales, in counts of the base currency, for every grade but the last.

    The average is that of `per` months: 1 a month, 12 a year.
    """

    bounds: tuple[int, ...]
    grades: tuple[str, ...] = GRADES
    per: int = 1


GradeRule: TypeAlias = ShareRule | ThresholdRule


@dataclass(frozen=True)
class Traded:
    """What a client bought in a window, in counts of the base currency, and the months that its average is over."""

    amount: int
    months: int


def comparable(traded: Mapping[int, Traded]) -> dict[int, int]:
    """Return the clients' averages, all as so many times as large that they are whole numbers: ties stay ties."""
    scale = lcm(*{each.months for each in traded.values()})
    return {client: each.amount * (scale // each.months) for client, each in traded.items()}


def grade_averages(traded: Mapping[int, Traded], rule: GradeRule) -> dict[int, str]:
    """Grade clients by what each buys on average over its own months; exactly one grade for each."""
    if isinstance(rule, ShareRule):
        return grade_by_share(comparable(traded), rule)
    return {client: _threshold_grade(each.amount, each.months, rule) for client, each in traded.items()}


def grade_by_share(sales: Mapping[int, int], rule: ShareRule | None = None) -> dict[int, str]:
    """Grade clients by cumulative share; `sales` maps client id to counts of the base currency.

    Clients whose sales are zero or negative get UNGRADED and do not enter the total.
    """
    rule = rule or ShareRule()
    graded = dict.fromkeys(sales, UNGRADED)
    positive = sorted(((amount, client) for client, amount in sales.items() if amount > 0), reverse=True)
    total = sum(amount for amount, _ in positive)
    before = 0
    # Whole numbers compare as the fractions do, and a hundred times as fast.
    ends = [ceil(bound * total) for bound in rule.bounds]
    for amount, tied in groupby(positive, key=lambda pair: pair[0]):
        clients = [client for _, client in tied]
        grade = _grade_at(before, ends, rule)
        graded |= dict.fromkeys(clients, grade)
        before += amount * len(clients)
    return graded


def _grade_at(before: int, ends: Sequence[int], rule: ShareRule) -> str:
    """Return the grade of a client that starts at this cumulative sum: below an end is within its grade."""
    for grade, end in zip(rule.grades, ends, strict=False):
        if before < end:
            return grade
    return rule.grades[-1]


def grade_by_threshold(sales: Mapping[int, int], months: int, rule: ThresholdRule) -> dict[int, str]:
    """Grade clients by average sales over `months` months; no sales at all is UNGRADED."""
    return {client: _threshold_grade(amount, months, rule) for client, amount in sales.items()}


def _threshold_grade(amount: int, months: int, rule: ThresholdRule) -> str:
    if amount <= 0:
        return UNGRADED
    for grade, bound in zip(rule.grades, rule.bounds, strict=False):
        if amount * rule.per >= bound * months:
            return grade
    return rule.grades[-1]


def largest_remainder(parts: Sequence[int], hundred: int = 1000) -> list[int]:
    """Split `hundred` (1000: tenths of a percent) in proportion to non-negative `parts`, adding up exactly.

    The largest-remainder method (Hamilton): floors first, then one more for the largest remainders, earlier
    parts first among equals. A zero total gives zeros.
    """
    total = sum(parts)
    if total <= 0:
        return [0] * len(parts)
    floors = [part * hundred // total for part in parts]
    by_remainder = sorted(range(len(parts)), key=lambda i: (-(parts[i] * hundred % total), i))
    for index in by_remainder[: hundred - sum(floors)]:
        floors[index] += 1
    return floors
