"""Files handed over for an import: letting go of those whose work was broken off, and removing old ones."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.jobs.desk import JobDesk
from bot.services import uploads


def release_uploads(desk: JobDesk, now: datetime) -> int:
    """Let people go on with files on which a process was at work when it died; returns how many there were."""
    with desk.database.reading() as session:
        if not uploads.has_broken_off(session, now=now):
            return 0
    with desk.database.session() as session:
        return uploads.break_off(session, now=now)


def tidy_uploads(desk: JobDesk, session: Session, now: datetime) -> None:
    """Remove files that nobody wants any more."""
    if desk.files is not None:
        uploads.tidy(session, desk.files, now=now)
