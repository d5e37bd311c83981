"""Answers outside the Web API: a response_url, and the body of a slash command's acknowledgement."""

import asyncio
import time

from aiohttp import web

from playground.content import message_content
from playground.errors import SlackError
from playground.hub import Hub
from playground.jsontypes import JsonObject, JsonValue
from playground.triggers import ResponseUrl
from playground.webapi.arguments import read_arguments
from playground.webapi.calls import fault_response, hang_up
from playground.workspace import Message


async def handle(hub: Hub, request: web.Request) -> web.StreamResponse:
    """Take one answer at a response_url."""
    started, name = time.monotonic(), "response_url"
    args: JsonObject = {}
    status = 200
    try:
        args = await read_arguments(request)
        await asyncio.sleep(hub.faults.delay(name))
        early = fault_response(hub, name, args)
        if early is not None:
            hub.calls.add(name, args, {"ok": False, "error": early.reason}, started)
            return early
        place = hub.urls.use(request.match_info["key"])
        hub.refuse_if_set(name)
        answer(hub, place, args)
        body: JsonObject = {"ok": True}
    except SlackError as error:
        status = 404 if error.code.endswith("_url") else 400
        body = error.body()
    hub.calls.add(name, args, body, started)
    if hub.faults.dropped(name):
        return await hang_up(request)
    return web.Response(text="ok") if body["ok"] else web.json_response(body, status=status)


def answer(hub: Hub, place: ResponseUrl, args: JsonObject) -> None:
    """Post, replace or delete what a response_url speaks of; raises SlackError."""
    conversation = hub.workspace.conversations[place.channel]
    original = conversation.find(place.message_ts, place.user) if place.message_ts else None
    if original is not None and args.get("delete_original"):
        hub.workspace.delete(original)
        if not args.get("text") and not args.get("blocks"):
            return
    content = message_content(args, hub.faults.refuse_blocks)
    if original is not None and args.get("replace_original") and original in conversation.messages:
        replace(hub, original, content)
        return
    to = None if args.get("response_type") == "in_channel" else place.user
    message = hub.workspace.post(conversation, hub.workspace.bot_author(), content, to=to)
    if place.message_ts is None:
        place.message_ts = message.ts


def replace(hub: Hub, original: Message, content: JsonObject) -> None:
    """Show new content in the place of an old message, keeping nothing of the old."""
    fresh = {"blocks": None, "metadata": None, **content}
    fresh.pop("thread_ts", None)
    if original.to is None:
        fresh["edited"] = {"user": original.body.get("user"), "ts": hub.workspace.timestamps.next()}
    hub.workspace.change(original, fresh)


def acknowledge_command(hub: Hub, user: str, channel: str, ack: JsonValue) -> None:
    """Show what an app put into the acknowledgement of a slash command; raises SlackError for what Slack refuses."""
    if not ack:
        return
    args = ack if isinstance(ack, dict) else {"text": str(ack)}
    answer(hub, ResponseUrl(user, channel, None, None, time.monotonic()), args)
