"""`/client add`: one form of six inputs, with likely duplicates shown before anything is saved."""

from collections.abc import Mapping

from slack_bolt import Ack, App

from bot.errors import InvalidInput
from bot.handlers import home
from bot.handlers.answering import Case, Outcome, on_action, on_submission, open_case, open_form
from bot.handlers.desk import Desk
from bot.handlers.payloads import ActionRequest, Carried, Payload, Submission
from bot.handlers.reading import reading_for
from bot.i18n import _
from bot.policy.values import Reading, parse_value
from bot.services.clients import LikelyDuplicate, NewClient, record_client, require_may_open, show_client
from bot.views import client_forms
from bot.views.card import card
from bot.views.ids import Action, Form, Input
from bot.views.message import Message, View

FIELDS = ("name", "country", "city", "type")


def form_view(desk: Desk, user_id: str, name: str, response_url: str) -> View:
    """Return the form, the name prefilled. Raises Refused before anything is typed in vain."""
    with open_case(desk, user_id, via="add") as case:
        require_may_open(case.actor, now=case.now)
        return client_forms.add_form(desk.catalogue, {"name": name}, Carried(response_url=response_url).dump())


def _new_client(desk: Desk, typed: Mapping[str, str], reading: Reading) -> NewClient:
    values = {key: parse_value(desk.catalogue.require(key), typed[key], reading) for key in FIELDS if typed.get(key)}
    reach = typed.get(Input.CONTACT_EMAIL, "").strip()
    return NewClient(
        name=values.pop("name", ""),
        values=values,
        contact_name=typed.get(Input.CONTACT_NAME, "").strip(),
        contact_email=reach if "@" in reach else "",
        contact_phone="" if "@" in reach else reach,
    )


def _save(desk: Desk, case: Case, typed: Mapping[str, str], carried: Carried, *, is_sure: bool) -> Outcome:
    new = _new_client(desk, typed, reading_for(desk, case, typed.get("country")))
    try:
        client = record_client(case.session, case.actor, new, now=case.now, catalogue=desk.catalogue, is_sure=is_sure)
    except LikelyDuplicate as likely:
        kept = Carried(response_url=carried.response_url, typed=typed).dump()
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
        # Without a place to answer in, it came from the Home tab or a shortcut: that tab lists one client more.
        after=None if carried.response_url else lambda: home.publish(desk, case.actor.slack_id),
    )


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
