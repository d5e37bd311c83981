"""Queries behind what an answer about sales suggests: in what clients are alike, and what each has bought.

Sums by client come from `store.sales`. What is read from the lines is asked for few clients at a time.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.policy.periods import Period
from bot.store.families import roots
from bot.store.tables_files import ClientRow, CurrentValueRow
from bot.store.tables_ledger import ClientMonthRow, SalesLineRow

_AT_ONCE = 5_000
"""SQLite takes 32,766 values in one statement."""


def _portions(client_ids: Collection[int]) -> Iterator[Sequence[int]]:
    ids = sorted(client_ids)
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def list_traits(session: Session, client_ids: Collection[int], fields: Sequence[str]) -> Mapping[int, dict[str, str]]:
    """Return what is known of these fields, by client and field."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for ids in _portions(client_ids):
        known = select(CurrentValueRow.client_id, CurrentValueRow.field, CurrentValueRow.value).where(
            CurrentValueRow.client_id.in_(ids), CurrentValueRow.field.in_(fields)
        )
        for client_id, field, value in session.execute(known):
            found[client_id][field] = value
    return found


def list_countries(session: Session, client_ids: Collection[int]) -> Mapping[int, str]:
    """Return the countries of those clients that have one."""
    found: dict[int, str] = {}
    for ids in _portions(client_ids):
        known = select(ClientRow.id, ClientRow.country).where(ClientRow.id.in_(ids), ClientRow.country.is_not(None))
        found |= {client_id: country for client_id, country in session.execute(known) if country}
    return found


def count_lines(session: Session, client_ids: Collection[int], period: Period) -> Mapping[int, int]:
    """Return about how many lines these clients have in a period, by the months that it touches."""
    found: dict[int, int] = {}
    for ids in _portions(client_ids):
        counted = (
            select(ClientMonthRow.client_id, func.sum(ClientMonthRow.lines))
            .where(
                ClientMonthRow.client_id.in_(ids),
                ClientMonthRow.month.between(period.start.replace(day=1), period.end),
            )
            .group_by(ClientMonthRow.client_id)
        )
        found |= {client_id: int(lines) for client_id, lines in session.execute(counted)}
    return found


def sum_products(session: Session, client_ids: Collection[int], period: Period) -> Mapping[int, Mapping[int, int]]:
    """Return what each of these clients bought of each product in a period, in counts of the base currency.

    Lines of the clients that were merged into one of them count too.
    """
    found: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for ids in _portions(client_ids):
        root_of = _roots_of(session, ids)
        bought = (
            select(SalesLineRow.client_id, SalesLineRow.product_id, func.sum(SalesLineRow.base_amount))
            .where(
                SalesLineRow.client_id.in_(root_of),
                SalesLineRow.date.between(period.start, period.end),
                SalesLineRow.product_id.is_not(None),
            )
            .group_by(SalesLineRow.client_id, SalesLineRow.product_id)
        )
        for client_id, product_id, amount in session.execute(bought):
            if client_id is not None and product_id is not None:
                found[root_of[client_id]][product_id] += int(amount)
    return found


def _roots_of(session: Session, client_ids: Sequence[int]) -> Mapping[int, int]:
    """Return, for these clients and all that were merged into one of them, under which id they count."""
    merged = roots()
    rows = session.execute(select(merged.c.id, merged.c.root).where(merged.c.root.in_(client_ids)))
    return {each: each for each in client_ids} | {row.id: row.root for row in rows}
