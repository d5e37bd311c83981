"""Which exchange rate governs a day: that day's own, or the latest before it within a month."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

STANDS_DAYS = 31
"""A rate older than this many days no longer governs."""


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
        days = self._days.get(currency, [])
        place = bisect_right(days, day) - 1
        if place < 0 or day - days[place] > timedelta(days=STANDS_DAYS):
            return None
        return self._rates[currency][place]
