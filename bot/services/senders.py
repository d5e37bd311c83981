"""Who sent an email, as a contact of the client's: proposed from the signature, taken over where somebody ticks it.

Nothing that is on the file is replaced: a number goes where there is none yet, and an address where there is none.
Bank details are never read out of an email at all.
"""

from collections.abc import Sequence
from datetime import datetime

import phonenumbers
from sqlalchemy.orm import Session

from bot.errors import InvalidInput
from bot.policy.access import Actor, Part, Right
from bot.policy.catalogue import Catalogue, Source
from bot.policy.clues import Way
from bot.policy.emails.addresses import company_domains
from bot.policy.emails.reading import Email
from bot.policy.emails.signatures import Phone, Signature, looks_like_person, read_signature
from bot.policy.names import fold
from bot.policy.reach import parse_email
from bot.results.clients import Client, ContactView
from bot.results.messages import Proposal, Taken
from bot.services import address_book, gate, people
from bot.services.address_book import ContactDetails
from bot.services.clues import MOST_LED_TO
from bot.services.facts import record_facts
from bot.store import clues, facts
from bot.store.address_book import change_contact, list_contacts

_ADDRESS = "address"


def propose_sender(
    session: Session, actor: Actor, client: Client, email: Email | None, *, now: datetime
) -> Proposal | None:
    """Return the sender of an email as a contact, for those who may write the contacts; None where it is uncertain."""
    rights = gate.rights_on(session, actor, client, now)
    if email is None or rights[Part.CONTACTS] is not Right.WRITE or _is_ours(session, client, email):
        return None
    signed = read_signature(email.signature, email.sender, region=_region(client, email))
    # Somebody who has left is known, too: they are not proposed once more.
    known = _known(list_contacts(session, client.client_id), email, signed.name)
    if known.left_at is not None if known else (email.sender.is_shared or not looks_like_person(signed.name)):
        return None
    proposal = Proposal(
        name=known.name if known else signed.name,
        email=_usable(email.sender.email),
        title=signed.title,
        phones=_new_phones(signed, known),
        address=signed.address if _lacks_address(session, client) and rights[Part.BASIC] is Right.WRITE else "",
        known=known,
        is_certain=email.is_forwarded or _leads_to(session, client, [email.sender.email]),
    )
    return proposal if proposal.offers or known else None


def take_sender(
    session: Session,
    actor: Actor,
    client: Client,
    email: Email | None,
    taken: frozenset[Taken],
    *,
    sent: datetime,
    link: str,
    now: datetime,
    catalogue: Catalogue,
) -> int | None:
    """Take over what was ticked of a sender, and return whose contact they are, None where they are nobody's.

    An address was seen when the email was `sent`. What has come onto the file meanwhile is not taken a second time.
    Raises Refused.
    """
    proposal = propose_sender(session, actor, client, email, now=now)
    if proposal is None:
        return None
    if Taken.ADDRESS in taken and proposal.address:
        gate.require(session, actor, client, Part.BASIC, Right.WRITE, via="save_to_file", now=now)
        values = {_ADDRESS: proposal.address}
        record_facts(
            session, actor, client.client_id, values,
            source=Source.EMAIL, observed_at=sent, link=link, now=now, catalogue=catalogue,
        )  # fmt: skip
    if proposal.known is None:
        wanted = Taken.CONTACT in taken
        return address_book.add_contact(session, actor, client, _details(proposal), now=now) if wanted else None
    if Taken.PHONES in taken and proposal.phones:
        gate.require(session, actor, client, Part.CONTACTS, Right.WRITE, via="save_to_file", now=now)
        numbers = {_place(phone): phone.number for phone in proposal.phones}
        # A number is trusted for a call-back by how long it has been known.
        since = {f"{place}_at": now for place in numbers}
        change_contact(session, proposal.known.contact_id, numbers | since, now)
    return proposal.known.contact_id


def _place(phone: Phone) -> str:
    return "mobile" if phone.is_mobile else "phone"


def _is_ours(session: Session, client: Client, email: Email) -> bool:
    """Tell whether one of ours has written.

    Of an email that nobody forwarded we do not know by itself: somebody of ours has one of our names, or has written
    from elsewhere to somebody of the client's.
    """
    if email.is_forwarded:
        return email.is_ours
    names = {fold(each.name) for each in people.list_people(session)}
    readers = [each.email for each in email.parties if each != email.sender]
    writes_to_them = _leads_to(session, client, readers) and not _leads_to(session, client, [email.sender.email])
    return (bool(email.sender.name) and fold(email.sender.name) in names) or writes_to_them


def _leads_to(session: Session, client: Client, emails: Sequence[str]) -> bool:
    """Tell whether an address or its company's domain leads to the client."""
    domains = [domain for email in emails for domain in company_domains(email)]
    led = clues.list_led_to(session, {Way.EMAIL: list(filter(None, emails)), Way.DOMAIN: domains}, MOST_LED_TO)
    return client.client_id in {each.client_id for each in led}


def _known(contacts: Sequence[ContactView], email: Email, name: str) -> ContactView | None:
    """Return who the sender is already: by their address, else by their whole name."""
    for contact in contacts:
        if email.sender.email and contact.email.casefold() == email.sender.email:
            return contact
    key = fold(name) if name else ""
    return next((contact for contact in contacts if key and fold(contact.name) == key), None)


def _usable(email: str) -> str:
    """Return an address that a contact may have; of one that cannot be reached from outside, nothing."""
    try:
        return parse_email(email, field="contact_email") if email else ""
    except InvalidInput:
        return ""


def _region(client: Client, email: Email) -> str | None:
    """Return the country in which the sender's numbers are dialled: the client's, else that of their address."""
    ending = email.sender.domain.rpartition(".")[2].upper().replace("UK", "GB")
    return client.country or (ending if ending in phonenumbers.SUPPORTED_REGIONS else None)


def _new_phones(signed: Signature, known: ContactView | None) -> tuple[Phone, ...]:
    """Return the numbers for whose kind there is room; of somebody known, those that are not there yet."""
    places = {False: known.phone if known else "", True: known.mobile if known else ""}
    there = {_digits(number) for number in places.values() if number}
    found: dict[bool, Phone] = {}
    for phone in signed.phones:
        if not places[phone.is_mobile] and _digits(phone.number) not in there:
            found.setdefault(phone.is_mobile, phone)
    return tuple(found[kind] for kind in (False, True) if kind in found)


def _digits(number: str) -> str:
    """Return the last digits of a number, in which all ways of writing it agree."""
    return "".join(c for c in number if c.isdigit())[-8:]


def _lacks_address(session: Session, client: Client) -> bool:
    return _ADDRESS not in facts.current_values(session, client.client_id)


def _details(proposal: Proposal) -> ContactDetails:
    numbers = {_place(phone): phone.number for phone in proposal.phones}
    return ContactDetails(name=proposal.name, title=proposal.title, email=proposal.email, **numbers)
