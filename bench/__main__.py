"""`python -m bench`: measure speed, print the tables and write docs/benchmarks.md.

`--quick` takes a small company and few turns, prints, and writes nothing: for whoever works on a hot path.
`--only lookup`, `--only duplicates` or `--only compositions` measures that part alone and writes its tables.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path

from bench import compositions, doubles, imports, listeners, lookup, machine, naming, ratio, report
from bench.company import QUICK, Size
from bench.filling import fill
from bench.processes import ROOT, office
from tests.databases import PostgresServer

DOCUMENT = ROOT / "docs" / "benchmarks.md"


def main() -> None:
    """Measure on each database in turn; about five minutes in all."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the speed of the bot.")
    parser.add_argument("--quick", action="store_true", help="a small company, few turns, no document")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument(
        "--only", choices=("company", "lookup", "duplicates", "imports", "compositions"), help="one part"
    )
    given = parser.parse_args()
    if given.only in {None, "company"}:
        _measure_company(given.database, is_quick=given.quick)
    if given.only in {None, "lookup"}:
        _measure_lookup(given.database, is_quick=given.quick)
    if given.only in {None, "duplicates"}:
        _measure_duplicates(is_quick=given.quick)
    if given.only in {None, "imports"}:
        _measure_imports(given.database, is_quick=given.quick)
    if given.only in {None, "compositions"}:
        _measure_compositions(given.database, is_quick=given.quick)


def _measure_compositions(which: str, *, is_quick: bool) -> None:
    """Take ten million lines apart beside plain SQL and DuckDB, on each database."""
    size = compositions.QUICK if is_quick else compositions.FULL
    about, found = machine.describe(), []
    with tempfile.TemporaryDirectory(prefix="clientele-bench-") as name:
        for database in ("SQLite", "PostgreSQL"):
            if which not in {"both", database.lower()}:
                continue
            print(f"Compositions: {size.lines:,} lines on {database} ...", flush=True)
            native = Path(name) / f"{database}.duckdb"
            with nullcontext(f"sqlite:///{name}/bench.db") if database == "SQLite" else _postgres() as url:
                compositions.build(url, native, size, datetime.now(UTC))
                found += compositions.measure(database, url, native, size.lines, rounds=3)
    tables = compositions.sheets(found)
    report.show(tables)
    if not is_quick and which == "both":
        report.write_compositions(DOCUMENT, about, tables)
        print(f"Written to {DOCUMENT.relative_to(ROOT)}.")


def _measure_duplicates(*, is_quick: bool) -> None:
    """Hold the proposals of duplicates against a labelled set, and time the list."""
    about = machine.describe()
    print("Duplicates: judging the labelled set and timing the list ...", flush=True)
    with tempfile.TemporaryDirectory(prefix="clientele-bench-") as name:
        found = doubles.measure(Path(name), is_quick=is_quick)
    tables = doubles.sheets(found)
    report.show(tables)
    if not is_quick:
        report.write_duplicates(DOCUMENT, about, tables)
        print(f"Written to {DOCUMENT.relative_to(ROOT)}.")


def _measure_imports(which: str, *, is_quick: bool) -> None:
    """Import a million sales lines beside the bare driver, and ten thousand into ledgers of two sizes."""
    plan, about, found = imports.QUICK if is_quick else imports.Plan(), machine.describe(), []
    with tempfile.TemporaryDirectory(prefix="clientele-bench-") as name:
        folder = Path(name)
        if which != "postgresql":
            print(f"Imports on SQLite: {plan.lines:,} lines, {plan.rounds} rounds ...", flush=True)
            urls = (f"sqlite:///{folder}/imports-{number}.db" for number in count())
            found.append(imports.measure("SQLite", partial(next, urls), folder, plan))
        if which != "sqlite":
            print(f"Imports on PostgreSQL: {plan.lines:,} lines, {plan.rounds} rounds ...", flush=True)
            with _postgres_server() as server:
                about = replace(about, postgres=machine.postgres_version(server.url(server.create())))
                found.append(imports.measure("PostgreSQL", lambda: server.url(server.create()), folder, plan))
    tables = imports.sheets(found)
    report.show(tables)
    if not is_quick and which == "both":
        report.write_imports(DOCUMENT, about, tables)
        print(f"Written to {DOCUMENT.relative_to(ROOT)}.")


def _measure_company(which: str, *, is_quick: bool) -> None:
    """Measure every listener, and the hot path beside the bare driver, over one company."""
    size = QUICK if is_quick else Size()
    with tempfile.TemporaryDirectory(prefix="clientele-bench-") as name:
        folder = Path(name)
        found = []
        about = machine.describe()
        if which != "postgresql":
            found.append(_measure("SQLite", f"sqlite:///{folder}/bench.db", size, folder, is_quick=is_quick))
        if which != "sqlite":
            with _postgres() as url:
                about = replace(about, postgres=machine.postgres_version(url))
                found.append(_measure("PostgreSQL", url, size, folder, is_quick=is_quick))
    tables = report.sheets(found)
    report.show(tables)
    if not is_quick and which == "both":
        report.write(DOCUMENT, about, size, tables)
        print(f"Written to {DOCUMENT.relative_to(ROOT)}.")


def _measure_lookup(which: str, *, is_quick: bool) -> None:
    """Search among many names on each database."""
    sizes, searches = ((20_000,), 200) if is_quick else (lookup.SIZES, 500)
    about = machine.describe()
    found = []
    with tempfile.TemporaryDirectory(prefix="clientele-bench-") as name:
        for count in sizes:
            print(f"Lookup: {count:,} names ...", flush=True)
            if which != "postgresql":
                found.append(lookup.measure("SQLite", lookup.sqlite_url(Path(name), count), count, searches=searches))
            if which != "sqlite":
                with _postgres() as url:
                    about = replace(about, postgres=machine.postgres_version(url))
                    found.append(lookup.measure("PostgreSQL", url, count, searches=searches))
    tables = report.lookup_sheets(found)
    report.show(tables)
    if not is_quick and which == "both":
        report.write_lookup(DOCUMENT, about, tables)
        print(f"Written to {DOCUMENT.relative_to(ROOT)}.")


@contextmanager
def _postgres() -> Iterator[str]:
    """Make a database on a server of our own."""
    with _postgres_server() as server:
        yield server.url(server.create())


@contextmanager
def _postgres_server() -> Iterator[PostgresServer]:
    """Run a server of our own that keeps its promises: with fsync."""
    server = PostgresServer(durable=True)
    try:
        yield server
    finally:
        server.stop()


def _measure(database: str, url: str, size: Size, folder: Path, *, is_quick: bool) -> report.Measured:
    start = time.monotonic()
    print(f"{database}: loading {size.clients:,} clients and {size.lines:,} sales lines ...", flush=True)
    fill(url, size, datetime.now(UTC))
    print(f"{database}: measuring, {time.monotonic() - start:.0f} s after the start ...", flush=True)
    found_names = naming.measure(url, size, searches=100 if is_quick else 500)
    with office(url, folder) as running:
        held = ratio.measure(
            running, size, database=database, rounds=1 if is_quick else 5, requests=100 if is_quick else 300
        )
        times = listeners.measure(
            running,
            size,
            turns=12 if is_quick else 200,
            seconds=20 if is_quick else 75,
            away_turns=1 if is_quick else 2,
        )
        return report.Measured(database, held, times, found_names, naming.memory(running))


if __name__ == "__main__":
    main()
