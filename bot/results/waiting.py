"""Lines of the ledger that wait for their client or product, and what people have decided about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.i18n import LazyText, lazy
from bot.policy.fingerprints import fingerprint
from bot.policy.money import Money
from bot.results.imports import ImportKind


class ReferenceKind(StrEnum):
    """What a code or name in a file of the ledger stands for."""

    CLIENT = "client"
    PRODUCT = "product"


KIND_NAMES: dict[ReferenceKind, LazyText] = {
    ReferenceKind.CLIENT: lazy("client"),
    ReferenceKind.PRODUCT: lazy("product"),
}


@dataclass(frozen=True)
class WaitingGroup:
    """Lines that wait under one code or name, as the files write it; empty for lines that name no client at all.

    `ledgers` says how many lines each ledger holds of them, `sums` what they come to in each currency.
    """

    kind: ReferenceKind
    reference: str
    ledgers: tuple[tuple[ImportKind, int], ...]
    sums: tuple[Money, ...]
    first: date
    latest: date

    @property
    def lines(self) -> int:
        """Return how many lines these are."""
        return sum(count for _, count in self.ledgers)

    @property
    def mark(self) -> str:
        """Return what tells the group from others in a button."""
        return fingerprint(self.reference)


@dataclass(frozen=True)
class Guess:
    """Whom or what a name may stand for: what it is called, and what tells it from others of that name."""

    target_id: int
    name: str
    about: str


@dataclass(frozen=True)
class OfferedGroup:
    """A group with those it may stand for, best first; none are offered to whoever may only read."""

    group: WaitingGroup
    guesses: tuple[Guess, ...] = ()


@dataclass(frozen=True)
class WaitingPage:
    """One page of what waits, the largest groups first, lines that name no client last.

    `groups` and `lines` count all pages; `other_lines` are those that wait for the other kind. `decided` counts what
    people have matched by hand.
    """

    kind: ReferenceKind
    offered: tuple[OfferedGroup, ...]
    page: int
    pages: int
    groups: int
    lines: int
    other_lines: int
    decided: int
    may_match: bool


@dataclass(frozen=True)
class Decision:
    """What a code or name stands for, decided by a person; `lines` are filled where they were just matched."""

    kind: ReferenceKind
    reference: str
    target_id: int
    target: str
    person: str
    decided_at: datetime
    lines: int = 0

    @property
    def mark(self) -> str:
        """Return what tells it from others in a button."""
        return fingerprint(self.reference)


@dataclass(frozen=True)
class DecisionPage:
    """One page of what was matched by hand, the latest first."""

    decisions: Sequence[Decision]
    page: int
    has_more: bool
    may_match: bool
