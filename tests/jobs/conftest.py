"""A company in a database of each kind, and a Slack workspace on this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs.company import House, open_house
from tests.jobs.workspace import Workspace, start_workspace


@pytest.fixture
def house(migrated_url: str) -> Iterator[House]:
    """The company, twice: on SQLite and on PostgreSQL."""
    opened = open_house(migrated_url)
    yield opened
    opened.database.close()


@pytest.fixture
def sqlite_house(migrated_sqlite_url: str) -> Iterator[House]:
    """The company on SQLite only, where the database makes no difference."""
    opened = open_house(migrated_sqlite_url)
    yield opened
    opened.database.close()


@pytest.fixture(scope="session")
def running_workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder: Path = tmp_path_factory.mktemp("workspace")
    workspace = start_workspace(folder)
    yield workspace
    workspace.stop()


@pytest.fixture
def slack(running_workspace: Workspace) -> Workspace:
    """The playground, emptied of what earlier tests sent."""
    running_workspace.reset()
    return running_workspace
