"""How a name may have been misspelt: what of a mistyped name may be a legal form that nobody recognises any more.

`fold` takes legal forms out of a name; one with a typing error in it stays there and hides the name. Here such an end
or beginning is recognised, and what is left without it is offered as another reading of what was typed.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.policy.names import fold, is_unspaced, latin_forms, spell, unspaced_forms

MOST_READINGS = 3
_LATIN = latin_forms()
_LONG_LATIN = tuple(form for form in _LATIN if len(form) > 2)
_UNSPACED = unspaced_forms()
_MOST_WORDS = 3
"""Words of a legal form, as in “Sp. z o.o.”."""
_LONGEST_FORM = 8
_WHOLE = 1.2
"""What a form of two letters is worth, or one of four characters; 公司 may be the sound end of a damaged 有限公司."""


class _Cut(NamedTuple):
    """A reading of what was typed: the rest, the errors in the form that was cut off, and how good a find that is."""

    worth: float
    rest: str
    errors: int


def readings(typed: str) -> Mapping[str, int]:
    """Return the keys that what was typed may stand for, the likeliest first, with the errors that each supposes.

    The first is the folded name itself, without a supposition.
    """
    found = {fold(typed): 0}
    written = spell(typed)
    for cut in sorted({*_by_words(written.split(" ")), *_by_characters(written)}, reverse=True):
        if len(found) == MOST_READINGS or (not cut.errors and cut.worth >= _WHOLE):
            # A form without an error has been taken out by `fold`, and nothing is wrong with what is left.
            break
        if cut.rest and cut.errors:
            found.setdefault(cut.rest, cut.errors)
    return found


def _by_words(words: Sequence[str]) -> Iterator[_Cut]:
    """Take words off the end, and one off the beginning, where they are nearly a legal form."""
    for count in range(1, min(_MOST_WORDS, len(words) - 1) + 1):
        yield from _cut("".join(words[-count:]), " ".join(words[:-count]), _LATIN)
    if len(words) > 1:
        yield from _cut(words[0], " ".join(words[1:]), _LATIN)
    # The space before the form is what was forgotten.
    last = words[-1]
    for length in range(3, min(_LONGEST_FORM, len(last) - 2) + 1):
        for cut in _cut(last[-length:], " ".join([*words[:-1], last[:-length]]), _LONG_LATIN):
            if cut.errors < (1 if length == 3 else 2):
                yield cut._replace(errors=cut.errors + 1, worth=cut.worth - 0.5)


def _by_characters(written: str) -> Iterator[_Cut]:
    """Take characters off either end of a name in a script without spaces."""
    if any(map(is_unspaced, written)):
        for length in range(2, min(_LONGEST_FORM, len(written) - 2) + 1):
            yield from _cut(written[-length:], written[:-length].strip(), _UNSPACED)
            yield from _cut(written[:length], written[length:].strip(), _UNSPACED)


def _cut(piece: str, rest: str, forms: Sequence[str]) -> Iterator[_Cut]:
    """Yield the reading in which `piece` is the legal form that it is nearest to, if it is near to one."""
    near = process.extract(piece, forms, scorer=OSA.distance, score_cutoff=2, limit=4)
    worths = [
        _Cut(_worth(form) - errors, rest, int(errors))
        for form, errors, _ in near
        if errors <= (1 if len(form) <= 3 else 2)
    ]
    if worths:
        yield max(worths)


def _worth(form: str) -> float:
    """Return how much a find says: a long form is seldom met by chance."""
    return 0.4 * len(form) if is_unspaced(form) else 0.6 * len(form)
