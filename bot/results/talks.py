"""A call, an email, a visit or a saved message, with every word of it."""

from dataclasses import dataclass

from bot.results.clients import Client, InteractionView


@dataclass(frozen=True)
class Talk:
    """One contact with a client on a page of its own; `place` counts from 0, the latest first, up to `total`."""

    client: Client
    contact: InteractionView | None
    """None where nothing was logged yet."""
    text: str
    """All that was said: the message as it came where its note is only a part of it, account numbers covered."""
    place: int
    total: int
