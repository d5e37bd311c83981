"""Reading whole what was said in a call, an email, a visit or a saved message."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.policy.access import Actor, Part, Right
from bot.policy.emails.accounts import cover_accounts
from bot.results.clients import Client
from bot.results.talks import Talk
from bot.services import gate
from bot.store import interactions


def read_talk(session: Session, actor: Actor, client: Client, place: int, *, now: datetime) -> Talk:
    """Return one contact with a client, counted from the latest (0); the first one for a place behind it.

    Raises Refused for those who may not read the file's trading. Account numbers stay covered: what is sealed as bank
    details is no less so where a message names it.
    """
    gate.require_to_read(session, actor, client, Part.TRADING, Right.READ, via="talks", now=now)
    total = interactions.count(session, client.client_id)
    place = max(0, min(place, total - 1))
    found = interactions.get_whole(session, client.client_id, place)
    if found is None:
        return Talk(client, None, "", 0, 0)
    contact, original = found
    return Talk(client, contact, cover_accounts(original or contact.note), place, total)
