"""files.*: the three steps of an upload, reading and deleting."""

from playground.content import message_content
from playground.errors import SlackError
from playground.files import StoredFile
from playground.hub import Hub
from playground.jsontypes import JsonObject
from playground.people import BOT_USER
from playground.webapi.arguments import required
from playground.webapi.conversations import joined


def get_upload_url(hub: Hub, args: JsonObject) -> JsonObject:
    """files.getUploadURLExternal."""
    name, length = required(args, "filename", "length")
    if not length.isdigit() or int(length) < 1:
        raise SlackError("invalid_arguments")
    stored, address = hub.files.begin(name)
    return {"upload_url": address, "file_id": stored.id}


def complete_upload(hub: Hub, args: JsonObject) -> JsonObject:
    """files.completeUploadExternal: finish and, where a channel is given, share in one message."""
    wanted = args.get("files")
    if not isinstance(wanted, list) or not wanted:
        raise SlackError("invalid_arguments")
    channels = [one for one in str(args.get("channel_id") or args.get("channels") or "").split(",") if one]
    rooms = [joined(hub, one) for one in channels]
    done = [hub.files.finish(str(one.get("id")), one.get("title")) for one in wanted]
    for room in rooms:
        comment: JsonObject = {key: args[key] for key in ("blocks", "thread_ts") if key in args}
        content = message_content(
            {"text": args.get("initial_comment"), **comment}, hub.faults.refuse_blocks, may_be_empty=True
        )
        for stored in done:
            stored.places.add(room.id)
        content |= {"files": [hub.files.as_json(stored) for stored in done], "upload": True}
        hub.workspace.post(room, hub.workspace.bot_author(), content)
    return {"files": [hub.files.as_json(stored) for stored in done]}


def _known(hub: Hub, args: JsonObject) -> StoredFile:
    stored = hub.files.get(required(args, "file")[0])
    if stored is None or not hub.files.readable_by_app(stored, hub.rooms()):
        raise SlackError("file_not_found")
    return stored


def info(hub: Hub, args: JsonObject) -> JsonObject:
    """files.info."""
    return {"file": hub.files.as_json(_known(hub, args)), "comments": [], "response_metadata": {"next_cursor": ""}}


def delete(hub: Hub, args: JsonObject) -> JsonObject:
    """files.delete: the app's own only."""
    stored = _known(hub, args)
    if stored.user != BOT_USER:
        raise SlackError("cant_delete_file")
    hub.files.remove(stored)
    return {}
