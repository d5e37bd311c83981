"""Once a day, asking owners about stages that the ledger no longer bears out; no message goes out for it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.jobs.desk import JobDesk
from bot.services import stages
from bot.store import jobs

JOB = "stages"


def run_stages(desk: JobDesk, now: datetime) -> bool:
    """Look through the ledger for the company's day unless that was done; tell whether it was done now."""
    slot = now.astimezone(ZoneInfo(desk.company.timezone)).date().isoformat()
    with desk.database.reading() as session:
        if jobs.list_claimed(session, JOB, {slot}):
            return False
        # It takes long where there are many clients: whoever writes meanwhile does not wait for it.
        found = stages.find_suggestions(session, now=now)
    with desk.database.session() as session:
        if not jobs.claim(session, JOB, "", slot, now):
            return False
        stages.keep_suggestions(session, found, now=now)
        return True
