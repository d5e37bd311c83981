"""Messages on their way out, and what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.policy.catalogue import Catalogue


@dataclass(frozen=True)
class Outgoing:
    """A message that a sender has claimed: its kind, a Slack user or channel id, and ids to render it from.

    `attempts` counts this attempt too; above 1, an earlier one may have reached Slack.
    """

    outbox_id: str
    kind: str
    recipient: str
    payload: Mapping[str, int | str]
    attempts: int


@dataclass(frozen=True)
class OutboxHealth:
    """How many messages should be out and are not, since when, and how many never will be."""

    waiting: int
    oldest: datetime | None
    failed: int


@dataclass(frozen=True)
class Drained:
    """What one round of sending did. A dropped message was no longer due or its reader has left."""

    sent: int = 0
    dropped: int = 0
    failed: int = 0
    waiting: int = 0

    @property
    def is_done(self) -> bool:
        """Tell whether nothing that should be out is left."""
        return not self.failed and not self.waiting


@dataclass(frozen=True)
class Company:
    """What the clockwork must know of the company that it works for."""

    catalogue: Catalogue
    base_currency: str = "USD"
    timezone: str = "UTC"
    digest_channel: str = ""
    inbox: str = ""
    """The folder into which the accounting system delivers its files."""
