"""Queries about exchange rates."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from bot.policy.rates import STANDS_DAYS
from bot.store.tables_ledger import RateRow


def rate_on(session: Session, currency: str, day: date) -> Decimal | None:
    """Return the rate that governs `day`: that day's, or the latest before it within 31 days."""
    found = dated_rate_on(session, currency, day)
    return found[0] if found else None


def dated_rate_on(session: Session, currency: str, day: date) -> tuple[Decimal, date] | None:
    """Return the rate that governs `day` and the day it is of."""
    row = session.execute(
        select(RateRow.rate, RateRow.date)
        .where(RateRow.currency == currency, RateRow.date <= day, RateRow.date >= day - timedelta(days=STANDS_DAYS))
        .order_by(RateRow.date.desc())
        .limit(1)
    ).one_or_none()
    return (row.rate, row.date) if row else None


def list_rates(session: Session) -> Sequence[tuple[str, date, Decimal]]:
    """Return every rate as (currency, date, base units for one unit)."""
    rows = session.execute(select(RateRow.currency, RateRow.date, RateRow.rate))
    return [(currency, day, rate) for currency, day, rate in rows]


def replace_rates(session: Session, rates: Mapping[tuple[str, date], Decimal]) -> None:
    """Put these rates in the place of all there are; the caller holds the ledger."""
    session.execute(delete(RateRow))
    if rates:
        rows = [{"currency": currency, "date": day, "rate": rate} for (currency, day), rate in rates.items()]
        session.execute(insert(RateRow), rows)
