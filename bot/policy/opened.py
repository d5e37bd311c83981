"""What the fields of a form held when it was opened, in so few characters that a form can carry it.

When the form comes back, this tells what its person changed from what somebody else has changed meanwhile.
"""

from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from bot.errors import Conflict
from bot.i18n import lazy
from bot.policy.fields import Field

_LENGTH = 6
"""36 bits: two values of a field are mistaken for each other once in seventy thousand million times."""


def _token(text: str) -> str:
    return urlsafe_b64encode(sha256(text.encode("utf-8", "replace")).digest()).decode()[:_LENGTH]


@dataclass(frozen=True)
class Opened:
    """The tokens of the values that a section's fields held, by field key; an absent value is an empty text."""

    tokens: Mapping[str, str]

    def held(self, key: str, value: str) -> bool:
        """Tell whether the field held this value."""
        return self.tokens[key] == _token(value)


def write_opened(fields: Sequence[Field], values: Mapping[str, str]) -> str:
    """Write what the fields hold now, for a form to carry; six characters a field."""
    return _token(_names(fields)) + "".join(_token(values.get(each.key, "")) for each in fields)


def read_opened(text: str, fields: Sequence[Field]) -> Opened:
    """Read what `write_opened` wrote for the same fields. Raises Conflict when the catalogue has changed meanwhile."""
    parts = [text[start : start + _LENGTH] for start in range(0, len(text), _LENGTH)]
    if len(parts) != len(fields) + 1 or parts[0] != _token(_names(fields)):
        raise Conflict(lazy("The fields of this section have changed meanwhile; copy what you typed and open it anew."))
    return Opened({each.key: token for each, token in zip(fields, parts[1:], strict=True)})


def _names(fields: Sequence[Field]) -> str:
    return "|".join(each.key for each in fields)
