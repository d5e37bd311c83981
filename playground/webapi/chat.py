"""chat.* and reactions.add: what the app says."""

from playground.content import message_content
from playground.errors import SlackError
from playground.hub import Hub
from playground.jsontypes import JsonObject
from playground.people import BOT_USER
from playground.webapi.arguments import required
from playground.webapi.conversations import joined, known
from playground.workspace import Conversation, Message


def _target(hub: Hub, called: str) -> Conversation:
    """Where to post: a conversation, or the direct messages with a person whose id was given."""
    if called in hub.workspace.people and called != BOT_USER:
        conversation = hub.workspace.direct(called, BOT_USER)
    else:
        conversation = known(hub, called)
    if BOT_USER not in conversation.members and "chat:write.public" not in hub.app.scopes:
        raise SlackError("not_in_channel")
    if conversation.is_direct and not hub.app.messages_tab:
        raise SlackError("messages_tab_disabled")
    return conversation


def _check_thread(conversation: Conversation, args: JsonObject) -> None:
    if args.get("thread_ts") and conversation.find(str(args["thread_ts"])) is None:
        raise SlackError("cannot_reply_to_message")


def post_message(hub: Hub, args: JsonObject) -> JsonObject:
    """chat.postMessage."""
    conversation = _target(hub, required(args, "channel")[0])
    _check_thread(conversation, args)
    content = message_content(args, hub.faults.refuse_blocks)
    message = hub.workspace.post(conversation, hub.workspace.bot_author(), content)
    return {"channel": conversation.id, "ts": message.ts, "message": message.body}


def post_ephemeral(hub: Hub, args: JsonObject) -> JsonObject:
    """chat.postEphemeral."""
    channel, user = required(args, "channel", "user")
    conversation = _target(hub, channel)
    if user not in conversation.members:
        raise SlackError("user_not_in_channel")
    content = message_content(args, hub.faults.refuse_blocks)
    message = hub.workspace.post(conversation, hub.workspace.bot_author(), content, to=user)
    return {"message_ts": message.ts}


def _own(hub: Hub, args: JsonObject, refusal: str) -> Message:
    channel, ts = required(args, "channel", "ts")
    message = joined(hub, channel).find(ts)
    if message is None:
        raise SlackError("message_not_found")
    if message.body.get("user") != BOT_USER:
        raise SlackError(refusal)
    return message


def update(hub: Hub, args: JsonObject) -> JsonObject:
    """chat.update: blocks that are not given stay, an empty list takes them away."""
    message = _own(hub, args, "cant_update_message")
    content = message_content(args, hub.faults.refuse_blocks, may_be_empty="blocks" in args)
    content.pop("thread_ts", None)
    if args.get("blocks") == []:
        content["blocks"] = None
    elif args.get("text") is None:
        content.pop("text")
    content["edited"] = {"user": BOT_USER, "ts": hub.workspace.timestamps.next()}
    hub.workspace.change(message, content)
    return {"channel": message.channel, "ts": message.ts, "text": message.body["text"], "message": message.body}


def delete(hub: Hub, args: JsonObject) -> JsonObject:
    """chat.delete."""
    message = _own(hub, args, "cant_delete_message")
    hub.workspace.delete(message)
    return {"channel": message.channel, "ts": message.ts}


def permalink(hub: Hub, args: JsonObject) -> JsonObject:
    """chat.getPermalink."""
    channel, ts = required(args, "channel", "message_ts")
    if known(hub, channel).find(ts) is None:
        raise SlackError("message_not_found")
    return {"channel": channel, "permalink": f"{hub.base}/archives/{channel}/p{ts.replace('.', '')}"}


def react(hub: Hub, args: JsonObject) -> JsonObject:
    """reactions.add."""
    channel, ts, name = required(args, "channel", "timestamp", "name")
    message = joined(hub, channel).find(ts)
    if message is None:
        raise SlackError("message_not_found")
    reactions = list(message.body.get("reactions", ()))
    mine = next((one for one in reactions if one["name"] == name), None)
    if mine and BOT_USER in mine["users"]:
        raise SlackError("already_reacted")
    if mine is None:
        reactions.append({"name": name, "users": [BOT_USER], "count": 1})
    else:
        mine["users"].append(BOT_USER)
        mine["count"] += 1
    hub.workspace.change(message, {"reactions": reactions})
    return {}
