"""What tests of services may ask for beside databases."""

from collections.abc import Iterator

import pytest

from tests.jobs.company import House, open_house


@pytest.fixture
def house(migrated_url: str) -> Iterator[House]:
    """A small company to fill, twice: on SQLite and on PostgreSQL."""
    opened = open_house(migrated_url)
    yield opened
    opened.database.close()
