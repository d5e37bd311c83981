"""Opening a CSV or XLSX file as a table of texts, read in chunks of bounded size.

Which of the two it is shows in the bytes, not in the name. Cells of a workbook become the text that a careful
person would type: ISO dates, whole numbers without a point.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import TextIOWrapper
from itertools import islice
from pathlib import Path

from bot.errors import FileRejected
from bot.files.encodings import Encoding, detect_encoding
from bot.i18n import lazy

CHUNK_LINES = 50_000
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_DELIMITERS = ",;\t|"
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])


@dataclass(frozen=True)
class Chunk:
    """Some lines of a table: their numbers in the file (from 1), their cells, and how much of the file is read.

    Every row has as many cells as the table has headers; a row that had more is in `overlong`, by its place.
    """

    lines: list[int]
    rows: list[list[str]]
    share: float
    overlong: dict[int, list[str]] = field(default_factory=dict)


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
        self.headers = self._read_headers()

    def chunks(self, size: int = CHUNK_LINES) -> Iterator[Chunk]:
        """Read the lines below the header, `size` at a time; blank lines are passed over."""
        position = _Position()
        numbered = self._rows(position)
        next(numbered, None)
        width = len(self.headers)
        while batch := list(islice(numbered, size)):
            rows = [row for _, row in batch]
            overlong = {place: row for place, row in enumerate(rows) if len(row) > width}
            if overlong or min(map(len, rows)) < width:
                rows = [(row + [""] * width)[:width] for row in rows]
            yield Chunk([line for line, _ in batch], rows, position.share(), overlong)

    def _read_headers(self) -> tuple[str, ...]:
        for _, row in self._rows(_Position()):
            return tuple(" ".join(cell.split()) for cell in row)
        raise FileRejected(lazy("{file} is empty."), file=self.name)

    def _rows(self, position: _Position) -> Iterator[tuple[int, list[str]]]:
        """Yield (line, cells) for every line that says something, the header first."""
        if self._encoding is None:
            return _workbook_rows(self.path, position)
        return _text_rows(self.path, self._encoding, position)


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


def _text_rows(path: Path, encoding: Encoding, position: _Position) -> Iterator[tuple[int, list[str]]]:
    size = max(path.stat().st_size, 1)
    with path.open("rb") as raw, TextIOWrapper(raw, encoding=encoding.codec, newline="") as file:
        position.share = lambda: 1.0 if raw.closed else raw.tell() / size
        lines: Iterable[str] = file
        if encoding.has_controls:
            lines = (line.translate(_CONTROLS) for line in file)
        reader = csv.reader(lines, delimiter=_delimiter(path, encoding), strict=True)
        before = 0
        try:
            for row in reader:
                # A cell may hold line breaks: the row begins where the one before it ended.
                line, before = before + 1, reader.line_num
                text = "".join(row)
                if text and not text.isspace():
                    yield line, row if row[-1] else _trimmed(row)
        except csv.Error as error:
            raise FileRejected(
                lazy("{file} cannot be read from line {line}: a quotation mark is out of place there ({reason})."),
                file=path.name,
                line=before + 1,
                reason=error,
            ) from error
        except UnicodeDecodeError as error:
            raise FileRejected(
                lazy("{file} cannot be read after line {line}: it is not text in {codec}."),
                file=path.name,
                line=before,
                codec=encoding.codec,
            ) from error


def _delimiter(path: Path, encoding: Encoding) -> str:
    """Return the delimiter that the header line holds most of, outside quotation marks."""
    with path.open(encoding=encoding.codec, newline="") as file:
        try:
            header = next((line for line in file if line.strip()), "")
        except UnicodeDecodeError:
            return ","
    unquoted = "".join(header.split('"')[::2])
    return max(_DELIMITERS, key=unquoted.count)


def _trimmed(row: list[str]) -> list[str]:
    """Drop empty cells at the end: spreadsheets like to add them."""
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return row[:end] if end < len(row) else row


def _workbook_rows(path: Path, position: _Position) -> Iterator[tuple[int, list[str]]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            sheets = (workbook.get_sheet_by_index(place) for place in range(len(workbook.sheet_names)))
            sheet = next((sheet for sheet in sheets if sheet.height), None)
            if sheet is None:
                return
            line, height = 0, sheet.total_height
            position.share = lambda: min(line / height, 1.0)
            for line, cells in enumerate(sheet.iter_rows(), start=1):
                if row := _trimmed([_cell_text(cell) for cell in cells]):
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
