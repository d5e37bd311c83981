"""Queries about messages to be sent: put in, claimed by one sender at a time, marked as sent or given up."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, func, or_, select, update
from sqlalchemy.orm import Session

from bot.results.outbox import OutboxHealth, Outgoing
from bot.store.once import insert_once
from bot.store.tables_work import OutboxRow


def add(
    session: Session,
    *,
    outbox_id: str,
    kind: str,
    recipient: str,
    payload: Mapping[str, int | str],
    dedupe_key: str | None,
    not_before: datetime,
    now: datetime,
) -> bool:
    """Put a message in; False when one with the same dedupe key went in before."""
    values = {
        "id": outbox_id,
        "kind": kind,
        "recipient": recipient,
        "payload": json.dumps(dict(payload), ensure_ascii=False),
        "dedupe_key": dedupe_key,
        "created_at": now,
        "not_before": not_before,
    }
    # Many messages have no dedupe key, and no two of them are equal on it: null never equals null.
    return insert_once(session, OutboxRow, values, unique=("dedupe_key",))


def _open() -> tuple[ColumnElement[bool], ...]:
    return OutboxRow.sent_at.is_(None), OutboxRow.given_up_at.is_(None)


def has_due(session: Session, due: datetime, wall: datetime) -> bool:
    """Tell whether there is anything to claim, without taking a lock."""
    return session.scalar(select(OutboxRow.id).where(*_claimable(due, wall)).limit(1)) is not None


def _claimable(due: datetime, wall: datetime) -> tuple[ColumnElement[bool], ...]:
    free = or_(OutboxRow.claimed_until.is_(None), OutboxRow.claimed_until < wall)
    return (*_open(), OutboxRow.not_before <= due, free)


def claim_next(session: Session, *, due: datetime, wall: datetime, until: datetime) -> Outgoing | None:
    """Claim the message that has waited longest and is due; nobody else gets it before `until`.

    `wall` is the real time, by which claims run out. On PostgreSQL rows that another sender is claiming are passed
    over; on SQLite the writer is held anyway.
    """
    longest = (
        select(OutboxRow.id)
        .where(*_claimable(due, wall))
        .order_by(OutboxRow.not_before, OutboxRow.created_at, OutboxRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    row = (
        session.execute(
            update(OutboxRow)
            .where(OutboxRow.id == longest)
            .values(claimed_until=until, attempts=OutboxRow.attempts + 1)
            .returning(OutboxRow.id, OutboxRow.kind, OutboxRow.recipient, OutboxRow.payload, OutboxRow.attempts)
            .execution_options(synchronize_session=False)
        )
        .mappings()
        .one_or_none()
    )
    return _outgoing(row) if row else None


def _outgoing(row: RowMapping) -> Outgoing:
    payload: dict[str, int | str] = json.loads(row["payload"])
    return Outgoing(row["id"], row["kind"], row["recipient"], payload, row["attempts"])


def _set(session: Session, outbox_id: str, **values: object) -> None:
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == outbox_id)
        .values(claimed_until=None, **values)
        .execution_options(synchronize_session=False)
    )


def mark_sent(session: Session, outbox_id: str, *, channel: str, ts: str, now: datetime) -> None:
    """Note where the message stands in Slack: it is done."""
    _set(session, outbox_id, channel=channel, sent_ts=ts, sent_at=now, last_error="")


def postpone(session: Session, outbox_id: str, *, attempts: int, not_before: datetime, error: str) -> None:
    """Let go of a message until later; `attempts` counts only those that may have reached Slack."""
    _set(session, outbox_id, attempts=attempts, not_before=not_before, last_error=error)


def give_up(session: Session, outbox_id: str, *, error: str, now: datetime) -> None:
    """Set a message aside for good: with the reason why it cannot be sent, or with none when it is no longer due."""
    _set(session, outbox_id, given_up_at=now, last_error=error)


def next_try(session: Session, due: datetime) -> datetime | None:
    """Return when the first message that waits may be tried: its time has come, or its claim has run out."""
    moment = func.coalesce(OutboxRow.claimed_until, OutboxRow.not_before)
    return session.scalar(select(func.min(moment)).where(*_late(due)))


def _late(due: datetime) -> tuple[ColumnElement[bool], ...]:
    """Messages that should be out by `due`, those put off after a failure among them."""
    return (*_open(), or_(OutboxRow.not_before <= due, OutboxRow.last_error != ""))


def health(session: Session, due: datetime) -> OutboxHealth:
    """Return how many messages should be out by `due` and are not, since when, and how many never will be."""
    waiting, oldest = session.execute(select(func.count(), func.min(OutboxRow.created_at)).where(*_late(due))).one()
    failed = session.scalar(select(func.count()).where(OutboxRow.given_up_at.is_not(None), OutboxRow.last_error != ""))
    return OutboxHealth(waiting, oldest, failed or 0)
