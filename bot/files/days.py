"""Dates from text: ISO, the forms of spreadsheets and of Chinese papers, and day and month where the order is clear.

``03/04/2026`` is the third of April or the fourth of March. The column decides: one date in it that fits only one
order settles all of them. A column that settles nothing has such dates rejected, never guessed.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from enum import StrEnum

from bot.errors import InvalidInput
from bot.i18n import lazy

_EARLIEST, _LATEST = 1900, 2199
_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2}|[AaPp][Mm])?)?"
_YEAR_FIRST = re.compile(rf"^(\d{{4}})([-/.]|年\s*)(\d{{1,2}})(?:[-/.]|月\s*)(\d{{1,2}})日?{_TIME}$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_YEAR_LAST = re.compile(rf"^(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|(?<=\.)\d{{2}}){_TIME}$")
"""A year of two digits stands behind points only: 26/01/05 may begin with the year."""
_NAMED = re.compile(
    rf"^(?:(\d{{1,2}})[-. ]+([A-Za-z]{{3,9}})|([A-Za-z]{{3,9}})\.? (\d{{1,2}})),?[-. ]+(\d{{4}}|\d{{2}}){_TIME}$"
)
_SERIAL = re.compile(r"^(\d{5})(?:\.\d+)?$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPREADSHEET_EPOCH = date(1899, 12, 30)
_LATEST_SHORT = 69
"""A year of two digits up to this one is of the present century."""


class Order(StrEnum):
    """In which order a column writes days and months; UNCLEAR where it proves neither, or both."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"
    UNCLEAR = ""


def proof_of_order(text: str) -> Order | None:
    """Tell which order a date proves, None when it fits both or has no such order."""
    found = _YEAR_LAST.match(text)
    if found is None:
        return None
    first, second = int(found[1]), int(found[3])
    # Nobody writes the month first with points.
    if found[2] == "." or first > 12 >= second:
        return Order.DAY_FIRST
    return Order.MONTH_FIRST if second > 12 >= first else None


def settled_order(proofs: Iterable[Order | None]) -> Order:
    """Return the order of a column by what its dates prove."""
    proven = {proof for proof in proofs if proof}
    return proven.pop() if len(proven) == 1 else Order.UNCLEAR


def read_day(text: str, order: Callable[[], Order], *, field: str = "date") -> date:
    """Read one date; `order` tells the column's order and is asked only where that matters. Raises InvalidInput."""
    try:
        day = _read(text if text.isascii() else unicodedata.normalize("NFKC", text), order, field)
    except ValueError:
        day = None
    if day is None or not _EARLIEST <= day.year <= _LATEST:
        raise InvalidInput(lazy("“{text}” is not a date; write it as 2026-07-31."), field=field, text=text)
    return day


def _read(text: str, order: Callable[[], Order], field: str) -> date | None:
    if found := _YEAR_FIRST.match(text):
        return date(int(found[1]), int(found[3]), int(found[4]))
    if found := _COMPACT.match(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_LAST.match(text):
        return _year_last(text, int(found[1]), int(found[3]), _whole_year(found[4]), order, field)
    if found := _NAMED.match(text):
        month = (found[2] or found[3]).casefold()[:3]
        return date(_whole_year(found[5]), _MONTHS.index(month) + 1, int(found[1] or found[4]))
    if found := _SERIAL.match(text):
        return _SPREADSHEET_EPOCH + timedelta(days=int(found[1]))
    return None


def _whole_year(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return year + (2000 if year <= _LATEST_SHORT else 1900)


def _year_last(text: str, first: int, second: int, year: int, order: Callable[[], Order], field: str) -> date:
    known = proof_of_order(text) or (Order.DAY_FIRST if first == second else order())
    if known is Order.UNCLEAR:
        raise InvalidInput(
            lazy("“{text}” may be {one} or {other}, and nothing in the column tells which; write it as {one}."),
            field=field,
            text=text,
            one=date(year, second, first).isoformat(),
            other=date(year, first, second).isoformat(),
        )
    day, month = (first, second) if known is Order.DAY_FIRST else (second, first)
    return date(year, month, day)
