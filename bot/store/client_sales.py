"""Queries about one client's sales, for its card."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.store.tables_files import ClientRow
from bot.store.tables_ledger import ClientMonthRow, SalesLineRow


def sum_months(session: Session, client_id: int, first: date, last: date) -> int:
    """Return a client's sales in the months from `first` to `last`, in counts of the base currency.

    Lines of the clients that were merged into this one count too.
    """
    ids = select(ClientRow.id).where(func.coalesce(ClientRow.merged_into, ClientRow.id) == client_id)
    total = session.scalar(
        select(func.sum(ClientMonthRow.amount)).where(
            ClientMonthRow.client_id.in_(ids), ClientMonthRow.month >= first, ClientMonthRow.month <= last
        )
    )
    return int(total or 0)


def latest_line(session: Session) -> date | None:
    """Return the date of the latest sales line in the ledger: its data date."""
    return session.scalar(select(func.max(SalesLineRow.date)))
