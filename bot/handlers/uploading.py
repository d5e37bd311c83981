"""Handing files over: into one person's direct messages, or beside an answer that is shared in a channel.

An answer that only its asker sees cannot carry a file. So the file goes into the asker's own conversation with the
bot, and the answer says that it is there. Nobody else can open it: Slack lets those see a file who see a message
with it.
"""

import logging
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errors import ClienteleError
from bot.handlers.desk import Desk
from bot.i18n import lazy

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Handout:
    """A file to hand over; `words` is mrkdwn that stands over it, `alt` says what a picture shows to who cannot see."""

    name: str
    content: bytes
    title: str
    words: str = ""
    alt: str = ""


def hand_over(desk: Desk, user_id: str, handout: Handout) -> None:
    """Put a file into the person's direct messages with the bot. Raises ClienteleError when Slack does not take it."""
    try:
        # A file goes to a conversation that is open only.
        channel = desk.slack.conversations_open(users=[user_id])["channel"]["id"]
        _upload(desk, str(channel), handout)
    except (SlackClientError, OSError) as error:
        raise _untaken(error) from error


def put_beside(desk: Desk, channel_id: str, handout: Handout) -> bool:
    """Put a file into a channel, and tell whether Slack has taken it: the bot need not be a member there."""
    try:
        _upload(desk, channel_id, handout)
    except (SlackClientError, OSError) as error:
        log.info("a file was not taken in a channel: %s", _reason(error))
        return False
    return True


def _upload(desk: Desk, channel_id: str, handout: Handout) -> None:
    desk.slack.files_upload_v2(
        channel=channel_id,
        filename=handout.name,
        content=handout.content,
        title=handout.title,
        alt_txt=handout.alt or None,
        initial_comment=handout.words or None,
    )


def _untaken(error: Exception) -> ClienteleError:
    log.warning("a file was not taken: %s", _reason(error))
    if isinstance(error, SlackApiError) and error.response.get("error") == "missing_scope":
        return ClienteleError(
            lazy(
                "The file could not be sent: the app lacks the scope files:write. Ask your operator to install it anew."
            )
        )
    return ClienteleError(lazy("Slack did not take the file just now. Please try again in a minute."))


def _reason(error: Exception) -> object:
    return error.response.get("error") if isinstance(error, SlackApiError) else error
