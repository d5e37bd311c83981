"""Opening a workbook by what it holds, whatever its name says: a system's “.xls” is often a newer one."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_CONTAINER = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_LOOKED_AT = 1 << 20

_SHEET = re.compile(rb"<sheet\b[^>]*\br:id=\"([^\"]+)\"")
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb"\b(\w+)=\"([^\"]*)\"")
_CELL = re.compile(rb"<c\b([^>]*\bt=\"e\"[^>]*)>(?:(?!</c>).)*?<v>([^<]*)</v>", re.DOTALL)
_PLACE = re.compile(rb"([A-Z]+)(\d+)")


def open_workbook(path: Path) -> "CalamineWorkbook":
    """Open a workbook. Raises CalamineError for what is none, PasswordError for one that is locked."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_path(str(path))
    except PasswordError:
        raise
    except CalamineError:
        if _is_locked(path):
            raise PasswordError(path.name) from None
        with path.open("rb") as file:
            return CalamineWorkbook.from_filelike(file)


def _is_locked(path: Path) -> bool:
    """Tell whether this is the container that Office puts an encrypted workbook into."""
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT)
        file.seek(max(path.stat().st_size - _LOOKED_AT, 0))
        return head.startswith(_CONTAINER) and _LOCKED in head + file.read()


def error_cells(path: Path, sheet: int) -> Mapping[int, Mapping[int, str]]:
    """Return the cells of a sheet (from 0) that hold an error such as ``#N/A``.

    Texts by column (from 0) by line (from 1). The reader leaves them blank, and an amount that could not be worked out
    is not the same as none.
    """
    try:
        with ZipFile(path) as book:
            content = book.read(_part_of(book, sheet))
    except (BadZipFile, KeyError, IndexError):
        return {}
    found: dict[int, dict[int, str]] = {}
    for attributes, text in _CELL.findall(content) if b't="e"' in content else ():
        place = _PLACE.fullmatch(dict(_ATTRIBUTE.findall(attributes)).get(b"r", b""))
        if place:
            found.setdefault(int(place[2]), {})[_column(place[1])] = text.decode()
    return found


def _part_of(book: ZipFile, sheet: int) -> str:
    """Return the name of the part of a workbook that holds a sheet. Raises KeyError or IndexError for a foreign one."""
    wanted = _SHEET.findall(book.read("xl/workbook.xml"))[sheet]
    for relation in _RELATION.findall(book.read("xl/_rels/workbook.xml.rels")):
        told = dict(_ATTRIBUTE.findall(relation))
        if told.get(b"Id") == wanted:
            target = told[b"Target"].decode()
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError(wanted)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
