"""What the demo's buttons do: run a job for its latest slot, or move the clock of the demo's bot."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from bot.clock import MovableClock
from bot.demo.cast import CAST, TIMEZONE
from bot.demo.folder import DemoFolder
from bot.i18n import _, ngettext
from bot.jobs.digest import run_digest
from bot.jobs.nag import run_nags
from bot.serving import Bot

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
FRIDAY = 4


class Controls:
    """The hands on the running demo. One button at a time: two clicks must not be two weeks by accident."""

    def __init__(self, bot: Bot, clock: MovableClock, folder: DemoFolder, ahead: timedelta) -> None:
        """Take the running bot; its clock is `ahead` of the real one."""
        self._bot = bot
        self._clock = clock
        self._folder = folder
        self._ahead = ahead
        self._lock = threading.Lock()

    def nag(self) -> str:
        """Send the reminders of the latest working day that have not gone out."""
        with self._lock:
            claimed = run_nags(self._bot.jobs, self._clock.now(), late=True)
            self._bot.clockwork.tick()
        if not claimed:
            return _("The reminders of today have gone out: look at the app's messages as {people}. {move}").format(
                people=_reps(), move=_("Move the clock a day for the next ones.")
            )
        return _("The reminders are out: look at the app's messages as {people}.").format(people=_reps())

    def digest(self) -> str:
        """Post the digest of the latest Monday, if it has not been posted."""
        with self._lock:
            posted = run_digest(self._bot.jobs, self._clock.now())
            self._bot.clockwork.tick()
        if not posted:
            return _("This week's digest has been posted: read it in #sales. Move the clock a week for the next one.")
        return _("The digest is posted: read it in #sales.")

    def a_day(self) -> str:
        """Move the clock a day forward."""
        return self._move(DAY)

    def a_week(self) -> str:
        """Move the clock a week forward."""
        return self._move(WEEK)

    def _move(self, by: timedelta) -> str:
        with self._lock:
            now = self._clock.move(by)
            self._ahead += by
            self._folder.keep_clock(self._ahead)
            sent = self._bot.clockwork.tick().sent
        said = _("It is now {time} for the bot, company time.").format(time=_told(now))
        if sent:
            went = ngettext("One message went out.", "{count} messages went out.", sent).format(count=sent)
            return f"{said} {went}"
        return f"{said} {_quiet(now)}"


def _quiet(now: datetime) -> str:
    if _local(now).weekday() > FRIDAY:
        return _("It is the weekend: nobody is reminded of anything.")
    return _("Nothing went out by itself; “Run the daily nag” does not wait for nine o'clock.")


def _reps() -> str:
    return ", ".join(member.name for member in CAST if "rep" in member.roles)


def _local(now: datetime) -> datetime:
    return now.astimezone(ZoneInfo(TIMEZONE))


def _told(now: datetime) -> str:
    return str(format_datetime(_local(now), "EEEE d MMMM y, HH:mm", locale="en"))


class Waiting:
    """Stands behind a button until the bot is there."""

    def __init__(self) -> None:
        """Start without controls."""
        self.controls: Controls | None = None

    def actions(self) -> dict[str, Callable[[], str]]:
        """Return what each button does, by label."""
        return {
            _("Run the daily nag"): lambda: self._do(Controls.nag),
            _("Post the weekly digest"): lambda: self._do(Controls.digest),
            _("Move the clock a day"): lambda: self._do(Controls.a_day),
            _("Move the clock a week"): lambda: self._do(Controls.a_week),
        }

    def _do(self, action: Callable[[Controls], str]) -> str:
        if self.controls is None:
            return _("The bot is still starting; try again in a moment.")
        return action(self.controls)
