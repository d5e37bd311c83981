"""Shortcuts: “Save to client file” on a message, “Add a client” and “Log a call” from anywhere."""

from slack_bolt import Ack, App
from slack_sdk.errors import SlackApiError

from bot.handlers import add, log, payloads
from bot.handlers.answering import on_shortcut, open_case
from bot.handlers.desk import Desk
from bot.handlers.payloads import Carried, MessageShortcut, Payload
from bot.policy.contacts import ContactKind
from bot.policy.values import LONGEST_TEXT
from bot.services.lookup import guess
from bot.views.blocks import shorten
from bot.views.ids import Shortcut


def _save_to_file(desk: Desk, request: MessageShortcut) -> None:
    """Open the log form with the message's text and link; the client is guessed from the text, or asked."""
    link = _permalink(desk, request)
    with open_case(desk, request.user_id, via="save_to_file") as case:
        client = guess(case.session, case.actor, request.text)
        view = log.form_view(
            desk,
            case,
            client,
            carried=Carried(response_url=request.response_url, link=link),
            kind=ContactKind.MESSAGE,
            note=shorten(request.text, LONGEST_TEXT),
        )
    desk.slack.views_open(trigger_id=request.trigger_id, view=view)


def _permalink(desk: Desk, request: MessageShortcut) -> str:
    """Return the message's link; without one the note still goes on the file."""
    try:
        answer = desk.slack.chat_getPermalink(channel=request.channel_id, message_ts=request.message_ts)
    except SlackApiError:
        return ""
    return str(answer["permalink"])


def register(app: App, desk: Desk) -> None:
    """Register the shortcuts of manifest.yml."""

    @app.shortcut(Shortcut.SAVE_TO_FILE.value)
    def _save(ack: Ack, body: Payload) -> None:
        request = payloads.message_shortcut(body)
        on_shortcut(desk, ack, request.user_id, request.response_url, lambda: _save_to_file(desk, request))

    @app.shortcut(Shortcut.ADD_CLIENT.value)
    def _add(ack: Ack, body: Payload) -> None:
        user_id = str(body["user"]["id"])

        def work() -> None:
            view = add.form_view(desk, user_id, "", "")
            desk.slack.views_open(trigger_id=str(body["trigger_id"]), view=view)

        on_shortcut(desk, ack, user_id, "", work)

    @app.shortcut(Shortcut.LOG_CALL.value)
    def _log(ack: Ack, body: Payload) -> None:
        user_id = str(body["user"]["id"])

        def work() -> None:
            with open_case(desk, user_id, via="log") as case:
                view = log.form_view(desk, case, None, carried=Carried())
            desk.slack.views_open(trigger_id=str(body["trigger_id"]), view=view)

        on_shortcut(desk, ack, user_id, "", work)
