"""What every test may ask for: databases of both kinds, and the rule that a full run skips nothing.

`CLIENTELE_REQUIRE_ALL=1`, set by `.ci/run`, turns a missing PostgreSQL and any skipped test into a failure. Elsewhere a
machine that lacks a part skips its tests and says so.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import PostgresMissingError, PostgresServer, copy_sqlite
from tests.databases import sqlite_url as url_of_sqlite

REQUIRE_ALL = os.environ.get("CLIENTELE_REQUIRE_ALL") == "1"
KINDS = ("sqlite", "postgres")


class NothingSkipped:
    """Fails a run in which a test, or a whole module, was skipped, and names each."""

    def __init__(self) -> None:
        self.skipped: list[str] = []

    def _note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        # An expected failure reports itself as skipped, too, but its test did run.
        if report.skipped and not hasattr(report, "wasxfail"):
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
            self.skipped.append(f"{report.nodeid}: {reason}")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._note(report)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.skipped and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.skipped:
            terminalreporter.section("skipped, which CLIENTELE_REQUIRE_ALL=1 forbids", red=True, bold=True)
            for line in self.skipped:
                terminalreporter.line(line, red=True)


def pytest_configure(config: pytest.Config) -> None:
    if REQUIRE_ALL:
        config.pluginmanager.register(NothingSkipped(), "nothing-skipped")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """An address at which no SQLite file exists yet."""
    return url_of_sqlite(tmp_path / "clientele.db")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One PostgreSQL for the whole run, in a folder of its own, stopped and removed at the end."""
    try:
        server = PostgresServer()
    except (PostgresMissingError, OSError, KeyError) as reason:
        if REQUIRE_ALL:
            pytest.fail(f"PostgreSQL is required here: {reason}")
        pytest.skip(f"no PostgreSQL can be started: {reason}")
    yield server
    server.stop()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of an empty PostgreSQL database of this test's own."""
    name = postgres_server.create()
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database of each kind in turn, so that the test runs twice."""
    return str(request.getfixturevalue(f"{request.param}_url"))


def _upgrade(url: str) -> None:
    """Bring a database to the newest schema, by the same call as `clientele db upgrade`."""
    from bot.store.database import open_engine
    from bot.store.migrate import upgrade

    engine = open_engine(url)
    try:
        upgrade(engine)
    finally:
        engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the newest schema; copied, never opened by a test."""
    path = tmp_path_factory.mktemp("template") / "clientele.db"
    _upgrade(url_of_sqlite(path))
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """The name of a PostgreSQL database at the newest schema, closed to everybody but CREATE DATABASE."""
    name = postgres_server.create()
    _upgrade(postgres_server.url(name))
    postgres_server.freeze(name)
    return name


@pytest.fixture
def migrated_sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a SQLite file of this test's own, at the newest schema."""
    path = tmp_path / "clientele.db"
    copy_sqlite(sqlite_template, path)
    return url_of_sqlite(path)


@pytest.fixture
def migrated_postgres_url(postgres_server: PostgresServer, postgres_template: str) -> Iterator[str]:
    """The address of a PostgreSQL database of this test's own, at the newest schema."""
    name = postgres_server.create(postgres_template)
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture(params=KINDS)
def migrated_url(request: pytest.FixtureRequest) -> str:
    """A database at the newest schema, of each kind in turn, so that the test runs twice."""
    return str(request.getfixturevalue(f"migrated_{request.param}_url"))
