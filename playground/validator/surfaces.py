"""Whole surfaces: a message's blocks and a view, with the rules that only hold for the whole."""

import json
from collections.abc import Iterator

from playground.jsontypes import JsonObject, JsonValue
from playground.validator.blocks import BLOCKS, SURFACES
from playground.validator.composition import plain
from playground.validator.data import TABLE_CHARACTERS, words_in
from playground.validator.elements import ELSEWHERE, OPTIONS
from playground.validator.rules import (
    Found,
    Problem,
    array,
    boolean,
    by_type,
    choice,
    exactly_one,
    failed,
    shape,
    string,
)

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
VIEW_BYTES = 250_000
CHARTS = 2


def check_message_blocks(blocks: JsonValue, pointer: str) -> list[Problem]:
    """List what Slack would refuse in the blocks of a message."""
    return [*_check_blocks(blocks, pointer, "message", MESSAGE_BLOCKS)]


def check_view(view: JsonValue, pointer: str) -> list[Problem]:
    """List what Slack would refuse in a view."""
    kinds = {"modal": MODAL, "home": HOME}
    found = [*by_type(kinds)(view, pointer)]
    if not isinstance(view, dict) or view.get("type") not in kinds:
        return found
    if len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES:
        found.append(Problem(pointer, "view_too_large", "view must be at most 250 kB", {"type": "max_bytes"}))
    found += _check_blocks(view.get("blocks"), f"{pointer}/blocks", view["type"], VIEW_BLOCKS)
    found += _check_submit(view, pointer)
    return found


def message_size(blocks: JsonValue) -> int:
    """Return the size of a message's blocks in characters of JSON, as the limit of a message counts them."""
    return len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))


def _anything(_value: JsonValue, _pointer: str) -> Found:
    """Blocks are looked at on their own."""
    return iter(())


_COMMON = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
MODAL = shape(
    {"type": choice("modal"), "title": plain(24), "blocks": _anything},
    {
        **_COMMON,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
SUGGESTIONS = shape({}, OPTIONS, exactly_one("options", "option_groups"))
HOME = shape({"type": choice("home"), "blocks": _anything}, _COMMON)


def _check_blocks(blocks: JsonValue, pointer: str, surface: str, most: int) -> Found:
    allowed = {name: BLOCKS[name] for name in SURFACES[surface]}
    before = [*array(by_type(allowed), 1 if surface == "message" else 0, most)(blocks, pointer)]
    yield from before
    if before:
        return
    yield from _unique_ids(blocks, pointer)
    yield from _per_message(blocks, pointer)
    yield from _elsewhere(blocks, pointer, surface)


def _unique_ids(blocks: list[JsonObject], pointer: str) -> Found:
    """block_id is unique on a surface, action_id within a block."""
    seen: set[str] = set()
    for where, block in _flat(blocks, pointer):
        block_id = block.get("block_id")
        if block_id is not None and block_id in seen:
            yield Problem(
                f"{where}/block_id", "duplicate_id", f"block_id already exists: {block_id}", {"type": "unique"}
            )
        if block_id is not None:
            seen.add(block_id)
        actions = [
            one["action_id"] for one in block.get("elements", ()) if isinstance(one, dict) and "action_id" in one
        ]
        for action_id in {one for one in actions if actions.count(one) > 1}:
            yield Problem(
                f"{where}/elements", "duplicate_id", f"action_id already exists: {action_id}", {"type": "unique"}
            )


def _flat(blocks: list[JsonObject], pointer: str) -> Iterator[tuple[str, JsonObject]]:
    for index, block in enumerate(blocks):
        where = f"{pointer}/{index}"
        yield where, block
        if block["type"] == "container":
            yield from _flat(block["child_blocks"], f"{where}/child_blocks")


def _per_message(blocks: list[JsonObject], pointer: str) -> Found:
    """One table, two charts, ten thousand characters in tables, one element that wants the focus."""
    kinds = [block["type"] for _, block in _flat(blocks, pointer)]
    if kinds.count("table") > 1:
        yield failed(pointer, "only one table allowed", type="max_items", expected=1)
    if kinds.count("data_visualization") > CHARTS:
        yield failed(pointer, f"no more than {CHARTS} charts allowed", type="max_items", expected=CHARTS)
    tables = [block["rows"] for _, block in _flat(blocks, pointer) if block["type"] in {"table", "data_table"}]
    if words_in(tables) > TABLE_CHARACTERS:
        message = f"tables must be less than {TABLE_CHARACTERS + 1} characters"
        yield failed(pointer, message, type="max_length", expected=TABLE_CHARACTERS)
    focused = [one for block in blocks if (one := block.get("element") or {}).get("focus_on_load")]
    if len(focused) > 1:
        yield failed(pointer, "only one element may set focus_on_load", type="max_items", expected=1)


def _elsewhere(blocks: list[JsonObject], pointer: str, surface: str) -> Found:
    """Refuse elements that only other surfaces carry."""
    for where, block in _flat(blocks, pointer):
        standing = [(f"{where}/element", block.get("element"))]
        standing += [(f"{where}/elements/{index}", one) for index, one in enumerate(block.get("elements") or ())]
        for place, element in standing:
            kind = element.get("type") if isinstance(element, dict) else None
            if kind in ELSEWHERE[surface]:
                yield Problem(f"{place}/type", "unsupported_type", f"unsupported type: {kind}", {"type": "enum"})


def check_suggestions(answer: JsonValue) -> list[Problem]:
    """List what Slack would refuse in the options that an app suggests for an external select; none is fine."""
    given = answer if isinstance(answer, dict) else {}
    known = {key: given[key] for key in ("options", "option_groups") if given.get(key) not in (None, [])}
    return [*SUGGESTIONS(known, "")] if known else []


def _check_submit(view: JsonObject, pointer: str) -> Found:
    blocks = view.get("blocks")
    inputs = isinstance(blocks, list) and any(
        isinstance(block, dict) and block.get("type") == "input" for block in blocks
    )
    if view["type"] == "modal" and inputs and "submit" not in view:
        yield Problem(
            pointer, "missing_field", "missing required field: submit", {"type": "required", "expected": "submit"}
        )
