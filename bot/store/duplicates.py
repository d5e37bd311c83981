"""Queries about files that look alike: what tells clients from one another, and pairs that somebody kept apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Select, Subquery, delete, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.store.families import roots
from bot.store.once import insert_once
from bot.store.tables_files import AliasRow, ClientRow, ContactRow, CurrentValueRow, FactRow, PersonRow
from bot.store.tables_upkeep import KeptApartRow

AT_ONCE = 500
"""So many ids stand in one statement; PostgreSQL and SQLite both take more."""


@dataclass
class Known:
    """What is known of one client, as it is stored; `reach` holds a contact's email and phones."""

    client_id: int
    name: str
    country: str | None
    city: str | None
    owner_id: int | None
    aliases: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    reach: list[tuple[str, str, str]] = field(default_factory=list)


def list_known(session: Session, fields: Iterable[str], client_ids: Sequence[int] | None = None) -> Sequence[Known]:
    """Return what is known of every client that stands alone, or of some, by id; of `fields` the current values."""
    if client_ids is None:
        return list(_known(session, list(fields), None).values())
    parts = [client_ids[at : at + AT_ONCE] for at in range(0, len(client_ids), AT_ONCE)]
    return [known for part in parts for known in _known(session, list(fields), part).values()]


def _known(session: Session, fields: list[str], ids: Sequence[int] | None) -> Mapping[int, Known]:
    columns = (ClientRow.id, ClientRow.name, ClientRow.country, ClientRow.city, ClientRow.owner_id)
    rows = select(*columns).where(ClientRow.merged_into.is_(None), *_among(ClientRow.id, ids)).order_by(ClientRow.id)
    found = {row.id: Known(row.id, row.name, row.country, row.city, row.owner_id) for row in session.execute(rows)}
    parts_of = _parts(session, ids)
    written_under = None if ids is None else [*ids, *parts_of]

    def of(client_id: int) -> Known | None:
        return found.get(parts_of.get(client_id, client_id))

    for client_id, name in session.execute(_aliases(written_under)):
        if known := of(client_id):
            known.aliases.append(name)
    for client_id, key, value in session.execute(_values(fields, ids)):
        if known := found.get(client_id):
            known.values[key] = value
    for client_id, email, phone, mobile in session.execute(_contacts(written_under)):
        if known := of(client_id):
            known.reach.append((email, phone, mobile))
    return found


def _parts(session: Session, ids: Sequence[int] | None) -> Mapping[int, int]:
    """Return, for each file that is a part of another, the one that it answers to now."""
    merged = roots()
    rows = session.execute(select(merged.c.id, merged.c.root).where(*_among(merged.c.root, ids)))
    return {row.id: row.root for row in rows}


def _among(
    column: ColumnElement[int] | InstrumentedAttribute[int], ids: Sequence[int] | None
) -> list[ColumnElement[bool]]:
    return [] if ids is None else [column.in_(list(ids))]


def _aliases(ids: Sequence[int] | None) -> Select[int, str]:
    return select(AliasRow.client_id, AliasRow.name).where(*_among(AliasRow.client_id, ids))


def _values(fields: list[str], ids: Sequence[int] | None) -> Select[int, str, str]:
    return select(CurrentValueRow.client_id, CurrentValueRow.field, CurrentValueRow.value).where(
        CurrentValueRow.field.in_(fields), *_among(CurrentValueRow.client_id, ids)
    )


def _contacts(ids: Sequence[int] | None) -> Select[int, str, str, str]:
    return select(ContactRow.client_id, ContactRow.email, ContactRow.phone, ContactRow.mobile).where(
        *_among(ContactRow.client_id, ids)
    )


def stamp(session: Session) -> tuple[int, int]:
    """Return something that changes whenever a fact or a contact is added."""
    facts, contacts = session.scalar(select(func.max(FactRow.id))), session.scalar(select(func.max(ContactRow.id)))
    return facts or 0, contacts or 0


def list_ids_of(session: Session, owner_id: int | None, team: str) -> frozenset[int]:
    """Return the clients of one owner and, where a team is named, of everybody in it."""
    mine = ClientRow.owner_id == owner_id
    rows = (
        select(ClientRow.id)
        .outerjoin(PersonRow, ClientRow.owner_id == PersonRow.id)
        .where(ClientRow.merged_into.is_(None), or_(mine, PersonRow.team == team) if team else mine)
    )
    return frozenset(session.scalars(rows))


def _apart() -> Subquery:
    """Return (first, second, person_id, decided_at) of the pairs kept apart, under the ids that they answer to now.

    `low_id` and `high_id` are those that they were kept apart under.
    """
    one, other = roots(), roots()
    first = func.coalesce(one.c.root, KeptApartRow.low_id)
    second = func.coalesce(other.c.root, KeptApartRow.high_id)
    return (
        select(
            first.label("first"), second.label("second"), KeptApartRow.low_id, KeptApartRow.high_id,
            KeptApartRow.person_id, KeptApartRow.decided_at,
        )
        .outerjoin(one, one.c.id == KeptApartRow.low_id)
        .outerjoin(other, other.c.id == KeptApartRow.high_id)
        .where(first != second)
        .subquery()
    )  # fmt: skip


def list_apart_ids(session: Session) -> frozenset[tuple[int, int]]:
    """Return the pairs that were kept apart, the lower id first, under the ids that they answer to now."""
    apart = _apart()
    rows = session.execute(select(apart.c.first, apart.c.second))
    return frozenset((min(first, second), max(first, second)) for first, second in rows)


@dataclass(frozen=True)
class ApartRow:
    """A pair that was kept apart, as it is stored."""

    first: int
    second: int
    person: str
    decided_at: datetime


def list_apart(session: Session, most: int, start: int) -> Sequence[ApartRow]:
    """Return the pairs kept apart, the latest first."""
    apart = _apart()
    rows = session.execute(
        select(apart.c.first, apart.c.second, PersonRow.name, apart.c.decided_at)
        .outerjoin(PersonRow, PersonRow.id == apart.c.person_id)
        .order_by(apart.c.decided_at.desc(), apart.c.low_id, apart.c.high_id)
        .limit(most)
        .offset(start)
    )
    return [ApartRow(first, second, name or "", decided_at) for first, second, name, decided_at in rows]


def keep_apart(session: Session, pair: tuple[int, int], person_id: int | None, now: datetime) -> bool:
    """Note that two files are not the same client; False when that was noted before."""
    values = {"low_id": min(pair), "high_id": max(pair), "person_id": person_id, "decided_at": now}
    return insert_once(session, KeptApartRow, values, unique=("low_id", "high_id"))


def take_back(session: Session, pair: tuple[int, int]) -> int:
    """Let two files be proposed again, under whichever ids they were kept apart; return how many rows that took."""
    apart = _apart()
    low, high = min(pair), max(pair)
    kept = session.execute(
        select(apart.c.low_id, apart.c.high_id).where(
            or_((apart.c.first == low) & (apart.c.second == high), (apart.c.first == high) & (apart.c.second == low))
        )
    ).all()
    for low_id, high_id in kept:
        session.execute(delete(KeptApartRow).where(KeptApartRow.low_id == low_id, KeptApartRow.high_id == high_id))
    return len(kept)


def opened_at(session: Session, client_id: int) -> datetime:
    """Return when a client's file was opened."""
    return session.execute(select(ClientRow.created_at).where(ClientRow.id == client_id)).scalar_one()
