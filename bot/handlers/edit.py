"""`/client edit`: one section a form, generated from the catalogue; only what changed is written."""

from slack_bolt import Ack, App

from bot.handlers import home
from bot.handlers.answering import Case, Outcome, on_action, on_submission, open_case, open_form
from bot.handlers.desk import Desk
from bot.handlers.payloads import ActionRequest, Carried, Payload, Submission
from bot.handlers.reading import reading_for
from bot.policy.access import Part, Right
from bot.policy.catalogue import Source
from bot.policy.values import clean_text, parse_value
from bot.results.clients import Client
from bot.services.clients import read_section, require_client
from bot.services.facts import edit_section
from bot.views import client_forms
from bot.views.edited import edited
from bot.views.ids import Action, Form, Input, parse_file_section
from bot.views.message import View


def form_view(desk: Desk, case: Case, client: Client, part: Part, response_url: str) -> View:
    """Return one section's form with its present values. Raises Refused."""
    shown = read_section(case.session, case.actor, client, part, Right.WRITE, now=case.now, catalogue=desk.catalogue)
    carried = Carried(response_url=response_url, client_id=client.client_id, section=part.value).dump()
    return client_forms.edit_form(desk.catalogue, client, shown, carried)


def _save(desk: Desk, case: Case, form: Submission) -> Outcome:
    client = require_client(case.session, form.carried.client_id or 0)
    part = Part(form.carried.section)
    reading = reading_for(desk, case, client.country)
    values = {
        each.key: parse_value(each, form.values[each.key], reading)
        for each in desk.catalogue.of(part)
        if clean_text(form.values.get(each.key, ""))
    }
    source = Source(form.values.get(Input.SOURCE) or Source.CALL)
    saved = edit_section(
        case.session, case.actor, client, part, values, source=source, now=case.now, catalogue=desk.catalogue
    )
    changed, noted = ([desk.catalogue.require(key) for key in keys] for keys in (saved.changed, saved.noted))
    answer = edited(client, part, changed, noted)
    if form.carried.response_url:
        return Outcome(tell=answer)
    view = client_forms.saved_view(answer.text, client)
    # It came from the Home tab or a shortcut: what stands on that tab has changed.
    return Outcome(response={"response_action": "update", "view": view}, after=lambda: home.publish(desk, form.user_id))


def register(app: App, desk: Desk) -> None:
    """Register the form and the buttons that open it."""

    @app.view(Form.EDIT.value)
    def _edit(ack: Ack, body: Payload) -> None:
        on_submission(desk, ack, body, lambda case, form: _save(desk, case, form))

    def work(request: ActionRequest) -> None:
        client_id, part = parse_file_section(request.value)
        with open_case(desk, request.user_id, via="edit") as case:
            client = require_client(case.session, client_id)
            view = form_view(desk, case, client, part, request.response_url)
        open_form(desk, request, view)

    @app.action(Action.OPEN_EDIT.value)
    @app.action(Action.STALE_UPDATE.value)
    def _open(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, work)
