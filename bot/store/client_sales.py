"""Queries about one client's sales, for its card."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, ColumnElement, Integer, bindparam, func, select
from sqlalchemy.orm import Session

from bot.policy.standing import GradeKind
from bot.results.grades import StandingGrade
from bot.store import grades
from bot.store.families import rows_of
from bot.store.tables_analysis import ClientGradeRow
from bot.store.tables_ledger import ClientMonthRow, SalesLineRow
from bot.store.tables_work import SettingRow


@dataclass(frozen=True)
class TwoYears:
    """A client's sales of this year and last, in counts of the base currency, the ledger's data date, and its grade."""

    this_year: int
    last_year: int
    data_date: date | None
    grade: StandingGrade | None
    grade_settings: str | None
    """How clients are graded, as it is kept."""


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


_SALES = (
    select(
        _sum(ClientMonthRow.month.between(_NEW_YEAR, _LAST)).label("this_year"),
        _sum((ClientMonthRow.month >= _FIRST) & (ClientMonthRow.month < _NEW_YEAR)).label("last_year"),
        select(func.max(SalesLineRow.date)).scalar_subquery().label("data_date"),
    )
    .select_from(_ROWS)
    .subquery()
)
_GRADED = (ClientGradeRow.client_id == _CLIENT) & (ClientGradeRow.kind == GradeKind.SALES.value)
# A card asks for the grade in the same statement: on PostgreSQL each one is a round trip.
_TWO_YEARS = select(
    _SALES,
    select(SettingRow.value).where(SettingRow.key == grades.SETTINGS).scalar_subquery().label("grade_settings"),
    *grades.COLUMNS,
).select_from(_SALES.outerjoin(ClientGradeRow, _GRADED))
_SUM = select(_sum(ClientMonthRow.month.between(_FIRST, _LAST))).select_from(_ROWS)


def sum_two_years(session: Session, client_id: int, today: date) -> TwoYears:
    """Return a client's sales of this year to `today` and of the whole year before, and its standing grade.

    Lines of the clients that were merged into this one count too.
    """
    new_year = today.replace(month=1, day=1)
    asked = {"client_id": client_id, "new_year": new_year, "first": date(today.year - 1, 1, 1), "last": today}
    row = session.connection().execute(_TWO_YEARS, asked).one()
    grade = grades.read_row(row) if row.client_id is not None else None
    return TwoYears(int(row.this_year), int(row.last_year), row.data_date, grade, row.grade_settings)


def sum_months(session: Session, client_id: int, first: date, last: date) -> int:
    """Return a client's sales of the months from `first` to `last`, in counts of the base currency.

    Lines of the clients that were merged into this one count too.
    """
    return int(session.connection().execute(_SUM, {"client_id": client_id, "first": first, "last": last}).scalar_one())
