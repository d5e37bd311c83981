"""Shortcuts: “Save to client file” on a message, “Add a client” and “Log a call” from anywhere."""

from slack_bolt import Ack, App

from bot.handlers import add, log, payloads, saving
from bot.handlers.answering import on_shortcut, open_case
from bot.handlers.desk import Desk
from bot.handlers.payloads import Carried, Payload
from bot.views.ids import Shortcut


def register(app: App, desk: Desk) -> None:
    """Register the shortcuts of manifest.yml."""

    @app.shortcut(Shortcut.SAVE_TO_FILE.value)
    def _save(ack: Ack, body: Payload) -> None:
        request = payloads.message_shortcut(body)
        on_shortcut(desk, ack, request.user_id, request.response_url, lambda: saving.open_for(desk, request))

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
