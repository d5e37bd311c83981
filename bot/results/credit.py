"""A credit answer: the limit, what is owed, and whether an amount fits. Clause 4.4 of the policy."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bot.i18n import LazyText, lazy
from bot.policy.credit import Limit, Verdict
from bot.policy.money import Money
from bot.results.clients import Client

CREDIT_NOTE = "credit note"


class Unknown(StrEnum):
    """Why a figure or a verdict is unknown."""

    NO_DATA = "no_data"
    NO_RATE = "no_rate"
    NOT_SET = "not_set"
    MISMATCH = "mismatch"


UNKNOWN_LABELS: dict[Unknown, LazyText] = {
    Unknown.NO_DATA: lazy("no invoices have been imported yet"),
    Unknown.NO_RATE: lazy("there is no exchange rate for {currency}"),
    Unknown.NOT_SET: lazy("no limit was ever set"),
    Unknown.MISMATCH: lazy("the nightly statement of {day} did not match its control totals"),
}


@dataclass(frozen=True)
class StatedInvoice:
    """An open document as the accounting system stated it, whose sign for a credit note may be either."""

    invoice_id: str
    kind: str
    issued: date
    due: date
    open: Money
    disputed: bool


@dataclass(frozen=True)
class OpenInvoice:
    """An open document: `open` in its own currency, negative for a credit note; `days_overdue` on the data date."""

    invoice_id: str
    kind: str
    issued: date
    due: date
    open: Money
    disputed: bool
    days_overdue: int


@dataclass(frozen=True)
class RateUsed:
    """An exchange rate that a figure was converted with: base units for one unit, and its date."""

    currency: str
    rate: Decimal
    day: date


@dataclass(frozen=True)
class LimitInForce:
    """A limit with who set it and when; both are None when none was ever set."""

    limit: Limit
    set_by: str | None = None
    set_on: date | None = None


@dataclass(frozen=True)
class CreditAnswer:
    """What finance would say. All amounts stand in `currency`: the limit's own, else the base currency.

    `exposure` covers open invoices only. It, `available` and `overdue` are None when they cannot be known, and
    `unknown` then says why (`missing_rate` names the currency, `mismatched` the day). `verdict` is None when nothing
    was asked for. `documents` are the open documents that fall due first, `open_count` says how many there are.
    """

    client: Client
    limit: LimitInForce
    currency: str
    exposure: Money | None
    available: Money | None
    overdue: Money | None
    oldest_overdue: OpenInvoice | None
    documents: tuple[OpenInvoice, ...]
    open_count: int
    as_of: date | None
    rates: tuple[RateUsed, ...]
    asked: Money | None
    asked_converted: Money | None
    verdict: Verdict | None
    unknown: Unknown | None
    missing_rate: str | None
    mismatched: date | None = None
