"""Measures: what was decided to be done about sales, by whom, until when, and what has come of it.

Amounts are counts (ten-thousandths) of the base currency.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date

from bot.policy.money import Money
from bot.results.clients import Client


@dataclass(frozen=True)
class Seed:
    """What a measure grows from: what an answer suggested, and for which client or which part of a composition.

    `kind` names the suggestion, `monthly` is what to aim at a month; a measure that somebody thinks of has neither.
    """

    kind: str = ""
    client_id: int | None = None
    product_id: int | None = None
    by: str = ""
    part: str = ""
    monthly: int | None = None

    def dump(self) -> str:
        """Write it for a button's value."""
        return json.dumps({key: value for key, value in asdict(self).items() if value}, ensure_ascii=False)

    @staticmethod
    def load(text: str) -> "Seed":
        """Read what `dump` wrote."""
        return Seed(**json.loads(text))


CONCENTRATION, MOVED_DOWN, MOVED_UP, FALLEN, UNBOUGHT = "concentration", "down", "up", "fallen", "unbought"
"""The kinds of seeds."""


@dataclass(frozen=True)
class MeasureItem:
    """One measure. `result` is what the ledger says from `starts` to `until`, None where nothing can be counted.

    `is_sealed` is set where there is a result that its reader may not have. `part_label` and `product` are names.
    """

    measure_id: int
    what: str
    client: Client | None
    by: str
    part: str
    part_label: str
    product_id: int | None
    product: str
    owner_id: int
    owner_slack_id: str
    owner_name: str
    starts: date
    due: date
    target: int | None
    currency: str
    is_focus: bool
    is_overdue: bool
    result: int | None = None
    is_sealed: bool = False


@dataclass(frozen=True)
class MeasurePage:
    """One page of the open measures, overdue ones first; `as_of` is the ledger's data date."""

    items: tuple[MeasureItem, ...]
    focus: tuple[MeasureItem, ...]
    page: int
    pages: int
    total: int
    overdue: int
    as_of: date | None
    may_add: bool


@dataclass(frozen=True)
class MeasureDraft:
    """What the form for a measure is filled with; `measure_id` is None for a new one."""

    seed: Seed
    client: Client | None
    part_label: str
    product: str
    owner_slack_id: str
    due: date
    target: Money | None
    may_focus: bool
    measure_id: int | None = None
    what: str = ""
    is_focus: bool = False


@dataclass(frozen=True)
class MeasureCount:
    """How many measures somebody has, and how many of them are overdue."""

    open: int = 0
    overdue: int = 0
