"""Which exchange rate governs a day: that day's own, or the latest before it within a month; and rates restated."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal

STANDS_DAYS = 31
"""A rate older than this many days no longer governs."""

_RESTATED = Context(prec=20, rounding=ROUND_HALF_EVEN)
_STATED = Context(prec=12, rounding=ROUND_HALF_EVEN)
_SAME = Decimal("1e-17")
_SMALLEST = Decimal("1e-36")
_WIDE = Context(prec=80, rounding=ROUND_HALF_EVEN)


class RateBook:
    """Exchange rates by currency and date: base units for one unit. The base currency's own rate is always 1."""

    def __init__(self, base: str, rates: Iterable[tuple[str, date, Decimal]]) -> None:
        """Sort the rates by currency and date."""
        self.base = base
        self._days: dict[str, list[date]] = {}
        self._rates: dict[str, list[Decimal]] = {}
        for currency, day, rate in sorted(rates):
            self._days.setdefault(currency, []).append(day)
            self._rates.setdefault(currency, []).append(rate)

    def rate_on(self, currency: str, day: date) -> Decimal | None:
        """Return the rate that governs `day`, None when there is none that recent."""
        if currency == self.base:
            return Decimal(1)
        place = self._place(currency, day)
        return None if place is None else self._rates[currency][place]

    def day_of(self, currency: str, day: date) -> date | None:
        """Return the day of the rate that governs `day`: of the base currency, that day itself."""
        if currency == self.base:
            return day
        place = self._place(currency, day)
        return None if place is None else self._days[currency][place]

    def _place(self, currency: str, day: date) -> int | None:
        days = self._days.get(currency, [])
        place = bisect_right(days, day) - 1
        return None if place < 0 or day - days[place] > timedelta(days=STANDS_DAYS) else place


def restated(
    book: RateBook, base: str, rates: Iterable[tuple[str, date, Decimal]]
) -> Mapping[tuple[str, date], Decimal]:
    """Restate rates in another base: each divided by the rate that governs the new base on its day.

    The old base gets one over each rate of the new one. A rate of a day on which the new base has none is left out.
    """
    found: dict[tuple[str, date], Decimal] = {}
    for currency, day, rate in rates:
        if currency == base:
            found[book.base, day] = _divided(Decimal(1), rate)
        elif (per_base := book.rate_on(base, day)) is not None:
            found[currency, day] = _divided(rate, per_base)
    return found


def _divided(rate: Decimal, by: Decimal) -> Decimal:
    """Divide to 20 digits, half to even; what only rounding keeps from a rate of 12 digits is that rate.

    So a ledger that is taken to another currency and back has its own rates again.
    """
    exact = _RESTATED.divide(rate, by)
    stated = _STATED.plus(exact)
    found = stated if abs(exact - stated) <= exact * _SAME else exact
    return found.quantize(_SMALLEST, context=_WIDE).normalize(_WIDE)
