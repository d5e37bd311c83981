"""Checking a chunk of a table column by column: values that can be kept, and a reason for each line that cannot.

A column is read as a whole; only what is wrong with a line is put into words, line by line. The first thing wrong
with a line is the reason it is given.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from bot.errors import InvalidInput
from bot.files.columns import Column, spread
from bot.files.days import Order, proof_of_order, read_day, settled_order
from bot.files.headers import Layout
from bot.files.numbers import Mark, proof_of_mark, read_counts, read_number, settled_mark
from bot.files.tables import Chunk, Table
from bot.i18n import _
from bot.policy.money import require_currency
from bot.results.imports import Rejection

T = TypeVar("T")
B = TypeVar("B", bound=Hashable)

STYLED = frozenset(
    {"amount", "quantity", "unit_price", "discount", "billed_amount", "prepaid_amount", "open_amount", "rate"}
    | {"date", "ship_date", "issued", "due"}
)
"""Columns of numbers and dates."""

YES = frozenset({"yes", "y", "true", "t", "1", "x", "是", "有", "已"})
NO = frozenset({"no", "n", "false", "f", "0", "", "否", "无", "未"})


@dataclass(frozen=True)
class Checked:
    """What a chunk comes to: the lines kept, as columns of equal length, and the lines rejected."""

    lines: list[int]
    columns: dict[str, list[object]]
    rejections: list[Rejection]


class Styles:
    """How each column writes its numbers and dates: found out by reading the whole file, once, and only if asked."""

    def __init__(self, table: Table, layout: Layout) -> None:
        """Remember the file; nothing is read yet."""
        self._table = table
        self._layout = layout

    def mark(self, key: str) -> Mark:
        """Return the decimal mark of a column."""
        return settled_mark(self._proofs[key][0])

    def order(self, key: str) -> Order:
        """Return the order of days and months in a column."""
        return settled_order(self._proofs[key][1])

    @cached_property
    def _proofs(self) -> Mapping[str, tuple[set[Mark | None], set[Order | None]]]:
        proofs: dict[str, tuple[set[Mark | None], set[Order | None]]] = {
            key: (set(), set()) for key in self._layout.places if key in STYLED
        }
        for chunk in self._table.chunks():
            for key, (marks, orders) in proofs.items():
                texts, _ = chunk.table.column(self._layout.places[key]).distinct
                marks.update(map(proof_of_mark, texts))
                orders.update(map(proof_of_order, texts))
        return proofs


@dataclass
class Sheet:
    """One chunk seen through the layout of its file. Columns come stripped; those that are absent come blank."""

    chunk: Chunk
    headers: tuple[str, ...]
    layout: Layout
    styles: Styles
    reasons: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Reject the lines that have more cells than headers."""
        self._columns: dict[str, Column] = {}
        for place, row in self.chunk.overlong.items():
            self.reject(
                place,
                _("the line has {cells} cells, the header only {headers}").format(
                    cells=len(row), headers=len(self.headers)
                ),
            )

    def __len__(self) -> int:
        """Return the number of lines."""
        return len(self.chunk.lines)

    def reject(self, place: int, reason: str) -> None:
        """Give a line its reason, unless it has one already."""
        self.reasons.setdefault(place, reason)

    def reject_cell(self, place: int, key: str, problem: object) -> None:
        """Reject a line for one of its cells."""
        self.reject(place, f"{self.header(key)}: {problem}")

    def header(self, key: str) -> str:
        """Return what the file calls a column; our own name where the file does not have it."""
        place = self.layout.places.get(key)
        return key if place is None else self.headers[place]

    def column(self, key: str) -> Column:
        """Return a column."""
        if key not in self._columns:
            place = self.layout.places.get(key, len(self.headers))
            absent = place == len(self.headers)
            self._columns[key] = Column(cells=[""] * len(self)) if absent else self.chunk.table.column(place)
        return self._columns[key]

    def texts(self, key: str) -> list[str]:
        """Return a column as it stands in the file, stripped."""
        return self.column(key).texts

    def words(self, key: str, longest: int, *, required: bool = False) -> list[str]:
        """Return a column of texts; those too long to be kept, or missing where one is needed, are rejected."""
        column = self.column(key)
        if column.width > longest:
            problem = _("is longer than {most} characters").format(most=longest)
            for place, text in enumerate(column.texts):
                if len(text) > longest:
                    self.reject_cell(place, key, problem)
        if required:
            self._reject_blanks(key)
        return column.texts

    def _reject_blanks(self, key: str) -> None:
        column = self.column(key)
        if column.has_blanks:
            for place, text in enumerate(column.texts):
                if not text:
                    self.reject_cell(place, key, _("is missing"))

    def each(self, key: str, read: Callable[[str], T], blank: T | None, *, required: bool = False) -> list[T | None]:
        """Read a column one distinct text at a time. `read` raises InvalidInput for what cannot be taken."""
        texts, places = self.column(key).distinct
        found: list[T | None] = []
        wrong: dict[int, InvalidInput] = {}
        for number, text in enumerate(texts):
            try:
                found.append(read(text) if text else blank)
            except InvalidInput as error:
                found.append(blank)
                wrong[number] = error.with_traceback(None)
        if wrong:
            for place, number in enumerate(places.tolist()):
                if number in wrong:
                    self.reject_cell(place, key, wrong[number])
        if required:
            self._reject_blanks(key)
        return spread(found, places)

    def each_beside(self, key: str, beside: Sequence[B], read: Callable[[str, B], T]) -> list[T | None]:
        """Read a column whose texts mean what stands `beside` them says, one distinct pair at a time; blanks are None.

        `read` raises InvalidInput for what cannot be taken.
        """
        found: dict[tuple[str, B], T | None] = {}
        wrong: dict[tuple[str, B], InvalidInput] = {}
        pairs = list(zip(self.texts(key), beside, strict=True))
        for text, other in set(pairs):
            try:
                found[text, other] = read(text, other) if text else None
            except InvalidInput as error:
                found[text, other], wrong[text, other] = None, error.with_traceback(None)
        for place, pair in enumerate(pairs) if wrong else ():
            if pair in wrong:
                self.reject_cell(place, key, wrong[pair])
        return [found[pair] for pair in pairs]

    def days(self, key: str, *, required: bool = False) -> list[str | None]:
        """Return a column of dates as ISO texts."""

        def read(text: str) -> str:
            return read_day(text, lambda: self.styles.order(key), field=key).isoformat()

        return self.each(key, read, None, required=required)

    def currencies(self, key: str, blank: str | None = None, *, required: bool = False) -> list[str | None]:
        """Return a column of currency codes."""
        return self.each(key, lambda text: require_currency(text, field=key), blank, required=required)

    def flags(self, key: str, *, blank: bool) -> list[int]:
        """Return a column of yes and no as 1 and 0."""

        def read(text: str) -> int:
            word = text.casefold()
            if word not in YES | NO:
                raise InvalidInput(_("“{text}” is neither yes nor no").format(text=text), field=key)
            return int(word in YES)

        return [int(value or 0) for value in self.each(key, read, int(blank))]

    def counts(self, key: str, blank: int | None = None, *, required: bool = False) -> list[int | None]:
        """Return a column of amounts or quantities as counts of ten-thousandths."""
        column = self.column(key)
        counts, wrong = read_counts(column, lambda: self.styles.mark(key), field=key)
        values: list[int | None] = counts.tolist()
        blanks = [place for place, text in enumerate(column.texts) if not text] if column.has_blanks else []
        for place in blanks:
            wrong.pop(place, None)
            values[place] = blank
        for place, error in wrong.items():
            self.reject_cell(place, key, error)
        if required:
            self._reject_blanks(key)
        return values

    def number(self, key: str, text: str) -> Decimal:
        """Read one number of a column exactly, with all its decimals. Raises InvalidInput."""
        return read_number(text, lambda: self.styles.mark(key), field=key)

    def reject_repeats(self, keys: Sequence[Hashable], seen: set[Hashable], key: str) -> None:
        """Reject lines whose key stands on an earlier line of the file that was kept; `seen` carries those over."""
        fresh = set(keys)
        if not self.reasons and len(fresh) == len(keys) and seen.isdisjoint(fresh):
            seen |= fresh
            return
        for place, value in enumerate(keys):
            if place in self.reasons:
                continue
            if value in seen:
                self.reject_cell(place, key, _("stands on an earlier line of this file too"))
            else:
                seen.add(value)

    def checked(self, columns: Mapping[str, Sequence[object]]) -> Checked:
        """Return what was kept of these columns and what was rejected."""
        if not self.reasons:
            return Checked(self.chunk.lines, {key: list(values) for key, values in columns.items()}, [])
        kept = [place for place in range(len(self)) if place not in self.reasons]
        return Checked(
            lines=[self.chunk.lines[place] for place in kept],
            columns={key: [values[place] for place in kept] for key, values in columns.items()},
            rejections=[self._rejection(place) for place in sorted(self.reasons)],
        )

    def _rejection(self, place: int) -> Rejection:
        return Rejection(self.chunk.lines[place], self.reasons[place], tuple(self.chunk.cells(place)))
