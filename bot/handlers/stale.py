"""`/client stale` and the four buttons of whatever wants a look, here and in the daily reminder."""

from datetime import datetime, time, timedelta

from slack_bolt import Ack, App

from bot.handlers import home
from bot.handlers.answering import Case, later, on_action, open_case, respond
from bot.handlers.desk import Desk
from bot.handlers.payloads import ActionRequest, CommandRequest, Payload
from bot.i18n import _
from bot.policy.access import Part
from bot.policy.catalogue import PART_LABELS, Source
from bot.results.clients import Client
from bot.services import freshness
from bot.services.nagging import zone_of
from bot.views.blocks import context, escape
from bot.views.ids import Action, parse_file_section
from bot.views.message import Message
from bot.views.nag import answered, stale_message

LISTED = 10
SNOOZED_DAYS = 7


def _list(desk: Desk, case: Case) -> Message:
    items = freshness.list_stale(
        case.session, case.actor, owner_id=None, now=case.now, catalogue=desk.catalogue, limit=LISTED
    )
    return stale_message(items, case.now)


def _listing(desk: Desk, user_id: str, line: str = "") -> Message:
    """Return what wants a look, under a line on what was just answered."""
    with open_case(desk, user_id, via="stale") as case:
        listed = _list(desk, case)
    return Message(f"{line} {listed.text}", (context(line), *listed.blocks)) if line else listed


def command(desk: Desk, request: CommandRequest, rest: str) -> None:
    """Answer `/client stale` after the acknowledgement: a custodian's list looks through every file."""
    del rest
    later(desk, request, lambda: _listing(desk, request.user_id))


def _answered(desk: Desk, request: ActionRequest, client_id: int, part: Part, line: str) -> None:
    """Put what became of an item in its place; an answer that only its asker sees is listed anew instead."""
    if request.surface == "home":
        desk.later(lambda: home.publish(desk, request.user_id))
    elif blocks := answered(request.blocks, client_id, part, line):
        respond(desk, request.response_url, Message(line, blocks), replace=True)
    else:
        # Slack does not send the blocks of an ephemeral message along with a press.
        later(desk, request, lambda: _listing(desk, request.user_id, line), replace=True)


def _confirm(desk: Desk, request: ActionRequest) -> None:
    client_id, part = parse_file_section(request.value)
    with open_case(desk, request.user_id, via="stale") as case:
        done = freshness.confirm_section(
            case.session, case.actor, client_id, part, source=Source.CALL, now=case.now, catalogue=desk.catalogue
        )
        line = _("Noted: {section} of *{client}* is still true.").format(
            section=PART_LABELS[part], client=escape(done.client.name)
        )
    _answered(desk, request, client_id, part, line)


def _snooze(desk: Desk, request: ActionRequest) -> None:
    client_id, part = parse_file_section(request.value)
    with open_case(desk, request.user_id, via="stale") as case:
        until = _morning_in(SNOOZED_DAYS, case)
        client = freshness.snooze(case.session, case.actor, client_id, part, until=until, now=case.now)
        line = _("*{client}*: I will not ask about {section} for a week.").format(
            client=escape(client.name), section=PART_LABELS[part]
        )
    _answered(desk, request, client_id, part, line)


def _morning_in(days: int, case: Case) -> datetime:
    """Return the midnight after which the reader may be asked again, in their own time zone."""
    zone = zone_of(case.actor.timezone)
    day = case.now.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, time.min, tzinfo=zone)


def _disown(desk: Desk, request: ActionRequest) -> None:
    client_id, part = parse_file_section(request.value)
    with open_case(desk, request.user_id, via="stale") as case:
        client = freshness.disown(case.session, case.actor, client_id, now=case.now)
        line = _("Thank you. The custodian is asked whose *{client}* is.").format(client=escape(client.name))
    _answered(desk, request, client_id, part, line)


def _assign(desk: Desk, request: ActionRequest) -> Message | None:
    if not request.value:
        return None
    client_id = int(request.block_id.partition(":")[2])
    with open_case(desk, request.user_id, via="assign") as case:
        client = freshness.assign_owner(case.session, case.actor, client_id, request.value, now=case.now)
        line = _assigned(client, request.value)
    if not request.response_url:
        return Message(line)
    respond(desk, request.response_url, Message(line), replace=True)
    return None


def _assigned(client: Client, slack_id: str) -> str:
    return _("*{client}* now belongs to <@{person}>, who has been told.").format(
        client=escape(client.name), person=slack_id
    )


def register(app: App, desk: Desk) -> None:
    """Register the buttons."""

    @app.action(Action.OPEN_STALE.value)
    def _open(ack: Ack, body: Payload) -> None:
        def work(request: ActionRequest) -> None:
            later(desk, request, lambda: _listing(desk, request.user_id))

        on_action(desk, ack, body, work)

    @app.action(Action.STALE_CONFIRM.value)
    def _still_true(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: _confirm(desk, request))

    @app.action(Action.STALE_SNOOZE.value)
    def _not_now(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: _snooze(desk, request))

    @app.action(Action.STALE_DISOWN.value)
    def _not_mine(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: _disown(desk, request))

    @app.action(Action.OWNER_ASSIGN.value)
    def _assign_to(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: _assign(desk, request))
