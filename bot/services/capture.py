"""What stands around a contact that is being logged: what the form offers before, and credit after."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from bot.policy.access import Actor, Part, Right, Role
from bot.policy.catalogue import Catalogue
from bot.results.capture import LogOffer
from bot.results.clients import Client, ContactView
from bot.results.credit import CreditAnswer
from bot.services import gate
from bot.services.contacts import list_contacts
from bot.services.credit import answer_credit
from bot.services.refreshing import list_overdue
from bot.services.steps import list_open_steps
from bot.store import interactions


def require_may_log(actor: Actor, *, now: datetime) -> None:
    """Raise Refused for those who may log on nobody's file, before they type a note in vain."""
    gate.require_role(actor, Role.REP, Role.MANAGER, Role.CUSTODIAN, part=Part.TRADING, via="log", now=now)


def offer_log(
    session: Session,
    actor: Actor,
    client: Client,
    *,
    now: datetime,
    catalogue: Catalogue,
    also: Collection[str] = (),
) -> LogOffer:
    """Return what the form for a contact with this client is filled with.

    The person spoken with last is offered first, else the only one there is; `also` are fields that are offered
    although they are fresh. Raises Refused unless the actor may write the trading section, so that nobody types in
    vain.
    """
    people = tuple(list_contacts(session, actor, client, now=now))
    last = interactions.last_spoken_with(session, client.client_id) if people else None
    return LogOffer(
        contacts=people,
        spoke_with=last if last in {each.contact_id for each in people} else _only(people),
        steps=tuple(list_open_steps(session, actor, client, now=now)),
        overdue=list_overdue(session, actor, client, now=now, catalogue=catalogue, also=also),
    )


def _only(people: tuple[ContactView, ...]) -> int | None:
    return people[0].contact_id if len(people) == 1 else None


def credit_headroom(
    session: Session, actor: Actor, client: Client, *, base_currency: str, now: datetime
) -> CreditAnswer | None:
    """Return the credit answer for whoever may read it; nothing, and no refusal in the log, for everybody else."""
    if gate.rights_on(session, actor, client, now)[Part.CREDIT] < Right.READ:
        return None
    return answer_credit(session, actor, client, asked=None, base_currency=base_currency, now=now)
