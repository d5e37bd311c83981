"""Control totals: what the accounting system announces of a file, and what the file adds up to.

A control file has a line for each file and currency: `file`, `currency`, `lines`, `amount` and, for invoices where it
is wanted, `open_amount`. Amounts are added as they stand in the file, with their signs.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import FileRejected, InvalidInput
from bot.files.checks import Sheet, Styles
from bot.files.headers import Layout, fold_header
from bot.files.ledger_checks import sale_amounts
from bot.files.tables import Table
from bot.i18n import lazy
from bot.policy.money import SCALE, convert, parse_decimal
from bot.results.deliveries import Total
from bot.results.imports import ImportKind

WITH_AMOUNTS = (ImportKind.SALES, ImportKind.ORDERS, ImportKind.INVOICES, ImportKind.PAYMENTS)
"""Kinds whose lines are amounts; of the others only the lines are counted."""

_NAMES = {
    "file": ("file", "filename", "name", "文件", "文件名"),
    "currency": ("currency", "curr", "ccy", "币种", "货币"),
    "lines": ("lines", "count", "rows", "行数", "笔数"),
    "amount": ("amount", "total", "sum", "金额", "合计"),
    "open_amount": ("openamount", "open", "未清金额", "未结金额"),
}


def read_control(path: Path) -> Mapping[str, tuple[Total, ...]]:
    """Return the totals announced, by the file they are of; "" stands for the one file that the control belongs to.

    Raises FileRejected for what is no control file.
    """
    totals: dict[str, list[Total]] = {}
    for row in _rows(path):
        try:
            totals.setdefault(row.get("file", "").strip(), []).append(_total(row))
        except (InvalidInput, ValueError) as error:
            raise FileRejected(
                lazy("{file} is no control file: a line of it says “{row}”."),
                file=path.name,
                row=", ".join(filter(None, row.values())),
            ) from error
    return {name: tuple(found) for name, found in totals.items()}


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    if path.suffix.casefold() == ".json":
        yield from _json_rows(path)
        return
    table = Table(path)
    for chunk in table.chunks():
        for row in chunk.rows:
            yield _known(dict(zip(table.headers, row, strict=True)))


def _json_rows(path: Path) -> Iterator[Mapping[str, str]]:
    try:
        # Numbers are read as the text they are: an amount must not pass through a float.
        found = json.loads(path.read_bytes(), parse_float=str, parse_int=str)
    except ValueError as error:
        raise FileRejected(lazy("{file} is not JSON."), file=path.name) from error
    for row in found if isinstance(found, list) else [found]:
        if not isinstance(row, dict):
            raise FileRejected(lazy("{file} is no control file: it must hold a list of objects."), file=path.name)
        yield _known({str(key): "" if value is None else str(value) for key, value in row.items()})


def _known(row: Mapping[str, str]) -> dict[str, str]:
    """Return the cells that say something, under our names."""
    folded = {fold_header(key): value for key, value in row.items()}
    return {
        name: next((folded[fold_header(each)] for each in names if fold_header(each) in folded), "")
        for name, names in _NAMES.items()
    }


def _total(row: Mapping[str, str]) -> Total:
    lines = int(row["lines"])
    if lines < 0:
        raise ValueError(row["lines"])
    return Total(row["currency"].strip().upper(), lines, _counts(row["amount"]), _counts(row["open_amount"]))


def _counts(text: str) -> int | None:
    # Not `to_counts`: a total of many lines may lie beyond what one line may be.
    return convert(SCALE, parse_decimal(text)) if text.strip() else None


@dataclass
class _Sum:
    lines: int = 0
    amount: int = 0
    open_amount: int = 0


def add_up(kind: ImportKind, table: Table, layout: Layout) -> tuple[Total, ...]:
    """Return what a file adds up to, all its lines counted: by currency, or as a whole where it has no amounts."""
    sums: dict[str, _Sum] = {}
    styles = Styles(table, layout)
    for chunk in table.chunks():
        sheet = Sheet(chunk, table.headers, layout, styles)
        if kind in WITH_AMOUNTS:
            _add(sums, kind, sheet)
        else:
            sums.setdefault("", _Sum()).lines += len(sheet)
    has_open = kind is ImportKind.INVOICES and "open_amount" in layout
    return tuple(
        Total(
            currency,
            found.lines,
            found.amount if kind in WITH_AMOUNTS else None,
            found.open_amount if has_open else None,
        )
        for currency, found in sorted(sums.items())
    )


def _add(sums: dict[str, _Sum], kind: ImportKind, sheet: Sheet) -> None:
    """Add a chunk's lines. What cannot be read as an amount counts as a line of nothing: it will be rejected."""
    amounts = sale_amounts(sheet) if kind is ImportKind.SALES else sheet.counts("amount")
    opens: Sequence[int | None] = sheet.counts("open_amount") if kind is ImportKind.INVOICES else [0] * len(sheet)
    for currency, amount, left in zip(sheet.currencies("currency"), amounts, opens, strict=True):
        found = sums.setdefault(currency or "", _Sum())
        found.lines += 1
        found.amount += amount or 0
        found.open_amount += (amount if left is None else left) or 0


def is_match(kind: ImportKind, announced: Sequence[Total], found: Sequence[Total]) -> bool:
    """Tell whether a file is what was announced, exactly: lines and amounts of each currency, or lines alone.

    Lines of a currency that was announced without an amount do not match: nothing would have been proved of them.
    """
    if kind not in WITH_AMOUNTS:
        return sum(each.lines for each in announced) == sum(each.lines for each in found)
    expected = {each.currency: each for each in announced if each.lines or each.amount}
    if len(expected) != len([each for each in announced if each.lines or each.amount]):
        return False
    real = {each.currency: each for each in found}
    return expected.keys() == real.keys() and all(_equals(expected[code], real[code]) for code in real)


def _equals(announced: Total, found: Total) -> bool:
    has_open = announced.open_amount is None or announced.open_amount == found.open_amount
    return announced.lines == found.lines and announced.amount == found.amount and has_open
