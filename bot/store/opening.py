"""Opening the company's database for a program that is about to use it."""

from pathlib import Path

from bot.errors import ConfigurationError
from bot.i18n import lazy
from bot.store.database import Database, open_engine
from bot.store.migrate import require_current, upgrade


def open_database(url: str) -> Database:
    """Open the database. An SQLite file is made and brought up to date; PostgreSQL must be there and current.

    Raises ConfigurationError or DatabaseUnusable.
    """
    if url.startswith("sqlite:///"):
        folder = Path(url.removeprefix("sqlite:///")).parent
        if not folder.is_dir():
            raise ConfigurationError(
                lazy("DATABASE_URL names the folder {folder}, which does not exist."), folder=str(folder)
            )
    engine = open_engine(url)
    try:
        if engine.dialect.name == "sqlite":
            upgrade(engine)
        else:
            require_current(engine)
    except Exception:
        engine.dispose()
        raise
    return Database(engine)
