"""App Home: published when somebody opens it, and again when what it shows has changed."""

import logging
from zoneinfo import ZoneInfo

from slack_bolt import App

from bot.errors import ClienteleError
from bot.handlers.answering import open_case
from bot.handlers.desk import Desk
from bot.handlers.payloads import Payload
from bot.i18n import use_language
from bot.services.home import compose_home
from bot.views import problems
from bot.views.home import home_view, outsider_home

log = logging.getLogger(__name__)


def publish(desk: Desk, user_id: str) -> None:
    """Publish somebody's own desk; those who may read nothing are told whom to ask."""
    with use_language(None):
        try:
            with open_case(desk, user_id, via="home") as case:
                found = compose_home(case.session, case.actor, now=case.now, catalogue=desk.catalogue)
                today = case.now.astimezone(ZoneInfo(case.actor.timezone)).date()
            view = home_view(found, now=case.now, today=today)
        except ClienteleError as error:
            view = outsider_home(problems.sentence(error, custodians=desk.settings.custodians))
        desk.slack.views_publish(user_id=user_id, view=view)


def register(app: App, desk: Desk) -> None:
    """Register the event of opening the Home tab."""

    @app.event("app_home_opened")
    def _opened(event: Payload) -> None:
        if event.get("tab", "home") == "home":
            user_id = str(event["user"])
            desk.later(lambda: publish(desk, user_id))
