"""Queries about facts and the current values that follow from them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, bindparam, delete, insert, select
from sqlalchemy.orm import Session

from bot.store import clues
from bot.store.tables_files import CurrentValueRow, FactRow, PersonRow


@dataclass(frozen=True)
class StoredFact:
    """One event in the life of a value, as it is stored."""

    fact_id: int
    field: str
    kind: str
    value: str
    source: str
    person_id: int | None
    observed_at: datetime
    recorded_at: datetime


@dataclass(frozen=True)
class StoredValue:
    """A current value, as it is stored."""

    field: str
    value: str
    source: str
    person: str
    observed_at: datetime


_CURRENT = (
    select(
        CurrentValueRow.field,
        CurrentValueRow.value,
        CurrentValueRow.source,
        PersonRow.name,
        CurrentValueRow.observed_at,
    )
    .outerjoin(PersonRow, CurrentValueRow.person_id == PersonRow.id)
    .where(CurrentValueRow.client_id == bindparam("client_id"))
)


def current_values(session: Session, client_id: int) -> Mapping[str, StoredValue]:
    """Return what holds now for one client, by field."""
    rows = session.connection().execute(_CURRENT, {"client_id": client_id})
    return {
        key: StoredValue(key, value, source, person or "", observed_at)
        for key, value, source, person, observed_at in rows
    }


def add_fact(
    session: Session,
    *,
    client_id: int,
    field: str,
    kind: str,
    value: str,
    source: str,
    person_id: int | None,
    observed_at: datetime,
    recorded_at: datetime,
    link: str = "",
    interaction_id: int | None = None,
) -> int:
    """Add one fact and return its id."""
    result = session.execute(
        insert(FactRow).returning(FactRow.id),
        [
            {
                "client_id": client_id,
                "field": field,
                "kind": kind,
                "value": value,
                "source": source,
                "person_id": person_id,
                "interaction_id": interaction_id,
                "observed_at": observed_at,
                "recorded_at": recorded_at,
                "link": link,
            }
        ],
    )
    return result.scalar_one()


def list_standing(session: Session, client_id: int, fields: Iterable[str]) -> Sequence[StoredFact]:
    """Return the facts of these fields that are not retracted, newest first by (observed, recorded, id)."""
    rows = session.execute(
        select(FactRow.__table__)
        .where(FactRow.client_id == client_id, FactRow.field.in_(list(fields)), FactRow.retracted_at.is_(None))
        .order_by(FactRow.observed_at.desc(), FactRow.recorded_at.desc(), FactRow.id.desc())
    ).mappings()
    return [_fact(row) for row in rows]


def _fact(row: RowMapping) -> StoredFact:
    return StoredFact(
        fact_id=row["id"],
        field=row["field"],
        kind=row["kind"],
        value=row["value"],
        source=row["source"],
        person_id=row["person_id"],
        observed_at=row["observed_at"],
        recorded_at=row["recorded_at"],
    )


def project(session: Session, client_id: int, values: Mapping[str, StoredFact]) -> None:
    """Make these facts the current values of their fields."""
    if not values:
        return
    session.execute(
        delete(CurrentValueRow).where(CurrentValueRow.client_id == client_id, CurrentValueRow.field.in_(list(values)))
    )
    session.execute(
        insert(CurrentValueRow),
        [
            {
                "client_id": client_id,
                "field": field,
                "value": fact.value,
                "fact_id": fact.fact_id,
                "source": fact.source,
                "person_id": fact.person_id,
                "observed_at": fact.observed_at,
            }
            for field, fact in values.items()
        ],
    )
    if not clues.FIELDS.isdisjoint(values):
        clues.refresh(session, [client_id])
