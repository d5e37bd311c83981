"""Reading what is typed after `/client find`: words of a name, and filters such as ``country:DE grade:A stale``."""

import re
from dataclasses import dataclass

LONGEST = 500
"""What is read of a search; a button carries it to the next page."""

STALE, FRESH = "stale", "fresh"
_QUOTES = (('"', '"'), ("“", "”"), ("„", "“"), ("«", "»"), ("「", "」"), ("'", "'"), ("‘", "’"))
_QUOTED = "|".join(f"{re.escape(begin)}[^{re.escape(end)}]+{re.escape(end)}" for begin, end in _QUOTES)
_SIGNS = "".join(begin + end for begin, end in _QUOTES)
# A filter's name has no sign in it, and what follows the colon is no part of an address: https://acme.de.
_PART = re.compile(
    rf"(?:(?<=\s)|^)(?:(?P<key>[^\W\d][\w-]*)[:：]\s?(?P<value>{_QUOTED}|(?!//)\S+)|(?P<quoted>{_QUOTED})|(?P<word>\S+))"
)


@dataclass(frozen=True)
class Filter:
    """One filter as typed: the name before the colon in small letters, and the value."""

    key: str
    value: str


@dataclass(frozen=True)
class Search:
    """The words of a name, the filters, and whether stale or fresh files alone are asked for (empty: either)."""

    words: str = ""
    filters: tuple[Filter, ...] = ()
    state: str = ""


def parse_search(text: str) -> Search:
    """Read a search. `stale` stands anywhere, `fresh` at the end or alone, because companies are called so.

    In quotes either is part of a name.
    """
    words: list[str] = []
    filters: list[Filter] = []
    state = ""
    found = list(_PART.finditer(text[:LONGEST]))
    for place, part in enumerate(found):
        word = part["word"] or ""
        is_last = not any(each["word"] or each["quoted"] for each in found[place + 1 :])
        if part["key"]:
            filters.append(Filter(part["key"].casefold(), _unquoted(part["value"])))
        elif word.casefold() == STALE or (word.casefold() == FRESH and is_last):
            state = word.casefold()
        else:
            words.append(word or _unquoted(part["quoted"]))
    return Search(" ".join(words), tuple(filters), state)


def _unquoted(text: str) -> str:
    return text.strip(_SIGNS).strip() if any(text.startswith(begin) for begin, _ in _QUOTES) else text
