"""One client's sales at a glance, for its card."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.policy.money import Money
from bot.results.clients import Client, SalesGlance
from bot.store import client_sales


def glance(session: Session, client: Client, *, base_currency: str, now: datetime) -> SalesGlance:
    """Return the client's ledger sales of this year and last; the caller has passed the gate."""
    this_year = now.date().replace(month=1, day=1)
    last_year = this_year.replace(year=this_year.year - 1)
    return SalesGlance(
        this_year=Money(client_sales.sum_months(session, client.client_id, this_year, now.date()), base_currency),
        last_year=Money(
            client_sales.sum_months(session, client.client_id, last_year, last_year.replace(month=12)), base_currency
        ),
        data_date=client_sales.latest_line(session),
    )
