"""`/client duplicates`: likely pairs of files, and those that are not the same client."""

from slack_bolt import Ack, App

from bot.handlers.answering import later, on_action, open_case, open_report, respond
from bot.handlers.desk import Desk
from bot.handlers.payloads import ActionRequest, CommandRequest, Payload
from bot.services import duplicates
from bot.views import duplicates as views
from bot.views.ids import Action, parse_pair_value
from bot.views.message import Message


def listing(desk: Desk, user_id: str, page: int, line: str = "", *, is_fresh: bool = False) -> Message:
    """Return one page of likely pairs, under a line on what was just done; `is_fresh` looks through every file anew."""
    with open_report(desk, user_id, via="duplicates") as (case, reader):
        listed = duplicates.list_pairs(case.session, reader, case.actor, page=page, is_fresh=is_fresh, now=case.now)
    return views.duplicates_message(listed, line)


def command(desk: Desk, request: CommandRequest, rest: str) -> None:
    """Answer `/client duplicates` after the acknowledgement: it looks through every file."""
    del rest
    later(desk, request, lambda: listing(desk, request.user_id, 0, is_fresh=True))


def _turn(desk: Desk, request: ActionRequest) -> None:
    """Put another page in the place of the list."""
    later(desk, request, lambda: listing(desk, request.user_id, int(request.value)), replace=True)


def _keep_apart(desk: Desk, request: ActionRequest) -> None:
    """Note a pair as not the same, and go on with the page that it stood on."""
    one_id, other_id = parse_pair_value(request.value)
    with open_case(desk, request.user_id, via="duplicates") as case:
        one, other = duplicates.keep_apart(case.session, case.actor, one_id, other_id, now=case.now)
        line = views.kept_apart_text(one, other)
    if request.blocks:
        # A message of the outbox is about this one pair; Slack does not send an ephemeral list's blocks along.
        respond(desk, request.response_url, Message(line), replace=True)
    else:
        page = views.page_of(request.block_id)
        later(desk, request, lambda: listing(desk, request.user_id, page, line), replace=True)


def _kept(desk: Desk, user_id: str, page: int) -> Message:
    with open_report(desk, user_id, via="duplicates") as (case, reader):
        kept = duplicates.list_kept_apart(reader, case.actor, page=page, now=case.now)
        timezone = case.actor.timezone
    return views.kept_apart_message(kept, page, has_more=len(kept) == duplicates.SHOWN, timezone=timezone)


def _propose_again(desk: Desk, request: ActionRequest) -> None:
    one_id, other_id = parse_pair_value(request.value)
    with open_case(desk, request.user_id, via="duplicates") as case:
        one, other = duplicates.propose_again(case.session, case.actor, one_id, other_id, now=case.now)
        line = views.proposed_again_text(one, other)
    later(desk, request, lambda: listing(desk, request.user_id, 0, line), replace=True)


def register(app: App, desk: Desk) -> None:
    """Register the buttons of both lists."""

    @app.action(Action.OPEN_DUPLICATES.value)
    @app.action(Action.DUPLICATES_BACK.value)
    def _pages(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: _turn(desk, request))

    @app.action(Action.KEEP_APART.value)
    def _not_the_same(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: _keep_apart(desk, request))

    @app.action(Action.OPEN_KEPT_APART.value)
    def _open_kept(ack: Ack, body: Payload) -> None:
        def work(request: ActionRequest) -> None:
            later(desk, request, lambda: _kept(desk, request.user_id, int(request.value)), replace=True)

        on_action(desk, ack, body, work)

    @app.action(Action.PROPOSE_AGAIN.value)
    def _again(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: _propose_again(desk, request))
