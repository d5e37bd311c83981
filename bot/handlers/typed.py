"""Reading what was typed after `/client`."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import InvalidInput
from bot.policy.money import Money, parse_money

_QUOTED = re.compile(r"^[\"“”„«»'‘’「『](?P<name>.+?)[\"“”«»'‘’」』](?P<rest>.*)$", re.DOTALL)
_LAST_AMOUNT = re.compile(
    r"^(?P<name>.*?)\s+(?P<amount>(?:[A-Za-z]{3}\s?)?\d[\d.,'\u00a0\u202f]*(?:\s?[A-Za-z]{3})?)$", re.DOTALL
)
_MENTION = re.compile(r"<([@#!])([^|>]*)(?:\|([^>]*))?>")


@dataclass(frozen=True)
class Typed:
    """A first word and what follows it."""

    word: str
    rest: str


def split(text: str) -> Typed:
    """Split off the first word, in lower case."""
    first, _, rest = plain(text).partition(" ")
    return Typed(first.lower(), rest.strip())


def plain(text: str) -> str:
    """Turn what Slack made of the text back into what was typed: entities, and mentions as their names."""
    text = _MENTION.sub(lambda found: found[3] or f"{found[1]}{found[2]}", text)
    return " ".join(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").split())


def name_of(text: str) -> str:
    """Return a client's name without the quotes around it, smart ones too."""
    quoted = _QUOTED.match(text.strip())
    return quoted["name"].strip() if quoted and not quoted["rest"].strip() else text.strip()


def name_and_amount(text: str, base_currency: str) -> tuple[str, Money | None]:
    """Split ``ACME 40,000 EUR`` into the name and the amount; an amount is the last number, if there is one.

    A name that itself ends in a number is quoted: ``"Studio 54" 1,000``. Raises InvalidInput for an unknown currency.
    """
    quoted = _QUOTED.match(text.strip())
    if quoted:
        rest = quoted["rest"].strip()
        return quoted["name"].strip(), parse_money(rest, base_currency) if rest else None
    last = _LAST_AMOUNT.match(text.strip())
    if last is None:
        return text.strip(), None
    try:
        return last["name"].strip(), parse_money(last["amount"], base_currency)
    except InvalidInput:
        return text.strip(), None


def nearest(word: str, known: Sequence[str]) -> str | None:
    """Return the known word that a mistyped one is likely to mean."""
    found = difflib.get_close_matches(word, known, n=1, cutoff=0.7)
    return found[0] if found else None
