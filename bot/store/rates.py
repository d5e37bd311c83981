"""Queries about exchange rates."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.policy.rates import STANDS_DAYS
from bot.store.tables_ledger import RateRow


def rate_on(session: Session, currency: str, day: date) -> Decimal | None:
    """Return the rate that governs `day`: that day's, or the latest before it within 31 days."""
    return session.scalar(
        select(RateRow.rate)
        .where(RateRow.currency == currency, RateRow.date <= day, RateRow.date >= day - timedelta(days=STANDS_DAYS))
        .order_by(RateRow.date.desc())
        .limit(1)
    )


def list_rates(session: Session) -> Sequence[tuple[str, date, Decimal]]:
    """Return every rate as (currency, date, base units for one unit)."""
    return [row.tuple() for row in session.execute(select(RateRow.currency, RateRow.date, RateRow.rate))]
