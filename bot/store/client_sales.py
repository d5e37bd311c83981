"""Queries about one client's sales, for its card."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, ColumnElement, Integer, bindparam, func, select
from sqlalchemy.orm import Session

from bot.store.families import rows_of
from bot.store.tables_ledger import ClientMonthRow, SalesLineRow


@dataclass(frozen=True)
class TwoYears:
    """A client's sales of this year and last, in counts of the base currency, and the ledger's data date."""

    this_year: int
    last_year: int
    data_date: date | None


_CLIENT: BindParameter[int] = bindparam("client_id", type_=Integer)
_NEW_YEAR: BindParameter[date] = bindparam("new_year")
_FIRST: BindParameter[date] = bindparam("first")
_LAST: BindParameter[date] = bindparam("last")


_ROWS = rows_of(_CLIENT).subquery()


def _sum(months: ColumnElement[bool]) -> ColumnElement[int]:
    """Return a file's sales of these months, asked of `_ROWS`.

    Each of the file's rows is looked up by itself: PostgreSQL expects many of them, and would walk the whole rollup.
    """
    its = select(func.sum(ClientMonthRow.amount)).where(ClientMonthRow.client_id == _ROWS.c.id, months)
    return func.coalesce(func.sum(its.correlate(_ROWS).scalar_subquery()), 0)


_TWO_YEARS = select(
    _sum(ClientMonthRow.month.between(_NEW_YEAR, _LAST)),
    _sum((ClientMonthRow.month >= _FIRST) & (ClientMonthRow.month < _NEW_YEAR)),
    select(func.max(SalesLineRow.date)).scalar_subquery(),
).select_from(_ROWS)
_SUM = select(_sum(ClientMonthRow.month.between(_FIRST, _LAST))).select_from(_ROWS)


def sum_two_years(session: Session, client_id: int, today: date) -> TwoYears:
    """Return a client's sales of this year to `today` and of the whole year before.

    Lines of the clients that were merged into this one count too.
    """
    new_year = today.replace(month=1, day=1)
    asked = {"client_id": client_id, "new_year": new_year, "first": date(today.year - 1, 1, 1), "last": today}
    this_year, last_year, data_date = session.connection().execute(_TWO_YEARS, asked).one()
    return TwoYears(int(this_year), int(last_year), data_date)


def sum_months(session: Session, client_id: int, first: date, last: date) -> int:
    """Return a client's sales of the months from `first` to `last`, in counts of the base currency.

    Lines of the clients that were merged into this one count too.
    """
    return int(session.connection().execute(_SUM, {"client_id": client_id, "first": first, "last": last}).scalar_one())
