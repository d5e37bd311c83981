"""What goes into an import and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.i18n import LazyText, lazy
from bot.policy.catalogue import Catalogue


class ImportKind(StrEnum):
    """What a file may hold."""

    CLIENTS = "clients"
    PRODUCTS = "products"
    SALES = "sales"
    ORDERS = "orders"
    INVOICES = "invoices"
    PAYMENTS = "payments"
    RATES = "rates"


KIND_LABELS: dict[ImportKind, LazyText] = {
    ImportKind.CLIENTS: lazy("clients"),
    ImportKind.PRODUCTS: lazy("products"),
    ImportKind.SALES: lazy("sales lines"),
    ImportKind.ORDERS: lazy("orders"),
    ImportKind.INVOICES: lazy("invoices"),
    ImportKind.PAYMENTS: lazy("payments"),
    ImportKind.RATES: lazy("exchange rates"),
}

COLUMN_LABELS: dict[str, LazyText] = {
    "code": lazy("Code"),
    "name": lazy("Name"),
    "address": lazy("Address"),
    "postal_code": lazy("Postal code"),
    "region": lazy("Region"),
    "phone": lazy("Phone"),
    "website": lazy("Website"),
    "owner": lazy("Owner's Slack id"),
    "contact_name": lazy("Contact's name"),
    "contact_title": lazy("Contact's job title"),
    "contact_email": lazy("Contact's email"),
    "contact_phone": lazy("Contact's phone"),
    "category": lazy("Category"),
    "unit": lazy("Unit"),
    "unit_price": lazy("Unit price"),
    "currency": lazy("Currency"),
    "line_id": lazy("Line id: tells a line from every other"),
    "date": lazy("Date"),
    "client": lazy("Client: code or name"),
    "amount": lazy("Amount"),
    "product": lazy("Product's code"),
    "product_name": lazy("Product's name"),
    "quantity": lazy("Quantity"),
    "discount": lazy("Discount"),
    "document": lazy("Document number"),
    "order_id": lazy("Order number"),
    "ship_date": lazy("Shipping date"),
    "billed_amount": lazy("Billed amount"),
    "prepaid_amount": lazy("Prepaid amount"),
    "status": lazy("Status"),
    "invoice_id": lazy("Invoice number"),
    "issued": lazy("Date of issue"),
    "due": lazy("Due date"),
    "open_amount": lazy("Open amount"),
    "disputed": lazy("Disputed: yes or no"),
    "kind": lazy("Invoice or credit note"),
    "payment_id": lazy("Payment number"),
    "cleared": lazy("Cleared: yes or no"),
    "rate": lazy("Exchange rate"),
}
"""What the columns of a file are called; a client's others are called as their fields."""

OPEN_ITEMS = (ImportKind.ORDERS, ImportKind.INVOICES)
"""Kinds of which a snapshot says what is no longer open."""


class Origin(StrEnum):
    """From where a file came to be imported."""

    COMMAND = "command"
    SLACK = "slack"
    FOLDER = "folder"


@dataclass(frozen=True)
class ImportOptions:
    """How a file is to be taken.

    `mapping` gives the file's header for a column of ours, and is remembered. With `snapshot`, open items that the
    file does not name are closed. `as_of` is the day its source made the statement; None takes it from the file.
    `file_name` is what the file is called where it came from, when it is kept under another name here. With `is_whole`
    one line that cannot be taken stops all of them, and a statement of open items may have no lines at all.
    """

    base_currency: str
    timezone: str = "UTC"
    catalogue: Catalogue = field(default_factory=Catalogue)
    mapping: Mapping[str, str] = field(default_factory=dict)
    snapshot: bool = False
    as_of: date | None = None
    dry_run: bool = False
    origin: Origin = Origin.COMMAND
    file_name: str = ""
    is_whole: bool = False
    keep_rejected: bool = False
    """Write the file of rejected lines with `dry_run` as well."""

    @property
    def zone(self) -> ZoneInfo:
        """Return the company's time zone."""
        return ZoneInfo(self.timezone)


@dataclass(frozen=True)
class Rejection:
    """A line that cannot be taken: where it stands in the file (from 1), why, and what it says."""

    line: int
    reason: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class ImportCounts:
    """What an import does to what was there. `waiting` lines are kept without a client or product."""

    added: int = 0
    changed: int = 0
    same: int = 0
    waiting: int = 0
    closed: int = 0
    """Open items that a snapshot does not name."""
    were_open: int = 0
    """How many open items there were before a snapshot."""
    matched: int = 0
    """Lines that had been waiting, and found their client or product through this import."""
    recomputed: int = 0
    """Sales lines whose base amount follows a changed rate."""
    negative: int = 0
    """Lines of an amount below zero: credit notes and what was taken back. They count like all others."""
    unnamed: int = 0
    """Lines that name no client at all."""
    not_looked_up: int = 0
    """Names of clients that are no code or name here and were not looked up either, because there were too many."""


@dataclass(frozen=True)
class ImportReport:
    """What became of one file. With `dry_run` nothing was written and the counts say what would be."""

    kind: ImportKind
    file_name: str
    counts: ImportCounts
    rejected: int
    reasons: tuple[Rejection, ...]
    """The first rejections, in the file's order."""
    ignored: tuple[str, ...]
    """Headers that stand for nothing of ours."""
    as_of: date
    as_of_given: bool
    rejected_file: Path | None
    dry_run: bool
    run_id: int | None = None
    """The import's number once it is published; none where nothing was."""
    is_snapshot: bool = False

    @property
    def kept(self) -> int:
        """Return how many lines of the file can be taken."""
        return self.counts.added + self.counts.changed + self.counts.same


class Confirm(Protocol):
    """Is asked before a snapshot closes anything, outside every transaction; what it raises stops the import."""

    def __call__(self, kind: ImportKind, counts: ImportCounts) -> None:
        """Agree, or raise."""
        ...


class Stage(StrEnum):
    """What an import is doing."""

    READING = "reading"
    COMPARING = "comparing"
    PUBLISHING = "publishing"


class Progress(Protocol):
    """Is told how far an import has come: the stage, lines read so far, and the share of the file from 0 to 1."""

    def __call__(self, stage: Stage, lines: int, share: float) -> None:
        """Take note."""
        ...


def no_progress(stage: Stage, lines: int, share: float) -> None:
    """Take no note: for imports that nobody watches."""
