"""The daily reminder: whether a rep gets one, and what stands in it."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.orm import Session

from bot.policy.access import Actor
from bot.policy.catalogue import Catalogue
from bot.results.freshness import Nag
from bot.results.measures import MeasureItem
from bot.results.people import Person
from bot.services import outbox, progress
from bot.services.freshness import Found, rank, read_items
from bot.services.people import actor_of
from bot.store import freshness, measures, people
from bot.store.freshness import Whose

MOST_ITEMS = 3
QUIET_WORKING_DAYS = 2
"""Nobody is reminded of a client that was contacted today or in so many working days before."""

VALID = timedelta(hours=6)
"""A reminder that could not be sent for so long is yesterday's."""

_FRIDAY = 4


def list_reminded(session: Session) -> Sequence[Person]:
    """Return the people who may get a reminder: owners of files and of measures who are still with the company."""
    owners = freshness.list_owner_ids(session) | measures.list_owner_ids(session)
    return [each for each in people.list_all(session) if each.person_id in owners and not each.is_guest]


def decide_nag(session: Session, person: Person, *, now: datetime, catalogue: Catalogue) -> bool:
    """Put a reminder in the outbox when something of this person's wants a look; tell whether it did."""
    actor = actor_of(person)
    if not _found(session, actor, now, catalogue) and not _overdue(session, actor, now, catalogue):
        return False
    until = (now + VALID).isoformat()
    return outbox.enqueue(session, "nag", person.slack_id, {"until": until}, now=now)


def compose_nag(session: Session, actor: Actor, *, now: datetime, catalogue: Catalogue) -> Nag | None:
    """Return what the actor is reminded of now; None when it has been dealt with meanwhile."""
    found = _found(session, actor, now, catalogue)
    items = read_items(session, actor, found[:MOST_ITEMS], via="nag", now=now, catalogue=catalogue)
    overdue = _overdue(session, actor, now, catalogue)
    return Nag(items, more=len(found) - len(items), measures=overdue) if items or overdue else None


def _overdue(session: Session, actor: Actor, now: datetime, catalogue: Catalogue) -> tuple[MeasureItem, ...]:
    today = now.astimezone(zone_of(actor.timezone)).date()
    return progress.list_overdue(session, actor, today, catalogue)


def _found(session: Session, actor: Actor, now: datetime, catalogue: Catalogue) -> list[Found]:
    if actor.person_id is None:
        return []
    since = quiet_since(now, zone_of(actor.timezone))
    quiet = freshness.list_not_chased(session, actor.person_id, since)
    return rank(session, actor, Whose(owner_id=actor.person_id), now=now, catalogue=catalogue, quiet=quiet)


def zone_of(name: str) -> ZoneInfo:
    """Return a person's time zone; one that this machine does not know must not cost them their reminders."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def quiet_since(now: datetime, zone: ZoneInfo) -> datetime:
    """Return the local midnight since which a contact with a client silences reminders about it."""
    day = now.astimezone(zone).date()
    for _ in range(QUIET_WORKING_DAYS):
        day = _working_day_before(day)
    return datetime.combine(day, time.min, tzinfo=zone)


def _working_day_before(day: date) -> date:
    before = day - timedelta(days=1)
    while before.weekday() > _FRIDAY:
        before -= timedelta(days=1)
    return before
