"""The people at a client's and its sites: a line each for the card, the window that lists them, and their forms."""

from collections.abc import Iterable, Mapping, Sequence

from bot.i18n import _, ngettext
from bot.policy.contacts import CONTACT_ROLES, ContactRole, share_text
from bot.policy.languages import language_name
from bot.policy.reach import show_phone
from bot.policy.regions import territory_name
from bot.policy.sites import SITE_KINDS
from bot.results.clients import AddressBook, Client, ContactView, SiteView
from bot.views import forms
from bot.views.blocks import (
    actions,
    button,
    context,
    divider,
    escape,
    field,
    header,
    option,
    overflow,
    section,
    shorten,
)
from bot.views.ids import Action, Form, Input, ItemDeed, item_value
from bot.views.message import Block, View
from bot.views.words import day_text, local_day

MOST_CONTACTS, MOST_SITES = 50, 30
"""How many of each the window lists: a window holds 100 blocks."""
_LENGTH = 200
_SITES_ON_CARD = 6


def shown_first(contacts: Sequence[ContactView], most: int) -> Sequence[ContactView]:
    """Return the first few contacts; the finance contact is always among them, as dunning needs one."""
    first, rest = list(contacts[:most]), contacts[most:]
    if not any(_is_finance(each) for each in first):
        first[-1:] = [next((each for each in rest if _is_finance(each)), *first[-1:])]
    return first


def _is_finance(contact: ContactView) -> bool:
    return contact.role == ContactRole.FINANCE


def contact_text(contact: ContactView, most: int = _LENGTH) -> str:
    """Write a contact in a line: the name, what they are there, how they are reached; user text escaped."""
    about = [_role(contact), contact.title, contact.email, show_phone(contact.phone), show_phone(contact.mobile)]
    if contact.language:
        about.append(_("speaks {language}").format(language=language_name(contact.language)))
    # Who was entered without a name is called by their address or number, which is said once.
    name = show_phone(contact.phone) if contact.name and contact.name == contact.phone else contact.name
    details = ", ".join(each for each in about if each and each != name)
    return f"*{escape(shorten(name, most))}* {escape(shorten(details, most))}".strip()


def _role(contact: ContactView) -> str:
    role = next((str(label) for each, label in CONTACT_ROLES.items() if each == contact.role), contact.role)
    if contact.share is None:
        return role
    return _("{role}, {share} %").format(role=role, share=share_text(contact.share))


def sites_text(sites: Iterable[SiteView], most: int = _LENGTH) -> str:
    """Write the sites that are open in one line, user text escaped; empty when there are none."""
    there = [escape(shorten(_site(each), most)) for each in sites if each.closed_at is None]
    if not there:
        return ""
    hidden = len(there) - _SITES_ON_CARD
    names = "; ".join(there[:_SITES_ON_CARD])
    if hidden > 0:
        more = ngettext("Sites: {names} and {count} more", "Sites: {names} and {count} more", hidden)
        return more.format(names=names, count=hidden)
    return _("Sites: {names}").format(names=names)


def _site(site: SiteView) -> str:
    """Write what a site is and where: “plant Bremen, Germany”."""
    kind = next((str(label) for each, label in SITE_KINDS.items() if each == site.kind), site.kind)
    country = territory_name(site.country) if site.country else ""
    what = _("{kind} {name}").format(kind=kind, name=site.name or site.city)
    return ", ".join(filter(None, [what, site.city if site.name else "", country]))


def book_view(book: AddressBook, timezone: str) -> View:
    """Return the window that lists a client's people and sites, each with its menu where the reader may write."""
    client_id = book.client.client_id
    blocks: list[Block] = [section(f"*{escape(shorten(book.client.name, _LENGTH))}*")]
    if book.contacts is not None:
        blocks.append(header(_("People")))
        if book.may_write_contacts:
            blocks.append(actions(button(_("Add a contact"), Action.ADD_CONTACT, str(client_id)), block_id="people"))
        blocks += [_contact_block(book, each, timezone) for each in book.contacts[:MOST_CONTACTS]]
        blocks += _rest(len(book.contacts), MOST_CONTACTS, _("Nobody is entered yet."))
    if book.sites is not None:
        blocks += [divider(), header(_("Sites"))]
        if book.may_write_sites:
            blocks.append(actions(button(_("Add a site"), Action.ADD_SITE, str(client_id)), block_id="sites"))
        blocks += [_site_block(book, each, timezone) for each in book.sites[:MOST_SITES]]
        blocks += _rest(len(book.sites), MOST_SITES, _("No site beside the address."))
    return forms.modal(Form.RESULT, _("Contacts and sites"), blocks, submit=None, close=_("Close"))


def _rest(there: int, most: int, nothing: str) -> list[Block]:
    if not there:
        return [context(nothing)]
    hidden = there - most
    return (
        [context(ngettext("and {count} more", "and {count} more", hidden).format(count=hidden))] if hidden > 0 else []
    )


def _contact_block(book: AddressBook, contact: ContactView, timezone: str) -> Block:
    line, ending = contact_text(contact), _("Has left")
    if contact.left_at is not None:
        line = _("{contact} _left on {day}_").format(contact=line, day=day_text(local_day(contact.left_at, timezone)))
    menu = _menu(Action.CONTACT_MENU, book.client, contact.contact_id, ending, _("Is back"), contact.left_at is None)
    return section(line, accessory=menu if book.may_write_contacts else None, block_id=f"person:{contact.contact_id}")


def _site_block(book: AddressBook, site: SiteView, timezone: str) -> Block:
    place = ", ".join(filter(None, [site.address, site.postal_code]))
    line = "\n".join(filter(None, [f"*{escape(_site(site))}*", escape(shorten(place, _LENGTH))]))
    if site.closed_at is not None:
        line = _("{site} _closed on {day}_").format(site=line, day=day_text(local_day(site.closed_at, timezone)))
    menu = _menu(
        Action.SITE_MENU, book.client, site.site_id, _("Was closed"), _("Is open again"), site.closed_at is None
    )
    return section(line, accessory=menu if book.may_write_sites else None, block_id=f"site:{site.site_id}")


def _menu(action: Action, client: Client, item_id: int, ending: str, resuming: str, is_there: bool) -> Block:
    other = (ending, ItemDeed.END) if is_there else (resuming, ItemDeed.RESUME)
    choices = [
        (label, item_value(deed, client.client_id, item_id)) for label, deed in ((_("Edit"), ItemDeed.EDIT), other)
    ]
    return overflow(action, choices)


def contact_values(contact: ContactView) -> dict[str, str]:
    """Return what the form of a contact holds, by input."""
    return {
        Input.CONTACT_NAME: contact.name,
        Input.CONTACT_ROLE: contact.role,
        Input.CONTACT_SHARE: share_text(contact.share) if contact.share is not None else "",
        Input.CONTACT_TITLE: contact.title,
        Input.CONTACT_PHONE: show_phone(contact.phone),
        Input.CONTACT_MOBILE: show_phone(contact.mobile),
        Input.CONTACT_EMAIL: contact.email,
        Input.CONTACT_LANGUAGE: contact.language,
    }


def contact_form(client: Client, typed: Mapping[str, str], carried: str, *, known: ContactView | None = None) -> View:
    """Return the form of one contact, filled with what was typed or is known already.

    `known` is somebody of the same name or address: then the form asks before they are entered twice.
    """
    blocks: list[Block] = [section(f"*{escape(shorten(client.name, _LENGTH))}*")]
    if known is not None:
        blocks.append(section(_already(known)))
    roles = [option(str(label), role.value) for role, label in CONTACT_ROLES.items()]
    language = typed.get(Input.CONTACT_LANGUAGE, "")
    chosen = option(language_name(language), language) if language else None
    blocks += [
        _text(_("Name"), Input.CONTACT_NAME, typed, optional=False),
        field(
            _("Role"),
            forms.select(Input.CONTACT_ROLE, roles, chosen=typed.get(Input.CONTACT_ROLE, "")),
            name=Input.CONTACT_ROLE,
            optional=True,
        ),
        _text(_("Share in percent"), Input.CONTACT_SHARE, typed, hint=_("For an owner, such as 60 or 33.4.")),
        _text(_("Job title"), Input.CONTACT_TITLE, typed),
        _text(_("Phone"), Input.CONTACT_PHONE, typed),
        _text(_("Mobile"), Input.CONTACT_MOBILE, typed),
        _text(_("Email"), Input.CONTACT_EMAIL, typed),
        field(
            _("Language"),
            forms.searching(Input.CONTACT_LANGUAGE, chosen=chosen, placeholder=_("Type a language")),
            name=Input.CONTACT_LANGUAGE,
            optional=True,
        ),
    ]
    submit = _("Save as another") if known is not None else _("Save")
    return forms.modal(Form.CONTACT, _("Contact"), blocks, submit=submit, carried=carried, close=_("Back"))


def _already(known: ContactView) -> str:
    contact = contact_text(known)
    if known.left_at is not None:
        return _("{contact} is on this file, as somebody who has left. Save again if this is somebody else.").format(
            contact=contact
        )
    return _("{contact} is on this file already. Save again if this is somebody else.").format(contact=contact)


def _text(label: str, name: Input, typed: Mapping[str, str], *, optional: bool = True, hint: str = "") -> Block:
    return forms.line_input(label, name, initial=typed.get(name, ""), optional=optional, hint=hint)


def site_values(site: SiteView) -> dict[str, str]:
    """Return what the form of a site holds, by input."""
    return {
        Input.SITE_KIND: site.kind,
        Input.SITE_NAME: site.name,
        Input.SITE_ADDRESS: site.address,
        Input.SITE_POSTAL_CODE: site.postal_code,
        Input.SITE_CITY: site.city,
        "country": site.country or "",
    }


def site_form(client: Client, typed: Mapping[str, str], carried: str) -> View:
    """Return the form of one site, filled with what is known of it; a new one is in the client's own country."""
    kinds = [option(str(label), kind.value) for kind, label in SITE_KINDS.items()]
    blocks = [
        section(f"*{escape(shorten(client.name, _LENGTH))}*"),
        field(
            _("Kind"), forms.select(Input.SITE_KIND, kinds, chosen=typed.get(Input.SITE_KIND, "")), name=Input.SITE_KIND
        ),
        _text(_("Name"), Input.SITE_NAME, typed, hint=_("Leave it out where the city says enough.")),
        _text(_("Address"), Input.SITE_ADDRESS, typed),
        _text(_("Postal code"), Input.SITE_POSTAL_CODE, typed),
        _text(_("City"), Input.SITE_CITY, typed),
        field(
            _("Country"),
            forms.country("country", typed.get("country", client.country or "") or None),
            name="country",
            optional=True,
        ),
    ]
    return forms.modal(Form.SITE, _("Site"), blocks, submit=_("Save"), carried=carried, close=_("Back"))
