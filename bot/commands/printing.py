"""Writing a finished report: a table for the terminal, CSV, JSON or a workbook, to the screen or to a file."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from io import StringIO
from pathlib import Path

import typer
from babel.numbers import format_decimal, format_percent
from rich.console import Console
from rich.table import Table

from bot.errors import InvalidInput
from bot.files.sheets import to_csv
from bot.files.workbooks import to_xlsx
from bot.i18n import current_language, lazy
from bot.policy.money import SCALE
from bot.reports.published import Json
from bot.results.sheets import Amount, Cell, Share, Sheet

PIPED_WIDTH = 200
"""Columns of a table that goes to a file or another program, where no window cuts it."""


class Format(StrEnum):
    """How a report is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"


@dataclass(frozen=True)
class Report:
    """One finished report, for programs and for people; `behind` are pages that only a workbook has beside them."""

    json: Json
    sheets: Sequence[Sheet]
    behind: Sequence[Sheet] = ()


def require_place(form: Format, output: Path | None) -> None:
    """Refuse, before anything is read, what could not be written in the end. Raises InvalidInput."""
    if form is Format.XLSX and output is None:
        raise InvalidInput(lazy("A workbook is written to a file; add -o FILE.xlsx."), field="output")
    if output is not None and (output.is_dir() or not output.absolute().parent.is_dir()):
        raise InvalidInput(lazy("{file} cannot be written: no such folder."), field="output", file=str(output))


def write(report: Report, form: Format, output: Path | None) -> None:
    """Write the report. Raises InvalidInput when the file cannot be written."""
    if output is None and form is Format.TABLE:
        console = Console()
        _print(report.sheets, console if console.is_terminal else Console(width=PIPED_WIDTH))
        return
    content = to_xlsx([*report.sheets, *report.behind]) if form is Format.XLSX else _text(report, form)
    if output is None:
        typer.echo(content, nl=False)
        return
    try:
        output.write_bytes(content if isinstance(content, bytes) else content.encode())
    except OSError as error:
        raise InvalidInput(
            lazy("{file} cannot be written: {reason}"), field="output", file=str(output), reason=error.strerror
        ) from error


def _text(report: Report, form: Format) -> str:
    if form is Format.JSON:
        return json.dumps(report.json, ensure_ascii=False, indent=2) + "\n"
    if form is Format.CSV:
        return to_csv(report.sheets)
    screen = StringIO()
    _print(report.sheets, Console(file=screen, width=PIPED_WIDTH))
    return screen.getvalue()


def _print(sheets: Sequence[Sheet], console: Console) -> None:
    for sheet in sheets:
        table = Table(title=sheet.title, title_justify="left")
        for place, heading in enumerate(sheet.headings):
            is_number = any(isinstance(row[place], Amount | Share | int) for row in sheet.rows)
            table.add_column(heading, justify="right" if is_number else "left", overflow="fold")
        for row in sheet.rows:
            table.add_row(*map(_shown, row))
        console.print(table, markup=False)
        for note in sheet.notes:
            console.print(note, markup=False, highlight=False)


def _shown(cell: Cell) -> str:
    """Write a cell as its reader would; shares are those that add up to 100.0 %."""
    match cell:
        case None:
            return ""
        case Amount():
            shape = "#,##0." + "0" * min(cell.digits, 2) + "#" * max(cell.digits - 2, 0)
            return format_decimal(Decimal(cell.counts) / SCALE, format=shape, locale=current_language())
        case Share():
            return format_percent(Decimal(cell.tenths) / 1000, format="#,##0.0 %", locale=current_language())
        case _:
            return str(cell)
