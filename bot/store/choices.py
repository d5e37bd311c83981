"""Queries about the lists of choices that the custodian keeps."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.policy.choices import KeptChoice
from bot.store import once
from bot.store.tables_files import ClientRow, CurrentValueRow
from bot.store.tables_upkeep import ChoiceRow


def list_kept(session: Session) -> Sequence[KeptChoice]:
    """Return everything that was ever said of a choice."""
    rows = session.execute(
        select(ChoiceRow.field, ChoiceRow.key, ChoiceRow.label, ChoiceRow.position, ChoiceRow.retired).order_by(
            ChoiceRow.field, ChoiceRow.position, ChoiceRow.key
        )
    )
    return [KeptChoice(*row) for row in rows]


def put(session: Session, kept: Sequence[KeptChoice], person_id: int | None, now: datetime) -> None:
    """Keep what is said of these choices; it replaces what was said of them before."""
    rows = [
        {
            "field": each.field,
            "key": each.key,
            "label": each.label,
            "position": each.position,
            "retired": each.retired,
            "updated_by": person_id,
            "updated_at": now,
        }
        for each in kept
    ]
    once.put(session, ChoiceRow, rows, unique=("field", "key"))


def count_uses(session: Session, field: str) -> Mapping[str, int]:
    """Return how many files have each value of a field; files that went into another count no more."""
    rows = session.execute(
        select(CurrentValueRow.value, func.count())
        .join(ClientRow, ClientRow.id == CurrentValueRow.client_id)
        .where(CurrentValueRow.field == field, ClientRow.merged_into.is_(None))
        .group_by(CurrentValueRow.value)
    )
    return {value: int(count) for value, count in rows}
