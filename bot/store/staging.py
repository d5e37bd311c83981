"""Where an import is put together before anybody sees it: temporary tables on a connection of its own.

They vanish with the connection, so an import that is killed leaves nothing behind; and filling them never takes
SQLite's writer. Publishing is one transaction of the same connection.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self, cast

from sqlalchemy import Table, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateTable

from bot.store.database import READ_ONLY, Database

if TYPE_CHECKING:
    import psycopg

LEDGER_LOCK = 0x636C6965
"""The key of PostgreSQL's advisory lock that writers of the ledger take."""

TEMPORARY = ["TEMPORARY"]
_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})

Upsert = sqlite.Insert | postgresql.Insert


class Staging:
    """A connection kept for one import; leaving the block closes it, and its temporary tables are gone."""

    def __init__(self, database: Database, *, checks_references: bool = True) -> None:
        """Take a connection out of the pool for good.

        Without `checks_references`, the database does not look up every row that a written one refers to: for whoever
        has just found those rows himself, and nobody deletes them. PostgreSQL leaves that to superusers only.
        """
        self._checks_references = checks_references
        self._connection = database.engine.connect()
        self._connection.detach()
        if self._connection.dialect.name == "sqlite":
            cursor = self._connection.connection.cursor()
            # A million lines belong on the disk, not in memory. Outside a transaction, as SQLite demands.
            cursor.execute("PRAGMA temp_store=FILE")
            # Holds the tops of the indexes that a million lines go into: each page is written once, not many times.
            cursor.execute("PRAGMA cache_size=-98304")
            if not checks_references:
                cursor.execute("PRAGMA foreign_keys=OFF")
            cursor.close()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection, and with it everything staged."""
        self._connection.close()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Fill temporary tables and compare them with what is there, without taking SQLite's writer."""
        with self._session(read_only=True) as session:
            yield session

    @contextmanager
    def publishing(self) -> Iterator[Session]:
        """Write what everybody sees, in one transaction, alone among the writers of the ledger."""
        with self._session(read_only=False) as session:
            lock_ledger(session)
            if not self._checks_references and is_superuser(session):
                # Looking each row up by itself takes longer than writing it.
                session.execute(text("SET LOCAL session_replication_role = replica"))
            yield session

    @contextmanager
    def _session(self, *, read_only: bool) -> Iterator[Session]:
        self._connection.execution_options(**{READ_ONLY: read_only})
        with Session(self._connection, expire_on_commit=False) as session, session.begin():
            yield session


def lock_ledger(session: Session) -> None:
    """Wait until no other writer of the ledger is at work; SQLite has one writer at a time anyway."""
    if is_postgres(session):
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LEDGER_LOCK})


def is_postgres(session: Session) -> bool:
    """Tell which of the two databases this is."""
    return session.get_bind().dialect.name == "postgresql"


def is_superuser(session: Session) -> bool:
    """Tell whether this is PostgreSQL, spoken to by a superuser."""
    found = text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    return is_postgres(session) and bool(session.scalar(found))


def create(session: Session, *tables: Table) -> None:
    """Create temporary tables."""
    for table in tables:
        session.execute(CreateTable(table))


def note_statistics(session: Session, *tables: Table) -> None:
    """Let PostgreSQL look at freshly filled tables, so that it joins them well."""
    if is_postgres(session):
        for table in tables:
            session.execute(text(f"ANALYZE {table.name}"))


def upsert(session: Session, table: Table) -> Upsert:
    """Return an INSERT that may carry ON CONFLICT, which both databases know and SQL does not."""
    return postgresql.insert(table) if is_postgres(session) else sqlite.insert(table)


def add_columns(session: Session, table: Table, columns: dict[str, Sequence[object]]) -> None:
    """Insert rows given as columns of equal length, in the driver's own quickest way.

    Values are what the driver stores: dates and instants as text (see `stored_instant`), flags as 0 and 1.
    """
    if not columns or not next(iter(columns.values())):
        return
    if is_postgres(session):
        _copy(session, table, columns)
        return
    last = next(reversed(columns))
    varying = {name: values for name, values in columns.items() if name == last or not _is_constant(values)}
    values = ",".join("?" if name in varying else _literal(columns[name][0]) for name in columns)
    statement = f"INSERT INTO {table.name} ({','.join(columns)}) VALUES ({values})"  # noqa: S608 - quoted above
    session.connection().exec_driver_sql(statement, list(zip(*varying.values(), strict=True)))


def _is_constant(values: Sequence[object]) -> bool:
    """Tell whether a column holds one value throughout: then it need not be handed over for every row."""
    first = values[0]
    return first == values[-1] and first == values[len(values) // 2] and all(value == first for value in values)


def _literal(value: object) -> str:
    """Write a value into SQLite's own SQL."""
    if value is None:
        return "NULL"
    return str(int(value)) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def _copy(session: Session, table: Table, columns: dict[str, Sequence[object]]) -> None:
    driver = cast("psycopg.Connection", session.connection().connection.dbapi_connection)
    rows = zip(*map(_copy_texts, columns.values()), strict=True)
    statement = f"COPY {table.name} ({','.join(columns)}) FROM STDIN"
    with driver.cursor() as cursor, cursor.copy(statement.encode()) as copy:
        copy.write("\n".join(map("\t".join, rows)) + "\n")


def _copy_texts(values: Sequence[object]) -> list[str]:
    """Write a column as COPY's text format has it."""
    if _SPECIAL.search("".join(value for value in values if isinstance(value, str))):
        return ["\\N" if value is None else str(value).translate(_ESCAPES) for value in values]
    return ["\\N" if value is None else str(value) for value in values]


def stored_instant(session: Session, instant: datetime) -> str:
    """Return an instant as the driver stores it."""
    in_utc = instant.astimezone(UTC)
    return in_utc.isoformat() if is_postgres(session) else in_utc.strftime("%Y-%m-%d %H:%M:%S.%f")
