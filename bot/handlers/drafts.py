"""Drafts: every report of a form that is being filled in, and going on with one or throwing it away."""

import re
from collections.abc import Callable

from slack_bolt import Ack, App

from bot.handlers import add, edit, home, keeping, log
from bot.handlers.answering import Case, on_action, open_case, open_form
from bot.handlers.desk import Desk
from bot.handlers.formstate import FormState, form_state
from bot.handlers.payloads import ActionRequest, Payload
from bot.i18n import use_language
from bot.services import drafts
from bot.views.drafts import DraftContent
from bot.views.ids import Action, Form, Input
from bot.views.message import View

_FOLLOWED: dict[tuple[str, str], Callable[[Desk, FormState], None]] = {
    (Form.LOG, Input.CLIENT): log.pick_client,
    (Form.ADD, "name"): add.check_name,
    (Form.ADD, "country"): add.check_name,
    (Form.ADD, "type"): add.check_name,
}
"""What an input's report leads to beside the draft, by form and input."""

_REOPENED: dict[str, Callable[[Desk, Case, DraftContent, int], View]] = {
    Form.LOG: log.resumed_form,
    Form.ADD: add.resumed_form,
    Form.EDIT: edit.resumed_form,
}


def _reported(desk: Desk, ack: Ack, body: Payload) -> None:
    """Keep what the form holds before the report is acknowledged; what it leads to comes after."""
    form = form_state(body)
    with use_language(None):
        keeping.keep(desk, form)
        ack()
        if follow := _FOLLOWED.get((form.form, str(body["actions"][0]["action_id"]))):
            desk.later(lambda: follow(desk, form))


def _is_report(body: Payload) -> bool:
    """Tell the report of an input from the press of a button in the same form."""
    return (
        body.get("view", {}).get("callback_id") in keeping.DRAFTED and body["actions"][0]["action_id"] not in _BUTTONS
    )


_BUTTONS = frozenset(each.value for each in Action)


def _closed(desk: Desk, ack: Ack, body: Payload) -> None:
    """Offer what a closed form held on the Home tab."""
    form = form_state(body)
    is_kept = keeping.keep(desk, form, is_last=True)
    ack()
    if is_kept:
        desk.later(lambda: home.publish(desk, form.user_id))


def _continue(desk: Desk, request: ActionRequest) -> None:
    """Open the form again, filled with what was typed. Raises Refused for whoever has lost the file meanwhile."""
    with open_case(desk, request.user_id, via="draft") as case:
        draft = drafts.require_draft(case.session, case.actor, int(request.value), now=case.now)
        view = _REOPENED[draft.form](desk, case, DraftContent.load(draft.content), draft.draft_id)
    open_form(desk, request, view)


def _discard(desk: Desk, request: ActionRequest) -> None:
    with open_case(desk, request.user_id, via="draft") as case:
        drafts.discard(case.session, case.actor, int(request.value))
    desk.later(lambda: home.publish(desk, request.user_id))


def register(app: App, desk: Desk) -> None:
    """Register the reports of the forms that keep drafts, and the buttons of a draft."""

    @app.action(re.compile(""), matchers=[_is_report])
    def _typed(ack: Ack, body: Payload) -> None:
        _reported(desk, ack, body)

    for form in keeping.DRAFTED:

        @app.view_closed(form.value)
        def _gone(ack: Ack, body: Payload) -> None:
            _closed(desk, ack, body)

    @app.action(Action.DRAFT_CONTINUE.value)
    def _go_on(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: _continue(desk, request))

    @app.action(Action.DRAFT_DISCARD.value)
    def _throw_away(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: _discard(desk, request))
