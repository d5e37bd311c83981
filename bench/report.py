"""The results as tables: in the terminal with rich, in docs/benchmarks.md as Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from bench.company import Size
from bench.listeners import ALLOWED, SLACK_AWAY, Times
from bench.machine import Machine
from bench.naming import Naming
from bench.ratio import Ratio

BEGIN, END = "<!-- measured: written by make bench -->", "<!-- end of what is measured -->"


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
    text = path.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    parts = [_preface(machine, size), *(_markdown(sheet) for sheet in tables)]
    path.write_text(before + "\n\n".join([BEGIN, *parts, END]) + after, encoding="utf-8")


def _preface(machine: Machine, size: Size) -> str:
    busy = "" if machine.load <= 0.5 else f" Others were at work on it (load {machine.load:.1f}): trust the ratios."
    return (
        f"Measured on {machine.day} with {size.clients:,} clients and {size.lines:,} sales lines, on {machine.cpu}, "
        f"{machine.cores} cores, {machine.memory}, {machine.system}; Python {machine.python}, SQLite {machine.sqlite}, "
        f"PostgreSQL {machine.postgres}.{busy} “With Slack away” is the slowest of some turns in which each call of "
        f"Slack's Web API took {SLACK_AWAY * 1000:.0f} ms."
    )


def _markdown(sheet: Sheet) -> str:
    lines = [f"### {sheet.title}", "", "| " + " | ".join(sheet.headings) + " |"]
    lines.append("|" + "|".join(["---"] + ["---:"] * (len(sheet.headings) - 1)) + "|")
    lines += ["| " + " | ".join(row) + " |" for row in sheet.rows]
    return "\n".join(lines)
