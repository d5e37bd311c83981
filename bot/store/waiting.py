"""Queries about lines of the ledger that wait for their client or product, and about what was decided by hand."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    Table,
    and_,
    cast,
    delete,
    func,
    literal,
    literal_column,
    select,
    update,
)
from sqlalchemy.orm import Session

from bot.policy.money import Money
from bot.results.imports import ImportKind
from bot.results.waiting import ReferenceKind, WaitingGroup
from bot.store import rollups
from bot.store.ledger_writes import LEDGERS
from bot.store.tables_analysis import ReferenceMatchRow
from bot.store.tables_files import PersonRow
from bot.store.tables_ledger import NOBODY, ClientMonthRow

_COLUMNS = {ReferenceKind.CLIENT: "client_id", ReferenceKind.PRODUCT: "product_id"}
_DAYS = {ImportKind.INVOICES: "issued"}
_NAMELESS: ColumnElement[str] = literal_column("''")
"""Written out: SQLite only takes a partial index for a condition that stands in the statement itself."""


@dataclass(frozen=True)
class Decided:
    """A row of what was decided by hand."""

    reference: str
    target_id: int
    person: str
    decided_at: datetime


@dataclass(frozen=True)
class _Place:
    """A ledger that names what waits: its table, the id's column and that of the code or name."""

    kind: ImportKind
    table: Table
    column: Column[Any]
    name: Column[Any]

    @property
    def waits(self) -> ColumnElement[bool]:
        """Return the condition that a line waits. One that names no product is none of a product's."""
        if self.column.name == "client_id":
            return self.column.is_(None)
        return and_(self.column.is_(None), self.name != _NAMELESS)


def _places(kind: ReferenceKind) -> Iterable[_Place]:
    column = _COLUMNS[kind]
    for ledger_kind, ledger in LEDGERS.items():
        if column in ledger.references:
            table = ledger.table
            yield _Place(ledger_kind, table, table.c[column], table.c[ledger.references[column]])


def list_groups(session: Session, kind: ReferenceKind) -> Sequence[WaitingGroup]:
    """Return what waits by the code or name it waits under: the most lines first, lines that name nothing last."""
    lines: dict[str, dict[ImportKind, int]] = defaultdict(lambda: defaultdict(int))
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    days: dict[str, list[date]] = defaultdict(list)
    for place in _places(kind):
        day = place.table.c[_DAYS.get(place.kind, "date")]
        figures = (func.count(), func.sum(place.table.c.amount), func.min(day), func.max(day))
        found = select(place.name, place.table.c.currency, *figures).where(place.waits)
        for name, currency, count, amount, first, latest in session.execute(
            found.group_by(place.name, place.table.c.currency)
        ):
            lines[name][place.kind] += count
            sums[name][currency] += int(amount)
            days[name] += [first, latest]
    groups = [
        WaitingGroup(
            kind=kind,
            reference=name,
            ledgers=tuple(counts.items()),
            sums=tuple(Money(amount, currency) for currency, amount in sorted(sums[name].items())),
            first=min(days[name]),
            latest=max(days[name]),
        )
        for name, counts in lines.items()
    ]
    return sorted(groups, key=lambda each: (not each.reference, -each.lines, each.reference))


def list_references(session: Session, kind: ReferenceKind) -> set[str]:
    """Return the codes and names under which lines wait; lines that name nothing are not among them."""
    found: set[str] = set()
    for place in _places(kind):
        found.update(session.scalars(select(place.name).where(place.waits, place.name != _NAMELESS).distinct()))
    return found


def count_lines(session: Session, kind: ReferenceKind) -> int:
    """Return how many lines wait. Sales without a client are counted in the rollup, which is small."""
    count = 0
    for place in _places(kind):
        if place.kind is ImportKind.SALES and kind is ReferenceKind.CLIENT:
            summed = select(func.coalesce(func.sum(ClientMonthRow.lines), 0))
            count += int(session.scalar(summed.where(ClientMonthRow.client_id == NOBODY)) or 0)
        else:
            count += session.scalar(select(func.count()).select_from(place.table).where(place.waits)) or 0
    return count


def move(session: Session, kind: ReferenceKind, reference: str, old: int | None, new: int | None) -> int:
    """Give the lines under a code or name that have the id `old`, or none, the id `new`, or none, rollups and all.

    The caller holds the ledger. Returns how many lines these are.
    """
    moved = 0
    for place in _places(kind):
        chosen = and_(place.name == reference, place.waits if old is None else place.column == old)
        if place.kind is ImportKind.SALES:
            _follow(session, place, chosen, new)
        changed = update(place.table).where(chosen).values({place.column.name: new})
        moved += session.connection().execute(changed).rowcount
    return moved


def _follow(session: Session, place: _Place, chosen: ColumnElement[bool], new: int | None) -> None:
    """Move what these sales lines come to in the rollups, before the lines themselves are written."""
    columns = rollups.line_columns()
    target = cast(literal(new), Integer)
    rollups.create_deltas(session)
    rollups.collect(session, select(*columns).where(chosen), -1)
    moved = [target.label(each.name) if each.name == place.column.name else each for each in columns]
    rollups.collect(session, select(*moved).select_from(place.table).where(chosen), 1)
    rollups.apply_deltas(session)
    rollups.drop_deltas(session)


def decide(
    session: Session, kind: ReferenceKind, reference: str, target_id: int, *, person_id: int | None, now: datetime
) -> None:
    """Keep what a code or name stands for."""
    session.add(
        ReferenceMatchRow(
            kind=kind.value, reference=reference, target_id=target_id, matched_by=person_id, matched_at=now
        )
    )
    session.flush()


def forget(session: Session, kind: ReferenceKind, reference: str) -> bool:
    """Forget what a code or name stands for; tell whether anything was decided."""
    gone = delete(ReferenceMatchRow).where(
        ReferenceMatchRow.kind == kind.value, ReferenceMatchRow.reference == reference
    )
    return session.connection().execute(gone).rowcount > 0


def list_decided(session: Session, kind: ReferenceKind) -> Sequence[Decided]:
    """Return what was decided by hand, the latest first."""
    rows = session.execute(
        select(ReferenceMatchRow, PersonRow.name)
        .outerjoin(PersonRow, PersonRow.id == ReferenceMatchRow.matched_by)
        .where(ReferenceMatchRow.kind == kind.value)
        .order_by(ReferenceMatchRow.matched_at.desc(), ReferenceMatchRow.reference)
    )
    return [Decided(row.reference, row.target_id, person or "", row.matched_at) for row, person in rows]
