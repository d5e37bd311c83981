"""Undo: under the answer to an edit, and in the history's window."""

from slack_bolt import Ack, App

from bot.errors import ClienteleError
from bot.handlers.answering import on_action, open_case, redraw, respond
from bot.handlers.desk import Desk
from bot.handlers.history import page_view
from bot.handlers.payloads import ActionRequest, Payload
from bot.services.undoing import undo_changes
from bot.views import problems
from bot.views.client_forms import saved_view
from bot.views.history import parse_undo_value
from bot.views.ids import Action
from bot.views.message import Message
from bot.views.undone import undone


def _undo(desk: Desk, request: ActionRequest) -> Message | None:
    """Take an edit back, and put what became of it in the place of the answer that offered it."""
    fact_ids = [int(each) for each in request.value.split(",")]
    with open_case(desk, request.user_id, via="undo") as case:
        done = undo_changes(case.session, case.actor, fact_ids, now=case.now, catalogue=desk.catalogue)
    answer = undone(done.client, [desk.catalogue.require(key) for key in done.fields])
    if request.surface == "modal":
        redraw(desk, request, saved_view(answer.text, done.client))
        return None
    if not request.response_url:
        return answer
    respond(desk, request.response_url, answer, replace=True)
    return None


def _undo_in_history(desk: Desk, request: ActionRequest) -> None:
    """Take one fact back and show the page anew; what stands in the way is said on the page."""
    fact_id, page = parse_undo_value(request.value)
    notice = ""
    try:
        with open_case(desk, request.user_id, via="undo") as case:
            undo_changes(case.session, case.actor, [fact_id], now=case.now, catalogue=desk.catalogue)
    except ClienteleError as error:
        notice = problems.sentence(error)
    redraw(desk, request, page_view(desk, request, *page, notice=notice))


def register(app: App, desk: Desk) -> None:
    """Register the two buttons."""

    @app.action(Action.UNDO.value)
    def _take_back(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: _undo(desk, request))

    @app.action(Action.HISTORY_UNDO.value)
    def _take_back_there(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: _undo_in_history(desk, request))
