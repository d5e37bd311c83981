"""`python -m bench.loading`: one load in a process of its own, so that its memory is its own too.

`import` takes a file of sales lines by the bot's import, whole. `bare` hands the same rows, ready in memory, to the
driver alone: `executemany` in one transaction on SQLite, COPY on PostgreSQL. `beside` is the table that they go into:
the ledger's own with its keys and indexes, or one of the same columns with a key only.
"""

import argparse
import csv
import json
import resource
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from bot.policy.money import SCALE
from bot.results.imports import ImportKind, ImportOptions
from bot.services.imports import import_file
from bot.services.people import operator
from bot.store.database import Database, open_engine

LEDGER, KEYED = "ledger", "keyed"
HEADER = ("line_id", "date", "client", "product", "quantity", "unit", "amount", "currency")
COLUMNS = (
    "line_id", "date", "client_id", "client_ref", "product_id", "product_ref", "amount", "currency", "rate",
    "base_amount", "quantity", "unit", "document",
)  # fmt: skip
PRAGMAS = ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "cache_size=-16384")


@dataclass(frozen=True)
class Load:
    """What a load took: seconds by the clock and of the processor (this process alone), MB at the peak."""

    seconds: float
    processor: float
    memory: float
    added: int = 0
    same: int = 0


def main() -> None:
    """Load, and print what it took as JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.loading")
    parser.add_argument("way", choices=("import", "bare"))
    parser.add_argument("url")
    parser.add_argument("file", type=Path)
    parser.add_argument("--beside", choices=(LEDGER, KEYED), default=LEDGER)
    given = parser.parse_args()
    taken = _import(given.url, given.file) if given.way == "import" else _bare(given.url, given.file, given.beside)
    print(json.dumps(asdict(taken)))


def _import(url: str, file: Path) -> Load:
    database = Database(open_engine(url))
    began, processor = time.perf_counter(), time.process_time()
    report = import_file(
        database, operator("bench"), ImportKind.SALES, file, ImportOptions("USD"), now=datetime.now(UTC)
    )
    load = _since(began, processor, report.counts.added, report.counts.same)
    database.close()
    return load


def _since(began: float, processor: float, added: int = 0, same: int = 0) -> Load:
    return Load(time.perf_counter() - began, time.process_time() - processor, _peak(), added, same)


def _peak() -> float:
    """Return the most memory that this process has held, in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        # What getrusage tells on Linux begins with the memory of whoever started this process.
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _rows(file: Path) -> Iterator[tuple[object, ...]]:
    """Return the rows of a file as the ledger keeps them; the bench numbers clients and products in their codes."""
    with file.open(newline="") as lines:
        for line_id, day, client, product, quantity, unit, amount, currency in list(csv.reader(lines))[1:]:
            whole, _, part = amount.partition(".")
            counts = int(whole) * SCALE + int(part)
            ids = int(client[1:]), int(product[1:])
            yield (
                line_id, day, ids[0], client, ids[1], product, counts, currency, "1", counts,
                int(quantity) * SCALE, unit, "",
            )  # fmt: skip


def _bare(url: str, file: Path, beside: str) -> Load:
    rows = list(_rows(file))
    if url.startswith("sqlite"):
        return _executemany(Path(url.removeprefix("sqlite:///")), rows, beside)
    return _copy(url, "".join("\t".join(map(str, row)) + "\n" for row in rows), beside)


def _executemany(path: Path, rows: list[tuple[object, ...]], beside: str) -> Load:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        names = ", ".join(COLUMNS)
        table = "sales_line" if beside == LEDGER else "keyed_line"
        if beside == KEYED:
            connection.execute(f"CREATE TABLE keyed_line ({names}, PRIMARY KEY (line_id))")
        marks = ", ".join("?" * len(COLUMNS))
        began, processor = time.perf_counter(), time.process_time()
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
        connection.execute("COMMIT")
        return _since(began, processor)


def _copy(url: str, text: str, beside: str) -> Load:
    columns = sql.SQL(", ").join(map(sql.Identifier, COLUMNS))
    table = sql.Identifier("sales_line" if beside == LEDGER else "keyed_line")
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        if beside == KEYED:
            made = sql.SQL("CREATE TABLE {} AS SELECT {} FROM sales_line LIMIT 0").format(table, columns)
            connection.execute(made)
            connection.execute(sql.SQL("ALTER TABLE {} ADD PRIMARY KEY (line_id)").format(table))
            connection.commit()
        began, processor = time.perf_counter(), time.process_time()
        with connection.cursor().copy(sql.SQL("COPY {} ({}) FROM STDIN").format(table, columns)) as copy:
            copy.write(text)
        connection.commit()
        return _since(began, processor)


if __name__ == "__main__":
    main()
