"""The people at a client's and its sites: reading them, adding, changing, and noting that somebody has left.

Those who have left stay on the file and are offered nowhere. Who is entered twice is asked about first.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from bot.errors import Conflict, InvalidInput, NotFound
from bot.i18n import lazy
from bot.policy.access import Actor, Part, Right
from bot.policy.contacts import ContactRole, parse_share, require_together
from bot.policy.languages import languages
from bot.policy.names import fold
from bot.policy.reach import parse_email, parse_phone
from bot.policy.regions import parse_country
from bot.policy.sites import SiteKind
from bot.policy.values import clean_text
from bot.results.clients import AddressBook, Client, ContactView, SiteView
from bot.services import gate
from bot.services.columns import read_all, read_line
from bot.store import address_book, families

_SHARE = "contact_share"

LONGEST_CODE = 64
"""What the database keeps of a postal code."""


@dataclass(frozen=True)
class ContactDetails:
    """A person at the client's as they were typed; blank where nothing was said."""

    name: str
    role: str = ""
    share: str = ""
    title: str = ""
    phone: str = ""
    mobile: str = ""
    email: str = ""
    language: str = ""


@dataclass(frozen=True)
class SiteDetails:
    """A site as it was typed; its country is a code."""

    kind: str
    name: str = ""
    address: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""


class SamePerson(Conflict):
    """Somebody of that name or address is there already; `known` is who."""

    def __init__(self, known: ContactView) -> None:
        """Carry the contact to whoever asks the person."""
        super().__init__(lazy("{name} is already among this client's contacts."), name=known.name)
        self.known = known


def read_book(session: Session, actor: Actor, client: Client, *, now: datetime) -> AddressBook:
    """Return the people at the client's and its sites, as far as the actor may read them; logged.

    Raises Refused when they may read neither.
    """
    rights = gate.rights_on(session, actor, client, now)
    open_parts = [part for part in (Part.CONTACTS, Part.BASIC) if rights[part] >= Right.READ]
    if not open_parts:
        raise gate.refusal(actor, client, Part.CONTACTS, via="contacts", now=now)
    gate.note_read(session, actor, client, open_parts, via="contacts", now=now)
    client_id = client.client_id
    return AddressBook(
        client=client,
        contacts=tuple(address_book.list_contacts(session, client_id)) if Part.CONTACTS in open_parts else None,
        sites=tuple(address_book.list_sites(session, client_id)) if Part.BASIC in open_parts else None,
        may_write_contacts=rights[Part.CONTACTS] is Right.WRITE,
        may_write_sites=rights[Part.BASIC] is Right.WRITE,
    )


def add_contact(
    session: Session, actor: Actor, client: Client, details: ContactDetails, *, now: datetime, is_sure: bool = False
) -> int:
    """Add a person at the client's and return the new id.

    Raises Refused unless the actor may write the contacts, InvalidInput for what cannot be taken, and SamePerson
    unless `is_sure` says that somebody has looked.
    """
    gate.require(session, actor, client, Part.CONTACTS, Right.WRITE, via="contact", now=now)
    families.lock(session, client.client_id)
    others = address_book.list_contacts(session, client.client_id)
    values = _contact_values(details, client, others)
    if not is_sure:
        _ask_about_the_same(values, others)
    return address_book.add_contact(session, client.client_id, values, created_by=actor.person_id, now=now)


def edit_contact(
    session: Session,
    actor: Actor,
    client: Client,
    contact_id: int,
    details: ContactDetails,
    *,
    now: datetime,
    is_sure: bool = False,
) -> None:
    """Change a person at the client's; raises as `add_contact` does, and NotFound for somebody else's contact."""
    gate.require(session, actor, client, Part.CONTACTS, Right.WRITE, via="contact", now=now)
    families.lock(session, client.client_id)
    known = _require_contact(session, client, contact_id)
    others = [each for each in address_book.list_contacts(session, client.client_id) if each != known]
    values = _contact_values(details, client, others)
    if not is_sure and (values["name"], values["email"]) != (known.name, known.email):
        _ask_about_the_same(values, others)
    numbered = {f"{key}_at": now for key in ("phone", "mobile") if values[key] != getattr(known, key)}
    address_book.change_contact(session, contact_id, values | numbered, now)


def set_left(session: Session, actor: Actor, client: Client, contact_id: int, *, has_left: bool, now: datetime) -> None:
    """Note that somebody has left the client's company, or that they are back.

    Raises Refused, NotFound for somebody else's contact, and InvalidInput when an owner comes back to shares that
    are held by others meanwhile.
    """
    gate.require(session, actor, client, Part.CONTACTS, Right.WRITE, via="contact", now=now)
    families.lock(session, client.client_id)
    known = _require_contact(session, client, contact_id)
    if not has_left and known.share is not None:
        others = address_book.list_contacts(session, client.client_id, with_left=False)
        require_together(known.share, _shares(each for each in others if each != known), field=_SHARE)
    if has_left != (known.left_at is not None):
        address_book.change_contact(session, contact_id, {"left_at": now if has_left else None}, now)


def get_contact(session: Session, actor: Actor, client: Client, contact_id: int, *, now: datetime) -> ContactView:
    """Return a person at the client's for the form. Raises Refused unless the actor may write, and NotFound."""
    gate.require_to_read(session, actor, client, Part.CONTACTS, Right.WRITE, via="contact", now=now)
    return _require_contact(session, client, contact_id)


def require_may_write(session: Session, actor: Actor, client: Client, part: Part, *, now: datetime) -> None:
    """Raise Refused for those who may not add a contact or a site, before they type one in vain."""
    if gate.rights_on(session, actor, client, now)[part] is not Right.WRITE:
        raise gate.refusal(actor, client, part, via="contacts", now=now)


def _require_contact(session: Session, client: Client, contact_id: int) -> ContactView:
    found = address_book.list_contacts(session, client.client_id)
    contact = next((each for each in found if each.contact_id == contact_id), None)
    if contact is None:
        raise NotFound(lazy("That person is no longer among this client's contacts."))
    return contact


def _contact_values(details: ContactDetails, client: Client, others: Sequence[ContactView]) -> dict[str, Any]:
    """Return the columns of a person as they were typed. Raises InvalidInput or InvalidForm, which name the inputs."""
    readers: dict[str, Callable[[], object]] = {
        "name": lambda: read_line(details.name, field="contact_name", missing=lazy("A person needs a name.")),
        "role": lambda: _role(details.role),
        "share": lambda: _share(details.share, details.role, others),
        "title": lambda: read_line(details.title, field="contact_title"),
        "phone": lambda: _number(details.phone, client.country, "contact_phone"),
        "mobile": lambda: _number(details.mobile, client.country, "contact_mobile"),
        "email": lambda: _email(details.email),
        "language": lambda: _language(details.language),
    }
    return read_all(readers)


def _role(typed: str) -> str:
    if typed and typed not in set(ContactRole):
        raise InvalidInput(lazy("“{role}” is not one of the roles."), field="contact_role", role=typed)
    return typed


def _share(typed: str, role: str, others: Iterable[ContactView]) -> Decimal | None:
    if not clean_text(typed):
        return None
    if role != ContactRole.OWNER:
        raise InvalidInput(lazy("Only an owner holds a share; choose that role, or leave it out."), field=_SHARE)
    share = parse_share(clean_text(typed), field=_SHARE)
    require_together(share, _shares(others), field=_SHARE)
    return share


def _shares(contacts: Iterable[ContactView]) -> list[Decimal]:
    return [each.share for each in contacts if each.share is not None and each.left_at is None]


def _number(typed: str, country: str | None, field: str) -> str:
    text = clean_text(typed)
    return parse_phone(text, country, field=field) if text else ""


def _email(typed: str) -> str:
    text = clean_text(typed)
    return parse_email(text, field="contact_email") if text else ""


def _language(typed: str) -> str:
    if typed and typed not in languages():
        raise InvalidInput(lazy("“{language}” is no language we know."), field="contact_language", language=typed)
    return typed


def _ask_about_the_same(values: Mapping[str, Any], others: Iterable[ContactView]) -> None:
    """Raise SamePerson when somebody of the same address or, failing that, the same name is there already."""
    email, name = str(values["email"]).casefold(), fold(values["name"])
    for known in others:
        if (email and known.email.casefold() == email) or fold(known.name) == name:
            raise SamePerson(known)


def add_site(session: Session, actor: Actor, client: Client, details: SiteDetails, *, now: datetime) -> int:
    """Add a site and return the new id.

    Raises Refused unless the actor may write the basic data, InvalidInput for what cannot be taken.
    """
    gate.require(session, actor, client, Part.BASIC, Right.WRITE, via="site", now=now)
    values = _site_values(details)
    return address_book.add_site(session, client.client_id, values, created_by=actor.person_id, now=now)


def edit_site(
    session: Session, actor: Actor, client: Client, site_id: int, details: SiteDetails, *, now: datetime
) -> None:
    """Change a site; raises as `add_site` does, and NotFound for another client's."""
    gate.require(session, actor, client, Part.BASIC, Right.WRITE, via="site", now=now)
    _require_site(session, client, site_id)
    address_book.change_site(session, site_id, _site_values(details))


def set_closed(session: Session, actor: Actor, client: Client, site_id: int, *, is_closed: bool, now: datetime) -> None:
    """Note that a site was closed or is open again. Raises Refused, and NotFound for another client's."""
    gate.require(session, actor, client, Part.BASIC, Right.WRITE, via="site", now=now)
    known = _require_site(session, client, site_id)
    if is_closed != (known.closed_at is not None):
        address_book.change_site(session, site_id, {"closed_at": now if is_closed else None})


def get_site(session: Session, actor: Actor, client: Client, site_id: int, *, now: datetime) -> SiteView:
    """Return a site for its form. Raises Refused unless the actor may write the basic data, and NotFound."""
    gate.require_to_read(session, actor, client, Part.BASIC, Right.WRITE, via="site", now=now)
    return _require_site(session, client, site_id)


def _require_site(session: Session, client: Client, site_id: int) -> SiteView:
    site = next((each for each in address_book.list_sites(session, client.client_id) if each.site_id == site_id), None)
    if site is None:
        raise NotFound(lazy("That site is no longer among this client's."))
    return site


def _site_values(details: SiteDetails) -> dict[str, Any]:
    """Return the columns of a site as they were typed. Raises InvalidInput or InvalidForm, which name the inputs."""
    readers: dict[str, Callable[[], object]] = {
        "kind": lambda: _kind(details.kind),
        "name": lambda: _site_name(details),
        "address": lambda: read_line(details.address, field="site_address"),
        "postal_code": lambda: read_line(details.postal_code, field="site_postal_code", most=LONGEST_CODE),
        "city": lambda: read_line(details.city, field="site_city"),
        "country": lambda: parse_country(details.country, field="country") if clean_text(details.country) else None,
    }
    return read_all(readers)


def _kind(typed: str) -> str:
    if typed not in set(SiteKind):
        raise InvalidInput(lazy("Choose what kind of place it is."), field="site_kind")
    return typed


def _site_name(details: SiteDetails) -> str:
    name = read_line(details.name, field="site_name")
    if not name and not clean_text(details.city):
        raise InvalidInput(lazy("Give the site a name or a city."), field="site_name")
    return name
