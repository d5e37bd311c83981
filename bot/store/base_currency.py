"""The currency that the ledger's base amounts and exchange rates are kept in, whatever the environment says today."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from bot.store import settings
from bot.store.tables_ledger import RateRow, SalesLineRow

_KEY = "base_currency"


def get_base(session: Session) -> str | None:
    """Return the code of the ledger's base currency, None before anything was kept in one."""
    found = settings.get_json(session, _KEY)
    return found if isinstance(found, str) else None


def set_base(session: Session, currency: str, now: datetime) -> None:
    """Note what the ledger is kept in from now on; the caller has seen to its amounts and rates."""
    settings.set_json(session, _KEY, currency, now)


def has_converted(session: Session) -> bool:
    """Tell whether anything is kept in a base currency at all: a sales line, or a rate."""
    return bool(session.scalar(select(exists(select(SalesLineRow.id)) | exists(select(RateRow.date)))))


def is_contradicted(session: Session, currency: str) -> bool:
    """Tell whether lines in this currency stand at another rate than 1: then it cannot be the base."""
    other = select(SalesLineRow.id).where(SalesLineRow.currency == currency, SalesLineRow.rate != Decimal(1))
    return bool(session.scalar(select(exists(other))))
