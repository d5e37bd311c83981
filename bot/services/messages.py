"""Putting a message or a forwarded email on a client's file, once.

The message is staged when somebody asks for the form, because a form holds 3,000 characters and a message may be
far longer; the row is its owner's alone and is forgotten after a week.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.errors import Conflict
from bot.i18n import lazy
from bot.policy.access import Actor, Part, Right
from bot.policy.catalogue import Catalogue
from bot.policy.emails.accounts import cover_accounts, names_account
from bot.policy.emails.addresses import Address, parse_addresses
from bot.policy.emails.reading import Email, EmailFile, read_email
from bot.policy.values import clean_text
from bot.results.clients import Client, Logged
from bot.results.messages import IncomingMessage, MessageText, Picks, Prefilled, SavedBefore, Taken
from bot.services import gate
from bot.services.capture import offer_log
from bot.services.contacts import Contact, log_contact
from bot.services.picking import pick_clients
from bot.services.senders import propose_sender, take_sender
from bot.store import messages

KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True)
class _Read:
    """A staged message once it is read: the email in it where there is one."""

    incoming: IncomingMessage
    email: Email | None

    @property
    def key(self) -> str:
        """Return what tells the message from every other one."""
        return self.email.key if self.email else f"slack:{self.incoming.channel_id}:{self.incoming.ts}"

    @property
    def thread_key(self) -> str:
        """Return what all messages of the conversation's thread share."""
        return f"{self.incoming.channel_id}:{self.incoming.thread_ts or self.incoming.ts}"

    @property
    def parties(self) -> tuple[Address, ...]:
        """Return whose addresses may lead to the client."""
        return self.email.parties if self.email else parse_addresses(self.incoming.text)


def stage_message(session: Session, actor: Actor, incoming: IncomingMessage, *, now: datetime) -> int:
    """Keep a message until it is on a file, for a week and for this actor alone; return its id."""
    if actor.person_id is None:
        raise Conflict(lazy("Only a person can put a message on a file."))
    return messages.stage(session, actor.person_id, _dump(incoming), now=now, until=now + KEPT_FOR)


def prefill(
    session: Session,
    actor: Actor,
    staged_id: int,
    *,
    now: datetime,
    catalogue: Catalogue,
    client: Client | None = None,
) -> Prefilled:
    """Return what the form for a staged message is filled with, for the client that was chosen or that it is about.

    Raises Refused when the actor may not log on the chosen client, Conflict when the message is staged no longer.
    """
    read = _require_staged(session, actor, staged_id, now)
    picks = Picks() if client else _picks(session, actor, read, now)
    message = _text(staged_id, actor, read, now)
    about = client or picks.client
    if about is None:
        return Prefilled(message, picks)
    offer = offer_log(session, actor, about, now=now, catalogue=catalogue)
    proposal = propose_sender(session, actor, about, read.email, now=now)
    known = proposal.known if proposal else None
    return Prefilled(
        message=message,
        picks=picks,
        client=about,
        offer=replace(offer, spoke_with=known.contact_id if known else None),
        proposal=proposal,
        before=messages.get_saved(session, about, read.key),
    )


def show_message(session: Session, actor: Actor, staged_id: int, *, now: datetime) -> Prefilled:
    """Return a staged message alone, for a form whose client is in doubt. Raises Conflict where it is gone."""
    return Prefilled(_text(staged_id, actor, _require_staged(session, actor, staged_id, now), now), Picks())


def list_picks(session: Session, actor: Actor, staged_id: int, *, now: datetime) -> Picks:
    """Return the clients that a staged message may be about. Raises Conflict where it is gone."""
    return _picks(session, actor, _require_staged(session, actor, staged_id, now), now)


def _picks(session: Session, actor: Actor, read: _Read, now: datetime) -> Picks:
    return pick_clients(
        session,
        actor,
        thread_key=read.thread_key,
        answers=read.email.answers if read.email else "",
        parties=read.parties,
        text=f"{read.email.subject}\n{read.email.text}" if read.email else read.incoming.text,
        now=now,
    )


def save_message(
    session: Session,
    actor: Actor,
    client: Client,
    staged_id: int,
    contact: Contact,
    taken: frozenset[Taken],
    *,
    now: datetime,
    catalogue: Catalogue,
) -> Logged | SavedBefore:
    """Put a staged message on a file, dated as it was written, and take over what was ticked of its sender.

    A message that is on the file already stays there once; then nothing is written and the answer says since when.
    Raises what `log_contact` and `add_contact` raise, and Conflict when the message is staged no longer.
    """
    gate.require_to_read(session, actor, client, Part.TRADING, Right.WRITE, via="save_to_file", now=now)
    read = _require_staged(session, actor, staged_id, now)
    messages.lock_key(session, read.key)
    before = messages.get_saved(session, client, read.key)
    if before is not None:
        return before
    shown = _text(staged_id, actor, read, now)
    contact_id = take_sender(
        session, actor, client, read.email, taken,
        sent=shown.sent, link=read.incoming.link, now=now, catalogue=catalogue,
    )  # fmt: skip
    return log_contact(
        session,
        actor,
        client,
        replace(
            contact,
            contact_id=contact.contact_id or contact_id,
            link=read.incoming.link,
            happened_at=shown.sent,
            message_key=read.key,
            thread_key=read.thread_key,
            original=shown.whole if clean_text(contact.note) != shown.whole else "",
        ),
        now=now,
        catalogue=catalogue,
    )


def _text(staged_id: int, actor: Actor, read: _Read, now: datetime) -> MessageText:
    """Return what is shown of a message; account numbers are covered in what a note is made of."""
    incoming, email = read.incoming, read.email
    whole = _whole(incoming)
    return MessageText(
        staged_id=staged_id,
        author=email.sender.name if email else incoming.author,
        email=email.sender.email if email else "",
        subject=cover_accounts(email.subject) if email else "",
        channel=incoming.channel_name,
        sent=_sent(email, incoming, actor, now),
        text=cover_accounts(_words(email, incoming)),
        comment=cover_accounts(_comment(email, incoming)),
        whole=whole,
        is_email=email is not None,
        has_account=names_account(whole),
    )


def _words(email: Email | None, incoming: IncomingMessage) -> str:
    return email.text if email else incoming.text


def _comment(email: Email | None, incoming: IncomingMessage) -> str:
    """Return what colleagues have written around an email: in it, and in the message that it hangs on."""
    return "\n\n".join(filter(None, [email.comment, incoming.text])) if email else ""


def _sent(email: Email | None, incoming: IncomingMessage, actor: Actor, now: datetime) -> datetime:
    """Return when it was written, never in the future; a time without a zone is the forwarder's own."""
    sent = email.sent if email and email.sent else incoming.posted
    if sent.tzinfo is None:
        sent = sent.replace(tzinfo=ZoneInfo(actor.timezone))
    return min(sent, now)


def _whole(incoming: IncomingMessage) -> str:
    """Return all that was in a message, as it came."""
    parts = [incoming.text]
    for email in incoming.emails:
        parts += [email.subject, email.text]
    return "\n\n".join(part for part in parts if part)


def _require_staged(session: Session, actor: Actor, staged_id: int, now: datetime) -> _Read:
    """Read what was staged. Raises Conflict for what is gone, or was another's."""
    content = messages.get_staged(session, staged_id, actor.person_id, now) if actor.person_id is not None else None
    if content is None:
        raise Conflict(lazy("A form for a message is good for seven days, and they are over; use the shortcut again."))
    incoming = _load(content)
    return _Read(incoming, read_email(incoming.emails[0]) if incoming.emails else None)


def _dump(incoming: IncomingMessage) -> str:
    """Write a message down without what no database takes."""
    values = asdict(incoming) | {"posted": incoming.posted.isoformat()}
    return json.dumps(_clean(values), ensure_ascii=False)


def _clean(value: object) -> object:
    match value:
        case str():
            return clean_text(value)
        case dict():
            return {clean_text(str(key)): _clean(each) for key, each in value.items()}
        case list() | tuple():
            return [_clean(each) for each in value]
        case _:
            return value


def _load(content: str) -> IncomingMessage:
    """Read what `_dump` wrote."""
    values = json.loads(content)
    emails = tuple(_load_email(each) for each in values.pop("emails"))
    return IncomingMessage(**values | {"posted": datetime.fromisoformat(values["posted"]), "emails": emails})


def _load_email(values: dict[str, Any]) -> EmailFile:
    recipients = tuple(Address(**each) for each in values["recipients"])
    return EmailFile(**values | {"sender": Address(**values["sender"]), "recipients": recipients})
