"""Which client a message is about: the thread, somebody's address, the domain, a name in the text, in this order.

The most certain lead that leads anywhere decides: what several answer to is asked, not guessed on. A lead through a
part of a file that the actor may not read leads nowhere, so that nobody learns from here who works at whose client.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from bot.policy.access import Actor, Part, Right
from bot.policy.clues import Way
from bot.policy.emails.addresses import Address, company_domains
from bot.results.clients import Client
from bot.results.messages import Because, Picks
from bot.services import gate
from bot.services.lookup import guess
from bot.store import clients, clues, messages

_MOST = 60
"""Clients that a clue is followed to; one that leads to more is telling of none."""

_Lead = tuple[Because, Part, Iterable[int]]


def pick_clients(
    session: Session,
    actor: Actor,
    *,
    thread_key: str,
    answers: str,
    parties: Iterable[Address],
    text: str,
    now: datetime,
) -> Picks:
    """Return the clients that a message may be about; `answers` is the key of the message that it answers, if known."""
    closed: dict[int, Client] = {}
    emails = [each.email for each in parties if each.email]
    for because, part, client_ids in _leads(session, thread_key, answers, emails):
        found = _readable(session, actor, client_ids, part, now)
        open_ones = tuple(client for client in found if _may_log(session, actor, client, now))
        for client in open_ones:
            gate.note_read(session, actor, client, [part], via="save_to_file", now=now)
        if open_ones:
            return Picks(because, open_ones)
        closed |= {client.client_id: client for client in found}
    named = guess(session, actor, text) if not closed else None
    return Picks(Because.NAME if named else None, (named,) if named else (), tuple(closed.values()))


def _leads(session: Session, thread_key: str, answers: str, emails: list[str]) -> Iterator[_Lead]:
    """Yield each lead with the part of the file that it stands in, the most certain first."""
    yield Because.THREAD, Part.TRADING, messages.list_of_thread(session, thread_key, answers)
    people = clues.list_led_to(session, {Way.EMAIL: emails}, _MOST)
    yield Because.ADDRESS, Part.CONTACTS, [each.client_id for each in people]
    domains = dict.fromkeys(domain for email in emails for domain in company_domains(email))
    found = clues.list_led_to(session, {Way.DOMAIN: list(domains)}, _MOST)
    for part in (Part.BASIC, Part.CONTACTS):
        yield Because.DOMAIN, part, [each.client_id for each in found if each.part is part]


def _readable(session: Session, actor: Actor, client_ids: Iterable[int], part: Part, now: datetime) -> list[Client]:
    found = clients.list_by_ids(session, client_ids)
    return [each for each in found if gate.rights_on(session, actor, each, now)[part] >= Right.READ]


def _may_log(session: Session, actor: Actor, client: Client, now: datetime) -> bool:
    return gate.rights_on(session, actor, client, now)[Part.TRADING] is Right.WRITE
