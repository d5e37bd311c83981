"""The weekly digest: how alive the files are. Totals only; nobody is named."""

from dataclasses import dataclass, field
from datetime import date

from bot.policy.money import Money
from bot.results.grades import GradeMoves


@dataclass(frozen=True)
class Week:
    """A week from Monday to Sunday, in the company's time zone."""

    first: date
    last: date


@dataclass(frozen=True)
class TeamFiles:
    """How many of a team's files have something stale in them. No team: files whose owner has none, or no owner."""

    team: str
    files: int
    stale: int


@dataclass(frozen=True)
class MonthSales:
    """Sales of the last closed month and of the one before, in the base currency."""

    month: date
    amount: Money
    before: Money


@dataclass(frozen=True)
class Digest:
    """One week of the client files.

    `files` counts those of which something is known, `fresh` those of them without a stale section; `refreshed` is
    the number of sections in which something was observed or confirmed. `sales` is None without a ledger.
    """

    week: Week
    new_clients: int
    contacts: int
    contacts_before: int
    refreshed: int
    files: int
    fresh: int
    teams: tuple[TeamFiles, ...]
    sales: MonthSales | None
    follow_ups: int
    focus: tuple[str, ...] = ()
    """What the company's sales focus on; only what names no client."""
    grades: GradeMoves = field(default_factory=GradeMoves)
    """Sales grades only: credit is no matter for a channel."""
