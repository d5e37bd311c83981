"""Tables of the ledger: products, sales, the rollups, rates, open items and limits.

Lines keep the code that the accounting system wrote (`client_ref`, `product_ref`) beside the row it was matched
to, so that a line whose client is unknown waits instead of being dropped.
"""

from sqlalchemy import ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base
from bot.store.types import BigKey, Counts, Currency, Day, Instant, Key, Name, Prose, Rate, Short

NOBODY = 0
"""Stands in the rollups for the client or product of lines that are not matched; never an id."""


_NO_PRODUCT = text("product_id IS NULL AND product_ref != ''")
"""Lines that wait for their product: found without a walk through all that have theirs."""


class ProductRow(Base):
    """A product of ours; prices in its own currency."""

    __tablename__ = "product"

    id: Mapped[Key]
    code: Mapped[Short] = mapped_column(unique=True)
    name: Mapped[Name]
    category: Mapped[Name] = mapped_column(default="")
    unit: Mapped[Short] = mapped_column(default="")
    unit_price: Mapped[Counts | None]
    currency: Mapped[Currency | None]


class SalesLineRow(Base):
    """One line of a sale. `base_amount` is `amount` at `rate`, the rate of its date."""

    __tablename__ = "sales_line"
    __table_args__ = (
        Index(None, "client_id", "date"),
        Index(None, "date"),
        Index("ix_sales_line_waiting_product", "product_ref", sqlite_where=_NO_PRODUCT, postgresql_where=_NO_PRODUCT),
    )

    id: Mapped[BigKey]
    line_id: Mapped[Short] = mapped_column(unique=True)
    date: Mapped[Day]
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"))
    client_ref: Mapped[Name] = mapped_column(default="")
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    product_ref: Mapped[Name] = mapped_column(default="")
    amount: Mapped[Counts]
    currency: Mapped[Currency]
    rate: Mapped[Rate]
    base_amount: Mapped[Counts]
    quantity: Mapped[Counts | None]
    unit: Mapped[Short] = mapped_column(default="")
    document: Mapped[Short] = mapped_column(default="")


class ClientMonthRow(Base):
    """Rollup: sales of one client in one month (its first day), in the base currency.

    The index covers what a composition reads, so that it never visits the table; it begins with the client, so that
    what is grouped by client stands in order there and need not be sorted.
    """

    __tablename__ = "sales_by_client"
    __table_args__ = (Index(None, "client_id", "month", "amount", "lines"),)

    client_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[Day] = mapped_column(primary_key=True)
    amount: Mapped[Counts]
    lines: Mapped[int]


class ProductMonthRow(Base):
    """Rollup: sales of one product in one unit to one country's clients in one month."""

    __tablename__ = "sales_by_product"

    product_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    country: Mapped[Short] = mapped_column(primary_key=True)
    unit: Mapped[Short] = mapped_column(primary_key=True)
    month: Mapped[Day] = mapped_column(primary_key=True)
    amount: Mapped[Counts]
    quantity: Mapped[Counts]
    lines: Mapped[int]


class ProductTotalRow(Base):
    """Rollup: sales of one product in one unit in one month, whatever the country: a narrower one to add up.

    SQLite keeps the rows themselves in the order of their key, so that they are read as they are grouped.
    """

    __tablename__ = "sales_of_product"
    __table_args__ = ({"sqlite_with_rowid": False},)

    product_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit: Mapped[Short] = mapped_column(primary_key=True)
    month: Mapped[Day] = mapped_column(primary_key=True)
    amount: Mapped[Counts]
    quantity: Mapped[Counts]
    lines: Mapped[int]


class RateRow(Base):
    """An exchange rate: base units for one unit of `currency` on `date`."""

    __tablename__ = "exchange_rate"

    currency: Mapped[Currency] = mapped_column(primary_key=True)
    date: Mapped[Day] = mapped_column(primary_key=True)
    rate: Mapped[Rate]


class OrderRow(Base):
    """An order as the accounting system last stated it."""

    __tablename__ = "sales_order"
    __table_args__ = (Index(None, "client_id"),)

    id: Mapped[Key]
    order_id: Mapped[Short] = mapped_column(unique=True)
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"))
    client_ref: Mapped[Name] = mapped_column(default="")
    date: Mapped[Day]
    amount: Mapped[Counts]
    currency: Mapped[Currency]
    ship_date: Mapped[Day | None]
    billed_amount: Mapped[Counts] = mapped_column(default=0)
    prepaid_amount: Mapped[Counts] = mapped_column(default=0)
    status: Mapped[Short] = mapped_column(default="open")


class InvoiceRow(Base):
    """An invoice or credit note as the accounting system last stated it; `open_amount` is what is still owed."""

    __tablename__ = "invoice"
    __table_args__ = (Index(None, "client_id", "due"),)

    id: Mapped[Key]
    invoice_id: Mapped[Short] = mapped_column(unique=True)
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"))
    client_ref: Mapped[Name] = mapped_column(default="")
    issued: Mapped[Day]
    due: Mapped[Day]
    amount: Mapped[Counts]
    currency: Mapped[Currency]
    open_amount: Mapped[Counts]
    disputed: Mapped[bool] = mapped_column(default=False)
    order_ref: Mapped[Short] = mapped_column(default="")
    kind: Mapped[Short] = mapped_column(default="invoice")


class PaymentRow(Base):
    """A payment received."""

    __tablename__ = "payment"
    __table_args__ = (Index(None, "client_id", "date"),)

    id: Mapped[Key]
    payment_id: Mapped[Short] = mapped_column(unique=True)
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"))
    client_ref: Mapped[Name] = mapped_column(default="")
    date: Mapped[Day]
    amount: Mapped[Counts]
    currency: Mapped[Currency]
    invoice_ref: Mapped[Short] = mapped_column(default="")
    cleared: Mapped[bool] = mapped_column(default=True)


class CreditLimitRow(Base):
    """The limit in force for a client; no row means that none was set."""

    __tablename__ = "credit_limit"

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), primary_key=True)
    state: Mapped[Short]
    amount: Mapped[Counts | None]
    currency: Mapped[Currency | None]
    set_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    set_on: Mapped[Day]


class ImportRunRow(Base):
    """One import that was published: what came in, and the day its source made the statement (`as_of`)."""

    __tablename__ = "import_run"
    __table_args__ = (Index(None, "kind", "as_of"),)

    id: Mapped[Key]
    kind: Mapped[Short]
    file_name: Mapped[Prose]
    as_of: Mapped[Day]
    added: Mapped[int]
    changed: Mapped[int]
    same: Mapped[int]
    rejected: Mapped[int]
    waiting: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[Instant]
    origin: Mapped[Short] = mapped_column(default="command", server_default=text("'command'"))
    is_snapshot: Mapped[bool] = mapped_column(default=False, server_default=false())
