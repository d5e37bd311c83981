"""conversations.*: where things are said, who is there and what was said."""

from collections.abc import Sequence

from playground.errors import SlackError
from playground.hub import Hub
from playground.jsontypes import JsonObject
from playground.people import BOT_USER
from playground.webapi.arguments import flag, page, required
from playground.workspace import Conversation, Message

KINDS = {"public_channel": "channels", "private_channel": "groups", "im": "im"}


def kind_of(conversation: Conversation) -> str:
    """Slack's word for the kind of a conversation."""
    if conversation.is_direct:
        return "im"
    return "private_channel" if conversation.is_private else "public_channel"


def known(hub: Hub, called: str) -> Conversation:
    """Return a conversation the app may know of; else raises channel_not_found, for private ones it is not in too."""
    found = hub.workspace.conversations.get(called)
    if found is None or (kind_of(found) != "public_channel" and BOT_USER not in found.members):
        raise SlackError("channel_not_found")
    return found


def joined(hub: Hub, called: str) -> Conversation:
    """Return a conversation the app is in; raises channel_not_found or not_in_channel."""
    found = known(hub, called)
    if BOT_USER not in found.members:
        raise SlackError("not_in_channel")
    return found


def channel_json(hub: Hub, conversation: Conversation) -> JsonObject:
    """Slack's channel object."""
    kind = kind_of(conversation)
    common = {"id": conversation.id, "created": conversation.created, "is_archived": False, "is_im": kind == "im"}
    if kind == "im":
        return common | {"user": next(one for one in conversation.members if one != BOT_USER), "is_org_shared": False}
    outside = any(hub.workspace.people[member].is_stranger for member in conversation.members)
    return common | {
        "name": conversation.name,
        "name_normalized": conversation.name,
        "is_channel": kind == "public_channel",
        "is_group": kind == "private_channel",
        "is_mpim": False,
        "is_private": conversation.is_private,
        "is_general": conversation.name == "general",
        "is_shared": outside,
        "is_ext_shared": outside,
        "is_org_shared": False,
        "is_member": BOT_USER in conversation.members,
        "num_members": len(conversation.members),
        "topic": {"value": ""},
        "purpose": {"value": ""},
    }


def open_(hub: Hub, args: JsonObject) -> JsonObject:
    """conversations.open: the direct messages with one person."""
    if args.get("channel"):
        conversation = joined(hub, str(args["channel"]))
        return {"no_op": True, "already_open": True, "channel": {"id": conversation.id}}
    users = [one.strip() for one in required(args, "users")[0].split(",")]
    if len(users) > 1:
        raise SlackError("not_enough_users" if not users else "method_not_supported_for_channel_type")
    if users[0] not in hub.workspace.people or users[0] == BOT_USER:
        raise SlackError("user_not_found")
    conversation = hub.workspace.direct(users[0], BOT_USER)
    more = channel_json(hub, conversation) if flag(args, "return_im") else {"id": conversation.id}
    return {"no_op": True, "already_open": True, "channel": more}


def info(hub: Hub, args: JsonObject) -> JsonObject:
    """conversations.info."""
    conversation = known(hub, required(args, "channel")[0])
    hub.require_scope(f"{KINDS[kind_of(conversation)]}:read")
    return {"channel": channel_json(hub, conversation)}


def list_(hub: Hub, args: JsonObject) -> JsonObject:
    """conversations.list, by types."""
    wanted = [one.strip() for one in str(args.get("types") or "public_channel").split(",")]
    for kind in wanted:
        if kind not in KINDS:
            raise SlackError("invalid_types")
        hub.require_scope(f"{KINDS[kind]}:read")
    found = [
        channel_json(hub, one)
        for one in hub.workspace.conversations.values()
        if kind_of(one) in wanted and (kind_of(one) == "public_channel" or BOT_USER in one.members)
    ]
    channels, cursor = page(args, found)
    return {"channels": channels, "response_metadata": {"next_cursor": cursor}}


def members(hub: Hub, args: JsonObject) -> JsonObject:
    """conversations.members."""
    conversation = known(hub, required(args, "channel")[0])
    hub.require_scope(f"{KINDS[kind_of(conversation)]}:read")
    users, cursor = page(args, conversation.members)
    return {"members": users, "response_metadata": {"next_cursor": cursor}}


def history(hub: Hub, args: JsonObject) -> JsonObject:
    """conversations.history: newest first, without the replies in threads."""
    conversation = _readable(hub, args)
    said = [one for one in conversation.visible() if one.body.get("thread_ts", one.ts) == one.ts]
    return _messages(args, said[::-1])


def replies(hub: Hub, args: JsonObject) -> JsonObject:
    """conversations.replies: a thread, its first message first."""
    conversation = _readable(hub, args)
    ts = required(args, "ts")[0]
    thread = [one for one in conversation.visible() if one.ts == ts or one.body.get("thread_ts") == ts]
    if not thread:
        raise SlackError("thread_not_found")
    return _messages(args, thread)


def _readable(hub: Hub, args: JsonObject) -> Conversation:
    conversation = joined(hub, required(args, "channel")[0])
    hub.require_scope(f"{KINDS[kind_of(conversation)]}:history")
    return conversation


def _messages(args: JsonObject, said: Sequence[Message]) -> JsonObject:
    inclusive, with_metadata = flag(args, "inclusive"), flag(args, "include_all_metadata")
    oldest, latest = _ts(args, "oldest", 0.0), _ts(args, "latest", float("inf"))
    found = [
        _shown(one, with_metadata=with_metadata)
        for one in said
        if oldest < float(one.ts) < latest or (inclusive and float(one.ts) in {oldest, latest})
    ]
    messages, cursor = page(args, found)
    return {
        "messages": messages,
        "has_more": bool(cursor),
        "pin_count": 0,
        "response_metadata": {"next_cursor": cursor},
    }


def _ts(args: JsonObject, key: str, default: float) -> float:
    try:
        return float(args.get(key) or default)
    except ValueError as error:
        raise SlackError(f"invalid_ts_{key}") from error


def _shown(message: Message, *, with_metadata: bool) -> JsonObject:
    return {key: value for key, value in message.body.items() if with_metadata or key != "metadata"}
