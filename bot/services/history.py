"""Who said what of a client, and when: every fact, confirmations and retractions visible as such."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.policy.access import Actor, Part, Right
from bot.policy.catalogue import Catalogue, Field, FieldType
from bot.results.clients import Client
from bot.results.history import FactEvent, HistoryPage
from bot.services import gate, graded
from bot.services.undoing import may_undo
from bot.store import clients, history
from bot.store.history import StoredEvent

PAGE = 8
"""Events on a page: what can be read on a phone without losing one's place."""


def read_history(
    session: Session, actor: Actor, client: Client, *, chosen: str, page: int, now: datetime, catalogue: Catalogue
) -> HistoryPage:
    """Return one page of what was said, newest first; `chosen` is a section, a field's key or empty for everything.

    Sections that the actor may not read are absent, as if they were empty. What was read is logged.
    """
    rights = gate.rights_on(session, actor, client, now)
    told = history.list_fields(session, client.client_id)
    fields = tuple(each for each in catalogue if each.key in told and rights[each.section] >= Right.READ)
    wanted = {each.key: each for each in fields if chosen in {"", each.section.value, each.key}}
    found = history.list_events(session, client.client_id, wanted, skip=page * PAGE, most=PAGE + 1)
    writable = {part for part, held in rights.items() if held is Right.WRITE}
    names = _client_names(session, found[:PAGE], wanted)
    events = tuple(
        replace(
            _event(
                each, wanted[each.field], is_open=wanted[each.field].section in writable and _is_open(actor, each, now)
            ),
            name=names.get((each.field, each.value), ""),
        )
        for each in found[:PAGE]
    )
    gate.note_read(session, actor, client, _parts(events), via="history", now=now)
    changes = graded.list_history(session, actor, client, now=now) if not (chosen or page) else ()
    return HistoryPage(client, fields, chosen, page, events, has_more=len(found) > PAGE, grades=tuple(changes))


def _client_names(
    session: Session, found: Sequence[StoredEvent], fields: Mapping[str, Field]
) -> dict[tuple[str, str], str]:
    """Return the names of the clients that values stand for, by field and value; names are open to every member."""
    ids = {
        (each.field, each.value): int(each.value)
        for each in found
        if fields[each.field].type is FieldType.CLIENT and each.value.isdigit()
    }
    known = {client_id: clients.get(session, client_id) for client_id in set(ids.values())}
    return {place: client.name for place, client_id in ids.items() if (client := known[client_id])}


def _is_open(actor: Actor, stored: StoredEvent, now: datetime) -> bool:
    """Tell whether the actor may still take it back."""
    return stored.retracted_at is None and may_undo(actor, stored.person_id, stored.recorded_at, now)


def _event(stored: StoredEvent, field: Field, *, is_open: bool) -> FactEvent:
    return FactEvent(
        fact_id=stored.fact_id,
        field=field,
        kind=stored.kind,
        value=stored.value,
        source=stored.source,
        person=stored.person,
        observed_at=stored.observed_at,
        recorded_at=stored.recorded_at,
        link=stored.link,
        retracted_at=stored.retracted_at,
        retracted_by=stored.retracted_by,
        code=stored.code,
        may_undo=is_open,
    )


def _parts(events: Sequence[FactEvent]) -> Sequence[Part]:
    return sorted({each.field.section for each in events})
