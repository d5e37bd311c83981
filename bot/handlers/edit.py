"""`/client edit`: one section a form, generated from the catalogue; only what changed is written."""

from dataclasses import replace

from slack_bolt import Ack, App

from bot.errors import Conflict
from bot.handlers import home, section_names
from bot.handlers.answering import (
    Case,
    Outcome,
    on_action,
    on_submission,
    open_case,
    open_form,
    push_form,
    redraw,
)
from bot.handlers.desk import Desk
from bot.handlers.formstate import FormState, form_state
from bot.handlers.keeping import carried_on
from bot.handlers.payloads import ActionRequest, Carried, CommandRequest, Payload, Submission
from bot.handlers.reading import reading_for
from bot.i18n import lazy
from bot.policy.access import Part
from bot.policy.catalogue import Source
from bot.results.clients import Client, Edited
from bot.results.editing import Overtaken
from bot.services.clients import require_client
from bot.services.editing import SectionForm, offer_section, save_section
from bot.views import client_forms, edit_form
from bot.views.drafts import DraftContent
from bot.views.edited import edited
from bot.views.ids import Action, Form, Input, Keep, keep_block, parse_file_section
from bot.views.message import View
from bot.views.overtaken import fits, overtaken_form
from bot.views.refilling import block_ids, refilled


def form_view(
    desk: Desk, case: Case, client: Client, part: Part, response_url: str, *, first: str = "", leads_on: bool = True
) -> View:
    """Return one section's form with its present values, `first` the field that was asked for. Raises Refused."""
    offer = offer_section(case.session, case.actor, client, part, now=case.now, catalogue=desk.catalogue)
    carried = Carried(
        response_url=response_url, client_id=client.client_id, section=part.value, opened=offer.opened, first=first
    )
    asked = edit_form.Asked(case.actor.timezone, first, others=offer.others if leads_on else {})
    return edit_form.edit_form(desk.catalogue, client, offer.shown, carried.dump(), asked)


def resumed_form(desk: Desk, case: Case, content: DraftContent, draft_id: int) -> View:
    """Return the form as it was left, and as it was opened then: what others have changed since is asked about.

    Raises Refused for whoever may not write the section any more.
    """
    carried = carried_on(content, draft_id)
    client = require_client(case.session, carried.client_id or 0)
    offer = offer_section(
        case.session, case.actor, client, Part(carried.section), now=case.now, catalogue=desk.catalogue
    )
    asked = edit_form.Asked(case.actor.timezone, carried.first, others=offer.others)
    first_page, whole = (
        edit_form.edit_form(desk.catalogue, client, offer.shown, carried.dump(), each)
        for each in (asked, replace(asked, is_whole=True))
    )
    is_enough = content.typed.keys() <= set(block_ids(first_page))
    return refilled(first_page if is_enough else whole, content.typed)


def command(desk: Desk, request: CommandRequest, rest: str) -> None:
    """Open the form of the section that was named, of basic data where none was; a field's name leads to it alone."""
    with open_case(desk, request.user_id, via="edit") as case:
        client, place = section_names.read(case, rest, desk.catalogue)
        view = form_view(desk, case, client, place.part, request.response_url, first=place.field)
    open_form(desk, request, view)


def _open(desk: Desk, request: ActionRequest) -> None:
    client_id, part = parse_file_section(request.value)
    with open_case(desk, request.user_id, via="edit") as case:
        view = form_view(desk, case, require_client(case.session, client_id), part, request.response_url)
    open_form(desk, request, view)


def _open_beside(desk: Desk, request: ActionRequest, form: FormState) -> None:
    """Open another section's form on top of this one, in which everything stays as it was typed."""
    client_id, part = parse_file_section(request.value)
    with open_case(desk, request.user_id, via="edit") as case:
        client = require_client(case.session, client_id)
        view = form_view(desk, case, client, part, form.carried.response_url, leads_on=False)
    push_form(desk, request, view)


def _show_more(desk: Desk, request: ActionRequest, form: FormState) -> None:
    """Draw the form anew with all its fields, what is typed in it, and what it was opened with."""
    client_id, part = parse_file_section(request.value)
    with open_case(desk, request.user_id, via="edit") as case:
        client = require_client(case.session, client_id)
        offer = offer_section(case.session, case.actor, client, part, now=case.now, catalogue=desk.catalogue)
        asked = edit_form.Asked(case.actor.timezone, form.carried.first, is_whole=True, others=offer.others)
        view = edit_form.edit_form(desk.catalogue, client, offer.shown, form.carried.dump(), asked)
    redraw(desk, request, refilled(view, form.typed))


def _brought(form: Submission, *, is_answer: bool) -> SectionForm:
    """Return what the form brought; of fields that two people changed, those of which the person's own shall hold."""
    left = {key for key in form.values if form.by_block.get(keep_block(key)) == Keep.THEIRS}
    return SectionForm(
        part=Part(form.carried.section),
        typed={key: text for key, text in form.values.items() if key not in {*left, *Input}},
        opened=form.carried.opened,
        source=Source(form.values.get(Input.SOURCE) or Source.CALL),
        is_answer=is_answer,
    )


def _save(desk: Desk, case: Case, form: Submission, *, is_answer: bool) -> Outcome:
    client = require_client(case.session, form.carried.client_id or 0)
    brought = _brought(form, is_answer=is_answer)
    saved = save_section(
        case.session, case.actor, client, brought,
        reading=reading_for(desk, case, client.country), now=case.now, catalogue=desk.catalogue,
    )  # fmt: skip
    if isinstance(saved, Overtaken):
        if not fits(saved):
            raise Conflict(lazy("Somebody has changed too many of these fields meanwhile; save a few of yours first."))
        carried = replace(form.carried, opened=saved.opened)
        view = overtaken_form(saved, carried.dump(), now=case.now)
        return Outcome(response={"response_action": "update", "view": view}, is_saved=False)
    return _answer(desk, form, client, saved)


def _answer(desk: Desk, form: Submission, client: Client, saved: Edited) -> Outcome:
    groups = [[desk.catalogue.require(key) for key in keys] for keys in (saved.changed, saved.noted, saved.emptied)]
    # A file merged away while the form was open answers as the one it went into.
    is_moved = form.carried.client_id != client.client_id
    answer = edited(client, Part(form.carried.section), *groups, fact_ids=saved.fact_ids, is_moved=is_moved)
    if form.carried.response_url:
        return Outcome(tell=answer)
    view = client_forms.saved_view(answer.text, client, fact_ids=saved.fact_ids)
    # It came from the Home tab or a shortcut: what stands on that tab has changed.
    return Outcome(response={"response_action": "update", "view": view}, after=lambda: home.publish(desk, form.user_id))


def register(app: App, desk: Desk) -> None:
    """Register the forms and the buttons that open and change them."""

    @app.view(Form.EDIT.value)
    def _edit(ack: Ack, body: Payload) -> None:
        on_submission(desk, ack, body, lambda case, form: _save(desk, case, form, is_answer=False))

    @app.view(Form.EDIT_CHOICE.value)
    def _choose(ack: Ack, body: Payload) -> None:
        on_submission(desk, ack, body, lambda case, form: _save(desk, case, form, is_answer=True))

    @app.action(Action.OPEN_EDIT.value)
    @app.action(Action.STALE_UPDATE.value)
    def _opened(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: _open(desk, request))

    @app.action(Action.OTHER_SECTION.value)
    def _other(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: _open_beside(desk, request, form_state(body)))

    @app.action(Action.MORE_FIELDS.value)
    def _more(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: _show_more(desk, request, form_state(body)))
