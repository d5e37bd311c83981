"""Drafts: the forms that report what is typed into them, what is kept of one, and the offer to go on with it."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.i18n import _, ngettext
from bot.policy.access import Part
from bot.policy.catalogue import PART_LABELS
from bot.results.drafts import Draft, DraftList
from bot.views.blocks import actions, button, context, escape, header, section, shorten
from bot.views.ids import Action, Form, Input
from bot.views.message import Block, View
from bot.views.refilling import Typed
from bot.views.words import ago_text

_SHOWN = 120
_TEXT_INPUTS = {"plain_text_input", "number_input", "email_text_input", "url_text_input"}
_WHILE_TYPING = {"trigger_actions_on": ["on_character_entered"]}
_AT_ENTER = {"trigger_actions_on": ["on_enter_pressed"]}


@dataclass(frozen=True)
class DraftContent:
    """What is kept of a form: what was typed, by block_id, and what the form carried with it."""

    typed: Mapping[str, Typed] = field(default_factory=dict)
    carried: str = ""

    def dump(self) -> str:
        """Write it for the database."""
        typed = {block_id: [each.value, each.label] for block_id, each in sorted(self.typed.items())}
        return json.dumps({"typed": typed, "carried": self.carried}, ensure_ascii=False)

    @staticmethod
    def load(text: str) -> "DraftContent":
        """Read what `dump` wrote."""
        content: dict[str, Any] = json.loads(text)
        return DraftContent({block_id: Typed(*each) for block_id, each in content["typed"].items()}, content["carried"])


def reporting(view: View, *, at_enter: Collection[str] = ()) -> View:
    """Return a form whose inputs report while it is filled in, and which reports when it is closed.

    Texts report as they are typed, those in `at_enter` only when Enter is pressed.
    """
    blocks: Any = view["blocks"]
    return view | {"blocks": [_reporting(each, at_enter) for each in blocks], "notify_on_close": True}


def _reporting(block: Block, at_enter: Collection[str]) -> Block:
    if block["type"] != "input":
        return block
    element: Any = block["element"]
    if element["type"] in _TEXT_INPUTS:
        when = _AT_ENTER if element["action_id"] in at_enter else _WHILE_TYPING
        element = element | {"dispatch_action_config": when}
    return block | {"dispatch_action": True, "element": element}


def draft_blocks(found: DraftList, now: datetime) -> list[Block]:
    """Return what was typed and not saved, each with a button to go on; nothing where there is none."""
    if not found.drafts:
        return []
    blocks = [header(_("Not saved yet"))]
    for each in found.drafts:
        blocks += [section(_line(each, now)), _buttons(each)]
    if found.more:
        blocks.append(context(ngettext("and {count} more", "and {count} more", found.more).format(count=found.more)))
    return blocks


def _line(draft: Draft, now: datetime) -> str:
    content = DraftContent.load(draft.content)
    given = {"what": _what(draft, content), "ago": ago_text(draft.kept_at, now)}
    if not draft.client_name:
        line = _("*{what}*, {ago}").format(**given)
    else:
        line = _("*{what}* · {client}, {ago}").format(**given, client=escape(draft.client_name))
    said = _said(draft, content)
    return f"{line}\n{escape(said)}" if said else line


def _what(draft: Draft, content: DraftContent) -> str:
    match draft.form:
        case Form.ADD:
            return _("Add a client")
        case Form.EDIT:
            return str(PART_LABELS[Part(json.loads(content.carried)["section"])])
        case _:
            return _("Log a contact")


def _said(draft: Draft, content: DraftContent) -> str:
    """Return the words by which its owner knows it again; never a value of the file, which may be sealed by now."""
    name = {Form.ADD: "name", Form.LOG: Input.NOTE}.get(Form(draft.form), "")
    typed = content.typed.get(str(name))
    return shorten(" ".join(typed.value.split()), _SHOWN) if typed else ""


def _buttons(draft: Draft) -> Block:
    return actions(
        button(_("Continue"), Action.DRAFT_CONTINUE, str(draft.draft_id), style="primary"),
        button(_("Discard"), Action.DRAFT_DISCARD, str(draft.draft_id)),
        block_id=f"draft:{draft.draft_id}",
    )
