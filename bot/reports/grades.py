"""Sales grades from sums: who is A, B or C over a period, and the list that shows why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from bot.policy.classification import GradeRule, ThresholdRule, grade_by_share, grade_by_threshold
from bot.results.composition import Sum


@dataclass(frozen=True)
class Standing:
    """A client's place in the ranking by sales: `share` and `cumulative` are of all positive sales."""

    client_id: int
    grade: str
    amount: int
    share: Fraction
    cumulative: Fraction


def grade(sales: Mapping[int, int], rule: GradeRule, months: int) -> Mapping[int, str]:
    """Return the grade of each client; `sales` maps client id to counts, `months` are those a threshold divides by."""
    if isinstance(rule, ThresholdRule):
        return grade_by_threshold(sales, max(months, 1), rule)
    return grade_by_share(sales, rule)


def client_amounts(sums: Sequence[Sum]) -> Mapping[int, int]:
    """Return the sales of the period by client id, from sums by client."""
    return {int(each.keys[0]): each.amount for each in sums if each.clients}


def previous_amounts(sums: Sequence[Sum]) -> Mapping[int, int]:
    """Return the sales of the period before by client id, from sums by client."""
    return {int(each.keys[0]): each.previous for each in sums if each.previous}


def year_before_amounts(sums: Sequence[Sum]) -> Mapping[int, int]:
    """Return the sales of the same period a year before by client id, from sums by client."""
    return {int(each.keys[0]): each.year_before for each in sums if each.year_before}


def rank(sales: Mapping[int, int], grades: Mapping[int, str]) -> list[Standing]:
    """Rank clients by sales, best first; zero and negative sales stand last and add nothing to the cumulative."""
    ordered = sorted(sales.items(), key=lambda pair: (-pair[1], pair[0]))
    positive = [max(amount, 0) for _, amount in ordered]
    total = sum(positive) or 1
    return [
        Standing(client_id, grades[client_id], amount, Fraction(share, total), Fraction(cumulative, total))
        for (client_id, amount), share, cumulative in zip(ordered, positive, accumulate(positive), strict=True)
    ]
