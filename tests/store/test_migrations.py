"""The migrations make exactly the tables of the models, on both databases, and take them away again."""

from datetime import UTC, date, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Boolean, Date, DateTime, Engine, Integer, MetaData, inspect, text

from bot.errors import DatabaseUnusable
from bot.store import migrate, tables
from bot.store.base import Base
from bot.store.database import open_engine
from bot.store.opening import open_database

assert tables
NOW = datetime(2026, 7, 20, 12, tzinfo=UTC)
SCRIPTS = ScriptDirectory(str(migrate._MIGRATIONS))
REVISIONS = [each.revision for each in reversed(list(SCRIPTS.walk_revisions()))]
"""Every revision, oldest first: what is tested below grows with them."""


@pytest.fixture
def engine(database_url):
    opened = open_engine(database_url)
    yield opened
    opened.dispose()


def drift(engine: Engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return compare_metadata(context, Base.metadata)


def test_the_models_equal_the_migrations(engine):
    migrate.upgrade(engine)
    assert drift(engine) == []


def test_a_difference_would_be_seen(engine):
    migrate.upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE person ADD COLUMN shoe_size INTEGER"))
    assert [each[0] for each in drift(engine)] == ["remove_column"]


def test_there_is_a_way_back_to_nothing_and_up_again(engine):
    migrate.upgrade(engine)
    migrate.downgrade(engine)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    migrate.upgrade(engine)
    assert drift(engine) == []


def test_upgrading_twice_changes_nothing(engine):
    migrate.upgrade(engine)
    migrate.upgrade(engine)
    assert migrate.current(engine) == migrate.head() == REVISIONS[-1]


def test_revisions_stand_in_one_line():
    assert len(SCRIPTS.get_heads()) == len(SCRIPTS.get_bases()) == 1


def sample(column):
    """A value that the column takes, told by its type."""
    kinds = {Boolean: False, DateTime: NOW, Date: date(2026, 7, 20), Integer: 1}
    return next((value for kind, value in kinds.items() if isinstance(column.type, kind)), "1")


def fill(engine: Engine) -> dict[str, int]:
    """Put one row, every key of it 1, in each table as it stands now; return the tables with their counts."""
    found = MetaData()
    found.reflect(engine)
    ours = {name: table for name, table in found.tables.items() if name != "alembic_version"}
    with engine.begin() as connection:
        for table in found.sorted_tables:
            if table.name in ours:
                row = {column.name: sample(column) for column in table.columns if not column.nullable}
                connection.execute(table.insert().values(row))
    return dict.fromkeys(ours, 1)


def counts(engine: Engine, names):
    with engine.connect() as connection:
        return {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar() for name in names}


@pytest.mark.parametrize("revision", REVISIONS)
def test_what_a_company_has_kept_survives_the_way_up_and_back(engine, revision):
    migrate.upgrade(engine, revision)
    filled = fill(engine)
    migrate.upgrade(engine)
    assert drift(engine) == []
    assert counts(engine, filled) == filled
    migrate.downgrade(engine, revision)
    assert counts(engine, filled) == filled


@pytest.mark.parametrize("then", [migrate.upgrade, migrate.require_current])
def test_a_database_newer_than_the_program_is_refused(engine, then):
    migrate.upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'f00ba4'"))
    with pytest.raises(DatabaseUnusable, match=r"newer than this program \(its revision f00ba4 is not known here\)"):
        then(engine)


def test_a_newer_file_is_refused_on_opening_and_left_as_it_is(sqlite_url):
    open_database(sqlite_url).close()
    engine = open_engine(sqlite_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'f00ba4'"))
    with pytest.raises(DatabaseUnusable, match="update Clientele"):
        open_database(sqlite_url)
    assert migrate.current(engine) == "f00ba4"
    engine.dispose()


def test_an_older_database_is_refused_where_nobody_upgrades_it(engine):
    with pytest.raises(DatabaseUnusable, match="older than this program"):
        migrate.require_current(engine)
    migrate.upgrade(engine)
    migrate.require_current(engine)
