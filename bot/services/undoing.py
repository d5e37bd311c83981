"""Taking changes back: a fact is marked as retracted, and what holds follows as if it had never been said.

Its author may do it for ten minutes, the custodian always. The fact stays in the history.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.errors import Conflict, NotFound, Refused
from bot.i18n import lazy
from bot.policy.access import Actor, Part, Right, Role
from bot.policy.catalogue import Catalogue
from bot.results.clients import Client
from bot.services import gate
from bot.services.facts import CONFIRMED, lock_file, project
from bot.store import clients, facts, people
from bot.store.facts import StoredFact

UNDO_FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class Undone:
    """Which fields of whose file were taken back, and which of them hold another value, or none, because of it."""

    client: Client
    fields: tuple[str, ...]
    changed: tuple[str, ...]


def undo_changes(
    session: Session, actor: Actor, fact_ids: Collection[int], *, now: datetime, catalogue: Catalogue
) -> Undone:
    """Take back what one saving recorded, all of it or nothing.

    Raises NotFound for changes that never were, Refused for whoever may not (any more), and Conflict where one of
    them is undone already, was confirmed by somebody since, or is all that a field that cannot be empty has.
    """
    found = facts.list_by_ids(session, fact_ids)
    fields = {each.field for each in found}
    found = [each for each in found if each.field in catalogue]
    if not found or {each.client_id for each in found} != {found[0].client_id}:
        raise NotFound(lazy("There is no such change."))
    row_id = found[0].client_id
    line = lock_file(session, row_id, fields)
    client = clients.get(session, row_id)
    if client is None:
        raise NotFound(lazy("This client file is no longer there."))
    # What somebody else has undone while we waited is known only now.
    found = list(facts.list_by_ids(session, fact_ids))
    _require_may_undo(session, actor, client, found, now=now, catalogue=catalogue)
    _require_undoable(session, row_id, found, catalogue)
    facts.retract(session, fact_ids, person_id=actor.person_id, at=now)
    changed = project(session, line, fields, now=now, catalogue=catalogue)
    return Undone(client, tuple(sorted(fields)), tuple(sorted(changed)))


def may_undo(actor: Actor, person_id: int | None, recorded_at: datetime, now: datetime) -> bool:
    """Tell whether the actor may take back what a person wrote down then; where they may write, that is."""
    if actor.holds(Role.CUSTODIAN):
        return True
    return actor.person_id is not None and actor.person_id == person_id and now - recorded_at <= UNDO_FOR


def _require_may_undo(
    session: Session, actor: Actor, client: Client, found: Sequence[StoredFact], *, now: datetime, catalogue: Catalogue
) -> None:
    parts = sorted({catalogue.require(each.field).section for each in found})
    for fact in found:
        if not may_undo(actor, fact.person_id, fact.recorded_at, now):
            raise _refusal(actor, client, parts[0], is_theirs=actor.person_id == fact.person_id, now=now)
    for part in parts:
        gate.require(session, actor, client, part, Right.WRITE, via="undo", now=now)


def _refusal(actor: Actor, client: Client, part: Part, *, is_theirs: bool, now: datetime) -> Refused:
    late = lazy("A change can be undone for {minutes} minutes; after that, the custodian can still do it.")
    others = lazy("Only whoever made a change, for {minutes} minutes, or the custodian can undo it.")
    refused = gate.refusal(actor, client, part, via="undo", now=now)
    minutes = int(UNDO_FOR.total_seconds() // 60)
    return Refused(late if is_theirs else others, entry=refused.entry, minutes=minutes)


def _require_undoable(session: Session, row_id: int, found: Sequence[StoredFact], catalogue: Catalogue) -> None:
    """Raise Conflict for what cannot be taken back as things stand."""
    if any(each.retracted_at is not None for each in found):
        raise Conflict(lazy("This change is undone already."))
    standing = facts.list_standing(session, row_id, {each.field for each in found})
    ids = {each.fact_id for each in found}
    left = [each for each in standing if each.fact_id not in ids]
    for fact in found:
        declared = catalogue.require(fact.field)
        if confirming := _confirmation(fact, left):
            person = people.get(session, confirming.person_id) if confirming.person_id is not None else None
            raise Conflict(
                lazy("{person} has said since that {label} is still true; undo that first."),
                label=declared.label,
                person=person.name if person else lazy("Somebody"),
            )
        if declared.needed and not any(each.field == fact.field and each.client_id == row_id for each in left):
            raise Conflict(lazy("{label} cannot be left without a value."), label=declared.label)


def _confirmation(fact: StoredFact, left: Iterable[StoredFact]) -> StoredFact | None:
    """Return a later fact by which somebody confirmed the same value."""
    return next(
        (
            each
            for each in left
            if each.kind == CONFIRMED
            and each.fact_id > fact.fact_id
            and (each.client_id, each.field, each.value) == (fact.client_id, fact.field, fact.value)
        ),
        None,
    )
