"""Queries about facts and the current values that follow from them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, RowMapping, bindparam, delete, exists, insert, or_, select, union, update
from sqlalchemy.orm import Session

from bot.store import clues
from bot.store.families import above, rows_of
from bot.store.once import put
from bot.store.tables_files import ClientRow, CurrentValueRow, FactRow, PersonRow


@dataclass(frozen=True)
class StoredFact:
    """One event in the life of a value, as it is stored."""

    fact_id: int
    client_id: int
    """The row it was written under; that of a client merged away where a file has taken one in."""
    field: str
    kind: str
    value: str
    source: str
    person_id: int | None
    observed_at: datetime
    recorded_at: datetime
    retracted_at: datetime | None = None


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


_STANDING = (
    select(FactRow.__table__)
    .where(
        FactRow.client_id.in_(rows_of(bindparam("client_id", type_=Integer))),
        FactRow.field.in_(bindparam("fields", expanding=True)),
        FactRow.retracted_at.is_(None),
    )
    .order_by(FactRow.observed_at.desc(), FactRow.recorded_at.desc(), FactRow.id.desc())
)


def list_standing(session: Session, client_id: int, fields: Iterable[str]) -> Sequence[StoredFact]:
    """Return the facts of a file's fields that are not retracted, newest first by (observed, recorded, id)."""
    rows = session.connection().execute(_STANDING, {"client_id": client_id, "fields": list(fields)}).mappings()
    return [_fact(row) for row in rows]


def list_by_ids(session: Session, fact_ids: Iterable[int]) -> Sequence[StoredFact]:
    """Return these facts, retracted or not, in the order of their ids."""
    rows = session.execute(select(FactRow.__table__).where(FactRow.id.in_(list(fact_ids))).order_by(FactRow.id))
    return [_fact(row) for row in rows.mappings()]


def list_written(
    session: Session, client_id: int, fields: Iterable[str], *, person_id: int | None, at: datetime
) -> tuple[int, ...]:
    """Return the facts of these fields that a person wrote down at an instant."""
    written = select(FactRow.id).where(
        FactRow.client_id == client_id,
        FactRow.field.in_(list(fields)),
        FactRow.recorded_at == at,
        FactRow.person_id == person_id,
    )
    return tuple(session.scalars(written.order_by(FactRow.id)))


def list_fields(session: Session, client_ids: Iterable[int]) -> frozenset[str]:
    """Return the fields of which anything was ever said in these rows."""
    said = select(FactRow.field).where(FactRow.client_id.in_(list(client_ids))).distinct()
    return frozenset(session.scalars(said))


def retract(session: Session, fact_ids: Iterable[int], *, person_id: int | None, at: datetime) -> None:
    """Mark that these facts no longer count; nothing else of a fact is ever changed."""
    statement = update(FactRow).where(FactRow.id.in_(list(fact_ids)), FactRow.retracted_at.is_(None))
    session.execute(statement.values(retracted_at=at, retracted_by=person_id))


def _fact(row: RowMapping) -> StoredFact:
    return StoredFact(
        fact_id=row["id"],
        client_id=row["client_id"],
        field=row["field"],
        kind=row["kind"],
        value=row["value"],
        source=row["source"],
        person_id=row["person_id"],
        observed_at=row["observed_at"],
        recorded_at=row["recorded_at"],
        retracted_at=row["retracted_at"],
    )


def list_contested(session: Session, fields: Collection[str]) -> Mapping[int, Sequence[str]]:
    """Return, by client, those of these fields whose current value a newer fact contradicts or may contradict.

    Of files that have taken others in, every field that is known: their facts stand in several rows.
    """
    newer = exists().where(
        FactRow.client_id == CurrentValueRow.client_id,
        FactRow.field == CurrentValueRow.field,
        FactRow.observed_at >= CurrentValueRow.observed_at,
        FactRow.id != CurrentValueRow.fact_id,
        FactRow.retracted_at.is_(None),
    )
    merged = select(ClientRow.merged_into).where(ClientRow.merged_into.is_not(None))
    rows = session.execute(
        select(CurrentValueRow.client_id, CurrentValueRow.field)
        .where(CurrentValueRow.field.in_(fields), or_(newer, CurrentValueRow.client_id.in_(merged)))
        .order_by(CurrentValueRow.client_id)
    ).all()
    # Of a field that was emptied there is no current value; it may be had again, also by the files above.
    is_emptied = FactRow.field.in_(fields), FactRow.value == "", FactRow.retracted_at.is_(None)
    into = above()
    emptied = session.execute(
        union(
            select(FactRow.client_id, FactRow.field).where(*is_emptied),
            select(into.c.above, FactRow.field).join(into, into.c.id == FactRow.client_id).where(*is_emptied),
        )
    ).all()
    found: dict[int, list[str]] = defaultdict(list)
    for client_id, field in {*rows, *emptied}:
        found[client_id].append(field)
    return found


def project(session: Session, client_id: int, values: Mapping[str, StoredFact | None]) -> None:
    """Make these facts the current values of their fields; a field of which no fact is left has none."""
    empty = [field for field, fact in values.items() if fact is None]
    if empty:
        current = CurrentValueRow.client_id == client_id, CurrentValueRow.field.in_(empty)
        session.execute(delete(CurrentValueRow).where(*current))
    rows = [
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
        if fact is not None
    ]
    put(session, CurrentValueRow, rows, unique=("client_id", "field"))
    if not clues.FIELDS.isdisjoint(values):
        clues.refresh(session, [client_id])
