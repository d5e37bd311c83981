"""The whole demo company: the same for the same day, whatever machine makes it."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bot.demo.clients import CLIENTS, DemoClient
from bot.demo.goods import PRODUCTS, Product
from bot.demo.knowledge import Statement, make_statements
from bot.demo.talks import Talk, make_talks
from bot.demo.trade import (
    DemoLimit,
    Invoice,
    Payment,
    Rate,
    SalesLine,
    make_invoices,
    make_limits,
    make_rates,
    make_sales,
)
from bot.policy.catalogue import Catalogue

SEED = 8421


@dataclass(frozen=True)
class DemoCompany:
    """Everything that is loaded, in the order in which it happened."""

    today: date
    clients: tuple[DemoClient, ...]
    products: tuple[Product, ...]
    rates: tuple[Rate, ...]
    sales: tuple[SalesLine, ...]
    invoices: tuple[Invoice, ...]
    payments: tuple[Payment, ...]
    limits: tuple[DemoLimit, ...]
    statements: tuple[Statement, ...]
    talks: tuple[Talk, ...]

    @property
    def monday(self) -> date:
        """Return the Monday of this week."""
        return self.today - timedelta(days=self.today.weekday())

    def opened_on(self, client: DemoClient) -> date:
        """Return the day on which a client's file was opened."""
        return self.monday - timedelta(days=client.opened)


def make_company(today: date) -> DemoCompany:
    """Make the company as it stands on the morning of `today`: the ledger ends the day before.

    Each part draws from a sequence of its own, so that a change to one leaves the others as they were.
    """
    sales = make_sales(_draws("sales"), CLIENTS, today)
    invoices, payments = make_invoices(_draws, CLIENTS, sales, today)
    monday = today - timedelta(days=today.weekday())
    return DemoCompany(
        today=today,
        clients=CLIENTS,
        products=PRODUCTS,
        rates=make_rates(_draws("rates"), today),
        sales=sales,
        invoices=invoices,
        payments=payments,
        limits=make_limits(CLIENTS, invoices),
        statements=make_statements(_draws("statements"), CLIENTS, monday, today, Catalogue()),
        talks=make_talks(_draws("talks"), CLIENTS, today),
    )


def _draws(part: str) -> Random:
    return Random(f"{SEED} {part}")  # noqa: S311 - made-up data, no secret hangs on it
