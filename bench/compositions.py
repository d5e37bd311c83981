"""Compositions of a large ledger: the bot's own answer beside plain SQL over the lines, and beside DuckDB.

Each of the three answers the same question on the same lines, in turns; the bot's answer is everything from the typed
question to rows with names and shares, the others the rows of one SELECT.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

import duckdb
import pandas as pd
from sqlalchemy import text

from bench.company import Size
from bench.filling import fill
from bench.report import Sheet
from bot.policy.access import Actor, Role
from bot.policy.catalogue import Catalogue
from bot.policy.periods import all_time
from bot.services.composition import answer_crossed, answer_mix, parse_key
from bot.store.database import Database, open_engine

FULL = Size(lines=10_000_000, products=1_000)
QUICK = Size(clients=2_000, lines=100_000, products=200)
ONE_KEY, TWO_KEYS = 50, 1.2
"""How many times as fast as plain SQL by one key; how many times its time by two."""
_OPERATOR = Actor(None, "", "bench", frozenset({Role.OPERATOR}))
_CHUNK = 500_000
_COPIED = {
    "sales_line": "id, date, client_id, product_id, base_amount",
    "client": "id, country, stage, owner_id",
    "product": "id, code, category",
    "current_value": "client_id, field, value",
}

_BY_CLIENT = "FROM sales_line l JOIN client c ON c.id = l.client_id"
_BY_PRODUCT = "FROM sales_line l JOIN product p ON p.id = l.product_id"
_BOTH = f"{_BY_CLIENT} JOIN product p ON p.id = l.product_id"
_GRADES = """
    WITH s AS (SELECT client_id, SUM(base_amount) AS a FROM sales_line GROUP BY client_id),
    r AS (SELECT a, SUM(a) OVER (ORDER BY a DESC, client_id) - a AS above, SUM(a) OVER () AS total FROM s WHERE a > 0)
    SELECT CASE WHEN above * 100 < total * 80 THEN 'A' WHEN above * 100 < total * 95 THEN 'B' ELSE 'C' END,
        SUM(a), COUNT(*)
    FROM r GROUP BY 1
"""
QUESTIONS: dict[tuple[str, ...], str] = {
    ("grade",): _GRADES,
    ("product",): f"SELECT p.code, SUM(l.base_amount) {_BY_PRODUCT} GROUP BY 1",
    ("category",): f"SELECT p.category, SUM(l.base_amount) {_BY_PRODUCT} GROUP BY 1",
    ("country",): f"SELECT c.country, SUM(l.base_amount), COUNT(DISTINCT c.id) {_BY_CLIENT} GROUP BY 1",
    ("country", "stage"): (
        f"SELECT c.country, c.stage, SUM(l.base_amount), COUNT(DISTINCT c.id) {_BY_CLIENT} GROUP BY 1, 2"
    ),
    ("product", "country"): f"SELECT p.code, c.country, SUM(l.base_amount) {_BOTH} GROUP BY 1, 2",
}
"""What is asked of all time, and the same in SQL that both databases and DuckDB take."""


@dataclass(frozen=True)
class Answered:
    """Medians of one question, in milliseconds."""

    database: str
    lines: int
    keys: tuple[str, ...]
    ours: float
    plain: float
    native: float

    @property
    def is_kept(self) -> bool:
        """Tell whether the answer is as fast as promised, beside plain SQL and, by one key, beside DuckDB."""
        if len(self.keys) > 1:
            return self.ours <= TWO_KEYS * self.plain
        return ONE_KEY * self.ours <= self.plain and self.ours <= self.native


def build(url: str, native: Path, size: Size, now: datetime) -> None:
    """Fill the database, and DuckDB's own file with the same lines."""
    fill(url, size, now)
    engine = open_engine(url)
    with closing(duckdb.connect(str(native))) as duck, engine.connect() as connection:
        for table, columns in _COPIED.items():
            rows = connection.execution_options(stream_results=True).execute(text(f"SELECT {columns} FROM {table}"))
            names = columns.split(", ")
            for place, chunk in enumerate(iter(lambda rows=rows: rows.fetchmany(_CHUNK), [])):
                frame = pd.DataFrame([tuple(row) for row in chunk], columns=names)  # noqa: F841 - DuckDB reads it by name
                if place == 0:
                    duck.execute(f"CREATE TABLE {table} AS SELECT * FROM frame")
                else:
                    duck.execute(f"INSERT INTO {table} SELECT * FROM frame")
    engine.dispose()


def measure(database: str, url: str, native: Path, lines: int, *, rounds: int) -> list[Answered]:
    """Ask every question of the bot, of plain SQL and of DuckDB, in turns."""
    engine = open_engine(url)
    with closing(duckdb.connect(str(native), read_only=True)) as duck:
        found = [
            _ask(database, Database(engine), duck, lines, keys, sql, rounds=rounds) for keys, sql in QUESTIONS.items()
        ]
    engine.dispose()
    return found


def _ask(
    database: str,
    opened: Database,
    duck: duckdb.DuckDBPyConnection,
    lines: int,
    keys: tuple[str, ...],
    sql: str,
    *,
    rounds: int,
) -> Answered:
    with opened.reading() as session:
        turns: tuple[Callable[[], object], ...] = (
            lambda: _answer(opened, keys),
            lambda: session.execute(text(sql)).all(),
            lambda: duck.execute(sql).fetchall(),
        )
        times = [[_timed(turn) for turn in turns] for _ in range(rounds + 1)]
    # The first round fills caches for all three.
    ours, plain, native = (median(each) for each in zip(*times[1:], strict=True))
    return Answered(database, lines, keys, ours, plain, native)


def _answer(opened: Database, keys: tuple[str, ...]) -> object:
    catalogue = Catalogue()
    now = datetime.now(UTC)
    by = [parse_key(key, catalogue) for key in keys]
    with opened.session() as session:
        if len(by) == 1:
            return answer_mix(
                session, _OPERATOR, by=by[0], period=all_time(), base_currency="USD", now=now, catalogue=catalogue
            )
        return answer_crossed(
            session, _OPERATOR, by=by[0], by2=by[1], period=all_time(), base_currency="USD", now=now,
            catalogue=catalogue,
        )  # fmt: skip


def _timed(turn: Callable[[], object]) -> float:
    start = perf_counter()
    turn()
    return (perf_counter() - start) * 1000


def sheets(found: list[Answered]) -> list[Sheet]:
    """Return the table of a run."""
    headings = ("by", "lines", "the bot", "plain SQL", "DuckDB", "of plain SQL", "of DuckDB", "")
    rows = [
        (
            f"{' and '.join(each.keys)}, {each.database}",
            f"{each.lines:,}",
            f"{each.ours:.0f} ms",
            f"{each.plain:,.0f} ms",
            f"{each.native:.0f} ms",
            f"1/{each.plain / each.ours:.0f}" if each.plain > 1.5 * each.ours else f"{each.ours / each.plain:.2f}",
            f"{each.ours / each.native:.2f}",
            "kept" if each.is_kept else "MISSED",
        )
        for each in found
    ]
    return [Sheet("Compositions of all time", headings, rows)]
