"""What an answer about sales suggests, each with the figures that it follows from. Clause 4.3 of the policy.

Amounts are counts (ten-thousandths) of the base currency; shares are exact fractions of the whole.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from bot.policy.periods import Period
from bot.results.clients import Client
from bot.results.composition import Key


class Band(StrEnum):
    """How concentrated sales are."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


@dataclass(frozen=True)
class Concentration:
    """How much of positive sales a few clients carry; `largest` is None for whoever may not read who it is.

    `herfindahl` is the sum of the squared shares of all clients, times 10,000: 10,000 for a single client.
    """

    clients: int
    largest: Client | None
    largest_share: Fraction
    top_five: Fraction
    herfindahl: int
    band: Band


@dataclass(frozen=True)
class Moved:
    """A part that has gained or lost share against the period before; `monthly` is what it sold a month then."""

    by: Key
    part: str
    label: str
    amount: int
    before: int
    share: Fraction
    share_before: Fraction
    worth: int
    monthly: int

    @property
    def points(self) -> int:
        """Return by how much its share moved, in tenths of a percentage point."""
        return round(1000 * (self.share - self.share_before))


@dataclass(frozen=True)
class Fallen:
    """A client that buys much less than it did. `year_before` is None where the ledger does not reach back so far."""

    client: Client
    amount: int
    before: int
    year_before: int | None
    monthly: int


@dataclass(frozen=True)
class Unbought:
    """A product that a client does not buy although most clients of the best grade like it do.

    `field` and `value` say in what they are alike, `region` is empty where clients of every region are compared.
    `buyers` of the `peers` buy it, as do `buying` of `alike`, all the clients of that kind. `potential` is what the
    client would buy in the period if it spent the same part of its purchases on it as they do at the median.
    """

    client: Client
    grade: str
    best: str
    product_id: int
    product: str
    field: str
    value: str
    region: str
    buyers: int
    peers: int
    buying: int
    alike: int
    potential: int
    monthly: int

    @property
    def support(self) -> Fraction:
        """Return the share of the clients of the best grade that buy it."""
        return Fraction(self.buyers, self.peers)

    @property
    def lift(self) -> Fraction:
        """Return how many times more usual it is among the best clients than among all that are alike."""
        return self.support / Fraction(self.buying, self.alike)


Suggestion: TypeAlias = Concentration | Moved | Fallen | Unbought


@dataclass(frozen=True)
class Suggestions:
    """What one answer suggests, the most valuable first, and the spans of days that it compares.

    `before` is None where nothing is compared; `is_whole` is False where a filter narrows the figures down.
    """

    currency: str
    period: Period
    before: Period | None
    year_before: Period | None
    items: tuple[Suggestion, ...]
    is_whole: bool = True
    may_decide: bool = False
    """Whether the reader decides measures for the clients that are named."""
    may_decide_groups: bool = False
