"""Taking a file that the accounting system has delivered with its control totals.

Nothing is published unless the file is exactly what was announced and every line of it can be taken; else finance is
told.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import Conflict, FileRejected, InvalidInput, LinesRejected
from bot.files.control_totals import add_up, is_match
from bot.files.headers import columns_of, recognise
from bot.files.tables import Table
from bot.policy.access import Actor, Deed, Part, Role
from bot.policy.statements import is_drastic
from bot.results.deliveries import Cause, Delivery, Refusal, Taken, Total
from bot.results.imports import OPEN_ITEMS, ImportCounts, ImportKind, ImportOptions, ImportReport, Origin
from bot.results.outbox import Company
from bot.results.people import Person
from bot.services import gate, outbox, statements
from bot.services.delivery_folder import announced_of
from bot.services.imports import import_file, remembered_headers
from bot.services.people import operator
from bot.store import access, deliveries, people
from bot.store.database import Database
from bot.store.deliveries import Claimed

ACTOR = operator("inbox")
"""Under whose name the folder's imports are logged."""

REFUSED, WAITING = "delivery_refused", "delivery_waiting"
"""Kinds of messages."""

_UNMATCHED = (Cause.TOTALS, Cause.LINES, Cause.UNREADABLE)
"""What leaves open what the statement of that day says."""


class _Drastic(Exception):
    """A snapshot would close most of what is open."""

    def __init__(self, counts: ImportCounts) -> None:
        super().__init__(counts)
        self.counts = counts


def claim(
    session: Session, delivery: Delivery, digest: str, *, now: datetime, wall: datetime, until: datetime
) -> Claimed | None:
    """Claim a delivery until an instant of real time; None while another process is at work on it.

    It is known again by its name, its contents and what was announced of it: the same file with mended control
    totals is another delivery.
    """
    try:
        announced = announced_of(delivery)
    except FileRejected:
        announced = None
    told = repr((delivery.name, digest, announced))
    key = hashlib.sha256(told.encode()).hexdigest()
    return deliveries.claim(session, key, delivery, now=now, wall=wall, until=until)


def take(
    database: Database, company: Company, delivery: Delivery, delivery_id: int, *, now: datetime
) -> Taken | Refusal:
    """Import a claimed delivery, given as its private copy, or refuse it and tell finance.

    Raises Conflict when the ledger has moved under it: it may be tried again.
    """
    outcome = _judged(database, company, delivery, delivery_id, now)
    if isinstance(outcome, Refusal):
        with database.session() as session:
            _refuse(session, delivery_id, outcome, now)
    return outcome


def _judged(
    database: Database, company: Company, delivery: Delivery, delivery_id: int, now: datetime
) -> Taken | Refusal:
    refusal = Refusal(delivery.name, delivery.kind, delivery.day, Cause.UNREADABLE)
    if (older := _older(database, delivery)) is not None:
        return replace(refusal, cause=Cause.OLDER, said=(older,))
    try:
        announced, found = announced_of(delivery), _found(database, company, delivery)
    except InvalidInput as error:
        return replace(refusal, said=(str(error),))
    refusal = replace(refusal, announced=announced, found=found)
    if not is_match(delivery.kind, announced, found):
        return replace(refusal, cause=Cause.TOTALS)
    return _tried(database, company, delivery, delivery_id, refusal, now)


def _tried(
    database: Database,
    company: Company,
    delivery: Delivery,
    delivery_id: int,
    refusal: Refusal,
    now: datetime,
) -> Taken | Refusal:
    """Import what adds up; `refusal` is what becomes of it otherwise."""
    try:
        return _published(database, company, delivery, delivery_id, now, is_empty=not refusal.found)
    except LinesRejected as error:
        return replace(refusal, cause=Cause.LINES, said=error.reasons)
    except InvalidInput as error:
        return replace(refusal, said=(str(error),))
    except _Drastic as stopped:
        counts = stopped.counts
        return replace(refusal, cause=Cause.DRASTIC, closed=counts.closed, were_open=counts.were_open)


def _found(database: Database, company: Company, delivery: Delivery) -> tuple[Total, ...]:
    """Add up what was delivered."""
    table = Table(delivery.path)
    with database.reading() as session:
        remembered = remembered_headers(session, delivery.kind)
    layout = recognise(
        table.headers, columns_of(delivery.kind, company.catalogue), file=table.name, asked={}, remembered=remembered
    )
    return add_up(delivery.kind, table, layout)


def _published(
    database: Database,
    company: Company,
    delivery: Delivery,
    delivery_id: int,
    now: datetime,
    *,
    is_empty: bool,
) -> Taken:
    is_statement = delivery.kind in OPEN_ITEMS
    if is_empty and not is_statement:
        with database.session() as session:
            deliveries.mark_taken(session, delivery_id, None, now)
        return Taken(delivery.name, delivery.kind)
    options = ImportOptions(
        company.base_currency,
        timezone=company.timezone,
        catalogue=company.catalogue,
        snapshot=delivery.is_snapshot,
        as_of=delivery.day if is_statement else None,
        origin=Origin.FOLDER,
        is_whole=True,
    )

    def settle(session: Session, report: ImportReport) -> None:
        deliveries.mark_taken(session, delivery_id, report.run_id, now)

    report = import_file(
        database, ACTOR, delivery.kind, delivery.path, options, now=now, settle=settle, confirm=_confirm
    )
    return Taken(delivery.name, delivery.kind, report.counts)


def _older(database: Database, delivery: Delivery) -> str | None:
    """Say that a statement is older than the one that stands; None when it is not."""
    try:
        with database.reading() as session:
            statements.require_newest(session, delivery.kind, delivery.day, is_given=True, file=delivery.name)
    except Conflict as error:
        return str(error)
    return None


def _confirm(kind: ImportKind, counts: ImportCounts) -> None:
    del kind
    if is_drastic(counts.closed, counts.were_open):
        raise _Drastic(counts)


def _refuse(session: Session, delivery_id: int, refusal: Refusal, now: datetime) -> None:
    """Keep why, leave the mark on the kind's statement, and tell finance once."""
    deliveries.mark_refused(session, delivery_id, refusal, now)
    if refusal.cause in _UNMATCHED:
        statements.note_mismatch(session, refusal.kind, refusal.day, now=now)
    entry = gate.entry(ACTOR, Deed.REFUSED, Part.CREDIT, None, via="inbox", now=now, detail=f"delivery {delivery_id}")
    access.add_entries(session, [entry])
    for person in _told(session):
        outbox.enqueue(
            session,
            REFUSED,
            person.slack_id,
            {"delivery_id": delivery_id},
            now=now,
            dedupe_key=f"{REFUSED}:{delivery_id}:{person.slack_id}",
        )


def tell_waiting(session: Session, file_name: str, since: datetime, *, is_absent: bool, now: datetime) -> None:
    """Tell finance, once, of a file that cannot be taken because what belongs to it has not come.

    `is_absent` says that the file itself is announced and missing; else its control totals are.
    """
    for person in _told(session):
        payload: dict[str, int | str] = {"file": file_name, "since": since.isoformat(), "is_absent": int(is_absent)}
        # A name may be longer than a key has room for.
        mark = hashlib.sha256(f"{file_name} {since.isoformat()} {is_absent}".encode()).hexdigest()
        key = f"{WAITING}:{mark}:{person.slack_id}"
        outbox.enqueue(session, WAITING, person.slack_id, payload, now=now, dedupe_key=key)


def _told(session: Session) -> Sequence[Person]:
    """Return finance; the custodians where nobody is."""
    finance = [each for each in people.list_holding(session, Role.FINANCE) if not each.is_guest]
    return finance or [each for each in people.list_holding(session, Role.CUSTODIAN) if not each.is_guest]


def read_refusal(session: Session, actor: Actor, delivery_id: int, *, now: datetime) -> Refusal | None:
    """Return why a delivery was refused, for finance and the custodian; None when it has been taken since."""
    gate.require_role(actor, Role.FINANCE, Role.CUSTODIAN, part=Part.CREDIT, via="inbox", now=now)
    refusal = deliveries.get_refusal(session, delivery_id)
    if refusal is not None:
        gate.note_figures(session, actor, Part.CREDIT, via="inbox", now=now, detail=f"delivery {delivery_id}")
    return refusal
