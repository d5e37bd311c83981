"""Pairs of files that look alike, and two files side by side, already cut to what their reader may see."""

from dataclasses import dataclass
from datetime import datetime

from bot.policy.access import Part
from bot.policy.duplicates import Grade, Reason
from bot.results.clients import Client, InteractionView, SalesGlance


@dataclass(frozen=True)
class Pair:
    """Two files that may be one client's, and why; the one opened first comes first."""

    one: Client
    other: Client
    grade: Grade
    reasons: tuple[Reason, ...]
    may_merge: bool
    """Whether the reader may merge them; else they may propose it to the custodian."""


@dataclass(frozen=True)
class PairPage:
    """One page of a list of pairs, best first; `page` counts from 0."""

    pairs: tuple[Pair, ...]
    page: int
    pages: int
    count: int
    kept_apart: int | None
    """How many pairs were said not to be the same; None for those who cannot take that back."""


@dataclass(frozen=True)
class KeptApart:
    """Two files that somebody said are not the same client."""

    one: Client
    other: Client
    person: str
    decided_at: datetime


@dataclass(frozen=True)
class Filled:
    """How many fields of a section are filled, of how many."""

    part: Part
    known: int
    declared: int


@dataclass(frozen=True)
class Side:
    """One of two files side by side. What its reader may not see is None."""

    client: Client
    opened_at: datetime
    filled: tuple[Filled, ...]
    contacts: int | None
    last_contact: InteractionView | None
    open_steps: int | None
    sales: SalesGlance | None

    @property
    def known(self) -> int:
        """Return how many fields are filled, of those that the reader may see."""
        return sum(each.known for each in self.filled)


@dataclass(frozen=True)
class Compared:
    """Two files side by side, what speaks for their being one, and which one would better stay."""

    sides: tuple[Side, Side]
    reasons: tuple[Reason, ...]
    may_merge: bool
    stays: int


@dataclass(frozen=True)
class Merged:
    """What a merge answers with: the file that stayed, and the one that went into it."""

    merge_id: int
    stayed: Client
    gone: Client


@dataclass(frozen=True)
class MergeTold:
    """What the owner of a merged file is told: `person` is who did it."""

    stayed: Client
    gone_name: str
    gone_code: str
    person_slack_id: str | None


@dataclass(frozen=True)
class Proposed:
    """A pair that somebody would have the custodian merge."""

    pair: Pair
    by_slack_id: str | None
