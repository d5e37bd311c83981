"""`/client grades`: the standing sales grades, a page at a time."""

from slack_bolt import App

from bot.errors import InvalidInput
from bot.handlers.answering import later, listen, open_report
from bot.handlers.desk import Desk
from bot.handlers.payloads import ActionRequest, CommandRequest
from bot.handlers.reading import reading_for
from bot.handlers.typed import searched
from bot.i18n import lazy
from bot.policy.searching import LONGEST
from bot.services.grade_lists import list_grades
from bot.services.standing import AsOf
from bot.views.found import parse_place
from bot.views.grades import grades_message
from bot.views.ids import Action
from bot.views.message import Message


def command(desk: Desk, request: CommandRequest, rest: str) -> None:
    """Answer `/client grades [A] [country:DE]` after the acknowledgement: it looks through every client."""
    del rest
    asked = searched(request.text)
    if len(asked) > LONGEST:
        raise InvalidInput(lazy("A search takes at most {most} characters."), most=LONGEST)
    later(desk, request, lambda: _page(desk, request.user_id, asked, 0))


def _page(desk: Desk, user_id: str, asked: str, page: int) -> Message:
    with open_report(desk, user_id, via="grades") as (case, reader):
        shown = list_grades(
            case.session,
            case.actor,
            asked,
            page=page,
            as_of=AsOf(case.now, desk.settings.zone, desk.base_currency),
            catalogue=desk.catalogue,
            reading=reading_for(desk, case, None),
            reader=reader,
        )
    return grades_message(shown)


def _turn(desk: Desk, request: ActionRequest) -> None:
    page, asked = parse_place(request.value)
    later(desk, request, lambda: _page(desk, request.user_id, asked, page), replace=True)


def register(app: App, desk: Desk) -> None:
    """Register the buttons that turn the page."""
    listen(app, desk, {Action.GRADES_PREVIOUS: _turn, Action.GRADES_NEXT: _turn})
