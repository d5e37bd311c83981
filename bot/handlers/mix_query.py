"""Reading what is typed after `/client mix`: keys, what is added up, a period and filters, in any order of sense.

    product by grade quantity 2026-Q3 country:DE stage:present

The same words stand behind the answer's buttons, so that what is pressed is read as what is typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.errors import InvalidInput
from bot.i18n import lazy, wordings
from bot.policy.catalogue import Catalogue
from bot.policy.names import fold
from bot.policy.periods import Period, parse_period
from bot.policy.searching import LONGEST, Filter, parse_search
from bot.results.composition import Composition, Key, Measure, MixKey, key_label
from bot.services import composition
from bot.views.mix_answers import NO_UNIT

UNIT = "unit"
"""Chooses one unit of quantities, as a filter would."""
_BY = frozenset({"by", "x", "×", "按"})
"""Words that may stand before a key."""
_MOST_KEYS = 2


@dataclass(frozen=True)
class Query:
    """What is asked: one key or two, what is added up, the period in the words it was asked with, and the filters.

    `unit` is the one unit of quantities that is asked for, empty for all of them.
    """

    by: Key
    by2: Key | None = None
    measure: Measure = Measure.AMOUNT
    period: str = ""
    filters: tuple[Filter, ...] = ()
    state: str = ""
    unit: str = ""

    @property
    def keys(self) -> tuple[Key, ...]:
        """Return the one key or both."""
        return (self.by,) if self.by2 is None else (self.by, self.by2)

    def dump(self) -> str:
        """Write it for a button's value, and for people to type."""
        measure = [] if self.measure is Measure.AMOUNT else [self.measure.value]
        unit = [_filter_text(Filter(UNIT, self.unit))] if self.unit else []
        words = [" by ".join(key.value for key in self.keys), *measure, self.period, *map(_filter_text, self.filters)]
        return " ".join(filter(None, [*words, *unit, self.state]))


def _filter_text(asked: Filter) -> str:
    quote = '"' if any(letter.isspace() for letter in asked.value) else ""
    return f"{asked.key}:{quote}{asked.value}{quote}"


@dataclass
class _Words:
    """What the words before the filters have said so far."""

    keys: list[Key] = field(default_factory=list)
    measure: Measure = Measure.AMOUNT
    period: list[str] = field(default_factory=list)


def read(text: str, catalogue: Catalogue, today: date) -> Query:
    """Read a question about sales. Raises InvalidInput with what there is where a word is not understood."""
    search = parse_search(text)
    said = _said(search.words.split(), catalogue)
    unit = next((each.value for each in search.filters if each.key == UNIT), "")
    period = " ".join(said.period)
    if period:
        _require_period(period, catalogue, today, is_first=not said.keys)
    keys = said.keys or [MixKey.GRADE]
    query = Query(
        by=keys[0],
        by2=keys[1] if len(keys) > 1 else None,
        measure=Measure.QUANTITY if unit else said.measure,
        period=period,
        filters=tuple(each for each in search.filters if each.key != UNIT),
        state=search.state,
        unit=unit,
    )
    # A button carries the question again, a little longer for the words that were left out.
    if max(len(text), len(query.dump())) > LONGEST:
        raise InvalidInput(lazy("A question about sales takes at most {most} characters."), most=LONGEST)
    if query.by2 is not None and query.measure is Measure.QUANTITY:
        raise InvalidInput(lazy("Quantities are taken apart by one key; leave out “{key}”."), key=query.by2.value)
    return query


def period_of(query: Query, today: date) -> Period:
    """Return the days that a question is about."""
    return parse_period(query.period or None, today)


def chosen_units(found: Sequence[Composition], unit: str) -> Sequence[Composition]:
    """Return the compositions of the unit that is asked for, all of them where none is.

    Raises InvalidInput with the units there are.
    """
    if not unit:
        return found
    chosen = [each for each in found if (each.unit or NO_UNIT).casefold() == unit.casefold()]
    if not chosen:
        raise InvalidInput(
            lazy("Nothing is sold in “{unit}” here; there are {units}."),
            unit=unit,
            units=", ".join(each.unit or NO_UNIT for each in found) or NO_UNIT,
        )
    return chosen


def _said(words: list[str], catalogue: Catalogue) -> _Words:
    said, keys = _Words(), _key_names(catalogue)
    for place, typed in enumerate(words):
        word = typed.casefold()
        key = keys.get(fold(typed.replace("_", " ").replace("-", " ")))
        following = keys.get(fold(words[place + 1].replace("_", " "))) if place + 1 < len(words) else None
        if word in _BY and following is not None:
            continue
        if word in set(Measure):
            said.measure = Measure(word)
        elif key is not None and len(said.keys) < _MOST_KEYS:
            said.keys.append(key)
        elif key is not None:
            raise InvalidInput(lazy("Sales are taken apart by two keys at most; leave out “{key}”."), key=typed)
        else:
            said.period.append(typed)
    return said


def _key_names(catalogue: Catalogue) -> Mapping[str, Key]:
    """Return what each key is called, folded: its own name, and its label in every language."""
    keys = composition.list_keys(catalogue)
    names = {fold(wording): key for key in reversed(keys) for wording in wordings(key_label(key))}
    return names | {fold(key.value.replace("_", " ")): key for key in keys}


def _require_period(period: str, catalogue: Catalogue, today: date, *, is_first: bool) -> None:
    """Raise InvalidInput for words that are no period, about the one that is likely to be wrong."""
    try:
        parse_period(period, today)
    except InvalidInput:
        word = next((each for each in period.split() if not _begins_period(each)), None)
        if word is None:
            raise
        if is_first and word == period.split(maxsplit=1)[0]:
            composition.parse_key(word, catalogue)
        raise InvalidInput(
            lazy(
                "“{word}” is not understood here; write one or two of {keys}, “amount” or “quantity”, a period such "
                "as 2026-Q3 or last 12 months, and filters such as country:DE."
            ),
            word=word,
            keys=", ".join(key.value for key in composition.list_keys(catalogue)),
        ) from None


def _begins_period(word: str) -> bool:
    return word[:1].isdigit() or word.casefold() in {"last", "months", "month", "ytd", "all", ".."}
