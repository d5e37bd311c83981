"""`/client find`: words and filters, a page at a time."""

from slack_bolt import Ack, App

from bot.errors import InvalidInput
from bot.handlers.answering import later, on_action, open_report
from bot.handlers.desk import Desk
from bot.handlers.payloads import ActionRequest, CommandRequest, Payload
from bot.handlers.reading import reading_for
from bot.handlers.typed import searched
from bot.i18n import lazy
from bot.policy.searching import LONGEST
from bot.services.finding import find_clients
from bot.views.found import found, parse_place
from bot.views.ids import Action
from bot.views.message import Message


def command(desk: Desk, request: CommandRequest, rest: str) -> None:
    """Answer `/client find` after the acknowledgement: a filter may look through every file."""
    del rest
    asked = searched(request.text)
    if not asked:
        raise InvalidInput(lazy("Whom are you looking for? Write words of a name, or a filter such as country:DE."))
    if len(asked) > LONGEST:
        raise InvalidInput(lazy("A search takes at most {most} characters."), most=LONGEST)
    later(desk, request, lambda: _page(desk, request.user_id, asked, 0))


def _page(desk: Desk, user_id: str, asked: str, page: int) -> Message:
    """Return one page of what a search finds."""
    with open_report(desk, user_id, via="find") as (case, reader):
        return found(
            find_clients(
                case.session,
                case.actor,
                asked,
                page=page,
                now=case.now,
                catalogue=desk.catalogue,
                reading=reading_for(desk, case, None),
                reader=reader,
            )
        )


def _turn(desk: Desk, request: ActionRequest) -> None:
    page, asked = parse_place(request.value)
    later(desk, request, lambda: _page(desk, request.user_id, asked, page), replace=True)


def register(app: App, desk: Desk) -> None:
    """Register the buttons that turn the page."""
    for action in (Action.FIND_PREVIOUS, Action.FIND_NEXT):

        @app.action(action.value)
        def _other_page(ack: Ack, body: Payload) -> None:
            on_action(desk, ack, body, lambda request: _turn(desk, request))
