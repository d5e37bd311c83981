"""Filling a database with the company: the product's own migrations, then bulk loading by the bare driver."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg import sql

from bench.company import Size, Table, tables
from bot.store import rollups
from bot.store.database import Database, open_engine
from bot.store.migrate import upgrade


def fill(url: str, size: Size, now: datetime) -> None:
    """Make the tables at `url` and load the company of that size, its rollups included."""
    engine = open_engine(url)
    try:
        upgrade(engine)
        load(url, tables(size, now))
        database = Database(engine)
        with database.session() as session:
            rollups.rebuild(session)
    finally:
        engine.dispose()
    settle(url)


def load(url: str, made: Iterable[Table]) -> None:
    """Load rows into empty tables by the bare driver."""
    if url.startswith("sqlite"):
        _load_sqlite(Path(url.removeprefix("sqlite:///")), made)
    else:
        _load_postgres(url, made)


def _load_sqlite(path: Path, made: Iterable[Table]) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")  # while loading; the bot opens its own connections
        connection.execute("BEGIN")
        for table in made:
            marks = ", ".join("?" * len(table.columns))
            names = ", ".join(f'"{each}"' for each in table.columns)
            connection.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', table.rows)
        connection.execute("COMMIT")


def _load_postgres(url: str, made: Iterable[Table]) -> None:
    with psycopg.connect(url) as connection:
        # The rows are consistent as made; checking each reference would take longer than loading them.
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET timezone = 'UTC'")
        for table in made:
            _copy(connection, table)
            if "id" in table.columns:
                name = sql.Identifier(table.name)
                connection.execute(
                    sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), (SELECT max(id) FROM {}))").format(
                        sql.Literal(table.name), name
                    )
                )


def _copy(connection: psycopg.Connection[tuple[object, ...]], table: Table) -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, table.columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), columns)
    with connection.cursor().copy(statement) as copy:
        for row in table.rows:
            copy.write_row(row)


def settle(url: str) -> None:
    """Do now what PostgreSQL's autovacuum would do a minute later, in the middle of the measurement."""
    if not url.startswith("sqlite"):
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
