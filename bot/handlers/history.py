"""History: opening a file's history in a window of its own, and turning its pages there."""

from slack_bolt import Ack, App

from bot.handlers.answering import on_action, open_case, open_form, redraw
from bot.handlers.desk import Desk
from bot.handlers.payloads import ActionRequest, Payload
from bot.services.clients import require_client
from bot.services.history import read_history
from bot.views.history import history_view, parse_page_value
from bot.views.ids import Action
from bot.views.message import View


def page_view(desk: Desk, request: ActionRequest, client_id: int, chosen: str, page: int, *, notice: str = "") -> View:
    """Read one page of a file's history and draw it, under a notice where there is one."""
    with open_case(desk, request.user_id, via="history") as case:
        client = require_client(case.session, client_id)
        shown = read_history(
            case.session, case.actor, client, chosen=chosen, page=page, now=case.now, catalogue=desk.catalogue
        )
    return history_view(shown, now=case.now, timezone=case.actor.timezone, notice=notice)


def open_history(desk: Desk, request: ActionRequest) -> None:
    """Open the first page of a file's history."""
    open_form(desk, request, page_view(desk, request, int(request.value), "", 0))


def _turn(desk: Desk, request: ActionRequest) -> None:
    """Show the page that was asked for in the same window."""
    redraw(desk, request, page_view(desk, request, *parse_page_value(request.value)))


def register(app: App, desk: Desk) -> None:
    """Register the window's menu and buttons."""

    @app.action(Action.OPEN_HISTORY.value)
    def _open(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: open_history(desk, request))

    @app.action(Action.HISTORY_FILTER.value)
    @app.action(Action.HISTORY_NEWER.value)
    @app.action(Action.HISTORY_OLDER.value)
    def _turn_page(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: _turn(desk, request))
