"""Inserting a row unless it is there already: how a slot, a delivery or a message is had once by many processes."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.store.base import Base


def insert_once(session: Session, table: type[Base], values: Mapping[str, Any], *, unique: Sequence[str]) -> bool:
    """Insert `values` unless a row with the same `unique` columns is there; tell whether it was inserted.

    On PostgreSQL a rival's open transaction is waited for, so that the answer holds once this one commits.
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing(index_elements=list(unique))
    key = table.__table__.c[unique[0]]
    return session.execute(statement.returning(key)).first() is not None
