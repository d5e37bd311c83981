"""Calls and messages: reading each whole, in a window opened from a card."""

from slack_bolt import Ack, App

from bot.handlers.answering import later, on_action, open_case, open_form
from bot.handlers.desk import Desk
from bot.handlers.payloads import ActionRequest, Payload
from bot.services.clients import require_client
from bot.services.talks import read_talk
from bot.views.ids import Action
from bot.views.message import View
from bot.views.talks import parse_talk_value, talk_view


def _view(desk: Desk, request: ActionRequest, client_id: int, place: int, page: int) -> View:
    with open_case(desk, request.user_id, via="talks") as case:
        client = require_client(case.session, client_id)
        talk = read_talk(case.session, case.actor, client, place, now=case.now)
    return talk_view(talk, page, now=case.now)


def open_talks(desk: Desk, request: ActionRequest) -> None:
    """Open the latest contact with a client."""
    open_form(desk, request, _view(desk, request, int(request.value), 0, 0))


def _turn(desk: Desk, request: ActionRequest) -> None:
    """Show another page or another contact in the same window."""
    view = _view(desk, request, *parse_talk_value(request.value))

    def put_in_place() -> None:
        desk.slack.views_update(view_id=request.view_id, view=view)

    later(desk, request, put_in_place)


def register(app: App, desk: Desk) -> None:
    """Register the window's buttons."""

    @app.action(Action.OPEN_TALKS.value)
    def _open(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: open_talks(desk, request))

    @app.action(Action.TALK_BACK.value)
    @app.action(Action.TALK_ON.value)
    @app.action(Action.TALK_NEWER.value)
    @app.action(Action.TALK_OLDER.value)
    def _turn_page(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: _turn(desk, request))
