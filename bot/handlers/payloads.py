"""Slack's payloads, read once into frozen dataclasses; past these functions nothing knows Slack's JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.handlers.typed import readable
from bot.views.message import Block

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class CommandRequest:
    """`/client` as it was typed."""

    user_id: str
    channel_id: str
    text: str
    trigger_id: str
    response_url: str


@dataclass(frozen=True)
class ActionRequest:
    """A button pressed or a menu chosen. `value` is the button's value or the chosen option's."""

    user_id: str
    action_id: str
    block_id: str
    value: str
    trigger_id: str
    response_url: str
    channel_id: str
    message_ts: str
    surface: str
    """``message``, ``modal`` or ``home``: where the button stands."""
    view_id: str
    form: str
    """The callback_id of the form that the button stands in."""
    blocks: tuple[Block, ...]
    """The blocks of the message that the button stands in, as Slack sent them."""


@dataclass(frozen=True)
class HandedFile:
    """A file in a form's input: its id in Slack, and what it is called there."""

    file_id: str
    name: str


@dataclass(frozen=True)
class Submission:
    """A form as it was submitted: values by action_id, and what the form carried with it."""

    user_id: str
    view_id: str
    root_view_id: str
    """The lowest of the forms that lie on top of each other; the form itself where it lies alone."""
    callback_id: str
    values: Mapping[str, str]
    blocks_of: Mapping[str, str]
    """The block_id of each input, by action_id; a block_id stands for itself."""
    carried: "Carried"
    delivery: str
    by_block: Mapping[str, str] = field(default_factory=dict)
    """Values by block_id, for inputs of one action_id that a form has several of."""
    first_block: str = ""
    """The block_id of the first input: only at an input can an error stand. Menus beside texts have a state as well."""
    files: Mapping[str, HandedFile] = field(default_factory=dict)
    """The file of each input that takes one, by action_id."""


@dataclass(frozen=True)
class Carried:
    """What a form takes along in private_metadata: where to answer, and which file it is about."""

    response_url: str = ""
    client_id: int | None = None
    section: str = ""
    link: str = ""
    item: int | None = None
    """Which contact, site or set of bank details a form is about."""
    below: str = ""
    """The window that a form stands on, which is drawn anew when it has been saved."""
    draft: int | None = None
    """The draft that a form goes on with."""
    typed: Mapping[str, str] = field(default_factory=dict)
    message: int | None = None
    """The staged message that a form puts on a file."""
    seen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Of fields that a form offers beside its own matter: the fingerprints of the value and of the text shown."""
    first: str = ""
    """The field that an edit form was asked for."""
    opened: str = ""
    """What an edit form's fields held when it was opened; see `policy/opened.py`."""
    waiting: str = ""
    """Which waiting lines a form is about; see `views/waiting.py`."""

    def dump(self) -> str:
        """Write it for private_metadata."""
        content = {
            "response_url": self.response_url,
            "client_id": self.client_id,
            "section": self.section,
            "link": self.link,
            "item": self.item,
            "below": self.below,
            "draft": self.draft,
            "typed": dict(self.typed),
            "message": self.message,
            "seen": dict(self.seen),
            "first": self.first,
            "opened": self.opened,
            "waiting": self.waiting,
        }
        return json.dumps({key: value for key, value in content.items() if value}, ensure_ascii=False)

    @staticmethod
    def load(text: str) -> "Carried":
        """Read what `dump` wrote."""
        content: dict[str, Any] = json.loads(text) if text else {}
        return Carried(
            response_url=content.get("response_url", ""),
            client_id=content.get("client_id"),
            section=content.get("section", ""),
            link=content.get("link", ""),
            item=content.get("item"),
            below=content.get("below", ""),
            draft=content.get("draft"),
            typed=content.get("typed", {}),
            message=content.get("message"),
            seen=content.get("seen", {}),
            first=content.get("first", ""),
            opened=content.get("opened", ""),
            waiting=content.get("waiting", ""),
        )


@dataclass(frozen=True)
class MessageShortcut:
    """A message that somebody wants on a file. `files` are as Slack sent them."""

    user_id: str
    trigger_id: str
    channel_id: str
    channel_name: str
    message_ts: str
    thread_ts: str
    text: str
    author_id: str
    author_name: str
    files: tuple[Payload, ...]
    response_url: str


def command_request(body: Payload) -> CommandRequest:
    """Read a slash command."""
    return CommandRequest(
        user_id=str(body["user_id"]),
        channel_id=str(body.get("channel_id", "")),
        text=str(body.get("text") or ""),
        trigger_id=str(body.get("trigger_id", "")),
        response_url=str(body.get("response_url", "")),
    )


def action_request(body: Payload) -> ActionRequest:
    """Read a block action."""
    action = body["actions"][0]
    container = body.get("container") or {}
    return ActionRequest(
        user_id=str(body["user"]["id"]),
        action_id=str(action["action_id"]),
        block_id=str(action.get("block_id", "")),
        value=chosen(action),
        trigger_id=str(body.get("trigger_id", "")),
        response_url=str(body.get("response_url") or ""),
        channel_id=str((body.get("channel") or {}).get("id") or container.get("channel_id") or ""),
        message_ts=str(container.get("message_ts") or ""),
        surface=str((body.get("view") or {}).get("type") or "message"),
        view_id=str((body.get("view") or {}).get("id") or ""),
        form=str((body.get("view") or {}).get("callback_id") or ""),
        blocks=tuple((body.get("message") or {}).get("blocks") or ()),
    )


def chosen(state: Payload) -> str:
    """Return what an input or menu holds, whatever its type; empty when nothing was chosen, a line each of several."""
    if options := state.get("selected_options"):
        return "\n".join(str(option["value"]) for option in options)
    if option := state.get("selected_option"):
        return str(option["value"])
    for key in ("value", "selected_date", "selected_user", "selected_conversation"):
        if state.get(key):
            return str(state[key])
    return ""


def submission(body: Payload) -> Submission:
    """Read a submitted form."""
    view = body["view"]
    values, blocks_of, by_block, files = {}, {}, {}, {}
    for block_id, actions in view["state"]["values"].items():
        for action_id, state in actions.items():
            values[action_id] = chosen(state)
            blocks_of[action_id] = block_id
            blocks_of[block_id] = block_id
            by_block[block_id] = values[action_id]
            for each in (state.get("files") or ())[:1]:
                files[action_id] = HandedFile(str(each["id"]), str(each.get("name") or ""))
    return Submission(
        user_id=str(body["user"]["id"]),
        view_id=str(view["id"]),
        root_view_id=str(view.get("root_view_id") or view["id"]),
        callback_id=str(view["callback_id"]),
        values=values,
        blocks_of=blocks_of,
        carried=Carried.load(str(view.get("private_metadata") or "")),
        delivery=f"view:{view['id']}:{view.get('hash', '')}",
        by_block=by_block,
        first_block=next((str(each["block_id"]) for each in view.get("blocks") or () if each["type"] == "input"), ""),
        files=files,
    )


def message_shortcut(body: Payload) -> MessageShortcut:
    """Read a message shortcut."""
    message, channel = body["message"], body["channel"]
    return MessageShortcut(
        user_id=str(body["user"]["id"]),
        trigger_id=str(body["trigger_id"]),
        channel_id=str(channel["id"]),
        channel_name=_named(str(channel.get("name") or "")),
        message_ts=str(message["ts"]),
        thread_ts=str(message.get("thread_ts") or ""),
        text=_text_of(message),
        author_id=str(message.get("user") or ""),
        author_name=str(message.get("username") or (message.get("bot_profile") or {}).get("name") or ""),
        files=tuple(message.get("files") or ()),
        response_url=str(body.get("response_url") or ""),
    )


def _named(channel: str) -> str:
    """Return a channel's name; Slack calls conversations so that have none, or whose name it does not tell."""
    return "" if channel in {"directmessage", "privategroup"} or channel.startswith("mpdm-") else channel


def _text_of(message: Payload) -> str:
    """Return what a message says, with the messages that it passes on and the cards that apps put into it."""
    parts = [str(message.get("text") or "")]
    parts += [str(each.get("text") or each.get("fallback") or "") for each in message.get("attachments") or ()]
    return "\n\n".join(readable(part).strip() for part in parts if part.strip())


def day_of(text: str) -> date | None:
    """Read a date picker's value."""
    return date.fromisoformat(text) if text else None
