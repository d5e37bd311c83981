"""Writing a report's sheet as CSV or XLSX: exact figures, and text that no spreadsheet takes for a formula."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bot.policy.money import SCALE, decimal_string
from bot.results.sheets import Amount, Cell, Share, Sheet

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def to_csv(sheets: Sequence[Sheet]) -> str:
    """Return the sheets as comma-separated text, an empty line between two; shares are numbers from 0 to 1."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for number, sheet in enumerate(sheets):
        if number:
            text.write("\n")
        writer.writerow(sheet.headings)
        writer.writerows([_plain(cell) for cell in row] for row in sheet.rows)
    return text.getvalue()


def _plain(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Amount():
            return decimal_string(cell.counts)
        case Share():
            return str(float(cell.exact))
        case str():
            # A spreadsheet would run a client's name that begins like a formula; a quote keeps it text.
            return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) and cell != "-" else cell
        case _:
            return str(cell)


def to_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook with one worksheet a sheet, notes below the rows; texts stay texts."""
    import xlsxwriter

    target = io.BytesIO()
    as_typed = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, as_typed) as book:
        bold = book.add_format({"bold": True})
        shapes = {shape: book.add_format({"num_format": shape}) for shape in _shapes(sheets)}
        for sheet in sheets:
            page = book.add_worksheet()
            page.write_string(0, 0, sheet.title, bold)
            for column, heading in enumerate(sheet.headings):
                page.write_string(2, column, heading, bold)
            for line, row in enumerate(sheet.rows, 3):
                for column, cell in enumerate(row):
                    page.write(line, column, _value(cell), shapes[_shape(cell)])
            for line, note in enumerate(sheet.notes, len(sheet.rows) + 4):
                page.write_string(line, 0, note)
            page.autofit()
    return target.getvalue()


def _shapes(sheets: Sequence[Sheet]) -> set[str]:
    return {_shape(cell) for sheet in sheets for row in sheet.rows for cell in row}


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


def _value(cell: Cell) -> str | int | float | Decimal | date | None:
    match cell:
        case Amount():
            return Decimal(cell.counts) / SCALE
        case Share():
            return float(cell.exact)
        case _:
            return cell
