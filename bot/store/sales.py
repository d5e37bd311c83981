"""Queries about sales over many clients: sums by whatever a composition asks for.

Whole months are read from the rollups (client x month; product x month), other spans of days and what
crosses the two from the lines. Lines of a merged client count under the client that it went into.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeAlias, cast

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    Subquery,
    case,
    distinct,
    func,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session, aliased

from bot.policy.access import Scope
from bot.policy.periods import Period
from bot.results.composition import PRODUCT_KEYS, Key, LeftOut, Measure, Missing, MixKey, Sum, is_fact
from bot.store.families import roots
from bot.store.finding import Condition
from bot.store.tables_files import ClientRow, CurrentValueRow, PersonRow
from bot.store.tables_ledger import NOBODY, ClientMonthRow, ProductRow, ProductTotalRow, SalesLineRow

COUNTED_LINES = 50_000
"""Up to this many lines a product's clients are counted in the lines: the product rollup does not know them."""

_EMPTY: ColumnElement[str] = literal_column("''")
_Rows: TypeAlias = Select[*tuple[object, ...]]


@dataclass(frozen=True)
class Slice:
    """Which sales are read: a span of days, those that it is compared with (None: not), and whose clients'.

    `conditions` hold of every client whose sales are read.
    """

    period: Period
    previous: Period | None = None
    scope: Scope = Scope.ALL
    person_id: int | None = None
    team: str = ""
    year_before: Period | None = None
    conditions: tuple[Condition, ...] = ()

    @property
    def spans(self) -> tuple[Period, ...]:
        """Return every span that is read."""
        return tuple(each for each in (self.period, self.previous, self.year_before) if each is not None)

    @property
    def by_month(self) -> bool:
        """Tell whether monthly rollups answer every span."""
        return all(each.whole_months for each in self.spans)

    @property
    def of_everybody(self) -> bool:
        """Tell whether the sales of all clients are read, and with them those of no known client."""
        return self.scope is Scope.ALL and not self.conditions

    def to_everybody(self) -> "Slice":
        """Return the same spans over all clients."""
        return replace(self, scope=Scope.ALL, conditions=())


@dataclass(frozen=True)
class _Source:
    """A table that sales are summed from, by the role of its columns; None for a role it does not have."""

    day: SQLColumnExpression[date]
    value: SQLColumnExpression[int]
    lines: SQLColumnExpression[int]
    client: SQLColumnExpression[int] | SQLColumnExpression[int | None] | None
    product: SQLColumnExpression[int] | SQLColumnExpression[int | None] | None
    unit: SQLColumnExpression[str] | None


_BY_CLIENT = _Source(
    day=ClientMonthRow.month,
    value=ClientMonthRow.amount,
    lines=ClientMonthRow.lines,
    client=ClientMonthRow.client_id,
    product=None,
    unit=None,
)


def _by_product(measure: Measure) -> _Source:
    return _Source(
        day=ProductTotalRow.month,
        value=ProductTotalRow.quantity if measure is Measure.QUANTITY else ProductTotalRow.amount,
        lines=ProductTotalRow.lines,
        client=None,
        product=ProductTotalRow.product_id,
        unit=ProductTotalRow.unit,
    )


def _lines(measure: Measure) -> _Source:
    return _Source(
        day=SalesLineRow.date,
        value=func.coalesce(SalesLineRow.quantity, 0) if measure is Measure.QUANTITY else SalesLineRow.base_amount,
        lines=literal_column("1"),
        client=SalesLineRow.client_id,
        product=SalesLineRow.product_id,
        unit=SalesLineRow.unit,
    )


def _source(session: Session, asked: Slice, keys: Sequence[Key], measure: Measure) -> _Source:
    """Choose the narrowest table that knows the keys, the spans and the scope."""
    of_products = [key in PRODUCT_KEYS for key in keys]
    if asked.by_month and not any(of_products) and measure is Measure.AMOUNT:
        return _BY_CLIENT
    if asked.by_month and all(of_products) and asked.of_everybody and is_large(session, asked):
        return _by_product(measure)
    return _lines(measure)


def is_large(session: Session, asked: Slice) -> bool:
    """Tell whether the days asked for hold too many lines to walk them; no more than that many are looked at."""
    some = select(SalesLineRow.date).where(within_spans(SalesLineRow.date, asked)).limit(max(COUNTED_LINES + 1, 0))
    return (session.scalar(select(func.count()).select_from(some.subquery())) or 0) > COUNTED_LINES


def _within(day: SQLColumnExpression[date], period: Period) -> ColumnElement[bool]:
    return true() if period.is_all else day.between(period.start, period.end)


def within_spans(day: SQLColumnExpression[date], asked: Slice) -> ColumnElement[bool]:
    """Return one range around the spans: SQLite would look an OR of several up row by row."""
    if asked.period.is_all:
        return true()
    return day.between(min(each.start for each in asked.spans), max(each.end for each in asked.spans))


def period_sum(
    day: SQLColumnExpression[date], value: SQLColumnExpression[int], period: Period | None
) -> ColumnElement[int]:
    """Return the sum of a column over the days of a period; 0 for no period."""
    if period is None:
        return literal_column("0")
    if period.is_all:
        return func.sum(value)
    return func.sum(case((_within(day, period), value), else_=0))


def sum_by(session: Session, asked: Slice, keys: Sequence[Key], measure: Measure = Measure.AMOUNT) -> Sequence[Sum]:
    """Return the sums of every span by one or two keys, quantities by unit too; in no particular order.

    Lines that a key cannot place, for want of a client or a product, are absent: `sum_unmatched` has them.
    """
    source = _source(session, asked, keys, measure)
    tables = _Tables(_raw(source, keys, asked, measure), tuple(keys), asked)
    columns = [tables.key(key) for key in keys]
    labels = [tables.label(key) for key in keys]
    unit = tables.raw.c.unit if measure is Measure.QUANTITY else _EMPTY
    sums = (func.sum(tables.raw.c[name]) for name in ("amount", "previous", "year_before"))
    figures = (*sums, tables.count_of_clients())
    shown = [each.label(f"c{place}") for place, each in enumerate([*columns, *labels, unit, *figures])]
    statement = tables.join(select(*shown).select_from(tables.raw)).group_by(
        *columns, *(each for each in [*labels, unit] if each is not _EMPTY)
    )
    return [_sum(tuple(row), len(keys)) for row in session.execute(statement)]


def _sum(row: tuple[object, ...], width: int) -> Sum:
    unit, amount, previous, year_before, clients = row[2 * width :]
    return Sum(
        keys=cast("tuple[str | int, ...]", row[:width]),
        labels=cast("tuple[str, ...]", row[width : 2 * width]),
        unit=cast("str", unit),
        amount=_whole(amount),
        previous=_whole(previous),
        clients=None if clients is None else _whole(clients),
        year_before=_whole(year_before),
    )


def _whole(value: object) -> int:
    """Return a sum as an integer: PostgreSQL adds 64-bit integers up to an exact decimal."""
    if type(value) is int:
        return value
    return int(value) if isinstance(value, Decimal) else 0


def _raw(source: _Source, keys: Sequence[Key], asked: Slice, measure: Measure) -> Subquery:
    """Sum the source by the ids that the keys need, before anything is joined to it."""
    ids = {
        "client_id": source.client,
        "product_id": source.product if any(key in PRODUCT_KEYS for key in keys) else None,
        "unit": source.unit if measure is Measure.QUANTITY else None,
    }
    needed = {name: column for name, column in ids.items() if column is not None}
    return (
        select(
            *(column.label(name) for name, column in needed.items()),
            period_sum(source.day, source.value, asked.period).label("amount"),
            period_sum(source.day, source.value, asked.previous).label("previous"),
            period_sum(source.day, source.value, asked.year_before).label("year_before"),
            period_sum(source.day, source.lines, asked.period).label("lines"),
        )
        .where(within_spans(source.day, asked), *_of_clients(source, asked))
        .group_by(*needed.values())
        .subquery("raw")
    )


def _of_clients(source: _Source, asked: Slice) -> tuple[ColumnElement[bool], ...]:
    return () if source.client is None else of_clients(source.client, asked)


def of_clients(
    client: SQLColumnExpression[int] | SQLColumnExpression[int | None], asked: Slice
) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that lines are of the clients whose figures are asked for, merged ones included."""
    if asked.of_everybody:
        return ()
    theirs = [each.sql() for each in asked.conditions]
    if asked.scope is not Scope.ALL:
        own = ClientRow.owner_id == asked.person_id
        theirs.append(or_(own, PersonRow.team == asked.team) if asked.scope is Scope.TEAM and asked.team else own)
    clients = select(ClientRow.id).outerjoin(PersonRow, PersonRow.id == ClientRow.owner_id).where(*theirs)
    merged = roots()
    return (
        or_(
            client.in_(clients.where(ClientRow.merged_into.is_(None))),
            client.in_(select(merged.c.id).where(merged.c.root.in_(clients))),
        ),
    )


class _Clients:
    """The client that a line counts under, with its owner, joined to whatever knows a client's id."""

    def __init__(self) -> None:
        self.survivor, self.owner = aliased(ClientRow), aliased(PersonRow)
        self._merged = roots()

    def join(
        self, statement: _Rows, client_id: SQLColumnExpression[int | None], *, keep_unmatched: bool = False
    ) -> _Rows:
        """Join them; lines without a client are dropped unless they are to be kept."""
        surviving = func.coalesce(self._merged.c.root, client_id)
        statement = statement.join(self._merged, self._merged.c.id == client_id, isouter=True)
        statement = statement.join(self.survivor, self.survivor.id == surviving, isouter=keep_unmatched)
        return statement.join(self.owner, self.owner.id == self.survivor.owner_id, isouter=True)


def client_keys(asked: Slice, key: Key) -> _Rows:
    """Return the query for what each client whose sales are read counts under by a key: id, key, label."""
    raw = select(ClientRow.id.label("client_id")).where(*of_clients(ClientRow.id, asked)).subquery("raw")
    tables = _Tables(raw, (key,), asked)
    return tables.join(select(raw.c.client_id, tables.key(key), tables.label(key)).select_from(raw))


class _Tables:
    """What is joined to the raw sums for the keys and the scope."""

    def __init__(self, raw: Subquery, keys: tuple[Key, ...], asked: Slice) -> None:
        self.raw = raw
        self._clients = _Clients()
        self._counts_only = asked.of_everybody and all(key in PRODUCT_KEYS for key in keys)
        self._facts = {key: aliased(CurrentValueRow) for key in keys if is_fact(key)}

    def join(self, statement: _Rows) -> _Rows:
        """Join clients, their facts and products, each where a key or the scope needs it.

        Where clients are only counted, lines without one stay.
        """
        if "client_id" in self.raw.c:
            statement = self._clients.join(statement, self.raw.c.client_id, keep_unmatched=self._counts_only)
        for key, fact in self._facts.items():
            its = (fact.client_id == self._clients.survivor.id) & (fact.field == key.value)
            statement = statement.join(fact, its, isouter=True)
        if "product_id" in self.raw.c:
            statement = statement.join(ProductRow, ProductRow.id == self.raw.c.product_id)
        return statement

    def count_of_clients(self) -> ColumnElement[int]:
        """Return the number of clients with lines in the period; NULL where the source knows no clients."""
        if "client_id" not in self.raw.c:
            return literal_column("NULL")
        return func.count(distinct(case((self.raw.c.lines > 0, self._clients.survivor.id))))

    def key(self, key: Key) -> SQLColumnExpression[str] | SQLColumnExpression[int]:
        """Return the column that a key groups by; a region is put together from its countries afterwards."""
        if key in self._facts:
            return func.coalesce(self._facts[key].value, _EMPTY)
        client = self._clients.survivor
        columns: dict[Key, SQLColumnExpression[str] | SQLColumnExpression[int]] = {
            MixKey.GRADE: client.id,
            MixKey.PRODUCT: ProductRow.code,
            MixKey.CATEGORY: ProductRow.category,
            MixKey.COUNTRY: func.coalesce(client.country, _EMPTY),
            MixKey.REGION: func.coalesce(client.country, _EMPTY),
            MixKey.STAGE: client.stage,
            MixKey.RELATION: client.relation,
            MixKey.REP: func.coalesce(self._clients.owner.slack_id, _EMPTY),
        }
        return columns[key]

    def label(self, key: Key) -> SQLColumnExpression[str]:
        """Return the column that names a key's value to people, empty where the catalogue or Babel names it."""
        if key is MixKey.PRODUCT:
            return ProductRow.name
        return func.coalesce(self._clients.owner.name, _EMPTY) if key is MixKey.REP else _EMPTY


def sum_unmatched(
    session: Session, asked: Slice, missing: Missing, measure: Measure = Measure.AMOUNT, *, of_known_clients: bool
) -> Sequence[LeftOut]:
    """Return what the period's lines without a client, or without a product, come to; quantities by unit.

    Lines without a client are among everybody's only. `of_known_clients` passes over lines without a
    product that have no client either, so that none is counted twice.
    """
    of_known_clients = of_known_clients or not asked.of_everybody
    if missing is Missing.CLIENT and not asked.of_everybody:
        return []
    if missing is Missing.CLIENT:
        source = _BY_CLIENT if asked.by_month and measure is Measure.AMOUNT else _lines(measure)
    else:
        source = _lines(measure) if of_known_clients or not asked.by_month else _by_product(measure)
    column = source.client if missing is Missing.CLIENT else source.product
    assert column is not None  # each source above knows what it is asked for
    unit = source.unit if measure is Measure.QUANTITY and source.unit is not None else _EMPTY
    statement: _Rows = select(unit, func.sum(source.value), func.sum(source.lines)).where(
        _within(source.day, asked.period), _is_unmatched(column), *_of_clients(source, asked)
    )
    if missing is Missing.PRODUCT and of_known_clients and source.client is not None:
        statement = statement.where(source.client.is_not(None))
    if unit is not _EMPTY:
        statement = statement.group_by(unit)
    rows = [tuple(row) for row in session.execute(statement)]
    return [LeftOut(missing, _whole(row[1]), _whole(row[2]), str(row[0])) for row in rows if row[2]]


def _is_unmatched(column: SQLColumnExpression[int] | SQLColumnExpression[int | None]) -> ColumnElement[bool]:
    """Return the condition of what has no id: a rollup keeps NOBODY, which leads straight to it in its key."""
    is_line = column is SalesLineRow.client_id or column is SalesLineRow.product_id
    return column.is_(None) if is_line else column == NOBODY


def span_of_lines(session: Session, until: date | None = None) -> tuple[date, date] | None:
    """Return the dates of the first and the latest sales line, up to `until`; None when there is none.

    The latest is the data date of every sales figure.
    """
    known = true() if until is None else SalesLineRow.date <= until
    # Two subqueries: SQLite finds one end of an index at once, but walks all of it for both ends together.
    oldest = select(func.min(SalesLineRow.date)).where(known).scalar_subquery()
    newest = select(func.max(SalesLineRow.date)).where(known).scalar_subquery()
    first, latest = session.execute(select(oldest, newest)).one()
    return None if first is None or latest is None else (first, latest)
