"""One client's sales at a glance, for its card."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.policy.money import Money
from bot.results.clients import Client, SalesGlance
from bot.store import client_sales


def glance(session: Session, client: Client, *, base_currency: str, now: datetime) -> SalesGlance:
    """Return the client's ledger sales of this year and last; the caller has passed the gate."""
    sales = client_sales.sum_two_years(session, client.client_id, now.date())
    return SalesGlance(
        this_year=Money(sales.this_year, base_currency),
        last_year=Money(sales.last_year, base_currency),
        data_date=sales.data_date,
    )
