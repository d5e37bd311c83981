"""The databases the tests stand on are real, separate from one another, and cheap to copy."""

import sqlite3
from contextlib import closing

import psycopg

from tests.databases import PostgresServer, copy_sqlite


def test_each_test_has_a_postgres_of_its_own(postgres_server: PostgresServer) -> None:
    first, second = postgres_server.create(), postgres_server.create()
    with psycopg.connect(postgres_server.url(first)) as connection:
        connection.execute("CREATE TABLE mark (word text)")
    with psycopg.connect(postgres_server.url(second)) as connection:
        assert connection.execute("SELECT to_regclass('mark')").fetchone() == (None,)
    postgres_server.drop(first)
    postgres_server.drop(second)


def test_a_frozen_database_is_copied_with_its_rows(postgres_server: PostgresServer) -> None:
    template = postgres_server.create()
    with psycopg.connect(postgres_server.url(template)) as connection:
        connection.execute("CREATE TABLE mark AS SELECT '客户' AS word")
    # A pool left open by a migration must not make the copy fail.
    lingering = psycopg.connect(postgres_server.url(template))
    postgres_server.freeze(template)
    copy = postgres_server.create(template)
    with psycopg.connect(postgres_server.url(copy)) as connection:
        assert connection.execute("SELECT word FROM mark").fetchone() == ("客户",)
    postgres_server.drop(copy)
    lingering.close()


def test_dropping_ends_whoever_is_still_connected(postgres_server: PostgresServer) -> None:
    name = postgres_server.create()
    with closing(psycopg.connect(postgres_server.url(name))):
        postgres_server.drop(name)
    with psycopg.connect(postgres_server.url("postgres")) as connection:
        left = connection.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [name]).fetchone()
    assert left == (0,)


def test_a_copied_sqlite_file_holds_what_is_still_in_the_log(tmp_path) -> None:
    source, target = tmp_path / "source.db", tmp_path / "target.db"
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE mark AS SELECT '客户' AS word")
        connection.commit()
        copy_sqlite(source, target)
    with closing(sqlite3.connect(target)) as connection:
        assert connection.execute("SELECT word FROM mark").fetchone() == ("客户",)
