"""Names of a run of clients, and how many pairs of letters each shares with what was typed.

A pair of letters, or one character of a script without spaces, has an integer with one bit a name. Added up bit by bit,
a few of those count for thousands of names at once what each shares, without looking at any: 30 µs for 8,192 names.
docs/benchmarks.md says what else was tried.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

Key = str

_ROWS = 1021
"""Integers of a block at most, of a bit a name: about 1 MB, whatever is written. Pairs that share one only add names
that are then looked at for nothing; a prime spreads them.
"""
_WIDE = "\u2e80"
"""From here on a character says as much as a pair of letters."""
_FEW = 16
"""Names that may have changed for the rows of a block to be taken over."""
_SLIP = 3
"""Pairs that one error can take from a name: two letters exchanged are in three."""


class Block:
    """The folded names of a run of clients, the shortest first; it never changes, after a change a new one is made."""

    def __init__(
        self,
        generation: int,
        names: Sequence[tuple[int, Key]],
        codes: Sequence[tuple[int, str]] = (),
        before: "Block | None" = None,
    ) -> None:
        """Lay the (client id, key) pairs out by length; `codes` are those not kept in capitals.

        Where little has changed since the block `before`, its rows are taken over: in 2 ms instead of 40.
        """
        self.generation = generation
        self.codes: dict[str, list[int]] = defaultdict(list)
        for client_id, code in codes:
            self.codes[code].append(client_id)
        ordered = sorted(set(names))
        ordered.sort(key=lambda each: len(each[1]))
        self.count = len(ordered)
        self.client_ids = array("q", (client_id for client_id, _ in ordered))
        self.names = [key for _, key in ordered]
        self._lengths = array("L", map(len, self.names))
        self._rows = (before and before.rows_for(ordered)) or _rows(self.names)

    def rows_for(self, ordered: Sequence[tuple[int, Key]]) -> Mapping[int, int] | None:
        """Return the rows with the few names taken out and put in that make this block another; None for many."""
        known = list(zip(self.client_ids, self.names, strict=True))
        kept = set(known) & set(ordered)
        if len(known) + len(ordered) - 2 * len(kept) > _FEW:
            return None
        rows = self._rows
        for place in reversed([place for place, each in enumerate(known) if each not in kept]):
            rows = {row: _without(bits, place) for row, bits in rows.items()}
        for place, (_, name) in [(place, each) for place, each in enumerate(ordered) if each not in kept]:
            rows = {row: _with_gap(bits, place) for row, bits in rows.items()}
            for row in rows_of(name):
                rows[row] = rows.get(row, 0) | 1 << place
        return rows

    def span(self, lengths: range) -> tuple[int, int]:
        """Return the first and one past the last place of the names of such lengths."""
        return bisect_left(self._lengths, lengths.start), bisect_left(self._lengths, lengths.stop)

    def shared(self, rows: Sequence[int], first: int, last: int) -> list[int]:
        """Count for each name between two places the rows it is in: bit `p` of number `n` is worth 2 ** n at place `p`.

        Places count from `first`.
        """
        sums: list[int] = []
        window = (1 << (last - first)) - 1
        for row in rows:
            carry = self._rows.get(row, 0) >> first & window
            for level, known in enumerate(sums):
                if not carry:
                    break
                sums[level], carry = known ^ carry, known & carry
            if carry:
                sums.append(carry)
        return sums

    def holding(self, rows: Sequence[int]) -> Iterator[int]:
        """Yield the places of the names that are in all of these rows, in order."""
        bits = (1 << self.count) - 1
        for row in rows:
            bits &= self._rows.get(row, 0)
        yield from places(bits)


def rows_of(key: Key) -> list[int]:
    """Return the rows that a name is in, or what was typed."""
    return sorted({_row(pair) for pair in _pairs(key)})


def lost(key: Key, errors: int) -> int:
    """Return how many of its rows a name of this kind may lose by so many errors and still be near.

    Of a wide script one more: two characters too many and one that is wrong are still near, too.
    """
    if all(letter > _WIDE or letter == " " for letter in key):
        return errors + 1
    return errors * _SLIP


def places(bits: int) -> Iterator[int]:
    """Yield the numbers of the bits that are set, the lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def with_count(sums: Sequence[int], count: int, width: int) -> int:
    """Return the places, of `width`, at which `sums` say `count`."""
    everyone = (1 << width) - 1
    if count >> len(sums):
        return 0
    bits = everyone
    for level, known in enumerate(sums):
        bits &= known if count >> level & 1 else known ^ everyone
    return bits


def _pairs(key: Key) -> set[tuple[str, str]]:
    """Return every pair of neighbours, the beginning being a space, or of a wide script every character by itself."""
    pairs = set(zip(f" {key}", key, strict=False))
    if key.isascii() or max(key) <= _WIDE:
        return pairs
    return {(letter, "") for letter in key if letter > _WIDE} | {pair for pair in pairs if max(pair) <= _WIDE}


def _row(pair: tuple[str, str]) -> int:
    return (ord(pair[0]) * 31 + (ord(pair[1]) if pair[1] else 0)) % _ROWS


def _rows(names: Sequence[Key]) -> Mapping[int, int]:
    by_pair: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        for pair in _pairs(name):
            by_pair[pair].append(place)
    by_row: dict[int, list[int]] = defaultdict(list)
    for pair, found in by_pair.items():
        by_row[_row(pair)] += found
    return {row: _bits(found, len(names)) for row, found in by_row.items()}


def _without(bits: int, place: int) -> int:
    """Return the bits with those above a place one lower."""
    return bits >> (place + 1) << place | bits & ((1 << place) - 1)


def _with_gap(bits: int, place: int) -> int:
    """Return the bits with those from a place on one higher."""
    return bits >> place << (place + 1) | bits & ((1 << place) - 1)


def _bits(found: Sequence[int], width: int) -> int:
    """Return the integer with these bits set; written in figures first, which is the quickest way."""
    figures = bytearray(b"0") * width
    for place in found:
        figures[~place] = 49  # the figure 1
    return int(figures, 2)
