"""Files handed over in Slack: received, read, previewed, applied once, and removed.

A file moves from state to state by UPDATEs that name the state they start from, so that of two who act at once one
comes too late. What an import publishes and that its file is done are one transaction: killed anywhere, it is in once
or not at all.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from bot.errors import Conflict, FileRejected, InvalidInput, NotFound
from bot.files import vault
from bot.files.tables import Table
from bot.i18n import LazyText, lazy
from bot.policy.access import Actor
from bot.policy.catalogue import Catalogue
from bot.results.imports import OPEN_ITEMS, ImportKind, ImportOptions, ImportReport, Origin, Progress, no_progress
from bot.results.uploads import HeaderGaps, RecentImport, Upload, UploadPlan, UploadState
from bot.services import import_headers
from bot.services.imports import called, check_options, import_file, require_may_import
from bot.services.outbox import enqueue
from bot.store import people, uploads
from bot.store.database import Database

LISTED = 5
KEPT = timedelta(days=7)
LEASE = timedelta(minutes=5)
"""Whoever works on a file says so more often than this; work that nobody has touched for longer was broken off."""

_FORGOTTEN = timedelta(days=1)

_OPEN = (UploadState.RECEIVED, UploadState.ASKING, UploadState.READY)
_AT_WORK = (UploadState.RECEIVED, UploadState.APPLYING)
_TOO_LATE: dict[UploadState, LazyText] = {
    UploadState.DONE: lazy("{file} has been imported already."),
    UploadState.APPLYING: lazy("{file} is being imported already."),
    UploadState.CANCELLED: lazy("{file} was cancelled; hand it over again to import it."),
    UploadState.EXPIRED: lazy("{file} waited for more than a week and was removed; hand it over again."),
    UploadState.FAILED: lazy("{file} could not be read; hand it over again."),
    UploadState.RECEIVED: lazy("{file} is still being read."),
    UploadState.ASKING: lazy("First say what the columns of {file} hold."),
    UploadState.READY: lazy("{file} has been read already."),
}


def list_recent(session: Session, actor: Actor, *, now: datetime) -> Sequence[RecentImport]:
    """Return the latest imports, newest first, for those who may import. Raises Refused for others."""
    require_may_import(actor, ImportKind.SALES, now=now)
    return uploads.list_recent_imports(session, LISTED)


def receive(
    session: Session,
    actor: Actor,
    kind: ImportKind,
    file_name: str,
    plan: UploadPlan,
    *,
    options: ImportOptions,
    now: datetime,
) -> Upload:
    """Take note of a file that is handed over. Raises InvalidInput for a plan that does not fit, Refused."""
    require_may_import(actor, kind, now=now)
    if kind in OPEN_ITEMS and plan.as_of is None:
        raise InvalidInput(lazy("Say of which day these figures are."), field="as_of")
    today = now.astimezone(options.zone).date()
    check_options(kind, replace(options, as_of=plan.as_of, snapshot=plan.snapshot), today)
    upload_id = uploads.add(
        session,
        origin=Origin.SLACK,
        kind=kind,
        file_name=file_name,
        plan=plan,
        person_id=actor.person_id,
        now=now,
    )
    return Upload(upload_id, kind, file_name, "", UploadState.RECEIVED, actor.person_id, plan)


def read_upload(session: Session, actor: Actor, upload_id: int, *, now: datetime) -> Upload:
    """Return a file of the actor's own. Raises NotFound, also for somebody else's, Refused."""
    found = uploads.get(session, upload_id)
    if found is None or found.person_id != actor.person_id:
        raise NotFound(lazy("This file is no longer there."))
    require_may_import(actor, found.kind, now=now)
    return found


def keep_alive(session: Session, upload_id: int, *, now: datetime) -> None:
    """Say that somebody is still at work on a file."""
    uploads.touch(session, upload_id, now)


def require_asking(session: Session, actor: Actor, upload_id: int, *, now: datetime) -> Upload:
    """Return a file whose headers are asked about. Raises Conflict for one that is past that, NotFound, Refused."""
    found = read_upload(session, actor, upload_id, now=now)
    if found.state is not UploadState.ASKING:
        raise Conflict(_TOO_LATE[found.state], file=found.file_name)
    return found


def read_gaps(session: Session, actor: Actor, upload_id: int, catalogue: Catalogue, *, now: datetime) -> HeaderGaps:
    """Return what the headers of a file of the actor's leave open."""
    found = read_upload(session, actor, upload_id, now=now)
    return import_headers.find_gaps(session, found.kind, found.plan, catalogue)


def answer_gaps(
    session: Session,
    actor: Actor,
    upload_id: int,
    catalogue: Catalogue,
    *,
    needed: Mapping[str, int],
    meanings: Mapping[int, str],
    now: datetime,
) -> Upload:
    """Take what the actor says of the headers, after which the file is read; see `import_headers.answered`.

    Raises Conflict when that was said already.
    """
    found = read_upload(session, actor, upload_id, now=now)
    plan = import_headers.answered(session, found.kind, found.plan, catalogue, needed=needed, meanings=meanings)
    uploads.set_plan(session, upload_id, plan, now)
    _move(session, found, [UploadState.ASKING], UploadState.RECEIVED, now=now)
    return replace(found, plan=plan, state=UploadState.RECEIVED)


def claim(session: Session, actor: Actor, upload_id: int, *, now: datetime) -> Upload:
    """Take a file that was previewed for importing it. Raises Conflict for all but the first who does."""
    found = read_upload(session, actor, upload_id, now=now)
    if found.is_blocked:
        raise Conflict(
            lazy("{file} has lines that cannot be taken, so it cannot tell what is closed."), file=found.file_name
        )
    _move(session, found, [UploadState.READY], UploadState.APPLYING, now=now)
    return replace(found, state=UploadState.APPLYING)


def cancel(session: Session, actor: Actor, upload_id: int, folder: Path, *, now: datetime) -> Upload:
    """Give up a file that is not being imported, and remove it. Raises Conflict when it is too late for that."""
    found = read_upload(session, actor, upload_id, now=now)
    _move(session, found, _OPEN, UploadState.CANCELLED, now=now)
    vault.remove(folder, found.stored_as)
    return replace(found, state=UploadState.CANCELLED)


def _move(session: Session, found: Upload, before: Sequence[UploadState], state: UploadState, *, now: datetime) -> None:
    finished_at = None if state in {*_OPEN, UploadState.APPLYING} else now
    if not uploads.move(session, found.upload_id, before, state, now=now, finished_at=finished_at):
        latest = uploads.get(session, found.upload_id) or found
        raise Conflict(_TOO_LATE[latest.state], file=found.file_name)


def has_broken_off(session: Session, *, now: datetime) -> bool:
    """Tell whether there is anything to let go of."""
    return bool(uploads.list_untouched(session, _AT_WORK, now - LEASE))


def break_off(session: Session, *, now: datetime) -> int:
    """Let go of files whose work was broken off with its process; what was previewed can be applied again.

    Their people are told. Returns how many there were.
    """
    found = uploads.list_untouched(session, _AT_WORK, now - LEASE)
    for each in found:
        state = UploadState.READY if each.state is UploadState.APPLYING else UploadState.FAILED
        person = people.get(session, each.person_id or 0)
        if uploads.move(session, each.upload_id, [each.state], state, now=now) and person:
            enqueue(session, "import_broken_off", person.slack_id, {"upload_id": each.upload_id}, now=now)
    return len(found)


def tidy(session: Session, folder: Path, *, now: datetime) -> None:
    """Remove files that nobody gave the word for within a week, and whatever a crash left of others."""
    for each in uploads.list_untouched(session, [UploadState.ASKING, UploadState.READY], now - KEPT):
        uploads.move(session, each.upload_id, [each.state], UploadState.EXPIRED, now=now, finished_at=now)
        vault.remove(folder, each.stored_as)
    vault.remove_others(folder, uploads.list_stored(session), now - _FORGOTTEN)


Fetch = Callable[[Upload, Path], None]
"""Fetches a file that was handed over into an empty one of ours. Raises FileRejected."""


@dataclass(frozen=True)
class Importer:
    """Reads and imports files that were handed over, kept in `folder`; both run several short transactions."""

    database: Database
    folder: Path
    fetch: Fetch

    def examine(
        self, actor: Actor, upload: Upload, options: ImportOptions, *, now: datetime, progress: Progress = no_progress
    ) -> Upload:
        """Fetch a file and find out what it would do, or what of its headers has to be asked first.

        Raises FileRejected for one that cannot be read as what it was given for: it is removed.
        """
        with self._failing(upload, now=now, back_to=UploadState.FAILED):
            path = self._at_hand(upload, now)
            with called(upload.file_name):
                plan = replace(upload.plan, headers=Table(path).headers)
            with self.database.reading() as session:
                gaps = import_headers.find_gaps(session, upload.kind, plan, options.catalogue)
            if gaps.needed or (gaps and not plan.is_answered):
                return self._examined(replace(upload, plan=plan, state=UploadState.ASKING), now)
            taken = replace(_taken(upload, options), dry_run=True, keep_rejected=True)
            report = import_file(self.database, actor, upload.kind, path, taken, now=now, progress=progress)
            return self._examined(replace(upload, plan=plan, preview=report, state=UploadState.READY), now)

    def _at_hand(self, upload: Upload, now: datetime) -> Path:
        """Return where a file lies, fetching it where it was not yet, or was by a process with another folder."""
        known = self.folder / upload.stored_as
        if upload.stored_as and known.exists():
            return known
        path = vault.new_file(self.folder)
        try:
            self.fetch(upload, path)
            with self.database.session() as session:
                uploads.set_stored(session, upload.upload_id, stored_as=path.name, now=now)
        except Exception:
            vault.remove(self.folder, path.name)
            raise
        return path

    def _examined(self, upload: Upload, now: datetime) -> Upload:
        """Keep what was found out; it gives way to what somebody has done meanwhile."""
        with self.database.session() as session:
            uploads.set_plan(session, upload.upload_id, upload.plan, now)
            told = uploads.reports_text(upload.preview)
            before = [UploadState.RECEIVED]
            is_first = uploads.move(session, upload.upload_id, before, upload.state, now=now, report=told)
            latest = uploads.get(session, upload.upload_id)
        assert latest is not None
        return replace(latest, preview=upload.preview) if is_first else latest

    def apply(
        self, actor: Actor, upload: Upload, options: ImportOptions, *, now: datetime, progress: Progress = no_progress
    ) -> Upload:
        """Import a claimed file, once. Raises Conflict when it was taken from us, or rates have changed meanwhile.

        The rejected lines lie beside it until it is discarded.
        """

        def settle(session: Session, report: ImportReport) -> None:
            told = uploads.reports_text(upload.preview, report)
            run = {"report": told, "import_run_id": report.run_id, "finished_at": now}
            if not uploads.move(session, upload.upload_id, [UploadState.APPLYING], UploadState.DONE, now=now, **run):
                raise Conflict(lazy("{file} is no longer to be imported."), file=upload.file_name)
            import_headers.remember_left_out(session, upload.kind, upload.plan, now=now)
            enqueue(session, "import_done", actor.slack_id or "", {"upload_id": upload.upload_id}, now=now)

        with self._failing(upload, now=now, back_to=UploadState.READY):
            path, taken = self._at_hand(upload, now), _taken(upload, options)
            report = import_file(
                self.database, actor, upload.kind, path, taken, now=now, progress=progress, settle=settle
            )
        return replace(upload, stored_as=path.name, state=UploadState.DONE, result=report, finished_at=now)

    @contextmanager
    def _failing(self, upload: Upload, *, now: datetime, back_to: UploadState) -> Iterator[None]:
        """Leave a file whose work failed so that its person can go on, and remove one that cannot be read."""
        try:
            yield
        except Exception as error:
            state = UploadState.FAILED if isinstance(error, FileRejected) else back_to
            with self.database.session() as session:
                latest = uploads.get(session, upload.upload_id) or upload
                uploads.move(session, upload.upload_id, [upload.state], state, now=now)
            if state is UploadState.FAILED:
                vault.remove(self.folder, latest.stored_as)
            raise

    def discard(self, upload: Upload) -> None:
        """Remove a file that has served, with its rejected lines."""
        vault.remove(self.folder, upload.stored_as)


def _taken(upload: Upload, options: ImportOptions) -> ImportOptions:
    plan = upload.plan
    return replace(
        options,
        mapping=plan.mapping,
        snapshot=plan.snapshot,
        as_of=plan.as_of,
        origin=Origin.SLACK,
        file_name=upload.file_name,
    )
