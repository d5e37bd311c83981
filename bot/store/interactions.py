"""Queries about contacts at clients and what was said to them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, bindparam, insert, select
from sqlalchemy.orm import Session

from bot.results.clients import ContactView, DueStep, InteractionView
from bot.store import address_book
from bot.store.tables_files import ClientRow, ContactRow, InteractionRow, PersonRow


def add_contact(
    session: Session, client_id: int, *, name: str, title: str, email: str, phone: str, now: datetime
) -> int:
    """Add a person at the client's and return the new id."""
    row = {"client_id": client_id, "name": name, "title": title, "email": email, "phone": phone, "created_at": now}
    return session.execute(insert(ContactRow).returning(ContactRow.id), [row]).scalar_one()


def list_contacts(session: Session, client_id: int) -> Sequence[ContactView]:
    """Return the people at the client's who are still there, by name."""
    return address_book.list_contacts(session, client_id, with_left=False)


def add_interaction(
    session: Session,
    *,
    client_id: int,
    person_id: int | None,
    contact_id: int | None,
    kind: str,
    outcome: str,
    note: str,
    link: str,
    happened_at: datetime,
    recorded_at: datetime,
    next_step: str,
    next_on: date | None,
) -> int:
    """Add a call, email, visit or saved message and return its id."""
    result = session.execute(
        insert(InteractionRow).returning(InteractionRow.id),
        [
            {
                "client_id": client_id,
                "person_id": person_id,
                "contact_id": contact_id,
                "kind": kind,
                "outcome": outcome,
                "note": note,
                "link": link,
                "happened_at": happened_at,
                "recorded_at": recorded_at,
                "next_step": next_step,
                "next_on": next_on,
            }
        ],
    )
    return result.scalar_one()


def _of_client(*conditions: ColumnElement[bool], order: ColumnElement[Any]) -> Select[*tuple[object, ...]]:
    return (
        select(
            InteractionRow.kind,
            InteractionRow.outcome,
            InteractionRow.note,
            PersonRow.name.label("person"),
            InteractionRow.happened_at,
            InteractionRow.next_step,
            InteractionRow.next_on,
            InteractionRow.link,
        )
        .outerjoin(PersonRow, InteractionRow.person_id == PersonRow.id)
        .where(InteractionRow.client_id == bindparam("client_id"), *conditions)
        .order_by(order, InteractionRow.id.desc())
        .limit(bindparam("most"))
    )


_LATEST = _of_client(order=InteractionRow.happened_at.desc())
_OPEN_STEPS = _of_client(
    InteractionRow.next_on.is_not(None), InteractionRow.next_done_at.is_(None), order=InteractionRow.next_on.asc()
)


def _view(row: RowMapping) -> InteractionView:
    return InteractionView(
        kind=row["kind"],
        outcome=row["outcome"],
        note=row["note"],
        person=row["person"] or "",
        happened_at=row["happened_at"],
        next_step=row["next_step"],
        next_on=row["next_on"],
        link=row["link"],
    )


def list_latest(session: Session, client_id: int, most: int) -> Sequence[InteractionView]:
    """Return the latest contacts with a client, newest first."""
    rows = session.connection().execute(_LATEST, {"client_id": client_id, "most": most}).mappings()
    return [_view(row) for row in rows]


def list_open_steps(session: Session, client_id: int, most: int) -> Sequence[InteractionView]:
    """Return what was agreed with a client and is not done, soonest first."""
    rows = session.connection().execute(_OPEN_STEPS, {"client_id": client_id, "most": most}).mappings()
    return [_view(row) for row in rows]


def list_due_steps(session: Session, person_id: int, until: date, most: int) -> Sequence[DueStep]:
    """Return what a person has agreed to do by a day, soonest first."""
    rows = session.execute(
        select(InteractionRow.client_id, ClientRow.name, InteractionRow.next_step, InteractionRow.next_on)
        .join(ClientRow, InteractionRow.client_id == ClientRow.id)
        .where(
            InteractionRow.person_id == person_id,
            InteractionRow.next_on <= until,
            InteractionRow.next_done_at.is_(None),
        )
        .order_by(InteractionRow.next_on, InteractionRow.id)
        .limit(most)
    )
    return [DueStep(row.client_id, row.name, row.next_step, row.next_on) for row in rows]
