"""Writing a report's sheet as CSV: exact figures, and text that no spreadsheet takes for a formula."""

import csv
import io
from collections.abc import Sequence

from bot.policy.money import decimal_string
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
