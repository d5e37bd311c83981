"""What is known too long ago, and what became of asking about it."""

from dataclasses import dataclass

from bot.policy.access import Part
from bot.policy.freshness import Freshness
from bot.results.clients import Client, Value
from bot.results.measures import MeasureItem


@dataclass(frozen=True)
class StaleItem:
    """One section of one file that wants a look: `freshness` is STALE, or EMPTY when nothing is known of it yet.

    `days_overdue` is that of its worst value; `values` are the stale ones, worst first.
    """

    client: Client
    section: Part
    freshness: Freshness
    days_overdue: int
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Nag:
    """The day's reminder for one person: at most three items; `more` sections wait behind them; overdue measures."""

    items: tuple[StaleItem, ...]
    more: int
    measures: tuple[MeasureItem, ...] = ()


@dataclass(frozen=True)
class Confirmed:
    """What “still true” brought: the fields that count from today again. None, when somebody was faster."""

    client: Client
    section: Part
    fields: tuple[str, ...]
