"""Queries behind `/client find`: which clients all of several conditions hold of."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import ARRAY, ColumnElement, Integer, Select, and_, any_, exists, func, literal, or_, select, true
from sqlalchemy.orm import Session

from bot.policy.access import Part
from bot.store.families import roots
from bot.store.freshness import too_old
from bot.store.staging import is_postgres
from bot.store.tables_files import ClientRow, CurrentValueRow, PersonRow
from bot.store.tables_upkeep import MergeRow
from bot.store.tables_work import GrantRow


def _merged_since() -> ColumnElement[bool]:
    """Tell whether a file has taken another in since leave was given: then it opens nothing (see `access`)."""
    merged = roots()
    whole = func.coalesce(merged.c.root, MergeRow.target_id)
    merges = select(MergeRow.id).outerjoin(merged, merged.c.id == MergeRow.target_id)
    since = MergeRow.undone_at.is_(None), MergeRow.merged_at > GrantRow.granted_at, whole == ClientRow.id
    return merges.where(*since).correlate(GrantRow, ClientRow).exists()


@dataclass(frozen=True)
class Among:
    """Of whose files a part may be read: everybody's, or one person's, their team's and those they have leave for."""

    everybody: bool = False
    owner_id: int | None = None
    team: str = ""
    part: Part = Part.DIRECTORY
    now: datetime | None = None

    def sql(self) -> ColumnElement[bool]:
        """Return the condition on a client joined to its owner."""
        if self.everybody:
            return true()
        granted = exists().where(
            GrantRow.client_id == ClientRow.id,
            GrantRow.person_id == self.owner_id,
            GrantRow.part == self.part.value,
            GrantRow.expires_at > self.now,
            GrantRow.revoked_at.is_(None),
            ~_merged_since(),
        )
        mine = or_(ClientRow.owner_id == self.owner_id, granted)
        return or_(mine, PersonRow.team == self.team) if self.team else mine


class Condition(Protocol):
    """Something that holds of a client or not."""

    def sql(self) -> ColumnElement[bool]:
        """Return the condition on a client joined to its owner."""
        ...


@dataclass(frozen=True)
class ColumnIs:
    """A column of the directory holds one of these values."""

    column: str
    values: Collection[str]

    def sql(self) -> ColumnElement[bool]:
        """Return the condition."""
        column: ColumnElement[str] = ClientRow.__table__.c[self.column]
        return column.in_(self.values)


@dataclass(frozen=True)
class ValueIs:
    """A field holds one of these values, where it may be read."""

    field: str
    values: Collection[str]
    among: Among

    def sql(self) -> ColumnElement[bool]:
        """Return the condition."""
        held = select(CurrentValueRow.client_id).where(
            CurrentValueRow.field == self.field, CurrentValueRow.value.in_(self.values)
        )
        return and_(self.among.sql(), ClientRow.id.in_(held))


@dataclass(frozen=True)
class OwnedBy:
    """One of these people owns the file; nobody does where there are none."""

    owner_ids: Collection[int]

    def sql(self) -> ColumnElement[bool]:
        """Return the condition."""
        return ClientRow.owner_id.in_(self.owner_ids) if self.owner_ids else ClientRow.owner_id.is_(None)


@dataclass(frozen=True)
class IsOneOf:
    """The client is one of these, however many there are: they travel in one parameter."""

    client_ids: Collection[int]
    is_postgres: bool

    @staticmethod
    def of(session: Session, client_ids: Collection[int]) -> "IsOneOf":
        """Return the condition for this session's database."""
        return IsOneOf(client_ids, is_postgres(session))

    def sql(self) -> ColumnElement[bool]:
        """Return the condition."""
        if self.is_postgres:
            return ClientRow.id == any_(literal(sorted(self.client_ids), ARRAY(Integer)))
        listed = func.json_each(json.dumps(sorted(self.client_ids))).table_valued("value")
        return ClientRow.id.in_(select(listed.c.value))


@dataclass(frozen=True)
class Aged:
    """Some value that may be read is older than its field's cutoff; with `is_stale` False one is known and none is."""

    cutoffs: Sequence[tuple[Mapping[str, datetime], Among]]
    is_stale: bool

    def sql(self) -> ColumnElement[bool]:
        """Return the condition."""
        old = or_(
            *(and_(among.sql(), ClientRow.id.in_(_with_values(too_old(cutoffs)))) for cutoffs, among in self.cutoffs)
        )
        if self.is_stale:
            return old
        known = or_(
            *(
                and_(among.sql(), ClientRow.id.in_(_with_values(CurrentValueRow.field.in_(list(cutoffs)))))
                for cutoffs, among in self.cutoffs
            )
        )
        return and_(known, ~old)


def _with_values(condition: ColumnElement[bool]) -> Select[int]:
    return select(CurrentValueRow.client_id).where(condition)


def list_ids(session: Session, conditions: Sequence[Condition]) -> Sequence[int]:
    """Return the clients of which every condition holds, by name."""
    return session.scalars(
        select(ClientRow.id)
        .outerjoin(PersonRow, ClientRow.owner_id == PersonRow.id)
        .where(ClientRow.merged_into.is_(None), *(each.sql() for each in conditions))
        .order_by(ClientRow.name_key, ClientRow.id)
    ).all()


def list_texts(session: Session, field: str) -> Sequence[str]:
    """Return every different text that a field of the files holds."""
    return session.scalars(
        select(CurrentValueRow.value).where(CurrentValueRow.field == field).distinct().order_by(CurrentValueRow.value)
    ).all()


def list_values(session: Session, field: str, among: Among) -> Sequence[tuple[int, str]]:
    """Return what a field holds of each client of which it may be read."""
    rows = session.execute(
        select(CurrentValueRow.client_id, CurrentValueRow.value)
        .join(ClientRow, ClientRow.id == CurrentValueRow.client_id)
        .outerjoin(PersonRow, ClientRow.owner_id == PersonRow.id)
        .where(CurrentValueRow.field == field, ClientRow.merged_into.is_(None), among.sql())
    )
    return [(client_id, value) for client_id, value in rows]
