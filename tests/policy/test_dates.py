"""A day is read in the ways that people write one; what can be read two ways is asked back."""

from datetime import date, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InvalidInput
from bot.policy.dates import LANGUAGES, parse_day
from bot.policy.fields import Days

TODAY = date(2026, 11, 25)
"""A Wednesday."""
JULY_31 = date(2026, 7, 31)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-07-31", "2026/7/31", "2026.7.31", "20260731", "31.7.2026", "31.07.2026", "31.7.26", "31/7/2026",
        "7/31/2026", "31-07-2026", "31 Jul 2026", "31 July 2026", "31st July, 2026", "the 31st of July 2026",
        "Jul 31, 2026", "July 31st 2026", "31-Jul-2026", "31Jul2026", "Fri, 31 Jul 2026", "31. Juli 2026",
        "Freitag, 31. Juli 2026", "31 juillet 2026", "vendredi 31 juillet 2026", "31 de julio de 2026",
        "31 luglio 2026", "31 de julho de 2026", "sexta-feira, 31 de julho de 2026", "31 juli 2026",
        "2026年7月31日", "2026 年 7 月 31 日", "２０２６年７月３１日", "7月31日", "7月31号", "七月31日", "31 jul",
        "July 31", "31.7.", "31/7", "2026-07-31T09:30:00Z", "2026-07-31 00:00:00", " 31 JULY 2026 ", "٣١/٧/٢٠٢٦",
    ],
)  # fmt: skip
def test_the_last_of_july_is_written_in_many_ways(typed):
    assert parse_day(typed, today=TODAY) == JULY_31


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026", date(2026, 1, 1)),
        ("1998年", date(1998, 1, 1)),
        ("2026-07", date(2026, 7, 1)),
        ("07/2026", date(2026, 7, 1)),
        ("July 2026", date(2026, 7, 1)),
        ("juillet 2026", date(2026, 7, 1)),
        ("2026年7月", date(2026, 7, 1)),
        ("today", TODAY),
        ("Yesterday", date(2026, 11, 24)),
        ("aujourd'hui", TODAY),
        ("gestern", date(2026, 11, 24)),
        ("mañana", date(2026, 11, 26)),
        ("昨天", date(2026, 11, 24)),
        ("5/5/2026", date(2026, 5, 5)),
        ("1er mars 2026", date(2026, 3, 1)),
        ("1º maggio 2026", date(2026, 5, 1)),
        ("1.1.1900", date(1900, 1, 1)),
        # Ten years ahead is still this century, eleven is not.
        ("1.1.36", date(2036, 1, 1)),
        ("1.1.37", date(1937, 1, 1)),
        # The third of March to come is 98 days away, the last one 267; that of October is 53 days ago.
        ("3 Mar", date(2027, 3, 3)),
        ("3 Oct", date(2026, 10, 3)),
        # 2028 is the next leap year, a year and three months away; the last was 2024.
        ("29 Feb", date(2028, 2, 29)),
    ],
)
def test_other_days(typed, day):
    assert parse_day(typed, today=TODAY) == day


@pytest.mark.parametrize(
    ("typed", "rule", "day"),
    [
        ("3 Mar", Days.PAST, date(2026, 3, 3)),
        ("3 Dec", Days.PAST, date(2025, 12, 3)),
        ("25 Nov", Days.PAST, TODAY),
        ("1998", Days.LONG_PAST, date(1998, 1, 1)),
        # As 11 December it would lie ahead.
        ("12/11/2026", Days.PAST, date(2026, 11, 12)),
    ],
)
def test_a_day_that_is_past_is_read_as_one(typed, rule, day):
    assert parse_day(typed, today=TODAY, rule=rule) == day


@pytest.mark.parametrize(
    ("typed", "rule", "sentence"),
    [
        ("03/04/2026", Days.NEAREST, "can be March 4, 2026 or April 3, 2026; write 2026-03-04 or 2026-04-03"),
        ("3-4-2026", Days.NEAREST, "write 2026-03-04 or 2026-04-03"),
        ("3/4", Days.PAST, "write 2026-03-04 or 2026-04-03"),
        ("31 Feb 2026", Days.NEAREST, "“31 Feb 2026” is no day of the calendar"),
        ("2026-02-29", Days.NEAREST, "no day of the calendar"),
        ("32.1.2026", Days.NEAREST, "no day of the calendar"),
        ("13/13/2026", Days.NEAREST, "no day of the calendar"),
        ("0099-01-01", Days.NEAREST, "not a date"),
        ("3 Mar", Days.LONG_PAST, "“3 Mar” has no year"),
        ("31.7.", Days.LONG_PAST, "has no year"),
        ("2027-01-01", Days.PAST, "“2027-01-01” lies ahead of today"),
        ("tomorrow", Days.LONG_PAST, "lies ahead of today"),
        ("soon", Days.NEAREST, "“soon” is not a date; write it as 2026-07-31"),
        ("Monday", Days.NEAREST, "not a date"),
        ("3 Brumaire 2026", Days.NEAREST, "not a date"),
        ("", Days.NEAREST, "not a date"),
        ("3 Mar 4 Mar", Days.NEAREST, "not a date"),
        ("x" * 1000, Days.NEAREST, "x…” is not a date"),
    ],
)
def test_what_is_no_day_says_why(typed, rule, sentence):
    with pytest.raises(InvalidInput, match=sentence) as caught:
        parse_day(typed, today=TODAY, rule=rule, field="founded")
    assert caught.value.field == "founded"


def attempt(typed):
    """The day that is read, or the sentence that is told."""
    try:
        return parse_day(typed, today=TODAY)
    except InvalidInput as refusal:
        return str(refusal)


DAYS = st.dates(date(1000, 1, 1), date(9999, 12, 31))


@given(DAYS, st.sampled_from(LANGUAGES), st.sampled_from(["long", "full", "medium"]))
def test_a_day_in_words_is_read_back_in_every_language(day, language, form):
    assert parse_day(format_date(day, form, locale=language), today=TODAY) == day


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d.%m.%Y", "%Y年%m月%d日"]))
def test_a_day_in_figures_is_read_back(day, form):
    typed = day.strftime(form).replace(day.strftime("%Y"), f"{day.year:04d}", 1)
    assert parse_day(typed, today=TODAY) == day


@given(DAYS, st.sampled_from("/-"))
def test_a_day_in_figures_is_itself_or_asked_back(day, mark):
    found = attempt(f"{day.day}{mark}{day.month}{mark}{day.year}")
    if isinstance(found, str):
        assert day.isoformat() in found
        assert date(day.year, day.day, day.month).isoformat() in found
    else:
        assert found == day


@given(st.dates(TODAY - timedelta(days=180), TODAY + timedelta(days=180)))
def test_a_day_without_its_year_is_the_nearest(day):
    assert parse_day(day.strftime("%d %b"), today=TODAY) == day


@given(st.text())
def test_whatever_is_typed_is_a_day_or_gets_a_sentence(text):
    assert attempt(text)
