"""What tests of the store may ask for beside databases."""

from collections.abc import Iterator

import pytest

from bot.store.database import Database, open_engine


@pytest.fixture
def database(migrated_url: str) -> Iterator[Database]:
    """A database at the newest schema, of each kind in turn."""
    opened = Database(open_engine(migrated_url))
    yield opened
    opened.close()
