"""One call of the Web API from its request to its answer: token, scope, faults, method, record."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from playground.errors import SlackError
from playground.hub import Hub
from playground.jsontypes import JsonObject
from playground.webapi import chat, conversations, files, people, views
from playground.webapi.arguments import read_arguments, token_of

BOT_TOKEN = "xoxb-playground"  # noqa: S105 - a name that everybody may know
APP_TOKEN = "xapp-playground"  # noqa: S105


@dataclass(frozen=True)
class Method:
    """A method with the scopes any one of which it needs (finer rules are inside) and the token it takes."""

    run: Callable[[Hub, JsonObject], JsonObject]
    scopes: tuple[str, ...] = ()
    app_token: bool = False


READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
METHODS = {
    "api.test": Method(lambda _hub, args: {"args": args}),
    "auth.test": Method(people.auth_test),
    "apps.connections.open": Method(people.connections_open, app_token=True),
    "users.info": Method(people.info, ("users:read",)),
    "users.list": Method(people.list_, ("users:read",)),
    "conversations.open": Method(conversations.open_, ("im:write", "mpim:write")),
    "conversations.info": Method(conversations.info, READ),
    "conversations.list": Method(conversations.list_, READ),
    "conversations.members": Method(conversations.members, READ),
    "conversations.history": Method(conversations.history, HISTORY),
    "conversations.replies": Method(conversations.replies, HISTORY),
    "chat.postMessage": Method(chat.post_message, ("chat:write",)),
    "chat.postEphemeral": Method(chat.post_ephemeral, ("chat:write",)),
    "chat.update": Method(chat.update, ("chat:write",)),
    "chat.delete": Method(chat.delete, ("chat:write",)),
    "chat.getPermalink": Method(chat.permalink),
    "reactions.add": Method(chat.react, ("reactions:write",)),
    "views.open": Method(views.open_),
    "views.push": Method(views.push),
    "views.update": Method(views.update),
    "views.publish": Method(views.publish),
    "blocks.validate": Method(views.validate),
    "files.getUploadURLExternal": Method(files.get_upload_url, ("files:write",)),
    "files.completeUploadExternal": Method(files.complete_upload, ("files:write",)),
    "files.info": Method(files.info, ("files:read",)),
    "files.delete": Method(files.delete, ("files:write",)),
}


async def handle(hub: Hub, request: web.Request) -> web.StreamResponse:
    """Answer one call."""
    name, started = request.match_info["method"], time.monotonic()
    args: JsonObject = {}
    try:
        args = await read_arguments(request)
        token = token_of(request, args)
        await asyncio.sleep(hub.faults.delay(name))
        early = fault_response(hub, name, args)
        if early is not None:
            hub.calls.add(name, args, {"ok": False, "error": early.reason}, started)
            return early
        body = _run(hub, name, args, token)
    except SlackError as error:
        body = error.body()
    hub.calls.add(name, args, json.loads(json.dumps(body)), started)
    if hub.faults.dropped(name):
        return await hang_up(request)
    return web.json_response(body, headers={"X-OAuth-Scopes": ",".join(sorted(hub.app.scopes))})


def _run(hub: Hub, name: str, args: JsonObject, token: str) -> JsonObject:
    method = METHODS.get(name)
    if method is None:
        raise SlackError("unknown_method", req_method=name)
    _check_token(token, app_token=method.app_token)
    hub.require_scope(*method.scopes)
    hub.refuse_if_set(name)
    return {"ok": True, **method.run(hub, args)}


def _check_token(token: str, *, app_token: bool) -> None:
    if not token:
        raise SlackError("not_authed")
    if token not in {BOT_TOKEN, APP_TOKEN}:
        raise SlackError("invalid_auth")
    if (token == APP_TOKEN) != app_token:
        raise SlackError("not_allowed_token_type")


def fault_response(hub: Hub, name: str, args: JsonObject) -> web.Response | None:
    """Return the 429 or 500 that is set for a call, or that Slack's own limits ask for."""
    retry_after = hub.faults.limited(name)
    if retry_after is None and hub.faults.rate_tiers:
        retry_after = hub.tiers.retry_after(name, args)
    if retry_after is not None:
        body = json.dumps({"ok": False, "error": "ratelimited"})
        headers = {"Retry-After": f"{retry_after:g}"}
        return web.Response(
            status=429, reason="ratelimited", text=body, content_type="application/json", headers=headers
        )
    if hub.faults.broken(name):
        return web.Response(status=500, reason="internal_error", text="internal error")
    return None


async def hang_up(request: web.Request) -> web.StreamResponse:
    """Close the connection without a word."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
