"""Queries about the slots of jobs: each is claimed once, for ever."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.store.once import insert_once
from bot.store.tables_work import JobRunRow


def claim(session: Session, job: str, subject: str, slot: str, now: datetime) -> bool:
    """Claim a slot for this transaction; False when somebody has it already."""
    values = {"job": job, "subject": subject, "slot": slot, "claimed_at": now}
    return insert_once(session, JobRunRow, values, unique=("job", "subject", "slot"))


def list_claimed(session: Session, job: str, slots: Collection[str]) -> frozenset[tuple[str, str]]:
    """Return (subject, slot) of those of `slots` that are claimed."""
    rows = session.execute(
        select(JobRunRow.subject, JobRunRow.slot).where(JobRunRow.job == job, JobRunRow.slot.in_(slots))
    )
    return frozenset((row.subject, row.slot) for row in rows)


def latest_claims(session: Session) -> Mapping[str, datetime]:
    """Return when each job was last claimed, for whoever watches the clockwork."""
    rows = session.execute(select(JobRunRow.job, func.max(JobRunRow.claimed_at)).group_by(JobRunRow.job))
    return {row[0]: row[1] for row in rows}
