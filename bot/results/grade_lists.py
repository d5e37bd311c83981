"""The list of standing sales grades that `/client grades` shows."""

from dataclasses import dataclass
from fractions import Fraction

from bot.policy.access import Scope
from bot.policy.periods import Period
from bot.policy.standing import GradeSettings
from bot.results.clients import Client
from bot.results.composition import FilterNote
from bot.results.grades import GradeMoves, StandingGrade


@dataclass(frozen=True)
class StandingRow:
    """One client in the list of standing grades; `share` and `cumulative` are of everybody's averages.

    Both are None for whoever may not read everybody's figures: with their own clients' they would tell the rest.
    """

    client: Client
    standing: StandingGrade
    share: Fraction | None
    cumulative: Fraction | None


@dataclass(frozen=True)
class StandingPage:
    """One page of the standing sales grades, best client first; `asked` is what leads to it.

    `total` counts all that answer, `moved` those of them that have moved within the month; `notes` are its filters.
    """

    asked: str
    page: int
    pages: int
    total: int
    rows: tuple[StandingRow, ...]
    settings: GradeSettings
    currency: str
    scope: Scope
    window: Period | None
    moved: GradeMoves
    notes: tuple[FilterNote, ...] = ()
