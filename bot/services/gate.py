"""The gate: every read of a client file goes through here, and is logged here.

`rights_on` says what an actor may do; `require` raises Refused with the entry that the log must keep; `note_read`
writes the entry of a read in the same transaction.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.i18n import lazy
from bot.policy.access import AccessEntry, Actor, Deed, Part, Relation, Right, Role, any_of, right
from bot.policy.catalogue import PART_LABELS
from bot.results.clients import Client
from bot.store import access


def relation_of(actor: Actor, client: Client) -> Relation:
    """Return how the client stands to the actor: theirs, their team's (a manager's reps'), or another's."""
    if client.owner_id is not None and client.owner_id == actor.person_id:
        return Relation.OWN
    if actor.team and client.owner_team == actor.team:
        return Relation.TEAM
    return Relation.OTHER


def rights_on(session: Session, actor: Actor, client: Client, now: datetime) -> dict[Part, Right]:
    """Return the actor's right on each part of this client's file, grants in force included."""
    relation = relation_of(actor, client)
    rights = {part: right(actor.roles, relation, part) for part in Part}
    if actor.person_id is not None and any(each is Right.ASK for each in rights.values()):
        for part in access.list_granted_parts(session, actor.person_id, client.client_id, now):
            # Leave is given for what may be asked for; it opens nothing that has since been denied.
            if rights[part] is Right.ASK:
                rights[part] = Right.READ
    return rights


def require(
    session: Session, actor: Actor, client: Client, part: Part, needed: Right, *, via: str, now: datetime
) -> None:
    """Let the actor through and log what they do with the right that is needed, or raise Refused.

    The directory is open to all and leaves no row when it is only read.
    """
    require_right(session, actor, client, part, needed, via=via, now=now)
    if part is not Part.DIRECTORY or needed is Right.WRITE:
        deed = Deed.WRITE if needed is Right.WRITE else Deed.READ
        access.add_entries(session, [entry(actor, deed, part, client.client_id, via=via, now=now)])


def require_to_read(
    session: Session, actor: Actor, client: Client, part: Part, needed: Right, *, via: str, now: datetime
) -> None:
    """Let the actor read a part and log that, or raise Refused: a form to write in shows what is there first.

    `needed` is the right that reading for this purpose takes; nothing is written yet.
    """
    require_right(session, actor, client, part, needed, via=via, now=now)
    note_read(session, actor, client, [part], via=via, now=now)


def require_right(
    session: Session, actor: Actor, client: Client, part: Part, needed: Right, *, via: str, now: datetime
) -> None:
    """Raise Refused unless the actor has the right; what is done with it is logged when it is known."""
    if rights_on(session, actor, client, now)[part] < needed:
        raise refusal(actor, client, part, via=via, now=now)


def note_read(
    session: Session, actor: Actor, client: Client, parts: Iterable[Part], *, via: str, now: datetime, detail: str = ""
) -> None:
    """Log that the actor has read these parts; the directory leaves no row."""
    access.add_entries(
        session,
        [
            entry(actor, Deed.READ, part, client.client_id, via=via, now=now, detail=detail)
            for part in parts
            if part is not Part.DIRECTORY
        ],
    )


def note_figures(session: Session, actor: Actor, part: Part, *, via: str, now: datetime, detail: str = "") -> None:
    """Log that the actor has read figures over many clients at once."""
    access.add_entries(session, [entry(actor, Deed.READ, part, None, via=via, now=now, detail=detail)])


def require_role(actor: Actor, *roles: Role, part: Part, via: str, now: datetime) -> None:
    """Raise Refused unless the actor holds one of `roles`."""
    if not actor.holds(*roles):
        raise Refused(
            lazy("This is for the {roles} only. Ask the custodian if you need it."),
            entry=entry(actor, Deed.REFUSED, part, None, via=via, now=now),
            roles=any_of(roles),
        )


def refusal(actor: Actor, client: Client, part: Part, *, via: str, now: datetime) -> Refused:
    """Return the refusal of one part of one client's file, with its entry for the log."""
    return Refused(
        lazy("“{part}” of {client} is not open to you. Ask the custodian for access."),
        entry=entry(actor, Deed.REFUSED, part, client.client_id, via=via, now=now),
        part=PART_LABELS[part],
        client=client.name,
    )


def entry(
    actor: Actor, deed: Deed, part: Part, client_id: int | None, *, via: str, now: datetime, detail: str = ""
) -> AccessEntry:
    """Return one row for the access log."""
    return AccessEntry(now, actor.person_id, actor.slack_id or actor.name, deed, part, client_id, via, detail)
