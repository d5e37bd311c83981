"""How a client stands to us: its stage with the reason for leaving, its relation, and its corporate group.

What a form or a fact says of one of these asks for another: who has left did so for a reason, who buys indirectly buys
through somebody. The columns by which clients are found follow the facts here.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy.orm import Session

from bot.errors import Gathering, InvalidInput
from bot.i18n import lazy
from bot.policy.names import fold
from bot.policy.stages import LEAVING_REASON, PAST
from bot.results.clients import Client
from bot.store import clients, facts

STAGE, RELATION, VIA, GROUP = "stage", "relation", "via", "group"
INDIRECT = "indirect"
_LONGEST_ID = 9
"""So many digits fit an id of either database; what a form brings may be anything."""


def complete(session: Session, client: Client, wanted: Mapping[str, str], held: Mapping[str, str]) -> Mapping[str, str]:
    """Return what a person wants of the directory with what follows from it; `held` is what it says now.

    Whoever becomes a direct client buys through nobody any more. Raises InvalidInput or InvalidForm for a past client
    without a reason, an indirect one without somebody to buy through, and a circle.
    """
    after = {**held, **wanted}
    gathering = Gathering()
    with gathering.catching():
        if wanted.get(STAGE) == PAST and not after.get(LEAVING_REASON):
            raise InvalidInput(lazy("Say why they left; it is asked with the stage “past”."), field=LEAVING_REASON)
    with gathering.catching():
        if RELATION in wanted or VIA in wanted:
            _require_somebody(session, client, wanted, after)
    gathering.finish()
    is_direct = RELATION in wanted and wanted[RELATION] != INDIRECT
    return {**wanted, VIA: ""} if is_direct and held.get(VIA) else wanted


def _require_somebody(session: Session, client: Client, wanted: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Raise InvalidInput unless an indirect client buys through another one, and none but an indirect one does."""
    via, is_indirect = after.get(VIA, ""), after.get(RELATION) == INDIRECT
    if is_indirect and not via:
        raise InvalidInput(lazy("Choose the client through whom they buy."), field=VIA)
    if not is_indirect and wanted.get(VIA):
        raise InvalidInput(lazy("Only an indirect client buys through another; choose “indirect” too."), field=VIA)
    if is_indirect:
        require_no_circle(session, client, int(via))


def line_of(session: Session, typed: Mapping[str, str]) -> Sequence[int]:
    """Return the clients that a form's “through which client” leads to: nobody may change their relations meanwhile."""
    via = typed.get(VIA, "").strip()
    return [each.client_id for each in _chain(session, int(via))] if via.isdigit() and len(via) <= _LONGEST_ID else []


def require_no_circle(session: Session, client: Client, via_id: int) -> None:
    """Raise InvalidInput when buying through that client would lead back to this one; merged files count as one.

    The caller has locked `line_of`, so that two changes at once make no circle either.
    """
    chain = _chain(session, via_id) if via_id < 10**_LONGEST_ID else []
    if not chain:
        raise InvalidInput(lazy("That client's file is no longer there; choose another."), field=VIA)
    if chain[0].client_id == client.client_id:
        raise InvalidInput(lazy("Nobody buys through themselves; choose another client."), field=VIA)
    if client.client_id in {each.client_id for each in chain}:
        raise InvalidInput(
            lazy("{client} stands in the line that {via} buys through already; that would make a circle."),
            field=VIA, via=chain[0].name, client=client.name,
        )  # fmt: skip


def _chain(session: Session, via_id: int) -> Sequence[Client]:
    """Return a client, the one it buys through, and so on; a circle that is there already is walked once."""
    chain: list[Client] = []
    here: int | None = via_id
    while here is not None:
        client = clients.get(session, here)
        if client is None or client.client_id in {each.client_id for each in chain}:
            break
        chain.append(client)
        here = client.via_id if client.relation == INDIRECT else None
    return chain


def follow(session: Session, client_id: int, changed: Collection[str]) -> None:
    """Bring the columns that are no fields themselves up to date, after these fields of a client have changed."""
    if {RELATION, VIA} & set(changed):
        clients.follow_via(session, [client_id])
    if GROUP in changed:
        known = facts.current_values(session, client_id).get(GROUP)
        clients.set_group(session, client_id, fold(known.value) if known and known.value else None)
