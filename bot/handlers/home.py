"""App Home: published when somebody opens it, and again when what it shows has changed."""

import logging
from zoneinfo import ZoneInfo

from slack_bolt import Ack, App

from bot.errors import ClienteleError
from bot.handlers.answering import on_action, open_case
from bot.handlers.desk import Desk
from bot.handlers.payloads import ActionRequest, Payload
from bot.i18n import use_language
from bot.services.home import compose_home
from bot.services.quality import measure
from bot.services.steps import finish_step
from bot.views import problems
from bot.views.home import home_view, outsider_home
from bot.views.ids import Action

log = logging.getLogger(__name__)


def publish(desk: Desk, user_id: str) -> None:
    """Publish somebody's own desk; those who may read nothing are told whom to ask."""
    with use_language(None):
        try:
            with open_case(desk, user_id, via="home") as case:
                found = compose_home(case.session, case.actor, now=case.now, catalogue=desk.catalogue)
                today = case.now.astimezone(ZoneInfo(case.actor.timezone)).date()
            # Sums over many files: nobody who writes waits for them.
            with desk.database.reading() as reader:
                measured = measure(reader, case.actor, now=case.now, catalogue=desk.catalogue)
            view = home_view(found, measured, now=case.now, today=today)
        except ClienteleError as error:
            view = outsider_home(problems.sentence(error, custodians=desk.settings.custodians))
        desk.slack.views_publish(user_id=user_id, view=view)


def _finish(desk: Desk, request: ActionRequest) -> None:
    """Mark a step as done; the tab, without it, is the answer, also where it was done before."""
    try:
        with open_case(desk, request.user_id, via="done") as case:
            finish_step(case.session, case.actor, int(request.value), now=case.now)
    finally:
        desk.later(lambda: publish(desk, request.user_id))


def register(app: App, desk: Desk) -> None:
    """Register the event of opening the Home tab, and its own buttons."""

    @app.event("app_home_opened")
    def _opened(event: Payload) -> None:
        if event.get("tab", "home") == "home":
            user_id = str(event["user"])
            desk.later(lambda: publish(desk, user_id))

    @app.action(Action.STEP_DONE.value)
    def _done(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: _finish(desk, request))
