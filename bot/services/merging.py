"""Merging two files of one client, and taking that back.

A merge sets `merged_into` and moves no row: reads find the rows of both, and undoing it only clears the mark. What
follows from the rows (current values, sales by country, the lookup) is worked out anew in the same transaction.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import Conflict, NotFound, Refused
from bot.i18n import lazy
from bot.policy.access import Actor, Deed, Part, Right, right
from bot.policy.catalogue import Catalogue
from bot.results.clients import Client
from bot.results.merging import Merge
from bot.services import gate
from bot.services.facts import LOOKUP_GENERATION, project
from bot.store import access, clients, facts, families, merges, name_blocks, rollups, settings
from bot.store.staging import lock_ledger


def merge_clients(
    session: Session, actor: Actor, source: Client, target: Client, *, now: datetime, catalogue: Catalogue
) -> Client:
    """Let the file `source` become a part of the file `target`, and return the target as it is then.

    The target keeps its code, its name and its owner, and answers to the source's code and name as well. For whoever
    writes the directory part of both: the custodian, their owner, their team's manager. Raises Refused for others, and
    Conflict where the two are one file already or the source has gone into a third.
    """
    lock_ledger(session)
    families.lock_both(session, [source.client_id, target.client_id])
    target, found = _now(session, target.client_id), _now(session, source.client_id)
    _require_may_merge(actor, found, target, now=now)
    if found.client_id == target.client_id:
        raise Conflict(lazy("These two are one file already: {client}."), client=target.name)
    if found.client_id != source.client_id:
        raise Conflict(lazy("{client} has become a part of {other} meanwhile."), client=source.name, other=found.name)
    rows = families.list_rows(session, found.client_id)
    merge_id = merges.add(session, found.client_id, target.client_id, actor.person_id, now)
    rollups.move_country(session, rows, found.country, target.country, now)
    families.set_merged_into(session, found.client_id, target.client_id)
    clients.add_alias(session, target.client_id, found.name, merge_id=merge_id)
    _follow(session, [target.client_id], rows, now=now, catalogue=catalogue)
    _note(session, actor, [found, target], merge_id, via="merge", now=now)
    return _now(session, target.client_id)


def undo_merge(session: Session, actor: Actor, merge_id: int, *, now: datetime, catalogue: Catalogue) -> Client:
    """Let the file that went into another stand alone again, and return it.

    Rows written since stay with the client they were written under. For whoever writes the directory part of both.
    Raises NotFound for a merge that never was, Conflict for one that is undone already, Refused for others.
    """
    merge = merges.get(session, merge_id)
    if merge is None:
        raise NotFound(lazy("There was no such merge."))
    lock_ledger(session)
    line = families.lock(session, merge.source_id)
    [source], whole = clients.list_by_ids(session, [merge.source_id]), _now(session, merge.target_id)
    _require_may_merge(actor, source, whole, now=now)
    if not merges.end(session, merge_id, actor.person_id, now):
        raise Conflict(lazy("This merge is undone already: {client} has a file of its own."), client=source.name)
    rows = families.list_rows(session, source.client_id)
    rollups.move_country(session, rows, whole.country, source.country, now)
    families.set_merged_into(session, source.client_id, None)
    clients.drop_alias(session, merge_id)
    for other in merges.list_standing(session, merge.target_id):
        # Another merge may have brought the same name.
        clients.add_alias(session, other.target_id, other.source_name, merge_id=other.merge_id)
    _follow(session, line[1:], rows, now=now, catalogue=catalogue)
    _note(session, actor, [source, whole], merge_id, via="unmerge", now=now)
    return _now(session, source.client_id)


def list_merges(session: Session, client: Client) -> Sequence[Merge]:
    """Return the merges that make up a file now, oldest first; names and codes are open to every member."""
    return merges.list_standing(session, client.client_id)


def may_merge(actor: Actor, source: Client, target: Client) -> bool:
    """Tell whether the actor may merge these two, or take their merge back: who writes the directory of both."""
    return all(
        right(actor.roles, gate.relation_of(actor, each), Part.DIRECTORY) is Right.WRITE for each in (source, target)
    )


def _require_may_merge(actor: Actor, source: Client, target: Client, *, now: datetime) -> None:
    if not may_merge(actor, source, target):
        raise Refused(
            lazy("Only the custodian, or whoever may write in both files, can merge them or take a merge back."),
            entry=gate.entry(actor, Deed.REFUSED, Part.DIRECTORY, source.client_id, via="merge", now=now),
        )


def _now(session: Session, client_id: int) -> Client:
    """Return the client whose file this is now. Raises NotFound."""
    client = clients.get(session, client_id)
    if client is None:
        raise NotFound(lazy("This client file is no longer there."))
    return client


def _follow(session: Session, line: Sequence[int], rows: Sequence[int], *, now: datetime, catalogue: Catalogue) -> None:
    """Bring up to date what follows from the facts that these files have won or lost."""
    project(session, line, facts.list_fields(session, rows), now=now, catalogue=catalogue)
    name_blocks.note(session, {*rows, *line})
    settings.bump(session, LOOKUP_GENERATION, now)
    settings.bump(session, rollups.LEDGER_GENERATION, now)


def _note(session: Session, actor: Actor, sides: Sequence[Client], merge_id: int, *, via: str, now: datetime) -> None:
    """Log it on both files."""
    detail = f"merge {merge_id}"
    access.add_entries(
        session,
        [
            gate.entry(actor, Deed.WRITE, Part.DIRECTORY, each.client_id, via=via, now=now, detail=detail)
            for each in sides
        ],
    )
