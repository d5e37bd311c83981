"""Opening the database and the one transaction of a use case.

SQLite runs in WAL with foreign keys on and every commit on disk; a writing transaction takes the writer at its
start (BEGIN IMMEDIATE), so that it waits its turn instead of failing half-way.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session

from bot.errors import ClienteleError, ConfigurationError, DatabaseUnusable
from bot.i18n import lazy
from bot.policy.access import AccessEntry
from bot.store.tables_work import AccessLogRow

BUSY_SECONDS = 15
KEPT_CONNECTIONS = 8
MOST_CONNECTIONS = 40
"""As many as there are listeners' threads and deferred ones: nobody waits for a connection, only for the writer."""
READ_ONLY = "clientele_read_only"


def parse_url(url: str) -> URL:
    """Read a SQLAlchemy URL; ``postgresql://`` means psycopg 3. Raises ConfigurationError."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ConfigurationError(lazy("DATABASE_URL is not a database address: {url}"), url=url) from error
    if parsed.drivername in {"postgresql", "postgres"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise ConfigurationError(
            lazy("DATABASE_URL names {name}; Clientele keeps its files in SQLite or PostgreSQL."),
            name=parsed.get_backend_name(),
        )
    return parsed


def open_engine(url: str) -> Engine:
    """Open the database and prove that it answers. Raises DatabaseUnusable with the driver's own reason."""
    parsed = parse_url(url)
    engine = _sqlite_engine(parsed) if parsed.get_backend_name() == "sqlite" else _postgres_engine(parsed)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        engine.dispose()
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise DatabaseUnusable(
            lazy("The database {url} cannot be opened: {reason}"),
            url=parsed.render_as_string(hide_password=True),
            reason=reason,
        ) from error
    return engine


# The connection used last is taken first: its statements are prepared and its pages warm.
_POOL = {"pool_size": KEPT_CONNECTIONS, "max_overflow": MOST_CONNECTIONS - KEPT_CONNECTIONS, "pool_use_lifo": True}


def _postgres_engine(url: URL) -> Engine:
    return create_engine(url, pool_pre_ping=True, **_POOL)


def _sqlite_engine(url: URL) -> Engine:
    # A database in memory has no pool to configure: it lives in one connection.
    pool = _POOL if url.database and url.database != ":memory:" else {}
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}, **pool)

    @event.listens_for(engine, "connect")
    def _configure(connection: DBAPIConnection, _record: object) -> None:
        # The driver would open transactions at a time of its own choosing; ours begin where we say.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_SECONDS * 1000}",
            "synchronous=FULL",
            "cache_size=-16384",  # 16 MB; four times as much made nothing faster, only the process larger
            "temp_store=MEMORY",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        read_only = connection.get_execution_options().get(READ_ONLY, False)
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


class Database:
    """The engine and the session scope around every use case."""

    def __init__(self, engine: Engine) -> None:
        """Keep the engine; nothing is opened yet."""
        self.engine = engine
        self._readers = engine.execution_options(**{READ_ONLY: True})

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Run one use case in one transaction: committed at the end, rolled back when it raises.

        An error rolls back too, but its entries for the access log, a refusal's say, are committed alone first.
        """
        try:
            with Session(self.engine, expire_on_commit=False) as session, session.begin():
                yield session
        except ClienteleError as error:
            if error.entries:
                self._log(error.entries)
            raise

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Read without ever taking SQLite's writer; for what leaves no row in the access log."""
        with Session(self._readers, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()

    def _log(self, entries: Sequence[AccessEntry]) -> None:
        with Session(self.engine) as session, session.begin():
            session.execute(insert(AccessLogRow), [entry_values(entry) for entry in entries])


def entry_values(entry: AccessEntry) -> dict[str, Any]:
    """Return the columns of one row of the access log."""
    return {
        "at": entry.at,
        "person_id": entry.person_id,
        "actor": entry.actor,
        "deed": entry.deed.value,
        "part": entry.part.value,
        "client_id": entry.client_id,
        "via": entry.via,
        "detail": entry.detail,
    }
