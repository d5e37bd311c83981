"""Which pairs of clients are worth judging: all of them would be fifty million for ten thousand clients.

Two clients meet when they share a key: a phone or a domain, a name in one spelling, a word of their own as it sounds,
or a word with one letter left out, which brings slips of the finger together. A key that too many share tells
nothing; a word that many bear counts together with another word or the city. Keys are hashed to integers, sorted, and
read off as pairs, so that the work grows with the number of clients. Pairs that only a
loose key has brought together are kept when their own words sound alike.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.policy.duplicates import Trace
from bot.policy.likeness import NameForm, Word
from bot.policy.scripts import sound

_Ids: TypeAlias = NDArray[np.int64]

MOST_SHARING = 40
"""A key that more clients share brings nobody together."""
LOOSELY_ALIKE = 60.0
"""How alike the own words of two clients must sound, of 100, where only a loose key has brought them together."""
_COMMON = 25
"""A word that more clients bear is looked at together with another word or the city."""
_STEM = 7
_CUT = 4
_SHORTEST_SLIP = 5
_LONGEST_INITIALS = 6


def pair_up(traces: Sequence[Trace]) -> Iterator[tuple[Trace, Trace]]:
    """Yield each pair that is worth judging once."""
    if len(traces) < 2:
        return
    forms = [trace.forms for trace in traces]
    sure = _pairs(_keyed(_sure_keys(trace, each) for trace, each in zip(traces, forms, strict=True)), len(traces))
    common = _common_words(forms)
    loose = _pairs(
        _keyed(_loose_keys(trace, each, common) for trace, each in zip(traces, forms, strict=True)), len(traces)
    )
    loose = _alike(np.setdiff1d(loose, sure, assume_unique=True), forms)
    for code in np.concatenate((sure, loose)):
        low, high = divmod(int(code), len(traces))
        yield traces[low], traces[high]


def _keyed(keys_of: Iterable[Iterable[object]]) -> tuple[_Ids, _Ids]:
    """Return the keys as integers, sorted, and beside each the place of the client that has it."""
    hashes, places = array("q"), array("q")
    for place, keys in enumerate(keys_of):
        own = {hash(key) for key in keys}
        hashes.extend(own)
        places.extend([place] * len(own))
    keys, owners = np.frombuffer(hashes, dtype=np.int64), np.frombuffer(places, dtype=np.int64)
    order = np.argsort(keys, kind="stable")
    return keys[order], owners[order]


def _pairs(keyed: tuple[_Ids, _Ids], count: int) -> _Ids:
    """Return the pairs that share a key, each once, as ``low * count + high``."""
    keys, owners = keyed
    _values, at, sizes = np.unique(keys, return_inverse=True, return_counts=True)
    is_telling = (sizes[at] > 1) & (sizes[at] <= MOST_SHARING)
    keys, owners = keys[is_telling], owners[is_telling]
    found: list[_Ids] = []
    for step in range(1, MOST_SHARING):
        is_same = keys[step:] == keys[:-step]
        if not is_same.any():
            break
        found.append(owners[:-step][is_same] * count + owners[step:][is_same])
    return np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)


def _alike(pairs: _Ids, forms: Sequence[Sequence[NameForm]]) -> _Ids:
    """Keep the pairs whose own words sound alike; of several names the first speaks for a client."""
    if not pairs.size:
        return pairs
    heard = [_heard(each[0]) for each in forms]
    low, high = np.divmod(pairs, len(forms))
    scores = process.cpdist(
        [heard[place] for place in low], [heard[place] for place in high], scorer=fuzz.ratio, score_cutoff=LOOSELY_ALIKE
    )
    has_aliases = np.array([len(each) > 1 for each in forms])
    kept: _Ids = pairs[(scores > 0) | has_aliases[low] | has_aliases[high]]
    return kept


def _heard(form: NameForm) -> str:
    return sound("".join(word.latin for word in form.own or form.words))


def _sure_keys(trace: Trace, forms: Sequence[NameForm]) -> Iterator[object]:
    """Yield what brings two clients together whatever else they are."""
    yield from trace.marks
    for form in forms:
        yield from ((form.solid, trace.city), (form.solid, trace.country), form.solid)
        yield tuple(sorted(word.means or word.text for word in form.words))
        yield from _initials(form)


def _initials(form: NameForm) -> Iterator[object]:
    if len(form.words) >= 3:
        yield "initials", "".join(word.text[0] for word in form.words)
    elif len(form.words) == 1 and 3 <= len(form.solid) <= _LONGEST_INITIALS:
        yield "initials", form.solid


def _common_words(forms: Sequence[Sequence[NameForm]]) -> frozenset[str]:
    borne = Counter(word.sound for each in forms for form in each for word in form.own)
    return frozenset(word for word, count in borne.items() if count > _COMMON)


def _loose_keys(trace: Trace, forms: Sequence[NameForm], common: frozenset[str]) -> Iterator[object]:
    """Yield what may bring two clients together if their names are alike too."""
    for form in forms:
        own = form.own
        yield "all", sound("".join(word.latin for word in own))
        for word in own:
            yield from _word_keys(word, form, trace, is_common=word.sound in common)


def _word_keys(word: Word, form: NameForm, trace: Trace, *, is_common: bool) -> Iterator[object]:
    heard = word.sound
    if is_common:
        yield heard, trace.city
        yield from ((heard, each.means or each.sound) for each in form.words if each is not word)
        return
    yield heard
    yield "cut", heard[:_CUT], trace.city
    if len(heard) >= _SHORTEST_SLIP:
        for stem in {heard[:_STEM], heard[-_STEM:]}:
            yield from (("slip", stem[:at] + stem[at + 1 :]) for at in range(len(stem)))
            yield "slip", stem
