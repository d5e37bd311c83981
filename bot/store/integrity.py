"""Queries that hold what is derived against what it is derived from."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.store.tables_files import CurrentValueRow, FactRow


def list_current(session: Session) -> dict[tuple[int, str], int]:
    """Return the fact that each current value claims to follow from, by client and field."""
    rows = session.execute(select(CurrentValueRow.client_id, CurrentValueRow.field, CurrentValueRow.fact_id))
    return {(row.client_id, row.field): row.fact_id for row in rows}


def walk_facts(session: Session) -> Iterator[FactRow]:
    """Walk the standing facts by client and field, newest first within each."""
    yield from session.scalars(
        select(FactRow)
        .where(FactRow.retracted_at.is_(None))
        .order_by(
            FactRow.client_id,
            FactRow.field,
            FactRow.observed_at.desc(),
            FactRow.recorded_at.desc(),
            FactRow.id.desc(),
        )
        .execution_options(yield_per=5000)
    )
