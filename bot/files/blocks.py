"""Lines of delimited text cut into columns all at once, where they are plain.

Plain are lines as long as one another of which no cell holds a delimiter, a line break or a quotation mark inside.
All others are left to the csv module, which gives the same cells.
"""

import csv
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.files.columns import Column

_WIDEST = 64
"""Columns with longer texts are cut out text by text: as arrays, most of them would be empty."""

_LINE_END, _QUOTE, _SPACE = ord("\n"), ord('"'), ord(" ")
_WIDE_SPACES = np.array([code for code in range(0x80, 0x3001) if chr(code).isspace()], np.uint32)

Codes: TypeAlias = "NDArray[np.uint8] | NDArray[np.uint32]"
Places: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True)
class Block:
    """Some lines: `starts` and `ends` say where each cell stands in the text, stripped, a line a row."""

    text: str
    delimiter: str
    codes: Codes
    starts: Places
    ends: Places
    line_starts: Places
    line_ends: Places

    @property
    def said(self) -> NDArray[np.intp]:
        """Return which lines say something."""
        return np.flatnonzero((self.starts < self.ends).any(axis=1))

    def keep(self, lines: NDArray[np.intp]) -> "Block":
        """Return these lines alone."""
        if len(lines) == len(self.starts):
            return self
        kept = (each[lines] for each in (self.starts, self.ends, self.line_starts, self.line_ends))
        return Block(self.text, self.delimiter, self.codes, *kept)

    def column(self, place: int) -> Column:
        """Return one column; one that no line has is blank."""
        if place >= self.starts.shape[1]:
            return Column(matrix=np.zeros((len(self.starts), 0), np.uint32))
        starts, ends = self.starts[:, place], self.ends[:, place]
        lengths = ends - starts
        width = int(lengths.max(initial=0))
        if width > _WIDEST:
            return Column(cells=[self.text[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)])
        steps = np.arange(width)
        within = np.minimum(starts[:, None] + steps, len(self.codes) - 1)
        characters = self.codes[within].astype(np.uint32)
        characters[steps >= lengths[:, None]] = 0
        return Column(matrix=characters)

    def cells(self, line: int) -> list[str]:
        """Return the cells of one line as they stand in the file."""
        text = self.text[self.line_starts[line] : self.line_ends[line]]
        return next(csv.reader([text], delimiter=self.delimiter, strict=True))


def cut(lines: list[str], delimiter: str, width: int) -> Block | None:
    """Cut lines into cells; None where they are not plain, or some have more cells than others or than `width`."""
    text = "".join(lines)
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if "\r" in text:
        return None
    if not text.endswith("\n"):
        text += "\n"
    codes = _codes_of(text)
    marks = np.flatnonzero((codes == _LINE_END) | (codes == ord(delimiter)))
    if len(marks) % len(lines):
        return None
    ends = marks.reshape(len(lines), -1)
    if (codes[ends[:, -1]] != _LINE_END).any() or (codes[ends[:, :-1]] == _LINE_END).any():
        return None
    starts = np.concatenate(([0], marks[:-1] + 1)).reshape(ends.shape)
    block = Block(text, delimiter, codes, starts.copy(), ends.copy(), starts[:, 0], ends[:, -1])
    if '"' in text and not _unquote(block):
        return None
    if (block.starts[:, width:] < block.ends[:, width:]).any():
        return None
    _strip(block)
    return block


def _codes_of(text: str) -> Codes:
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), np.uint8)
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


def _unquote(block: Block) -> bool:
    """Take the quotation marks off cells that have one at either end; False where others stand anywhere."""
    before = np.concatenate(([0], np.cumsum(block.codes == _QUOTE)))
    count = before[block.ends] - before[block.starts]
    quoted = count > 0
    starts, ends = block.starts[quoted], block.ends[quoted]
    is_plain = (count[quoted] == 2) & (ends - starts >= 2)
    is_plain &= (block.codes[starts] == _QUOTE) & (block.codes[ends - 1] == _QUOTE)
    block.starts[quoted] += 1
    block.ends[quoted] -= 1
    return bool(is_plain.all())


def _strip(block: Block) -> None:
    """Leave out the spaces around each cell."""
    starts, ends = block.starts, block.ends
    while (leading := _is_space(block.codes[starts]) & (starts < ends)).any():
        starts += leading
    while (trailing := _is_space(block.codes[ends - 1]) & (starts < ends)).any():
        ends -= trailing


def _is_space(codes: Codes) -> NDArray[np.bool_]:
    # Control characters that are no spaces were dropped from the text before.
    is_space: NDArray[np.bool_] = codes <= _SPACE
    return is_space if codes.dtype == np.uint8 else is_space | np.isin(codes, _WIDE_SPACES)
