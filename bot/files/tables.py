"""Opening a CSV or XLSX file as a table of texts, read in chunks of bounded size.

Which of the two it is shows in the bytes, not in the name. Cells of a workbook become the text that a careful
person would type: ISO dates, whole numbers without a point.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import TextIOWrapper
from itertools import chain, islice
from pathlib import Path
from typing import Protocol

from bot.errors import FileRejected
from bot.files.blocks import Block, cut
from bot.files.columns import Column
from bot.files.encodings import Encoding, detect_encoding
from bot.files.opening import error_cells, open_workbook
from bot.i18n import lazy

CHUNK_LINES = 50_000
LOOKED_AT = 20
"""Within so many rows stands the header."""
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_DELIMITERS = ",;\t|"
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])


class Cells(Protocol):
    """The cells of some lines."""

    def column(self, place: int) -> Column:
        """Return one column."""
        ...

    def cells(self, line: int) -> list[str]:
        """Return the cells of one line as they stand in the file."""
        ...


@dataclass(frozen=True)
class _Rows:
    """Cells that came line by line, as many in each as the table has headers."""

    rows: Sequence[list[str]]

    def column(self, place: int) -> Column:
        return Column.of([row[place] for row in self.rows])

    def cells(self, line: int) -> list[str]:
        return self.rows[line]


@dataclass(frozen=True)
class Chunk:
    """Some lines of a table: their numbers in the file (from 1), their cells, and how much of the file is read.

    A row that has more cells than the table has headers is in `overlong`, by its place.
    """

    lines: list[int]
    table: Cells
    width: int
    share: float
    overlong: dict[int, list[str]] = field(default_factory=dict)

    @property
    def rows(self) -> list[list[str]]:
        """Return the cells line by line, as many in each as the table has headers."""
        return [(self.table.cells(place) + [""] * self.width)[: self.width] for place in range(len(self.lines))]

    def cells(self, place: int) -> list[str]:
        """Return the cells of one line as they stand in the file, as many as there are headers or more."""
        return self.overlong.get(place) or (self.table.cells(place) + [""] * self.width)[: self.width]


def header_place(rows: Sequence[list[str]]) -> int:
    """Return which of a file's first rows names its columns, from 0.

    What stands above it, a report's title or a spreadsheet's own ``sep=;``, fills a cell or two where the table has
    many.
    """
    filled = [sum(1 for cell in row if cell.strip()) for row in rows]
    widest = max(filled)
    for place, (row, count) in enumerate(zip(rows, filled, strict=True)):
        is_title = (count == 1 and widest > 2) or (count == 2 and widest > 5)
        if not is_title and not row[0].startswith("sep="):
            return place
    return 0


class _Position:
    """How far a file has been read, from 0 to 1; whoever reads it says how to tell."""

    def __init__(self) -> None:
        self.share: Callable[[], float] = lambda: 0.0


class Table:
    """A file with one header line, which can be read through as often as needed."""

    def __init__(self, path: Path) -> None:
        """Open the file and read its headers. Raises FileRejected with what is wrong with it."""
        self.path = path
        self.name = path.name
        self._workbook = _is_workbook(path)
        self._encoding = None if self._workbook else detect_encoding(path)
        self._above = 0
        self.headers = self._read_headers()

    def chunks(self, size: int = CHUNK_LINES) -> Iterator[Chunk]:
        """Read the lines below the header, `size` at a time; blank lines are passed over."""
        position = _Position()
        width = len(self.headers)
        if self._encoding is None:
            numbered = islice(_workbook_rows(self.path, position), self._above + 1, None)
            while batch := list(islice(numbered, size)):
                yield _chunk_of(batch, width, position.share())
            return
        for found in _TextFile(self.path, self._encoding, position).read(width, size, above=self._above):
            if isinstance(found, list):
                yield _chunk_of(found, width, position.share())
            else:
                lines, block = found
                yield Chunk(lines, block, width, position.share())

    def _read_headers(self) -> tuple[str, ...]:
        position = _Position()
        rows = (
            _workbook_rows(self.path, position)
            if self._encoding is None
            else _TextFile(self.path, self._encoding, position).rows()
        )
        first = [row for _, row in islice(rows, LOOKED_AT)]
        if not first:
            raise FileRejected(lazy("{file} is empty."), file=self.name)
        self._above = header_place(first)
        return tuple(" ".join(cell.split()) for cell in first[self._above])


def _chunk_of(batch: Sequence[tuple[int, list[str]]], width: int, share: float) -> Chunk:
    rows = [row for _, row in batch]
    overlong = {place: row for place, row in enumerate(rows) if len(row) > width}
    if overlong or min(map(len, rows)) < width:
        rows = [(row + [""] * width)[:width] for row in rows]
    return Chunk([line for line, _ in batch], _Rows(rows), width, share, overlong)


def _is_workbook(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4).startswith(_WORKBOOKS)
    except FileNotFoundError as error:
        raise FileRejected(lazy("There is no file {path}."), path=path) from error
    except IsADirectoryError as error:
        raise FileRejected(lazy("{path} is a folder, not a file."), path=path) from error
    except OSError as error:
        raise FileRejected(lazy("{path} cannot be read: {reason}."), path=path, reason=error.strerror) from error


Numbered = tuple[int, list[str]]


class _TextFile:
    """The lines of a text file: cut into columns where they are plain, read by the csv module where they are not."""

    def __init__(self, path: Path, encoding: Encoding, position: _Position) -> None:
        """Remember the file; `position` follows what is read of it."""
        self._path = path
        self._encoding = encoding
        self._position = position
        self._delimiter = _delimiter(path, encoding)
        self._before = 0
        """How many lines of the file have been read."""

    def rows(self) -> Iterator[Numbered]:
        """Yield (line, cells) for every line that says something, the header first."""
        with self._opened() as lines:
            yield from self._read_rows(lines)

    def read(self, width: int, size: int, *, above: int) -> Iterator[list[Numbered] | tuple[list[int], Block]]:
        """Yield what stands below the header, `size` lines of the file at a time; `above` it stand so many rows."""
        with self._opened() as lines:
            for _row in islice(self._read_rows(lines), above + 1):
                pass
            while taken := list(islice(lines, size)):
                block = cut(taken, self._delimiter, width)
                if block is None:
                    rows = list(self._read_rows(chain(taken, lines), at_least=len(taken)))
                    if rows:
                        yield rows
                    continue
                said = block.said
                if len(said):
                    yield (said + self._before + 1).tolist(), block.keep(said)
                self._before += len(taken)

    @contextmanager
    def _opened(self) -> Iterator[Iterator[str]]:
        size = max(self._path.stat().st_size, 1)
        codec = self._encoding.codec
        with self._path.open("rb") as raw, TextIOWrapper(raw, encoding=codec, newline="") as file:
            self._position.share = lambda: 1.0 if raw.closed else raw.tell() / size
            try:
                yield (line.translate(_CONTROLS) for line in file) if self._encoding.has_controls else iter(file)
            except UnicodeDecodeError as error:
                raise FileRejected(
                    lazy("{file} cannot be read after line {line}: it is not text in {codec}."),
                    file=self._path.name,
                    line=self._before,
                    codec=codec,
                ) from error

    def _read_rows(self, lines: Iterable[str], at_least: int | None = None) -> Iterator[Numbered]:
        """Read row by row; no more of the lines than it takes to end the row in which the last wanted one stands."""
        reader = csv.reader(lines, delimiter=self._delimiter, strict=True)
        began = self._before
        try:
            for row in reader:
                # A cell may hold line breaks: the row begins where the one before it ended.
                line, self._before = self._before + 1, began + reader.line_num
                text = "".join(row)
                if text and not text.isspace():
                    yield line, row if row[-1] else _trimmed(row)
                if at_least is not None and reader.line_num >= at_least:
                    return
        except csv.Error as error:
            if "field limit" in str(error):
                raise FileRejected(
                    lazy("{file} cannot be read from line {line}: a cell there holds more than {most} characters."),
                    file=self._path.name,
                    line=self._before + 1,
                    most=f"{csv.field_size_limit():,}",
                ) from error
            raise FileRejected(
                lazy("{file} cannot be read from line {line}: a quotation mark is out of place there ({reason})."),
                file=self._path.name,
                line=self._before + 1,
                reason=error,
            ) from error


def _delimiter(path: Path, encoding: Encoding) -> str:
    """Return the delimiter that stands equally often, outside quotation marks, in most of the first lines.

    A title above the header may hold another one, and so may texts and decimal commas below it.
    """
    with path.open(encoding=encoding.codec, newline="") as file:
        try:
            lines = ["".join(line.split('"')[::2]) for line in islice(file, LOOKED_AT)]
        except UnicodeDecodeError:
            return ","
    return max(_DELIMITERS, key=lambda each: _steadiness([line.count(each) for line in lines]))


def _steadiness(counts: Sequence[int]) -> tuple[int, int]:
    """Return in how many lines a delimiter stands equally often, and how often."""
    return max(((counts.count(count), count) for count in counts if count), default=(0, 0))


def _trimmed(row: list[str]) -> list[str]:
    """Drop empty cells at the end: spreadsheets like to add them."""
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return row[:end] if end < len(row) else row


def _workbook_rows(path: Path, position: _Position) -> Iterator[tuple[int, list[str]]]:
    from python_calamine import CalamineError, PasswordError

    try:
        with open_workbook(path) as workbook:
            sheets = (workbook.get_sheet_by_index(place) for place in range(len(workbook.sheet_names)))
            number, sheet = next(((place, sheet) for place, sheet in enumerate(sheets) if sheet.height), (0, None))
            if sheet is None:
                return
            errors, (_line, first_column) = error_cells(path, number), sheet.start or (0, 0)
            line, height = 0, sheet.total_height
            position.share = lambda: min(line / height, 1.0)
            for line, cells in enumerate(sheet.iter_rows(), start=1):
                texts = [_cell_text(cell) for cell in cells]
                for place, text in errors.get(line, {}).items():
                    texts[place - first_column] = text
                if row := _trimmed(texts):
                    yield line, row
    except PasswordError as error:
        raise FileRejected(lazy("{file} is protected by a password."), file=path.name) from error
    except (CalamineError, OSError) as error:
        raise FileRejected(lazy("{file} is neither a CSV nor an XLSX file."), file=path.name) from error


Cell = int | float | str | bool | time | date | datetime | timedelta


def _cell_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell.translate(_CONTROLS)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        # The shortest decimal that reads back as this number, without an exponent.
        return format(Decimal(repr(cell)), "f").removesuffix(".0")
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time.min else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)
