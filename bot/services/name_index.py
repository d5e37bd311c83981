"""Names ranked in memory, after all but a few thousand have been passed over unseen.

A name that is meant shares most of its pairs of letters with what was typed (`bot.services.name_grams`). Those that
share the most are compared in two steps: the names of about its length that are two edits away at most, and only where
none of those is close, all that are alike at all. docs/benchmarks.md says what each costs.
"""

import heapq
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Indel

from bot.policy.names import is_unspaced
from bot.services.name_grams import Block, Key, lost, places, rows_of, with_count

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
_KEPT = 512
"""Names that are looked at more closely."""
_COMPARED = 6_000
"""Names that are compared letter by letter, those that share most first."""
_ALIKE = 0.35
"""Of the pairs typed, what a name shares at least that is alike over all."""


@dataclass(frozen=True)
class Found:
    """A client that may be meant; `score` runs from 0 to 100, 99 at most for what is not looked up exactly."""

    client_id: int
    score: float


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
            _merge(scores, self._alike(key))
        _merge(scores, self._beginning(key, most, in_any_order=not is_close))
        best = heapq.nsmallest(most, scores, key=lambda each: (-scores[each][0], -scores[each][1], each))
        return [Found(client_id, min(scores[client_id][0], 99.0)) for client_id in best]

    def spelt(self, readings: Mapping[Key, int], least: float) -> list[Found]:
        """Return the best two answers where the best is another spelling that scores `least` or better; else none.

        Most names of a file are nobody's: for these one look at the near ones is enough.
        """
        scores: dict[int, tuple[float, float]] = {}
        for key, supposed in readings.items():
            _merge(scores, self._near(key, supposed))
        if max((score for score, _ in scores.values()), default=0.0) < least:
            return []
        found = self.search(readings, 2)
        return found if scores.get(found[0].client_id, (0.0, 0.0))[0] >= least else []

    def _near(self, key: Key, supposed: int) -> list[tuple[int, float, float]]:
        """Return (client id, score, rarity of what agrees) of the names two edits away at most."""
        lengths = range(max(1, len(key) - _NEAR), len(key) + _NEAR + 1)
        cutoff = min(2 * _NEAR, int((100 - _floor(key)) * 1.5 * (len(key) + lengths.stop) / 100))
        extract = partial(process.extract, scorer=Indel.distance, score_cutoff=cutoff, limit=_KEPT)
        found = self._extract(key, lengths, extract, len(rows_of(key)) - lost(key, _NEAR))
        likely = [
            (client_id, name, score)
            for client_id, name in found
            if (score := likeness(key, name, supposed)) >= _floor(key)
        ]
        weigh = _rarity(key, [name for _, name, _ in likely])
        return [(client_id, score, weigh(name)) for client_id, name, score in likely]

    def _alike(self, key: Key) -> list[tuple[int, float, float]]:
        """Return the names that are alike over all, whatever their length."""
        lengths = range(max(1, (len(key) + 1) // 2), len(key) * 2 + 1)
        extract = partial(process.extract, scorer=fuzz.ratio, score_cutoff=LIKELY, limit=_KEPT)
        count = len(rows_of(key))
        least = math.ceil(count * _ALIKE) if count > lost(key, _NEAR) else 0
        found = self._extract(key, lengths, extract, least)
        return [(client_id, likeness(key, name, 0), 0.0) for client_id, name in found]

    def _extract(
        self, key: Key, lengths: range, extract: "partial[list[tuple[str, float, int]]]", least: int
    ) -> Iterator[tuple[int, Key]]:
        """Yield what is extracted of the names that share `least` rows, of all names when that is none."""
        if least < 1:
            for block in self.blocks.values():
                first, last = block.span(lengths)
                for name, _, number in extract(key, block.names[first:last]):
                    yield block.client_ids[first + number], name
        else:
            client_ids, names = self._sharing(rows_of(key), lengths, least)
            for name, _, number in extract(key, names):
                yield client_ids[number], name

    def _sharing(self, rows: Sequence[int], lengths: range, least: int) -> tuple[list[int], list[Key]]:
        """Return the clients and names that share the most rows, `least` at least; where they are few, all of them.

        Two lists, because a pair for each would have the collector of garbage go through a million names: 50 ms.
        """
        spans = [(block, *block.span(lengths)) for block in self.blocks.values()]
        counted = [
            (block, first, last, block.shared(rows, first, last)) for block, first, last in spans if first < last
        ]
        client_ids: list[int] = []
        names: list[Key] = []
        for count in range(len(rows), least - 1, -1):
            for block, first, last, sums in counted:
                for place in places(with_count(sums, count, last - first)):
                    client_ids.append(block.client_ids[first + place])
                    names.append(block.names[first + place])
                if len(names) >= _COMPARED:
                    return client_ids, names
        return client_ids, names

    def _beginning(self, key: Key, most: int, *, in_any_order: bool) -> list[tuple[int, float, float]]:
        """Return the names of which a run of words begins with what was typed (2 letters or more, 1 in CJK).

        Where none does, those in which a word begins with each of several words typed, if that is asked for.
        """
        if len(key) < (1 if is_unspaced(key) else 2):
            return []
        if found := self._holding([key], most):
            # Without spaces nothing says where a word begins; what stands inside many names tells none of them.
            score = COMMON if is_unspaced(key) and len(found) == most else BEGINNING
            return [(client_id, score, 0.0) for client_id in found]
        words = key.split() if in_any_order else []
        if len(words) < 2 or len(words) > 12:
            return []
        return [(client_id, ALL_WORDS, 0.0) for client_id in self._holding(words, most)]

    def _holding(self, beginnings: Sequence[Key], most: int) -> list[int]:
        """Return the clients in whose name a word begins with each of these."""
        rows = sorted({row for each in beginnings for row in rows_of(each)})
        found: dict[int, None] = {}
        for block in self.blocks.values():
            for place in block.holding(rows):
                if all(_begins(each, block.names[place]) for each in beginnings):
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


def _begins(word: str, name: Key) -> bool:
    """Tell whether a word of a name begins with `word`; without spaces it may stand anywhere."""
    return word in name if is_unspaced(word) else f" {word}" in f" {name}"
