"""Periods as people name them, with the one before."""

from datetime import date

import pytest

from bot.errors import InvalidInput
from bot.policy.periods import Period, add_months, all_time, month_end, parse_period

TODAY = date(2026, 7, 20)


@pytest.mark.parametrize(
    ("typed", "start", "end", "before"),
    [
        ("2026", "2026-01-01", "2026-12-31", "2025-01-01..2025-12-31"),
        ("2026-Q1", "2026-01-01", "2026-03-31", "2025-10-01..2025-12-31"),
        ("2026-q4", "2026-10-01", "2026-12-31", "2026-07-01..2026-09-30"),
        ("2024-02", "2024-02-01", "2024-02-29", "2024-01-01..2024-01-31"),
        ("2100-02", "2100-02-01", "2100-02-28", "2100-01-01..2100-01-31"),
        ("2026-01", "2026-01-01", "2026-01-31", "2025-12-01..2025-12-31"),
        ("2026-12", "2026-12-01", "2026-12-31", "2026-11-01..2026-11-30"),
        ("last 12 months", "2025-07-01", "2026-06-30", "2024-07-01..2025-06-30"),
        ("last 1 month", "2026-06-01", "2026-06-30", "2026-05-01..2026-05-31"),
        ("Last  24 Months", "2024-07-01", "2026-06-30", "2022-07-01..2024-06-30"),
        ("", "2025-07-01", "2026-06-30", "2024-07-01..2025-06-30"),
        (None, "2025-07-01", "2026-06-30", "2024-07-01..2025-06-30"),
        # 201 days from 1 January to 20 July, and so many before: 14 June to 31 December of the year before.
        ("ytd", "2026-01-01", "2026-07-20", "2025-06-14..2025-12-31"),
        # 76 days: 31 October to 14 January.
        ("2026-01-15..2026-03-31", "2026-01-15", "2026-03-31", "2025-10-31..2026-01-14"),
        ("2026-01-15 .. 2026-01-15", "2026-01-15", "2026-01-15", "2026-01-14..2026-01-14"),
        # A range of whole months has whole months before it, leap year or not.
        ("2024-02-01..2024-03-31", "2024-02-01", "2024-03-31", "2023-12-01..2024-01-31"),
        # 62 days over 29 February, and 62 before: two in October, thirty in November, thirty in December.
        ("2023-12-31..2024-03-01", "2023-12-31", "2024-03-01", "2023-10-30..2023-12-30"),
    ],
)
def test_each_form_has_its_days_and_the_period_before(typed, start, end, before):
    period = parse_period(typed, TODAY)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)
    assert not period.is_all
    previous = period.previous()
    assert previous is not None
    assert f"{previous.start}..{previous.end}" == previous.name == before


def test_all_has_no_bounds_and_nothing_before():
    period = parse_period("ALL", TODAY)
    assert period.is_all
    assert period == all_time()
    assert period.previous() is None


def test_where_the_calendar_ends_there_is_no_period_before():
    assert parse_period("0001", TODAY).previous() is None
    assert parse_period("0001-01-10..0001-02-20", TODAY).previous() is None


@pytest.mark.parametrize(
    "typed",
    [
        "yesterday", "2026-13", "2026-Q5", "2026-Q0", "0000", "last 0 months", "last month", "26", "2026-7",
        "2026-02-30..2026-03-01", "2026-03-31..2026-01-15", "2026-01-15..", "2026-1-5..2026-2-5",
    ],
)  # fmt: skip
def test_what_is_no_period_says_what_is_one(typed):
    with pytest.raises(InvalidInput, match=r"is not a period\. Write 2026, 2026-Q3") as caught:
        parse_period(typed, TODAY)
    assert caught.value.field == "period"


@pytest.mark.parametrize(
    ("typed", "whole", "months"),
    [
        ("2026", True, 12),
        ("2024-02", True, 1),
        ("ytd", False, 7),
        ("2026-01-01..2026-01-30", False, 1),
        ("2026-01-31..2026-02-01", False, 2),
        ("last 12 months", True, 12),
    ],
)
def test_whole_months_are_told_from_days(typed, whole, months):
    period = parse_period(typed, TODAY)
    assert (period.whole_months, period.months) == (whole, months)


def test_the_year_so_far_is_whole_months_at_a_month_end():
    period = parse_period("ytd", date(2026, 1, 31))
    assert period.whole_months
    previous = period.previous()
    assert previous is not None
    assert previous.name == "2025-12-01..2025-12-31"


def test_last_months_at_the_turn_of_the_year():
    period = parse_period("last 12 months", date(2026, 1, 1))
    assert (period.start, period.end) == (date(2025, 1, 1), date(2025, 12, 31))


def test_months_are_added_over_years():
    assert add_months(date(2026, 1, 1), -1) == date(2025, 12, 1)
    assert add_months(date(2026, 11, 1), 14) == date(2028, 1, 1)
    assert month_end(date(2024, 2, 10)) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("2026", date(2025, 1, 1), date(2025, 12, 31)),
        ("2024-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2025-02", date(2024, 2, 1), date(2024, 2, 29)),  # a whole month stays whole
        ("2024-02-29..2024-03-15", date(2023, 2, 28), date(2023, 3, 15)),
        ("2025-02-10..2025-02-27", date(2024, 2, 10), date(2024, 2, 27)),
        ("ytd", date(2025, 1, 1), date(2025, 7, 20)),
        ("last 12 months", date(2024, 7, 1), date(2025, 6, 30)),
    ],
)
def test_a_year_before_are_the_same_days(typed, start, end):
    before = parse_period(typed, date(2026, 7, 20)).year_before()
    assert (before.start, before.end) == (start, end)


def test_the_first_year_and_all_have_no_year_before():
    assert all_time().year_before() is None
    assert Period("", date(1, 2, 1), date(1, 2, 28)).year_before() is None


@pytest.mark.parametrize(
    ("today", "data_date", "is_open"),
    [
        (date(2026, 6, 30), date(2026, 6, 30), True),
        (date(2026, 7, 1), date(2026, 6, 30), False),
        (date(2026, 7, 1), date(2026, 6, 23), False),  # a quiet week is none without data
        (date(2026, 7, 1), date(2026, 6, 22), True),
        (date(2026, 7, 1), date(2026, 7, 5), False),
        (date(2026, 7, 1), None, False),
    ],
)
def test_a_period_is_open_until_it_is_over_by_the_calendar_and_the_data(today, data_date, is_open):
    assert parse_period("2026-Q2", today).is_open(today, data_date) is is_open
    assert not all_time().is_open(today, data_date)
