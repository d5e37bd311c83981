"""Opening a database: what SQLite is told, what is refused in one sentence, and the one transaction of a use case."""

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from bot.errors import ConfigurationError, DatabaseUnusable, Refused
from bot.policy.access import AccessEntry, Deed, Part
from bot.store.database import Database, open_engine, parse_url
from bot.store.opening import open_database
from bot.store.tables import AccessLogRow, ClientRow, PersonRow, SettingRow

NOW = datetime(2026, 7, 20, 12, tzinfo=UTC)


def setting(key):
    return insert(SettingRow).values(key=key, value="1", updated_at=NOW)


def keys(database):
    with database.reading() as session:
        return set(session.scalars(select(SettingRow.key)))


def fail(database, error):
    """Write something, then fail."""
    with database.session() as session:
        session.execute(setting("lost"))
        raise error


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 2), ("busy_timeout", 15_000)],
)
def test_sqlite_is_told_to_keep_what_it_is_given(migrated_sqlite_url, pragma, value):
    engine = open_engine(migrated_sqlite_url)
    # Every connection of the pool, not only the first.
    with closing(engine.raw_connection()) as first, closing(engine.raw_connection()) as second:
        told = [each.cursor().execute(f"PRAGMA {pragma}").fetchone() for each in (first, second)]
    engine.dispose()
    assert told == [(value,), (value,)]


def test_a_row_must_point_at_what_exists(database):
    with pytest.raises(IntegrityError), database.session() as session:
        session.execute(
            insert(ClientRow).values(code="A", name="A", name_key="a", owner_id=999, created_at=NOW),
        )


def test_what_raises_is_rolled_back(database):
    with pytest.raises(ZeroDivisionError):
        fail(database, ZeroDivisionError())
    with database.session() as session:
        session.execute(setting("kept"))
    assert keys(database) == {"kept"}


def test_a_refusal_keeps_its_entry_and_nothing_else(database):
    entry = AccessEntry(NOW, None, "U1", Deed.REFUSED, Part.CREDIT, None, "credit", "why")
    with pytest.raises(Refused):
        fail(database, Refused("No.", entry=entry))
    assert keys(database) == set()
    with database.reading() as session:
        [row] = session.scalars(select(AccessLogRow))
        assert (row.at, row.actor, row.deed, row.part, row.via, row.detail) == (
            NOW, "U1", "refused", "credit", "credit", "why",
        )  # fmt: skip


def test_a_refusal_without_an_entry_leaves_nothing(database):
    with pytest.raises(Refused):
        fail(database, Refused("No."))
    with database.reading() as session:
        assert session.scalars(select(AccessLogRow)).all() == []


def test_reading_does_not_wait_for_sqlites_writer(migrated_sqlite_url):
    database = Database(open_engine(migrated_sqlite_url))
    with database.session() as writing:
        writing.execute(setting("new"))
        # In another thread, as a listener would be; the pool gives it a connection of its own.
        seen: list[set[str]] = []
        reader = threading.Thread(target=lambda: seen.append(keys(database)))
        reader.start()
        reader.join(10)
        assert seen == [set()]
    assert keys(database) == {"new"}
    database.close()


def test_two_writers_take_turns(database):
    def write(number):
        with database.session() as session:
            session.execute(setting(f"key{number}"))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert keys(database) == {f"key{number}" for number in range(8)}


def test_instants_come_back_in_utc_and_naive_ones_are_refused(database):
    tokyo = datetime(2026, 7, 20, 21, 0, 0, 123_456, tzinfo=timezone(timedelta(hours=9)))
    with database.session() as session:
        session.execute(insert(PersonRow).values(slack_id="U1", name="Mei", roles="rep", created_at=tokyo))
    with database.reading() as session:
        kept = session.scalar(select(PersonRow.created_at))
    assert kept is not None
    assert (kept, kept.utcoffset()) == (datetime(2026, 7, 20, 12, 0, 0, 123_456, tzinfo=UTC), timedelta(0))
    with pytest.raises(Exception, match="without a time zone"), database.session() as session:
        session.execute(
            insert(PersonRow).values(slack_id="U2", name="Bo", roles="rep", created_at=tokyo.replace(tzinfo=None))
        )


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("postgresql://u@h/db", "postgresql+psycopg"),
        ("postgres://u@h/db", "postgresql+psycopg"),
        ("postgresql+psycopg://u@h/db", "postgresql+psycopg"),
        ("sqlite:///a.db", "sqlite"),
    ],
)
def test_addresses_name_the_driver(given, driver):
    assert parse_url(given).drivername == driver


@pytest.mark.parametrize(
    ("given", "sentence"),
    [("nonsense", "is not a database address"), ("", "is not a database address"), ("mysql://u@h/db", "names mysql")],
)
def test_other_addresses_are_refused(given, sentence):
    with pytest.raises(ConfigurationError, match=sentence):
        parse_url(given)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(ConfigurationError, match=r"names the folder .*/nowhere, which does not exist"):
        open_database(f"sqlite:///{tmp_path}/nowhere/clientele.db")


def test_a_file_that_is_no_database_is_named(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("This is not a database, it is a shopping list.\n" * 50, encoding="utf-8")
    with pytest.raises(DatabaseUnusable, match=r"notes\.txt cannot be opened: file is not a database"):
        open_database(f"sqlite:///{path}")
    assert path.read_text(encoding="utf-8").startswith("This is not a database")


def test_a_server_that_does_not_answer_is_named_without_its_password():
    with pytest.raises(DatabaseUnusable, match="cannot be opened") as caught:
        open_database("postgresql://mei:hush@127.0.0.1:1/clientele")
    assert "hush" not in str(caught.value)


def test_another_programs_database_is_left_alone(tmp_path: Path):
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE client (id INTEGER PRIMARY KEY)")
    with pytest.raises(DatabaseUnusable, match=r"tables of another program \(client\)"):
        open_database(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("client",)]


def test_a_new_sqlite_file_is_made_ready(sqlite_url):
    database = open_database(sqlite_url)
    with database.session() as session:
        session.execute(setting("works"))
    database.close()
    again = open_database(sqlite_url)
    assert keys(again) == {"works"}
    again.close()


def test_an_empty_postgresql_must_be_upgraded_first(postgres_url):
    with pytest.raises(DatabaseUnusable, match="run “clientele db upgrade” first"):
        open_database(postgres_url)


def test_a_current_postgresql_is_opened(migrated_postgres_url):
    database = open_database(migrated_postgres_url)
    assert keys(database) == set()
    database.close()
