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
from bot.files.columns import Column
from bot.i18n import lazy
from bot.policy.money import LARGEST, parse_decimal, to_counts

_WIDEST = 24
"""No amount that can be kept is written with more characters than this, grouping included."""

_AMBIGUOUS = re.compile(r"^[+-]?[1-9]\d{0,2}[.,]\d{3}$")
_LAKHS = re.compile(r"^[+-]?\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?$")
"""Thousands and lakhs, as India groups them: ``12,34,567.50``."""
_PLAINER = str.maketrans({"−": "-", "–": "-", "\u2009": " ", "\u2007": " ", "’": "'"})
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
    plain = text.translate(_PLAINER)
    if _LAKHS.match(plain):
        plain = plain.replace(",", "")
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
    column: Column | Sequence[str], mark: Callable[[], Mark], *, field: str = "amount"
) -> tuple[NDArray[np.int64], dict[int, InvalidInput]]:
    """Return a column of numbers as counts of ten-thousandths, and what is wrong where it is no number.

    More than four decimals are rounded half to even.
    """
    column = column if isinstance(column, Column) else Column(cells=column)
    counts, plain = _plain_counts(column)
    wrong: dict[int, InvalidInput] = {}
    if plain.all():
        return counts, wrong
    texts, numbers = column.distinct
    read: dict[int, int | InvalidInput] = {}
    others = np.flatnonzero(~plain)
    for place, number in zip(others.tolist(), numbers[others].tolist(), strict=True):
        if number not in read:
            read[number] = _count_of(texts[number], mark, field)
        found = read[number]
        if isinstance(found, InvalidInput):
            wrong[place] = found
        else:
            counts[place] = found
    return counts, wrong


def _count_of(text: str, mark: Callable[[], Mark], field: str) -> int | InvalidInput:
    try:
        return to_counts(read_number(text, mark, field=field), field=field)
    except InvalidInput as error:
        # Its traceback would hold on to all that was read, in a cycle that nobody collects during an import.
        return error.with_traceback(None)


def _plain_counts(texts: Column) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Read ``[+-]digits[.digits]`` with up to four decimals; tell for which texts that went well.

    The loop walks the character positions, each step treating the whole column. ``1.234`` is left out: in a column
    with decimal commas it is a thousand.
    """
    characters = texts.characters[:, : _WIDEST + 1]
    lines, width = characters.shape
    value = np.zeros(lines, np.int64)
    digits, decimals = np.zeros(lines, np.int8), np.zeros(lines, np.int8)
    has_point = np.zeros(lines, np.bool_)
    plain = np.full(lines, width > 0)
    for place in range(width):
        column = characters[:, place]
        digit = column - np.uint32(ord("0"))
        is_digit = digit < 10
        is_point = (column == ord(".")) & ~has_point & (digits > 0)
        is_known = is_digit | is_point | (column == 0)
        if place == 0:
            is_known |= (column == ord("-")) | (column == ord("+"))
        value = np.where(is_digit, value * 10 + digit, value)
        digits += is_digit
        decimals += is_digit & has_point
        has_point |= is_point
        plain &= is_known
    if not width:
        return value, plain
    whole = digits - decimals
    # A sign sorts before the digits.
    first = characters[:, 0]
    leading = np.where(first < ord("0"), characters[:, min(1, width - 1)], first)
    plain &= (whole > 0) & (whole <= 12) & (decimals <= 4) & (has_point == (decimals > 0))
    plain &= ~((decimals == 3) & (whole <= 3) & (leading != ord("0")))
    if width > _WIDEST:
        plain &= characters[:, _WIDEST] == 0
    value *= 10 ** (4 - np.minimum(decimals, 4).astype(np.int64))
    plain &= value <= LARGEST
    return np.where(first == ord("-"), -value, value), plain
