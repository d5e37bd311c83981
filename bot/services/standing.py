"""Grading clients: the sales grades that stand, brought up to what the ledger and the rules say now.

The figures are read and compared on a connection that only reads; SQLite's writer is taken to write what has changed,
in one short transaction. Each grading claims that it follows the one before it, so that of two processes that grade at
once one writes and the other leaves it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.policy.classification import Traded
from bot.policy.grade_settings import read_grades, write_grades
from bot.policy.standing import GradeSettings, last_window, months_traded
from bot.reports import standing as reports
from bot.results.grades import StandingGrade
from bot.store import grades, jobs, rollups, settings
from bot.store.database import Database
from bot.store.staging import Staging

JOB = "grading"
DONE = "sales_grades_done"
"""The setting that remembers the last grading: its number, when it was, by which rules, and what it was made of."""


@dataclass(frozen=True)
class AsOf:
    """When clients are graded, in the company's time zone, and the currency of its reports."""

    now: datetime
    zone: ZoneInfo
    base_currency: str

    @property
    def today(self) -> date:
        """Return the company's own date."""
        return self.now.astimezone(self.zone).date()


@dataclass(frozen=True)
class _Done:
    """The last grading; number 0 before the first."""

    number: int
    made_of: str
    at: datetime | None
    rules: GradeSettings | None
    base_currency: str = ""


def regrade(database: Database, as_of: AsOf) -> int | None:
    """Bring the standing sales grades up to date, and return how many clients have moved.

    None where nothing has changed since the last grading: neither the ledger, nor the rules, nor the day. It takes the
    database rather than a session because it reads at length before it writes.
    """
    with database.reading() as session:
        done = _done(session)
        if _made_of(session, as_of) == done.made_of:
            return None
    with Staging(database) as staging:
        with staging.reading() as session:
            work = _Work(session, done, as_of)
            work.stage(session)
        with staging.publishing() as session:
            return work.publish(session)


class _Work:
    """One grading under way."""

    def __init__(self, session: Session, done: _Done, as_of: AsOf) -> None:
        """Work out who stands where now, by the rules of the last grading first where there are new ones since."""
        self._done, self._now = done, as_of.now
        self._base_currency = as_of.base_currency
        self._made_of = _made_of(session, as_of)
        self._rules = _rules(session)
        start = grades.list_standing(session)
        rejoined = grades.list_rejoined(session, done.at) if done.at else frozenset()
        old = done.rules or self._rules
        # In another base currency everything is converted anew: that is nobody's sales, and no rate has moved.
        is_recast = done.base_currency not in {"", as_of.base_currency}
        between = work_out(session, start, old, as_of, rejoined=rejoined, by_rules=is_recast)
        end = between
        if old.revision != self._rules.revision:
            end = work_out(session, between, self._rules, as_of, by_rules=True)
        self._events = reports.events(start, between, end, as_of.now)
        settled = reports.settled(start, end)
        self._written = [each for client_id, each in settled.items() if start.get(client_id) != each]

    def stage(self, session: Session) -> None:
        """Put together what will be written."""
        is_set = self._done.rules is None or self._done.rules.revision != self._rules.revision
        person_id = settings.set_by(session, grades.SETTINGS) if is_set else None
        grades.stage(session, self._written, self._events, now=self._now, person_id=person_id)

    def publish(self, session: Session) -> int | None:
        """Write it, unless another process has graded meanwhile."""
        number = self._done.number + 1
        if not jobs.claim(session, JOB, "", str(number), self._now):
            return None
        grades.publish(session)
        done: settings.Json = {
            "number": number,
            "made_of": self._made_of,
            "at": self._now.isoformat(),
            "rules": write_grades(self._rules),
            "base_currency": self._base_currency,
        }
        settings.set_json(session, DONE, done, self._now)
        return len({each.client_id for each in self._events})


def current(session: Session, as_of: AsOf) -> Mapping[int, StandingGrade]:
    """Return the grades that stand, by client; before the first grading those that it will find."""
    return grades.list_standing(session) or work_out(session, {}, _rules(session), as_of)


def work_out(
    session: Session,
    standing: Mapping[int, StandingGrade],
    rules: GradeSettings,
    as_of: AsOf,
    *,
    rejoined: Collection[int] = (),
    by_rules: bool = False,
) -> Mapping[int, StandingGrade]:
    """Return the grades that stand now by these rules; what stood before where the ledger allows of none.

    It allows of none before anything was sold, and where the bounds are amounts of another currency than its own.
    """
    window = last_window(grades.data_date(session), as_of.today, rules.window)
    if window is None or not rules.fits(as_of.base_currency):
        return standing
    traded = {
        each.client_id: Traded(each.amount, months_traded(each.first, window))
        for each in grades.list_bought(session, window)
    }
    basis = reports.Basis(window, traded, grades.list_converted(session, window, as_of.base_currency))
    return reports.grade(standing, basis, rules.rule(), day=as_of.today, rejoined=rejoined, by_rules=by_rules)


def _rules(session: Session) -> GradeSettings:
    return read_grades(settings.get_json(session, grades.SETTINGS))


def _made_of(session: Session, as_of: AsOf) -> str:
    """Return what grades are made of: the day, the ledger as it was published last, its data date, and the rules."""
    generation = settings.counter(session, rollups.LEDGER_GENERATION)
    return f"{as_of.today} {generation} {grades.data_date(session)} {_rules(session).revision} {as_of.base_currency}"


def _done(session: Session) -> _Done:
    kept = settings.get_json(session, DONE)
    if not isinstance(kept, dict):
        return _Done(0, "", None, None)
    at = datetime.fromisoformat(str(kept["at"]))
    return _Done(
        int(str(kept["number"])), str(kept["made_of"]), at, read_grades(kept["rules"]), str(kept["base_currency"])
    )
