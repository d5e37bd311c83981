"""Sums of a large ledger by something of the product and something of the client at once: over the lines.

Clients that count under one key are one class, a small number that is joined to each line; the database then groups by
product and class, two integers. Grouped by client and product first, ten million lines would come to as many groups.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ARRAY, CTE, Integer, cast, func, literal, select
from sqlalchemy.orm import Session

from bot.results.composition import Key
from bot.store.sales import Slice, client_keys, period_sum, within_spans
from bot.store.staging import is_postgres
from bot.store.tables_ledger import ProductRow, SalesLineRow


@dataclass(frozen=True)
class ClassSum:
    """What one product comes to with one class of clients; `product_id` is None for lines without a product."""

    product_id: int | None
    class_id: int
    amount: int
    previous: int
    year_before: int
    lines: int


@dataclass(frozen=True)
class ClientKey:
    """What a client counts under by some key, merged clients under that of their survivor."""

    client_id: int
    key: str | int
    label: str


@dataclass(frozen=True)
class Good:
    """A product, with what it counts under."""

    product_id: int
    code: str
    name: str
    category: str


def list_goods(session: Session) -> Sequence[Good]:
    """Return every product."""
    columns = (ProductRow.id, ProductRow.code, ProductRow.name, ProductRow.category)
    return [Good(*row) for row in session.execute(select(*columns))]


def list_client_keys(session: Session, asked: Slice, key: Key) -> Sequence[ClientKey]:
    """Return what each client whose sales are read counts under."""
    return [
        ClientKey(int(str(client_id)), value if isinstance(value, int) else str(value), str(label))
        for client_id, value, label in map(tuple, session.execute(client_keys(asked, key)))
    ]


def sum_by_class(session: Session, asked: Slice, classes: Mapping[int, int]) -> Sequence[ClassSum]:
    """Return the sums of every span by product and class; `classes` maps the clients that are read to theirs."""
    line, who = SalesLineRow, _classes(session, classes)
    day, amount = line.date, line.base_amount
    sums = (
        period_sum(day, amount, asked.period),
        period_sum(day, amount, asked.previous),
        period_sum(day, amount, asked.year_before),
        period_sum(day, literal(1), asked.period),
    )
    # An outer join keeps SQLite on the lines in their order; of a few clients alone it looks theirs up instead.
    statement = (
        select(line.product_id, who.c.class_id, *sums)
        .select_from(line)
        .join(who, who.c.client_id == line.client_id, isouter=asked.of_everybody)
        .where(within_spans(day, asked))
        .group_by(line.product_id, who.c.class_id)
    )
    return [
        ClassSum(product_id, class_id, *(int(each or 0) for each in figures))
        for product_id, class_id, *figures in session.execute(statement)
        if class_id is not None
    ]


def _classes(session: Session, classes: Mapping[int, int]) -> CTE:
    """Return (client_id, class_id) as a table; all of it travels in one or two parameters."""
    if is_postgres(session):
        ids, numbers = (literal(list(each), ARRAY(Integer)) for each in (classes.keys(), classes.values()))
        rows = func.unnest(ids, numbers).table_valued("client_id", "class_id").render_derived()
        made = select(cast(rows.c.client_id, Integer).label("client_id"), rows.c.class_id)
    else:
        pairs = func.json_each(json.dumps(list(classes.items()))).table_valued("value")
        # Without the cast SQLite makes no index of it, and walks ten thousand rows for each line.
        of_pair = (cast(func.json_extract(pairs.c.value, f"$[{place}]"), Integer) for place in (0, 1))
        made = select(*(each.label(name) for each, name in zip(of_pair, ("client_id", "class_id"), strict=True)))
    return made.cte("who").prefix_with("MATERIALIZED", dialect="sqlite")
