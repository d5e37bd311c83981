"""Dates as mail programs print them over a forwarded message, in the languages that they speak.

A date that can be read two ways, such as 03/04/2026 after an English label, is no date here: the caller has others.
"""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import cache

from babel.dates import get_month_names

_LANGUAGES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "ru", "sv", "da", "nb", "fi", "pl", "cs", "tr", "hu", "ro", "uk", "el",
    "id", "vi", "ar", "he",
)  # fmt: skip
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_CLOCK = re.compile(
    r"(?P<before>[AP]\.?M\.?|上午|下午|中午|晚上|早上|午前|午後|오전|오후)?\s*"
    r"(?P<hour>[01]?\d|2[0-3])[:.h時时点](?P<minute>[0-5]\d)"
    r"(?:[:.](?P<second>[0-5]\d))?(?:\.\d+)?\s*(?P<after>[AP]\.?\s?M\b\.?)?",
    re.IGNORECASE,
)
_ZONE = re.compile(r"(?:(?:UTC|GMT)?\s?(?P<sign>[+-])(?P<hours>\d\d?):?(?P<minutes>\d\d)?|\b(?P<name>[A-Z]{2,4})\b)")
_ZONES = {
    "UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "EET": 2, "EEST": 3,
    "MSK": 3, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "JST": 9, "KST": 9, "HKT": 8,
    "SGT": 8,
}  # fmt: skip
"""Hours ahead of UTC; CST and IST are left out, because each is the zone of several countries."""
_AFTERNOON = frozenset({"pm", "下午", "晚上", "午後", "오후"})
_MORNING = frozenset({"am", "上午", "早上", "午前", "오전"})
_DAYS = (
    re.compile(rf"{_YEAR}\s?[年년]\s?(?P<month>\d\d?)\s?[月월]\s?(?P<day>\d\d?)\s?[日일号]"),
    re.compile(rf"\b{_YEAR}[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)(?!\d)"),
    re.compile(rf"\b(?P<day>\d\d?)(?:\.|º|er|st|nd|rd|th|-[гe]о)?,?[\s-]+(?:de\s+|di\s+)?(?P<word>[^\W\d_]+)\.?,?[\s-]+(?:de\s+|del\s+)?{_YEAR}"),
    re.compile(rf"\b(?P<word>[^\W\d_]+)\.?\s+(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s+{_YEAR}"),
)  # fmt: skip
_NUMBERS = re.compile(rf"\b(?P<first>\d\d?)(?P<mark>[./-])(?P<second>\d\d?)[./-]{_YEAR}\b")
_LONGEST = 200


@cache
def _months() -> dict[str, int]:
    """Return the months by their folded names, whole and shortened, in every language we read."""
    names: dict[str, int] = {}
    for language in reversed(_LANGUAGES):
        for width in ("abbreviated", "wide"):
            for context in ("stand-alone", "format"):
                found = get_month_names(width, context, language)
                names |= {_fold(str(name)): number for number, name in found.items() if not str(name).isdigit()}
    return names | {"sept": 9, "mrz": 3}


def _fold(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in plain if c.isalnum())


def parse_sent(text: str, *, day_first: bool = False) -> datetime | None:
    """Return when a message was sent, without a zone where none is written; None where it cannot be told.

    `day_first` says how 03/04/2026 is meant, where the language leaves no doubt.
    """
    given = " ".join(text[:_LONGEST].split())
    if internet := _internet_date(given):
        return internet
    try:
        day = _day(given, day_first=day_first)
        return None if day is None else _at_its_hour(day[0], given[: day[1]] + " " + given[day[2] :])
    except (ValueError, OverflowError):
        return None


def _internet_date(text: str) -> datetime | None:
    """Read the form of RFC 5322: Mon, 2 Nov 2026 10:11:12 +0100."""
    if not re.search(r":\d\d\s*(?:[+-]\d{4}|GMT|UTC|UT)\b", text):
        return None
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    # A zone of -0000 says that nobody knows the zone; the time is then UTC's.
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def _day(text: str, *, day_first: bool) -> tuple[datetime, int, int] | None:
    """Return midnight of the day that a text names, and where the day stands in it."""
    for pattern in _DAYS:
        for found in pattern.finditer(text):
            parts = found.groupdict()
            month = int(parts["month"]) if parts.get("month") else _months().get(_fold(parts["word"]))
            if month:
                return datetime(int(parts["year"]), month, int(parts["day"])), found.start(), found.end()  # noqa: DTZ001 - a zone may follow
    return _numbered_day(text, day_first=day_first)


def _numbered_day(text: str, *, day_first: bool) -> tuple[datetime, int, int] | None:
    """Return the day of a text such as 02.11.2026, where it can be read in one way only."""
    found = _NUMBERS.search(text)
    if found is None:
        return None
    first, second = int(found["first"]), int(found["second"])
    if first <= 12 and second <= 12 and first != second and not day_first and found["mark"] != ".":
        return None
    day, month = (second, first) if second > 12 else (first, second)
    return datetime(int(found["year"]), month, day), found.start(), found.end()  # noqa: DTZ001 - a zone may follow


def _at_its_hour(day: datetime, rest: str) -> datetime:
    """Add the time of day and the zone, where a text has them."""
    clock = _CLOCK.search(rest)
    if clock is None:
        return day
    hour = int(clock["hour"])
    half = (clock["before"] or clock["after"] or "").casefold().replace(".", "").replace(" ", "")
    if half in _AFTERNOON and hour < 12:
        hour += 12
    elif half in _MORNING and hour == 12:
        hour = 0
    at = day.replace(hour=hour, minute=int(clock["minute"]), second=int(clock["second"] or 0))
    return at.replace(tzinfo=_zone(rest[clock.end() :]))


def _zone(text: str) -> timezone | None:
    found = _ZONE.search(text)
    if found is None:
        return None
    if found["name"]:
        hours = _ZONES.get(found["name"])
        return None if hours is None else timezone(timedelta(hours=hours))
    ahead = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    return timezone(-ahead if found["sign"] == "-" else ahead) if ahead < timedelta(hours=15) else None
