"""One column of a table, with its texts as rows of characters: compared and counted for all lines at once.

Most columns of a ledger say few different things many times over. Each of these is read once; a line then carries the
number of its text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")

_SAMPLE = 1_000
_MIX = np.uint64(0x9E3779B97F4A7C15)
"""An odd number without a pattern: 2^64 divided by the golden ratio."""


@dataclass(frozen=True)
class Column:
    """A column whose cells are stripped, given as `cells` or as `matrix`: a line a row, one character code a place."""

    cells: Sequence[str] | None = None
    matrix: NDArray[np.uint32] | None = None

    @classmethod
    def of(cls, cells: Sequence[str]) -> "Column":
        """Make a column of cells as they stand in a file."""
        return cls(cells=list(map(str.strip, cells)))

    def __len__(self) -> int:
        """Return the number of lines."""
        return len(self.cells if self.cells is not None else self.characters)

    @cached_property
    def texts(self) -> list[str]:
        """Return the text of each line."""
        if self.cells is not None:
            return list(self.cells)
        if not self._repeats:
            return _texts_of(self.characters)
        texts, places = self.distinct
        return spread(texts, places)

    @cached_property
    def distinct(self) -> tuple[list[str], NDArray[np.intp]]:
        """Return the texts that occur, each once, and for each line the place of its own among them."""
        if self.cells is None:
            firsts, places = _first_rows(self.characters)
            return _texts_of(self.characters[firsts]), places
        numbers = {text: number for number, text in enumerate(dict.fromkeys(self.cells))}
        return list(numbers), np.fromiter(map(numbers.__getitem__, self.cells), np.intp, len(self.cells))

    @property
    def width(self) -> int:
        """Return the length of the longest text."""
        return max(map(len, self.cells), default=0) if self.cells is not None else self.characters.shape[1]

    @property
    def has_blanks(self) -> bool:
        """Tell whether some line says nothing."""
        return "" in self.cells if self.cells is not None else bool((self.characters[:, :1] == 0).any())

    @property
    def characters(self) -> NDArray[np.uint32]:
        """Return the codes of the characters, a line a row; what lies behind the end of a text is zero."""
        if self.matrix is not None:
            return self.matrix
        cells = self.cells or []
        width = max(self.width, 1)
        return np.array(cells, dtype=f"<U{width}").view(np.uint32).reshape(len(cells), width)

    @property
    def _repeats(self) -> bool:
        """Tell by a sample whether texts come more than once."""
        sample = _texts_of(self.characters[:_SAMPLE])
        return len(set(sample)) * 2 <= len(sample)


def spread(values: Sequence[T], places: NDArray[np.intp]) -> list[T]:
    """Return the value for each line, given those for the distinct texts."""
    found = np.empty(len(values), dtype=object)
    found[:] = values
    line_by_line: list[T] = found[places].tolist()
    return line_by_line


def _texts_of(characters: NDArray[np.uint32]) -> list[str]:
    lines, width = characters.shape
    if not width:
        return [""] * lines
    texts: list[str] = np.ascontiguousarray(characters).view(f"<U{width}").ravel().tolist()
    return texts


def _first_rows(characters: NDArray[np.uint32]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the first or any other row of each text, and for each row the number of its text.

    A hash table for all rows at once: of the rows that fall into one slot the last one stands there, and those equal
    to it are settled. The rest is hashed anew.
    """
    keys = _as_wide(characters)
    lines = len(keys)
    mixed = _mixed(keys)
    slots = np.zeros(1 << max(lines.bit_length() + 1, 8), np.intp)
    like, left = np.empty(lines, np.intp), np.arange(lines)
    while len(left):
        slot = (mixed[left] >> np.uint64(64 - (len(slots).bit_length() - 1))).astype(np.intp)
        slots[slot] = left
        there = slots[slot]
        is_same = (keys[left] == keys[there]).all(axis=1)
        like[left[is_same]] = there[is_same]
        left = left[~is_same]
        mixed = mixed * _MIX + np.uint64(1)
    is_first = np.zeros(lines, np.bool_)
    is_first[like] = True
    firsts = np.flatnonzero(is_first)
    numbers = np.empty(lines, np.intp)
    numbers[firsts] = np.arange(len(firsts))
    return firsts, numbers[like]


def _as_wide(characters: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Take the characters two by two: half as much to compare."""
    lines, width = characters.shape
    even = np.zeros((lines, width + width % 2 or 2), np.uint32)
    even[:, :width] = characters
    return even.view(np.uint64)


def _mixed(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    mixed = np.zeros(len(keys), np.uint64)
    for place in range(keys.shape[1]):
        mixed = (mixed ^ keys[:, place]) * _MIX
        mixed ^= mixed >> np.uint64(29)
    mixed *= _MIX
    return mixed
