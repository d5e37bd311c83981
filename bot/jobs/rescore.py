"""Once a day: a current value gives way where the source that held it against newer facts has gone stale."""

from datetime import UTC, datetime

from bot.jobs.desk import JobDesk
from bot.services.rescoring import list_outlived, reproject_stale
from bot.store import jobs

JOB = "rescore"
_AT_ONCE = 50
"""So few files in one transaction that nobody waits for SQLite's writer."""


def rescore_daily(desk: JobDesk, now: datetime) -> None:
    """Rescore once on each day, in UTC: by the rule of precedence, stale is what was so when the day began."""
    with desk.database.reading() as session:
        if jobs.list_claimed(session, JOB, {_slot(now)}):
            return
    run_rescore(desk, now)


def run_rescore(desk: JobDesk, now: datetime) -> int:
    """Bring current values up to date and claim the day; return how many changed.

    Two processes that do it at once do no harm: what one has brought up to date, the other leaves as it is. The day is
    claimed at the end, so that one that is killed half-way begins again.
    """
    catalogue = desk.company.catalogue
    with desk.database.reading() as session:
        contested = sorted(list_outlived(session, catalogue=catalogue).items())
    changed = 0
    for start in range(0, len(contested), _AT_ONCE):
        with desk.database.session() as session:
            some = dict(contested[start : start + _AT_ONCE])
            changed += reproject_stale(session, some, now=now, catalogue=catalogue)
    with desk.database.session() as session:
        jobs.claim(session, JOB, "", _slot(now), now)
    return changed


def _slot(now: datetime) -> str:
    return now.astimezone(UTC).date().isoformat()
