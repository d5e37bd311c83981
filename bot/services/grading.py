"""The rules by which clients are graded by their sales: what the custodian has set, and who would move by others."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import Conflict
from bot.i18n import _, lazy
from bot.policy.access import Actor, Deed, Part, Role
from bot.policy.classification import GradeRule
from bot.policy.grade_settings import read_grades, write_grades
from bot.policy.standing import GradeMethod, GradeSettings, direction
from bot.results.grades import GradePreview, WouldMove
from bot.services import gate
from bot.services.standing import AsOf, work_out
from bot.store import access, clients, grades, jobs, people, settings

_SAVED = "grade_settings"


def read_settings(session: Session) -> GradeSettings:
    """Return what is set about sales grades; how clients are graded is no secret, their grades are."""
    return read_grades(settings.get_json(session, grades.SETTINGS))


def grade_rule(session: Session, method: GradeMethod) -> GradeRule:
    """Return the rule that a method stands for, with the company's own grades and bounds."""
    return read_settings(session).rule(method)


def require_custodian(actor: Actor, *, now: datetime) -> None:
    """Raise Refused unless the actor keeps the settings."""
    gate.require_role(actor, Role.CUSTODIAN, part=Part.SALES, via="settings", now=now)


def preview(session: Session, reader: Session, actor: Actor, wanted: GradeSettings, as_of: AsOf) -> GradePreview:
    """Return who would move if clients were graded so; the reading is logged, nothing else is written.

    Everything is read by `reader`, so that `session` takes SQLite's writer for the log's row alone. Raises Refused.
    """
    require_custodian(actor, now=as_of.now)
    stood = grades.list_standing(reader)
    then = work_out(reader, stood, wanted, as_of, by_rules=True)
    order, order_before = wanted.grades, read_settings(reader).grades
    moved = {
        client_id: (stood[client_id].grade if client_id in stood else "", each.grade)
        for client_id, each in then.items()
        if client_id not in stood or stood[client_id].grade != each.grade
    }
    names = {each.client_id: each.name for each in clients.list_by_ids(reader, list(moved))}
    found = [
        WouldMove(names[client_id], before, after, direction(before, after, order, order_before))
        for client_id, (before, after) in moved.items()
    ]
    gate.note_figures(session, actor, Part.SALES, via="settings", now=as_of.now, detail="grades preview")
    return GradePreview(
        settings=wanted,
        moves=tuple(sorted(found, key=lambda each: (-abs(each.direction), -each.direction, each.name))),
        counts=tuple((grade, sum(each.grade == grade for each in then.values())) for grade in order),
    )


def save_settings(session: Session, actor: Actor, wanted: GradeSettings, *, now: datetime) -> GradeSettings:
    """Let clients be graded so from now on, and log it. The standing grades follow with the next grading.

    Raises Refused for all but the custodian, and Conflict when somebody has set something since `wanted` was begun.
    """
    require_custodian(actor, now=now)
    # What follows a revision is claimed: the second of two waits here for the first, and is told.
    if not jobs.claim(session, _SAVED, "", str(wanted.revision), now):
        raise Conflict(
            lazy("{person} has changed the sales grades meanwhile; close this form and look at them again."),
            person=_last_saved_by(session),
        )
    saved = replace(wanted, revision=wanted.revision + 1)
    settings.set_json(session, grades.SETTINGS, write_grades(saved), now, actor.person_id)
    entry = gate.entry(actor, Deed.WRITE, Part.SALES, None, via="settings", now=now, detail=f"grades {saved.revision}")
    access.add_entries(session, [entry])
    return saved


def _last_saved_by(session: Session) -> str:
    person_id = settings.set_by(session, grades.SETTINGS)
    person = people.get(session, person_id) if person_id is not None else None
    return person.name if person else _("Somebody")
