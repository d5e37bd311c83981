"""Bank accounts in a text: told apart so that they are never taken over, and covered where the text is kept."""

import re
from itertools import islice

from stdnum import iban

_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}\b")
_SHORTEST_IBAN = 15
_MOST = 200
"""So many that may be one are looked at; a longer list is no letter."""
_NAMED = re.compile(
    r"\b(?:account\s*(?:no|number|nr)|acct|a/c|konto(?:nummer|-?nr)?|kto|numéro de compte|rib|nº de cuenta"
    r"|número de cuenta"
    r"|numero di conto|conta|rekening(?:nummer)?|р/с|расчётный сч[её]т|iban|clabe|routing|aba|sort code"
    r"|bsb)\b[^\d\n]{0,20}"
    r"(?P<number>\d[\d -]{4,32}\d)|(?:账号|帐号|账户|口座番号|계좌번호)[^\d\n]{0,10}(?P<other>\d[\d -]{4,32}\d)",
    re.IGNORECASE,
)
_SHOWN = 4


def _numbers(text: str) -> list[tuple[int, int]]:
    """Return where account numbers stand."""
    spans = [(each.start(), each.start() + _iban_length(each[0])) for each in islice(_IBAN.finditer(text), _MOST)]
    found = [(start, end) for start, end in spans if end > start]
    for each in islice(_NAMED.finditer(text), _MOST):
        span = each.span("number") if each["number"] else each.span("other")
        if not any(start <= span[0] < end for start, end in found):
            found.append(span)
    return sorted(found)


def _iban_length(text: str) -> int:
    """Return how much of a text is an IBAN, 0 for none.

    The text may run into the next words; the check digits say where the number ends.
    """
    lengths = range(len(text), _SHORTEST_IBAN - 1, -1)
    return next((length for length in lengths if iban.is_valid(text[:length], check_country=False)), 0)


def names_account(text: str) -> bool:
    """Tell whether a bank account stands in a text."""
    return bool(_numbers(text))


def cover_accounts(text: str) -> str:
    """Cover all but the last four signs of every account number in a text."""
    parts, last = [], 0
    for start, end in _numbers(text):
        if start >= last:
            parts += [text[last:start], "••••", text[max(start, end - _SHOWN) : end]]
            last = end
    return "".join([*parts, text[last:]])
