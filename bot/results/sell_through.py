"""What indirect clients report to have sold on to their own customers; it stands beside the ledger, never in it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bot.policy.money import Money
from bot.results.clients import Client


@dataclass(frozen=True)
class Reported:
    """One report: an amount, a quantity in counts, or both, of the days from `starts` to `ends`."""

    report_id: int
    client_id: int
    starts: date
    ends: date
    amount: Money | None
    quantity: int | None
    unit: str
    source: str
    note: str
    person: str
    stated_at: datetime


@dataclass(frozen=True)
class Converted:
    """A report with its amount in the base currency, at the rate of its last day; None without an amount or a rate."""

    report: Reported
    base: Money | None = None
    rate: Decimal | None = None
    rate_day: date | None = None


@dataclass(frozen=True)
class SellThroughFile:
    """A client's reports, the latest first, as much as its reader may do with them."""

    client: Client
    reports: tuple[Converted, ...]
    may_write: bool


@dataclass(frozen=True)
class SellThroughSum:
    """What reports come to: in the base currency, and in their own where no rate is known; days told twice count once.

    `quantities` are (counts, unit), by unit: units are never added. `clients` counts who has reported, `indirect` those
    who might; `latest` is what was stated last.
    """

    total: Money
    unconverted: tuple[Money, ...]
    quantities: tuple[tuple[int, str], ...]
    clients: int
    indirect: int
    latest: Reported | None
