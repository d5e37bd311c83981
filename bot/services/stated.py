"""A client's sales beside what it says it buys from us: the one figure people state and the one the ledger has."""

import json
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.policy.grade_settings import read_grades
from bot.policy.money import Money, convert
from bot.policy.stated import gap, year_to
from bot.policy.values import stored_money
from bot.results.clients import Client, SalesGlance, StatedPurchases
from bot.store import client_sales, rates

STATED_PURCHASES = "stated_purchases"
"""The field that says what a client buys from us in a year, as it says."""


def read_sales(session: Session, client: Client, stated: str, *, base_currency: str, now: datetime) -> SalesGlance:
    """Return a client's sales of this year and last, and how they compare with what it says (in stored form).

    The caller has passed the gate, for the sales and, where `stated` is not empty, for the business section.
    """
    sales = client_sales.sum_two_years(session, client.client_id, now.date())
    compared = None
    if stated and sales.data_date is not None:
        compared = _compare(session, client, stored_money(stated), base_currency, sales.data_date)
    this_year, last_year = (Money(counts, base_currency) for counts in (sales.this_year, sales.last_year))
    span = read_grades(json.loads(sales.grade_settings or "null")).span
    return SalesGlance(this_year, last_year, sales.data_date, compared, sales.grade, span)


def _compare(session: Session, client: Client, stated: Money, base_currency: str, data_date: date) -> StatedPurchases:
    """Hold a year of theirs against the last twelve whole months of ours, at the rate of the data date."""
    first, until = year_to(data_date)
    ledger = Money(client_sales.sum_months(session, client.client_id, first, until), base_currency)
    if stated.currency == base_currency:
        return StatedPurchases(stated, ledger, until, stated, gap(stated.counts, ledger.counts))
    found = rates.dated_rate_on(session, stated.currency, data_date)
    if found is None:
        return StatedPurchases(stated, ledger, until, None, None)
    rate, rate_day = found
    converted = Money(convert(stated.counts, rate), base_currency)
    between = gap(converted.counts, ledger.counts)
    return StatedPurchases(stated, ledger, until, converted, between, rate, rate_day)
