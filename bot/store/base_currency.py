"""The currency that the ledger's base amounts and exchange rates are kept in, whatever the environment says today."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.store import settings

_KEY = "base_currency"


def get_base(session: Session) -> str | None:
    """Return the code of the ledger's base currency, None before anything was kept in one."""
    found = settings.get_json(session, _KEY)
    return found if isinstance(found, str) else None


def set_base(session: Session, currency: str, now: datetime) -> None:
    """Note what the ledger is kept in from now on; the caller has seen to its amounts and rates."""
    settings.set_json(session, _KEY, currency, now)
