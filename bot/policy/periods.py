"""Periods as people name them: ``2026``, ``2026-Q3``, ``2026-07``, ``last 12 months``, ``ytd``, ``all``, a range."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.errors import InvalidInput
from bot.i18n import lazy

DEFAULT_PERIOD = "last 12 months"
QUIET = timedelta(days=7)
"""How long before its end a period's last data may stand when the period is over."""
_FIRST, _LAST = date(1, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True)
class Period:
    """Days from `start` to `end`, both included; `name` is how it was asked for."""

    name: str
    start: date
    end: date

    @property
    def is_all(self) -> bool:
        """Tell whether the period has no bounds."""
        return (self.start, self.end) == (_FIRST, _LAST)

    @property
    def whole_months(self) -> bool:
        """Tell whether monthly rollups answer the period: it runs from a first to the last day of a month."""
        return self.start.day == 1 and self.end == month_end(self.end)

    @property
    def months(self) -> int:
        """Return how many calendar months the period touches."""
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    def months_known(self, known: tuple[date, date] | None) -> int:
        """Return over how many of its months the ledger has anything to say, 1 at least: an average divides by it.

        `known` are the days of the ledger's first and latest line, None for an empty ledger.
        """
        if known is None:
            return 1
        start, end = max(self.start, known[0]), min(self.end, known[1])
        return max(Period("", start, end).months, 1)

    def previous(self) -> "Period | None":
        """Return the period of the same length just before; None for ``all``, and where the calendar does not reach."""
        try:
            end = self.start - timedelta(days=1)
            start = add_months(self.start, -self.months) if self.whole_months else end - (self.end - self.start)
        except (OverflowError, ValueError):
            return None
        return _between(start, end)

    def year_before(self) -> "Period | None":
        """Return the same days one year before, whole months staying whole; None where `previous` is None, too."""
        if self.is_all or self.start.year == _FIRST.year:
            return None
        start, end = _a_year_back(self.start), _a_year_back(self.end)
        return _between(start, month_end(end) if self.whole_months else end)

    def is_open(self, today: date, data_date: date | None) -> bool:
        """Tell whether the period is compared before it is whole: by the calendar, or because the data ends before it.

        A few days without data at its end are no sign of that.
        """
        if self.is_all:
            return False
        return today <= self.end or (data_date is not None and self.end - data_date > QUIET)


def _between(start: date, end: date) -> Period:
    return Period(f"{start.isoformat()}..{end.isoformat()}", start, end)


def _a_year_back(day: date) -> date:
    """Return the same day a year before; for 29 February the 28th."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def month_end(day: date) -> date:
    """Return the last day of the month of `day`."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def add_months(first: date, months: int) -> date:
    """Move the first of a month by a number of months."""
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def all_time() -> Period:
    """Return the period without bounds."""
    return Period("all", _FIRST, _LAST)


def parse_period(text: str | None, today: date) -> Period:
    """Read a period as of `today` (the company's own date). Raises InvalidInput on `period`."""
    name = " ".join((text or DEFAULT_PERIOD).lower().split())
    try:
        found = _named(name, today) or _calendar(name) or _range(name)
    except ValueError:
        found = None
    if found is None:
        raise InvalidInput(
            lazy(
                "“{text}” is not a period. "
                "Write 2026, 2026-Q3, 2026-07, last 12 months, ytd, all or 2026-01-15..2026-03-31."
            ),
            field="period",
            text=text,
        )
    return found


def _named(name: str, today: date) -> Period | None:
    if name == "all":
        return all_time()
    if name == "ytd":
        return Period(name, today.replace(month=1, day=1), today)
    if last := re.fullmatch(r"last (\d{1,3}) months?", name):
        months = int(last[1])
        if not months:
            return None
        this_month = today.replace(day=1)
        return Period(name, add_months(this_month, -months), this_month - timedelta(days=1))
    return None


def _calendar(name: str) -> Period | None:
    if year := re.fullmatch(r"(\d{4})", name):
        return Period(name, date(int(year[1]), 1, 1), date(int(year[1]), 12, 31))
    if quarter := re.fullmatch(r"(\d{4})-q([1-4])", name):
        start = date(int(quarter[1]), int(quarter[2]) * 3 - 2, 1)
        return Period(name.upper(), start, month_end(add_months(start, 2)))
    if month := re.fullmatch(r"(\d{4})-(\d{2})", name):
        start = date(int(month[1]), int(month[2]), 1)
        return Period(name, start, month_end(start))
    return None


def _range(name: str) -> Period | None:
    ends = re.fullmatch(r"(\d{4}-\d{2}-\d{2})\s*\.\.\s*(\d{4}-\d{2}-\d{2})", name)
    if ends is None:
        return None
    start, end = date.fromisoformat(ends[1]), date.fromisoformat(ends[2])
    return Period(f"{start}..{end}", start, end) if start <= end else None
