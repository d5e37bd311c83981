"""Queries that hold what is derived against what it is derived from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from bot.store.families import above
from bot.store.tables_files import ClientRow, CurrentValueRow, FactRow
from bot.store.tables_ledger import SalesLineRow


@dataclass(frozen=True)
class WalkedFact:
    """A standing fact as one file has it; the file of `client_id` may be a part of the file of `file_id`."""

    file_id: int
    field: str
    fact_id: int
    client_id: int
    value: str
    source: str
    observed_at: datetime


@dataclass(frozen=True)
class ConvertedLine:
    """A sales line with its amount in its own currency and in the base currency, as counts."""

    line_id: str
    amount: int
    currency: str
    rate: Decimal
    base_amount: int


def list_current(session: Session) -> dict[tuple[int, str], tuple[int, str]]:
    """Return the fact that each current value claims to follow from and the value itself, by client and field."""
    columns = (CurrentValueRow.client_id, CurrentValueRow.field, CurrentValueRow.fact_id, CurrentValueRow.value)
    return {(row.client_id, row.field): (row.fact_id, row.value) for row in session.execute(select(*columns))}


def walk_facts(session: Session) -> Iterator[WalkedFact]:
    """Walk the standing facts by file and field, newest first within each; once for each file that they are part of."""
    into = above()
    columns = (
        FactRow.field, FactRow.id.label("fact_id"), FactRow.client_id, FactRow.value, FactRow.source,
        FactRow.observed_at, FactRow.recorded_at,
    )  # fmt: skip
    facts = union_all(
        select(FactRow.client_id.label("file_id"), *columns).where(FactRow.retracted_at.is_(None)),
        select(into.c.above.label("file_id"), *columns)
        .join(into, into.c.id == FactRow.client_id)
        .where(FactRow.retracted_at.is_(None)),
    ).subquery()
    ordered = select(facts).order_by(
        facts.c.file_id,
        facts.c.field,
        facts.c.observed_at.desc(),
        facts.c.recorded_at.desc(),
        facts.c.fact_id.desc(),
    )
    for row in session.execute(ordered.execution_options(yield_per=5000)):
        yield WalkedFact(*row[:7])


def walk_columns(session: Session) -> Iterator[tuple[int, dict[str, str | None]]]:
    """Walk the clients with what their directory columns say."""
    columns = (ClientRow.name, ClientRow.country, ClientRow.city, ClientRow.stage, ClientRow.relation)
    for client_id, *values in session.execute(select(ClientRow.id, *columns).execution_options(yield_per=5000)):
        yield client_id, dict(zip((each.key for each in columns), values, strict=True))


def walk_converted(session: Session) -> Iterator[ConvertedLine]:
    """Walk the sales lines with what was made of their amounts."""
    columns = (
        SalesLineRow.line_id, SalesLineRow.amount, SalesLineRow.currency, SalesLineRow.rate, SalesLineRow.base_amount
    )  # fmt: skip
    for row in session.execute(select(*columns).execution_options(yield_per=5000)):
        yield ConvertedLine(*row)
