"""Clients by sales grade, with the figures that the grade follows from. Clause 4.2b of the policy."""

from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from bot.policy.access import Scope
from bot.policy.classification import GradeRule, ShareRule
from bot.policy.periods import Period
from bot.policy.standing import Foreign, GradeCause, GradeSettings
from bot.results.composition import LeftOut


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
    standing: "StandingGrade | None" = None
    """The grade on its file, which follows from the window that was set instead of the period."""


@dataclass(frozen=True)
class GradeList:
    """The clients with sales in the period, best first; grades are the company's, also in a rep's own list.

    They were graded by `rule`, averages being over `months`.
    """

    currency: str
    period: Period
    as_of: date | None
    scope: Scope
    clients: tuple[GradedClient, ...]
    left_out: tuple[LeftOut, ...] = ()
    """What no client of the list has bought, because it is not known who has."""
    rule: GradeRule = field(default_factory=ShareRule)
    months: int = 1


@dataclass(frozen=True)
class StandingGrade:
    """The grade that stands for a client, with what it follows from and why it changed last.

    `amount` is the window's sales in counts of the base currency, `months` what its average is over; `converted` has
    what of them was sold in other currencies. `before` is empty for a first grade, which has no cause but sales.
    """

    client_id: int
    grade: str
    before: str
    cause: GradeCause
    since: date
    window: Period | None
    amount: int
    months: int
    is_short: bool = False
    converted: Foreign = field(default_factory=dict)


@dataclass(frozen=True)
class GradeChange:
    """A client's move from one grade to another, or (`before` is empty) its first."""

    client_id: int
    before: str
    grade: str
    cause: GradeCause
    window: Period | None
    amount: int
    months: int
    changed_at: datetime


@dataclass(frozen=True)
class GradeMoves:
    """How many clients moved to which grade, best grade first; those of new rules count apart.

    `by_rates` of those who moved up or down did so for exchange rates alone.
    """

    up: tuple[tuple[str, int], ...] = ()
    down: tuple[tuple[str, int], ...] = ()
    by_rates: int = 0
    by_rules: int = 0

    @property
    def is_empty(self) -> bool:
        """Tell whether nobody moved."""
        return not (self.up or self.down or self.by_rules)


@dataclass(frozen=True)
class WouldMove:
    """A client that other rules would move: `direction` is 1 up, -1 down, 0 where there was no grade before."""

    name: str
    before: str
    grade: str
    direction: int


@dataclass(frozen=True)
class GradePreview:
    """Who would move by `settings`, those who move first, and how many clients each grade would have."""

    settings: GradeSettings
    moves: tuple[WouldMove, ...]
    counts: tuple[tuple[str, int], ...]
