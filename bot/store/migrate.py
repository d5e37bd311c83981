"""Migrations, configured in code: no ini file to find, and the same engine as the program.

A released migration is never edited; a change adds one. Each runs on SQLite and on PostgreSQL.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import ResolutionError
from alembic.util.exc import CommandError
from sqlalchemy import Engine, inspect

from bot.errors import DatabaseUnusable
from bot.i18n import lazy
from bot.store import tables
from bot.store.base import Base

assert tables  # which fill the metadata
_MIGRATIONS = Path(__file__).parent / "migrations"


def _config(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["engine"] = engine
    return config


def head() -> str:
    """Return the revision that this code needs."""
    found = ScriptDirectory(str(_MIGRATIONS)).get_current_head()
    if found is None:  # pragma: no cover - the folder ships with the package
        raise RuntimeError("no migrations in the package")
    return found


def current(engine: Engine) -> str | None:
    """Return the revision that the database stands at; None when it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def require_known(engine: Engine) -> None:
    """Raise DatabaseUnusable when the database is newer than this code."""
    revision = current(engine)
    if revision is None:
        return
    try:
        known = ScriptDirectory(str(_MIGRATIONS)).get_revision(revision)
    except (CommandError, ResolutionError):
        known = None
    if known is None:
        raise DatabaseUnusable(
            lazy(
                "The database is newer than this program (its revision {revision} is not known here); update Clientele."
            ),
            revision=revision,
        )


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to `revision`. Raises DatabaseUnusable when it is newer than the code, or not ours."""
    require_known(engine)
    _require_ours(engine)
    command.upgrade(_config(engine), revision)


def _require_ours(engine: Engine) -> None:
    """Raise DatabaseUnusable when tables of our names are there that no migration of ours has made."""
    if current(engine) is None and (taken := Base.metadata.tables.keys() & inspect(engine).get_table_names()):
        raise DatabaseUnusable(
            lazy("The database holds tables of another program ({tables}); DATABASE_URL must name one of its own."),
            tables=", ".join(sorted(taken)),
        )


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Take the database back to `revision`; for tests and for an operator's retreat."""
    command.downgrade(_config(engine), revision)


def require_current(engine: Engine) -> None:
    """Raise DatabaseUnusable unless the database stands at the code's own revision."""
    require_known(engine)
    if current(engine) != head():
        raise DatabaseUnusable(lazy("The database is older than this program; run “clientele db upgrade” first."))
