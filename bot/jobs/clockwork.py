"""The clock's hand: one tick every few seconds; what is due is found and claimed in the database.

APScheduler only ticks, in memory. Two processes may tick at once, and one that was down catches up: the slots and
the outbox decide.
"""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from apscheduler.schedulers.background import BackgroundScheduler

from bot.clock import SystemClock
from bot.jobs.desk import JobDesk
from bot.jobs.digest import run_digest
from bot.jobs.folder import FolderWatch
from bot.jobs.grading import run_grading
from bot.jobs.nag import run_nags
from bot.jobs.outbox import Sender
from bot.jobs.profiles import ReadProfile, refresh_profiles
from bot.jobs.rescore import rescore_daily
from bot.jobs.stages import run_stages
from bot.jobs.uploads import release_uploads, tidy_uploads
from bot.results.outbox import Drained
from bot.services import drafts, inbox
from bot.store import jobs

log = logging.getLogger(__name__)

_Result = TypeVar("_Result")

EVERY = timedelta(seconds=5)
"""What is put in the outbox reaches its reader about so soon; a tick with nothing due is a few short reads."""


class Clockwork:
    """Runs the jobs for as long as the bot runs; an error in one is logged and stops neither the others nor the clock.

    `read_profile` asks Slack who somebody is, so that people who have never opened the bot get their reminder at
    nine o'clock of their own.
    """

    def __init__(
        self, desk: JobDesk, sender: Sender, *, every: timedelta = EVERY, read_profile: ReadProfile | None = None
    ) -> None:
        """Prepare the clock; nothing runs before `start`."""
        self._desk = desk
        self._sender = sender
        self._read_profile = read_profile
        self._watch = FolderWatch(desk)
        self._lock = threading.Lock()
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._scheduler.add_job(
            self.tick,
            "interval",
            seconds=every.total_seconds(),
            next_run_time=SystemClock().now(),  # the desk's clock may have been moved, the scheduler's own never is
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )

    def start(self) -> None:
        """Tick now and from now on, in a thread of its own."""
        self._scheduler.start()

    def stop(self) -> None:
        """Finish the tick that runs, and tick no more; nothing happens when it was never started."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def tick(self, now: datetime | None = None) -> Drained:
        """Do what is due at `now`, by default the desk's own time, and send what waits."""
        with self._lock:
            at = now or self._desk.clock.now()
            if self._read_profile is not None:
                read = self._read_profile
                self._safely("profiles", lambda: refresh_profiles(self._desk, read, at))
            # The reminder and the digest tell of grades that have moved.
            self._safely("grading", lambda: run_grading(self._desk, at))
            self._safely("nag", lambda: run_nags(self._desk, at))
            self._safely("digest", lambda: run_digest(self._desk, at))
            self._safely("stages", lambda: run_stages(self._desk, at))
            self._safely("rescore", lambda: rescore_daily(self._desk, at))
            self._safely("uploads", lambda: release_uploads(self._desk, at))
            self._safely("inbox", lambda: self._watch.look(at))
            self._safely("tidy", lambda: self._tidy(at))
            return self._safely("outbox", self._sender.drain) or Drained()

    def _tidy(self, now: datetime) -> None:
        """Once a day, forget what need not be remembered."""
        slot = now.astimezone(UTC).date().isoformat()
        with self._desk.database.reading() as session:
            if jobs.list_claimed(session, "tidy", {slot}):
                return
        with self._desk.database.session() as session:
            if jobs.claim(session, "tidy", "", slot, now):
                inbox.tidy(session, now=now)
                drafts.tidy(session, now=now)
                tidy_uploads(self._desk, session, now)

    @staticmethod
    def _safely(job: str, work: Callable[[], _Result]) -> _Result | None:
        """Run one job; the clock must not stop because of it."""
        try:
            return work()
        except Exception:
            log.exception("the job “%s” failed; it is tried again at the next tick", job)
            return None
