"""The reader's own desk."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.policy.access import Actor, Role
from bot.policy.catalogue import Catalogue
from bot.results.home import HomeDesk
from bot.services.contacts import list_due_steps
from bot.services.drafts import list_drafts
from bot.services.freshness import list_stale
from bot.services.graded import list_moved
from bot.services.nagging import zone_of
from bot.services.progress import count_own
from bot.services.stages import list_proposals
from bot.services.waiting import count_waiting
from bot.store import clients

LISTED = 20
STALE_LISTED = 5


def compose_home(session: Session, actor: Actor, *, now: datetime, catalogue: Catalogue) -> HomeDesk:
    """Return what the actor has to do and whom they look after."""
    owned = clients.list_owned(session, actor.person_id) if actor.person_id is not None else []
    moved, moved_more = list_moved(session, actor, now=now)
    stale = list_stale(session, actor, owner_id=actor.person_id, now=now, catalogue=catalogue, limit=STALE_LISTED)
    return HomeDesk(
        name=actor.name,
        due=tuple(list_due_steps(session, actor, now=now)),
        stale=stale,
        clients=tuple(owned[:LISTED]),
        owned=len(owned),
        proposals=tuple(list_proposals(session, actor, now=now)),
        drafts=list_drafts(session, actor, now=now),
        waiting=count_waiting(session, actor),
        measures=count_own(session, actor, now.astimezone(zone_of(actor.timezone)).date()),
        moved=tuple(moved),
        moved_more=moved_more,
        keeps_files=actor.holds(Role.REP, Role.MANAGER, Role.CUSTODIAN),
    )
