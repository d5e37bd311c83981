"""Standing grades: what the custodian sets about sales grades, the window they follow from, and why one moves.

A window ends with the last closed month. A month is closed when the ledger's data date has reached its last day, so
that none of its lines is still to come, and the calendar in the company's time zone has left it.

Whether a grade moved for exchange rates alone is asked at constant rates: what a client bought in this window in each
currency is converted at the average rate at which that currency's sales of the window graded last were converted then:
the client's own, where it bought in that currency, else all clients' together, else this window's. A client that would
have kept its grade so has moved for exchange rates alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from bot.i18n import LazyText, lazy
from bot.policy.classification import (
    GRADES,
    UNGRADED,
    GradeRule,
    ShareRule,
    ThresholdRule,
    Traded,
)
from bot.policy.money import SCALE
from bot.policy.periods import Period, add_months, month_end

YEAR_MONTHS = 12


class GradeKind(StrEnum):
    """What clients are graded by."""

    SALES = "sales"
    CREDIT = "credit"


class GradeMethod(StrEnum):
    """How clients are graded: by cumulative share, or by their average against bounds."""

    SHARE = "share"
    THRESHOLD = "threshold"


class Span(StrEnum):
    """What an average is of."""

    MONTH = "month"
    YEAR = "year"


class GradeCause(StrEnum):
    """Why a client has another grade than before."""

    SALES = "sales"
    RATES = "rates"
    """Exchange rates alone."""
    RULES = "rules"
    MERGE = "merge"
    """Its file has taken another one in, or let one go."""


CAUSE_LABELS: dict[GradeCause, LazyText] = {
    GradeCause.SALES: lazy("sales"),
    GradeCause.RATES: lazy("exchange rates alone"),
    GradeCause.RULES: lazy("new rules"),
    GradeCause.MERGE: lazy("files merged or parted"),
}


@dataclass(frozen=True)
class GradeSettings:
    """What the custodian sets about sales grades.

    `shares` are upper bounds of the cumulative share, in percent; `amounts` the lowest averages a `span`, in counts of
    `currency`, the base currency that they were set in (empty: never set). Either has one less than there are grades,
    or else is none of these grades', and the usual ones stand in. `revision` counts what was saved.
    """

    grades: tuple[str, ...] = GRADES
    method: GradeMethod = GradeMethod.SHARE
    window: int = YEAR_MONTHS
    span: Span = Span.MONTH
    shares: tuple[Decimal, ...] = (Decimal(80), Decimal(95))
    amounts: tuple[int, ...] = (10_000 * SCALE, 2_000 * SCALE)
    currency: str = ""
    revision: int = 0

    def rule(self, method: GradeMethod | None = None) -> GradeRule:
        """Return the rule of a method, by default the one that is set."""
        if (method or self.method) is GradeMethod.SHARE:
            if len(self.shares) != len(self.grades) - 1:
                return ShareRule()
            return ShareRule(self.grades, tuple(Fraction(each) / 100 for each in self.shares))
        usual = GradeSettings()
        per = YEAR_MONTHS if self.span is Span.YEAR else 1
        if len(self.amounts) != len(self.grades) - 1:
            return ThresholdRule(tuple(each * per for each in usual.amounts), usual.grades, per)
        return ThresholdRule(self.amounts, self.grades, per)

    def fits(self, base_currency: str) -> bool:
        """Tell whether the bounds mean anything beside the ledger: amounts of another currency do not."""
        return self.method is GradeMethod.SHARE or self.currency in {"", base_currency}


def last_window(data_date: date | None, today: date, months: int) -> Period | None:
    """Return the window of so many months up to the last closed one; None before anything was sold."""
    if data_date is None:
        return None
    known = min(data_date, today - timedelta(days=1))
    end = known if known == month_end(known) else known.replace(day=1) - timedelta(days=1)
    start = add_months(end.replace(day=1), 1 - months)
    return Period(f"{start.isoformat()}..{end.isoformat()}", start, end)


def months_traded(first: date | None, window: Period) -> int:
    """Return by how many months a client divides: the window's, or those since its first month with sales."""
    if first is None or first <= window.start:
        return window.months
    return max(Period("", first, window.end).months, 1)


Foreign: TypeAlias = Mapping[str, tuple[int, int]]
"""What a window's sales come to by currency, other than the base currency: in it, and in the base currency."""


def at_constant_rates(
    traded: Mapping[int, Traded], now: Mapping[int, Foreign], before: Mapping[int, Foreign]
) -> dict[int, Traded]:
    """Return this window's sales at the rates of the window graded last, by client; see the head of this module."""
    whole = _together(before.values())
    return {
        client: replace(each, amount=each.amount + _moved(now.get(client, {}), before.get(client, {}), whole))
        for client, each in traded.items()
    }


def _together(sums: Iterable[Foreign]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for each in sums:
        for currency, (amount, base) in each.items():
            amount_so_far, base_so_far = found.get(currency, (0, 0))
            found[currency] = (amount_so_far + amount, base_so_far + base)
    return found


def _moved(now: Foreign, before: Foreign, whole: Foreign) -> int:
    """Return by how much a client's sales in the base currency differ once they are converted at the rates of then."""
    moved = 0
    for currency, (amount, base) in now.items():
        stood = next((each for each in (before.get(currency), whole.get(currency)) if each and _is_rate(each)), None)
        if stood is not None:
            moved += round(Fraction(amount * stood[1], stood[0])) - base
    return moved


def _is_rate(sums: tuple[int, int]) -> bool:
    """Tell whether an average rate follows: refunds may have left nothing, or less, to divide by."""
    return sums[0] > 0 and sums[1] > 0


def average(amount: int, months: int, span: Span) -> int:
    """Return the average a month or a year of what was bought in so many months, in counts, half to even."""
    return round(Fraction(amount * (YEAR_MONTHS if span is Span.YEAR else 1), months))


def direction(before: str, after: str, order: Sequence[str], order_before: Sequence[str] = ()) -> int:
    """Return 1 for a better grade, -1 for a worse one, 0 where it cannot be told or none was there before.

    No grade at all stands behind the last; `order_before` is the order that `before` stood in.
    """
    if not before:
        return 0
    then = _place(before, order_before or order)
    now = _place(after, order)
    if then is None or now is None:
        return 0
    return (then > now) - (then < now)


def _place(grade: str, order: Sequence[str]) -> int | None:
    if grade == UNGRADED:
        return len(order)
    return order.index(grade) if grade in order else None
