"""Queries about contacts at clients and what was said to them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, RowMapping, Select, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from bot.results.clients import ContactView, DueStep, InteractionView
from bot.store import address_book
from bot.store.families import ids_of, roots, rows_of
from bot.store.tables_files import ClientRow, InteractionRow, PersonRow


def add_contact(
    session: Session,
    client_id: int,
    *,
    name: str,
    title: str,
    email: str,
    phone: str,
    now: datetime,
    created_by: int | None = None,
) -> int:
    """Add a person at the client's of whom no more is known yet, and return the new id."""
    values = {"name": name, "title": title, "email": email, "phone": phone}
    return address_book.add_contact(session, client_id, values, created_by=created_by, now=now)


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
    message_key: str | None = None,
    thread_key: str | None = None,
    original: str = "",
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
                "message_key": message_key,
                "thread_key": thread_key,
                "original": original,
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
        .where(InteractionRow.client_id.in_(rows_of(bindparam("client_id", type_=Integer))), *conditions)
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


def count(session: Session, client_id: int) -> int:
    """Return how many contacts there were with a client."""
    counted = select(func.count()).where(InteractionRow.client_id.in_(ids_of(client_id)))
    return session.execute(counted.select_from(InteractionRow)).scalar_one()


def get_whole(session: Session, client_id: int, place: int) -> tuple[InteractionView, str] | None:
    """Return one contact, counted from the latest (0), with the message it was made of where its note is a part."""
    given = {"client_id": client_id, "most": 1}
    one = _LATEST.add_columns(InteractionRow.original).offset(place)
    row = session.connection().execute(one, given).mappings().first()
    return (_view(row), row["original"]) if row else None


def list_open_steps(session: Session, client_id: int, most: int) -> Sequence[InteractionView]:
    """Return what was agreed with a client and is not done, soonest first."""
    rows = session.connection().execute(_OPEN_STEPS, {"client_id": client_id, "most": most}).mappings()
    return [_view(row) for row in rows]


_MERGED = roots()
_STEPS = (
    select(
        ClientRow.id.label("client_id"),
        ClientRow.name,
        InteractionRow.next_step,
        InteractionRow.next_on,
        InteractionRow.id,
    )
    .outerjoin(_MERGED, _MERGED.c.id == InteractionRow.client_id)
    .join(ClientRow, ClientRow.id == func.coalesce(_MERGED.c.root, InteractionRow.client_id))
    .where(
        InteractionRow.person_id == bindparam("person_id"),
        InteractionRow.next_on.is_not(None),
        InteractionRow.next_done_at.is_(None),
    )
    .order_by(InteractionRow.next_on, InteractionRow.id)
)
_DUE_STEPS = _STEPS.where(InteractionRow.next_on <= bindparam("until")).limit(bindparam("most"))
_OWN_STEPS = _STEPS.where(ClientRow.id == bindparam("client_id")).limit(bindparam("most"))


def _step(row: RowMapping) -> DueStep:
    return DueStep(row["client_id"], row["name"], row["next_step"], row["next_on"], row["id"])


def list_due_steps(session: Session, person_id: int, until: date, most: int) -> Sequence[DueStep]:
    """Return what a person has agreed to do by a day, soonest first."""
    given = {"person_id": person_id, "until": until, "most": most}
    return [_step(row) for row in session.connection().execute(_DUE_STEPS, given).mappings()]


def list_own_steps(session: Session, client_id: int, person_id: int, most: int) -> Sequence[DueStep]:
    """Return what a person has agreed with one client and not done yet, soonest first."""
    given = {"person_id": person_id, "client_id": client_id, "most": most}
    return [_step(row) for row in session.connection().execute(_OWN_STEPS, given).mappings()]


def get_own_step(session: Session, interaction_id: int, person_id: int) -> DueStep | None:
    """Return one step that a person has agreed to and not done yet."""
    one = _STEPS.where(InteractionRow.id == interaction_id)
    row = session.connection().execute(one, {"person_id": person_id}).mappings().first()
    return _step(row) if row else None


def finish_steps(session: Session, interaction_ids: Collection[int], at: datetime) -> None:
    """Mark the next steps of these contacts as done."""
    session.execute(
        update(InteractionRow)
        .where(InteractionRow.id.in_(interaction_ids), InteractionRow.next_done_at.is_(None))
        .values(next_done_at=at)
    )


_LAST_SPOKEN_WITH = (
    select(InteractionRow.contact_id)
    .where(
        InteractionRow.client_id.in_(rows_of(bindparam("client_id", type_=Integer))),
        InteractionRow.contact_id.is_not(None),
    )
    .order_by(InteractionRow.happened_at.desc(), InteractionRow.id.desc())
    .limit(1)
)


def last_spoken_with(session: Session, client_id: int) -> int | None:
    """Return the person at the client's whom somebody of ours spoke with last."""
    return session.connection().scalar(_LAST_SPOKEN_WITH, {"client_id": client_id})
