"""Queries about standing grades: what the ledger says of each client, the grades that stand, and their history."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    Text,
    case,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from bot.policy.periods import Period
from bot.policy.standing import Foreign, GradeCause, GradeKind
from bot.results.grades import GradeChange, StandingGrade
from bot.results.imports import ImportKind
from bot.store.base import Base
from bot.store.families import roots
from bot.store.staging import TEMPORARY, add_columns, create, stored_instant, upsert
from bot.store.tables_analysis import ClientGradeRow, GradeChangeRow
from bot.store.tables_files import ClientRow
from bot.store.tables_ledger import NOBODY, ClientMonthRow, ImportRunRow, RateRow, SalesLineRow
from bot.store.tables_upkeep import MergeRow

SETTINGS = "sales_grades"
"""The setting that holds how clients are graded by sales."""
_GRADES = Base.metadata.tables[ClientGradeRow.__tablename__]
_CHANGES = Base.metadata.tables[GradeChangeRow.__tablename__]

_staged = MetaData()
_STANDING = Table(
    "staged_grade",
    _staged,
    Column("client_id", Integer),
    Column("kind", String),
    Column("grade", String),
    Column("before", String),
    Column("cause", String),
    Column("since", Date),
    Column("window_start", Date),
    Column("window_end", Date),
    Column("amount", BigInteger),
    Column("months", Integer),
    Column("is_short", Boolean),
    Column("converted", Text),
    Column("graded_at", _GRADES.c.graded_at.type),
    prefixes=TEMPORARY,
)
_MOVED = Table(
    "staged_grade_change",
    _staged,
    Column("client_id", Integer),
    Column("kind", String),
    Column("before", String),
    Column("grade", String),
    Column("cause", String),
    Column("window_start", Date),
    Column("window_end", Date),
    Column("amount", BigInteger),
    Column("months", Integer),
    Column("changed_at", _CHANGES.c.changed_at.type),
    Column("person_id", Integer),
    prefixes=TEMPORARY,
)


@dataclass(frozen=True)
class Bought:
    """What one file's clients bought in a window, and the first month in which it bought anything at all."""

    client_id: int
    amount: int
    first: date | None


def data_date(session: Session) -> date | None:
    """Return the day of the newest statement of sales, or the latest line's where no import has brought any."""
    is_sales = ImportRunRow.kind == ImportKind.SALES.value
    stated = select(func.max(ImportRunRow.as_of)).where(is_sales).scalar_subquery()
    latest = select(func.max(SalesLineRow.date)).scalar_subquery()
    known, newest = session.execute(select(stated, latest)).one()
    return known or newest


def list_bought(session: Session, window: Period) -> Sequence[Bought]:
    """Return what each file bought in a window; lines of merged clients count under the file they went into."""
    month, amount = ClientMonthRow.month, ClientMonthRow.amount
    raw = (
        select(
            ClientMonthRow.client_id,
            func.sum(case((month >= window.start, amount), else_=0)).label("amount"),
            func.min(case((amount > 0, month))).label("first"),
        )
        .where(month <= window.end, ClientMonthRow.client_id != NOBODY)
        .group_by(ClientMonthRow.client_id)
        .subquery()
    )
    merged = roots()
    rows = session.execute(
        select(func.coalesce(merged.c.root, raw.c.client_id), raw.c.amount, raw.c.first).outerjoin(
            merged, merged.c.id == raw.c.client_id
        )
    )
    found: dict[int, Bought] = {}
    for client_id, bought, first in rows:
        so_far = found.get(client_id, Bought(client_id, 0, None))
        months = [each for each in (so_far.first, first) if each is not None]
        found[client_id] = Bought(client_id, so_far.amount + int(bought), min(months, default=None))
    return list(found.values())


def list_converted(session: Session, window: Period, base_currency: str) -> Mapping[int, Foreign]:
    """Return by file what it bought in a window in other currencies: by currency, in it and in the base currency.

    Without a rate there is no line in another currency, so that a company of one currency reads no line for this.
    """
    foreign = list(session.scalars(select(RateRow.currency).where(RateRow.currency != base_currency).distinct()))
    if not foreign:
        return {}
    line = SalesLineRow
    raw = (
        select(
            line.client_id,
            line.currency,
            func.sum(line.amount).label("amount"),
            func.sum(line.base_amount).label("base"),
        )
        .where(line.date.between(window.start, window.end), line.currency.in_(foreign), line.client_id.is_not(None))
        .group_by(line.client_id, line.currency)
        .subquery()
    )
    merged = roots()
    rows = session.execute(
        select(func.coalesce(merged.c.root, raw.c.client_id), raw.c.currency, raw.c.amount, raw.c.base).outerjoin(
            merged, merged.c.id == raw.c.client_id
        )
    )
    found: dict[int, dict[str, tuple[int, int]]] = {}
    for client_id, currency, amount, base in rows:
        its = found.setdefault(client_id, {})
        so_far = its.get(currency, (0, 0))
        its[currency] = (so_far[0] + int(amount), so_far[1] + int(base))
    return found


def list_rejoined(session: Session, since: datetime) -> frozenset[int]:
    """Return the files that have taken another one in, or stand alone again, since an instant."""
    merges = select(MergeRow.source_id, MergeRow.target_id).where(
        or_(MergeRow.merged_at >= since, MergeRow.undone_at >= since)
    )
    touched = {client_id for pair in session.execute(merges) for client_id in pair}
    merged = roots()
    into = {client_id: root for client_id, root in session.execute(select(merged.c.id, merged.c.root))}  # noqa: C416
    return frozenset(into.get(client_id, client_id) for client_id in touched)


def _window(start: date | None, end: date | None) -> Period | None:
    return Period(f"{start}..{end}", start, end) if start and end else None


COLUMNS = (
    ClientGradeRow.client_id,
    ClientGradeRow.grade,
    ClientGradeRow.before,
    ClientGradeRow.cause,
    ClientGradeRow.since,
    ClientGradeRow.window_start,
    ClientGradeRow.window_end,
    ClientGradeRow.amount,
    ClientGradeRow.months,
    ClientGradeRow.is_short,
    ClientGradeRow.converted,
)


def list_standing(
    session: Session, kind: GradeKind = GradeKind.SALES, among: ColumnElement[bool] | None = None
) -> Mapping[int, StandingGrade]:
    """Return the grades that stand, by client; one whose file went into another has none meanwhile."""
    alive = (ClientGradeRow.kind == kind.value) & ClientRow.merged_into.is_(None)
    rows = session.execute(
        select(*COLUMNS)
        .join(ClientRow, ClientRow.id == ClientGradeRow.client_id)
        .where(alive, true() if among is None else among)
    )
    return {row.client_id: read_row(row) for row in rows}


def list_moved(session: Session, owner_id: int, since: date) -> Sequence[StandingGrade]:
    """Return the standing sales grades of one owner's clients that have changed since a day, the latest first."""
    among = (ClientRow.owner_id == owner_id) & (ClientGradeRow.since >= since) & (ClientGradeRow.before != "")
    return sorted(list_standing(session, among=among).values(), key=lambda each: (each.since, each.client_id))[::-1]


def read_row(row: Row[*tuple[Any, ...]]) -> StandingGrade:
    """Return the grade that a row with COLUMNS holds."""
    return StandingGrade(
        client_id=row.client_id,
        grade=row.grade,
        before=row.before,
        cause=GradeCause(row.cause),
        since=row.since,
        window=_window(row.window_start, row.window_end),
        amount=row.amount or 0,
        months=row.months or 1,
        is_short=row.is_short,
        converted={} if row.converted == "{}" else _read_converted(row.converted),
    )


def _read_converted(text: str) -> Foreign:
    return {currency: (int(amount), int(base)) for currency, (amount, base) in json.loads(text).items()}


def stage(
    session: Session,
    standing: Sequence[StandingGrade],
    changes: Sequence[GradeChange],
    *,
    now: datetime,
    person_id: int | None,
    kind: GradeKind = GradeKind.SALES,
) -> None:
    """Put what `publish` will write into temporary tables, without taking SQLite's writer."""
    create(session, _STANDING, _MOVED)
    instant = stored_instant(session, now)
    count = len(standing)
    columns: dict[str, Sequence[object]] = {
        "client_id": [each.client_id for each in standing],
        "kind": [kind.value] * count,
        "grade": [each.grade for each in standing],
        "before": [each.before for each in standing],
        "cause": [each.cause.value for each in standing],
        "since": [each.since.isoformat() for each in standing],
        **_figures(standing),
        "is_short": [int(each.is_short) for each in standing],
        "converted": [json.dumps(each.converted, sort_keys=True) for each in standing],
        "graded_at": [instant] * count,
    }
    add_columns(session, _STANDING, columns)
    moved: dict[str, Sequence[object]] = {
        "client_id": [each.client_id for each in changes],
        "kind": [kind.value] * len(changes),
        "before": [each.before for each in changes],
        "grade": [each.grade for each in changes],
        "cause": [each.cause.value for each in changes],
        **_figures(changes),
        "changed_at": [instant] * len(changes),
        "person_id": [person_id if each.cause is GradeCause.RULES else None for each in changes],
    }
    add_columns(session, _MOVED, moved)


def _figures(graded: Sequence[StandingGrade] | Sequence[GradeChange]) -> dict[str, Sequence[object]]:
    return {
        "window_start": [each.window.start.isoformat() if each.window else None for each in graded],
        "window_end": [each.window.end.isoformat() if each.window else None for each in graded],
        "amount": [each.amount for each in graded],
        "months": [each.months for each in graded],
    }


def publish(session: Session) -> None:
    """Write what was staged: each standing grade in place of the one before, and the events."""
    names = [column.name for column in _STANDING.c]
    insert = upsert(session, _GRADES).from_select(names, select(_STANDING).where(true()))
    replaced = {name: insert.excluded[name] for name in names if name not in {"client_id", "kind"}}
    session.execute(insert.on_conflict_do_update(index_elements=["client_id", "kind"], set_=replaced))
    names = [column.name for column in _MOVED.c]
    session.execute(upsert(session, _CHANGES).from_select(names, select(_MOVED).where(true())))


def list_changes(
    session: Session, start: datetime, end: datetime, kind: GradeKind = GradeKind.SALES
) -> Sequence[GradeChange]:
    """Return the events from `start` until before `end`, oldest first."""
    between = (GradeChangeRow.changed_at >= start) & (GradeChangeRow.changed_at < end)
    return _changes(session, between & (GradeChangeRow.kind == kind.value))


def list_history(session: Session, client_id: int, kind: GradeKind = GradeKind.SALES) -> Sequence[GradeChange]:
    """Return the events of one client's grade, oldest first; those of files merged into it stay with those."""
    return _changes(session, (GradeChangeRow.client_id == client_id) & (GradeChangeRow.kind == kind.value))


def _changes(session: Session, which: ColumnElement[bool]) -> Sequence[GradeChange]:
    row = GradeChangeRow
    rows = session.execute(
        select(
            row.client_id, row.before, row.grade, row.cause, row.window_start, row.window_end, row.amount, row.months,
            row.changed_at,
        )
        .where(which)
        .order_by(row.id)
    )  # fmt: skip
    return [
        GradeChange(
            client_id=each.client_id,
            before=each.before,
            grade=each.grade,
            cause=GradeCause(each.cause),
            window=_window(each.window_start, each.window_end),
            amount=each.amount or 0,
            months=each.months or 1,
            changed_at=each.changed_at,
        )
        for each in rows
    ]


def list_unfounded(session: Session) -> Sequence[tuple[int, str]]:
    """Return (client, kind) of standing grades that are not what their last event says, and of events without one."""
    change, stands = GradeChangeRow, ClientGradeRow
    last = select(func.max(change.id).label("id")).group_by(change.client_id, change.kind).subquery()
    said = select(change).join(last, last.c.id == change.id).subquery()
    here = (said.c.client_id == stands.client_id) & (said.c.kind == stands.kind)
    same = (said.c.grade == stands.grade) & (said.c.before == stands.before) & (said.c.cause == stands.cause)
    rows = session.execute(
        select(
            func.coalesce(stands.client_id, said.c.client_id),
            func.coalesce(stands.kind, said.c.kind),
            stands.since,
            said.c.changed_at,
            case((same, 1), else_=0),
        ).join_from(stands, said, here, full=True)
    )
    # The day is the company's own, the instant is not: they are a day apart at most.
    return [
        (client_id, kind)
        for client_id, kind, since, changed_at, is_same in rows
        if not is_same or abs((changed_at.date() - since).days) > 1
    ]
