"""`/client digest`: the custodian's preview of what the clock posts on Monday."""

from bot.handlers.answering import later, open_case
from bot.handlers.desk import Desk
from bot.handlers.payloads import CommandRequest
from bot.services.digest import preview
from bot.views.digest import digest_message
from bot.views.message import Message


def command(desk: Desk, request: CommandRequest, rest: str) -> None:
    """Answer after the acknowledgement; Refused for all but the custodian."""
    del rest

    def work() -> Message:
        with open_case(desk, request.user_id, via="digest") as case:
            return digest_message(preview(case.session, case.actor, desk.company, now=case.now))

    later(desk, request, work)
