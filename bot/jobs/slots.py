"""When a job is due: local due times, each of which exists exactly once, whatever the clocks do.

A time that the clocks skip in spring falls on the first instant after the gap; one that they repeat in autumn is
its first occurrence.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NAG_AT = time(9)
NAG_UNTIL = time(18)
"""A reminder is for its own day: a bot that was down at nine still sends it before six."""
DIGEST_AT = time(9)

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_MONDAY, _FRIDAY = 0, 4
_LONGEST_SEARCH = 8


@dataclass(frozen=True)
class Slot:
    """One due time: `day` in its own time zone, and the instant."""

    day: date
    due: datetime

    @property
    def key(self) -> str:
        """Return what the slot is claimed under."""
        return self.day.isoformat()


def at_local(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """Return the instant, in UTC, at which a local clock first shows `at` or later on `day`.

    None when the day does not exist there: a country that moves across the date line skips one.
    """
    wanted = datetime.combine(day, at)
    found = wanted.replace(tzinfo=zone).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) != wanted:
        found = _end_of_gap(wanted, zone)
    return found if found.astimezone(zone).date() == day else None


def _end_of_gap(wanted: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant at which the clocks jump over `wanted`, to the second."""
    # Read with the offset after the jump, the time lies before it; read with the offset before, it lies behind it.
    before = wanted.replace(tzinfo=zone, fold=1).astimezone(UTC)
    after = wanted.replace(tzinfo=zone, fold=0).astimezone(UTC)
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).replace(tzinfo=None) < wanted:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def latest_nag(now: datetime, zone: ZoneInfo) -> Slot | None:
    """Return the latest slot of the daily reminder at or before `now`: nine o'clock on a working day."""
    today = now.astimezone(zone).date()
    for back in range(_LONGEST_SEARCH):
        day = today - back * _DAY
        due = at_local(day, NAG_AT, zone) if day.weekday() <= _FRIDAY else None
        if due is not None and due <= now:
            return Slot(day, due)
    return None


def is_timely(slot: Slot, now: datetime, zone: ZoneInfo) -> bool:
    """Tell whether a reminder that was missed may still be sent: the same local day, before the evening."""
    local = now.astimezone(zone)
    return local.date() == slot.day and local.time() < NAG_UNTIL


def latest_digest(now: datetime, zone: ZoneInfo) -> Slot | None:
    """Return the latest slot of the digest at or before `now`: Monday, nine o'clock. It may be taken until the next."""
    today = now.astimezone(zone).date()
    monday = today - today.weekday() * _DAY
    for day in (monday, monday - _WEEK):
        due = at_local(day, DIGEST_AT, zone)
        if due is not None and due <= now:
            return Slot(day, due)
    return None
