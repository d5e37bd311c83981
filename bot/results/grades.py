"""Clients by sales grade, with the figures that the grade follows from. Clause 4.2b of the policy."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bot.policy.access import Scope
from bot.policy.periods import Period


@dataclass(frozen=True)
class GradedClient:
    """One client; `amount` is in counts of the base currency. `share` and `cumulative` are of all positive sales."""

    client_id: int
    code: str
    name: str
    country: str | None
    grade: str
    amount: int
    share: Fraction
    cumulative: Fraction


@dataclass(frozen=True)
class GradeList:
    """The clients with sales in the period, best first; grades are the company's, also in a rep's own list."""

    currency: str
    period: Period
    as_of: date | None
    scope: Scope
    clients: tuple[GradedClient, ...]
