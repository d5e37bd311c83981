"""The daily reminder: claiming each rep's slot once, and deciding in the same transaction whether they get one."""

import logging
from collections.abc import Sequence
from datetime import datetime

from bot.jobs.desk import JobDesk
from bot.jobs.slots import Slot, is_timely, latest_nag
from bot.results.people import Person
from bot.services import nagging
from bot.store import jobs

log = logging.getLogger(__name__)

JOB = "nag"


def run_nags(desk: JobDesk, now: datetime, *, late: bool = False) -> int:
    """Claim the reps' slots that are due and enqueue what they bring; return how many slots were claimed.

    By the clock a slot is for its own day; `late`, for whoever asks by hand, takes the latest slot however old. One
    rep's failure is logged and costs nobody else their reminder; the slot stays open for the next round.
    """
    claimed = 0
    for person, slot in _due(desk, now, late=late):
        try:
            claimed += _nag(desk, person, slot, now)
        except Exception:
            log.exception("the reminder of person %s for %s could not be decided", person.person_id, slot.key)
    return claimed


def _due(desk: JobDesk, now: datetime, *, late: bool) -> Sequence[tuple[Person, Slot]]:
    """Return the slots that nobody has claimed; reading only, because most rounds find none."""
    with desk.database.reading() as session:
        people = nagging.list_reminded(session)
        slots = [(person, _slot(person, now, late=late)) for person in people]
        due = [(person, slot) for person, slot in slots if slot is not None]
        taken = jobs.list_claimed(session, JOB, {slot.key for _, slot in due})
    return [(person, slot) for person, slot in due if (person.slack_id, slot.key) not in taken]


def _slot(person: Person, now: datetime, *, late: bool) -> Slot | None:
    zone = nagging.zone_of(person.timezone)
    slot = latest_nag(now, zone)
    return slot if slot and (late or is_timely(slot, now, zone)) else None


def _nag(desk: JobDesk, person: Person, slot: Slot, now: datetime) -> bool:
    with desk.database.session() as session:
        if not jobs.claim(session, JOB, person.slack_id, slot.key, now):
            return False
        nagging.decide_nag(session, person, now=now, catalogue=desk.company.catalogue)
        return True
