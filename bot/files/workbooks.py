"""Writing reports as one XLSX workbook: a page a sheet, exact figures, and texts that no spreadsheet runs.

Rows go to the disk as they are written, so that twenty thousand lines take little more memory than a page of them.
XlsxWriter is loaded when the first workbook is written.
"""

import io
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.policy.money import SCALE, decimal_string
from bot.results.sheets import Amount, Cell, Share, Sheet

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

DIGITS = 15
"""Significant digits that a spreadsheet's number holds; a figure with more is written as text, so that none is lost."""
_NAME = 31
_WIDTHS = (8, 48)
_LOOKED_AT = 200
"""Rows that a column's width is taken from."""


def to_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook with one page a sheet, notes below the rows; texts stay texts, also those like formulas."""
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        formats = _Formats(book)
        for name, sheet in zip(_names(sheets), sheets, strict=True):
            _write_page(book.add_worksheet(name), sheet, formats)
    return target.getvalue()


class _Formats:
    """The formats of a workbook, each made when the first cell has it."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        self._shapes: dict[str, Format] = {}
        self.bold = book.add_format({"bold": True})

    def of(self, cell: Cell) -> "Format":
        """Return the format of a cell."""
        shape = _shape(cell)
        if shape not in self._shapes:
            self._shapes[shape] = self._book.add_format({"num_format": shape})
        return self._shapes[shape]


def _names(sheets: Sequence[Sheet]) -> list[str]:
    """Return a name for each page that spreadsheets take: short, each once, without the signs of a reference."""
    names: list[str] = []
    for number, sheet in enumerate(sheets, 1):
        plain = re.sub(r"[\[\]:*?/\\]", " ", sheet.name).strip("' ")[:_NAME] or f"Sheet{number}"
        taken = {each.casefold() for each in names}
        names.append(plain if plain.casefold() not in taken else f"{plain[: _NAME - 5]} ({number})")
    return names


def _write_page(page: "Worksheet", sheet: Sheet, formats: _Formats) -> None:
    for column, width in enumerate(_column_widths(sheet)):
        page.set_column(column, column, width)
    page.write_string(0, 0, sheet.title, formats.bold)
    for column, heading in enumerate(sheet.headings):
        page.write_string(2, column, heading, formats.bold)
    page.freeze_panes(3, 0)
    for line, row in enumerate(sheet.rows, 3):
        for column, cell in enumerate(row):
            _write_cell(page, line, column, cell, formats.of(cell))
    for line, note in enumerate(sheet.notes, len(sheet.rows) + 4):
        page.write_string(line, 0, note)


def _column_widths(sheet: Sheet) -> list[int]:
    least, most = _WIDTHS
    widths = [len(heading) for heading in sheet.headings]
    for row in sheet.rows[:_LOOKED_AT]:
        widths = [max(width, len(_text(cell))) for width, cell in zip(widths, row, strict=True)]
    return [min(max(width + 2, least), most) for width in widths]


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Amount():
            return decimal_string(cell.counts)
        case Share():
            return "100.0%"
        case _:
            return str(cell)


def _write_cell(page: "Worksheet", line: int, column: int, cell: Cell, shape: "Format") -> None:
    match cell:
        case None:
            return
        case str():
            page.write_string(line, column, cell, shape)
        case date():
            page.write_datetime(line, column, cell, shape)
        case Share():
            page.write_number(line, column, float(cell.exact), shape)
        case Amount():
            _write_exactly(page, line, column, Decimal(cell.counts) / SCALE, shape)
        case _:
            _write_exactly(page, line, column, Decimal(cell), shape)


def _write_exactly(page: "Worksheet", line: int, column: int, number: Decimal, shape: "Format") -> None:
    """Write a number as one where a spreadsheet holds it exactly, and else its digits as text."""
    if len(number.normalize().as_tuple().digits) <= DIGITS:
        page.write_number(line, column, float(number), shape)
    else:
        page.write_string(line, column, format(number, "f"))


def _shape(cell: Cell) -> str:
    """Return the number format of a cell, as spreadsheets write it."""
    match cell:
        case Amount():
            return "#,##0." + "0" * cell.digits if cell.digits else "#,##0"
        case Share():
            return "0.0%"
        case date():
            return "yyyy-mm-dd"
        case _:
            return "General"
