"""How alike two companies' names are, and in what way: misspelt, shortened, translated, or one inside the other.

Word by word over folded names, where legal forms are gone. Numbers must be equal: Studio 54 is not Studio 55. Words of
trade that differ tell two companies apart, however alike the rest is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import groupby

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from bot.policy.scripts import in_latin, is_spaceless, sound
from bot.policy.trade_words import FILLERS, PLACES, TRADES

SOUNDS_ALIKE = 84.0
"""From here on two words in different scripts are taken for transliterations of one, of 100."""
_SHORTEST_CUT = 3
_SHORTEST_INITIALS = 3
_SHORTEST_PLACE = 5
_SHORTEST_OVERLAP = 4
_SHORTEST_SOUND = 4
_LONGEST_FORM = 3
_SURE_OF_FIRST = 6
_PARTED = re.compile(
    "|".join(re.escape(word) for word in sorted({*TRADES, *PLACES}, key=len, reverse=True) if not word.isascii())
)


class Likeness(StrEnum):
    """In what way two names are alike, closest first."""

    SAME = "same"
    SAME_WORDS = "same_words"
    MISSPELT = "misspelt"
    TRANSLATED = "translated"
    SHORTENED = "shortened"
    PART = "part"
    UNREADABLE = "unreadable"
    OVERLAP = "overlap"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Word:
    """One word of a name; `means` is its entry in the glossary, `latin` its spelling in Latin letters."""

    text: str
    means: str = ""
    latin: str = ""

    @property
    def sound(self) -> str:
        """Return roughly how it sounds."""
        return sound(self.latin)


@dataclass(frozen=True)
class NameForm:
    """A folded name taken apart. `own` words are those that only this company bears."""

    key: str
    words: tuple[Word, ...]
    solid: str = field(init=False)
    numbers: frozenset[str] = field(init=False)
    sorted_words: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Work out the name without spaces, and the numbers in it."""
        object.__setattr__(self, "solid", "".join(word.text for word in self.words))
        object.__setattr__(self, "sorted_words", tuple(sorted(word.text for word in self.words)))
        object.__setattr__(self, "numbers", frozenset(re.findall(r"\d+", self.key)))

    @property
    def own(self) -> tuple[Word, ...]:
        """Return the words that say neither trade nor place."""
        return tuple(word for word in self.words if not word.means)


@lru_cache(maxsize=5_000)
def form_of(key: str) -> NameForm:
    """Take a folded name apart into words, small ones left out unless there are no others."""
    words = [word for part in key.split() for word in _parted(part)]
    telling = [word for word in words if word.text not in FILLERS or word.means]
    return NameForm(key, tuple(telling or words))


def _parted(part: str) -> list[Word]:
    """Part what is written without spaces at the words that the glossary knows."""
    if not any(map(is_spaceless, part)):
        return [_word(part)]
    pieces: list[str] = []
    at = 0
    for found in _PARTED.finditer(part):
        pieces += [part[at : found.start()], found.group()]
        at = found.end()
    pieces.append(part[at:])
    return [_word(run) for piece in pieces if piece for run in _runs(piece)]


def _runs(piece: str) -> list[str]:
    """Part Latin letters from the others: ABC商事 is two words."""
    return ["".join(run) for _, run in groupby(piece, key=str.isascii)]


def _word(text: str) -> Word:
    means = TRADES.get(text) or PLACES.get(text, "")
    return Word(text, means, in_latin(text))


@dataclass(frozen=True)
class Comparison:
    """What comparing two names found: in what way they are alike, and how closely, from 0 to 1.

    `rests_on` counts the letters of the companies' own words that agree: a name of trade words alone says little.
    """

    likeness: Likeness
    closeness: float
    rests_on: int


_NOT_ALIKE = Comparison(Likeness.DIFFERENT, 0.0, 0)


def compare(one: NameForm, other: NameForm, places: frozenset[str] = frozenset()) -> Comparison:
    """Compare two names; the order does not matter.

    `places` are the glossary's entries of where the two are: a name with its own city in it says nothing new.
    """
    if one.key == other.key:
        return Comparison(Likeness.SAME, 1.0, _letters(one.own))
    if has_same_words(one, other):
        return Comparison(Likeness.SAME_WORDS, 1.0, _letters(one.own))
    if one.numbers != other.numbers and (one.numbers or other.numbers):
        return _NOT_ALIKE
    return _Pairing(one, other, places).comparison()


def has_same_words(one: NameForm, other: NameForm) -> bool:
    """Tell whether two names are made of the same words, in whatever order and however they are joined."""
    return one.solid == other.solid or one.sorted_words == other.sorted_words


def _letters(words: Sequence[Word]) -> int:
    """Return how much some words say: a Chinese, Japanese or Korean character says as much as three letters."""
    return sum(3 if is_spaceless(letter) else 1 for word in words for letter in word.text)


class _Pairing:
    """Pairs the words of two names, the surest pairs first, and sees what is left over."""

    def __init__(self, one: NameForm, other: NameForm, places: frozenset[str]) -> None:
        self._forms = (one, other)
        self._places = places
        self._left, self._right = list(one.words), list(other.words)
        self._edits = 0
        self._ways: set[Likeness] = set()
        self._agreed: list[Word] = []

    def comparison(self) -> Comparison:
        """Pair the words and say in what way the names are alike."""
        self._pair_equal()
        self._pair_meanings()
        self._pair_joined()
        self._pair_misspelt()
        self._pair_sounding_words()
        self._pair_sounding()
        self._pair_shortened()
        if self._is_initials(self._left, self._right) or self._is_initials(self._right, self._left):
            self._ways.add(Likeness.SHORTENED)
            self._left, self._right = [], []
        rests_on = _letters([word for word in self._agreed if not word.means])
        if self._left and self._right and self._is_other_script():
            return Comparison(Likeness.UNREADABLE, 0.0, rests_on)
        if self._left and self._right:
            return (
                _NOT_ALIKE
                if rests_on < _SHORTEST_OVERLAP or self._is_told_apart()
                else Comparison(Likeness.OVERLAP, self._share(), rests_on)
            )
        if self._is_form_left():
            return Comparison(Likeness.SHORTENED, self._closeness(), rests_on)
        if self._left or self._right:
            return Comparison(Likeness.PART, self._share(), rests_on)
        way = max(self._ways, key=list(Likeness).index, default=Likeness.SAME_WORDS)
        return Comparison(way, self._closeness(), rests_on)

    def _is_form_left(self) -> bool:
        """Tell whether nothing but a few letters at an end is left over: most likely a legal form not known here."""
        left_over = [*self._left, *self._right]
        if len(left_over) != 1 or len(left_over[0].text) > _LONGEST_FORM or left_over[0].means:
            return False
        return any(left_over[0] in (*form.words[:1], *form.words[-1:]) for form in self._forms)

    def _is_told_apart(self) -> bool:
        """Tell whether what is left over on both sides are words that the glossary knows: two trades, two places."""
        return all(any(word.means for word in words) for words in (self._left, self._right))

    def _closeness(self) -> float:
        return 1 - self._edits / max(len(self._forms[0].solid), len(self._forms[1].solid), 1)

    def _share(self) -> float:
        """Return how much of the longer name stands in the shorter one."""
        left_over = sum(len(word.text) for word in (*self._left, *self._right))
        return 1 - left_over / max(len(self._forms[0].solid), len(self._forms[1].solid), 1)

    def _take(self, one: Word, other: Word) -> None:
        self._left.remove(one)
        self._right.remove(other)
        self._agreed.append(one)

    def _pair_equal(self) -> None:
        for word in list(self._left):
            same = next((each for each in self._right if each.text == word.text), None)
            if same is not None:
                self._take(word, same)

    def _pair_meanings(self) -> None:
        """Pair words of the glossary that mean the same; one that repeats what is paired already says nothing new."""
        for word in list(self._left):
            same = next((each for each in self._right if word.means and each.means == word.means), None)
            if same is not None:
                self._take(word, same)
                self._ways.add(Likeness.TRANSLATED)
        known = {word.means for word in self._agreed if word.means} | self._places
        self._left = [word for word in self._left if word.means not in known and not _is_letter(word)]
        self._right = [word for word in self._right if word.means not in known and not _is_letter(word)]

    def _pair_joined(self) -> None:
        """Pair what is one word here and several there: Metall Bau and Metallbau."""
        left, right = ("".join(word.text for word in words) for words in (self._left, self._right))
        if len(self._left) + len(self._right) > 2 and left == right and left:
            self._agreed += self._left
            self._left, self._right = [], []
            self._ways.add(Likeness.MISSPELT)

    def _pair_misspelt(self) -> None:
        pairs = [
            (edits, place, one, other)
            for place, one in enumerate(self._left)
            for other in self._right
            if (edits := _edits(one, other)) is not None
        ]
        for edits, _place, one, other in sorted(pairs, key=lambda pair: pair[:2]):
            if one in self._left and other in self._right:
                self._take(one, other)
                self._edits += edits
                self._ways.add(Likeness.MISSPELT)

    def _is_other_script(self) -> bool:
        """Tell whether what is left over stands in two scripts: then nobody can say that it differs."""
        own = [[word for word in words if not word.means] for words in (self._left, self._right)]
        return all(own) and _is_latin(own[0]) != _is_latin(own[1])

    def _pair_sounding_words(self) -> None:
        for word in list(self._left):
            if not word.means:
                same = next((each for each in self._right if _sounds_like(word, each)), None)
                if same is not None:
                    self._take(word, same)
                    self._ways.add(Likeness.TRANSLATED)

    def _pair_sounding(self) -> None:
        """Pair what is left as a whole when the scripts differ: 华为 and Hua Wei, Ромашка and Romashka."""
        if not self._left or not self._right or _is_latin(self._left) == _is_latin(self._right):
            return
        left, right = ("".join(word.latin for word in words if not word.means) for words in (self._left, self._right))
        heard = ratio(sound(left), sound(right))
        if min(len(left), len(right)) >= _SHORTEST_CUT and heard >= SOUNDS_ALIKE:
            self._agreed += [word for word in self._left if not word.means]
            self._left = [word for word in self._left if word.means]
            self._right = [word for word in self._right if word.means]
            self._ways.add(Likeness.TRANSLATED)

    def _pair_shortened(self) -> None:
        """Pair a word with its beginning: Masch. and Maschinenfabrik."""
        for word in list(self._left):
            same = next((each for each in self._right if _is_cut(word.text, each.text, self._shortest_cut())), None)
            if same is not None:
                self._take(word, same)
                self._ways.add(Likeness.SHORTENED)

    def _shortest_cut(self) -> int:
        """Return how much must be left of a shortened word: less where the company's own word agrees already."""
        return _SHORTEST_CUT - 1 if any(not word.means for word in self._agreed) else _SHORTEST_CUT

    def _is_initials(self, short: Sequence[Word], long: Sequence[Word]) -> bool:
        """Tell whether one word is what remains, made of the first letters of the words that remain."""
        if len(short) != 1 or len(long) < _SHORTEST_INITIALS or self._agreed:
            return False
        return short[0].text == "".join(word.text[0] for word in long)


def _is_letter(word: Word) -> bool:
    """Tell whether a word is a letter on its own, as legal forms and initials leave them."""
    return len(word.text) == 1 and word.text.isascii() and word.text.isalpha()


def _sounds_like(one: Word, other: Word) -> bool:
    if other.means or _is_latin([one]) == _is_latin([other]):
        return False
    heard = one.sound, other.sound
    return min(map(len, heard)) >= _SHORTEST_SOUND and ratio(*heard) >= SOUNDS_ALIKE


def _is_latin(words: Sequence[Word]) -> bool:
    return all(word.text.isascii() for word in words if not word.means)


def _edits(one: Word, other: Word) -> int | None:
    """Return how many slips of the finger lie between two words, None when they are too many for their length.

    Two words that the glossary tells apart are no slip. A slip in the first letter of a short word is another word.
    """
    shorter, longer = sorted((one.text, other.text), key=len)
    if (one.means and other.means) or shorter.isdigit() or longer.isdigit():
        return None
    allowed = _allowed(longer)
    edits = int(OSA.distance(shorter, longer, score_cutoff=allowed)) if allowed else allowed + 1
    if edits > allowed or (len(shorter) < _SURE_OF_FIRST and shorter[0] != longer[0]):
        return None
    return edits


def _allowed(word: str) -> int:
    """Return how many slips a word of its length forgives; one Chinese character of two is another name."""
    few, many = (3, 6) if is_spaceless(word[0]) else (5, 8)
    if len(word) < few:
        return 0
    return 1 if len(word) < many else 2


def _is_cut(one: str, other: str, shortest: int) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= shortest and len(longer) - len(shorter) >= 2 and longer.startswith(shorter)


@lru_cache(maxsize=50_000)
def is_one_place(one: str, other: str) -> bool | None:
    """Tell whether two folded names of cities mean one: translated, misspelt, or with its river or district.

    None where nobody can say: they stand in scripts of which one cannot be read here.
    """
    shorter, longer = sorted((one, other), key=len)
    here, there = _place(one), _place(other)
    if here == there or longer.startswith(f"{shorter} "):
        return True
    if one.isascii() != other.isascii():
        return sound(here) == sound(there) if here.isascii() and there.isascii() else None
    return len(shorter) >= _SHORTEST_PLACE and one[0] == other[0] and int(OSA.distance(one, other)) <= 1


def _place(key: str) -> str:
    return place_of(key) or in_latin(key).replace(" ", "")


def place_of(key: str) -> str:
    """Return the glossary's entry of a folded city; empty when it has none."""
    return PLACES.get(key.replace(" ", ""), "")
