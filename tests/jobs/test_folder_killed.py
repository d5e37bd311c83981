"""A process that watches the folder is killed at any moment: each file is imported once, and each refusal told once."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.store.database import Database
from tests.architecture.source import ROOT
from tests.jobs.company import House, on_both

LINES = 4_000

# Looks at the folder until nothing lies in it; claims left by the processes killed before it are over.
CHILD = """
import sys
from datetime import UTC, datetime, timedelta
from bot.clock import MovableClock
from bot.jobs.desk import JobDesk
from bot.jobs.folder import LEASE, FolderWatch
from bot.policy.catalogue import Catalogue
from bot.results.outbox import Company
from bot.store.database import Database, open_engine

url, folder, rounds = sys.argv[1:]
clock = MovableClock(int(rounds) * 2 * LEASE)
desk = JobDesk(Database(open_engine(url)), Company(Catalogue(), inbox=folder), clock)
watch = FolderWatch(desk, wall=clock)
print("looking", flush=True)
now = datetime(2026, 7, 6, tzinfo=UTC)
while True:
    watch.look(now)
    run = watch.look(now)
    if not run.waiting:
        break
print("done", flush=True)
"""


def start(house: House, folder: Path, rounds: int) -> subprocess.Popen[str]:
    url = house.database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", CHILD, url, str(folder), str(rounds)]
    process = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "looking\n"
    return process


def finish(process: subprocess.Popen[str]) -> str:
    """Wait for its end and return what it said last."""
    assert process.stdout is not None
    with process.stdout as said:
        last = said.read()
    process.wait()
    return last


def count(database: Database, statement: str) -> int:
    with database.reading() as session:
        return int(session.execute(text(statement)).scalar_one())


def deliver(folder: Path) -> None:
    """A file that adds up, and a later one that does not."""
    rows = (f"L{number},2026-07-01,C{number % 50},{number}.25,USD\n" for number in range(LINES))
    header = "line_id,date,client,amount,currency\n"
    (folder / "sales-2026-07-04.csv").write_text(header + "".join(rows))
    total = sum(range(LINES)) + LINES // 4
    (folder / "sales-2026-07-04.totals.csv").write_text(f"currency,lines,amount\nUSD,{LINES},{total}.00\n")
    (folder / "sales-2026-07-05.csv").write_text(f"{header}M,2026-07-05,C1,1,USD\n")
    (folder / "sales-2026-07-05.totals.csv").write_text("currency,lines,amount\nUSD,1,2.00\n")


@on_both
@pytest.mark.parametrize("seed", [1, 2])
def test_killed_at_any_moment_each_file_is_dealt_with_once(house, tmp_path, seed):
    house.person("U0FIN", "finance")
    folder = tmp_path / "drop"
    folder.mkdir()
    deliver(folder)
    chance = random.Random(seed)
    for rounds in range(5):
        child = start(house, folder, rounds)
        time.sleep(chance.uniform(0, 0.6))
        child.kill()
        finish(child)
        # One statement, one snapshot: PostgreSQL may still be finishing what the killed process had asked for.
        missing = f"{LINES} * (SELECT count(*) FROM import_run) - (SELECT count(*) FROM sales_line)"
        assert count(house.database, f"SELECT {missing}") == 0
    last = start(house, folder, 6)
    assert finish(last) == "done\n"
    assert count(house.database, "SELECT count(*) FROM import_run") == 1
    assert count(house.database, "SELECT count(*) FROM sales_line") == LINES
    assert count(house.database, "SELECT count(*) FROM outbox") == 1
    assert [each.name for each in folder.iterdir() if each.is_file() and ".totals" not in each.name] == []
    assert (folder / "done" / "sales-2026-07-04.csv").exists()
    assert (folder / "refused" / "sales-2026-07-05.csv.reason.txt").exists()
