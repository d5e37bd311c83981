"""Stages that the ledger proposes, and what a file's owner answers."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from bot.errors import Conflict, InvalidInput
from bot.i18n import lazy
from bot.policy.access import Actor, Part, Right
from bot.policy.catalogue import Catalogue, Source
from bot.policy.stages import LEAVING_REASON, PAST, Suggestion, Trade, suggest
from bot.results.clients import Client, StageProposal
from bot.services import gate
from bot.services.facts import record_facts
from bot.store import clients, proposals
from bot.store.proposals import StoredProposal, TradeRow

Suggested = Sequence[tuple[int, Suggestion]]


def find_suggestions(session: Session, *, now: datetime) -> Suggested:
    """Return what the ledger suggests for which client as of its data date; nothing before sales were imported."""
    as_of = proposals.data_date(session)
    if as_of is None:
        return []
    as_of = min(as_of, now.astimezone(UTC).date())
    found = ((client_id, suggest(trade, as_of)) for client_id, trade in _trade(proposals.list_trade(session)).items())
    return [(client_id, suggestion) for client_id, suggestion in found if suggestion is not None]


def _trade(rows: Iterable[TradeRow]) -> dict[int, Trade]:
    """Return the trade of each file, that of the clients merged into it included."""
    into, last, kept = {}, {}, {}
    for row in rows:
        days = [day for day in (row.last_sale, row.last_invoice) if day is not None]
        if days:
            last[row.client_id] = max(days)
        if row.merged_into is None:
            kept[row.client_id] = row
        else:
            into[row.client_id] = row.merged_into
    for client_id in into:
        root = client_id
        while root in into:
            root = into[root]
        days = [last[each] for each in (client_id, root) if each in last]
        if days:
            last[root] = max(days)
    return {
        client_id: Trade(
            row.stage, row.opened_at.date(), (row.stage_since or row.opened_at).date(), last.get(client_id)
        )
        for client_id, row in kept.items()
    }


def is_kept(session: Session, found: Suggested) -> bool:
    """Tell whether the owners are asked just this already: then nobody need write."""
    return proposals.is_current(session, found)


def keep_suggestions(session: Session, found: Suggested, *, now: datetime) -> None:
    """Make these what the owners are asked about; a question whose ground is gone is asked no more."""
    proposals.replace_open(session, found, now)


def read_proposal(session: Session, actor: Actor, client: Client, *, now: datetime) -> StageProposal | None:
    """Return what is asked about a client's stage, for those who may answer and may see its sales; logged."""
    stored = proposals.get_open(session, client.client_id)
    return _shown(session, actor, client, stored, via="show", now=now) if stored else None


def list_proposals(session: Session, actor: Actor, *, now: datetime, most: int = 5) -> Sequence[StageProposal]:
    """Return what is asked about the stages of the actor's own clients; logged."""
    if actor.person_id is None:
        return []
    stored = proposals.list_open_of_owner(session, actor.person_id, most)
    known = {each.client_id: each for each in clients.list_by_ids(session, [each.client_id for each in stored])}
    shown = [_shown(session, actor, known[each.client_id], each, via="home", now=now) for each in stored]
    return [each for each in shown if each is not None]


def _shown(
    session: Session, actor: Actor, client: Client, stored: StoredProposal, *, via: str, now: datetime
) -> StageProposal | None:
    rights = gate.rights_on(session, actor, client, now)
    if rights[Part.DIRECTORY] is not Right.WRITE or rights[Part.SALES] < Right.READ:
        return None
    gate.note_read(session, actor, client, [Part.SALES], via=via, now=now)
    return StageProposal(stored.proposal_id, client, stored.suggestion)


def require_proposal(session: Session, actor: Actor, proposal_id: int, *, now: datetime) -> StageProposal:
    """Return a proposal that is open, for its form. Raises Refused, and Conflict when it was answered meanwhile."""
    stored = proposals.get(session, proposal_id)
    client = clients.get(session, stored.client_id) if stored else None
    if stored is None or client is None or stored.answered_at is not None:
        raise Conflict(lazy("This is no longer asked: somebody has answered it, or the ledger has moved on."))
    if gate.rights_on(session, actor, client, now)[Part.DIRECTORY] is not Right.WRITE:
        raise gate.refusal(actor, client, Part.DIRECTORY, via="stage", now=now)
    return StageProposal(proposal_id, client, stored.suggestion)


def answer_proposal(
    session: Session,
    actor: Actor,
    proposal_id: int,
    *,
    accepted: bool,
    reason: str = "",
    now: datetime,
    catalogue: Catalogue,
) -> Client:
    """Confirm or decline a stage that was proposed; confirmed, it is a fact of the ledger's, stated by the actor.

    Whoever becomes a past client leaves for a reason, a choice of `leaving_reason`. Raises Refused unless the actor
    may write the directory, Conflict when it was answered meanwhile, InvalidInput without a reason.
    """
    proposal = require_proposal(session, actor, proposal_id, now=now)
    client, stage = proposal.client, proposal.suggestion.stage
    gate.require(session, actor, client, Part.DIRECTORY, Right.WRITE, via="stage", now=now)
    if accepted and stage == PAST:
        _require_reason(reason, catalogue)
    if not proposals.answer(session, proposal_id, accepted=accepted, person_id=actor.person_id, now=now):
        raise Conflict(lazy("Somebody has answered this just now."))
    if not accepted:
        return client
    # The ledger said so and a person agreed; why somebody left is not in any ledger.
    said = {Source.IMPORT: {"stage": stage}, Source.RESEARCH: {LEAVING_REASON: reason} if stage == PAST else {}}
    for source, values in said.items():
        record_facts(
            session, actor, client.client_id, values, source=source, observed_at=now, now=now, catalogue=catalogue
        )
    return clients.get(session, client.client_id) or client


def _require_reason(reason: str, catalogue: Catalogue) -> None:
    declared = catalogue.require(LEAVING_REASON)
    if reason not in {choice.key for choice in declared.choices if not choice.retired}:
        raise InvalidInput(lazy("Say why they left."), field=LEAVING_REASON)
