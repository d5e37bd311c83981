"""Reading a day in the ways that people write one, in the languages that reps write in.

A day that can be read two ways is asked back, never guessed. The names of months and weekdays are Unicode CLDR's.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from functools import cache

from babel import Locale
from babel.dates import format_date

from bot.errors import InvalidInput
from bot.i18n import current_language, lazy
from bot.policy.fields import Days
from bot.policy.texts import clipped

LANGUAGES = ("en", "zh", "de", "fr", "es", "it", "pt", "nl")
"""Whose month names are read."""

FIRST_YEAR = 1000
LONGEST = 60
"""No way of writing a day is longer."""

_RELATIVE = {
    -1: "yesterday 昨天 昨日 gestern hier ayer ieri ontem gisteren",
    0: "today 今天 今日 heute aujourdhui hoy oggi hoje vandaag",
    1: "tomorrow 明天 明日 morgen demain manana domani amanha",
}
"""Days beside today; CLDR has them too, but Babel does not carry them."""

_DAYS_FROM_TODAY = {word: distance for distance, words in _RELATIVE.items() for word in words.split()}
_YEAR = r"(?P<year>[1-9]\d{3})"
_TWO_DIGIT_YEARS_AHEAD = 10
"""``36`` still lies in this century in 2026, ``37`` is 1937."""

_YEAR_FIRST = re.compile(rf"{_YEAR}(?:([-/. ])(?P<month>\d{{1,2}})(?:\2(?P<day>\d{{1,2}}))?)?(?:[t ]\d\d:\d\d\S*)?")
_COMPACT = re.compile(rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)")
_CHINESE = re.compile(
    rf"(?:{_YEAR}年)?(?:(?P<month>\d{{1,2}})月)?(?:(?P<day>\d{{1,2}})[日号號])?(?:(?:星期|周)[一二三四五六日天])?"
)
_MONTH_AND_YEAR = re.compile(rf"(?P<month>\d{{1,2}})[-/.]{_YEAR}")
_NUMBERS = re.compile(
    rf"(?P<first>\d{{1,2}})(?P<mark>[-/.])(?P<second>\d{{1,2}})(?:(?P=mark)(?:{_YEAR}|(?P<short>\d\d))?)?"
)
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_SMALL_WORDS = frozenset(
    "st nd rd th er e o de del di of the den le el feira 日 号 號".split()  # noqa: SIM905 - a list of words reads worse
)
"""What stands around a day in words: 1st of March, 1er mars, 3 de marzo, den 3. März, sexta-feira."""


def parse_day(text: str, *, today: date, rule: Days = Days.NEAREST, field: str = "date") -> date:
    """Read a day, a month (its first day) or a year (its first day); `rule` says what a missing year means.

    Raises InvalidInput for what is no day, for one that can be read two ways, and for one that `rule` excludes.
    """
    typed = _folded(text)
    found = set(_readings(typed, today, rule)) if len(typed) <= LONGEST else set()
    allowed = found if rule is Days.NEAREST else {day for day in found if day <= today}
    if len(allowed) == 1:
        return allowed.pop()
    if len(allowed) > 1:
        raise _two_ways(text, sorted(allowed), field)
    if found:
        raise InvalidInput(lazy("“{text}” lies ahead of today."), field=field, text=clipped(text))
    raise _no_day(text, typed, rule, field)


def _folded(text: str) -> str:
    """Return a text in small letters without accents, in plain digits."""
    plain = unicodedata.normalize("NFKD", text.strip().casefold().replace("'", "").replace("’", ""))
    return " ".join("".join(_plain(c) for c in plain if not unicodedata.combining(c)).split())


def _plain(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


@cache
def _months() -> dict[str, int]:
    return {name: number for names in _names("months") for number, name in names}


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(name.split("-")[0] for names in _names("days") for _, name in names)


def _names(kind: str) -> Iterator[list[tuple[int, str]]]:
    """Return the names of months or weekdays with their numbers, long and short ones, language by language."""
    for language in LANGUAGES:
        listed = getattr(Locale(language), kind)
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                yield [(number, _folded(name).strip(".")) for number, name in listed[form][width].items()]


def _readings(typed: str, today: date, rule: Days) -> Iterator[date]:
    """Return every day that the text can mean."""
    if typed in _DAYS_FROM_TODAY:
        yield today + timedelta(days=_DAYS_FROM_TODAY[typed])
        return
    for year, month, day in _parts(typed, today):
        if year is not None:
            yield from _day(year, month, day)
        elif rule is not Days.LONG_PAST:
            yield from _without_year(month, day, today, rule)


def _parts(typed: str, today: date) -> Iterator[tuple[int | None, int, int]]:
    """Return the year, month and day that the text can stand for; None for a year left out."""
    if parts := _YEAR_FIRST.fullmatch(typed) or _COMPACT.fullmatch(typed) or _MONTH_AND_YEAR.fullmatch(typed):
        given = parts.groupdict()
        yield int(given["year"]), int(given.get("month") or 1), int(given.get("day") or 1)
    elif (parts := _CHINESE.fullmatch(typed.replace(" ", ""))) and (parts["year"] or (parts["month"] and parts["day"])):
        yield _number(parts["year"]), int(parts["month"] or 1), int(parts["day"] or 1)
    elif parts := _NUMBERS.fullmatch(typed.replace(" ", "")):
        year = _number(parts["year"])
        if parts["short"]:
            year = _long_year(int(parts["short"]), today)
        yield year, int(parts["second"]), int(parts["first"])
        # Nobody who puts the month first writes points between.
        if parts["mark"] != ".":
            yield year, int(parts["first"]), int(parts["second"])
    else:
        yield from _in_words(typed, today)


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _long_year(short: int, today: date) -> int:
    century = today.year // 100 * 100
    return century + short if century + short <= today.year + _TWO_DIGIT_YEARS_AHEAD else century - 100 + short


def _in_words(typed: str, today: date) -> Iterator[tuple[int | None, int, int]]:
    """Read a day with its month in words: 31 Jul 2026, July 31st 2026, 31 de julio, July 2026, Fri 31 Jul."""
    words = [word for word in _WORDS.findall(typed) if word not in _SMALL_WORDS]
    # In French, Mar. is a Tuesday and in half of the languages March: it is a weekday before a month only.
    if words and words[0] in _weekdays() and any(word in _months() for word in words[1:]):
        words = words[1:]
    named = [word for word in words if not word.isdigit()]
    numbers = [word for word in words if word.isdigit()]
    if len(named) != 1 or named[0] not in _months() or not 1 <= len(numbers) <= 2:
        return
    month = _months()[named[0]]
    if len(numbers) == 1:
        is_year = len(numbers[0]) == len("2026")
        yield (int(numbers[0]), month, 1) if is_year else (None, month, int(numbers[0]))
        return
    day, year = numbers if len(numbers[1]) != 1 and len(numbers[0]) <= len("31") else reversed(numbers)
    if len(day) <= len("31") and len(year) in {len("26"), len("2026")}:
        yield int(year) if len(year) == len("2026") else _long_year(int(year), today), month, int(day)


def _day(year: int, month: int, day: int) -> Iterator[date]:
    # No company was founded, and nothing was known, before there were companies.
    if year >= FIRST_YEAR:
        with suppress(ValueError):
            yield date(year, month, day)


def _without_year(month: int, day: int, today: date, rule: Days) -> Iterator[date]:
    """Return the day in the year that is meant: the latest past one, or the nearest one; a leap day has few years."""
    near = [each for year in range(today.year - 4, today.year + 5) for each in _day(year, month, day)]
    if rule is Days.PAST:
        near = [each for each in near if each <= today]
    if near:
        yield min(near, key=lambda each: abs(each - today))


def _two_ways(text: str, days: list[date], field: str) -> InvalidInput:
    first, second = days[0], days[-1]
    return InvalidInput(
        lazy("“{text}” can be {first_day} or {second_day}; write {first} or {second}."),
        field=field,
        text=clipped(text),
        first_day=_in_full(first),
        second_day=_in_full(second),
        first=first.isoformat(),
        second=second.isoformat(),
    )


def _in_full(day: date) -> str:
    language = current_language()
    return format_date(day, format="long", locale=language if language.split("_")[0] in LANGUAGES else "en")


def _no_day(text: str, typed: str, rule: Days, field: str) -> InvalidInput:
    shown = clipped(text)
    parts = list(_parts(typed, date(2000, 1, 1))) if len(typed) <= LONGEST else []
    if any(year is None for year, _, _ in parts) and rule is Days.LONG_PAST:
        return InvalidInput(lazy("“{text}” has no year; write it as 1998-07-31."), field=field, text=shown)
    if parts:
        return InvalidInput(
            lazy("“{text}” is no day of the calendar; write it as 2026-07-31."), field=field, text=shown
        )
    return InvalidInput(lazy("“{text}” is not a date; write it as 2026-07-31."), field=field, text=shown)
