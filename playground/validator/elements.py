"""Block elements: buttons, menus, pickers and inputs, with Slack's limits. One table, element type -> rule."""

import datetime as dt
from decimal import Decimal, InvalidOperation

from playground.jsontypes import JsonValue
from playground.validator.composition import (
    CONFIRM,
    DISPATCH,
    FILTER,
    ID,
    OPTION,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    RICH_OPTION,
    SLACK_FILE,
    URL,
    distinct_values,
    initial_among,
    plain,
)
from playground.validator.rich_text import RICH_TEXT
from playground.validator.rules import (
    Found,
    Rule,
    array,
    boolean,
    choice,
    exactly_one,
    failed,
    integer,
    shape,
    string,
    tagged,
)

ACTION = {"action_id": ID}
CONFIRMED = {**ACTION, "confirm": CONFIRM}
FOCUS = {**ACTION, "focus_on_load": boolean}
PLACEHOLDER = {"placeholder": plain(150)}
MENU = {**CONFIRMED, "focus_on_load": boolean, **PLACEHOLDER}
SEVERAL = {**MENU, "max_selected_items": integer(1)}
TYPED = {**FOCUS, **PLACEHOLDER, "dispatch_action_config": DISPATCH}
OPTIONS = {"options": array(OPTION, 1, 100), "option_groups": array(OPTION_GROUP, 1, 100)}
NUMERAL = string(255, pattern=r"-?\d+(\.\d+)?", what="a number as text")


def _iso_date(value: JsonValue, pointer: str) -> Found:
    try:
        dt.date.fromisoformat(value if isinstance(value, str) and len(value) == 10 else "")
    except ValueError:
        yield failed(pointer, "must be a date in the format YYYY-MM-DD", type="format", expected="YYYY-MM-DD")


def _iana_zone(value: JsonValue, pointer: str) -> Found:
    yield from string(255, pattern=r"[A-Za-z_]+(/[A-Za-z0-9_+-]+)*", what="an IANA time zone")(value, pointer)


def _lengths(value: JsonValue, pointer: str) -> Found:
    least, most = value.get("min_length", 0), value.get("max_length", 3000)
    if least > most:
        yield failed(
            pointer, "min_length must not exceed max_length", type="order", expected=["min_length", "max_length"]
        )


def _bounds(value: JsonValue, pointer: str) -> Found:
    """min_value, initial_value and max_value are numbers in that order, whole where decimals are not allowed."""
    given: list[Decimal] = []
    for key in ("min_value", "initial_value", "max_value"):
        if key not in value:
            continue
        try:
            given.append(Decimal(value[key]))
        except InvalidOperation:
            yield failed(f"{pointer}/{key}", "must be a number as text", type="pattern", expected="number")
            return
        if not value["is_decimal_allowed"] and given[-1] % 1:
            yield failed(f"{pointer}/{key}", "must be a whole number", type="integer", expected="integer")
    if given != sorted(given):
        yield failed(
            pointer, "min_value, initial_value and max_value must be in that order", type="order", expected="order"
        )


def _at_most_selected(key: str) -> Rule:
    def check(value: JsonValue, pointer: str) -> Found:
        most = value.get("max_selected_items")
        if most is not None and len(value.get(key, ())) > most:
            yield failed(f"{pointer}/{key}", f"no more than {most} items allowed", type="max_items", expected=most)

    return check


BUTTON = tagged(
    "button",
    {"text": plain(75)},
    {
        **CONFIRMED,
        "value": string(2000, 0),
        "url": URL,
        "style": choice("primary", "danger"),
        "accessibility_label": string(75),
    },
)
IMAGE = tagged(
    "image",
    {"alt_text": string(2000)},
    {"image_url": URL, "slack_file": SLACK_FILE},
    exactly_one("image_url", "slack_file"),
)


def _select(name: str, more: dict[str, Rule], *also: Rule) -> Rule:
    return tagged(name, {}, {**MENU, **more}, *also)


def _multi(name: str, key: str, more: dict[str, Rule], *also: Rule) -> Rule:
    return tagged(name, {}, {**SEVERAL, **more}, _at_most_selected(key), *also)


def _typed(name: str, most: int) -> Rule:
    return tagged(name, {}, {**TYPED, "initial_value": string(most)})


ELEMENTS: dict[str, Rule] = {
    "button": BUTTON,
    "image": IMAGE,
    "static_select": _select(
        "static_select",
        {**OPTIONS, "initial_option": OPTION},
        exactly_one("options", "option_groups"),
        distinct_values,
        initial_among("initial_option"),
    ),
    "external_select": _select("external_select", {"initial_option": OPTION, "min_query_length": integer(0)}),
    "users_select": _select("users_select", {"initial_user": ID}),
    "conversations_select": _select(
        "conversations_select",
        {
            "initial_conversation": ID,
            "default_to_current_conversation": boolean,
            "filter": FILTER,
            "response_url_enabled": boolean,
        },
    ),
    "channels_select": _select("channels_select", {"initial_channel": ID, "response_url_enabled": boolean}),
    "multi_static_select": _multi(
        "multi_static_select",
        "initial_options",
        {**OPTIONS, "initial_options": array(OPTION, 1, 100)},
        exactly_one("options", "option_groups"),
        distinct_values,
        initial_among("initial_options"),
    ),
    "multi_external_select": _multi(
        "multi_external_select",
        "initial_options",
        {"initial_options": array(OPTION, 1, 100), "min_query_length": integer(0)},
    ),
    "multi_users_select": _multi("multi_users_select", "initial_users", {"initial_users": array(ID)}),
    "multi_conversations_select": _multi(
        "multi_conversations_select",
        "initial_conversations",
        {"initial_conversations": array(ID), "default_to_current_conversation": boolean, "filter": FILTER},
    ),
    "multi_channels_select": _multi("multi_channels_select", "initial_channels", {"initial_channels": array(ID)}),
    "overflow": tagged("overflow", {"options": array(OVERFLOW_OPTION, 1, 5)}, CONFIRMED, distinct_values),
    "radio_buttons": tagged(
        "radio_buttons",
        {"options": array(RICH_OPTION, 1, 10)},
        {**CONFIRMED, "focus_on_load": boolean, "initial_option": RICH_OPTION},
        distinct_values,
        initial_among("initial_option"),
    ),
    "checkboxes": tagged(
        "checkboxes",
        {"options": array(RICH_OPTION, 1, 10)},
        {**CONFIRMED, "focus_on_load": boolean, "initial_options": array(RICH_OPTION, 1, 10)},
        distinct_values,
        initial_among("initial_options"),
    ),
    "datepicker": _select("datepicker", {"initial_date": _iso_date}),
    "timepicker": _select(
        "timepicker",
        {
            "initial_time": string(5, pattern=r"([01]\d|2[0-3]):[0-5]\d", what="a time in the format HH:MM"),
            "timezone": _iana_zone,
        },
    ),
    "datetimepicker": tagged(
        "datetimepicker",
        {},
        {**CONFIRMED, "focus_on_load": boolean, "initial_date_time": integer(1_000_000_000, 9_999_999_999)},
    ),
    "plain_text_input": tagged(
        "plain_text_input",
        {},
        {
            **TYPED,
            "initial_value": string(3000, 0),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
        _lengths,
    ),
    "email_text_input": _typed("email_text_input", 3000),
    "url_text_input": _typed("url_text_input", 3000),
    "number_input": tagged(
        "number_input",
        {"is_decimal_allowed": boolean},
        {**TYPED, "initial_value": NUMERAL, "min_value": NUMERAL, "max_value": NUMERAL},
        _bounds,
    ),
    "file_input": tagged("file_input", {}, {**ACTION, "filetypes": array(string(255)), "max_files": integer(1, 10)}),
    "rich_text_input": tagged(
        "rich_text_input",
        {},
        {**TYPED, "initial_value": RICH_TEXT, "min_lines": integer(1), "max_lines": integer(1)},
    ),
    "workflow_button": tagged(
        "workflow_button",
        {
            "text": plain(75),
            "workflow": shape(
                {
                    "trigger": shape(
                        {"url": URL},
                        {"customizable_input_parameters": array(shape({"name": string(255), "value": string(3000)}))},
                    )
                }
            ),
        },
        {**ACTION, "style": choice("primary", "danger"), "accessibility_label": string(75)},
    ),
}

TEXT_INPUTS = ("plain_text_input", "email_text_input", "url_text_input", "number_input")
MENUS = tuple(name for name in ELEMENTS if name.endswith("_select"))
PICKERS = ("datepicker", "timepicker", "datetimepicker", "radio_buttons", "checkboxes")


def of(*names: str) -> dict[str, Rule]:
    """Return the part of the table with these element types."""
    return {name: ELEMENTS[name] for name in names}


# A section carries no datetimepicker: that one stands in actions and inputs only.
ACCESSORIES = of("button", "image", "overflow", *MENUS, *(one for one in PICKERS if one != "datetimepicker"))
ACCESSORIES |= of("workflow_button")
IN_ACTIONS = of("button", "overflow", *MENUS, *PICKERS, "workflow_button", "rich_text_input")
IN_INPUTS = of(*TEXT_INPUTS, *MENUS, *PICKERS, "file_input", "rich_text_input")
# Elements that not every surface carries, in whichever block they stand.
ELSEWHERE: dict[str, set[str]] = {
    "message": {"email_text_input", "url_text_input", "number_input", "file_input", "rich_text_input"},
    "home": {"email_text_input", "url_text_input", "number_input", "file_input", "datetimepicker"},
    "modal": set(),
}
