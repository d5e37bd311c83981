"""When something is due: nine o'clock exists exactly once on every working day, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.jobs.slots import Slot, at_local, is_timely, latest_digest, latest_nag

BERLIN = ZoneInfo("Europe/Berlin")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "at", "instant"),
    [
        ("Europe/Berlin", date(2026, 7, 6), time(9), "2026-07-06 07:00"),
        ("Europe/Berlin", date(2026, 1, 5), time(9), "2026-01-05 08:00"),
        # Spring: 02:30 does not exist; the clocks jump from 02:00 to 03:00 at 01:00 UTC.
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), "2026-03-29 01:00"),
        # Autumn: 02:30 exists twice; the first is still summer time.
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), "2026-10-25 00:30"),
        # Lord Howe Island moves by half an hour, at 15:30 UTC of the day before.
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "2026-10-03 15:30"),
        # Cairo skips midnight itself.
        ("Africa/Cairo", date(2026, 4, 24), time(0), "2026-04-23 22:00"),
        ("Asia/Kathmandu", date(2026, 7, 6), time(9), "2026-07-06 03:15"),
    ],
)
def test_a_local_time_is_one_instant(zone, day, at, instant):
    assert at_local(day, at, ZoneInfo(zone)) == utc(instant)


def test_a_day_that_a_country_skipped_has_no_nine_oclock():
    # Samoa crossed the date line: 29 December 2011 was followed by the 31st.
    assert at_local(date(2011, 12, 30), time(9), ZoneInfo("Pacific/Apia")) is None


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Shanghai",
        "Australia/Sydney", "Africa/Cairo", "Asia/Kolkata", "Pacific/Auckland",
    ],
)  # fmt: skip
def test_over_a_year_every_working_day_has_one_slot(zone):
    local = ZoneInfo(zone)
    seen: dict[str, Slot] = {}
    now = utc("2026-01-01 00:00")
    while now < utc("2027-01-01 00:00"):
        slot = latest_nag(now, local)
        if slot is not None and slot.day.year == 2026:
            assert seen.setdefault(slot.key, slot) == slot
        now += timedelta(minutes=30)
    working = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert sorted(seen) == [day.isoformat() for day in working if day.isoweekday() <= 5]
    assert {slot.due.astimezone(local).time() for slot in seen.values()} == {time(9)}


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-07-06 06:59", date(2026, 7, 3)),
        ("2026-07-06 07:00", date(2026, 7, 6)),
        ("2026-07-04 12:00", date(2026, 7, 3)),
        ("2026-07-05 23:00", date(2026, 7, 3)),
    ],
)
def test_the_latest_reminder_is_one_of_a_working_day(now, day):
    slot = latest_nag(utc(now), BERLIN)
    assert slot is not None
    assert slot.day == day


@pytest.mark.parametrize(
    ("now", "timely"),
    [("2026-07-06 07:00", True), ("2026-07-06 15:59", True), ("2026-07-06 16:00", False), ("2026-07-07 05:00", False)],
)
def test_a_missed_reminder_is_sent_before_six_or_not_at_all(now, timely):
    monday = Slot(date(2026, 7, 6), utc("2026-07-06 07:00"))
    assert is_timely(monday, utc(now), BERLIN) is timely


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-07-06 06:59", date(2026, 6, 29)),
        ("2026-07-06 07:00", date(2026, 7, 6)),
        ("2026-07-12 23:59", date(2026, 7, 6)),
        ("2026-07-13 07:00", date(2026, 7, 13)),
    ],
)
def test_the_digest_is_due_on_monday_until_the_next(now, day):
    slot = latest_digest(utc(now), BERLIN)
    assert slot is not None
    assert slot.day == day
