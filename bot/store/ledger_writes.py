"""Writing ledger lines: staged, compared with what is there, then published together with the rollups.

A line is known again by its external id. What is new is added, what differs replaces the old line, the rest is not
touched. Columns that a file does not speak of keep their old values.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    FromClause,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    Update,
    and_,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from bot.results.imports import ImportCounts, ImportKind
from bot.store import references, rollups
from bot.store.base import Base
from bot.store.staging import TEMPORARY, add_columns, create, note_statistics


@dataclass(frozen=True)
class Ledger:
    """A table of the ledger: how a line is known again, and which columns name a client or product."""

    table: Table
    key: tuple[str, ...]
    references: Mapping[str, str]
    """Column of the id to column of the code or name that the file gives."""


def _ledger(name: str, *key: str, client: bool = True, product: bool = False) -> Ledger:
    found = {"client_id": "client_ref"} if client else {}
    return Ledger(Base.metadata.tables[name], key, found | ({"product_id": "product_ref"} if product else {}))


LEDGERS: dict[ImportKind, Ledger] = {
    ImportKind.PRODUCTS: _ledger("product", "code", client=False),
    ImportKind.SALES: _ledger("sales_line", "line_id", product=True),
    ImportKind.ORDERS: _ledger("sales_order", "order_id"),
    ImportKind.INVOICES: _ledger("invoice", "invoice_id"),
    ImportKind.PAYMENTS: _ledger("payment", "payment_id"),
    ImportKind.RATES: _ledger("exchange_rate", "currency", "date", client=False),
}


class StagedLedger:
    """The lines of one file in temporary tables, and what they will do to the ledger.

    `optional` are the columns that a file may do without, `spoken_of` those of them that this file has. `finders`
    tell by the column of an id what the codes and names of a file stand for. Each of those is kept once; the staged
    lines refer to it by a number.
    """

    def __init__(
        self,
        kind: ImportKind,
        *,
        optional: Iterable[str],
        spoken_of: Iterable[str],
        finders: Mapping[str, references.Finder],
    ) -> None:
        """Lay the temporary tables out; `create` makes them."""
        self.kind = kind
        self._finders = finders
        self.ledger = LEDGERS[kind]
        self._silent = frozenset(optional) - frozenset(spoken_of)
        target = self.ledger.table
        derived = {"id", *self.ledger.references}
        self._names = [column.name for column in target.columns if column.name not in derived]
        self._numbers: dict[str, dict[str, int]] = {name: {} for name in self.ledger.references.values()}
        self._next_number = count(1)
        self._staged = 0
        self.meant: dict[str, Mapping[str, int]] = {}
        """Ids by code or name, for each column of an id, as they were found when the file was compared last."""
        tables = MetaData()
        self._lines = Table(
            "staged",
            tables,
            Column("line", Integer, primary_key=True, autoincrement=False),
            *(Column(name, Integer if name in self._numbers else target.c[name].type) for name in self._names),
            prefixes=TEMPORARY,
        )
        self._references = Table(
            "staged_reference",
            tables,
            Column("number", Integer, primary_key=True, autoincrement=False),
            Column("reference", String),
            Column("id", Integer),
            prefixes=TEMPORARY,
        )
        self._known = Table(
            "staged_known",
            tables,
            Column("line", Integer, primary_key=True, autoincrement=False),
            Column("is_changed", Boolean),
            *(Column(name, Integer) for name in self.ledger.references),
            prefixes=TEMPORARY,
        )
        self._named = {name: self._references.alias(f"named_{name}") for name in self._numbers}

    @property
    def _has_rollups(self) -> bool:
        return self.kind is ImportKind.SALES

    def create(self, session: Session) -> None:
        """Make the temporary tables."""
        create(session, self._lines, self._references, self._known)
        rollups.create_deltas(session)

    def add(self, session: Session, lines: Sequence[int], columns: Mapping[str, Sequence[object]]) -> None:
        """Stage some lines, given as columns."""
        numbered = {name: self._number(name, columns[name]) for name in self._numbers}
        add_columns(session, self._lines, {"line": lines} | dict(columns) | numbered)
        self._staged += len(lines)

    def _number(self, name: str, texts: Sequence[object]) -> Sequence[object]:
        numbers = self._numbers[name]
        for text in set(map(str, texts)) - numbers.keys():
            numbers[text] = next(self._next_number)
        return [numbers[str(text)] for text in texts]

    def prepare(self, session: Session) -> ImportCounts:
        """Compare with the ledger and work out what publishing will do; may be done again when it has moved on.

        Of what the rollups gain and lose, that of changed lines is noted; what new ones come to is the caller's to add.
        """
        for table in (self._references, self._known):
            session.execute(delete(table))
        rollups.clear_deltas(session)
        self._resolve(session)
        note_statistics(session, self._lines, self._references)
        session.execute(insert(self._known).from_select(list(self._known.c.keys()), self._compared()))
        note_statistics(session, self._known)
        counts = self._count(session)
        if self._has_rollups and counts.changed:
            rollups.collect(session, self._old_lines(), -1)
            rollups.collect(session, self._changed_lines(), 1)
        return counts

    def list_known(self, session: Session) -> Sequence[int]:
        """Return which lines of the file are there already, in order."""
        return session.scalars(select(self._known.c.line).order_by(self._known.c.line)).all()

    def publish(self, session: Session, counts: ImportCounts) -> None:
        """Write what is new and what differs, as `prepare` has found it."""
        if counts.added:
            names = [*self.ledger.references, *self._names]
            session.execute(insert(self.ledger.table).from_select(names, self._new_lines(*self._names)))
        if counts.changed:
            session.execute(self._replacing())
        if self._has_rollups:
            rollups.apply_deltas(session)

    def close_absent(self, session: Session, *, is_rehearsal: bool) -> int:
        """Close the open items that the file does not name; return how many there are."""
        target = self.ledger.table
        key = self.ledger.key[0]
        column, closed = ("status", "closed") if self.kind is ImportKind.ORDERS else ("open_amount", 0)
        absent = and_(self._is_open, target.c[key].not_in(select(self._lines.c[key])))
        found = session.scalar(select(func.count()).select_from(target).where(absent)) or 0
        if found and not is_rehearsal:
            session.execute(update(target).where(absent).values({column: closed}))
        return found

    def count_open(self, session: Session) -> int:
        """Return how many open items there are, whether or not the file names them."""
        return session.scalar(select(func.count()).select_from(self.ledger.table).where(self._is_open)) or 0

    @property
    def _is_open(self) -> ColumnElement[bool]:
        target = self.ledger.table
        return target.c.status == "open" if self.kind is ImportKind.ORDERS else target.c.open_amount != 0

    def _resolve(self, session: Session) -> None:
        """Find the client or product that each code or name stands for."""
        for column, name in self.ledger.references.items():
            numbers = self._numbers[name]
            found = self.meant[column] = self._finders[column](session, numbers.keys() - {""})
            ids = [found.get(text) for text in numbers]
            columns: dict[str, Sequence[object]] = {
                "number": list(numbers.values()),
                "reference": list(numbers),
                "id": ids,
            }
            add_columns(session, self._references, columns)

    def _is_same_line(self) -> ColumnElement[bool]:
        return and_(*(self._lines.c[name] == self.ledger.table.c[name] for name in self.ledger.key))

    def _value(self, name: str) -> ColumnElement[object]:
        """Return a staged value; of a code or name its text, which needs `_with_names`."""
        return self._named[name].c.reference if name in self._named else self._lines.c[name]

    def _with_names(self, source: FromClause) -> FromClause:
        """Join the codes and names that staged lines refer to."""
        for name, named in self._named.items():
            # Outer, so that nothing is looked up by them: the planner would begin with the shortest table.
            source = source.outerjoin(named, named.c.number == self._lines.c[name])
        return source

    def _compared(self) -> Select[*tuple[object, ...]]:
        """Select the lines that are there already: whether they differ, and the ids that each shall have.

        A line that was matched by hand keeps its match as long as its source says the same of it.
        """
        old = self.ledger.table
        ids: dict[str, ColumnElement[object]] = {}
        for column, name in self.ledger.references.items():
            named = self._named[name]
            kept = case((old.c[name] == named.c.reference, old.c[column]))
            ids[column] = old.c[column] if name in self._silent else func.coalesce(named.c.id, kept)
        compared = [name for name in self._names if name not in self._silent and name not in self.ledger.key]
        differs = or_(
            *(self._value(name).is_distinct_from(old.c[name]) for name in compared),
            *(found.is_distinct_from(old.c[name]) for name, found in ids.items()),
        )
        source = self._with_names(self._lines.join(old, self._is_same_line()))
        return select(self._lines.c.line, differs, *ids.values()).select_from(source)

    def _count(self, session: Session) -> ImportCounts:
        is_changed = case((self._known.c.is_changed, 1), else_=0)
        known, changed = session.execute(select(func.count(), func.coalesce(func.sum(is_changed), 0))).one()
        added = self._staged - known
        return ImportCounts(
            added=added, changed=int(changed), same=known - int(changed), waiting=self._waiting(session)
        )

    def _waiting(self, session: Session) -> int:
        """Count the lines whose client is missing or unknown, or whose product is unknown."""
        waits: list[ColumnElement[bool]] = []
        for column, name in self.ledger.references.items():
            named = self._named[name]
            lacks = case((self._known.c.line.is_(None), named.c.id), else_=self._known.c[column]).is_(None)
            if name not in self._silent:
                waits.append(lacks if column == "client_id" else and_(named.c.reference != "", lacks))
        unknown = select(self._references.c.number).where(self._references.c.id.is_(None)).limit(1)
        if not waits or session.scalar(unknown) is None:
            return 0
        source = self._with_names(self._lines.outerjoin(self._known, self._known.c.line == self._lines.c.line))
        return session.scalar(select(func.count()).select_from(source).where(or_(*waits))) or 0

    def _new_lines(self, *names: str) -> Select[*tuple[object, ...]]:
        """Select the lines that were not there: the ids found for them, then these columns."""
        ids = [self._named[name].c.id.label(column) for column, name in self.ledger.references.items()]
        source = self._with_names(self._lines).outerjoin(self._known, self._known.c.line == self._lines.c.line)
        wanted = (self._value(name).label(name) for name in names)
        return select(*ids, *wanted).select_from(source).where(self._known.c.line.is_(None))

    def _is_changed_line(self) -> ColumnElement[bool]:
        return and_(self._known.c.is_changed, self._known.c.line == self._lines.c.line, self._is_same_line())

    def _replacing(self) -> Update:
        """Write changed lines over the old ones; what the file does not speak of stays."""
        target = self.ledger.table
        spoken = [name for name in self._names if name not in self._silent and name not in self.ledger.key]
        values = {name: self._value(name) for name in spoken}
        values |= {column: self._known.c[column] for column in self.ledger.references}
        named = [each.c.number == self._lines.c[name] for name, each in self._named.items() if name in spoken]
        return update(target).where(self._is_changed_line(), *named).values(values)

    def _old_lines(self) -> Select[*tuple[object, ...]]:
        return select(*rollups.line_columns()).where(self._is_changed_line())

    def _changed_lines(self) -> Select[*tuple[object, ...]]:
        """Select the changed lines as they will be."""
        spoken = {name: self._lines.c[name] for name in self._names if name not in self._silent | self._named.keys()}
        spoken |= {column: self._known.c[column] for column in self.ledger.references}
        columns = (spoken.get(old.name, old).label(old.name) for old in rollups.line_columns())
        return select(*columns).where(self._is_changed_line())


def match_waiting(session: Session, column: str, finder: references.Finder) -> int:
    """Match the waiting lines of the whole ledger whose client (`client_id`) or product `finder` knows by now.

    The rollups follow. The caller holds the ledger and has made room for deltas. Returns how many lines found theirs.
    """
    rollups.clear_deltas(session)
    matched = 0
    for ledger in LEDGERS.values():
        name = ledger.references.get(column)
        if name is None:
            continue
        table = ledger.table
        waiting = and_(table.c[column].is_(None), table.c[name] != "")
        found = finder(session, set(session.scalars(select(table.c[name]).where(waiting).distinct())))
        if not found:
            continue
        matches = references.hold(session, found)
        chosen = and_(waiting, table.c[name].in_(select(matches.c.reference)))
        is_sales = ledger is LEDGERS[ImportKind.SALES]
        if is_sales:
            rollups.collect(session, select(*rollups.line_columns()).where(chosen), -1)
            rollups.collect(session, _matched_lines(table, matches, column, name, waiting), 1)
        found_id = select(matches.c.id).where(matches.c.reference == table.c[name]).scalar_subquery()
        matched += session.connection().execute(update(table).where(chosen).values({column: found_id})).rowcount
        if is_sales:
            rollups.apply_deltas(session)
    return matched


def _matched_lines(
    table: FromClause, matches: Table, column: str, name: str, waiting: ColumnElement[bool]
) -> Select[*tuple[object, ...]]:
    """Select the waiting lines as they will be once they are matched."""
    columns = [matches.c.id.label(column) if each.name == column else each for each in rollups.line_columns()]
    return select(*columns).select_from(table.join(matches, matches.c.reference == table.c[name])).where(waiting)
