"""Writing ledger lines: staged, compared with what is there, then published together with the rollups.

A line is known again by its external id. What is new is added, what differs replaces the old line, the rest is not
touched. Columns that a file does not speak of keep their old values.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    FromClause,
    Integer,
    Join,
    MetaData,
    Select,
    String,
    Table,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from bot.results.imports import ImportCounts, ImportKind
from bot.store import references, rollups
from bot.store.base import Base
from bot.store.staging import TEMPORARY, add_columns, create, note_statistics, upsert


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
    tell by the column of an id what the codes and names of a file stand for.
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
        tables = MetaData()
        self._lines = Table(
            "staged",
            tables,
            Column("line", Integer, primary_key=True, autoincrement=False),
            *(Column(name, target.c[name].type) for name in self._names),
            prefixes=TEMPORARY,
        )
        self._references = Table(
            "staged_reference",
            tables,
            Column("column_name", String, primary_key=True),
            Column("reference", String, primary_key=True),
            Column("id", Integer),
            prefixes=TEMPORARY,
        )
        self._work = Table(
            "staged_work",
            tables,
            Column("line", Integer, primary_key=True, autoincrement=False),
            Column("is_known", Boolean),
            *(Column(name, Integer) for name in self.ledger.references),
            prefixes=TEMPORARY,
        )
        self._seen: dict[str, set[str]] = {name: set() for name in self.ledger.references.values()}

    @property
    def _has_rollups(self) -> bool:
        return self.kind is ImportKind.SALES

    def create(self, session: Session) -> None:
        """Make the temporary tables."""
        create(session, self._lines, self._references, self._work)
        rollups.create_deltas(session)

    def add(self, session: Session, lines: Sequence[int], columns: Mapping[str, Sequence[object]]) -> None:
        """Stage some lines, given as columns."""
        for name, seen in self._seen.items():
            seen.update(map(str, columns[name]))
        add_columns(session, self._lines, {"line": lines} | dict(columns))

    def prepare(self, session: Session) -> ImportCounts:
        """Compare with the ledger and work out what publishing will do; may be done again when it has moved on."""
        for table in (self._references, self._work):
            session.execute(delete(table))
        rollups.clear_deltas(session)
        self._resolve(session)
        note_statistics(session, self._lines, self._references)
        session.execute(insert(self._work).from_select(list(self._work.c.keys()), self._differing()))
        note_statistics(session, self._work)
        counts = self._count(session)
        self._complete(session)
        if self._has_rollups:
            rollups.collect(session, self._old_lines(), -1)
            rollups.collect(session, self._new_lines(), 1)
        return counts

    def publish(self, session: Session) -> None:
        """Write what differs, as `prepare` has found it."""
        names = [*self._names, *self.ledger.references]
        source = (
            select(
                *(self._lines.c[name] for name in self._names),
                *(self._work.c[name] for name in self.ledger.references),
            )
            .join_from(self._lines, self._work, self._lines.c.line == self._work.c.line)
            .where(literal(1) == 1)
        )
        statement = upsert(session, self.ledger.table).from_select(names, source)
        replaced = {name: statement.excluded[name] for name in names if name not in self.ledger.key}
        session.execute(statement.on_conflict_do_update(index_elements=list(self.ledger.key), set_=replaced))
        if self._has_rollups:
            rollups.apply_deltas(session)

    def close_absent(self, session: Session, *, is_rehearsal: bool) -> int:
        """Close the open items that the file does not name; return how many there are."""
        target = self.ledger.table
        key = self.ledger.key[0]
        named = select(literal(1)).where(self._lines.c[key] == target.c[key]).exists()
        column, closed = ("status", "closed") if self.kind is ImportKind.ORDERS else ("open_amount", 0)
        absent = and_(self._is_open, ~named)
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
            found = self._finders[column](session, self._seen[name] - {""})
            add_columns(
                session,
                self._references,
                {"column_name": [column] * len(found), "reference": list(found), "id": list(found.values())},
            )

    def _joined(self) -> tuple[Join, dict[str, ColumnElement[object]]]:
        """Join the staged lines with the old ones; return with it the id that each line shall have.

        A line that was matched by hand keeps its match as long as its source says the same of it.
        """
        lines, old = self._lines, self.ledger.table
        source = lines.outerjoin(old, self._is_same_line())
        ids: dict[str, ColumnElement[object]] = {}
        for column, name in self.ledger.references.items():
            if name in self._silent:
                ids[column] = old.c[column]
                continue
            found = self._references.alias()
            source = source.outerjoin(found, and_(found.c.column_name == column, found.c.reference == lines.c[name]))
            ids[column] = func.coalesce(found.c.id, case((old.c[name] == lines.c[name], old.c[column])))
        return source, ids

    def _is_same_line(self) -> ColumnElement[bool]:
        return and_(*(self._lines.c[name] == self.ledger.table.c[name] for name in self.ledger.key))

    def _differing(self) -> Select[*tuple[object, ...]]:
        """Select the lines to be written: the new ones, and those that are not as they were."""
        source, ids = self._joined()
        old = self.ledger.table
        is_known = old.c[self.ledger.key[0]].is_not(None)
        compared = [name for name in self._names if name not in self._silent and name not in self.ledger.key]
        differs = or_(
            ~is_known,
            *(self._lines.c[name].is_distinct_from(old.c[name]) for name in compared),
            *(found.is_distinct_from(old.c[name]) for name, found in ids.items()),
        )
        return select(self._lines.c.line, is_known, *ids.values()).select_from(source).where(differs)

    def _count(self, session: Session) -> ImportCounts:
        work = select(func.count(), func.coalesce(func.sum(case((self._work.c.is_known, 1), else_=0)), 0))
        written, changed = session.execute(work.select_from(self._work)).one()
        staged = session.scalar(select(func.count()).select_from(self._lines)) or 0
        return ImportCounts(
            added=written - int(changed), changed=int(changed), same=staged - written, waiting=self._waiting(session)
        )

    def _waiting(self, session: Session) -> int:
        """Count the lines whose client is missing or unknown, or whose product is unknown."""
        if not self.ledger.references:
            return 0
        source, ids = self._joined()
        waits: list[ColumnElement[bool]] = [ids["client_id"].is_(None)]
        if "product_id" in ids and "product_ref" not in self._silent:
            waits.append(and_(self._lines.c.product_ref != "", ids["product_id"].is_(None)))
        return session.scalar(select(func.count()).select_from(source).where(or_(*waits))) or 0

    def _complete(self, session: Session) -> None:
        """Give changed lines the old values of the columns that the file does not speak of."""
        old = self.ledger.table
        changed = select(self._work.c.line).where(self._work.c.is_known)
        for name in self._silent:
            value = select(old.c[name]).where(self._is_same_line()).scalar_subquery()
            session.execute(update(self._lines).where(self._lines.c.line.in_(changed)).values({name: value}))

    def _old_lines(self) -> Select[*tuple[object, ...]]:
        source = self.ledger.table.join(self._lines, self._is_same_line()).join(
            self._work, and_(self._work.c.line == self._lines.c.line, self._work.c.is_known)
        )
        return select(*rollups.line_columns()).select_from(source)

    def _new_lines(self) -> Select[*tuple[object, ...]]:
        lines, work = self._lines, self._work
        columns = [work.c.client_id, work.c.product_id, lines.c.date, lines.c.unit, lines.c.base_amount]
        return select(*columns, lines.c.quantity).join_from(lines, work, lines.c.line == work.c.line)


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
