"""Queries about drafts. Each belongs to one person, and every query names whose."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from bot.results.drafts import Draft
from bot.store.tables_files import ClientRow, DraftRow


@dataclass(frozen=True)
class Kept:
    """What is kept of one form: its content, and the stamp of the payload that brought it."""

    content: str
    stamp: str


_TYPED = DraftRow.view_id != ""
"""What belongs to no view is a message that waits for its form."""

_OF_VIEW = select(DraftRow.content, DraftRow.stamp).where(
    DraftRow.person_id == bindparam("person_id"),
    or_(DraftRow.view_id == bindparam("view_id"), and_(DraftRow.id == bindparam("draft_id"), _TYPED)),
)


def get_of_view(session: Session, person_id: int, view_id: str, draft_id: int | None) -> Kept | None:
    """Return what is kept of a form: under its view's id, or as the draft that it goes on with."""
    given = {"person_id": person_id, "view_id": view_id, "draft_id": draft_id}
    row = session.connection().execute(_OF_VIEW, given).first()
    return Kept(*row) if row else None


def put(
    session: Session,
    *,
    person_id: int,
    view_id: str,
    draft_id: int | None,
    form: str,
    client_id: int | None,
    content: str,
    stamp: str,
    now: datetime,
    expires_at: datetime,
) -> None:
    """Keep what a form holds in the one row that its view, or the draft it goes on with, has."""
    values = {
        "view_id": view_id, "client_id": client_id, "content": content, "stamp": stamp, "kept_at": now,
        "expires_at": expires_at,
    }  # fmt: skip
    mine = or_(DraftRow.view_id == view_id, and_(DraftRow.id == draft_id, _TYPED))
    found = session.execute(
        update(DraftRow).where(DraftRow.person_id == person_id, mine).values(**values).returning(DraftRow.id)
    )
    if found.first() is None:
        session.execute(insert(DraftRow).values(person_id=person_id, form=form, created_at=now, **values))


_KEPT_AT = func.coalesce(DraftRow.kept_at, DraftRow.created_at)
_LISTED = (
    select(DraftRow.id, DraftRow.form, DraftRow.client_id, ClientRow.name, DraftRow.content, _KEPT_AT)
    .outerjoin(ClientRow, DraftRow.client_id == ClientRow.id)
    .where(
        DraftRow.person_id == bindparam("person_id"),
        _TYPED,
        DraftRow.expires_at > bindparam("now"),
    )
    .order_by(_KEPT_AT.desc(), DraftRow.id.desc())
)


def list_drafts(session: Session, person_id: int, now: datetime, most: int) -> Sequence[Draft]:
    """Return a person's drafts that have not expired, newest first."""
    rows = session.execute(_LISTED.limit(most), {"person_id": person_id, "now": now})
    return [Draft(row[0], row[1], row[2], row[3] or "", row[4], row[5]) for row in rows]


def count(session: Session, person_id: int, now: datetime) -> int:
    """Return how many drafts of a person have not expired."""
    listed = _LISTED.order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(listed), {"person_id": person_id, "now": now}) or 0


def get(session: Session, person_id: int, draft_id: int, now: datetime) -> Draft | None:
    """Return one of a person's drafts, unless it has expired."""
    row = session.execute(_LISTED.where(DraftRow.id == draft_id), {"person_id": person_id, "now": now}).first()
    return Draft(row[0], row[1], row[2], row[3] or "", row[4], row[5]) if row else None


def drop(session: Session, person_id: int, view_ids: Collection[str], draft_id: int | None) -> None:
    """Forget what a person typed into these views, and the draft that one of them went on with."""
    mine = or_(DraftRow.view_id.in_(view_ids), and_(DraftRow.id == draft_id, _TYPED))
    session.execute(delete(DraftRow).where(DraftRow.person_id == person_id, mine))


def forget(session: Session, now: datetime) -> None:
    """Drop what has expired."""
    session.execute(delete(DraftRow).where(DraftRow.expires_at <= now))
