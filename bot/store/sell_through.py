"""Queries about reported sell-through."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, func, insert, or_, select, true, update
from sqlalchemy.orm import Session, aliased

from bot.policy.access import Scope
from bot.policy.money import Money
from bot.results.sell_through import Reported
from bot.store.families import ids_of, roots
from bot.store.tables_analysis import SellThroughRow
from bot.store.tables_files import ClientRow, PersonRow

INDIRECT = "indirect"
_STATED_BY = aliased(PersonRow)


def add(
    session: Session,
    client_id: int,
    *,
    starts: date,
    ends: date,
    amount: Money | None,
    quantity: int | None,
    unit: str,
    source: str,
    note: str,
    person_id: int | None,
    now: datetime,
) -> int:
    """Keep a report and return its id."""
    row = {
        "client_id": client_id,
        "starts": starts,
        "ends": ends,
        "amount": amount.counts if amount else None,
        "currency": amount.currency if amount else None,
        "quantity": quantity,
        "unit": unit,
        "source": source,
        "note": note,
        "stated_by": person_id,
        "stated_at": now,
    }
    return session.execute(insert(SellThroughRow).returning(SellThroughRow.id), [row]).scalar_one()


def list_of(session: Session, client_id: int) -> Sequence[Reported]:
    """Return a file's reports that stand, the latest days first."""
    found = (
        select(SellThroughRow, PersonRow.name, SellThroughRow.client_id)
        .outerjoin(PersonRow, PersonRow.id == SellThroughRow.stated_by)
        .where(SellThroughRow.client_id.in_(ids_of(client_id)), SellThroughRow.withdrawn_at.is_(None))
        .order_by(SellThroughRow.ends.desc(), SellThroughRow.stated_at.desc(), SellThroughRow.id.desc())
    )
    return [_reported(row) for row in session.execute(found)]


def get(session: Session, report_id: int) -> Reported | None:
    """Return a report that stands."""
    found = (
        select(SellThroughRow, PersonRow.name, SellThroughRow.client_id)
        .outerjoin(PersonRow, PersonRow.id == SellThroughRow.stated_by)
        .where(SellThroughRow.id == report_id, SellThroughRow.withdrawn_at.is_(None))
    )
    row = session.execute(found).one_or_none()
    return _reported(row) if row else None


def withdraw(session: Session, report_id: int, person_id: int | None, now: datetime) -> bool:
    """Take a report back; tell whether it stood."""
    taken = (
        update(SellThroughRow)
        .where(SellThroughRow.id == report_id, SellThroughRow.withdrawn_at.is_(None))
        .values(withdrawn_by=person_id, withdrawn_at=now)
    )
    return session.connection().execute(taken).rowcount > 0


def list_within(
    session: Session, first: date, last: date, scope: Scope, person_id: int | None, team: str
) -> Sequence[Reported]:
    """Return the reports of indirect clients about days that lie within a span, by the client that has the file now."""
    merged = roots()
    survivor_id = func.coalesce(merged.c.root, SellThroughRow.client_id)
    found = (
        select(SellThroughRow, _STATED_BY.name, survivor_id)
        .outerjoin(merged, merged.c.id == SellThroughRow.client_id)
        .join(ClientRow, ClientRow.id == survivor_id)
        .outerjoin(PersonRow, PersonRow.id == ClientRow.owner_id)
        .outerjoin(_STATED_BY, _STATED_BY.id == SellThroughRow.stated_by)
        .where(
            SellThroughRow.starts >= first,
            SellThroughRow.ends <= last,
            SellThroughRow.withdrawn_at.is_(None),
            ClientRow.relation == INDIRECT,
            _theirs(scope, person_id, team),
        )
        .order_by(SellThroughRow.stated_at.desc(), SellThroughRow.id.desc())
    )
    return [_reported(row) for row in session.execute(found)]


def count_indirect(session: Session, scope: Scope, person_id: int | None, team: str) -> int:
    """Return how many indirect clients there are among those whose figures are asked for."""
    found = select(func.count()).select_from(ClientRow).outerjoin(PersonRow, PersonRow.id == ClientRow.owner_id)
    theirs = (ClientRow.relation == INDIRECT, ClientRow.merged_into.is_(None), _theirs(scope, person_id, team))
    return session.scalar(found.where(*theirs)) or 0


def _theirs(scope: Scope, person_id: int | None, team: str) -> ColumnElement[bool]:
    if scope is Scope.ALL:
        return true()
    own = ClientRow.owner_id == person_id
    return or_(own, PersonRow.team == team) if scope is Scope.TEAM and team else own


def _reported(row: Row[SellThroughRow, str, int]) -> Reported:
    kept, person, client_id = row
    return Reported(
        report_id=kept.id,
        client_id=client_id,
        starts=kept.starts,
        ends=kept.ends,
        amount=Money(kept.amount, kept.currency) if kept.amount is not None and kept.currency else None,
        quantity=kept.quantity,
        unit=kept.unit,
        source=kept.source,
        note=kept.note,
        person=person or "",
        stated_at=kept.stated_at,
    )
