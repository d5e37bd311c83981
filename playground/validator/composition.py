"""Composition objects: text, options, confirmation dialogs, filters, dispatch settings, image sources."""

from playground.jsontypes import JsonValue
from playground.validator.rules import (
    Found,
    Rule,
    array,
    at_least_one,
    boolean,
    by_type,
    choice,
    exactly_one,
    failed,
    shape,
    string,
    tagged,
)

ID = string(255)
URL = string(3000, pattern=r"[a-zA-Z][\w+.-]*:\S+", what="a valid url")


def plain(most: int, least: int = 1) -> Rule:
    """Ask for a plain_text object."""
    return by_type({"plain_text": tagged("plain_text", {"text": string(most, least)}, {"emoji": boolean})})


def text(most: int) -> Rule:
    """Ask for a plain_text or mrkdwn object."""
    return by_type(
        {
            "plain_text": tagged("plain_text", {"text": string(most)}, {"emoji": boolean}),
            "mrkdwn": tagged("mrkdwn", {"text": string(most)}, {"verbatim": boolean}),
        }
    )


def mrkdwn(most: int) -> Rule:
    """Ask for a mrkdwn object."""
    return by_type({"mrkdwn": tagged("mrkdwn", {"text": string(most)}, {"verbatim": boolean})})


OPTION = shape({"text": plain(75), "value": string(150)}, {"description": plain(75)})
RICH_OPTION = shape({"text": text(75), "value": string(150)}, {"description": text(75)})
OVERFLOW_OPTION = shape({"text": plain(75), "value": string(150)}, {"description": plain(75), "url": URL})
OPTION_GROUP = shape({"label": plain(75), "options": array(OPTION, 1, 100)})

CONFIRM = shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": choice("primary", "danger")},
)
FILTER = shape(
    {},
    {
        "include": array(choice("im", "mpim", "private", "public"), 1),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),
)
DISPATCH = shape({}, {"trigger_actions_on": array(choice("on_enter_pressed", "on_character_entered"), 1, 2)})
SLACK_FILE = shape({}, {"id": string(255), "url": URL}, exactly_one("id", "url"))


def initial_among(key: str) -> Rule:
    """Ask that the initial option, or each of several, stands among the options."""

    def check(value: JsonValue, pointer: str) -> Found:
        given = value.get(key)
        if given is None:
            return
        offered = list(value.get("options", ()))
        for group in value.get("option_groups", ()):
            offered += group["options"]
        for one in given if isinstance(given, list) else [given]:
            if not any(_same(one, option) for option in offered):
                yield failed(f"{pointer}/{key}", f"{key} must be among the options", type="among", expected="options")

    return check


def _same(one: JsonValue, other: JsonValue) -> bool:
    return bool(one["value"] == other["value"] and one["text"]["text"] == other["text"]["text"])


def distinct_values(value: JsonValue, pointer: str) -> Found:
    """No two options of a menu share their value."""
    options = list(value.get("options", ()))
    for group in value.get("option_groups", ()):
        options += group["options"]
    values = [option["value"] for option in options]
    if len(set(values)) != len(values):
        yield failed(pointer, "option values must be unique", type="unique", expected="value")
