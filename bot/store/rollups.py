"""The three rollups of sales, kept equal to the lines by what changes, and proved equal on demand.

Whoever writes lines collects deltas in temporary tables (lines taken away with sign -1, lines put in with +1) and
applies them in the same transaction.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Date,
    Integer,
    MetaData,
    Select,
    String,
    Subquery,
    Table,
    cast,
    delete,
    func,
    insert,
    literal,
    select,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.orm import Session, aliased
from sqlalchemy.schema import DropTable

from bot.i18n import _
from bot.store import settings
from bot.store.base import Base
from bot.store.families import roots
from bot.store.staging import TEMPORARY, add_columns, create, is_postgres, upsert
from bot.store.tables import ClientMonthRow, ClientRow, ProductMonthRow, ProductTotalRow, SalesLineRow
from bot.store.tables_ledger import NOBODY

LEDGER_GENERATION = "ledger_generation"
"""Setting that counts publications to the ledger."""

_BY_CLIENT = Base.metadata.tables[ClientMonthRow.__tablename__]
_BY_PRODUCT = Base.metadata.tables[ProductMonthRow.__tablename__]
_OF_PRODUCT = Base.metadata.tables[ProductTotalRow.__tablename__]
_LINES = Base.metadata.tables[SalesLineRow.__tablename__]

_CLIENT_KEY = ("client_id", "month")
_PRODUCT_KEY = ("product_id", "country", "unit", "month")
_TOTAL_KEY = ("product_id", "unit", "month")

_staged = MetaData()
_CLIENT_DELTA = Table(
    "delta_by_client",
    _staged,
    Column("client_id", Integer),
    Column("month", Date),
    Column("amount", BigInteger),
    Column("lines", Integer),
    prefixes=TEMPORARY,
)
_PRODUCT_DELTA = Table(
    "delta_by_product",
    _staged,
    Column("product_id", Integer),
    Column("country", String),
    Column("unit", String),
    Column("month", Date),
    Column("amount", BigInteger),
    Column("quantity", BigInteger),
    Column("lines", Integer),
    prefixes=TEMPORARY,
)


@dataclass(frozen=True)
class Difference:
    """A row of a rollup that is not what the lines add up to: (amount, quantity, lines) as kept and as they are."""

    rollup: str
    key: tuple[object, ...]
    kept: tuple[int, int, int]
    lines: tuple[int, int, int]

    def __str__(self) -> str:
        """Say what differs."""
        return _("{rollup} {key}: it says {kept}, the lines add up to {lines} (amount, quantity, lines)").format(
            rollup=self.rollup, key=self.key, kept=self.kept, lines=self.lines
        )


def create_deltas(session: Session) -> None:
    """Make room for deltas."""
    create(session, _CLIENT_DELTA, _PRODUCT_DELTA)


def drop_deltas(session: Session) -> None:
    """Give the room for deltas back: on a connection that others will use."""
    for table in (_CLIENT_DELTA, _PRODUCT_DELTA):
        session.execute(DropTable(table))


def clear_deltas(session: Session) -> None:
    """Forget the deltas collected so far."""
    session.execute(delete(_CLIENT_DELTA))
    session.execute(delete(_PRODUCT_DELTA))


def collect(session: Session, lines: Select[*tuple[object, ...]], sign: int) -> None:
    """Add to the deltas what these lines come to.

    `lines` gives client_id, product_id, date, unit, base_amount and quantity of each, under those names.
    """
    source = lines.subquery()
    session.execute(insert(_CLIENT_DELTA).from_select(_CLIENT_DELTA.c.keys(), _by_client(session, source, sign)))
    session.execute(insert(_PRODUCT_DELTA).from_select(_PRODUCT_DELTA.c.keys(), _by_product(session, source, sign)))


def add_sums(session: Session, by_client: dict[str, Sequence[object]], by_product: dict[str, Sequence[object]]) -> None:
    """Add sums that were worked out elsewhere to the deltas, as columns; NOBODY stands for what is not matched."""
    add_columns(session, _CLIENT_DELTA, by_client)
    add_columns(session, _PRODUCT_DELTA, by_product)


def list_countries(session: Session) -> dict[int, str]:
    """Return the country that each client's sales count for: that of the client that has its file now."""
    merged, owner = roots(), aliased(ClientRow)
    into = func.coalesce(merged.c.root, ClientRow.id)
    rows = session.execute(
        select(ClientRow.id, func.coalesce(owner.country, ""))
        .outerjoin(merged, merged.c.id == ClientRow.id)
        .join(owner, owner.id == into)
    )
    return {client_id: country for client_id, country in rows}  # noqa: C416 - rows are no pairs to the type checker


def line_columns() -> tuple[Column[object], ...]:
    """Return the columns of a sales line that the rollups are made of."""
    return tuple(_LINES.c[name] for name in ("client_id", "product_id", "date", "unit", "base_amount", "quantity"))


def _month(session: Session, day: ColumnElement[object]) -> ColumnElement[object]:
    if is_postgres(session):
        return cast(func.date_trunc("month", day), Date)
    # SQLite keeps days as ISO texts.
    return func.substr(day, 1, 8) + "01"


def _by_client(session: Session, source: Subquery, sign: int) -> Select[*tuple[object, ...]]:
    client, month = func.coalesce(source.c.client_id, NOBODY), _month(session, source.c.date)
    return select(client, month, func.sum(source.c.base_amount) * sign, func.count() * sign).group_by(client, month)


def _by_product(session: Session, source: Subquery, sign: int) -> Select[*tuple[object, ...]]:
    product, month = func.coalesce(source.c.product_id, NOBODY), _month(session, source.c.date)
    country = func.coalesce(ClientRow.country, "")
    amount, quantity = func.sum(source.c.base_amount), func.sum(func.coalesce(source.c.quantity, 0))
    merged = roots()
    # Sales to a client that was merged away are sales to the country of the one that has its file now.
    client_id = func.coalesce(merged.c.root, source.c.client_id)
    lines = source.outerjoin(merged, merged.c.id == source.c.client_id).outerjoin(ClientRow, ClientRow.id == client_id)
    return (
        select(product, country, source.c.unit, month, amount * sign, quantity * sign, func.count() * sign)
        .select_from(lines)
        .group_by(product, country, source.c.unit, month)
    )


def _of_product(session: Session, source: Subquery) -> Select[*tuple[object, ...]]:
    product, month = func.coalesce(source.c.product_id, NOBODY), _month(session, source.c.date)
    figures = (func.sum(source.c.base_amount), func.sum(func.coalesce(source.c.quantity, 0)), func.count())
    return select(product, source.c.unit, month, *figures).group_by(product, source.c.unit, month)


def apply_deltas(session: Session) -> None:
    """Bring the rollups up to date with the deltas collected; months left without a line go."""
    _apply(session, _BY_CLIENT, _CLIENT_DELTA, _CLIENT_KEY)
    _apply(session, _BY_PRODUCT, _PRODUCT_DELTA, _PRODUCT_KEY)
    _apply(session, _OF_PRODUCT, _PRODUCT_DELTA, _TOTAL_KEY)


def _apply(session: Session, rollup: Table, delta: Table, key: tuple[str, ...]) -> None:
    figures = [name for name in rollup.c.keys() if name not in key]  # noqa: SIM118 - a collection of columns
    keys = [delta.c[name] for name in key]
    sums = select(*keys, *(func.sum(delta.c[name]) for name in figures)).where(literal(1) == 1).group_by(*keys)
    statement = upsert(session, rollup).from_select([*key, *figures], sums)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=list(key),
            set_={name: rollup.c[name] + statement.excluded[name] for name in figures},
        )
    )
    # Only where lines were taken away can a month be left without any.
    lessened = select(*keys).where(delta.c.lines < 0)
    if session.execute(lessened.limit(1)).first() is not None:
        touched = tuple_(*(rollup.c[name] for name in key)).in_(lessened)
        session.execute(delete(rollup).where(rollup.c.lines == 0, touched))


def move_country(
    session: Session, client_ids: Collection[int], old: str | None, new: str | None, now: datetime
) -> None:
    """Move these clients' sales to another country in the rollup by product: for a change by hand, or a merge.

    The caller has taken the ledger's lock before any other.
    """
    if (old or "") == (new or ""):
        return
    settings.bump(session, LEDGER_GENERATION, now)
    source = select(*line_columns()).where(_LINES.c.client_id.in_(client_ids)).subquery()
    product, month = func.coalesce(source.c.product_id, NOBODY), _month(session, source.c.date)
    quantity = func.sum(func.coalesce(source.c.quantity, 0))
    rows = session.execute(
        select(product, source.c.unit, month, func.sum(source.c.base_amount), quantity, func.count()).group_by(
            product, source.c.unit, month
        )
    ).all()
    for product_id, unit, month_text, amount, units, lines in rows:
        first = month_text if isinstance(month_text, date) else date.fromisoformat(month_text)
        _shift(session, (product_id, old or "", unit, first), (-int(amount), -int(units), -lines))
        _shift(session, (product_id, new or "", unit, first), (int(amount), int(units), lines))


def _shift(session: Session, key: tuple[object, ...], by: tuple[int, int, int]) -> None:
    columns = _BY_PRODUCT.c
    here = [columns[name] == value for name, value in zip(_PRODUCT_KEY, key, strict=True)]
    figures = dict(zip(("amount", "quantity", "lines"), by, strict=True))
    moved = session.execute(
        update(_BY_PRODUCT)
        .where(*here)
        .values({name: columns[name] + value for name, value in figures.items()})
        .returning(columns.lines)
    ).one_or_none()
    if moved is None:
        session.execute(insert(_BY_PRODUCT), [dict(zip(_PRODUCT_KEY, key, strict=True)) | figures])
    elif moved.lines == 0:
        session.execute(delete(_BY_PRODUCT).where(*here))


def rebuild(session: Session) -> None:
    """Make the rollups anew from the lines."""
    source = select(*line_columns()).subquery()
    for rollup, sums in (
        (_BY_CLIENT, _by_client(session, source, 1)),
        (_BY_PRODUCT, _by_product(session, source, 1)),
        (_OF_PRODUCT, _of_product(session, source)),
    ):
        session.execute(delete(rollup))
        session.execute(insert(rollup).from_select(rollup.c.keys(), sums))


def differences(session: Session) -> Sequence[Difference]:
    """Return every row of the rollups that is not what the lines add up to; none when all is well."""
    source = select(*line_columns()).subquery()
    return [
        *_compare(session, _BY_CLIENT, _CLIENT_KEY, _by_client(session, source, 1)),
        *_compare(session, _BY_PRODUCT, _PRODUCT_KEY, _by_product(session, source, 1)),
        *_compare(session, _OF_PRODUCT, _TOTAL_KEY, _of_product(session, source)),
    ]


def _compare(
    session: Session, rollup: Table, key: tuple[str, ...], sums: Select[*tuple[object, ...]]
) -> list[Difference]:
    """Subtract the lines from the rollup; whatever is left of a key differs."""
    names = list(rollup.c.keys())
    kept = select(*(rollup.c[name].label(name) for name in names), literal(1).label("side"))
    lines = sums.subquery()
    real = select(*(column.label(name) for column, name in zip(lines.c, names, strict=True)), literal(0).label("side"))
    both = union_all(kept, real).subquery()
    figures = [both.c[name] if name in names else literal(0) for name in ("amount", "quantity", "lines")]
    found = select(
        *(both.c[name] for name in key),
        *(func.sum(figure * both.c.side) for figure in figures),
        *(func.sum(figure * (1 - both.c.side)) for figure in figures),
    ).group_by(*(both.c[name] for name in key))
    width = len(key)
    rows = [
        (tuple(row[:width]), _figures(row[width : width + 3]), _figures(row[width + 3 :]))
        for row in session.execute(found)
    ]
    return [Difference(rollup.name, place, kept, real) for place, kept, real in rows if kept != real]


def _figures(row: Sequence[int]) -> tuple[int, int, int]:
    amount, quantity, lines = row
    return int(amount), int(quantity), int(lines)
