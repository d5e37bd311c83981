"""Settings of the company's, kept as JSON text under a key, and counters that tell caches to refresh."""

import json
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from bot.store.tables_work import SettingRow

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"


def get_json(session: Session, key: str, default: Json = None) -> Json:
    """Return the value of a setting, `default` when it was never set."""
    text = session.scalar(select(SettingRow.value).where(SettingRow.key == key))
    if text is None:
        return default
    value: Json = json.loads(text)
    return value


def set_json(session: Session, key: str, value: Json, now: datetime, person_id: int | None = None) -> None:
    """Set a value; it replaces what was there."""
    session.execute(delete(SettingRow).where(SettingRow.key == key))
    session.execute(
        insert(SettingRow),
        [{"key": key, "value": json.dumps(value, ensure_ascii=False), "updated_at": now, "updated_by": person_id}],
    )


def counter(session: Session, key: str) -> int:
    """Return a counter's present value, 0 when it was never moved."""
    return int(session.scalar(select(SettingRow.value).where(SettingRow.key == key)) or 0)


def bump(session: Session, key: str, now: datetime) -> None:
    """Move a counter on by one; whoever remembers an older value knows that its copy is old."""
    moved = session.execute(
        update(SettingRow)
        .where(SettingRow.key == key)
        .values(value=str(counter(session, key) + 1), updated_at=now)
        .returning(SettingRow.key)
    ).one_or_none()
    if moved is None:
        session.execute(insert(SettingRow), [{"key": key, "value": "1", "updated_at": now}])
