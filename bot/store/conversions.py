"""Converting sales lines again: worked out in temporary tables beside the writer, then written in one go.

`stage` only reads what everybody sees, so that a walk over a million lines keeps nobody waiting; `publish` writes the
lines that changed and what they change in the rollups.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import BigInteger, Column, Date, MetaData, Select, String, Table, delete, func, select, update
from sqlalchemy.orm import Session

from bot.policy.money import convert
from bot.policy.rates import RateBook
from bot.store import rollups
from bot.store.staging import TEMPORARY, add_columns, create, note_statistics
from bot.store.tables_ledger import SalesLineRow

AT_ONCE = 50_000
"""So many lines are held in memory while they are converted."""

_staged = MetaData()
_GOVERNED = Table(
    "staged_governed",
    _staged,
    Column("currency", String),
    Column("date", Date),
    Column("rate", String),
    prefixes=TEMPORARY,
)
_CONVERTED = Table(
    "staged_conversion",
    _staged,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("rate", String),
    Column("base_amount", BigInteger),
    prefixes=TEMPORARY,
)


@dataclass(frozen=True)
class RatedDay:
    """All sales lines of one day in one currency at one rate: base units for one unit, and how many lines there are."""

    currency: str
    day: date
    rate: Decimal
    lines: int


@dataclass(frozen=True)
class Span:
    """Which lines to look at: those of these currencies from one day to another, both included."""

    currencies: Collection[str]
    first: date
    last: date


def create_tables(session: Session) -> None:
    """Make room for conversions."""
    create(session, _GOVERNED, _CONVERTED)


def list_rated_days(session: Session, span: Span | None = None) -> Sequence[RatedDay]:
    """Return at which rates the lines stand, day by day; of the whole ledger when no span is given."""
    key = (SalesLineRow.currency, SalesLineRow.date, SalesLineRow.rate)
    found = select(*key, func.count()).group_by(*key).order_by(SalesLineRow.date, SalesLineRow.currency)
    if span is not None:
        found = found.where(
            SalesLineRow.date.between(span.first, span.last), SalesLineRow.currency.in_(sorted(span.currencies))
        )
    return [RatedDay(*row) for row in session.execute(found)]


def stage(
    session: Session, book: RateBook, days: Iterable[RatedDay], *, progress: Callable[[int], None] | None = None
) -> int:
    """Convert the lines of these days that another rate governs by `book`; return how many there are.

    A day for which the book has no rate is left as it is. What was staged before is forgotten. `progress` is told how
    many lines have been converted.
    """
    for table in (_GOVERNED, _CONVERTED):
        session.execute(delete(table))
    rollups.clear_deltas(session)
    moved = {(each.currency, each.day): book.rate_on(each.currency, each.day) for each in days if _moves(book, each)}
    if not moved:
        return 0
    _note_governed(session, {key: rate for key, rate in moved.items() if rate is not None})
    staged = 0
    for chunk in _chunks(session):
        staged += _stage_chunk(session, chunk)
        if progress is not None:
            progress(staged)
    note_statistics(session, _CONVERTED)
    _collect(session)
    return staged


def _moves(book: RateBook, day: RatedDay) -> bool:
    return book.rate_on(day.currency, day.day) not in {None, day.rate}


def _note_governed(session: Session, rates: dict[tuple[str, date], Decimal]) -> None:
    columns: dict[str, Sequence[object]] = {
        "currency": [currency for currency, _ in rates],
        "date": [day.isoformat() for _, day in rates],
        "rate": [format(rate, "f") for rate in rates.values()],
    }
    add_columns(session, _GOVERNED, columns)
    note_statistics(session, _GOVERNED)


def _chunks(session: Session) -> Iterator[Sequence[tuple[int, int, str]]]:
    """Walk the lines whose rate differs from the one that governs them: id, amount and the new rate."""
    lines = (
        select(SalesLineRow.id, SalesLineRow.amount, _GOVERNED.c.rate)
        .join(_GOVERNED, (_GOVERNED.c.date == SalesLineRow.date) & (_GOVERNED.c.currency == SalesLineRow.currency))
        .where(SalesLineRow.rate != _GOVERNED.c.rate)
    )
    for rows in session.execute(lines.execution_options(yield_per=AT_ONCE)).partitions():
        yield [(line_id, amount, rate) for line_id, amount, rate in rows]


def _stage_chunk(session: Session, lines: Sequence[tuple[int, int, str]]) -> int:
    rates = {rate: Decimal(rate) for _, _, rate in lines}
    columns: dict[str, Sequence[object]] = {
        "id": [line_id for line_id, _, _ in lines],
        "rate": [rate for _, _, rate in lines],
        "base_amount": [convert(amount, rates[rate]) for _, amount, rate in lines],
    }
    add_columns(session, _CONVERTED, columns)
    return len(lines)


def _collect(session: Session) -> None:
    """Note what the rollups lose by the old amounts and gain by the new ones."""
    here = _CONVERTED.c.id == SalesLineRow.id
    rollups.collect(session, select(*rollups.line_columns()).join(_CONVERTED, here), -1)
    rollups.collect(session, _as_converted().join(_CONVERTED, here), 1)


def _as_converted() -> Select[*tuple[object, ...]]:
    columns = rollups.line_columns()
    return select(*(_CONVERTED.c.base_amount if each.name == "base_amount" else each for each in columns))


def publish(session: Session) -> None:
    """Write what `stage` has found. The caller holds the ledger, and nobody has written lines since."""
    statement = (
        update(SalesLineRow)
        .where(SalesLineRow.id == _CONVERTED.c.id)
        .values(rate=_CONVERTED.c.rate, base_amount=_CONVERTED.c.base_amount)
        .execution_options(synchronize_session=False)
    )
    session.execute(statement)
    rollups.apply_deltas(session)
