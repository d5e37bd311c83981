"""The results as tables: in the terminal with rich, in docs/benchmarks.md as Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from bench import lookup
from bench.company import Size
from bench.listeners import ALLOWED, SLACK_AWAY, Times
from bench.machine import Machine
from bench.naming import Naming
from bench.ratio import Ratio

BEGIN, END = "<!-- measured: written by make bench -->", "<!-- end of what is measured -->"
LOOKUP_BEGIN, LOOKUP_END = "<!-- lookup: written by make bench -->", "<!-- end of the lookup -->"
DUPLICATES_BEGIN, DUPLICATES_END = "<!-- duplicates: written by make bench -->", "<!-- end of duplicates -->"
COMPOSITIONS_BEGIN, COMPOSITIONS_END = (
    "<!-- compositions: written by make bench -->",
    "<!-- end of compositions -->",
)
IMPORTS_BEGIN, IMPORTS_END = "<!-- imports: written by make bench -->", "<!-- end of imports -->"
AWAY = f"{SLACK_AWAY * 1000:.0f} ms"


@dataclass(frozen=True)
class Measured:
    """What was measured on one database."""

    database: str
    ratio: Ratio
    listeners: Sequence[Times]
    naming: Naming
    memory: float
    """MB that the bot's process held at the end."""


@dataclass(frozen=True)
class Sheet:
    """One table: a title, a heading a column, and rows of text."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def sheets(found: Sequence[Measured]) -> list[Sheet]:
    """Return the tables of a run."""
    return [_ratios(found), *(_listeners(each) for each in found), _naming(found)]


def _ratios(found: Sequence[Measured]) -> Sheet:
    headings = ("database", "the bot", "bare driver", "empty listener", "card posted", "ratio", "rounds", "allowed", "")
    rows = []
    for each in found:
        ratio, rounds = each.ratio, each.ratio.rounds
        times = [median(values) for values in zip(*((r.bot, r.bare, r.empty, r.posted) for r in rounds), strict=True)]
        spread = f"{min(r.ratio for r in rounds):.2f} to {max(r.ratio for r in rounds):.2f}"
        verdict = _verdict(ratio.ratio <= ratio.allowed)
        shown = [f"{value:.2f} ms" for value in times]
        rows.append((ratio.database, *shown, f"{ratio.ratio:.2f}", spread, f"{ratio.allowed:.1f}", verdict))
    return Sheet("A command that reads and durably writes: `/client show CODE`", headings, rows)


def _listeners(found: Measured) -> Sheet:
    headings = ("listener", "turns", "p50", "p99", "", "answer or form there", "with Slack away")
    rows = [
        (
            each.case,
            f"{len(each.returned)}",
            f"{each.p50:.1f} ms",
            f"{each.p99:.1f} ms",
            _verdict(each.slowest <= ALLOWED),
            f"{median(each.followed):.0f} ms" if each.followed else "",
            f"{max(each.away):.0f} ms" if each.away else "",
        )
        for each in found.listeners
    ]
    return Sheet(f"Every listener on {found.database}: from request to response", headings, rows)


def _naming(found: Sequence[Measured]) -> Sheet:
    headings = (
        "database",
        "searches",
        "p50",
        "p99",
        "rapidfuzz alone",
        "ratio",
        "right one in 5",
        "first",
        "bot holds",
    )
    rows = [
        (
            each.database,
            f"{each.naming.searches}",
            f"{each.naming.found:.2f} ms",
            f"{each.naming.found_p99:.2f} ms",
            f"{each.naming.bare:.2f} ms",
            f"{each.naming.ratio:.2f}",
            f"{each.naming.recall:.1%}",
            f"+{each.naming.reload:.0f} ms",
            f"{each.memory:.0f} MB",
        )
        for each in found
    ]
    return Sheet("A name with two typing errors", headings, rows)


def lookup_sheets(found: Sequence[lookup.Found]) -> list[Sheet]:
    """Return the tables of the lookup among many names."""
    headings = (
        "names", "errors", "searches", "p50", "p99", "computing, p99", "rapidfuzz alone", "ratio", "right one in 5",
        "Chinese ones", "",
    )  # fmt: skip
    rows = [
        (
            f"{each.names:,} on {each.database}",
            f"{each.errors}",
            f"{len(each.times)}",
            f"{each.p50:.1f} ms",
            f"{each.p99:.1f} ms",
            f"{each.computed_p99:.1f} ms",
            f"{each.bare:.1f} ms",
            f"{each.p50 / each.bare:.2f}",
            f"{each.right:.1%}",
            f"{each.right_chinese:.1%}",
            _verdict(each.is_kept),
        )
        for one in found
        for each in one.searched
    ]
    kept = [
        (
            f"{one.kept.names:,} on {one.kept.database}",
            f"{one.kept.first:.1f} s",
            f"{one.kept.memory:.0f} MB",
            f"+{one.kept.renamed:.0f} ms",
        )
        for one in found
    ]
    costs = ("names", "reading all at the start", "kept in memory", "first search after a change of one")
    return [
        Sheet("A name among many, with errors anywhere in it", headings, rows),
        Sheet("What it costs to keep the names in memory", costs, kept),
    ]


def _verdict(is_kept: bool) -> str:
    return "kept" if is_kept else "MISSED"


def show(tables: Sequence[Sheet]) -> None:
    """Print the tables."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=130)  # a log has no edge to wrap at
    for sheet in tables:
        table = Table(title=sheet.title, title_justify="left")
        for place, heading in enumerate(sheet.headings):
            table.add_column(heading, justify="left" if place == 0 else "right")
        for row in sheet.rows:
            table.add_row(*row)
        console.print(table)


def write(path: Path, machine: Machine, size: Size, tables: Sequence[Sheet]) -> None:
    """Put the run between the marks of the document; what people wrote around it stays."""
    about = _measured_on(machine, f"with {size.clients:,} clients and {size.lines:,} sales lines, ")
    away = f"“With Slack away” is the slowest of some turns in which each call of Slack's Web API took {AWAY}."
    _put(path, BEGIN, END, [f"{about} {away}", *map(_markdown, tables)])


def write_lookup(path: Path, machine: Machine, tables: Sequence[Sheet]) -> None:
    """Put what was measured of the lookup between its own marks."""
    _put(path, LOOKUP_BEGIN, LOOKUP_END, [_measured_on(machine, ""), *map(_markdown, tables)])


def write_duplicates(path: Path, machine: Machine, tables: Sequence[Sheet]) -> None:
    """Put what was measured of the proposals of duplicates between its own marks."""
    _put(path, DUPLICATES_BEGIN, DUPLICATES_END, [_measured_on(machine, ""), *map(_markdown, tables)])


def write_imports(path: Path, machine: Machine, tables: Sequence[Sheet]) -> None:
    """Put what was measured of imports between its own marks."""
    _put(path, IMPORTS_BEGIN, IMPORTS_END, [_measured_on(machine, ""), *map(_markdown, tables)])


def write_compositions(path: Path, machine: Machine, tables: Sequence[Sheet]) -> None:
    """Put what was measured of compositions between its own marks."""
    _put(path, COMPOSITIONS_BEGIN, COMPOSITIONS_END, [_measured_on(machine, ""), *map(_markdown, tables)])


def _put(path: Path, begin: str, end: str, parts: Sequence[str]) -> None:
    text = path.read_text(encoding="utf-8")
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    path.write_text(before + "\n\n".join([begin, *parts, end]) + after, encoding="utf-8")


def _measured_on(machine: Machine, what: str) -> str:
    busy = "" if machine.load <= 0.5 else f" Others were at work on it (load {machine.load:.1f}): trust the ratios."
    return (
        f"Measured on {machine.day} {what}on {machine.cpu}, {machine.cores} cores, {machine.memory}, {machine.system}; "
        f"Python {machine.python}, SQLite {machine.sqlite}, PostgreSQL {machine.postgres}.{busy}"
    )


def _markdown(sheet: Sheet) -> str:
    lines = [f"### {sheet.title}", "", "| " + " | ".join(sheet.headings) + " |"]
    lines.append("|" + "|".join(["---"] + ["---:"] * (len(sheet.headings) - 1)) + "|")
    lines += ["| " + " | ".join(row) + " |" for row in sheet.rows]
    return "\n".join(lines)
