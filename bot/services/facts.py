"""Recording what is known: observations and confirmations, and the current values that follow."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import InvalidInput
from bot.i18n import lazy
from bot.policy.access import Actor, Right
from bot.policy.catalogue import Catalogue, Source
from bot.policy.precedence import held_value
from bot.results.clients import Client
from bot.services import gate, ties
from bot.store import clients, facts, families, rollups, settings
from bot.store.staging import lock_ledger

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
    does. An empty value says that nothing is known any more. The caller has passed the gate. Raises InvalidInput for
    an observation in the future.
    """
    if observed_at > now:
        raise InvalidInput(lazy("An observation cannot lie in the future."), field="observed_at")
    line = lock_file(session, client_id, values)
    before = facts.current_values(session, client_id)
    touched = []
    for field, value in values.items():
        known = before.get(field)
        is_same = known is not None and known.value == value
        if (is_same and source is Source.IMPORT) or (known is None and not value):
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
    return project(session, line, touched, now=now, catalogue=catalogue)


def lock_file(session: Session, client_id: int, fields: Iterable[str], *, also: Iterable[int] = ()) -> Sequence[int]:
    """Wait until nobody else writes what follows from a file's facts; return it and the files it went into.

    A country moves sales in the ledger's rollup. Who writes the ledger takes its lock first of all, so it is taken
    first here as well; a file that is only just opened has no sales. `also` names other files to wait for, in one
    order with this one.
    """
    if "country" in fields and facts.current_values(session, client_id):
        lock_ledger(session)
    families.lock_both(session, [client_id, *also])
    return families.lock(session, client_id)


def project(
    session: Session, line: Sequence[int], fields: Collection[str], *, now: datetime, catalogue: Catalogue
) -> tuple[str, ...]:
    """Bring what follows from the facts of these fields up to date; return the fields whose value changed.

    `line` is a client whose facts have changed and the files it went into, as `lock_file` gives them; the answer is
    about the first. Directory columns, sales by country and the lookup follow.
    """
    has_sales = "country" in fields and bool(facts.current_values(session, line[-1]))
    changed = [_project(session, client_id, fields, now=now, catalogue=catalogue) for client_id in line]
    if has_sales and "country" in changed[-1]:
        rollups.move_country(session, families.list_rows(session, line[-1]), *changed[-1]["country"], now)
    if any("name" in each for each in changed):
        settings.bump(session, LOOKUP_GENERATION, now)
    return tuple(changed[0])


def _project(
    session: Session, client_id: int, fields: Collection[str], *, now: datetime, catalogue: Catalogue
) -> dict[str, tuple[str | None, str | None]]:
    """Work out what holds in one file; return each field whose value changed with its value before and after."""
    before = facts.current_values(session, client_id)
    standing: dict[str, list[facts.StoredFact]] = {field: [] for field in fields}
    for fact in facts.list_standing(session, client_id, fields):
        standing[fact.field].append(fact)
    held = {field: held_value(catalogue.get(field), client_id, found, now) for field, found in standing.items()}
    facts.project(session, client_id, held)
    pairs = {field: (_value(before.get(field)), _value(fact)) for field, fact in held.items()}
    changed = {field: pair for field, pair in pairs.items() if pair[0] != pair[1]}
    columns = {
        field: pair[1] for field, pair in changed.items() if field in catalogue and catalogue.require(field).column
    }
    if columns:
        clients.set_columns(session, client_id, columns)
    ties.follow(session, client_id, changed)
    return changed


def _value(held: facts.StoredFact | facts.StoredValue | None) -> str | None:
    return None if held is None else held.value


def confirm_fields(
    session: Session,
    actor: Actor,
    client: Client,
    keys: Collection[str],
    *,
    source: Source,
    now: datetime,
    catalogue: Catalogue,
) -> tuple[str, ...]:
    """Say of these fields that their value is still true; return those that had a value to confirm.

    Raises Refused unless the actor may write the sections that the fields belong to.
    """
    lock_file(session, client.client_id, keys)
    current = facts.current_values(session, client.client_id)
    filled = {key: current[key].value for key in keys if key in current}
    for part in sorted({catalogue.require(key).section for key in filled}):
        gate.require(session, actor, client, part, Right.WRITE, via="confirm", now=now)
    record_facts(session, actor, client.client_id, filled, source=source, observed_at=now, now=now, catalogue=catalogue)
    return tuple(filled)
