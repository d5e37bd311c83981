"""Ids and timestamps in Slack's shape."""

import secrets
import string
import time

_LETTERS = string.ascii_uppercase + string.digits
_MIXED = string.ascii_letters + string.digits


def new_id(prefix: str) -> str:
    """Make an id such as V0A1B2C3D4E: a letter that tells the kind, then ten characters."""
    return prefix + "".join(secrets.choice(_LETTERS) for _ in range(10))


def short_id() -> str:
    """Make what Slack gives a block or an element that came without an id: five characters."""
    return "".join(secrets.choice(_MIXED) for _ in range(5))


def new_secret(length: int = 24) -> str:
    """Make a token that cannot be guessed, for tickets, upload addresses and response URLs."""
    return "".join(secrets.choice(_MIXED) for _ in range(length))


class Timestamps:
    """Message timestamps: seconds with six places, each above the one before, as Slack orders a channel by them."""

    def __init__(self) -> None:
        """Start before every moment."""
        self._last = 0

    def next(self) -> str:
        """Return the next timestamp."""
        self._last = max(self._last + 1, time.time_ns() // 1000)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"
