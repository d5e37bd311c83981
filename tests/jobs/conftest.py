"""A company in a database of its own, and a Slack workspace on this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs.company import House, open_house
from tests.jobs.workspace import Workspace, start_workspace


@pytest.fixture
def house(request: pytest.FixtureRequest) -> Iterator[House]:
    """A small company to fill, on SQLite; on PostgreSQL too where a test is marked `on_both`."""
    kind = getattr(request, "param", "sqlite")
    opened = open_house(str(request.getfixturevalue(f"migrated_{kind}_url")))
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
