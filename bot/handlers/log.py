"""`/client log`: a call, an email or a visit goes on the file in one form."""

from slack_bolt import Ack, App

from bot.handlers import home
from bot.handlers.answering import Case, Outcome, on_action, on_submission, open_case, open_form
from bot.handlers.desk import Desk
from bot.handlers.payloads import ActionRequest, Carried, Payload, Submission, day_of
from bot.policy.contacts import ContactKind
from bot.policy.contacts import Outcome as Ending
from bot.results.clients import Client
from bot.services.clients import require_client
from bot.services.contacts import Contact, list_contacts, log_contact
from bot.views import client_forms
from bot.views.ids import Action, Form, Input
from bot.views.logged import logged
from bot.views.message import View


def form_view(
    case: Case,
    client: Client | None,
    *,
    response_url: str,
    kind: ContactKind = ContactKind.CALL,
    note: str = "",
    link: str = "",
) -> View:
    """Return the form, client and kind prefilled. Raises Refused before anything is typed in vain."""
    contacts = list_contacts(case.session, case.actor, client, now=case.now) if client else ()
    carried = Carried(response_url=response_url, client_id=client.client_id if client else None, link=link)
    return client_forms.log_form(client, contacts, carried.dump(), kind=kind, note=note)


def _save(desk: Desk, case: Case, form: Submission) -> Outcome:
    client_id = form.carried.client_id or int(form.values[Input.CLIENT])
    client = require_client(case.session, client_id)
    contact = Contact(
        kind=ContactKind(form.values[Input.KIND]),
        outcome=Ending(form.values[Input.OUTCOME]),
        note=form.values[Input.NOTE],
        next_step=form.values.get(Input.NEXT_STEP, ""),
        next_on=day_of(form.values.get(Input.NEXT_ON, "")),
        contact_id=int(form.values.get(Input.CONTACT) or 0) or None,
        link=form.carried.link,
    )
    result = log_contact(case.session, case.actor, client, contact, now=case.now, catalogue=desk.catalogue)
    answer = logged(result, now=case.now)
    if form.carried.response_url:
        return Outcome(tell=answer)
    view = client_forms.saved_view(answer.text, client)
    # It came from the Home tab or a shortcut: what stands on that tab has changed.
    return Outcome(response={"response_action": "update", "view": view}, after=lambda: home.publish(desk, form.user_id))


def register(app: App, desk: Desk) -> None:
    """Register the form and the button that opens it."""

    @app.view(Form.LOG.value)
    def _log(ack: Ack, body: Payload) -> None:
        on_submission(desk, ack, body, lambda case, form: _save(desk, case, form))

    @app.action(Action.OPEN_LOG.value)
    def _open(ack: Ack, body: Payload) -> None:
        def work(request: ActionRequest) -> None:
            with open_case(desk, request.user_id, via="log") as case:
                client = require_client(case.session, int(request.value)) if request.value.isdigit() else None
                view = form_view(case, client, response_url=request.response_url)
            open_form(desk, request, view)

        on_action(desk, ack, body, work)
