"""Queries about imports that were published, and the counters by which an import sees that the ledger has moved on."""

from datetime import date, datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from bot.results.imports import ImportCounts, ImportKind, Origin
from bot.store import settings
from bot.store.rollups import LEDGER_GENERATION
from bot.store.tables_ledger import ImportRunRow

LOOKUP_GENERATION = "lookup_generation"
RATES_GENERATION = "rates_generation"


def add_run(
    session: Session,
    *,
    kind: ImportKind,
    file_name: str,
    as_of: date,
    counts: ImportCounts,
    rejected: int,
    person_id: int | None,
    now: datetime,
    origin: Origin = Origin.COMMAND,
    is_snapshot: bool = False,
) -> int:
    """Keep that an import was published and return its id."""
    row = {
        "kind": kind.value,
        "file_name": file_name,
        "as_of": as_of,
        "added": counts.added,
        "changed": counts.changed + counts.closed,
        "same": counts.same,
        "rejected": rejected,
        "waiting": counts.waiting,
        "person_id": person_id,
        "published_at": now,
        "origin": origin.value,
        "is_snapshot": is_snapshot,
    }
    return session.execute(insert(ImportRunRow).returning(ImportRunRow.id), [row]).scalar_one()


def latest_as_of(session: Session, kind: ImportKind) -> date | None:
    """Return the latest day of which a file of this kind was published, None before the first."""
    return session.scalar(select(func.max(ImportRunRow.as_of)).where(ImportRunRow.kind == kind.value))


def moves(session: Session) -> tuple[int, int]:
    """Return counters that differ once somebody has published to the ledger or renamed a client."""
    return settings.counter(session, LEDGER_GENERATION), settings.counter(session, LOOKUP_GENERATION)
