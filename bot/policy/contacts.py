"""What a contact with a client can be, and how it can end."""

from enum import StrEnum

from bot.i18n import LazyText, lazy
from bot.policy.catalogue import Source


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
