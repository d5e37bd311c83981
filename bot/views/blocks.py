"""The few blocks that every view is made of; user text is escaped here.

Inputs of forms go through slack_sdk's models. What a card has a dozen of is written out: the models look at forty
attributes to find the three that are set, and took half of the time in which a card is drawn (docs/benchmarks.md).
"""

import json
import re
from collections.abc import Sequence
from unicodedata import bidirectional

from slack_sdk.models.blocks import (
    ConfirmObject,
    InputBlock,
    InteractiveElement,
    Option,
    PlainTextObject,
)
from slack_sdk.models.blocks.block_elements import InputInteractiveElement

from bot.views.message import Block

SECTION_LIMIT = 3000
MESSAGE_LIMIT = 13_000
"""Slack refuses the blocks of a message from 13,200 characters on."""
BUTTON_LIMIT = 75
HEADER_LIMIT = 150
OPTION_LIMIT = 75

_LEFT_TO_RIGHT = "\u200e"
_STRONG = frozenset({"L", "R", "AL"})
_HALVED = re.compile(r"(?:&[a-z]{0,3}|<[^<>]*)…$")


def escape(text: str) -> str:
    """Disarm what Slack would read as a mention or a link; nothing else needs it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shorten(text: str, most: int) -> str:
    """Cut a text to `most` characters, with an ellipsis where something is missing."""
    return text if len(text) <= most else text[: most - 1] + "…"


def size(blocks: Sequence[Block]) -> int:
    """Return how large blocks are, as Slack counts them towards MESSAGE_LIMIT."""
    return len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))


def header(text: str) -> Block:
    """Return a heading; plain text."""
    return {"type": "header", "text": _plain_text(_in_our_direction(text), HEADER_LIMIT)}


def section(text: str, *, accessory: Block | None = None, block_id: str | None = None) -> Block:
    """Return a paragraph of mrkdwn whose user text is already escaped."""
    block: Block = {"type": "section", "text": _mrkdwn(text)}
    if accessory is not None:
        block["accessory"] = accessory
    if block_id is not None:
        block["block_id"] = block_id
    return block


def context(text: str) -> Block:
    """Return a line in small print."""
    return {"type": "context", "elements": [_mrkdwn(text)]}


def divider() -> Block:
    """Return a rule between parts."""
    return {"type": "divider"}


def _plain_text(text: str, most: int) -> Block:
    return {"type": "plain_text", "text": shorten(text, most), "emoji": False}


def _mrkdwn(text: str) -> Block:
    ours = _in_our_direction(text)
    return {"type": "mrkdwn", "text": ours if len(ours) <= SECTION_LIMIT else _cut(ours)}


def _cut(text: str) -> str:
    """Cut mrkdwn to what a block holds, leaving no half of an entity or of a mention at its end."""
    return _HALVED.sub("…", shorten(text, SECTION_LIMIT))


def _in_our_direction(text: str) -> str:
    """Mark a text that begins with an Arabic or Hebrew name as ours.

    Slack turns the whole text to the direction of its first letter, our own words after the name too.
    """
    if text.isascii():
        return text
    first = next((kind for kind in map(bidirectional, text) if kind in _STRONG), "L")
    return text if first == "L" else f"{_LEFT_TO_RIGHT}{text}"


def actions(*elements: Block | InteractiveElement, block_id: str | None = None) -> Block:
    """Return a row of buttons and menus."""
    block: Block = {
        "type": "actions",
        "elements": [each if isinstance(each, dict) else each.to_dict() for each in elements],
    }
    if block_id is not None:
        block["block_id"] = block_id
    return block


def button(
    text: str, action_id: str, value: str, *, style: str | None = None, confirm: ConfirmObject | None = None
) -> Block:
    """Return a button; a label over 75 characters is cut."""
    element: Block = {
        "type": "button",
        "text": _plain_text(text, BUTTON_LIMIT),
        "action_id": str(action_id),
        "value": value,
    }
    if style is not None:
        element["style"] = style
    if confirm is not None:
        element["confirm"] = confirm.to_dict()
    return element


def option(text: str, value: str) -> Option:
    """Return one choice of a menu; a label over 75 characters is cut."""
    return Option(text=PlainTextObject(text=shorten(text or "-", OPTION_LIMIT), emoji=False), value=value)


def overflow(action_id: str, choices: Sequence[tuple[str, str]]) -> Block:
    """Return a “⋯” menu of at most five choices, each a label and its value."""
    options = [{"text": _plain_text(label, OPTION_LIMIT), "value": value} for label, value in choices]
    return {"type": "overflow", "action_id": str(action_id), "options": options}


def field(
    label: str, element: InputInteractiveElement, *, name: str, optional: bool = False, hint: str = "", suffix: str = ""
) -> Block:
    """Return one input of a form; its block_id begins with its name."""
    return InputBlock(
        label=PlainTextObject(text=label, emoji=False),
        element=element,
        block_id=f"{name}{suffix}",
        optional=optional,
        hint=PlainTextObject(text=hint, emoji=False) if hint else None,
    ).to_dict()


def plain(text: str) -> PlainTextObject:
    """Return plain text for a placeholder or a title."""
    return PlainTextObject(text=text, emoji=False)
