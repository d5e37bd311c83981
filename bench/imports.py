"""Imports of sales lines beside the bare driver, what they hold up meanwhile, and how they grow with the ledger."""

import json
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from bench.company import Size, tables
from bench.filling import fill, settle
from bench.loading import HEADER, KEYED, LEDGER, Load
from bench.processes import ROOT
from bench.report import Sheet
from bot.policy.money import decimal_string

ALLOWED = {"SQLite": 0.40, "PostgreSQL": 0.35}
"""At least this share of the bare driver's rate."""
MOST_MEMORY = 600
MOST_GROWTH = 1.0
"""Seconds that new lines may take longer on the large ledger than on the small one."""
NEW_LINES = 10_000


@dataclass(frozen=True)
class Plan:
    """How much is measured: lines of the file, rounds, and how many lines are there already when new ones come."""

    lines: int = 1_000_000
    rounds: int = 3
    ledgers: tuple[int, int] = (100_000, 10_000_000)
    clients: int = 10_000


QUICK = Plan(lines=100_000, rounds=1, ledgers=(10_000, 200_000), clients=2_000)


@dataclass
class Round:
    """One round: the file imported, imported again unchanged, and loaded by the bare driver."""

    first: Load
    again: Load
    bare: Load
    keyed: Load
    held: float | None
    """Seconds that another writer waited at most while the file was imported; only SQLite has one writer."""


@dataclass(frozen=True)
class Growth:
    """New lines imported into a ledger of a certain size."""

    ledger: int
    load: Load
    held: float | None


@dataclass
class Found:
    """What was measured on one database."""

    database: str
    lines: int
    rounds: list[Round] = field(default_factory=list)
    growth: list[Growth] = field(default_factory=list)


def measure(database: str, new_url: Callable[[], str], folder: Path, plan: Plan) -> Found:
    """Measure on one database; `new_url` makes an empty one."""
    found, size = Found(database, plan.lines), Size(clients=plan.clients, lines=0)
    file = write_file(folder / "sales.csv", replace(size, lines=plan.lines), "L")
    for turn in range(plan.rounds):
        bare_first = turn % 2 == 0
        urls = [_filled(new_url(), size) for _ in range(2)]
        bare = _bare(urls[1], file) if bare_first else None
        with _waiting(urls[0]) as waits:
            first = _run("import", urls[0], file)
        again = _run("import", urls[0], file)
        bare = bare or _bare(urls[1], file)
        held = max(waits) if waits else None
        found.rounds.append(Round(first, again, bare[0], bare[1], held))
    for lines in plan.ledgers:
        found.growth.append(_grown(new_url(), folder, replace(size, lines=lines)))
    return found


def write_file(path: Path, size: Size, prefix: str) -> Path:
    """Write the sales lines of a company of this size as a file of its accounting system."""
    made = next(each for each in tables(size, datetime.now(UTC)) if each.name == "sales_line")
    wanted = [made.columns.index(name) for name in ("date", "client_ref", "product_ref", "quantity", "unit", "amount")]
    with path.open("w") as file:
        file.write(",".join(HEADER) + "\n")
        for number, row in enumerate(made.rows, 1):
            day, client, product, quantity, unit, amount = (row[place] for place in wanted)
            counts = decimal_string(int(str(amount)))
            file.write(
                f"{prefix}{number:08d},{day},{client},{product},{int(str(quantity)) // 10_000},{unit},{counts},USD\n"
            )
    return path


def _filled(url: str, size: Size) -> str:
    fill(url, size, datetime.now(UTC))
    return url


def _bare(url: str, file: Path) -> tuple[Load, Load]:
    return _run("bare", url, file, LEDGER), _run("bare", url, file, KEYED)


def _run(way: str, url: str, file: Path, beside: str = LEDGER) -> Load:
    command = [sys.executable, "-m", "bench.loading", way, url, str(file), "--beside", beside]
    told = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    return Load(**json.loads(told))


def _grown(url: str, folder: Path, size: Size) -> Growth:
    fill(url, size, datetime.now(UTC))
    file = write_file(folder / "new.csv", replace(size, lines=NEW_LINES), "N")
    settle(url)
    with _waiting(url) as waits:
        load = _run("import", url, file)
    return Growth(size.lines, load, max(waits) if waits else None)


@contextmanager
def _waiting(url: str) -> Iterator[list[float]]:
    """Ask for SQLite's writer again and again until the block ends; collect how long each asking took."""
    waits: list[float] = []
    if not url.startswith("sqlite"):
        yield waits
        return
    done = threading.Event()
    asker = threading.Thread(target=_ask_for_writer, args=(url.removeprefix("sqlite:///"), waits, done))
    asker.start()
    try:
        yield waits
    finally:
        done.set()
        asker.join()


def _ask_for_writer(path: str, waits: list[float], done: threading.Event) -> None:
    with closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as connection:
        while not done.is_set():
            began = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            waits.append(time.perf_counter() - began)
            connection.execute("ROLLBACK")
            time.sleep(0.005)


def sheets(found: Sequence[Found]) -> list[Sheet]:
    """Return the tables of a run."""
    return [_rates(found), _costs(found), _growth(found)]


def _rates(found: Sequence[Found]) -> Sheet:
    headings = (
        "database", "lines", "import", "again, unchanged", "bare, same table", "ratio", "rounds", "allowed", "",
        "bare, key only", "ratio to it",
    )  # fmt: skip
    rows = []
    for each in found:
        ratios = [one.bare.seconds / one.first.seconds for one in each.rounds]
        keyed = [one.keyed.seconds / one.first.seconds for one in each.rounds]
        allowed = ALLOWED[each.database]
        rows.append(
            (
                each.database,
                f"{each.lines:,}",
                *(_seconds([getattr(one, name).seconds for one in each.rounds]) for name in ("first", "again", "bare")),
                f"{median(ratios):.2f}",
                f"{min(ratios):.2f} to {max(ratios):.2f}",
                f"{allowed:.2f}",
                "kept" if median(ratios) >= allowed else "MISSED",
                _seconds([one.keyed.seconds for one in each.rounds]),
                f"{median(keyed):.2f}",
            )
        )
    return Sheet("An import of sales, whole, beside the bare driver", headings, rows)


def _costs(found: Sequence[Found]) -> Sheet:
    headings = ("database", "processor", "bare driver's", "peak memory", "", "longest wait for the writer")
    rows = [
        (
            each.database,
            _seconds([one.first.processor for one in each.rounds]),
            _seconds([one.bare.processor for one in each.rounds]),
            f"{max(one.first.memory for one in each.rounds):.0f} MB",
            "kept" if max(one.first.memory for one in each.rounds) < MOST_MEMORY else "MISSED",
            _wait([one.held for one in each.rounds if one.held is not None]),
        )
        for each in found
    ]
    return Sheet("What that import takes", headings, rows)


def _growth(found: Sequence[Found]) -> Sheet:
    headings = ("database", "lines there", "10,000 new ones", "processor", "longest wait for the writer", "")
    rows = []
    for each in found:
        small = each.growth[0].load.seconds
        for one in each.growth:
            verdict = "kept" if one.load.seconds - small < MOST_GROWTH else "MISSED"
            wait = _wait([] if one.held is None else [one.held])
            seconds = f"{one.load.seconds:.2f} s", f"{one.load.processor:.2f} s"
            rows.append((each.database, f"{one.ledger:,}", *seconds, wait, verdict))
    return Sheet("New lines on a small and a large ledger", headings, rows)


def _seconds(values: Sequence[float]) -> str:
    return f"{median(values):.1f} s"


def _wait(values: Sequence[float]) -> str:
    return f"{median(values):.2f} s" if values else "nobody waits"
