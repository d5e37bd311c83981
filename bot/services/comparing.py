"""Two files side by side, and what is done about them: merged, proposed to the custodian, or parted again.

The merge itself is `bot.services.merging`; here is what people see before it and are told after it.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import Conflict, NotFound
from bot.i18n import lazy
from bot.policy.access import Actor, Part, Right, Role
from bot.policy.catalogue import FILE_SECTIONS, Catalogue
from bot.policy.duplicates import Grade
from bot.results.clients import Client
from bot.results.duplicates import Compared, Filled, Merged, MergeTold, Pair, Proposed, Side
from bot.services import clients, duplicates, gate, merging, outbox
from bot.services.stated import read_sales
from bot.store import clients as client_store
from bot.store import duplicates as store
from bot.store import facts, interactions, merges, people

_SECTIONS = (Part.DIRECTORY, *FILE_SECTIONS)
_STAGES = ("future", "past", "present")
"""A file is the likelier to stay the further right its stage stands."""
_MOST_STEPS = 100


def compare(
    session: Session,
    actor: Actor,
    one_id: int,
    other_id: int,
    *,
    now: datetime,
    catalogue: Catalogue,
    base_currency: str,
) -> Compared:
    """Return two files side by side, each cut to what the actor may read; what was read is logged.

    Raises Refused unless one of them is the actor's or their team's, Conflict when they are one file.
    """
    one, other, judgement = duplicates.require_pair(session, actor, one_id, other_id, via="compare", now=now)
    findings = judgement.findings if judgement else ()
    first, second = (
        _side(session, actor, each, now=now, catalogue=catalogue, base_currency=base_currency) for each in (one, other)
    )
    return Compared(
        sides=(first, second),
        reasons=duplicates.told_reasons(session, actor, one, other, findings, now=now),
        may_merge=merging.may_merge(actor, one, other),
        stays=max(first, second, key=_staying).client.client_id,
    )


def _staying(side: Side) -> tuple[int, int, int]:
    """Return how much speaks for a file to stay: its stage, then how much it says, then its age."""
    stage = _STAGES.index(side.client.stage) if side.client.stage in _STAGES else 0
    return stage, side.known, -side.client.client_id


def _side(
    session: Session, actor: Actor, client: Client, *, now: datetime, catalogue: Catalogue, base_currency: str
) -> Side:
    rights = gate.rights_on(session, actor, client, now)
    readable = {part for part, right in rights.items() if right >= Right.READ}
    stored = facts.current_values(session, client.client_id)
    filled = tuple(_filled(part, catalogue, stored) for part in _SECTIONS if part in readable)
    gate.note_read(session, actor, client, sorted(readable & _SHOWN), via="compare", now=now)
    latest = interactions.list_latest(session, client.client_id, 1) if Part.TRADING in readable else []
    return Side(
        client=client,
        opened_at=store.opened_at(session, client.client_id),
        filled=filled,
        contacts=len(interactions.list_contacts(session, client.client_id)) if Part.CONTACTS in readable else None,
        last_contact=latest[0] if latest else None,
        open_steps=len(interactions.list_open_steps(session, client.client_id, _MOST_STEPS))
        if Part.TRADING in readable
        else None,
        sales=read_sales(session, client, "", base_currency=base_currency, now=now) if Part.SALES in readable else None,
    )


_SHOWN = frozenset({*FILE_SECTIONS, Part.CONTACTS, Part.SALES})


def _filled(part: Part, catalogue: Catalogue, stored: Mapping[str, facts.StoredValue]) -> Filled:
    declared = catalogue.of(part)
    return Filled(part, sum(each.key in stored for each in declared), len(declared))


def merge(
    session: Session, actor: Actor, gone_id: int, stays_id: int, *, now: datetime, catalogue: Catalogue
) -> Merged:
    """Let one file become a part of another; the owners of both are told, whoever did it excepted.

    Raises Refused unless the actor may merge them, Conflict when they are one file.
    """
    gone, stays = (clients.require_client(session, client_id) for client_id in (gone_id, stays_id))
    stayed = merging.merge_clients(session, actor, gone, stays, now=now, catalogue=catalogue)
    standing = merges.list_standing(session, stayed.client_id)
    merge_id = max(each.merge_id for each in standing if each.source_id == gone.client_id)
    owners = {each.owner_slack_id for each in (gone, stays) if each.owner_slack_id}
    for slack_id in sorted(owners - {actor.slack_id}):
        payload = {"merge_id": merge_id, "by": actor.person_id or 0}
        key = f"files_merged:{merge_id}:{slack_id}"
        outbox.enqueue(session, "files_merged", slack_id, payload, now=now, dedupe_key=key)
    return Merged(merge_id, stayed, gone)


def undo(
    session: Session, actor: Actor, merge_id: int, *, now: datetime, catalogue: Catalogue
) -> tuple[Client, Client]:
    """Let a file that was merged stand alone again; return it and the one that it was a part of.

    Raises what `merging.undo_merge` raises.
    """
    parted = merging.undo_merge(session, actor, merge_id, now=now, catalogue=catalogue)
    merge = merges.get(session, merge_id)
    if merge is None:
        raise NotFound(lazy("There was no such merge."))
    return parted, clients.require_client(session, merge.target_id)


def propose(session: Session, actor: Actor, one_id: int, other_id: int, *, now: datetime) -> tuple[Client, Client]:
    """Have the custodians asked to merge two files, each of them once.

    Raises Refused unless one of the files is the actor's or their team's, Conflict when they are one file.
    """
    one, other, _judgement = duplicates.require_pair(session, actor, one_id, other_id, via="propose_merge", now=now)
    for custodian in people.list_holding(session, Role.CUSTODIAN):
        outbox.enqueue(
            session,
            "merge_proposed",
            custodian.slack_id,
            {"one": one.client_id, "other": other.client_id, "by": actor.person_id or 0},
            now=now,
            dedupe_key=f"merge_proposed:{one.client_id}:{other.client_id}:{custodian.person_id}",
        )
    return one, other


def proposed_pair(
    session: Session, actor: Actor, one_id: int, other_id: int, by: int, *, now: datetime
) -> Proposed | None:
    """Return a pair that somebody would have merged, None once it is decided. For custodians only."""
    gate.require_role(actor, Role.CUSTODIAN, part=Part.DIRECTORY, via="merge_proposed", now=now)
    try:
        one, other, judgement = duplicates.judge_pair(session, one_id, other_id)
    except Conflict:
        return None
    if (one.client_id, other.client_id) in store.list_apart_ids(session):
        return None
    findings = judgement.findings if judgement else ()
    reasons = duplicates.told_reasons(session, actor, one, other, findings, now=now)
    grade = judgement.grade if judgement else Grade.WORTH_A_LOOK
    person = people.get(session, by)
    return Proposed(Pair(one, other, grade, reasons, may_merge=True), person.slack_id if person else None)


def told_merge(session: Session, actor: Actor, merge_id: int, by: int) -> MergeTold | None:
    """Return what the owner of a merged file is told; None once it is undone, or neither file is theirs any more."""
    merge = merges.get(session, merge_id)
    if merge is None or merge.undone_at is not None:
        return None
    stayed = clients.require_client(session, merge.target_id)
    rows = client_store.list_by_ids(session, [merge.source_id, merge.target_id])
    if actor.person_id not in {each.owner_id for each in (*rows, stayed)}:
        return None
    person = people.get(session, by)
    return MergeTold(stayed, merge.source_name, merge.source_code, person.slack_id if person else None)
