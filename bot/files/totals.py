"""Lines that only add the others up, which a report's export ends with: they are no lines of the ledger."""

import re
from collections.abc import Sequence

from bot.files.headers import fold_header

_WORDS = frozenset(
    {
        "total",
        "totals",
        "grandtotal",
        "subtotal",
        "sum",
        "totalgeneral",
        "gesamt",
        "summe",
        "合计",
        "总计",
        "小计",
        "累计",
    }
)
_FIGURE = re.compile(r"[-+()\d.,'%\s\u00a0\u202f]*|[A-Z]{3}")


def is_totals(cells: Sequence[str]) -> bool:
    """Tell whether a line says that it is a total, and beside that holds figures and currencies only."""
    said = [cell.strip() for cell in cells if cell.strip()]
    if not said or fold_header(said[0]) not in _WORDS:
        return False
    return all(_FIGURE.fullmatch(each) or fold_header(each) in _WORDS for each in said[1:])
