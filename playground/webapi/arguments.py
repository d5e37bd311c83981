"""The arguments of a call, however they came: query, form, multipart or JSON, an empty body included."""

import json

from aiohttp import web

from playground.errors import SlackError
from playground.jsontypes import JsonObject, JsonValue

ENCODED = {"blocks", "view", "metadata", "attachments", "files", "message", "unfurls"}


async def read_arguments(request: web.Request) -> JsonObject:
    """All arguments of a request in one object; raises SlackError invalid_json for a body that is none."""
    args: JsonObject = dict(request.query)
    if request.content_type == "application/json":
        body = await request.text()
        given = _json(body) if body.strip() else {}
        if not isinstance(given, dict):
            raise SlackError("json_not_object")
        args |= given
    elif request.can_read_body:
        form = await request.post()
        args |= {key: value for key, value in form.items() if isinstance(value, str)}
    return {key: _decoded(key, value) for key, value in args.items() if value is not None}


def _json(text: str) -> JsonValue:
    try:
        return json.loads(text)
    except ValueError as error:
        raise SlackError("invalid_json") from error


def _decoded(key: str, value: JsonValue) -> JsonValue:
    """Arguments that hold JSON travel as text in a form."""
    if key not in ENCODED or not isinstance(value, str) or not value:
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise SlackError(f"invalid_{key}_format" if key in {"blocks", "metadata"} else "invalid_arguments") from error


def token_of(request: web.Request, args: JsonObject) -> str:
    """Return the token of a call, from its header or its arguments, which no longer hold it afterwards."""
    header = request.headers.get("Authorization", "")
    given = str(args.pop("token", ""))
    return header.removeprefix("Bearer ").strip() or given


def required(args: JsonObject, *keys: str) -> list[str]:
    """Return the values of arguments that must be there, as text; raises SlackError invalid_arguments."""
    missing = [key for key in keys if args.get(key) in (None, "")]
    if missing:
        messages = [f"[ERROR] missing required field: {key}" for key in missing]
        raise SlackError("invalid_arguments", response_metadata={"messages": messages})
    return [str(args[key]) for key in keys]


def flag(args: JsonObject, key: str) -> bool:
    """Return a boolean argument, which forms carry as text."""
    return str(args.get(key, "")).lower() in {"1", "true", "yes"}


def page(args: JsonObject, items: list[JsonObject] | list[str], default: int = 100) -> tuple[list[JsonValue], str]:
    """One page of a list by `limit` and `cursor`, and the next cursor (empty at the end)."""
    try:
        limit = min(int(args.get("limit") or default), 1000)
        start = int(str(args.get("cursor") or "p0").removeprefix("p"))
    except ValueError as error:
        raise SlackError("invalid_cursor" if args.get("cursor") else "invalid_limit") from error
    if limit < 1:
        raise SlackError("invalid_limit")
    end = start + limit
    return list(items[start:end]), f"p{end}" if end < len(items) else ""
