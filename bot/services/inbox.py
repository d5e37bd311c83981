"""Remembering deliveries that were handled, so that a replay gets the same answer.

Slack delivers at least once. The key (an event id; a view's id and hash) is kept in the transaction that does the
work, so a delivery whose work failed is not taken for one that was handled.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.store import inbox

KEPT = timedelta(days=7)
"""Slack gives up on a delivery after some minutes; a week is far beyond that."""


def claim(session: Session, key: str, *, now: datetime) -> str | None:
    """Take a delivery for this transaction: None when it is new, else the JSON text it was answered with."""
    return inbox.claim(session, key, now)


def answer(session: Session, key: str, text: str) -> None:
    """Keep, as JSON text, what the delivery was answered with."""
    inbox.answer(session, key, text)


def release(session: Session, key: str) -> None:
    """Give a claimed delivery back, because it only asked something: its form may come again, corrected."""
    inbox.release(session, key)


def tidy(session: Session, *, now: datetime) -> None:
    """Forget deliveries that nobody repeats any more."""
    inbox.forget(session, now - KEPT)
