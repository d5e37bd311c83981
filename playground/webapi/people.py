"""auth.test, users.* and apps.connections.open: who the app is and whom it talks to."""

from playground.errors import SlackError
from playground.hub import Hub
from playground.jsontypes import JsonObject
from playground.people import APP_ID, BOT_ID, BOT_USER, Person
from playground.webapi.arguments import flag, page, required


def auth_test(hub: Hub, _args: JsonObject) -> JsonObject:
    """auth.test."""
    team = hub.workspace.team
    return {
        "url": f"{hub.base}/",
        "team": team.name,
        "user": hub.workspace.bot.name,
        "team_id": team.id,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def connections_open(hub: Hub, _args: JsonObject) -> JsonObject:
    """apps.connections.open: a WebSocket address that is good once."""
    if hub.http is not None:
        raise SlackError("forbidden_team")
    address = hub.base.replace("http://", "ws://", 1)
    return {"url": f"{address}/link/?ticket={hub.socketmode.ticket()}&app_id={APP_ID}"}


def info(hub: Hub, args: JsonObject) -> JsonObject:
    """users.info."""
    person = hub.workspace.people.get(required(args, "user")[0])
    if person is None:
        raise SlackError("user_not_found")
    return {"user": user_json(hub, person, with_locale=flag(args, "include_locale"))}


def list_(hub: Hub, args: JsonObject) -> JsonObject:
    """users.list."""
    found = [
        user_json(hub, person, with_locale=flag(args, "include_locale")) for person in hub.workspace.people.values()
    ]
    members, cursor = page(args, found)
    return {"members": members, "response_metadata": {"next_cursor": cursor}}


def user_json(hub: Hub, person: Person, *, with_locale: bool) -> JsonObject:
    """Slack's user object: no email without its scope, locale only when asked for, `is_stranger` only when true."""
    user: JsonObject = {
        "id": person.id,
        "team_id": hub.workspace.team.id if not person.is_stranger else "T0ELSEWHERE",
        "name": person.name,
        "deleted": person.deleted,
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": person.tz_label,
        "tz_offset": person.tz_offset,
        "profile": {
            "title": person.title,
            "real_name": person.real_name,
            "real_name_normalized": person.real_name,
            "display_name": person.name,
            "display_name_normalized": person.name,
        },
        "is_admin": False,
        "is_owner": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": 0,
    }
    if person.is_stranger:
        user["is_stranger"] = True
    if with_locale:
        user["locale"] = person.locale
    return user
