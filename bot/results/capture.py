"""What a form for a contact is filled with before anybody has typed."""

from dataclasses import dataclass

from bot.results.clients import ContactView, DueStep, Value


@dataclass(frozen=True)
class LogOffer:
    """The people to have spoken with, the likeliest of them, the steps to tick off, and what is known the longest."""

    contacts: tuple[ContactView, ...] = ()
    spoke_with: int | None = None
    steps: tuple[DueStep, ...] = ()
    overdue: tuple[Value, ...] = ()
