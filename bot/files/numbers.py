"""Exact numbers from columns of text, without a float anywhere.

Plain numbers are read digit by digit for a whole column at once; the rest (grouped thousands, decimal commas, more
than four decimals) one distinct text at a time.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from bot.errors import InvalidInput
from bot.i18n import lazy
from bot.policy.money import LARGEST, parse_decimal, to_counts

_WIDEST = 24
"""No amount that can be kept is written with more characters than this, grouping included."""

_AMBIGUOUS = re.compile(r"^[+-]?[1-9]\d{0,2}[.,]\d{3}$")
_NUMBER = re.compile(r"^[+-]?[\d., '\u00a0\u202f]+$")


class Mark(StrEnum):
    """What parts the decimals of a column; BOTH where the column contradicts itself."""

    POINT = "."
    COMMA = ","
    BOTH = ".,"


def proof_of_mark(text: str) -> Mark | None:
    """Tell which decimal mark a number proves, None when it would fit both: ``1,234`` and ``1.234`` prove nothing."""
    text = text.strip("()%")
    if _AMBIGUOUS.match(text) or not _NUMBER.match(text):
        return None
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return None
    mark, other = text[last], "," if text[last] == "." else "."
    # A mark that comes twice groups thousands, so the other one parts the decimals.
    return Mark(other) if text.count(mark) > 1 else Mark(mark)


def settled_mark(proofs: Iterable[Mark | None]) -> Mark:
    """Return the decimal mark of a column by what its numbers prove; a point when they prove nothing."""
    proven = {proof for proof in proofs if proof}
    if not proven:
        return Mark.POINT
    return proven.pop() if len(proven) == 1 else Mark.BOTH


def read_number(text: str, mark: Callable[[], Mark], *, field: str = "amount") -> Decimal:
    """Read one number; `mark` tells the column's decimal mark and is asked only where that matters.

    ``(12.50)`` is negative, as accountants write. Raises InvalidInput.
    """
    plain = text.replace("−", "-")
    if plain.startswith("(") and plain.endswith(")"):
        plain = f"-{plain[1:-1]}"
    if plain.endswith("-"):
        plain = f"-{plain[:-1].rstrip()}"
    plain = re.sub(r"^([+-]?)(?=[.,]\d)", r"\g<1>0", plain)
    proof = proof_of_mark(plain)
    if proof is None and _AMBIGUOUS.match(plain):
        proof = mark()
        if proof is Mark.BOTH:
            raise InvalidInput(
                lazy("“{text}” may be a thousand or a fraction; the column writes decimals both ways."),
                field=field,
                text=text,
            )
        plain = plain.replace("," if proof is Mark.POINT else ".", "")
    return parse_decimal(plain.replace(",", ".") if proof is Mark.COMMA and "." not in plain else plain, field=field)


def read_counts(
    texts: Sequence[str], mark: Callable[[], Mark], *, field: str = "amount"
) -> tuple[NDArray[np.int64], dict[int, InvalidInput]]:
    """Return a column of numbers as counts of ten-thousandths, and what is wrong where it is no number.

    More than four decimals are rounded half to even.
    """
    counts, plain = _plain_counts(texts)
    wrong: dict[int, InvalidInput] = {}
    read: dict[str, int | InvalidInput] = {}
    for place in np.flatnonzero(~plain).tolist():
        text = texts[place]
        if text not in read:
            read[text] = _count_of(text, mark, field)
        found = read[text]
        if isinstance(found, InvalidInput):
            wrong[place] = found
        else:
            counts[place] = found
    return counts, wrong


def _count_of(text: str, mark: Callable[[], Mark], field: str) -> int | InvalidInput:
    try:
        return to_counts(read_number(text, mark, field=field), field=field)
    except InvalidInput as error:
        return error


def _plain_counts(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Read ``[+-]digits[.digits]`` with up to four decimals; tell for which texts that went well.

    The loop walks the character positions, each step treating the whole column. ``1.234`` is left out: in a column
    with decimal commas it is a thousand.
    """
    fitting = [text if len(text) <= _WIDEST else "x" for text in texts]
    characters = np.array(fitting, dtype=f"U{_WIDEST}").view(np.uint32).reshape(len(fitting), _WIDEST)
    width = max(map(len, fitting), default=0)
    value = np.zeros(len(fitting), np.int64)
    digits, decimals = np.zeros(len(fitting), np.int64), np.zeros(len(fitting), np.int64)
    has_point = np.zeros(len(fitting), np.bool_)
    plain = np.ones(len(fitting), np.bool_)
    for place in range(width):
        column = characters[:, place]
        digit = column - np.uint32(ord("0"))
        is_digit = digit < 10
        is_point = (column == ord(".")) & ~has_point & (digits > 0)
        is_sign = ((column == ord("-")) | (column == ord("+"))) & (place == 0)
        value = np.where(is_digit, value * 10 + digit, value)
        digits += is_digit
        decimals += is_digit & has_point
        has_point |= is_point
        plain &= is_digit | is_point | is_sign | (column == 0)
    whole = digits - decimals
    # A sign sorts before the digits.
    leading = np.where(characters[:, 0] < ord("0"), characters[:, 1], characters[:, 0])
    plain &= (whole > 0) & (whole <= 12) & (decimals <= 4) & (has_point == (decimals > 0))
    plain &= ~((decimals == 3) & (whole <= 3) & (leading != ord("0")))
    value *= 10 ** (4 - np.minimum(decimals, 4))
    plain &= value <= LARGEST
    return np.where(characters[:, 0] == ord("-"), -value, value), plain
