"""What was agreed with a client and is to be done: listing it, and saying that it is done."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import Conflict
from bot.i18n import lazy
from bot.policy.access import Actor, Part, Right
from bot.results.clients import Client, DueStep
from bot.services import gate
from bot.services.clients import require_client
from bot.store import interactions

OFFERED = 5
"""So many open steps can be ticked in the form for a contact."""
_LOOKED_AT = 100
"""Nobody has so many steps open with one client; a step that was offered is found although others came before it."""


def list_open_steps(session: Session, actor: Actor, client: Client, *, now: datetime) -> Sequence[DueStep]:
    """Return what the actor has agreed with this client and not done yet, soonest first; logged as read.

    Raises Refused unless the actor may write the trading section, where a step is settled.
    """
    if gate.rights_on(session, actor, client, now)[Part.TRADING] is not Right.WRITE:
        raise gate.refusal(actor, client, Part.TRADING, via="log", now=now)
    if actor.person_id is None:
        return ()
    found = interactions.list_own_steps(session, client.client_id, actor.person_id, OFFERED)
    if found:
        gate.note_read(session, actor, client, [Part.TRADING], via="log", now=now)
    return found


def finish_steps(
    session: Session, actor: Actor, client: Client, interaction_ids: Collection[int], *, now: datetime
) -> tuple[str, ...]:
    """Mark steps that the actor agreed with this client as done, and return what they were.

    The caller has passed the gate. A step that is done already, or somebody else's, is passed over.
    """
    if actor.person_id is None or not interaction_ids:
        return ()
    own = interactions.list_own_steps(session, client.client_id, actor.person_id, _LOOKED_AT)
    done = [step for step in own if step.interaction_id in interaction_ids]
    interactions.finish_steps(session, [step.interaction_id for step in done], now)
    return tuple(step.step for step in done)


def finish_step(session: Session, actor: Actor, interaction_id: int, *, now: datetime) -> DueStep:
    """Mark one step that the actor agreed to as done.

    Raises Conflict when it is done already or not theirs, and Refused unless they may write the trading section.
    """
    step = interactions.get_own_step(session, interaction_id, actor.person_id) if actor.person_id is not None else None
    if step is None:
        raise Conflict(lazy("This step is done already."))
    gate.require(
        session, actor, require_client(session, step.client_id), Part.TRADING, Right.WRITE, via="done", now=now
    )
    interactions.finish_steps(session, [interaction_id], now)
    return step
