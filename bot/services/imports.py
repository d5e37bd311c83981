"""Importing a file, whole: read, check, compare, publish, report."""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy.orm import Session

from bot.errors import Conflict, FileRejected, InvalidInput, LinesRejected
from bot.files.checks import Checked, Sheet, Styles
from bot.files.headers import Layout, columns_of, recognise
from bot.files.rejected import RejectedFile
from bot.files.tables import Table
from bot.files.totals import is_totals
from bot.i18n import _, lazy
from bot.policy.access import Actor, Deed, Part, Role
from bot.results.imports import (
    OPEN_ITEMS,
    Confirm,
    ImportCounts,
    ImportKind,
    ImportOptions,
    ImportReport,
    Progress,
    Rejection,
    Stage,
    no_progress,
)
from bot.services import gate, matching, stages, statements
from bot.services.imports_clients import ClientsWork
from bot.services.imports_ledger import LedgerWork
from bot.store import access, import_runs, settings
from bot.store.database import Database
from bot.store.rollups import LEDGER_GENERATION
from bot.store.staging import Staging

REASONS_TOLD = 5
"""How many rejections a report tells itself; the file of rejected lines has them all."""

_PART = {ImportKind.CLIENTS: Part.BASIC, ImportKind.INVOICES: Part.CREDIT, ImportKind.ORDERS: Part.CREDIT}
_TRADE = {ImportKind.SALES, ImportKind.INVOICES, ImportKind.CLIENTS}
"""What may bring trade to a client; lines of sales may have waited for theirs."""
_DAY_COLUMN = {
    ImportKind.SALES: "date",
    ImportKind.ORDERS: "date",
    ImportKind.INVOICES: "issued",
    ImportKind.PAYMENTS: "date",
    ImportKind.RATES: "date",
}


Settle = Callable[[Session, ImportReport], None]
"""Is told in the publishing transaction what became of the file; what it raises takes the whole import back."""


class Work(Protocol):
    """What each kind of import does for itself."""

    def check(self, sheet: Sheet) -> Mapping[str, Sequence[object]]:
        """Check a chunk and return what is kept as columns; what is wrong stays with the sheet."""
        ...

    def stage(self, session: Session, checked: Checked) -> None:
        """Stage the lines kept of a chunk."""
        ...

    def prepare(self, session: Session) -> ImportCounts:
        """Work out what publishing will do."""
        ...

    def publish(self, session: Session, counts: ImportCounts, now: datetime) -> ImportCounts:
        """Write what `prepare` has found."""
        ...


@contextmanager
def _garbage_left_alone() -> Iterator[None]:
    """Keep the collector of cycles from walking millions of texts again and again: a third of the time, for nothing.

    What is read holds no cycles, so its memory is given back all the same.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass
class _Reading:
    """What reading the file has come to so far."""

    kept: int = 0
    rejected: int = 0
    reasons: list[Rejection] = field(default_factory=list)
    latest: str = ""


def import_file(
    database: Database,
    actor: Actor,
    kind: ImportKind,
    path: Path,
    options: ImportOptions,
    *,
    now: datetime,
    progress: Progress = no_progress,
    settle: Settle | None = None,
    confirm: Confirm | None = None,
) -> ImportReport:
    """Import one file: all of it that can be taken, or nothing.

    It takes the database rather than a session because it runs several short transactions: it reads, checks and
    compares without holding the writer, and publishes in one, in which `settle` is called as well. `confirm` is asked
    before a snapshot closes anything. Finance, managers, custodians and the operator may. Raises FileRejected for a
    file that cannot be read as this kind, InvalidInput for options that do not fit, Conflict for a statement that is
    older than the one that stands.
    """
    with database.session():
        require_may_import(actor, kind, now=now)
    today = now.astimezone(options.zone).date()
    check_options(kind, options, today)
    with called(options.file_name):
        table = Table(path)
        layout = _recognise(database, kind, table, options)
        rejected_file = RejectedFile(path, table.headers)
        try:
            return _Run(
                database, actor, kind, options, table, layout, rejected_file, now, today, progress, settle, confirm
            ).whole()
        finally:
            rejected_file.discard()


def parse_kind(text: str) -> ImportKind:
    """Read what a file holds: ``sales``, ``invoice``. Raises InvalidInput with the kinds there are."""
    word = text.strip().casefold()
    for kind in ImportKind:
        if word in {kind.value, kind.value.removesuffix("s")}:
            return kind
    raise InvalidInput(
        lazy("“{kind}” is nothing that can be imported; choose one of {kinds}."),
        kind=text,
        kinds=", ".join(ImportKind),
    )


def require_may_import(actor: Actor, kind: ImportKind, *, now: datetime) -> None:
    """Raise Refused for all but finance, managers, custodians and the operator."""
    allowed = (Role.FINANCE, Role.MANAGER, Role.CUSTODIAN)
    gate.require_role(actor, *allowed, part=_PART.get(kind, Part.SALES), via="import", now=now)


@contextmanager
def called(name: str) -> Iterator[None]:
    """Let what is wrong with a file call it as its owner does, not by the name that it is kept under."""
    try:
        yield
    except FileRejected as error:
        if name:
            error.values |= {key: name for key in ("file", "path") if key in error.values}
        raise


def check_options(kind: ImportKind, options: ImportOptions, today: date) -> None:
    """Raise InvalidInput for options that do not fit this kind or day."""
    if options.snapshot and kind not in OPEN_ITEMS:
        raise InvalidInput(
            lazy("A snapshot closes the open items that a file does not name; only orders and invoices have those."),
            field="snapshot",
        )
    if options.snapshot and options.as_of is None:
        raise InvalidInput(lazy("A snapshot says what was open on a day: name that day with --as-of."), field="as_of")
    if options.as_of is not None and options.as_of > today:
        raise InvalidInput(
            lazy("The data date {as_of} lies in the future; today is {today}."),
            field="as_of",
            as_of=options.as_of.isoformat(),
            today=today.isoformat(),
        )


def _recognise(database: Database, kind: ImportKind, table: Table, options: ImportOptions) -> Layout:
    with database.reading() as session:
        remembered = remembered_headers(session, kind)
    columns = columns_of(kind, options.catalogue)
    return recognise(table.headers, columns, file=table.name, asked=options.mapping, remembered=remembered)


def remembered_headers(session: Session, kind: ImportKind) -> dict[str, str]:
    """Return what an earlier file's headers were said to stand for: theirs by the column of ours."""
    found = settings.get_json(session, f"import_headers.{kind}")
    return {key: str(value) for key, value in found.items()} if isinstance(found, dict) else {}


@dataclass
class _Run:
    """One import under way."""

    database: Database
    actor: Actor
    kind: ImportKind
    options: ImportOptions
    table: Table
    layout: Layout
    rejected_file: RejectedFile
    now: datetime
    today: date
    progress: Progress
    settle: Settle | None
    confirm: Confirm | None

    def whole(self) -> ImportReport:
        """Read, compare, publish."""
        with Staging(self.database, checks_references=self.kind is ImportKind.CLIENTS) as staging:
            with staging.reading() as session:
                work = self._work(session)
            reading = self._read(staging, work)
            self.progress(Stage.COMPARING, reading.kept, 1.0)
            with staging.reading() as session:
                seen = import_runs.moves(session)
                self._require_newest(session, reading)
                counts = work.prepare(session)
            if counts.closed and self.confirm and not self.options.dry_run:
                self.confirm(self.kind, counts)
            run_id = None
            if not self.options.dry_run and (reading.kept or self._may_be_empty):
                counts, run_id = self._publish(staging, work, reading, seen, counts)
                if self.kind is ImportKind.CLIENTS and (counts.added or counts.changed):
                    matched = matching.match_waiting_clients(staging, self.now)
                    counts = replace(counts, matched=counts.matched + matched)
                self._look_at_stages(counts)
            elif not self.options.dry_run and self.settle:
                with self.database.session() as session:
                    self.settle(session, self._report(reading, counts))
        written = self.rejected_file.finish() if self._keeps_rejected else None
        return self._report(reading, counts, run_id=run_id, written=written)

    def _work(self, session: Session) -> Work:
        if self.kind is ImportKind.CLIENTS:
            return ClientsWork(session, self.actor, self.layout, self.options, self.now)
        return LedgerWork(session, self.kind, self.layout, self.options)

    def _read(self, staging: Staging, work: Work) -> _Reading:
        reading = _Reading()
        styles = Styles(self.table, self.layout)
        with _garbage_left_alone():
            for chunk in self.table.chunks():
                sheet = Sheet(chunk, self.table.headers, self.layout, styles)
                checked = sheet.checked(work.check(sheet))
                with staging.reading() as session:
                    work.stage(session, checked)
                self._note(reading, checked)
                self.progress(Stage.READING, reading.kept + reading.rejected, chunk.share)
        if not reading.kept + reading.rejected and not self._may_be_empty:
            raise FileRejected(lazy("{file} has a header but no lines."), file=self.table.name)
        if reading.rejected and not self.options.dry_run and (self.options.is_whole or self.options.snapshot):
            self.rejected_file.finish()
            raise self._incomplete(reading)
        return reading

    @property
    def _may_be_empty(self) -> bool:
        return self.options.is_whole and self.kind in OPEN_ITEMS

    def _incomplete(self, reading: _Reading) -> LinesRejected:
        sentence = (
            lazy("{file} has {count} lines that cannot be taken, so none of it was; see {rejected}.")
            if self.options.is_whole
            else lazy(
                "{file} has {count} lines that cannot be taken, so it cannot tell what is closed; mend them "
                "(see {rejected}) or import it without --snapshot."
            )
        )
        return LinesRejected(
            sentence,
            count=reading.rejected,
            reasons=[_("Line {line}: {reason}").format(line=each.line, reason=each.reason) for each in reading.reasons],
            file=self.table.name,
            rejected=self.rejected_file.path.name,
        )

    def _note(self, reading: _Reading, checked: Checked) -> None:
        reading.kept += len(checked.lines)
        rejections = [each for each in checked.rejections if not is_totals(each.cells)]
        reading.rejected += len(rejections)
        reading.reasons += rejections[: REASONS_TOLD - len(reading.reasons)]
        if self._keeps_rejected:
            self.rejected_file.add(rejections)
        if self.kind in _DAY_COLUMN:
            reading.latest = max(reading.latest, *map(str, checked.columns[_DAY_COLUMN[self.kind]]), "")

    def _publish(
        self, staging: Staging, work: Work, reading: _Reading, seen: tuple[int, int], counts: ImportCounts
    ) -> tuple[ImportCounts, int]:
        self.progress(Stage.PUBLISHING, reading.kept, 1.0)
        with staging.publishing() as session:
            self._require_newest(session, reading)
            if import_runs.moves(session) != seen:
                confirmed, counts = counts, work.prepare(session)
                if self.confirm and counts.closed > confirmed.closed:
                    raise Conflict(lazy("The ledger has changed meanwhile, and more would be closed; start again."))
            counts = work.publish(session, counts, self.now)
            if counts.added or counts.changed or counts.closed:
                settings.bump(session, LEDGER_GENERATION, self.now)
            self._remember(session)
            statements.note_published(session, self.kind, self._as_of(reading), now=self.now)
            run_id = self._log(session, reading, counts)
            if self.settle:
                self.settle(session, self._report(reading, counts, run_id=run_id))
        return counts, run_id

    def _look_at_stages(self, counts: ImportCounts) -> None:
        """Ask owners at once about clients that have bought again, or for the first time, and those who have not."""
        if self.kind not in _TRADE or not (counts.added or counts.changed):
            return
        with self.database.reading() as session:
            found = stages.find_suggestions(session, now=self.now)
            is_kept = stages.is_kept(session, found)
        if not is_kept:
            with self.database.session() as session:
                stages.keep_suggestions(session, found, now=self.now)

    def _remember(self, session: Session) -> None:
        if self.options.mapping:
            known = remembered_headers(session, self.kind) | dict(self.options.mapping)
            key = f"import_headers.{self.kind}"
            settings.set_json(session, key, dict(known), self.now, self.actor.person_id)

    @property
    def _keeps_rejected(self) -> bool:
        return self.options.keep_rejected or not self.options.dry_run

    @property
    def _file_name(self) -> str:
        return self.options.file_name or self.table.name

    def _log(self, session: Session, reading: _Reading, counts: ImportCounts) -> int:
        run_id = import_runs.add_run(
            session,
            kind=self.kind,
            file_name=self._file_name,
            as_of=self._as_of(reading),
            counts=counts,
            rejected=reading.rejected,
            person_id=self.actor.person_id,
            now=self.now,
            origin=self.options.origin,
            is_snapshot=self.options.snapshot,
        )
        entry = gate.entry(
            self.actor,
            Deed.WRITE,
            _PART.get(self.kind, Part.SALES),
            None,
            via="import",
            now=self.now,
            detail=f"{self.kind} {run_id}",
        )
        access.add_entries(session, [entry])
        return run_id

    def _require_newest(self, session: Session, reading: _Reading) -> None:
        is_given = self.options.as_of is not None
        statements.require_newest(session, self.kind, self._as_of(reading), is_given=is_given, file=self._file_name)

    def _as_of(self, reading: _Reading) -> date:
        if self.options.as_of is not None:
            return self.options.as_of
        # A date typed wrong lies in the future; no statement was made there.
        return min(date.fromisoformat(reading.latest), self.today) if reading.latest else self.today

    def _report(
        self, reading: _Reading, counts: ImportCounts, *, run_id: int | None = None, written: Path | None = None
    ) -> ImportReport:
        return ImportReport(
            kind=self.kind,
            file_name=self._file_name,
            counts=counts,
            rejected=reading.rejected,
            reasons=tuple(reading.reasons),
            ignored=self.layout.ignored,
            as_of=self._as_of(reading),
            as_of_given=self.options.as_of is not None,
            rejected_file=written,
            dry_run=self.options.dry_run,
            run_id=run_id,
            is_snapshot=self.options.snapshot,
        )
