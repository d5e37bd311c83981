"""Recording what is known: observations and confirmations, and the current values that follow."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import InvalidInput
from bot.i18n import lazy
from bot.policy.access import Actor, Right
from bot.policy.catalogue import Catalogue, Source
from bot.policy.precedence import holding
from bot.results.clients import Client
from bot.services import gate
from bot.store import clients, facts, rollups, settings

OBSERVED = "observed"
CONFIRMED = "confirmed"
LOOKUP_GENERATION = "lookup_generation"


def record_facts(
    session: Session,
    actor: Actor,
    client_id: int,
    values: Mapping[str, str],
    *,
    source: Source,
    observed_at: datetime,
    now: datetime,
    catalogue: Catalogue,
    link: str = "",
    interaction_id: int | None = None,
) -> tuple[str, ...]:
    """Record observations, given in stored form (see `bot.policy.values`), and return the fields whose value changed.

    A value equal to the current one becomes a confirmation when a person states it and nothing at all when a file
    does. The caller has passed the gate. Raises InvalidInput for an observation in the future.
    """
    if observed_at > now:
        raise InvalidInput(lazy("An observation cannot lie in the future."), field="observed_at")
    before = facts.current_values(session, client_id)
    touched = []
    for field, value in values.items():
        known = before.get(field)
        is_same = known is not None and known.value == value
        if is_same and source is Source.IMPORT:
            continue
        touched.append(field)
        facts.add_fact(
            session,
            client_id=client_id,
            field=field,
            kind=CONFIRMED if is_same else OBSERVED,
            value=value,
            source=source.value,
            person_id=actor.person_id,
            observed_at=observed_at,
            recorded_at=now,
            link=link,
            interaction_id=interaction_id,
        )
    return _project(session, client_id, touched, before=before, now=now, catalogue=catalogue)


def _project(
    session: Session,
    client_id: int,
    touched: Iterable[str],
    *,
    before: Mapping[str, facts.StoredValue],
    now: datetime,
    catalogue: Catalogue,
) -> tuple[str, ...]:
    """Bring the current values and the directory's columns up to date; return the fields whose value changed."""
    standing: dict[str, list[facts.StoredFact]] = {field: [] for field in touched}
    for fact in facts.list_standing(session, client_id, standing):
        standing[fact.field].append(fact)
    held = {field: holding(catalogue.require(field), found, now) for field, found in standing.items()}
    now_held = {field: fact for field, fact in held.items() if fact is not None}
    facts.project(session, client_id, now_held)
    changed = tuple(f for f, fact in now_held.items() if f not in before or before[f].value != fact.value)
    columns = {field: now_held[field].value for field in changed if catalogue.require(field).column}
    if "country" in columns and before:
        # A file that is only just opened has no sales to move.
        old = before["country"].value if "country" in before else None
        rollups.move_country(session, client_id, old, columns["country"], now)
    if columns:
        clients.set_columns(session, client_id, columns)
    if "name" in columns:
        settings.bump(session, LOOKUP_GENERATION, now)
    return changed


def confirm_fields(
    session: Session,
    actor: Actor,
    client: Client,
    keys: Iterable[str],
    *,
    source: Source,
    now: datetime,
    catalogue: Catalogue,
) -> tuple[str, ...]:
    """Say of these fields that their value is still true; return those that had a value to confirm.

    Raises Refused unless the actor may write the sections that the fields belong to.
    """
    current = facts.current_values(session, client.client_id)
    filled = {key: current[key].value for key in keys if key in current}
    for part in sorted({catalogue.require(key).section for key in filled}):
        gate.require(session, actor, client, part, Right.WRITE, via="confirm", now=now)
    record_facts(session, actor, client.client_id, filled, source=source, observed_at=now, now=now, catalogue=catalogue)
    return tuple(filled)
