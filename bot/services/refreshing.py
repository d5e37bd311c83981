"""Bringing a file up to date while something else is noted: what is known the longest, and what became of it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import Conflict
from bot.i18n import lazy
from bot.policy.access import Actor, Part, Right
from bot.policy.catalogue import FILE_SECTIONS, Catalogue, Field, FieldType, Source
from bot.policy.fingerprints import fingerprint
from bot.policy.freshness import Freshness, judge, overdue_days
from bot.results.clients import Client, Value
from bot.services import gate
from bot.services.facts import lock_file, record_facts
from bot.store import facts

OFFERED = 3
"""More than that would make a long form of a short one."""


@dataclass(frozen=True)
class Refreshed:
    """What became of the fields: `held` now holds, or holds on; `noted` is kept, but a higher source's value holds."""

    held: tuple[Field, ...] = ()
    noted: tuple[Field, ...] = ()


def list_overdue(
    session: Session,
    actor: Actor,
    client: Client,
    *,
    now: datetime,
    catalogue: Catalogue,
    also: Collection[str] = (),
) -> tuple[Value, ...]:
    """Return the values that are stale or due for a look, the most overdue first and of those the weightiest.

    Only what the actor may bring up to date, and at most three, those in `also` before all others, fresh ones too;
    what is returned is logged as read. References to clients and colleagues are left out: nobody learns of them in
    passing.
    """
    rights = gate.rights_on(session, actor, client, now)
    writable = [part for part in FILE_SECTIONS if rights[part] is Right.WRITE]
    stored = facts.current_values(session, client.client_id) if writable else {}
    ageing = [
        value
        for part in writable
        for field in catalogue.of(part)
        if field.key in stored and field.type not in {FieldType.CLIENT, FieldType.PERSON}
        if (value := _value(field, stored[field.key], now)).freshness is not Freshness.FRESH or field.key in also
    ]
    ageing.sort(
        key=lambda each: (
            each.field.key not in also,
            -overdue_days(each.observed_at, each.field.shelf_life, now),
            -each.field.weight,
        )
    )
    offered = tuple(ageing[:OFFERED])
    gate.note_read(session, actor, client, _parts(each.field for each in offered), via="log", now=now)
    return offered


def _value(field: Field, stored: facts.StoredValue, now: datetime) -> Value:
    freshness = judge(stored.observed_at, field.shelf_life, now)
    return Value(field, stored.value, stored.source, stored.person, stored.observed_at, freshness)


def refresh(
    session: Session,
    actor: Actor,
    client: Client,
    learned: Mapping[str, str],
    still_true: Mapping[str, str],
    *,
    source: Source,
    interaction_id: int,
    now: datetime,
    catalogue: Catalogue,
) -> Refreshed:
    """Record new values (in stored form) and confirmations that came with a contact, all at one instant.

    `still_true` gives for each field the fingerprint of the value that was looked at; a new value of the same field
    wins. Raises Refused unless the actor may write the sections, and Conflict at the box “Still true” when the value
    has changed since it was looked at.
    """
    if not learned and not still_true:
        return Refreshed()
    # What is confirmed is still the value that was looked at when it is written.
    lock_file(session, client.client_id, {*learned, *still_true})
    current = facts.current_values(session, client.client_id)
    confirmed = {key: seen for key, seen in still_true.items() if key not in learned}
    for key, seen in confirmed.items():
        if key not in current or fingerprint(current[key].value) != seen:
            raise Conflict(
                lazy("“{label}” was changed by somebody while this form was open; leave its box empty."),
                field="still_true", label=catalogue.require(key).label,
            )  # fmt: skip
    values = dict(learned) | {key: current[key].value for key in confirmed}
    fields = [catalogue.require(key) for key in values]
    for part in _parts(fields):
        gate.require(session, actor, client, part, Right.WRITE, via="log", now=now)
    record_facts(
        session, actor, client.client_id, values,
        source=source, observed_at=now, now=now, catalogue=catalogue, interaction_id=interaction_id,
    )  # fmt: skip
    after = facts.current_values(session, client.client_id)
    held = [field for field in fields if after[field.key].value == values[field.key]]
    return Refreshed(tuple(held), tuple(field for field in fields if field not in held))


def _parts(fields: Iterable[Field]) -> list[Part]:
    """Return the sections that fields belong to, each once."""
    return sorted({field.section for field in fields})
