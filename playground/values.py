"""What the elements of a form hold: from plain values to Slack's state, and what Slack's own client will not send."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation

from playground.jsontypes import JsonObject, JsonValue

# Element type -> (key of its value in Slack's state, key of its initial value).
SINGLE = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
SEVERAL = {
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "file_input": ("files", "initial_files"),
}
STATEFUL = SINGLE | SEVERAL
REQUIRED = "This field is required."


def elements_of(block: JsonObject) -> Iterator[JsonObject]:
    """Return the elements of a block that carry an action_id."""
    candidates = [
        block.get("element"),
        block.get("accessory"),
        *(block.get("elements") or ()),
        *(block.get("actions") or ()),
    ]
    for element in candidates:
        if isinstance(element, dict) and "action_id" in element:
            yield element
    for child in block.get("child_blocks") or ():
        yield from elements_of(child)


def walk(blocks: list[JsonObject]) -> Iterator[tuple[JsonObject, JsonObject]]:
    """Every (block, element) of a surface in reading order, children of containers under their own block."""
    for block in blocks:
        for child in block.get("child_blocks") or ():
            yield from walk([child])
        if "child_blocks" not in block:
            for element in elements_of(block):
                yield block, element


def options_of(element: JsonObject) -> list[JsonObject]:
    """All options of a menu, groups taken apart."""
    grouped = [option for group in element.get("option_groups") or () for option in group["options"]]
    return [*(element.get("options") or ()), *grouped]


def initial_state(element: JsonObject) -> JsonObject:
    """Return the state of an element that nobody has touched."""
    kind = element["type"]
    key, initial = STATEFUL[kind]
    given = element.get(initial)
    return {"type": kind, key: given if given is not None else ([] if kind in SEVERAL else None)}


def state_of(blocks: list[JsonObject], held: JsonObject | None = None) -> JsonObject:
    """`{block_id: {action_id: state}}` of a surface, keeping what was held for elements of the same type."""
    values: JsonObject = {}
    for block, element in walk(blocks):
        if element["type"] not in STATEFUL:
            continue
        before = (held or {}).get(block["block_id"], {}).get(element["action_id"])
        kept = before if before and before["type"] == element["type"] else initial_state(element)
        values.setdefault(block["block_id"], {})[element["action_id"]] = kept
    return values


def with_value(element: JsonObject, value: JsonValue, offered: list[JsonObject]) -> JsonObject:
    """Return the state of an element that holds a plain value; raises ValueError for an option that is not on offer.

    `offered` are the options the app suggested for an external select.
    """
    kind = element["type"]
    key = STATEFUL[kind][0] if kind in STATEFUL else "selected_option"
    choices = [*options_of(element), *offered]
    if value in (None, "", []):
        return {"type": kind, key: [] if kind in SEVERAL else None}
    if key == "selected_option":
        value = _option(choices, value)
    elif key == "selected_options":
        value = [_option([*choices, *(element.get("initial_options") or ())], one) for one in value]
    elif kind == "rich_text_input" and isinstance(value, str):
        value = rich_text(value)
    elif kind == "number_input":
        value = str(value)
    elif kind == "datetimepicker":
        value = int(value)
    return {"type": kind, key: value}


def rich_text(text: str) -> JsonObject:
    """Plain words as the block a rich_text_input sends."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def _option(choices: list[JsonObject], value: JsonValue) -> JsonObject:
    if isinstance(value, dict):
        return value
    for option in choices:
        if option.get("value") == value:
            return option
    raise ValueError(f"No option has the value {value!r}.")


def held_value(state: JsonObject) -> JsonValue:
    """Return what an element's state holds, or None when it is empty."""
    value = state.get(STATEFUL[state["type"]][0])
    return None if value in (None, "", []) else value


def problems(blocks: list[JsonObject], values: JsonObject) -> dict[str, str]:
    """`{block_id: sentence}` for the inputs that Slack's client would not send."""
    found: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        value = held_value(values[block["block_id"]][element["action_id"]])
        if value is None:
            if not block.get("optional"):
                found[block["block_id"]] = REQUIRED
        elif complaint := _complaint(element, value):
            found[block["block_id"]] = complaint
    return found


def _complaint(element: JsonObject, value: JsonValue) -> str | None:
    check = _CHECKS.get(element["type"])
    return check(element, value) if check else None


def _check_text(element: JsonObject, value: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if not value.strip():
        return REQUIRED
    if len(value) < least:
        return f"Must be at least {least} characters."
    return f"Must be {most} characters or fewer." if len(value) > most else None


def _check_email(_element: JsonObject, value: str) -> str | None:
    return None if re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", value) else "Enter a valid email address."


def _check_url(_element: JsonObject, value: str) -> str | None:
    return (
        None if re.fullmatch(r"[a-zA-Z][\w+.-]*://\S+", value) else "Enter a valid URL, with its http:// or https://."
    )


def _check_number(element: JsonObject, value: str) -> str | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return "Enter a number."
    if not element.get("is_decimal_allowed") and number != number.to_integral_value():
        return "Enter a whole number."
    if "min_value" in element and number < Decimal(element["min_value"]):
        return f"Must be {element['min_value']} or more."
    if "max_value" in element and number > Decimal(element["max_value"]):
        return f"Must be {element['max_value']} or less."
    return None


def _check_date(_element: JsonObject, value: str) -> str | None:
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return "Enter a date as YYYY-MM-DD."
    return None


def _check_time(_element: JsonObject, value: str) -> str | None:
    return None if re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value) else "Enter a time as HH:MM."


def _check_several(element: JsonObject, value: list[JsonValue]) -> str | None:
    most = element.get("max_selected_items") or element.get("max_files")
    return f"Choose at most {most}." if most and len(value) > most else None


_CHECKS: dict[str, Callable[[JsonObject, JsonValue], str | None]] = {
    "plain_text_input": _check_text,
    "email_text_input": _check_email,
    "url_text_input": _check_url,
    "number_input": _check_number,
    "datepicker": _check_date,
    "timepicker": _check_time,
    **dict.fromkeys(SEVERAL, _check_several),
}
