"""What Slack says of a person, read when it is first needed and again once a day, off the listener's time."""

import logging
from datetime import datetime, timedelta

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errors import ClienteleError
from bot.handlers.desk import Desk
from bot.i18n import lazy
from bot.results.people import Profile
from bot.services import people

log = logging.getLogger(__name__)

GOOD_FOR = timedelta(days=1)


def ensure(desk: Desk, user_id: str) -> None:
    """Make sure that a named person's profile is known: at once the first time, later when it is a day old."""
    now = desk.now()
    known = desk.profiles_read.get(user_id)
    if known is not None and now - known < GOOD_FOR:
        return
    with desk.database.reading() as session:
        person = people.get_person(session, user_id)
    if person is None:
        return
    if person.profile_read_at is None:
        _refresh(desk, user_id, now)
    elif now - person.profile_read_at >= GOOD_FOR:
        desk.later(lambda: _refresh(desk, user_id, now))
    desk.profiles_read[user_id] = now


def _refresh(desk: Desk, user_id: str, now: datetime) -> None:
    profile = read(desk.slack, user_id, desk.settings.timezone)
    with desk.database.session() as session:
        people.note_profile(session, user_id, profile, now=now)


def read(client: WebClient, user_id: str, usual_timezone: str) -> Profile:
    """Ask Slack who somebody is. A guest's flag that is missing is read as no; a stranger is an outsider."""
    try:
        user = client.users_info(user=user_id, include_locale=True)["user"]
    except (SlackApiError, SlackClientError, OSError) as error:
        raise ClienteleError(lazy("Slack did not say who you are just now; please try again.")) from error
    flags = ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot", "deleted")
    return Profile(
        name=str(user.get("real_name") or user.get("name") or user_id),
        timezone=str(user.get("tz") or usual_timezone),
        language=str(user.get("locale") or "en"),
        is_outsider=any(bool(user.get(flag)) for flag in flags),
    )
