"""How long what is known stays true enough, to the second."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.policy.freshness import Freshness, Observation, judge, judge_section, overdue_days

NOW = datetime(2026, 7, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
LIFE = 100 * DAY


@pytest.mark.parametrize(
    ("age", "state"),
    [
        (0 * DAY, Freshness.FRESH),
        (80 * DAY - SECOND, Freshness.FRESH),
        (80 * DAY, Freshness.DUE),
        (100 * DAY, Freshness.DUE),
        (100 * DAY + SECOND, Freshness.STALE),
        (5000 * DAY, Freshness.STALE),
    ],
)
def test_a_value_is_due_from_four_fifths_and_stale_after_its_shelf_life(age, state):
    assert judge(NOW - age, LIFE, NOW) is state


def test_what_was_never_observed_is_empty():
    assert judge(None, LIFE, NOW) is Freshness.EMPTY


def seen(*ages):
    return [Observation(f"field{n}", None if age is None else NOW - age * DAY, LIFE) for n, age in enumerate(ages)]


@pytest.mark.parametrize(
    ("ages", "state"),
    [
        ((), Freshness.EMPTY),
        ((None, None), Freshness.EMPTY),
        ((1, 2), Freshness.FRESH),
        ((1, None), Freshness.FRESH),
        ((1, 90), Freshness.DUE),
        ((1, 90, 101), Freshness.STALE),
        ((None, 101), Freshness.STALE),
    ],
)
def test_a_section_is_as_good_as_its_worst_filled_field(ages, state):
    assert judge_section(seen(*ages), NOW) is state


@pytest.mark.parametrize(
    ("age", "days"),
    [(100 * DAY, 0), (101 * DAY, 1), (101 * DAY - SECOND, 0), (100 * DAY - SECOND, -1), (110.5 * DAY, 10)],
)
def test_days_overdue_are_whole_days(age, days):
    assert overdue_days(NOW - age, LIFE, NOW) == days
