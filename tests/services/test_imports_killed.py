"""An import that is killed leaves all of it or none of it, and the next one is not hindered."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.store import rollups
from tests.services.importing import ImportDesk, open_import_desk

ROOT = Path(__file__).resolve().parents[2]
LINES = 12_000
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
