"""`/client add`: one form of six inputs, with likely duplicates shown while it is filled in and before it is saved."""

from collections.abc import Mapping
from dataclasses import replace

from slack_bolt import Ack, App
from sqlalchemy.orm import Session

from bot.errors import Gathering, InvalidInput
from bot.handlers import home
from bot.handlers.answering import (
    Case,
    Outcome,
    on_action,
    on_submission,
    open_case,
    open_form,
    open_report,
    tell,
    update_form,
)
from bot.handlers.desk import Desk
from bot.handlers.formstate import FormState
from bot.handlers.keeping import carried_on
from bot.handlers.payloads import ActionRequest, Carried, Payload, Submission
from bot.handlers.reading import reading_for
from bot.i18n import _
from bot.policy.access import Actor
from bot.policy.reach import parse_email, parse_phone
from bot.policy.values import Reading, clean_text, parse_value
from bot.results.clients import Client
from bot.services import lookup
from bot.services.clients import LikelyDuplicate, NewClient, record_client, require_may_open, show_client
from bot.services.traces import TypedClient
from bot.services.waiting import match_new_client
from bot.views import client_forms
from bot.views.card import card
from bot.views.drafts import DraftContent
from bot.views.ids import Action, Form, Input
from bot.views.message import Message, View
from bot.views.refilling import refilled
from bot.views.waiting import arrived_text

FIELDS = ("name", "country", "city", "type")


def form_view(desk: Desk, user_id: str, name: str, response_url: str) -> View:
    """Return the form, the name prefilled. Raises Refused before anything is typed in vain."""
    with open_case(desk, user_id, via="add") as case:
        require_may_open(case.actor, now=case.now)
        return _form(desk, case.session, case.actor, Carried(response_url=response_url), {"name": name})


def resumed_form(desk: Desk, case: Case, content: DraftContent, draft_id: int) -> View:
    """Return the form as it was left. Raises Refused for whoever keeps no files any more."""
    require_may_open(case.actor, now=case.now)
    typed = {block_id: each.value for block_id, each in content.typed.items()}
    return refilled(_form(desk, case.session, case.actor, carried_on(content, draft_id), typed), content.typed)


def check_name(desk: Desk, form: FormState) -> None:
    """Show under the name which files are there already, as soon as it is typed; nothing typed is lost."""
    typed = {block_id: each.value for block_id, each in form.typed.items()}
    with open_report(desk, form.user_id, via="add") as (case, reader):
        view = _form(desk, reader, case.actor, form.carried, typed)
    if client_forms.candidates_in(view) != [each for each in form.block_ids if each.startswith(client_forms.CANDIDATE)]:
        update_form(desk, form.view_id, form.view_hash, refilled(view, form.typed))


def _form(desk: Desk, session: Session, actor: Actor, carried: Carried, typed: Mapping[str, str]) -> View:
    """Return the form with the name, and under it the files that by all that is typed may be the same client's."""
    name, reach = typed.get("name", ""), typed.get(Input.CONTACT_EMAIL, "")
    place = {key: typed[key] for key in ("country", "city") if typed.get(key)}
    known = TypedClient(name, place, *((reach, "") if "@" in reach else ("", reach)))
    likely = lookup.list_likely_duplicates(session, actor, known, now=desk.now()).matches if name.strip() else ()
    return client_forms.add_form(desk.catalogue, {"name": name}, carried.dump(), likely=likely)


def _new_client(desk: Desk, typed: Mapping[str, str], reading: Reading) -> NewClient:
    """Read the form. Raises InvalidInput or InvalidForm for all that is wrong in it."""
    values: dict[str, str] = {}
    email = phone = ""
    gathering = Gathering()
    for key in FIELDS:
        with gathering.catching():
            if typed.get(key):
                values[key] = parse_value(desk.catalogue.require(key), typed[key], reading)
    with gathering.catching():
        email, phone = _reach(typed, reading)
    gathering.finish()
    name = clean_text(typed.get(Input.CONTACT_NAME, ""))
    return NewClient(
        name=values.pop("name", ""), values=values, contact_name=name, contact_email=email, contact_phone=phone
    )


def _reach(typed: Mapping[str, str], reading: Reading) -> tuple[str, str]:
    """Read the one input for an email address or a phone number; return both, one of them empty."""
    reach = clean_text(typed.get(Input.CONTACT_EMAIL, ""))
    if "@" in reach:
        return parse_email(reach, field=Input.CONTACT_EMAIL), ""
    return "", parse_phone(reach, reading.country, field=Input.CONTACT_EMAIL) if reach else ""


def _save(desk: Desk, case: Case, typed: Mapping[str, str], carried: Carried, *, is_sure: bool) -> Outcome:
    new = _new_client(desk, typed, reading_for(desk, case, typed.get("country")))
    try:
        client = record_client(case.session, case.actor, new, now=case.now, catalogue=desk.catalogue, is_sure=is_sure)
    except LikelyDuplicate as likely:
        kept = replace(carried, typed=typed).dump()
        if len(kept) > client_forms.CARRIED_LIMIT:
            raise InvalidInput(likely.sentence, field="name") from likely
        view = client_forms.duplicates_form(new.name, likely.matches, kept)
        return Outcome(response={"response_action": "push", "view": view}, is_saved=False)
    shown = show_client(
        case.session, case.actor, client, now=case.now, catalogue=desk.catalogue, base_currency=desk.base_currency
    )
    saved = card(shown, now=case.now, timezone=case.actor.timezone)
    text = _("Saved. {card}").format(card=saved.text)
    return Outcome(
        # Both forms close: the second stands on top of the first.
        response={"response_action": "clear"} if is_sure else {},
        tell=Message(text, saved.blocks),
        after=lambda: _follow(desk, case.actor.slack_id, client, carried.response_url),
    )


def _follow(desk: Desk, user_id: str, client: Client, response_url: str) -> None:
    """Give a new client what of the ledger has waited under its name, and show it where it was asked for."""
    with open_report(desk, user_id, via="add") as (case, reader):
        lines = match_new_client(case.session, reader, case.actor, client, now=case.now)
        arrived = Message(arrived_text(lines)) if lines else None
    if arrived:
        tell(desk, user_id, response_url, arrived)
    if not response_url:
        # It came from the Home tab or a shortcut: that tab lists one client more.
        home.publish(desk, user_id)


def register(app: App, desk: Desk) -> None:
    """Register the forms and the button that opens the first of them."""

    @app.view(Form.ADD.value)
    def _add(ack: Ack, body: Payload) -> None:
        def save(case: Case, form: Submission) -> Outcome:
            return _save(desk, case, form.values, form.carried, is_sure=False)

        on_submission(desk, ack, body, save)

    @app.view(Form.ADD_CONFIRM.value)
    def _add_anyway(ack: Ack, body: Payload) -> None:
        def save(case: Case, form: Submission) -> Outcome:
            return _save(desk, case, form.carried.typed, form.carried, is_sure=True)

        on_submission(desk, ack, body, save)

    @app.action(Action.OPEN_ADD.value)
    def _open(ack: Ack, body: Payload) -> None:
        def work(request: ActionRequest) -> None:
            name = "" if request.value == "-" else request.value
            open_form(desk, request, form_view(desk, request.user_id, name, request.response_url))

        on_action(desk, ack, body, work)
