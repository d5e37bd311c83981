"""Exact money: an integer count of ten-thousandths of a currency unit, with its ISO 4217 code.

Sums stay integers; a rate is an exact decimal; a conversion rounds half to even, once a line.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from babel.core import get_global
from babel.numbers import get_currency_precision

from bot.errors import InvalidInput
from bot.i18n import lazy

SCALE = 10_000
"""How many counts make one currency unit."""

LARGEST = 10**11 * SCALE
"""Amounts beyond 10^11 units are refused: they are typing errors, and sums must fit 64 bits."""

_TWO_WAYS = re.compile(r"^[+-]?[1-9]\d{0,2}\.\d{3}$")
_PLAIN = re.compile(r"^[+-]?\d+(?:\.\d+)?$")
_GROUPED = re.compile(r"^[+-]?[1-9]\d{0,2}(?:[,' \u00a0\u202f]\d{3})+(?:\.\d+)?$")
_GROUPED_COMMA = re.compile(r"^[+-]?[1-9]\d{0,2}(?:[.' \u00a0\u202f]\d{3})+(?:,\d+)?$")
_DECIMAL_COMMA = re.compile(r"^[+-]?\d+,\d+$")


@cache
def known_currencies() -> frozenset[str]:
    """Return every ISO 4217 code that Unicode CLDR knows, present and past."""
    return frozenset(get_global("all_currencies"))


def require_currency(code: str, *, field: str = "currency") -> str:
    """Return `code` in capitals; raise InvalidInput when no such currency exists."""
    currency = code.strip().upper()
    if currency not in known_currencies():
        raise InvalidInput(
            lazy("“{code}” is not a currency code (three letters, such as USD)."), field=field, code=code
        )
    return currency


@dataclass(frozen=True, order=True)
class Money:
    """An amount of `counts` ten-thousandths of one unit of `currency`."""

    counts: int
    currency: str

    def decimal(self) -> str:
        """Return the exact amount as a decimal string with four places, such as ``1265793.0395``."""
        return decimal_string(self.counts)


def shortest(money: Money) -> str:
    """Write an amount the way it is typed, such as ``40000 EUR``, so that reading it gives the same again."""
    number = money.decimal().rstrip("0").rstrip(".")
    return f"{number}0 {money.currency}" if _TWO_WAYS.match(number) else f"{number} {money.currency}"


def decimal_string(counts: int) -> str:
    """Write a count of ten-thousandths as an exact decimal string with four places."""
    sign = "-" if counts < 0 else ""
    whole, part = divmod(abs(counts), SCALE)
    return f"{sign}{whole}.{part:04d}"


def to_counts(amount: Decimal, *, field: str = "amount") -> int:
    """Turn an exact decimal of currency units into counts.

    More than four decimal places are rounded half to even; amounts beyond 10^11 units raise InvalidInput.
    """
    if abs(amount) > LARGEST // SCALE:
        raise InvalidInput(lazy("{amount} is beyond what can be kept (100,000,000,000)."), field=field, amount=amount)
    return convert(SCALE, amount)


def parse_decimal(text: str, *, field: str = "amount") -> Decimal:
    """Read a number as people write it: ``40000``, ``40,000.50``, ``40.000,50``, ``40 000``, ``40,5``.

    One comma or point followed by exactly three digits groups thousands only when it is a comma: ``1,234`` is
    1234 and ``1.234`` is a decimal, as everywhere in the program; ``0,125`` is a decimal, too. Raises InvalidInput.
    """
    typed = text.strip()
    if _PLAIN.match(typed):
        plain = typed
    elif _GROUPED.match(typed):
        plain = re.sub(r"[,' \u00a0\u202f]", "", typed)
    elif _GROUPED_COMMA.match(typed):
        plain = re.sub(r"[.' \u00a0\u202f]", "", typed).replace(",", ".")
    elif _DECIMAL_COMMA.match(typed):
        plain = typed.replace(",", ".")
    else:
        raise InvalidInput(lazy("“{text}” is not a number."), field=field, text=text)
    try:
        return Decimal(plain)
    except InvalidOperation as error:  # pragma: no cover - the patterns admit numbers only
        raise InvalidInput(lazy("“{text}” is not a number."), field=field, text=text) from error


def parse_typed(text: str, *, field: str = "amount") -> Decimal:
    """Read a number that one person typed, with no column of others to tell how it is meant.

    ``40.000`` is forty thousand to half of the world and forty to the other: it is asked back. Raises InvalidInput.
    """
    typed = text.strip()
    if _TWO_WAYS.match(typed):
        raise InvalidInput(
            lazy("“{text}” can be read two ways; write {thousands} or {decimal}."),
            field=field,
            text=typed,
            thousands=typed.replace(".", ""),
            decimal=f"{typed}0",
        )
    return parse_decimal(typed, field=field)


def parse_money(text: str, default_currency: str | None, *, field: str = "amount") -> Money:
    """Read ``40,000 EUR``, ``EUR 40000`` or, with a default currency, ``40000``. Raises InvalidInput."""
    typed = text.strip()
    words = re.fullmatch(
        r"(?:(?P<before>[A-Za-z]{3})\s*)?(?P<number>[\d.,' \u00a0\u202f+-]+?)(?:\s*(?P<after>[A-Za-z]{3}))?", typed
    )
    if words is None:
        raise InvalidInput(lazy("“{text}” is not an amount; write it like 40,000 EUR."), field=field, text=text)
    code = words["before"] or words["after"] or default_currency
    if code is None:
        raise InvalidInput(lazy("“{text}” has no currency; write it like 40,000 EUR."), field=field, text=text)
    return Money(to_counts(parse_typed(words["number"], field=field), field=field), require_currency(code, field=field))


def convert(counts: int, rate: Decimal) -> int:
    """Convert counts of one currency into base counts: `rate` base units for one unit, half to even."""
    return half_even(counts, *rate.as_integer_ratio())


def half_even(counts: int, numerator: int, denominator: int) -> int:
    """Multiply counts by an exact ratio, half to even; for whoever converts many at one rate."""
    whole, rest = divmod(counts * numerator, denominator)
    twice = 2 * rest
    return whole + (twice > denominator or (twice == denominator and whole % 2 == 1))


def minor_digits(currency: str) -> int:
    """Return how many decimals `currency` is written with: 2 for USD, 0 for JPY (CLDR)."""
    return get_currency_precision(currency)
