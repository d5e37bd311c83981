"""What tests of services may ask for beside databases."""

from collections.abc import Iterator

import pytest

from tests.jobs.company import House, open_house


@pytest.fixture
def house(request: pytest.FixtureRequest) -> Iterator[House]:
    """A small company to fill, on SQLite; on PostgreSQL too where a test is marked `on_both`."""
    kind = getattr(request, "param", "sqlite")
    opened = open_house(str(request.getfixturevalue(f"migrated_{kind}_url")))
    yield opened
    opened.database.close()
