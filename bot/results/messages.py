"""A message or an email on its way into a client's file."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.policy.emails.reading import EmailFile
from bot.policy.emails.signatures import Phone
from bot.results.capture import LogOffer
from bot.results.clients import Client, ContactView


@dataclass(frozen=True)
class IncomingMessage:
    """A message as the workspace gives it, with the emails that hang on it. `posted` is when it was written there."""

    channel_id: str
    channel_name: str
    ts: str
    thread_ts: str
    author: str
    text: str
    link: str
    posted: datetime
    emails: tuple[EmailFile, ...] = ()


class Because(StrEnum):
    """What leads from a message to a client, the most certain first."""

    THREAD = "thread"
    ADDRESS = "address"
    DOMAIN = "domain"
    NAME = "name"


@dataclass(frozen=True)
class Picks:
    """The clients that a message may be about, by the most certain lead that there is.

    `closed` are those of them on whose files the actor may not log; what leads there is then not told.
    """

    because: Because | None = None
    clients: tuple[Client, ...] = ()
    closed: tuple[Client, ...] = ()

    @property
    def client(self) -> Client | None:
        """Return the one client that is certainly meant, None where there are several or none."""
        return self.clients[0] if len(self.clients) == 1 else None


@dataclass(frozen=True)
class MessageText:
    """What is shown of a message: from whom, about what, when, and its words.

    `author` is a name, `email` their address where it is an email. `sent` is never in the future. `whole` is all
    that was in it, history and signature too; `has_account` tells that a bank account stands in it.
    """

    staged_id: int
    author: str
    email: str
    subject: str
    channel: str
    sent: datetime
    text: str
    comment: str
    whole: str
    is_email: bool
    has_account: bool


class Taken(StrEnum):
    """What is taken over of a sender, each only where somebody has ticked it."""

    CONTACT = "contact"
    PHONES = "phones"
    ADDRESS = "address"


@dataclass(frozen=True)
class Proposal:
    """The sender of an email as a contact of the client's.

    `known` is who that is already; then `phones` are the numbers that can be added to them, without any being
    replaced. `address` is the postal address, proposed where the file has none and the actor may write it.
    """

    name: str
    email: str
    title: str = ""
    phones: tuple[Phone, ...] = ()
    address: str = ""
    known: ContactView | None = None
    is_certain: bool = True
    """That the sender is the client's is known, and not only likely."""

    @property
    def offers(self) -> tuple[Taken, ...]:
        """Return what can be taken over."""
        person = Taken.CONTACT if self.known is None else Taken.PHONES
        offered = [person] if self.known is None or self.phones else []
        return (*offered, Taken.ADDRESS) if self.address else tuple(offered)


@dataclass(frozen=True)
class SavedBefore:
    """That a message is on a file already, since when and by whom."""

    client: Client
    person: str
    recorded_at: datetime


@dataclass(frozen=True)
class Prefilled:
    """What the form for a message is filled with: for one client, or before one is chosen."""

    message: MessageText
    picks: Picks
    client: Client | None = None
    offer: LogOffer = field(default_factory=LogOffer)
    proposal: Proposal | None = None
    before: SavedBefore | None = None
