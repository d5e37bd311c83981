"""Queries about all that was ever said of a client, retracted or not."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from bot.store.families import ids_of
from bot.store.tables_files import ClientRow, FactRow, PersonRow


@dataclass(frozen=True)
class StoredEvent:
    """One fact with the people it names, as it is stored."""

    fact_id: int
    field: str
    kind: str
    value: str
    source: str
    person: str
    observed_at: datetime
    recorded_at: datetime
    link: str
    retracted_at: datetime | None
    retracted_by: str
    code: str
    person_id: int | None


def list_events(
    session: Session, client_id: int, fields: Collection[str], *, skip: int, most: int
) -> Sequence[StoredEvent]:
    """Return what was said of these fields, what was written down last first."""
    taker = aliased(PersonRow)
    rows = session.execute(
        select(
            FactRow.id,
            FactRow.field,
            FactRow.kind,
            FactRow.value,
            FactRow.source,
            PersonRow.name,
            FactRow.observed_at,
            FactRow.recorded_at,
            FactRow.link,
            FactRow.retracted_at,
            taker.name,
            ClientRow.code,
            FactRow.person_id,
        )
        .join(ClientRow, FactRow.client_id == ClientRow.id)
        .outerjoin(PersonRow, FactRow.person_id == PersonRow.id)
        .outerjoin(taker, FactRow.retracted_by == taker.id)
        .where(FactRow.client_id.in_(ids_of(client_id)), FactRow.field.in_(list(fields)))
        .order_by(FactRow.recorded_at.desc(), FactRow.id.desc())
        .offset(skip)
        .limit(most)
    )
    return [StoredEvent(*row[:5], row[5] or "", *row[6:10], row[10] or "", row[11], row[12]) for row in rows]


def list_fields(session: Session, client_id: int) -> frozenset[str]:
    """Return the fields of which anything was ever said."""
    return frozenset(session.scalars(select(FactRow.field).where(FactRow.client_id.in_(ids_of(client_id))).distinct()))
