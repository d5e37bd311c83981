"""Which client a message is about: the thread, somebody's address, the domain, a name in the text, in this order.

The most certain lead that leads anywhere decides: what several answer to is asked, not guessed on. A lead through a
part of a file that the actor may not read picks nothing; where there is no other, it tells the client's name and owner
as `clues.follow` does, so that nobody learns from here who works at whose client by trying addresses.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.policy.access import Actor, Part, Right
from bot.policy.clues import Way
from bot.policy.emails.addresses import Address, company_domains
from bot.results.clients import Client
from bot.results.messages import Because, Picks
from bot.services import gate
from bot.services.clues import MOST_LED_TO, follow
from bot.services.lookup import guess
from bot.store import clients, clues, messages

_Lead = tuple[Because, Sequence[tuple[int, Part]]]
"""Clients that a lead leads to, each with the part of its file that the lead stands in."""


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
    for because, led_to in _leads(session, thread_key, answers, emails):
        found = _readable(session, actor, led_to, now)
        if open_ones := tuple(client for client in found if _may_log(session, actor, client, now)):
            return Picks(because, open_ones)
        closed |= {client.client_id: client for client in found}
    if closed:
        return Picks(closed=tuple(closed.values()))
    if named := guess(session, actor, text):
        return Picks(Because.NAME, (named,))
    return Picks(closed=_sealed(session, actor, emails, now))


def _leads(session: Session, thread_key: str, answers: str, emails: Sequence[str]) -> Iterator[_Lead]:
    """Yield each lead, the most certain first."""
    of_thread = messages.list_of_thread(session, thread_key, answers)
    yield Because.THREAD, [(client_id, Part.TRADING) for client_id in of_thread]
    people = clues.list_led_to(session, {Way.EMAIL: emails}, MOST_LED_TO)
    yield Because.ADDRESS, [(each.client_id, each.part) for each in people]
    domains = dict.fromkeys(domain for email in emails for domain in company_domains(email))
    at_hosts = clues.list_led_to(session, {Way.DOMAIN: list(domains)}, MOST_LED_TO)
    yield Because.DOMAIN, [(each.client_id, each.part) for each in at_hosts]


def _readable(session: Session, actor: Actor, led_to: Sequence[tuple[int, Part]], now: datetime) -> Sequence[Client]:
    """Return the clients to which a lead leads through what the actor may read, and log that it was read."""
    found = []
    for client in clients.list_by_ids(session, {client_id for client_id, _ in led_to}):
        rights = gate.rights_on(session, actor, client, now)
        parts = [part for client_id, part in led_to if client_id == client.client_id and rights[part] >= Right.READ]
        if parts:
            gate.note_read(session, actor, client, parts[:1], via="save_to_file", now=now)
            found.append(client)
    return sorted(found, key=lambda client: client.name.casefold())


def _sealed(session: Session, actor: Actor, emails: Sequence[str], now: datetime) -> tuple[Client, ...]:
    """Return whose client the first address belongs to, where that is sealed: a few times a day, and logged."""
    if not emails:
        return ()
    return tuple(match.client for match in follow(session, actor, emails[0], via="save_to_file", now=now).sealed)


def _may_log(session: Session, actor: Actor, client: Client, now: datetime) -> bool:
    return gate.rights_on(session, actor, client, now)[Part.TRADING] is Right.WRITE
