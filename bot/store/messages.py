"""Queries about messages and emails that are put on files: staged until they are, found again once they have been."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, or_, select, text
from sqlalchemy.orm import Session

from bot.results.clients import Client
from bot.results.messages import SavedBefore
from bot.store import families
from bot.store.tables_files import DraftRow, InteractionRow, PersonRow

_FORM = "message"


def stage(session: Session, person_id: int, content: str, *, now: datetime, until: datetime) -> int:
    """Keep a message for the one who puts it on a file, and return its id; what is past its time goes."""
    session.execute(delete(DraftRow).where(DraftRow.form == _FORM, DraftRow.expires_at <= now))
    row = {"person_id": person_id, "form": _FORM, "content": content, "created_at": now, "expires_at": until}
    return session.execute(insert(DraftRow).returning(DraftRow.id), [row]).scalar_one()


def get_staged(session: Session, staged_id: int, person_id: int, now: datetime) -> str | None:
    """Return what was staged by this person and is not past its time."""
    return session.scalar(
        select(DraftRow.content).where(
            DraftRow.id == staged_id,
            DraftRow.person_id == person_id,
            DraftRow.form == _FORM,
            DraftRow.expires_at > now,
        )
    )


def lock_key(session: Session, message_key: str) -> None:
    """Let nobody else put the same message on a file until this transaction ends; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": message_key})


def get_saved(session: Session, client: Client, message_key: str) -> SavedBefore | None:
    """Return when and by whom a message was first put on a client's file or on one that was merged into it."""
    row = session.execute(
        select(PersonRow.name, InteractionRow.recorded_at)
        .outerjoin(PersonRow, InteractionRow.person_id == PersonRow.id)
        .where(
            InteractionRow.message_key == message_key,
            InteractionRow.client_id.in_(families.ids_of(client.client_id)),
        )
        .order_by(InteractionRow.id)
        .limit(1)
    ).one_or_none()
    return SavedBefore(client, row.name or "", row.recorded_at) if row else None


def list_of_thread(session: Session, thread_key: str, answered: str) -> Sequence[int]:
    """Return the ids of the clients on whose files other messages of a thread are, or the email that is answered."""
    of_it = InteractionRow.thread_key == thread_key
    wanted = or_(of_it, InteractionRow.message_key == answered) if answered else of_it
    return session.scalars(families.survivors(select(InteractionRow.client_id).where(wanted))).all()
