"""views.* and blocks.validate."""

from playground.content import refused_types, view_content
from playground.errors import SlackError
from playground.hub import Hub
from playground.jsontypes import JsonObject, JsonValue
from playground.validator import check_message_blocks, check_view
from playground.webapi.arguments import required


def open_(hub: Hub, args: JsonObject) -> JsonObject:
    """views.open: on top of the modal when the trigger came from within one."""
    content, trigger = _modal(hub, args), hub.triggers.check(required(args, "trigger_id")[0])
    view = hub.views.open(trigger.user, content, on_top=trigger.from_modal and bool(hub.views.stack(trigger.user)))
    trigger.used = True
    return {"view": view.as_json()}


def push(hub: Hub, args: JsonObject) -> JsonObject:
    """views.push."""
    content, trigger = _modal(hub, args), hub.triggers.check(required(args, "trigger_id")[0])
    view = hub.views.push(trigger.user, content)
    trigger.used = True
    return {"view": view.as_json()}


def update(hub: Hub, args: JsonObject) -> JsonObject:
    """views.update, by view_id or external_id, with an optional hash."""
    if not args.get("view_id") and not args.get("external_id"):
        required(args, "view_id")
    view = hub.views.require(args.get("view_id"), args.get("external_id"))
    content = view_content(_view(args), str(view.body["type"]), hub.faults.refuse_blocks)
    return {"view": hub.views.update(view, content, args.get("hash")).as_json()}


def publish(hub: Hub, args: JsonObject) -> JsonObject:
    """views.publish: somebody's App Home."""
    user = required(args, "user_id")[0]
    if not hub.app.home_tab:
        raise SlackError("not_enabled")
    if user not in hub.workspace.people:
        raise SlackError("user_not_found")
    content = view_content(_view(args), "home", hub.faults.refuse_blocks)
    return {"view": hub.views.publish(user, content, args.get("hash")).as_json()}


def _modal(hub: Hub, args: JsonObject) -> JsonObject:
    return view_content(_view(args), "modal", hub.faults.refuse_blocks)


def _view(args: JsonObject) -> JsonValue:
    if "view" not in args:
        required(args, "view")
    return args["view"]


def validate(hub: Hub, args: JsonObject) -> JsonObject:
    """blocks.validate: exactly one of blocks, message and view."""
    given = [key for key in ("blocks", "message", "view") if args.get(key) is not None]
    if len(given) != 1:
        raise SlackError("invalid_arguments")
    kind, value = given[0], args[given[0]]
    if kind == "view":
        problems = check_view(value, "")
    else:
        blocks: JsonValue = value.get("blocks") if kind == "message" and isinstance(value, dict) else value
        pointer = "/blocks" if kind == "message" else ""
        problems = check_message_blocks(blocks, pointer) or refused_types(blocks, hub.faults.refuse_blocks, pointer)
    if problems:
        raise SlackError(f"invalid_{kind}", errors=[one.as_json() for one in problems])
    return {}
