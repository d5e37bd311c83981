"""The watched folder: at each tick, what has arrived whole is taken in its order; what goes wrong, finance hears of.

A file has arrived when its control totals are there and both have been the same at two looks in a row. Which process
takes it is decided by a claim in the database, held by a thread for as long as the work goes on.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

from bot.clock import Clock, SystemClock
from bot.errors import Conflict
from bot.jobs.desk import JobDesk
from bot.policy.deliveries import PATIENCE
from bot.results.deliveries import Delivery, FolderRun, Refusal, Taken
from bot.results.outbox import Company
from bot.services import deliveries, delivery_folder
from bot.services.choices import in_force
from bot.services.delivery_folder import Copied, Shape
from bot.store import deliveries as claims
from bot.store.database import Database
from bot.views.deliveries import refusal_text

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
"""A claim that nobody renews for so long was left by a process that is gone."""
RENEW_SECONDS = 15.0


class FolderWatch:
    """Looks at the folder again and again; `wall` is the real time, by which claims run out."""

    def __init__(self, desk: JobDesk, *, wall: Clock | None = None) -> None:
        """Watch the company's folder; nothing is looked at yet."""
        self._desk = desk
        self._wall = wall or SystemClock()
        self._shapes: dict[Path, Shape | None] = {}
        self._is_missed = False

    def look(self, now: datetime) -> FolderRun:
        """Take what has arrived, and return what became of each file; without a folder there is nothing."""
        if not self._is_there():
            return FolderRun()
        folder = Path(self._desk.company.inbox)
        delivery_folder.put_orphans_away(folder, now - PATIENCE)
        listing = delivery_folder.list_folder(folder)
        settled = self._settle(listing)
        if not (listing.deliveries or listing.nights):
            return FolderRun()
        run = _Run(self._desk.database, self._company(), self._wall, now, settled)
        is_held = run.awaits_absent(listing)
        for delivery in listing.deliveries:
            is_held = run.handle(delivery, is_held=is_held)
        for night in listing.nights:
            delivery_folder.put_control_away(night)
        return run.result()

    def _is_there(self) -> bool:
        if not self._desk.company.inbox:
            return False
        is_there = Path(self._desk.company.inbox).is_dir()
        if not is_there and not self._is_missed:
            log.error("the folder %s, which CLIENTELE_INBOX names, is not there", self._desk.company.inbox)
        self._is_missed = not is_there
        return is_there

    def _company(self) -> Company:
        """Return the company with the choices in force today."""
        with self._desk.database.reading() as session:
            return replace(self._desk.company, catalogue=in_force(session, self._desk.company.catalogue))

    def _settle(self, listing: delivery_folder.Listing) -> frozenset[Path]:
        """Return the files that look as they did the last time; what grows or is replaced is left alone."""
        paths = {*listing.nights, *(each.path for each in listing.deliveries)}
        paths |= {each.control for each in listing.deliveries if each.control}
        shapes = {path: delivery_folder.shape_of(path) for path in paths}
        before, self._shapes = self._shapes, shapes
        return frozenset(path for path, shape in shapes.items() if shape is not None and before.get(path) == shape)


class _Run:
    """One look at the folder under way."""

    def __init__(
        self, database: Database, company: Company, wall: Clock, now: datetime, settled: frozenset[Path]
    ) -> None:
        self._database = database
        self._company = company
        self._wall = wall
        self._now = now
        self._settled = settled
        self._taken: list[Taken] = []
        self._refused: list[Refusal] = []
        self._waiting: list[str] = []

    def result(self) -> FolderRun:
        """Return what it came to."""
        return FolderRun(tuple(self._taken), tuple(self._refused), tuple(self._waiting))

    def awaits_absent(self, listing: delivery_folder.Listing) -> bool:
        """Tell whether a night's files are not all there yet; when they have been awaited too long, finance is told."""
        is_awaited = False
        for name, night in listing.absent:
            self._waiting.append(name)
            since = _written_at(night)
            if self._now - since > PATIENCE:
                self._tell_waiting(name, since, is_absent=True)
            else:
                is_awaited = True
        return is_awaited

    def handle(self, delivery: Delivery, *, is_held: bool) -> bool:
        """Take one delivery, unless what comes before it is awaited; tell whether what comes after it must wait."""
        if not is_held and self._is_whole(delivery):
            self._safely(delivery)
            return False
        self._waiting.append(delivery.name)
        if delivery.control is None and delivery_folder.shape_of(delivery.path):
            since = _written_at(delivery.path)
            if self._now - since > PATIENCE:
                self._tell_waiting(delivery.name, since, is_absent=False)
                return is_held
        return True

    def _is_whole(self, delivery: Delivery) -> bool:
        return delivery.control is not None and {delivery.path, delivery.control} <= self._settled

    def _tell_waiting(self, name: str, since: datetime, *, is_absent: bool) -> None:
        with self._database.session() as session:
            deliveries.tell_waiting(session, name, since, is_absent=is_absent, now=self._now)

    def _safely(self, delivery: Delivery) -> None:
        """Take one delivery; what is wrong with it must not keep the next one waiting."""
        try:
            with delivery_folder.private_copy(delivery) as copied:
                if copied is not None:
                    self._claim_and_take(delivery, copied)
        except Exception:
            log.exception("the file %s could not be taken; it is tried again", delivery.name)
            self._waiting.append(delivery.name)

    def _claim_and_take(self, delivery: Delivery, copied: Copied) -> None:
        wall = self._wall.now()
        with self._database.session() as session:
            claimed = deliveries.claim(session, delivery, copied.digest, now=self._now, wall=wall, until=wall + LEASE)
        if claimed is None:
            self._waiting.append(delivery.name)
        elif claimed.was_taken:
            log.info("the file %s is in the ledger already", delivery.name)
            self._taken.append(Taken(delivery.name, delivery.kind, is_again=True))
            delivery_folder.put_away(delivery, copied.shape, delivery_folder.DONE)
        else:
            with _holding(self._database, self._wall, claimed.delivery_id):
                self._take(delivery, copied, claimed.delivery_id)

    def _take(self, delivery: Delivery, copied: Copied, delivery_id: int) -> None:
        try:
            outcome = deliveries.take(self._database, self._company, copied.delivery, delivery_id, now=self._now)
        except Conflict as error:
            log.warning("the file %s is tried again: %s", delivery.name, error)
            self._waiting.append(delivery.name)
            return
        if isinstance(outcome, Taken):
            self._taken.append(outcome)
            delivery_folder.put_away(delivery, copied.shape, delivery_folder.DONE)
            return
        self._refused.append(outcome)
        rejected = copied.delivery.path.with_name(f"{delivery.name}.rejected.csv")
        delivery_folder.put_away(
            delivery, copied.shape, delivery_folder.REFUSED, reason=refusal_text(outcome), rejected=rejected
        )


def _written_at(path: Path) -> datetime:
    shape = delivery_folder.shape_of(path)
    return datetime.fromtimestamp(shape[2] / 1e9 if shape else 0, UTC)


@contextmanager
def _holding(database: Database, wall: Clock, delivery_id: int) -> Iterator[None]:
    """Hold a claim for the time of the block, and let go of it at its end: whoever comes next need not wait."""
    over = Event()

    def hold_on() -> None:
        while not over.wait(RENEW_SECONDS):
            _hold(database, delivery_id, wall.now() + LEASE)

    thread = Thread(target=hold_on, name="inbox", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        _hold(database, delivery_id, wall.now() - LEASE)


def _hold(database: Database, delivery_id: int, until: datetime) -> None:
    try:
        with database.session() as session:
            claims.hold(session, delivery_id, until)
    except Exception:
        log.exception("the claim of delivery %s could not be renewed", delivery_id)
