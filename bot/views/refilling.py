"""Filling a form with what somebody has typed into it before: a draft that goes on, or a form that is drawn anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.views.blocks import OPTION_LIMIT, shorten
from bot.views.message import Block, View


@dataclass(frozen=True)
class Typed:
    """What an input held: its value, several values on a line each, and the words of a chosen option."""

    value: str
    label: str = ""


def refilled(view: View, typed: Mapping[str, Typed]) -> View:
    """Return the form with its inputs holding what was typed, by block_id; other inputs stay as they are."""
    blocks: Any = view["blocks"]
    return view | {"blocks": [_filled(each, typed.get(str(each.get("block_id")))) for each in blocks]}


def block_ids(view: View) -> list[str]:
    """Return the block_ids of a form that was drawn."""
    blocks: Any = view["blocks"]
    return [str(each.get("block_id", "")) for each in blocks]


def _filled(block: Block, typed: Typed | None) -> Block:
    if typed is None or block["type"] != "input":
        return block
    element: Any = block["element"]
    bare = {key: value for key, value in element.items() if not key.startswith("initial_")}
    return block | {"element": bare | _initial(bare, typed)}


def _initial(element: Mapping[str, Any], typed: Typed) -> dict[str, object]:  # noqa: PLR0911 - one return a kind
    """Return what makes an element hold a value; nothing for an emptied one, or for a choice that is gone."""
    if not typed.value:
        return {}
    match element["type"]:
        case "static_select" | "radio_buttons":
            return {"initial_option": found[0]} if (found := _chosen(element["options"], [typed.value])) else {}
        case "external_select":
            text = {"type": "plain_text", "text": shorten(typed.label or typed.value, OPTION_LIMIT), "emoji": False}
            return {"initial_option": {"text": text, "value": typed.value}}
        case "checkboxes":
            found = _chosen(element["options"], typed.value.splitlines())
            return {"initial_options": found} if found else {}
        case "datepicker":
            return {"initial_date": typed.value}
        case "users_select":
            return {"initial_user": typed.value}
        case _:
            return {"initial_value": typed.value[: int(element.get("max_length", len(typed.value)))]}


def _chosen(options: Sequence[Mapping[str, object]], values: Sequence[str]) -> list[Mapping[str, object]]:
    return [each for each in options if each["value"] in values]
