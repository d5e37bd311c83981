"""Reading what was typed after `/client`."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import InvalidInput
from bot.policy.money import Money, known_currencies, parse_decimal, parse_money

_CLOSING = {
    '"': '"”', "“": '”“"', "”": '”"', "„": '“”"', "«": "»", "»": "«»", "「": "」", "『": "』",
    "'": "'’", "‘": "’'", "’": "’'",
}  # fmt: skip
_APOSTROPHES = "'’"
# Thousands may be parted by spaces where the groups cannot be numbers of their own: 40 000, 1 250 500.
_NUMBER = r"\d{1,3}(?: \d{3}){2,}(?:[.,]\d+)?|\d{1,3} 0\d\d(?:[.,]\d+)?|\d[\d.,'’]*"
_AMOUNT = rf"(?:(?P<before>[A-Za-z]{{3}})\s?)?(?P<number>{_NUMBER})(?:\s?(?P<after>[A-Za-z]{{3}}))?"
_LAST_AMOUNT = re.compile(rf"(?P<name>.*?)\s+(?P<amount>{_AMOUNT})", re.DOTALL)
_MENTION = re.compile(r"<([@#!])([^|>]*)(?:\|([^>]*))?>")
_LINK = re.compile(r"<((?:https?|mailto|tel):[^|>]*)(?:\|([^>]*))?>")


@dataclass(frozen=True)
class Typed:
    """A first word and what follows it."""

    word: str
    rest: str


def split(text: str) -> Typed:
    """Split off the first word of plain text, in lower case."""
    first, _, rest = text.strip().partition(" ")
    return Typed(first.lower(), rest.strip())


def plain(text: str) -> str:
    """Turn what Slack made of one line back into what was typed."""
    return " ".join(readable(text).split())


def searched(text: str) -> str:
    """Return what follows the first word, with whoever is mentioned as ``@U0123`` instead of by a name."""
    return split(plain(_MENTION.sub(lambda found: f"{found[1]}{found[2]}", text))).rest


def readable(text: str) -> str:
    """Turn what Slack made of a text back: entities, links, and mentions as their names; its lines stay."""
    text = _MENTION.sub(lambda found: found[3] or f"{found[1]}{found[2]}", text)
    text = _LINK.sub(lambda found: _link(found[1], found[2] or ""), text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _link(address: str, label: str) -> str:
    if label and label in address:
        return label
    return f"{label} ({address})" if label else address.removeprefix("mailto:").removeprefix("tel:")


def quoted(text: str) -> tuple[str, str] | None:
    """Return what stands in the quotes that a text begins with and what follows, None without quotes.

    A quote closes at the end of a word, so that O'Brien and Joe's stay whole.
    """
    closing = _CLOSING.get(text[:1], "")
    for place in range(2, len(text)):
        following = text[place + 1 : place + 2]
        is_end = not following or following.isspace()
        if text[place] in closing and (is_end or (following.isdigit() and text[place] not in _APOSTROPHES)):
            return text[1:place].strip(), text[place + 1 :].strip()
    return None


def name_of(text: str) -> str:
    """Return a client's name without the quotes around it, smart ones too."""
    found = quoted(text.strip())
    return found[0] if found and found[0] and not found[1] else text.strip()


def name_and_amount(text: str, base_currency: str) -> tuple[str, Money | None]:
    """Split ``ACME 40,000 EUR`` into the name and the amount; an amount is the last number, if there is one.

    A name that itself ends in a number is quoted: ``"Studio 54" 1,000``. Raises InvalidInput for an amount that
    cannot be kept and, after a quoted name, for an unknown currency.
    """
    typed = text.strip()
    found = quoted(typed)
    if found and found[0] and not found[1]:
        return found[0], None
    if found and found[0] and re.fullmatch(_AMOUNT, found[1]):
        return found[0], _money(found[1], base_currency)
    last = _LAST_AMOUNT.fullmatch(typed)
    if last is None or not _is_amount(last["number"], last["before"] or last["after"]):
        return typed, None
    return last["name"].strip(), _money(last["amount"], base_currency)


def _is_amount(number: str, currency: str | None) -> bool:
    """Tell an amount from the end of a name, such as “54 Bar”."""
    if currency and currency.upper() not in known_currencies():
        return False
    try:
        parse_decimal(number.replace("’", "'"))
    except InvalidInput:
        return False
    return True


def _money(text: str, base_currency: str) -> Money:
    return parse_money(text.replace("’", "'"), base_currency)


def nearest(word: str, known: Sequence[str]) -> str | None:
    """Return the known word that a mistyped one is likely to mean."""
    found = difflib.get_close_matches(word, known, n=1, cutoff=0.7)
    return found[0] if found else None
