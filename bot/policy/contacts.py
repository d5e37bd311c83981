"""What a contact with a client can be, how it can end, and what the people at a client are there."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from bot.errors import InvalidInput
from bot.i18n import LazyText, lazy
from bot.policy.catalogue import Source
from bot.policy.money import parse_decimal


class ContactKind(StrEnum):
    """How a client was reached."""

    CALL = "call"
    EMAIL = "email"
    VISIT = "visit"
    MESSAGE = "message"


class Outcome(StrEnum):
    """How a contact ended, in the few words that a rep chooses from."""

    REACHED = "reached"
    AGREED = "agreed"
    ORDER = "order"
    OFFER = "offer"
    PROBLEM = "problem"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"


KIND_LABELS: dict[ContactKind, LazyText] = {
    ContactKind.CALL: lazy("Call"),
    ContactKind.EMAIL: lazy("Email"),
    ContactKind.VISIT: lazy("Visit"),
    ContactKind.MESSAGE: lazy("Message"),
}

OUTCOME_LABELS: dict[Outcome, LazyText] = {
    Outcome.REACHED: lazy("Good talk"),
    Outcome.AGREED: lazy("Agreed a next step"),
    Outcome.ORDER: lazy("Order coming"),
    Outcome.OFFER: lazy("Wants an offer"),
    Outcome.PROBLEM: lazy("Problem raised"),
    Outcome.NO_ANSWER: lazy("Not reached"),
    Outcome.REFUSED: lazy("Not interested"),
}

SOURCE_OF: dict[ContactKind, Source] = {
    ContactKind.CALL: Source.CALL,
    ContactKind.EMAIL: Source.EMAIL,
    ContactKind.VISIT: Source.VISIT,
    ContactKind.MESSAGE: Source.EMAIL,
}


class ContactRole(StrEnum):
    """What somebody is at the client's."""

    OWNER = "owner"
    DIRECTOR = "director"
    MANAGER = "manager"
    BUYER = "buyer"
    SALES = "sales"
    FINANCE = "finance"
    LOGISTICS = "logistics"
    TECHNICAL = "technical"
    ASSISTANT = "assistant"
    OTHER = "other"


CONTACT_ROLES: dict[ContactRole, LazyText] = {
    ContactRole.OWNER: lazy("owner"),
    ContactRole.DIRECTOR: lazy("director"),
    ContactRole.MANAGER: lazy("manager"),
    ContactRole.BUYER: lazy("buyer"),
    ContactRole.SALES: lazy("sales"),
    ContactRole.FINANCE: lazy("finance contact"),
    ContactRole.LOGISTICS: lazy("logistics"),
    ContactRole.TECHNICAL: lazy("technical"),
    ContactRole.ASSISTANT: lazy("assistant"),
    ContactRole.OTHER: lazy("other"),
}

WHOLE = Decimal(100)
SHARE_PLACES = 6
"""A share is kept with so many decimals: a millionth of a percent, finer than any register of shareholders."""


def parse_share(text: str, *, field: str = "share") -> Decimal:
    """Read an owner's share in percent, exactly: ``60``, ``33.4``, ``33,4``, ``60 %``. Raises InvalidInput.

    No share has thousands, so that a comma is a decimal one.
    """
    typed = text.strip().removesuffix("%").strip().replace(",", ".")
    share = parse_decimal(typed, field=field)
    if not 0 < share <= WHOLE:
        raise InvalidInput(lazy("A share is more than 0 and at most 100 percent."), field=field)
    if share != round(share, SHARE_PLACES):
        raise InvalidInput(lazy("A share takes at most {places} decimals."), field=field, places=SHARE_PLACES)
    return share


def require_together(share: Decimal, others: Iterable[Decimal], *, field: str = "share") -> None:
    """Raise InvalidInput when a share and those of the other owners come to more than the whole company."""
    held = sum(others, start=Decimal(0))
    if held + share > WHOLE:
        raise InvalidInput(
            lazy("The other owners hold {held} percent already; all shares together are at most 100."),
            field=field, held=share_text(held),
        )  # fmt: skip


def share_text(share: Decimal) -> str:
    """Write a share without the zeros that say nothing: ``33.40`` is 33.4."""
    return format(share.normalize(), "f")
