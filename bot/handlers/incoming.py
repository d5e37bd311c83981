"""A message of the workspace's, and the emails that hang on it, read out of Slack's JSON."""

from collections.abc import Iterable
from datetime import UTC, datetime

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.handlers.desk import Desk
from bot.handlers.payloads import MessageShortcut, Payload
from bot.policy.emails.addresses import Address
from bot.policy.emails.markup import words_of
from bot.policy.emails.reading import EmailFile
from bot.results.messages import IncomingMessage
from bot.services.people import get_person

_MOST_EMAILS = 10


def read_message(desk: Desk, request: MessageShortcut) -> IncomingMessage:
    """Return the message with its author's name, its link and its emails; what Slack does not say stays empty."""
    return IncomingMessage(
        channel_id=request.channel_id,
        channel_name=request.channel_name,
        ts=request.message_ts,
        thread_ts=request.thread_ts,
        author=request.author_name or _name_of(desk, request.author_id),
        text=request.text,
        link=_permalink(desk, request),
        posted=_instant(request.message_ts, desk.now()),
        emails=tuple(_email(desk, file) for file in _once(request.files)),
    )


def _once(files: Iterable[Payload]) -> list[Payload]:
    """Return the emails among a message's files; the same one attached twice is one."""
    emails = [file for file in files if "email" in {file.get("filetype"), file.get("mode")}]
    return list({(each.get("subject"), each.get("plain_text")): each for each in emails}.values())[:_MOST_EMAILS]


def _email(desk: Desk, file: Payload) -> EmailFile:
    whole = file if "plain_text" in file else _asked_for(desk, file)
    senders = _addresses(whole.get("from"))
    headers = whole.get("headers") or {}
    return EmailFile(
        subject=str(whole.get("subject") or whole.get("title") or ""),
        sender=senders[0] if senders else Address(),
        recipients=(*_addresses(whole.get("to")), *_addresses(whole.get("cc"))),
        text=str(
            whole.get("plain_text") or whole.get("preview_plain_text") or words_of(str(whole.get("preview") or ""))
        ),
        headers={str(key): str(value) for key, value in headers.items() if value},
    )


def _asked_for(desk: Desk, file: Payload) -> Payload:
    """Return the file as Slack keeps it, where a payload has only the beginning; what there is, where it does not say.

    The bot may be no member of the channel, and then reads no file there.
    """
    try:
        found = desk.slack.files_info(file=str(file.get("id", "")))["file"]
    except (SlackApiError, SlackClientError, OSError):
        return file
    return {**file, **found}


def _addresses(given: object) -> tuple[Address, ...]:
    found = [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []
    return tuple(Address(str(each.get("name") or ""), str(each.get("address") or "").casefold()) for each in found)


def _name_of(desk: Desk, user_id: str) -> str:
    """Return a person's name, which Slack is asked for only where we do not know it; somebody else may have none."""
    if not user_id:
        return ""
    with desk.database.reading() as session:
        known = get_person(session, user_id)
    if known and known.profile_read_at:
        return known.name
    try:
        user = desk.slack.users_info(user=user_id)["user"]
    except (SlackApiError, SlackClientError, OSError):
        return ""
    return str(user.get("real_name") or user.get("name") or "")


def _permalink(desk: Desk, request: MessageShortcut) -> str:
    """Return the message's link; without one the note still goes on the file."""
    try:
        answer = desk.slack.chat_getPermalink(channel=request.channel_id, message_ts=request.message_ts)
    except (SlackApiError, SlackClientError, OSError):
        return ""
    return str(answer["permalink"])


def _instant(ts: str, now: datetime) -> datetime:
    try:
        return datetime.fromtimestamp(float(ts), UTC)
    except (ValueError, OverflowError, OSError):
        return now
