"""Putting messages in the outbox, in the transaction that decides to send them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from bot.results.outbox import OutboxHealth
from bot.store import outbox


def enqueue(
    session: Session,
    kind: str,
    recipient: str,
    payload: Mapping[str, int | str],
    *,
    now: datetime,
    dedupe_key: str | None = None,
    not_before: datetime | None = None,
) -> bool:
    """Have a message sent to a Slack user or channel, once this transaction commits.

    The payload holds ids; the words are found at the moment of sending, by the renderer of that kind in
    `bot.jobs.rendering`. False when a message with the same `dedupe_key` went in before.
    """
    return outbox.add(
        session,
        outbox_id=uuid4().hex,
        kind=kind,
        recipient=recipient,
        payload=payload,
        dedupe_key=dedupe_key,
        not_before=not_before or now,
        now=now,
    )


def health(session: Session, *, now: datetime) -> OutboxHealth:
    """Return what should be out by now and is not, and what never will be, for doctor and metrics."""
    return outbox.health(session, now)
