"""Queries about deliveries that were handled."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.store.once import insert_once
from bot.store.tables_work import InboxRow


def claim(session: Session, key: str, now: datetime) -> str | None:
    """Take a delivery for this transaction; return None when it is new, else the answer it got before.

    A second transaction with the same key waits for the first on both databases.
    """
    if insert_once(session, InboxRow, {"key": key, "answer": "", "received_at": now}, unique=("key",)):
        return None
    return session.scalar(select(InboxRow.answer).where(InboxRow.key == key))


def answer(session: Session, key: str, text: str) -> None:
    """Keep what the delivery was answered with."""
    session.execute(update(InboxRow).where(InboxRow.key == key).values(answer=text))


def release(session: Session, key: str) -> None:
    """Give a delivery back: what comes under the same key next is new."""
    session.execute(delete(InboxRow).where(InboxRow.key == key))


def forget(session: Session, before: datetime) -> None:
    """Drop deliveries that nobody repeats any more."""
    session.execute(delete(InboxRow).where(InboxRow.received_at < before))
