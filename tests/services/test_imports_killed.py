"""An import that is killed leaves all of it or none of it, and the next one is not hindered."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import pytest

from bot.store import rollups
from tests.services.importing import ImportDesk, open_import_desk

ROOT = Path(__file__).resolve().parents[2]
LINES = 6_000
HEADER = "line_id,date,client,amount,currency\n"

# Imports a file and says at which stage it is; told to linger, it waits there to be killed.
CHILD = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from bot.results.imports import ImportKind, ImportOptions
from bot.services import imports
from bot.services.people import operator
from bot.store.database import Database, open_engine

url, path, stage_wanted = sys.argv[1:]

def progress(stage, lines, share):
    print(stage.value, flush=True)
    if stage.value == stage_wanted:
        time.sleep(60)

imports.import_file(
    Database(open_engine(url)), operator("root"), ImportKind.SALES, Path(path), ImportOptions("USD"),
    now=datetime(2026, 7, 20, tzinfo=UTC), progress=progress,
)
print("done", flush=True)
"""


def start(url: str, path: Path, stage: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CHILD, url, str(path), stage]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def wait_for(child: subprocess.Popen[str], word: str) -> None:
    assert child.stdout is not None
    for line in child.stdout:
        if line.strip() == word:
            return
    raise AssertionError(f"the import ended before it said {word}")


def kill(child: subprocess.Popen[str]) -> None:
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert child.stdout is not None
    child.stdout.close()


def lines_in(desk: ImportDesk) -> int:
    (count,) = desk.rows("SELECT count(*) FROM sales_line")[0]
    assert isinstance(count, int)
    return count


def expect_whole(desk: ImportDesk) -> None:
    """Check that all is there or nothing, in the lines, the rollups and the runs alike."""
    # One statement, one snapshot: PostgreSQL may still be finishing what the killed import had asked for.
    ((runs, lines),) = desk.rows("SELECT (SELECT count(*) FROM import_run), (SELECT count(*) FROM sales_line)")
    assert isinstance(runs, int)
    assert lines == runs * LINES
    with desk.database.reading() as session:
        assert rollups.differences(session) == []


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "sales.csv"
    rows = (f"L{n},2026-{n % 12 + 1:02d}-05,C{n % 50},{n}.25,USD\n" for n in range(LINES))
    path.write_text(HEADER + "".join(rows))
    return path


@pytest.mark.parametrize("stage", ["reading", "comparing"])
def test_killed_before_publishing_nothing_is_there(migrated_url, tmp_path, file, stage):
    child = start(migrated_url, file, stage)
    wait_for(child, stage)
    kill(child)
    with open_import_desk(migrated_url, tmp_path) as desk:
        assert lines_in(desk) == 0
        assert desk.take("sales", file.read_text()).counts.added == LINES
        expect_whole(desk)


@pytest.mark.parametrize("delay", [0.0, 0.05, 0.15])
def test_killed_while_publishing_it_is_all_or_nothing(migrated_url, tmp_path, file, delay):
    child = start(migrated_url, file, "never")
    wait_for(child, "publishing")
    time.sleep(delay)
    kill(child)
    with open_import_desk(migrated_url, tmp_path) as desk:
        expect_whole(desk)
        desk.take("sales", file.read_text())
        assert lines_in(desk) == LINES


KILLS = 20

# Runs `clientele` with the arguments of each line in a process of its own, forked from one that has loaded everything
# already: twenty starts of Python would take longer than twenty imports.
FORKING = """
import os, sys
import bot.reports.line_sums
from bot.cli import main
from bot.commands import modules

modules()
for line in sys.stdin:
    pid = os.fork()
    if pid == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.argv = ["clientele", *line.split()]
        main()
        os._exit(0)
    print(pid, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""


class Commands:
    """The command line, ready to be run and killed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, line: str, *, killed_after: float | None = None) -> int:
        """Run a command and return its exit code; kill it after some seconds when told so."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        pid = int(self._process.stdout.readline())
        if killed_after is not None:
            time.sleep(killed_after)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return int(self._process.stdout.readline())


@contextmanager
def open_commands(url: str) -> Iterator[Commands]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DATABASE_URL": url}
    with subprocess.Popen(
        [sys.executable, "-c", FORKING], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Commands(process)


def wait_for_server(desk: ImportDesk) -> None:
    """Wait until PostgreSQL has ended what the killed process had asked for."""
    if desk.database.engine.dialect.name == "postgresql":
        others = "pid <> pg_backend_pid() AND datname = current_database() AND state <> 'idle'"
        while desk.rows(f"SELECT 1 FROM pg_stat_activity WHERE {others}"):
            time.sleep(0.01)


def sales_file(folder: Path, attempt: int) -> Path:
    path = folder / f"sales-{attempt}.csv"
    rows = (f"L{attempt}-{n},2026-{n % 12 + 1:02d}-05,C{n % 50},{n}.25,USD\n" for n in range(LINES))
    path.write_text(HEADER + "".join(rows))
    return path


def test_killed_twenty_times_at_any_moment_it_is_all_or_nothing(migrated_url, tmp_path):
    draw = random.Random(20)
    with open_commands(migrated_url) as commands, open_import_desk(migrated_url, tmp_path) as desk:
        commands.run(f"import sales {sales_file(tmp_path, 0)}")
        began = time.monotonic()
        assert commands.run(f"import sales {sales_file(tmp_path, 1)}") == 0
        whole, killed, attempts = time.monotonic() - began, 0, count(2)
        while killed < KILLS:
            moment = whole * (killed + draw.random()) / KILLS
            # One that was done sooner than the first is tried again.
            code = commands.run(f"import sales {sales_file(tmp_path, next(attempts))}", killed_after=moment)
            killed += code == -signal.SIGKILL
            wait_for_server(desk)
            expect_whole(desk)
        before = lines_in(desk)
        assert commands.run(f"import sales {sales_file(tmp_path, next(attempts))}") == 0
        assert lines_in(desk) == before + LINES
        assert commands.run("db check") == 0
