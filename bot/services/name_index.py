"""Names ranked in memory, those of one length side by side, so that a search passes over most of them.

A block holds the names of a run of clients and never changes; after a change a new one takes its place. What was typed
is compared in two steps: with the names of about its length that are two edits away at most, and only where none of
those is close, with all that are alike at all. docs/benchmarks.md says what each costs.
"""

import heapq
import math
from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Indel

from bot.policy.names import is_unspaced

LIKELY = 66.6
"""Below this score a name is not worth showing; four Chinese characters with two wrong ones are just above."""
CLOSE = 80.0
"""With a name of this score or better there is no looking for what is less alike."""
BEGINNING = 95.0
"""The score of a name of which a run of words begins with what was typed."""
COMMON = 82.0
"""The score where that run stands inside as many names as were asked for, in a script without spaces."""
ALL_WORDS = 90.0
"""The score of a name in which a word begins with each of those typed, in any order."""
_NEAR = 2
"""Edits that are forgiven; an edit is a letter more, less or another, or two exchanged."""
_KEPT = 64
"""Of one block and one length, names that are looked at more closely."""
_LARGE = 200_000
"""From so many names on, names that are not of about the length typed are passed over."""
_LARGE_REACH = 5

Key = str


@dataclass(frozen=True)
class Found:
    """A client that may be meant; `score` runs from 0 to 100, 99 at most for what is not looked up exactly."""

    client_id: int
    score: float


class Block:
    """The folded names of a run of clients."""

    def __init__(
        self, generation: int, names: Sequence[tuple[int, Key]], codes: Sequence[tuple[int, str]] = ()
    ) -> None:
        """Lay the (client id, key) pairs out by length, and as one text; `codes` are those not kept in capitals."""
        self.generation = generation
        self.codes: dict[str, list[int]] = defaultdict(list)
        for client_id, code in codes:
            self.codes[code].append(client_id)
        self.count = len(names)
        self.client_ids = array("q", (client_id for client_id, _ in names))
        by_length: dict[int, list[int]] = defaultdict(list)
        for place, (_, key) in enumerate(names):
            by_length[len(key)].append(place)
        self.places = {length: array("l", places) for length, places in by_length.items()}
        self.keys = {length: [names[place][1] for place in places] for length, places in by_length.items()}
        self.text = "".join(f"\n{key}" for _, key in names)
        """Each name on a line of its own, a line's end before the first: searched at the speed of memory."""
        self.starts = array("l", accumulate((len(key) + 1 for _, key in names[:-1]), initial=0))

    def holding(self, words: str) -> Iterator[int]:
        """Yield the places of the names in which `words` stand, in order; more than once where they do so often."""
        at = self.text.find(words)
        while at >= 0:
            yield bisect_right(self.starts, at) - 1
            at = self.text.find(words, at + 1)

    def name_at(self, place: int) -> Key:
        """Return the name at a place."""
        end = self.starts[place + 1] if place + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[place] + 1 : end]


@dataclass(frozen=True)
class NameIndex:
    """Every name, in blocks by their number."""

    blocks: Mapping[int, Block]

    def coded(self, code: str) -> list[int]:
        """Return the clients that have this code, given in capitals, in other letters."""
        return [client_id for block in self.blocks.values() for client_id in block.codes.get(code, ())]

    def search(self, readings: Mapping[Key, int], most: int) -> list[Found]:
        """Return the clients whose name is like one of the `readings` (key to errors supposed), best first."""
        scores: dict[int, tuple[float, float]] = {}
        for key, supposed in readings.items():
            if any(score >= BEGINNING for score, _ in scores.values()):
                break
            _merge(scores, self._near(key, supposed))
        key = next(iter(readings), "")
        is_close = any(score >= CLOSE for score, _ in scores.values())
        if not is_close:
            _merge(scores, self._alike(key, most))
        _merge(scores, self._beginning(key, most, in_any_order=not is_close))
        best = heapq.nsmallest(most, scores, key=lambda each: (-scores[each][0], -scores[each][1], each))
        return [Found(client_id, min(scores[client_id][0], 99.0)) for client_id in best]

    def _near(self, key: Key, supposed: int) -> list[tuple[int, float, float]]:
        """Return (client id, score, rarity of what agrees) of the names two edits away at most."""
        found: list[tuple[int, Key]] = []
        for length in range(max(1, len(key) - _NEAR), len(key) + _NEAR + 1):
            cutoff = min(2 * _NEAR, int((100 - _floor(key)) * 1.5 * (len(key) + length) / 100))
            found += self._extract(key, length, partial(process.extract, scorer=Indel.distance, score_cutoff=cutoff))
        likely = [
            (client_id, name, score)
            for client_id, name in found
            if (score := likeness(key, name, supposed)) >= _floor(key)
        ]
        weigh = _rarity(key, [name for _, name, _ in likely])
        return [(client_id, score, weigh(name)) for client_id, name, score in likely]

    def _alike(self, key: Key, most: int) -> list[tuple[int, float, float]]:
        """Return the names that are alike over all, whatever their length."""
        is_large = sum(block.count for block in self.blocks.values()) > _LARGE
        shortest, longest = (len(key) + 1) // 2, len(key) * 2
        if is_large:
            shortest, longest = len(key) - _LARGE_REACH, len(key) + _LARGE_REACH
        extract = partial(process.extract, scorer=fuzz.ratio, score_cutoff=CLOSE if is_large else LIKELY)
        found = [
            each
            for length in range(max(1, shortest), longest + 1)
            for each in self._extract(key, length, extract, most * 3)
        ]
        return [(client_id, likeness(key, name, 0), 0.0) for client_id, name in found]

    def _extract(
        self, key: Key, length: int, extract: "partial[list[tuple[str, float, int]]]", kept: int = _KEPT
    ) -> Iterator[tuple[int, Key]]:
        for block in self.blocks.values():
            if names := block.keys.get(length):
                places = block.places[length]
                for name, _, number in extract(key, names, limit=kept):
                    yield block.client_ids[places[number]], name

    def _beginning(self, key: Key, most: int, *, in_any_order: bool) -> list[tuple[int, float, float]]:
        """Return the names of which a run of words begins with what was typed (2 letters or more, 1 in CJK).

        Where none does, those in which a word begins with each of several words typed, if that is asked for.
        """
        if len(key) < (1 if is_unspaced(key) else 2):
            return []
        if found := self._holding(_beginnings(key), most):
            # Without spaces nothing says where a word begins; what stands inside many names tells none of them.
            score = COMMON if is_unspaced(key) and len(found) == most else BEGINNING
            return [(client_id, score, 0.0) for client_id in found]
        words = key.split() if in_any_order else []
        if len(words) < 2 or len(words) > 12:
            return []
        found = self._holding(_beginnings(max(words, key=len)), most, words)
        return [(client_id, ALL_WORDS, 0.0) for client_id in found]

    def _holding(self, beginnings: Sequence[str], most: int, words: Sequence[str] = ()) -> list[int]:
        found: dict[int, None] = {}
        for block in self.blocks.values():
            for place in heapq.merge(*(block.holding(each) for each in beginnings)):
                if all(_begins(word, block.name_at(place)) for word in words):
                    found[block.client_ids[place]] = None
                if len(found) >= most:
                    return list(found)
        return list(found)


def likeness(typed: Key, name: Key, supposed: int) -> float:
    """Return from 0 to 100 how alike two keys are, after so many errors were supposed already.

    A letter more or less counts 1, another letter or two exchanged 1.33, over the letters of both. An exchange is as
    likely a slip as a letter left out; counted as two, as the longest common subsequence does, it would rank behind.
    An error in a legal form counts half: that is no part of the name.
    """
    edits = (Indel.distance(typed, name) + 2 * OSA.distance(typed, name)) / 3 + supposed / 2
    return 100 * (1 - edits / max(len(typed) + len(name), 1))


def _floor(key: Key) -> float:
    """Return the score that is worth showing: of two or three letters one wrong is too many."""
    return LIKELY if len(key) >= 4 else LIKELY + 1


def _rarity(typed: Key, names: Sequence[Key]) -> "partial[float]":
    """Return what weighs how telling the characters are that a name shares with what was typed.

    Among names that are equally near, 上海 in both says little and the rare character of a brand says much.
    """
    known = Counter(character for name in set(names) for character in set(name))
    weights = {character: math.log((len(names) + 1) / known[character]) for character in set(typed) if known[character]}
    return partial(_shared_weight, Counter(typed), weights)


def _shared_weight(typed: "Counter[str]", weights: Mapping[str, float], name: Key) -> float:
    return sum(weights.get(character, 0.0) for character in (typed & Counter(name)).elements())


def _merge(scores: dict[int, tuple[float, float]], found: Iterable[tuple[int, float, float]]) -> None:
    """Keep the best score of each client."""
    for client_id, score, rarity in found:
        scores[client_id] = max(scores.get(client_id, (0.0, 0.0)), (score, rarity))


def _beginnings(words: str) -> list[str]:
    return [words] if is_unspaced(words) else [f"\n{words}", f" {words}"]


def _begins(word: str, name: Key) -> bool:
    """Tell whether a word of a name begins with `word`."""
    return any(each in f"\n{name}" for each in _beginnings(word))
