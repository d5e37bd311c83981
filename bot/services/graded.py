"""What people read of standing sales grades: their own clients' moves, a file's history, and the company's counts."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.policy.access import Actor, Part, Right
from bot.reports.standing import count_moves
from bot.results.clients import Client
from bot.results.grades import GradeChange, GradeMoves
from bot.results.home import MovedClient
from bot.services import gate
from bot.services.grading import read_settings
from bot.store import clients, grades

MOVED_SHOWN = 3
MOVED_DAYS = timedelta(days=7)


def list_moved(session: Session, actor: Actor, *, now: datetime) -> tuple[Sequence[MovedClient], int]:
    """Return the actor's own clients whose sales grade changed within a week, the latest, and how many more; logged."""
    if actor.person_id is None:
        return [], 0
    moved = grades.list_moved(session, actor.person_id, (now - MOVED_DAYS).date())
    latest = moved[:MOVED_SHOWN]
    known = {each.client_id: each for each in clients.list_by_ids(session, [each.client_id for each in latest])}
    shown = []
    for each in latest:
        client = known[each.client_id]
        if gate.rights_on(session, actor, client, now)[Part.SALES] < Right.READ:
            return [], 0
        gate.note_read(session, actor, client, [Part.SALES], via="home", now=now, detail="grade")
        shown.append(MovedClient(client.name, each.before, each.grade, each.cause))
    return shown, len(moved) - len(shown)


def list_history(session: Session, actor: Actor, client: Client, *, now: datetime) -> Sequence[GradeChange]:
    """Return the changes of a client's sales grade, newest first, for those who may read its sales; logged."""
    if gate.rights_on(session, actor, client, now)[Part.SALES] < Right.READ:
        return []
    found = grades.list_history(session, client.client_id)
    if found:
        gate.note_read(session, actor, client, [Part.SALES], via="history", now=now, detail="grade")
    return list(reversed(found))


def count_between(session: Session, start: datetime, end: datetime) -> GradeMoves:
    """Return how many clients moved from `start` until before `end`; the caller has passed the gate for totals."""
    return count_moves(grades.list_changes(session, start, end), read_settings(session).grades)
