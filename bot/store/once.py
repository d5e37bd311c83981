"""Inserting rows that may be there already: how a slot is had once by many processes, and a value put in its place."""

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


def put(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]], *, unique: Sequence[str]) -> None:
    """Insert rows, each in place of the one with the same `unique` columns: two who do it at once both succeed."""
    if not rows:
        return
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(Base.metadata.tables[table.__tablename__])
    replaced = {name: statement.excluded[name] for name in rows[0] if name not in unique}
    statement = statement.on_conflict_do_update(index_elements=list(unique), set_=replaced)
    session.connection().execute(statement, [dict(row) for row in rows])
