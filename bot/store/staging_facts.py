"""Writing what a file of clients changes, in bulk: clients, facts, current values, contacts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    bindparam,
    case,
    func,
    literal,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.orm import Session

from bot.policy.catalogue import Catalogue, Source
from bot.policy.names import fold
from bot.store import clients, clues, name_blocks, rollups
from bot.store.base import Base
from bot.store.families import roots
from bot.store.staging import TEMPORARY, add_columns, create, is_postgres, stored_instant, upsert
from bot.store.staging_clients import ClientChange
from bot.store.tables import ClientRow, ContactRow, CurrentValueRow, FactRow, SalesLineRow
from bot.store.types import UtcInstant

_TABLES = Base.metadata.tables
_CLIENTS, _FACTS = _TABLES[ClientRow.__tablename__], _TABLES[FactRow.__tablename__]
_CURRENT, _CONTACTS = _TABLES[CurrentValueRow.__tablename__], _TABLES[ContactRow.__tablename__]

_staged = MetaData()
_VALUES = Table(
    "staged_value",
    _staged,
    Column("client_id", Integer, primary_key=True),
    Column("field", String, primary_key=True),
    Column("value", Text),
    Column("fact_id", Integer),
    Column("source", String),
    Column("person_id", Integer),
    Column("observed_at", UtcInstant),
    prefixes=TEMPORARY,
)
_AT_ONCE = 500
"""So many ids are named in one statement: databases take a few thousand values at most."""
_MOVED = Table("staged_moved", _staged, Column("client_id", Integer, primary_key=True), prefixes=TEMPORARY)


@dataclass(frozen=True)
class Writing:
    """Under which circumstances values are written."""

    person_id: int | None
    observed_at: datetime
    now: datetime
    catalogue: Catalogue
    new_defaults: dict[str, str] = field(default_factory=dict)
    """Values that a new client gets where its line gives none."""


def create_tables(session: Session) -> None:
    """Make room for values on their way."""
    create(session, _VALUES, _MOVED)


def write(session: Session, changes: Sequence[ClientChange], writing: Writing) -> None:
    """Write these changes. The caller holds the ledger and has made room for deltas; the rollups follow."""
    new = [change for change in changes if change.known is None]
    for change in new:
        change.observed = writing.new_defaults | change.observed
        change.holds = dict.fromkeys(change.observed)
    new_ids = iter(_next_ids(session, _CLIENTS, len(new)))
    numbered = [(change.known.client_id if change.known else next(new_ids), change) for change in changes]
    _add_clients(session, [(id_, change) for id_, change in numbered if change.known is None], writing)
    _add_facts(session, numbered, writing)
    _update_clients(session, [(id_, change) for id_, change in numbered if change.known is not None], writing)
    _write_contacts(session, numbered, writing)
    _follow_standing(session, numbered)
    named = [id_ for id_, change in numbered if not change.known or change.is_numbered or "name" in change.observed]
    name_blocks.note(session, named)
    led_to = [id_ for id_, change in numbered if change.contact or not clues.FIELDS.isdisjoint(change.observed)]
    clues.refresh(session, led_to)


def _next_ids(session: Session, table: Table, count: int) -> Sequence[int]:
    """Take ids for rows about to be added; on SQLite the writer is ours alone meanwhile."""
    if not count:
        return []
    if is_postgres(session):
        taken = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)")
        return list(session.scalars(taken, {"table": table.name, "count": count}))
    last = session.scalar(select(func.max(table.c.id))) or 0
    return range(last + 1, last + 1 + count)


def _add_clients(session: Session, new: Sequence[tuple[int, ClientChange]], writing: Writing) -> None:
    created = stored_instant(session, writing.now)
    rows = [
        (
            id_,
            change.line.code,
            change.observed["name"],
            fold(change.observed["name"]),
            *(change.observed.get(key) for key in ("country", "city", "stage", "relation")),
            change.line.owner_id,
            created,
            writing.person_id,
        )
        for id_, change in new
    ]
    names = "id code name name_key country city stage relation owner_id created_at created_by".split()  # noqa: SIM905
    _add_rows(session, _CLIENTS, names, rows)


def _add_rows(session: Session, table: Table, names: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    if rows:
        add_columns(session, table, dict(zip(names, zip(*rows, strict=True), strict=True)))


def _add_facts(session: Session, numbered: Sequence[tuple[int, ClientChange]], writing: Writing) -> None:
    """Add an observation for each value, and bring the current values up to date."""
    seen, recorded = stored_instant(session, writing.observed_at), stored_instant(session, writing.now)
    ids = iter(_next_ids(session, _FACTS, sum(len(change.observed) for _, change in numbered)))
    source = Source.IMPORT.value
    facts: list[tuple[object, ...]] = []
    held: list[tuple[object, ...]] = []
    for client_id, change in numbered:
        for key, value in change.observed.items():
            fact_id = next(ids)
            facts.append((fact_id, client_id, key, "observed", value, source, writing.person_id, seen, recorded, ""))
            if change.holds[key] is None:
                held.append((client_id, key, value, fact_id, source, writing.person_id, seen))
    columns = "id client_id field kind value source person_id observed_at recorded_at link".split()  # noqa: SIM905
    _add_rows(session, _FACTS, columns, facts)
    _add_rows(session, _VALUES, list(_VALUES.c.keys()), held)
    _hold(session)


def _hold(session: Session) -> None:
    names = list(_VALUES.c.keys())
    statement = upsert(session, _CURRENT).from_select(names, select(_VALUES).where(literal(1) == 1))
    key = ["client_id", "field"]
    replaced = {name: statement.excluded[name] for name in names if name not in key}
    session.execute(statement.on_conflict_do_update(index_elements=key, set_=replaced))


def _update_clients(session: Session, known: Sequence[tuple[int, ClientChange]], writing: Writing) -> None:
    """Bring the directory's columns and the owner up to date; a change of country moves the client's sales."""
    columns: dict[str, list[tuple[int, object]]] = {}
    for id_, change in known:
        for key, value in _held_columns(change, writing.catalogue):
            columns.setdefault(key, []).append((id_, value))
        if change.is_numbered:
            columns.setdefault("code", []).append((id_, change.line.code))
        if change.owner_id is not None:
            columns.setdefault("owner_id", []).append((id_, change.owner_id))
    columns["name_key"] = [(id_, fold(str(name))) for id_, name in columns.get("name", [])]
    moved = [id_ for id_, _ in columns.get("country", [])]
    merged = roots()
    theirs = union_all(
        select(_MOVED.c.client_id),
        select(merged.c.id).where(merged.c.root.in_(select(_MOVED.c.client_id))),
    )
    lines = select(*rollups.line_columns()).where(SalesLineRow.client_id.in_(theirs))
    if moved:
        add_columns(session, _MOVED, {"client_id": moved})
        rollups.collect(session, lines, -1)
    for key, values in columns.items():
        if values:
            statement = update(_CLIENTS).where(_CLIENTS.c.id == bindparam("here")).values({key: bindparam("value")})
            session.connection().execute(statement, [{"here": id_, "value": value} for id_, value in values])
    if moved:
        rollups.collect(session, lines, 1)
        rollups.apply_deltas(session)


def _follow_standing(session: Session, numbered: Sequence[tuple[int, ClientChange]]) -> None:
    """Bring the columns that follow from the group and the relation up to date."""
    grouped = [
        {"here": id_, "value": fold(change.observed["group"])}
        for id_, change in numbered
        if "group" in change.observed and change.holds["group"] is None
    ]
    if grouped:
        statement = update(_CLIENTS).where(_CLIENTS.c.id == bindparam("here")).values(group_key=bindparam("value"))
        session.connection().execute(statement, grouped)
    moved = [id_ for id_, change in numbered if change.known is not None and "relation" in change.observed]
    for start in range(0, len(moved), _AT_ONCE):
        clients.follow_via(session, moved[start : start + _AT_ONCE])


def _held_columns(change: ClientChange, catalogue: Catalogue) -> Iterable[tuple[str, str]]:
    return (
        (key, value)
        for key, value in change.observed.items()
        if change.holds[key] is None and catalogue.require(key).column
    )


def _write_contacts(session: Session, numbered: Sequence[tuple[int, ClientChange]], writing: Writing) -> None:
    created = stored_instant(session, writing.now)
    added: list[tuple[object, ...]] = []
    for client_id, change in numbered:
        if change.contact is None:
            continue
        contact_id, person = change.contact
        if contact_id is None:
            added.append((client_id, person.name, person.title, person.email, person.phone, created))
        else:
            session.execute(
                update(_CONTACTS)
                .where(_CONTACTS.c.id == contact_id)
                .values(
                    title=person.title,
                    email=person.email,
                    phone=person.phone,
                    # A number that a file brings is known from today on, whatever it replaces.
                    phone_at=case((_CONTACTS.c.phone == person.phone, _CONTACTS.c.phone_at), else_=writing.now),
                )
            )
    _add_rows(session, _CONTACTS, ["client_id", "name", "title", "email", "phone", "created_at"], added)
