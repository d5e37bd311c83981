"""Contacts and sites: the window that lists them, opened from a card, and the forms that stand on it."""

from dataclasses import replace

from slack_bolt import Ack, App

from bot.errors import ClienteleError
from bot.handlers.answering import (
    Case,
    Outcome,
    listen,
    on_submission,
    open_case,
    open_form,
    open_report,
    put_view,
    redraw,
)
from bot.handlers.desk import Desk
from bot.handlers.menus import named_options
from bot.handlers.payloads import ActionRequest, Carried, Payload, Submission
from bot.i18n import use_language
from bot.policy.access import Part
from bot.policy.languages import language_name, languages
from bot.results.clients import Client
from bot.services import address_book
from bot.services.address_book import ContactDetails, SamePerson, SiteDetails
from bot.services.clients import require_client
from bot.views.address_book import book_view, contact_form, contact_values, site_form, site_values
from bot.views.ids import Action, Form, Input, ItemDeed, parse_item_value
from bot.views.message import View

_SURE = "sure"
"""Carried by the form of a contact once it has asked whether this is somebody else."""


def _window(case: Case, client: Client) -> View:
    return book_view(address_book.read_book(case.session, case.actor, client, now=case.now), case.actor.timezone)


def open_book(desk: Desk, request: ActionRequest) -> None:
    """Open the window of a client's contacts and sites."""
    with open_case(desk, request.user_id, via="contacts") as case:
        view = _window(case, require_client(case.session, int(request.value)))
    open_form(desk, request, view)


def _carried(request: ActionRequest, client: Client, item: int | None = None) -> str:
    return Carried(client_id=client.client_id, item=item, below=request.view_id).dump()


def _add_contact(desk: Desk, request: ActionRequest) -> None:
    with open_case(desk, request.user_id, via="contacts") as case:
        client = require_client(case.session, int(request.value))
        address_book.require_may_write(case.session, case.actor, client, Part.CONTACTS, now=case.now)
    open_form(desk, request, contact_form(client, {}, _carried(request, client)))


def _add_site(desk: Desk, request: ActionRequest) -> None:
    with open_case(desk, request.user_id, via="contacts") as case:
        client = require_client(case.session, int(request.value))
        address_book.require_may_write(case.session, case.actor, client, Part.BASIC, now=case.now)
    open_form(desk, request, site_form(client, {}, _carried(request, client)))


def _contact_menu(desk: Desk, request: ActionRequest) -> None:
    """Open a contact's form, or note that they have left or are back and draw the window anew."""
    deed, client_id, contact_id = parse_item_value(request.value)
    with open_case(desk, request.user_id, via="contacts") as case:
        session, actor, now = case.session, case.actor, case.now
        client = require_client(session, client_id)
        if deed is ItemDeed.EDIT:
            known = address_book.get_contact(session, actor, client, contact_id, now=now)
            view = contact_form(client, contact_values(known), _carried(request, client, contact_id))
        else:
            address_book.set_left(session, actor, client, contact_id, has_left=deed is ItemDeed.END, now=now)
            view = _window(case, client)
    _show(desk, request, view, on_top=deed is ItemDeed.EDIT)


def _site_menu(desk: Desk, request: ActionRequest) -> None:
    """Open a site's form, or note that it was closed or is open again and draw the window anew."""
    deed, client_id, site_id = parse_item_value(request.value)
    with open_case(desk, request.user_id, via="contacts") as case:
        session, actor, now = case.session, case.actor, case.now
        client = require_client(session, client_id)
        if deed is ItemDeed.EDIT:
            known = address_book.get_site(session, actor, client, site_id, now=now)
            view = site_form(client, site_values(known), _carried(request, client, site_id))
        else:
            address_book.set_closed(session, actor, client, site_id, is_closed=deed is ItemDeed.END, now=now)
            view = _window(case, client)
    _show(desk, request, view, on_top=deed is ItemDeed.EDIT)


def _show(desk: Desk, request: ActionRequest, view: View, *, on_top: bool) -> None:
    """Put a form on top of the window, or the window's new state in its place."""
    (open_form if on_top else redraw)(desk, request, view)


def _save_contact(desk: Desk, case: Case, form: Submission) -> Outcome:
    client = require_client(case.session, form.carried.client_id or 0)
    item, is_sure = form.carried.item, form.carried.section == _SURE
    details = ContactDetails(**{name: form.values.get(key, "") for name, key in _CONTACT_INPUTS.items()})
    session, actor, now = case.session, case.actor, case.now
    try:
        if item is None:
            address_book.add_contact(session, actor, client, details, now=now, is_sure=is_sure)
        else:
            address_book.edit_contact(session, actor, client, item, details, now=now, is_sure=is_sure)
    except SamePerson as same:
        view = contact_form(client, form.values, replace(form.carried, section=_SURE).dump(), known=same.known)
        return Outcome(response={"response_action": "update", "view": view}, is_saved=False)
    return _saved(desk, case, client, form)


def _save_site(desk: Desk, case: Case, form: Submission) -> Outcome:
    client = require_client(case.session, form.carried.client_id or 0)
    details = SiteDetails(**{name: form.values.get(key, "") for name, key in _SITE_INPUTS.items()})
    if form.carried.item is None:
        address_book.add_site(case.session, case.actor, client, details, now=case.now)
    else:
        address_book.edit_site(case.session, case.actor, client, form.carried.item, details, now=case.now)
    return _saved(desk, case, client, form)


def _saved(desk: Desk, case: Case, client: Client, form: Submission) -> Outcome:
    """Close the form; the window under it shows what is new."""
    window = _window(case, client)
    return Outcome(after=lambda: put_view(desk, form.carried.below, window))


_CONTACT_INPUTS = {
    "name": Input.CONTACT_NAME, "role": Input.CONTACT_ROLE, "share": Input.CONTACT_SHARE,
    "title": Input.CONTACT_TITLE, "phone": Input.CONTACT_PHONE, "mobile": Input.CONTACT_MOBILE,
    "email": Input.CONTACT_EMAIL, "language": Input.CONTACT_LANGUAGE,
}  # fmt: skip
_SITE_INPUTS = {
    "kind": Input.SITE_KIND, "name": Input.SITE_NAME, "address": Input.SITE_ADDRESS,
    "postal_code": Input.SITE_POSTAL_CODE, "city": Input.SITE_CITY, "country": "country",
}  # fmt: skip


def register(app: App, desk: Desk) -> None:
    """Register the window's buttons and menus, and the forms."""
    listen(
        app,
        desk,
        {
            Action.OPEN_CONTACTS: open_book,
            Action.ADD_CONTACT: _add_contact,
            Action.ADD_SITE: _add_site,
            Action.CONTACT_MENU: _contact_menu,
            Action.SITE_MENU: _site_menu,
        },
    )

    @app.view(Form.CONTACT.value)
    def _contact(ack: Ack, body: Payload) -> None:
        on_submission(desk, ack, body, lambda case, form: _save_contact(desk, case, form))

    @app.view(Form.SITE.value)
    def _site(ack: Ack, body: Payload) -> None:
        on_submission(desk, ack, body, lambda case, form: _save_site(desk, case, form))

    @app.options(Input.CONTACT_LANGUAGE.value)
    def _languages(ack: Ack, body: Payload) -> None:
        with use_language(None):
            try:
                ack(options=_language_options(desk, str(body["user"]["id"]), str(body.get("value") or "")))
            except ClienteleError:
                ack(options=[])


def _language_options(desk: Desk, user_id: str, typed: str) -> list[dict[str, object]]:
    with open_report(desk, user_id, via="menu"):
        return named_options({code: language_name(code) for code in languages()}, typed)
