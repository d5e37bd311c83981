"""`/client settings`: the rules of sales grades, with a preview before they are saved."""

import json
import secrets
import time

from slack_bolt import Ack, App
from slack_sdk.errors import SlackApiError

from bot.errors import ClienteleError
from bot.handlers.answering import (
    Case,
    Outcome,
    listen,
    on_submission,
    open_case,
    open_report,
    push_form,
)
from bot.handlers.desk import Desk
from bot.handlers.payloads import ActionRequest, Carried, Payload, Submission
from bot.policy.grade_settings import TypedGrades, parse_grades, read_grades, write_grades
from bot.policy.standing import GradeSettings
from bot.services import grading
from bot.services.standing import AsOf
from bot.views import grade_rules
from bot.views.ids import Action, Form, Input
from bot.views.message import View

TRIES = 10
PAUSE = 0.3
"""Seconds between two tries; whoever closes the window at once leaves one that never opens."""


def _carry(settings: GradeSettings) -> str:
    return Carried(typed={"settings": json.dumps(write_grades(settings), ensure_ascii=False)}).dump()


def _carried(form: Submission) -> GradeSettings:
    return read_grades(json.loads(form.carried.typed["settings"]))


def _open(desk: Desk, request: ActionRequest) -> None:
    with open_case(desk, request.user_id, via="settings") as case:
        grading.require_custodian(case.actor, now=case.now)
        settings = grading.read_settings(case.session)
        view = grade_rules.rules_form(settings, desk.base_currency, _carry(settings))
    push_form(desk, request, view)


def _preview(desk: Desk, case: Case, form: Submission) -> Outcome:
    """Read the form, and lay on it a window that shows who would move once that is worked out."""
    grading.require_custodian(case.actor, now=case.now)
    inputs = (Input.GRADE_NAMES, Input.GRADE_METHOD, Input.GRADE_WINDOW, Input.GRADE_SPAN, Input.GRADE_BOUNDS)
    typed = TypedGrades(*(form.values.get(each, "") for each in inputs))
    wanted = parse_grades(typed, _carried(form), desk.base_currency)
    window = f"grades-{secrets.token_hex(8)}"

    def show() -> None:
        _put(desk, window, _worked_out(desk, form.user_id, wanted))

    waiting = grade_rules.waiting_view(window)
    return Outcome(response={"response_action": "push", "view": waiting}, after=show, is_saved=False)


def _put(desk: Desk, window: str, view: View) -> None:
    """Put a view into a window that Slack has yet to open: it does so after the acknowledgement, in its own time."""
    for left in reversed(range(TRIES)):
        try:
            desk.slack.views_update(external_id=window, view=view | {"external_id": window})
        except SlackApiError as error:
            if not left or error.response.get("error") not in {"not_found", "view_not_found"}:
                raise
            time.sleep(PAUSE)
        else:
            return


def _worked_out(desk: Desk, user_id: str, wanted: GradeSettings) -> View:
    try:
        with open_report(desk, user_id, via="settings") as (case, reader):
            as_of = AsOf(case.now, desk.settings.zone, desk.base_currency)
            shown = grading.preview(case.session, reader, case.actor, wanted, as_of)
    except ClienteleError as problem:
        return grade_rules.problem_view(str(problem))
    return grade_rules.preview_view(shown, desk.base_currency, _carry(wanted))


def _save(case: Case, form: Submission) -> Outcome:
    grading.save_settings(case.session, case.actor, _carried(form), now=case.now)
    return Outcome(response={"response_action": "clear"}, tell=grade_rules.saved_message())


def register(app: App, desk: Desk) -> None:
    """Register the button, the form and its preview."""
    listen(app, desk, {Action.GRADE_RULES_OPEN: _open})

    @app.view(Form.GRADE_RULES.value)
    def _typed(ack: Ack, body: Payload) -> None:
        on_submission(desk, ack, body, lambda case, form: _preview(desk, case, form))

    @app.view(Form.GRADE_PREVIEW.value)
    def _agreed(ack: Ack, body: Payload) -> None:
        on_submission(desk, ack, body, _save)
