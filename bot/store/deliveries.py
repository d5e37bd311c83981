"""Queries about the files that the watched folder has brought: each is claimed once by its contents and totals."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from bot.results.deliveries import Cause, Delivery, DeliveryState, Refusal, Total
from bot.results.imports import ImportKind
from bot.store.once import insert_once
from bot.store.tables_analysis import DeliveryRow


@dataclass(frozen=True)
class Claimed:
    """A delivery by its id; `was_taken` when it is in the ledger already."""

    delivery_id: int
    was_taken: bool


def claim(
    session: Session, key: str, delivery: Delivery, *, now: datetime, wall: datetime, until: datetime
) -> Claimed | None:
    """Claim a delivery for this process until an instant of real time; None while another one is at work on it.

    One that was refused may be tried again: what was missing for it may have come.
    """
    values = {
        "claim": key,
        "file_name": delivery.name,
        "kind": delivery.kind.value,
        "day": delivery.day,
        "state": DeliveryState.TAKING.value,
        "claimed_until": until,
        "created_at": now,
    }
    is_new = insert_once(session, DeliveryRow, values, unique=("claim",))
    here = DeliveryRow.claim == key
    if not is_new:
        may_take = or_(
            DeliveryRow.state == DeliveryState.REFUSED.value,
            (DeliveryRow.state == DeliveryState.TAKING.value) & (DeliveryRow.claimed_until < wall),
        )
        retaken = {"state": DeliveryState.TAKING.value, "claimed_until": until}
        statement = update(DeliveryRow).where(here, may_take).values(retaken).returning(DeliveryRow.id)
        is_new = session.execute(statement).first() is not None
    row = session.execute(select(DeliveryRow.id, DeliveryRow.state).where(here)).one()
    was_taken = row.state == DeliveryState.TAKEN.value
    return Claimed(row.id, was_taken) if is_new or was_taken else None


def hold(session: Session, delivery_id: int, until: datetime) -> None:
    """Hold a claim longer, or let go of it with an instant that is over."""
    session.execute(update(DeliveryRow).where(DeliveryRow.id == delivery_id).values(claimed_until=until))


def mark_taken(session: Session, delivery_id: int, run_id: int | None, now: datetime) -> None:
    """Keep that a delivery is in the ledger, in the transaction that publishes it."""
    _finish(session, delivery_id, DeliveryState.TAKEN, now, import_run_id=run_id)


def mark_refused(session: Session, delivery_id: int, refusal: Refusal, now: datetime) -> None:
    """Keep that a delivery was refused, and why."""
    _finish(session, delivery_id, DeliveryState.REFUSED, now, report=_report(refusal))


def _finish(session: Session, delivery_id: int, state: DeliveryState, now: datetime, **values: object) -> None:
    finished = {"state": state.value, "finished_at": now, **values}
    session.execute(update(DeliveryRow).where(DeliveryRow.id == delivery_id).values(finished))


def get_refusal(session: Session, delivery_id: int) -> Refusal | None:
    """Return why a delivery was refused, None for one that was not or no longer is."""
    row = session.execute(
        select(DeliveryRow.file_name, DeliveryRow.kind, DeliveryRow.day, DeliveryRow.report).where(
            DeliveryRow.id == delivery_id, DeliveryRow.state == DeliveryState.REFUSED.value
        )
    ).one_or_none()
    return _refusal(row.file_name, ImportKind(row.kind), row.day, json.loads(row.report)) if row else None


def _report(refusal: Refusal) -> str:
    told = {
        "cause": refusal.cause.value,
        "announced": [_total_row(each) for each in refusal.announced],
        "found": [_total_row(each) for each in refusal.found],
        "said": list(refusal.said),
        "closed": refusal.closed,
        "were_open": refusal.were_open,
    }
    return json.dumps(told, ensure_ascii=False)


def _total_row(total: Total) -> list[object]:
    return [total.currency, total.lines, total.amount, total.open_amount]


def _refusal(name: str, kind: ImportKind, day: date, told: Mapping[str, Any]) -> Refusal:
    return Refusal(
        file_name=name,
        kind=kind,
        day=day,
        cause=Cause(told["cause"]),
        announced=tuple(Total(*each) for each in told["announced"]),
        found=tuple(Total(*each) for each in told["found"]),
        said=tuple(told["said"]),
        closed=told["closed"],
        were_open=told["were_open"],
    )
