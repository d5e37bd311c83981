"""Settings of the company's, kept as JSON text under a key, and generations that tell caches to refresh."""

import json
import secrets
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
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
    """Set a value; it replaces what was there, also when two set it at once."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = {"value": json.dumps(value, ensure_ascii=False), "updated_at": now, "updated_by": person_id}
    statement = dialect.insert(SettingRow).values(key=key, **row)
    session.execute(statement.on_conflict_do_update(index_elements=["key"], set_=row))


def set_by(session: Session, key: str) -> int | None:
    """Return who has set a value last; None when nobody has, or the operator."""
    return session.scalar(select(SettingRow.updated_by).where(SettingRow.key == key))


def counter(session: Session, key: str) -> int:
    """Return which generation of something stands, 0 for the first."""
    return int(session.scalar(select(SettingRow.value).where(SettingRow.key == key)) or 0)


def bump(session: Session, key: str, now: datetime) -> None:
    """Begin a generation that never was before; whoever remembers another one knows that its copy is old.

    It is drawn rather than counted: what was rolled back never comes again, and two who draw at once differ.
    """
    set_json(session, key, secrets.randbits(62) + 1, now)
