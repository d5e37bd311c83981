"""Whether what a field holds has in it what somebody searches for, however either is written."""

from collections.abc import Callable, Mapping

from bot.policy.fields import FieldType
from bot.policy.names import spell

_CODES = frozenset({FieldType.REGISTRATION, FieldType.TAX_NUMBER, FieldType.REFERENCE})
WORDED = _CODES | {
    FieldType.TEXT,
    FieldType.LONG_TEXT,
    FieldType.LIST,
    FieldType.PHONE,
    FieldType.EMAIL,
    FieldType.WEBSITE,
}
"""Types whose values are found by a part of them; the others' are found by being the same."""


def finder(kind: FieldType, wanted: str) -> Callable[[str], bool]:
    """Return what tells of a stored value whether `wanted` is in it; accents, case and punctuation do not matter.

    How a phone or a number of a register is parted does not matter either, nor a phone's leading zero.
    """
    form = _FORMS.get(kind, spell)
    key, raw = form(wanted), wanted.casefold()
    if kind is FieldType.PHONE:
        key = key.lstrip("0")
    return lambda stored: (bool(key) and key in form(stored)) or raw in stored.casefold()


def _code(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdecimal())


_FORMS: Mapping[FieldType, Callable[[str], str]] = {
    **dict.fromkeys(_CODES, _code),
    FieldType.PHONE: _digits,
}
