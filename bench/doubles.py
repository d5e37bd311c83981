"""Proposals of duplicates: how many are right and how many are found on the labelled set, and how long it takes."""

import sqlite3
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.company import instant
from bench.labelled import HELD_OUT_SEED, Labelled, Record, generate
from bench.report import Sheet
from bot.policy.duplicates import Grade, judge
from bot.policy.names import fold
from bot.reports.pairing import pair_up
from bot.services.duplicates import find_pairs
from bot.services.traces import trace_of
from bot.store.database import Database, open_engine
from bot.store.duplicates import Known
from bot.store.migrate import upgrade

COMPANIES = 20_000
SIZES = (10_000, 100_000)
PRECISION, RECALL = 0.95, 0.90
"""What is promised of what is proposed as likely or certain."""
_FIELDS = ("website", "phone", "address", "postal_code", "tax_number")


@dataclass(frozen=True)
class Quality:
    """How good the proposals from a grade on are; `known` are the pairs that are one company."""

    grade: Grade
    proposed: int
    right: int
    known: int

    @property
    def precision(self) -> float:
        """Return the share of proposals that are right."""
        return self.right / self.proposed

    @property
    def recall(self) -> float:
        """Return the share of pairs that are proposed."""
        return self.right / self.known


@dataclass(frozen=True)
class Kind:
    """Of pairs that differ in one way, how many are proposed; of lookalikes, how many are proposed wrongly."""

    name: str
    pairs: int
    proposed: int


@dataclass(frozen=True)
class Timed:
    """Seconds from the question to the whole list, on a database with so many clients."""

    clients: int
    seconds: float
    computing: float
    """Seconds of the processor's time; the rest was others'."""
    pairs: int


@dataclass(frozen=True)
class Doubles:
    """All that was measured."""

    records: int
    qualities: Sequence[Quality]
    kinds: Sequence[Kind]
    wrong: Sequence[Kind]
    times: Sequence[Timed]


_GRADES = {
    Grade.CERTAIN: "almost certainly one client",
    Grade.LIKELY: "probably one, and surer",
    Grade.WORTH_A_LOOK: "worth a look, and surer",
}


def sheets(found: Doubles) -> list[Sheet]:
    """Return the tables of a run."""
    return [_quality_sheet(found), _kinds_sheet(found), _wrong_sheet(found), _times_sheet(found)]


def _quality_sheet(found: Doubles) -> Sheet:
    rows = [
        (_GRADES[q.grade], f"{q.proposed:,}", f"{q.right:,}", f"{q.precision:.3f}", f"{q.recall:.3f}", _promised(q))
        for q in found.qualities
    ]
    title = f"Duplicates among {found.records:,} records, {found.qualities[0].known:,} pairs of them one company"
    return Sheet(title, ("proposed as", "pairs", "right", "precision", "recall", ""), rows)


def _promised(quality: Quality) -> str:
    if quality.grade is not Grade.LIKELY:
        return ""
    return "kept" if quality.precision >= PRECISION and quality.recall >= RECALL else "MISSED"


def _kinds_sheet(found: Doubles) -> Sheet:
    rows = [(each.name, f"{each.pairs:,}", f"{each.proposed / each.pairs:.3f}") for each in found.kinds]
    return Sheet("Pairs that are one company, by what tells their records apart", ("kind", "pairs", "proposed"), rows)


def _wrong_sheet(found: Doubles) -> Sheet:
    rows = [(each.name, f"{each.pairs:,}" if each.pairs else "", f"{each.proposed:,}") for each in found.wrong]
    return Sheet("Companies that look like others", ("kind", "there are", "wrongly proposed as likely"), rows)


def _times_sheet(found: Doubles) -> Sheet:
    rows = [
        (f"{each.clients:,}", f"{each.seconds:.1f} s", f"{each.computing:.1f} s", f"{each.pairs:,}")
        for each in found.times
    ]
    headings = ("clients", "time", "of it on the processor", "pairs listed")
    return Sheet("From the question to the whole list, on SQLite", headings, rows)


def measure(folder: Path, *, is_quick: bool) -> Doubles:
    """Judge the labelled set, then time the list on databases of SIZES."""
    labelled = generate(HELD_OUT_SEED, COMPANIES // 10 if is_quick else COMPANIES)
    graded = _graded(labelled)
    truth = labelled.duplicates()
    qualities = [_quality(grade, graded, truth) for grade in sorted(Grade, reverse=True)]
    proposed = {pair for pair, grade in graded.items() if grade >= Grade.LIKELY}
    shown = Counter(kind for pair, kind in truth.items() if pair in proposed)
    kinds = [Kind(kind, count, shown[kind]) for kind, count in sorted(Counter(truth.values()).items())]
    sizes = SIZES[:1] if is_quick else SIZES
    times = [_timed(folder / f"doubles-{size}.db", size) for size in sizes]
    return Doubles(len(labelled.records), qualities, kinds, _wrong(labelled, proposed - truth.keys()), times)


def _graded(labelled: Labelled) -> dict[tuple[int, int], Grade]:
    traces = [trace_of(_known(place, record)) for place, record in enumerate(labelled.records)]
    judged = ((one.client_id, other.client_id, judge(one, other)) for one, other in pair_up(traces))
    return {(min(one, other), max(one, other)): found.grade for one, other, found in judged if found}


def _known(place: int, record: Record) -> Known:
    """Return a record as the store returns a client."""
    reach = [(record.email, "", "")] if record.email else []
    return Known(place, record.name, record.country, record.city or None, None, values=_values(record), reach=reach)


def _values(record: Record) -> dict[str, str]:
    return {key: value for key in _FIELDS if (value := str(getattr(record, key)))}


def _quality(grade: Grade, graded: dict[tuple[int, int], Grade], truth: dict[tuple[int, int], str]) -> Quality:
    proposed = {pair for pair, found in graded.items() if found >= grade}
    return Quality(grade, len(proposed), len(proposed & truth.keys()), len(truth))


def _wrong(labelled: Labelled, wrong: set[tuple[int, int]]) -> list[Kind]:
    """Count wrong proposals by what the generator made the pair as; two companies that only happen to be alike last."""
    made = Counter(record.kind for record in labelled.records)
    found: Counter[str] = Counter()
    for pair in wrong:
        kinds = {labelled.records[place].kind for place in pair} & _LOOKALIKES
        found[min(kinds) if kinds else "by chance"] += 1
    return [Kind(kind, made[kind], found[kind]) for kind in (*sorted(_LOOKALIKES), "by chance")]


_LOOKALIKES = {"lookalikes", "neighbours", "one agent", "one name, other city", "siblings", "subsidiaries"}


def _timed(path: Path, clients: int) -> Timed:
    records = generate(HELD_OUT_SEED, int(clients * 0.9)).records[:clients]
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    _fill(path, records)
    database = Database(engine)
    try:
        with database.reading() as session:
            start, begun = time.perf_counter(), time.process_time()
            pairs = find_pairs(session)
            return Timed(len(records), time.perf_counter() - start, time.process_time() - begun, len(pairs))
    finally:
        database.close()


def _fill(path: Path, records: Sequence[Record]) -> None:
    now = instant(datetime.now(UTC))
    clients = [
        (place, f"C{place:06d}", each.name, fold(each.name), each.country, each.city or None, "present", "direct", now)
        for place, each in enumerate(records, 1)
    ]
    values = [(p, key, value) for p, each in enumerate(records, 1) for key, value in _values(each).items()]
    facts = [(n, p, key, "observed", value, "import", now, now, "") for n, (p, key, value) in enumerate(values, 1)]
    current = [(p, key, value, n, "import", now) for n, (p, key, value) in enumerate(values, 1)]
    contacts = [(p, "Kim", "", each.email, "", now) for p, each in enumerate(records, 1) if each.email]
    with closing(sqlite3.connect(path)) as connection:
        _insert(connection, "client", "id code name name_key country city stage relation created_at", clients)
        _insert(connection, "fact", "id client_id field kind value source observed_at recorded_at link", facts)
        _insert(connection, "current_value", "client_id field value fact_id source observed_at", current)
        _insert(connection, "contact", "client_id name title email phone created_at", contacts)
        connection.commit()


def _insert(connection: sqlite3.Connection, table: str, columns: str, rows: Sequence[tuple[object, ...]]) -> None:
    names = columns.split()
    marks = ", ".join("?" * len(names))
    connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)
