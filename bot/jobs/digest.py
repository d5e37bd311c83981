"""The weekly digest: claiming its slot once, and putting it in the outbox in the same transaction."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.jobs.desk import JobDesk
from bot.jobs.slots import latest_digest
from bot.services import digest
from bot.store import jobs

JOB = "digest"


def run_digest(desk: JobDesk, now: datetime) -> bool:
    """Claim the latest digest that is due and enqueue it; False when there is none to claim, or no channel for it.

    A digest that was missed is taken until the next one is due, and says for which week it is.
    """
    slot = latest_digest(now, ZoneInfo(desk.company.timezone))
    if slot is None or not desk.company.digest_channel:
        return False
    with desk.database.reading() as session:
        if ("", slot.key) in jobs.list_claimed(session, JOB, {slot.key}):
            return False
    with desk.database.session() as session:
        if not jobs.claim(session, JOB, "", slot.key, now):
            return False
        return digest.decide_digest(session, desk.company, monday=slot.day, due=slot.due, now=now)
