"""Logging what was said to a client, and what is due because of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.errors import Gathering, InvalidInput
from bot.i18n import lazy
from bot.policy.access import Actor, Part, Right
from bot.policy.catalogue import FILE_SECTIONS, Catalogue
from bot.policy.contacts import SOURCE_OF, ContactKind, Outcome
from bot.policy.freshness import Freshness, Observation, judge_section
from bot.policy.values import LONGEST_TEXT, clean_text
from bot.results.clients import Client, ContactView, DueStep, InteractionView, Logged
from bot.services import gate
from bot.services.refreshing import refresh
from bot.services.steps import finish_steps
from bot.store import clients, facts, interactions

LONGEST_STEP = 300
SOON = timedelta(days=7)
_LOOKED_AT = 50
"""Of so many steps that are due, those of files given to others meanwhile are left out; of so many earlier contacts,
the problems are looked for that nobody has followed up."""


@dataclass(frozen=True)
class Contact:
    """What the form “Log a contact” brings. A next step may come without a date; it is then due in a week."""

    kind: ContactKind
    outcome: Outcome
    note: str
    next_step: str = ""
    next_on: date | None = None
    contact_id: int | None = None
    link: str = ""
    done: tuple[int, ...] = ()
    """Earlier contacts whose next step is done with this one."""
    learned: Mapping[str, str] = field(default_factory=dict)
    """New values of fields of the file, in stored form."""
    still_true: Mapping[str, str] = field(default_factory=dict)
    """Fields whose value still holds, each with the fingerprint of the value that was looked at."""
    happened_at: datetime | None = None
    """When it was, where that is not now."""
    message_key: str = ""
    """What tells a saved message from every other one."""
    thread_key: str = ""
    original: str = ""


def list_contacts(session: Session, actor: Actor, client: Client, *, now: datetime) -> Sequence[ContactView]:
    """Return the people at the client's whom a contact may have been with, for those who may log it.

    Raises Refused unless the actor may write the trading section, so that nobody types in vain.
    """
    rights = gate.rights_on(session, actor, client, now)
    if rights[Part.TRADING] is not Right.WRITE:
        raise gate.refusal(actor, client, Part.TRADING, via="log", now=now)
    if rights[Part.CONTACTS] < Right.READ:
        return ()
    found = interactions.list_contacts(session, client.client_id)
    if found:
        gate.note_read(session, actor, client, [Part.CONTACTS], via="log", now=now)
    return found


def log_contact(
    session: Session, actor: Actor, client: Client, contact: Contact, *, now: datetime, catalogue: Catalogue
) -> Logged:
    """Put a contact on the file and answer with what is useful right after it.

    Raises Refused unless the actor may write the trading section and those of the fields that it refreshes,
    InvalidInput or InvalidForm for a note that is empty or too long and for a next step in the past, and Conflict for
    a value that was said to be still true and has changed meanwhile.
    """
    gate.require(session, actor, client, Part.TRADING, Right.WRITE, via="log", now=now)
    require_sound(actor, contact, now=now)
    note, step = clean_text(contact.note), clean_text(contact.next_step)
    today = now.astimezone(ZoneInfo(actor.timezone)).date()
    there = {each.contact_id for each in interactions.list_contacts(session, client.client_id)}
    if contact.contact_id is not None and contact.contact_id not in there:
        raise InvalidInput(lazy("That person is no longer among this client's contacts."), field="contact")
    before = interactions.list_latest(session, client.client_id, _LOOKED_AT)
    interaction_id = interactions.add_interaction(
        session,
        client_id=client.client_id,
        person_id=actor.person_id,
        contact_id=contact.contact_id,
        kind=contact.kind.value,
        outcome=contact.outcome.value,
        note=note,
        link=contact.link,
        happened_at=contact.happened_at or now,
        recorded_at=now,
        message_key=contact.message_key or None,
        thread_key=contact.thread_key or None,
        original=contact.original,
        next_step=step,
        next_on=contact.next_on or (today + SOON if step else None),
    )
    done = finish_steps(session, actor, client, contact.done, now=now)
    refreshed = refresh(
        session, actor, client, contact.learned, contact.still_true,
        source=SOURCE_OF[contact.kind], interaction_id=interaction_id, now=now, catalogue=catalogue,
    )  # fmt: skip
    stored = facts.current_values(session, client.client_id)
    return Logged(
        client=client,
        kind=contact.kind.value,
        last_before=before[0] if before else None,
        open_steps=tuple(interactions.list_open_steps(session, client.client_id, 3)),
        stale_sections=_stale_sections(stored, catalogue, now),
        done_steps=done,
        known_problems=stored["problems"].value if "problems" in stored else "",
        raised_problems=_not_followed_up(before),
        refreshed=refreshed.held,
        noted=refreshed.noted,
    )


def _not_followed_up(before: Sequence[InteractionView]) -> tuple[InteractionView, ...]:
    """Return the problems among earlier contacts, newest first, after which nobody has reached the client otherwise."""
    quiet = {Outcome.PROBLEM.value, Outcome.NO_ANSWER.value}
    lately = takewhile(lambda each: each.outcome in quiet, before)
    return tuple(each for each in lately if each.outcome == Outcome.PROBLEM.value)


def require_sound(actor: Actor, contact: Contact, *, now: datetime) -> None:
    """Raise InvalidInput or InvalidForm for all that is wrong with the words and the day of a contact."""
    today = now.astimezone(ZoneInfo(actor.timezone)).date()
    note, step = clean_text(contact.note), clean_text(contact.next_step)
    Gathering(list(_problems(note, step, contact.next_on, today))).finish()


def _problems(note: str, step: str, next_on: date | None, today: date) -> Iterator[InvalidInput]:
    """Return all that is wrong with a contact, each at its input."""
    if not note:
        yield InvalidInput(lazy("Write a word or two on what was said."), field="note")
    if len(note) > LONGEST_TEXT:
        yield InvalidInput(
            lazy("A note takes at most {most} characters; this has {count}."),
            field="note",
            most=LONGEST_TEXT,
            count=len(note),
        )
    if len(step) > LONGEST_STEP:
        yield InvalidInput(lazy("A next step takes at most {most} characters."), field="next_step", most=LONGEST_STEP)
    if next_on is not None and next_on < today:
        yield InvalidInput(lazy("The next step lies in the past; choose today or a later day."), field="next_on")
    if next_on is not None and not step:
        yield InvalidInput(lazy("Say what is to be done on that day, or leave the day out."), field="next_step")


def _stale_sections(stored: Mapping[str, facts.StoredValue], catalogue: Catalogue, now: datetime) -> tuple[Part, ...]:
    return tuple(
        part
        for part in FILE_SECTIONS
        if judge_section(
            [
                Observation(each.key, stored[each.key].observed_at, each.shelf_life)
                for each in catalogue.of(part)
                if each.key in stored
            ],
            now,
        )
        is Freshness.STALE
    )


def list_due_steps(session: Session, actor: Actor, *, now: datetime, most: int = 5) -> Sequence[DueStep]:
    """Return what the actor has agreed to do within a week, overdue first, where they may still read it; logged."""
    if actor.person_id is None:
        return []
    today = now.astimezone(ZoneInfo(actor.timezone)).date()
    found = interactions.list_due_steps(session, actor.person_id, today + SOON, _LOOKED_AT)
    known = {step.client_id: clients.get(session, step.client_id) for step in found}
    open_ids = {
        client_id
        for client_id, client in known.items()
        if client and gate.rights_on(session, actor, client, now)[Part.TRADING] >= Right.READ
    }
    steps = [step for step in found if step.client_id in open_ids][:most]
    for client in {step.client_id: known[step.client_id] for step in steps}.values():
        if client:
            gate.note_read(session, actor, client, [Part.TRADING], via="due", now=now)
    return steps
