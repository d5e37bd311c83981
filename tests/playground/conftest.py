"""A real playground process per module, as good as new for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from playground.client import Person, Workspace
from tests.playground.harness import playground


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with playground(tmp_path_factory.mktemp("playground"), "--button", "Nowhere=http://127.0.0.1:9/x") as workspace:
        yield workspace


@pytest.fixture
def workspace(server: Workspace) -> Workspace:
    """The module's playground, as good as new."""
    server.reset()
    return server


@pytest.fixture
def mei(workspace: Workspace) -> Person:
    return workspace.person("Mei")


@pytest.fixture
def web(workspace: Workspace) -> WebClient:
    """The app's own Web API client."""
    return WebClient("xoxb-playground", base_url=workspace.api_url)
