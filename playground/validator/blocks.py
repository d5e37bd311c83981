"""Blocks: one table, block type -> rule, and which surfaces carry which type."""

from playground.jsontypes import JsonValue
from playground.validator.composition import SLACK_FILE, URL, mrkdwn, plain, text
from playground.validator.data import DATA_TABLE, DATA_VISUALIZATION, TABLE
from playground.validator.elements import ACCESSORIES, BUTTON, IMAGE, IN_ACTIONS, IN_INPUTS
from playground.validator.rich_text import RICH_TEXT
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
    string,
    tagged,
)

BLOCK = {"block_id": string(255)}


def _collapsible(value: JsonValue, pointer: str) -> Found:
    if value.get("default_collapsed") and not value.get("is_collapsible"):
        yield failed(
            f"{pointer}/default_collapsed", "requires is_collapsible", type="requires", expected="is_collapsible"
        )


IN_CONTEXT = by_type(
    {
        "image": IMAGE,
        "plain_text": tagged("plain_text", {"text": string(3000)}, {"emoji": boolean}),
        "mrkdwn": tagged("mrkdwn", {"text": string(3000)}, {"verbatim": boolean}),
    }
)
CARD = tagged(
    "card",
    {},
    {
        **BLOCK,
        "hero_image": IMAGE,
        "icon": IMAGE,
        "title": mrkdwn(150),
        "subtitle": mrkdwn(150),
        "body": mrkdwn(200),
        "actions": array(BUTTON, 1, 5),
    },
    at_least_one("hero_image", "title", "actions", "body"),
)

SIMPLE: dict[str, Rule] = {
    "section": tagged(
        "section",
        {},
        {
            **BLOCK,
            "text": text(3000),
            "fields": array(text(2000), 1, 10),
            "accessory": by_type(ACCESSORIES),
            "expand": boolean,
        },
        at_least_one("text", "fields"),
    ),
    "actions": tagged("actions", {"elements": array(by_type(IN_ACTIONS), 1, 25)}, BLOCK),
    "context": tagged("context", {"elements": array(IN_CONTEXT, 1, 10)}, BLOCK),
    "divider": tagged("divider", {}, BLOCK),
    "header": tagged("header", {"text": plain(150)}, BLOCK),
    "image": tagged(
        "image",
        {"alt_text": string(2000)},
        {**BLOCK, "image_url": URL, "slack_file": SLACK_FILE, "title": plain(2000)},
        exactly_one("image_url", "slack_file"),
    ),
    "input": tagged(
        "input",
        {"label": plain(2000), "element": by_type(IN_INPUTS)},
        {**BLOCK, "hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "rich_text": RICH_TEXT,
    "table": TABLE,
    "file": tagged("file", {"source": choice("remote"), "external_id": string(255)}, BLOCK),
}
BLOCKS: dict[str, Rule] = {
    **SIMPLE,
    "markdown": tagged("markdown", {"text": string(12_000)}, BLOCK),
    "alert": tagged(
        "alert",
        {"text": text(200)},
        {**BLOCK, "level": choice("default", "info", "warning", "error", "success")},
    ),
    "card": CARD,
    "carousel": tagged("carousel", {"elements": array(by_type({"card": CARD}), 1, 10)}, BLOCK),
    "container": tagged(
        "container",
        {"child_blocks": array(by_type(SIMPLE), 1, 10)},
        {
            **BLOCK,
            "title": plain(150),
            "rich_text_title": RICH_TEXT,
            "subtitle": text(150),
            "width": choice("narrow", "standard", "wide", "full"),
            "icon": IMAGE,
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
        at_least_one("title", "rich_text_title"),
        _collapsible,
    ),
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
}

EVERYWHERE = {"section", "actions", "context", "divider", "header", "image", "input", "rich_text", "card"}
SURFACES: dict[str, set[str]] = {
    "message": EVERYWHERE | {"file", "markdown", "table", "data_table", "data_visualization", "carousel", "container"},
    "modal": EVERYWHERE | {"alert"},
    "home": EVERYWHERE | {"table", "data_table", "data_visualization"},
}
