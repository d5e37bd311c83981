"""Queries about exchange rates, and the sales lines that follow them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import BigInteger, Column, MetaData, String, Table, select, update
from sqlalchemy.orm import Session

from bot.policy.money import convert
from bot.policy.rates import STANDS_DAYS, RateBook
from bot.store import rollups
from bot.store.staging import TEMPORARY, add_columns, create
from bot.store.tables_ledger import RateRow, SalesLineRow

_CONVERTED = Table(
    "staged_conversion",
    MetaData(),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("rate", String),
    Column("base_amount", BigInteger),
    prefixes=TEMPORARY,
)


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


def recompute(session: Session, base: str, currencies: Iterable[str]) -> int:
    """Convert the sales lines in these currencies again where another rate governs them now; return how many.

    The rollups follow. The caller holds the ledger and has made room for deltas.
    """
    book = RateBook(base, list_rates(session))
    lines = select(SalesLineRow.id, SalesLineRow.amount, SalesLineRow.currency, SalesLineRow.date, SalesLineRow.rate)
    ids: list[int] = []
    rates: list[str] = []
    amounts: list[int] = []
    for line in session.execute(lines.where(SalesLineRow.currency.in_(list(currencies)))):
        rate = book.rate_on(line.currency, line.date)
        if rate is not None and rate != line.rate:
            ids.append(line.id)
            rates.append(format(rate, "f"))
            amounts.append(convert(line.amount, rate))
    if ids:
        create(session, _CONVERTED)
        add_columns(session, _CONVERTED, {"id": ids, "rate": rates, "base_amount": amounts})
        _write_converted(session)
    return len(ids)


def _write_converted(session: Session) -> None:
    rollups.clear_deltas(session)
    touched = select(*rollups.line_columns()).where(SalesLineRow.id.in_(select(_CONVERTED.c.id)))
    rollups.collect(session, touched, -1)
    here = _CONVERTED.c.id == SalesLineRow.id
    session.execute(
        update(SalesLineRow)
        .where(SalesLineRow.id.in_(select(_CONVERTED.c.id)))
        .values(
            rate=select(_CONVERTED.c.rate).where(here).scalar_subquery(),
            base_amount=select(_CONVERTED.c.base_amount).where(here).scalar_subquery(),
        )
        .execution_options(synchronize_session=False)
    )
    rollups.collect(session, touched, 1)
    rollups.apply_deltas(session)
