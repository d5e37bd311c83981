"""Who reads a conversation: nothing of a client file is shared where guests or strangers are."""

from slack_sdk.errors import SlackApiError

from bot.errors import ClienteleError
from bot.handlers.desk import Desk
from bot.i18n import _, lazy
from bot.views.message import Message

PAGE = 200
_OUTSIDE = ("is_restricted", "is_ultra_restricted", "is_stranger")


def refusal(desk: Desk, channel_id: str) -> Message | None:
    """Return why nothing is shared in a conversation; None when only full members of the workspace read it.

    Raises ClienteleError when the bot cannot look, because what it cannot see it does not trust.
    """
    if channel_id.startswith("D"):
        return Message(_("Only you read this conversation: there is nobody to share it with."))
    if not is_internal(desk, channel_id):
        return Message(_("Not shared: guests or people from outside read this conversation."))
    return None


def is_internal(desk: Desk, channel_id: str) -> bool:
    """Tell whether only full members of the workspace read a conversation.

    Raises ClienteleError when the bot cannot look, because what it cannot see it does not trust.
    """
    try:
        channel = desk.slack.conversations_info(channel=channel_id)["channel"]
        if channel.get("is_ext_shared") or channel.get("is_pending_ext_shared"):
            return False
        members = _members(desk, channel_id)
    except SlackApiError as error:
        raise ClienteleError(
            lazy("I cannot see who reads this conversation, so nothing was shared. Invite me here first.")
        ) from error
    # Whoever the list does not know, such as somebody from another company, is not trusted.
    return members <= _full_members(desk)


def _members(desk: Desk, channel_id: str) -> set[str]:
    members: set[str] = set()
    cursor = ""
    while True:
        page = desk.slack.conversations_members(channel=channel_id, limit=PAGE, cursor=cursor)
        members |= {str(member) for member in page["members"]}
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return members


def _full_members(desk: Desk) -> set[str]:
    """Return everybody in the workspace's list who is neither a guest nor a stranger."""
    full: set[str] = set()
    cursor = ""
    while True:
        page = desk.slack.users_list(limit=PAGE, cursor=cursor)
        full |= {str(user["id"]) for user in page["members"] if not any(user.get(flag) for flag in _OUTSIDE)}
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return full
