"""What a message or a view may hold before it is kept: the validator's verdicts as the Web API's errors."""

from playground.errors import SlackError
from playground.jsontypes import JsonObject, JsonValue
from playground.validator import Problem, check_message_blocks, check_view, message_size
from playground.views import name_blocks

TEXT_CAP = 40_000
BLOCKS_CAP = 13_200
METADATA_CAP = 8_000


def messages_of(problems: list[Problem]) -> JsonObject:
    """Problems as Slack lists them in an answer: `errors`, and the same under `response_metadata`."""
    return {
        "errors": [f"{one.message} [json-pointer:{one.pointer}]" for one in problems],
        "response_metadata": {"messages": [f"[ERROR] {one.message} [json-pointer:{one.pointer}]" for one in problems]},
    }


def message_content(args: JsonObject, refused: list[str], *, may_be_empty: bool = False) -> JsonObject:
    """Return the keys of a message from a call's arguments; raises SlackError for what Slack would refuse."""
    blocks = args.get("blocks")
    text = args.get("text")
    if text is not None and not isinstance(text, str):
        raise SlackError("invalid_arguments")
    if text and len(text) > TEXT_CAP:
        raise SlackError("msg_too_long")
    content: JsonObject = {"text": text or ""}
    if blocks not in (None, "", []):
        content["blocks"] = name_blocks(_checked(blocks, refused))
    elif not text and not args.get("attachments") and not may_be_empty:
        raise SlackError("no_text")
    if args.get("metadata") is not None:
        content["metadata"] = _metadata(args["metadata"])
    if args.get("thread_ts"):
        content["thread_ts"] = str(args["thread_ts"])
    return content


def _checked(blocks: JsonValue, refused: list[str]) -> list[JsonObject]:
    problems = check_message_blocks(blocks, "/blocks")
    if not problems:
        problems = refused_types(blocks, refused, "/blocks")
    if problems:
        raise SlackError("invalid_blocks", **messages_of(problems))
    if message_size(blocks) > BLOCKS_CAP:
        raise SlackError("msg_blocks_too_long")
    checked: list[JsonObject] = blocks
    return checked


def refused_types(blocks: list[JsonObject], refused: list[str], pointer: str) -> list[Problem]:
    """Blocks that this workspace does not know yet, set by the fault `refuse_blocks`."""
    return [
        Problem(f"{pointer}/{index}/type", "unsupported_type", f"unsupported type: {block['type']}", {"type": "enum"})
        for index, block in enumerate(blocks)
        if block["type"] in refused
    ]


def _metadata(metadata: JsonValue) -> JsonObject:
    if (
        not isinstance(metadata, dict)
        or set(metadata) - {"event_type", "event_payload", "entities"}
        or not isinstance(metadata.get("event_type"), str)
        or not isinstance(metadata.get("event_payload"), dict)
    ):
        raise SlackError("invalid_metadata_format")
    if len(str(metadata)) > METADATA_CAP:
        raise SlackError("metadata_too_large")
    return metadata


def view_content(view: JsonValue, kind: str, refused: list[str]) -> JsonObject:
    """Return a view of the given type (`modal` or `home`) that Slack would take; raises SlackError."""
    if isinstance(view, dict) and view.get("type") in {"modal", "home"} and view["type"] != kind:
        problem = Problem("/view/type", "unsupported_type", f"unsupported type: {view['type']}", {"type": "enum"})
        raise SlackError("invalid_arguments", **messages_of([problem]))
    problems = check_view(view, "/view")
    if not problems:
        problems = refused_types(view["blocks"], refused, "/view/blocks")
    if any(one.code == "view_too_large" for one in problems):
        raise SlackError("view_too_large")
    if problems:
        raise SlackError("invalid_arguments", **messages_of(problems))
    checked: JsonObject = view
    return checked
