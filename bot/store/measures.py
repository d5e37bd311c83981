"""Queries about measures: what was decided to be done, by whom and until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, func, insert, literal, or_, select, true, update
from sqlalchemy.orm import Session, aliased

from bot.policy.access import Scope
from bot.store.families import ids_of
from bot.store.tables_analysis import MeasureRow
from bot.store.tables_files import ClientRow, PersonRow
from bot.store.tables_ledger import ProductRow, SalesLineRow


@dataclass(frozen=True)
class Stored:
    """One measure as it is kept, with its owner and the name of its product."""

    measure_id: int
    what: str
    client_id: int | None
    by: str
    part: str
    product_id: int | None
    product: str
    owner_id: int
    owner_slack_id: str
    owner_name: str
    owner_team: str
    starts: date
    due: date
    target: int | None
    currency: str
    is_focus: bool
    scope: Scope
    team: str
    created_by: int | None
    is_closed: bool


@dataclass(frozen=True)
class Whose:
    """Whose measures are asked for: those that a person owns or has given, their team's too, or all."""

    person_id: int | None
    team: str = ""
    everybody: bool = False


_OWNER = aliased(PersonRow)


def _measures() -> Select[*tuple[Any, ...]]:
    """Return the query for measures; its columns are called like the fields of Stored."""
    return (
        select(
            MeasureRow.id.label("measure_id"),
            MeasureRow.what,
            MeasureRow.client_id,
            MeasureRow.by,
            MeasureRow.part,
            MeasureRow.product_id,
            func.coalesce(ProductRow.name, "").label("product"),
            MeasureRow.owner_id,
            _OWNER.slack_id.label("owner_slack_id"),
            _OWNER.name.label("owner_name"),
            _OWNER.team.label("owner_team"),
            MeasureRow.starts,
            MeasureRow.due,
            MeasureRow.target,
            func.coalesce(MeasureRow.currency, "").label("currency"),
            MeasureRow.is_focus,
            MeasureRow.scope,
            MeasureRow.team,
            MeasureRow.created_by,
            MeasureRow.closed_at.is_not(None).label("is_closed"),
        )
        .join(_OWNER, _OWNER.id == MeasureRow.owner_id)
        .outerjoin(ProductRow, ProductRow.id == MeasureRow.product_id)
    )


def _stored(row: RowMapping) -> Stored:
    return Stored(**{**row, "scope": Scope(row["scope"])})


def get(session: Session, measure_id: int) -> Stored | None:
    """Return a measure, closed or not."""
    row = session.execute(_measures().where(MeasureRow.id == measure_id)).mappings().one_or_none()
    return _stored(row) if row else None


def _of(whose: Whose) -> ColumnElement[bool]:
    """Return the condition that an open measure is among those asked for."""
    if whose.everybody:
        return MeasureRow.closed_at.is_(None)
    theirs = [MeasureRow.owner_id == whose.person_id, MeasureRow.created_by == whose.person_id]
    if whose.team:
        mates = select(PersonRow.id).where(PersonRow.team == whose.team)
        files = select(ClientRow.id).where(ClientRow.owner_id.in_(mates))
        theirs += [MeasureRow.owner_id.in_(mates), MeasureRow.client_id.in_(files)]
    return MeasureRow.closed_at.is_(None) & or_(*theirs)


def list_open(session: Session, whose: Whose, *, most: int, skip: int = 0) -> Sequence[Stored]:
    """Return open measures, those due longest first."""
    rows = session.execute(
        _measures().where(_of(whose)).order_by(MeasureRow.due, MeasureRow.id).limit(most).offset(skip)
    )
    return [_stored(row) for row in rows.mappings()]


def count_open(session: Session, whose: Whose, today: date) -> tuple[int, int]:
    """Return how many measures are open, and how many of them should have been done before `today`."""
    late = func.count().filter(MeasureRow.due < today)
    total, overdue = session.execute(select(func.count(), late).where(_of(whose))).one()
    return total, overdue


def list_focus(session: Session, team: str, *, everybody: bool) -> Sequence[Stored]:
    """Return the open sales focuses of the company and of a team, of no single client; those due first stand first."""
    seen = MeasureRow.scope == Scope.ALL.value
    if everybody:
        seen = true()
    elif team:
        seen = seen | (MeasureRow.team == team)
    rows = session.execute(
        _measures()
        .where(MeasureRow.closed_at.is_(None), MeasureRow.is_focus, MeasureRow.client_id.is_(None), seen)
        .order_by(MeasureRow.due, MeasureRow.id)
    )
    return [_stored(row) for row in rows.mappings()]


def names_client(session: Session, words: str) -> bool:
    """Tell whether the name or code of a client stands among folded words; rather once too often than not."""
    text = literal(f" {words} ")
    whole = or_(
        text.contains(" " + ClientRow.name_key + " "), func.lower(text).contains(" " + func.lower(ClientRow.code) + " ")
    )
    if not words.isascii():
        # Chinese and Japanese are written without spaces.
        whole = or_(whole, text.contains(ClientRow.name_key))
    return session.scalar(select(ClientRow.id).where(ClientRow.name_key != "", whole).limit(1)) is not None


def list_overdue(session: Session, owner_id: int, today: date) -> Sequence[Stored]:
    """Return somebody's own open measures that should have been done before `today`, the oldest first."""
    own = (MeasureRow.owner_id == owner_id) & MeasureRow.closed_at.is_(None) & (MeasureRow.due < today)
    rows = session.execute(_measures().where(own).order_by(MeasureRow.due, MeasureRow.id))
    return [_stored(row) for row in rows.mappings()]


def list_owner_ids(session: Session) -> frozenset[int]:
    """Return everybody who owns an open measure."""
    return frozenset(session.scalars(select(MeasureRow.owner_id).where(MeasureRow.closed_at.is_(None)).distinct()))


def add(session: Session, values: Mapping[str, Any]) -> int:
    """Add a measure and return its id; columns as in the table."""
    return session.execute(insert(MeasureRow).returning(MeasureRow.id), [dict(values)]).scalar_one()


def change(session: Session, measure_id: int, values: Mapping[str, Any]) -> bool:
    """Change an open measure; False when it was closed meanwhile."""
    return _update_open(session, measure_id, values)


def close(
    session: Session, measure_id: int, outcome: str, *, person_id: int | None, reason: str, now: datetime
) -> bool:
    """Close a measure, done or dropped; False when somebody was faster."""
    closed = {"outcome": outcome, "closed_by": person_id, "closed_at": now, "reason": reason}
    return _update_open(session, measure_id, closed)


def _update_open(session: Session, measure_id: int, values: Mapping[str, Any]) -> bool:
    result = session.execute(
        update(MeasureRow)
        .where(MeasureRow.id == measure_id, MeasureRow.closed_at.is_(None))
        .values(**values)
        .returning(MeasureRow.id)
        .execution_options(synchronize_session=False)
    )
    return result.first() is not None


def sum_product(session: Session, client_id: int, product_id: int, first: date, last: date) -> int:
    """Return what a client bought of a product from `first` to `last`, in counts of the base currency.

    Lines of the clients that were merged into this one count too.
    """
    total = session.scalar(
        select(func.coalesce(func.sum(SalesLineRow.base_amount), 0)).where(
            SalesLineRow.client_id.in_(ids_of(client_id)),
            SalesLineRow.product_id == product_id,
            SalesLineRow.date.between(first, last),
        )
    )
    return int(total or 0)
