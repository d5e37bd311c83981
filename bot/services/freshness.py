"""What is known too long ago: listing it, saying that it still holds, and finding who should know.

A section is stale when one of its values has outlived its shelf life. A file older than two weeks of which a
section is still unknown counts too, behind everything that is really stale.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.errors import Conflict, InvalidInput
from bot.i18n import lazy
from bot.policy.access import Actor, Deed, Part, Right, Role, right
from bot.policy.catalogue import FILE_SECTIONS, PART_LABELS, Catalogue, Source
from bot.policy.classification import grade_by_share
from bot.policy.freshness import Freshness, judge, overdue_days
from bot.policy.periods import add_months
from bot.results.clients import Client, Value
from bot.results.freshness import Confirmed, StaleItem
from bot.services import clients, facts, gate, outbox
from bot.store import access, freshness, people
from bot.store import clients as client_store
from bot.store.facts import StoredValue
from bot.store.freshness import Whose

GRACE = timedelta(days=14)
"""A new file is not asked for what nobody can know yet."""

DISOWNED_FOR = timedelta(days=30)
"""How long a rep who says “not mine” is left in peace while the custodian finds the owner."""

SNOOZED, DISOWNED = "snoozed", "disowned"
_WEIGHTS = {"A": 3, "B": 2}


@dataclass(frozen=True)
class Found:
    """A section that wants a look, before its values are read; STALE by `days`, or EMPTY."""

    client_id: int
    section: Part
    state: Freshness
    days: int


def list_stale(
    session: Session,
    actor: Actor,
    *,
    owner_id: int | None,
    now: datetime,
    catalogue: Catalogue,
    limit: int,
) -> tuple[StaleItem, ...]:
    """Return what the actor could bring up to date: of their own files, their team's or all, as their roles go.

    `owner_id` narrows that to one owner. The worst of the most valuable clients comes first; what is snoozed is
    left out. The values are read, so the access log says so.
    """
    whose = _writable(actor, owner_id)
    found = rank(session, actor, whose, now=now, catalogue=catalogue, enough=limit)[:limit]
    return read_items(session, actor, found, via="stale", now=now, catalogue=catalogue)


def _writable(actor: Actor, only: int | None) -> Whose:
    """Return whose files the actor writes in: the rights table has no other way to write file sections."""
    return Whose(
        owner_id=actor.person_id,
        team=actor.team if Role.MANAGER in actor.roles else "",
        everybody=actor.holds(Role.CUSTODIAN),
        only=only,
    )


def rank(
    session: Session,
    actor: Actor,
    whose: Whose,
    *,
    now: datetime,
    catalogue: Catalogue,
    enough: int | None = None,
    quiet: Collection[int] = (),
) -> list[Found]:
    """Return every section that wants a look, the best use of the reader's time first; clients in `quiet` rest.

    Days overdue count three times for a client of grade A among those that are stale, and twice for one of grade B.
    Once `enough` are found, files of which nothing is known are not looked for.
    """
    snoozed = freshness.list_snoozed(session, actor.person_id, now)

    def wanted(found: Iterable[Found]) -> list[Found]:
        return [
            each
            for each in found
            if (each.client_id, each.section.value) not in snoozed and each.client_id not in quiet
        ]

    stale = wanted(_stale(session, whose, now, catalogue))
    weights = _weights(session, {each.client_id for each in stale}, now)
    stale.sort(key=lambda each: (-(each.days + 1) * weights.get(each.client_id, 1), each.client_id, each.section))
    if enough is not None and len(stale) >= enough:
        return stale
    return stale + wanted(_unknown(session, whose, now, catalogue))


_MOST_OLDEST = 50
"""For those who see every file: of each field, the oldest values that are looked at. Nobody reads that far."""

_MOST_UNKNOWN = 200
"""Of each section, files with nothing in it are looked at no further: they rank last, and nobody reads that far."""


def _stale(session: Session, whose: Whose, now: datetime, catalogue: Catalogue) -> list[Found]:
    chased = [each for section in FILE_SECTIONS for each in catalogue.of(section)]
    cutoffs = {each.key: now - each.shelf_life for each in chased}
    days: dict[tuple[int, Part], int] = {}
    late = (
        freshness.list_oldest(session, whose, cutoffs, _MOST_OLDEST)
        if whose.everybody and whose.only is None
        else freshness.list_overdue(session, whose, cutoffs)
    )
    for row in late:
        field = catalogue.require(row.field)
        section = (row.client_id, field.section)
        days[section] = max(days.get(section, 0), overdue_days(row.observed_at, field.shelf_life, now))
    return [Found(client_id, section, Freshness.STALE, most) for (client_id, section), most in days.items()]


def _unknown(session: Session, whose: Whose, now: datetime, catalogue: Catalogue) -> list[Found]:
    found = [
        Found(client_id, section, Freshness.EMPTY, 0)
        for section in FILE_SECTIONS
        for client_id in freshness.list_unknown(
            session, whose, [each.key for each in catalogue.of(section)], now - GRACE, _MOST_UNKNOWN
        )
    ]
    return sorted(found, key=lambda each: (each.client_id, FILE_SECTIONS.index(each.section)))


def _weights(session: Session, client_ids: Collection[int], now: datetime) -> dict[int, int]:
    if not client_ids:
        return {}
    this_month = now.date().replace(day=1)
    sales = freshness.sum_sales(session, client_ids, add_months(this_month, -12), add_months(this_month, -1))
    return {client_id: _WEIGHTS.get(grade, 1) for client_id, grade in grade_by_share(sales).items()}


def read_items(
    session: Session, actor: Actor, found: Sequence[Found], *, via: str, now: datetime, catalogue: Catalogue
) -> tuple[StaleItem, ...]:
    """Read the values of what was found, as far as the actor may still write there, and log that."""
    ids = {each.client_id for each in found}
    known = {each.client_id: each for each in client_store.list_by_ids(session, ids)} if ids else {}
    stored = freshness.list_values(session, ids) if ids else {}
    items = [
        _item(known[each.client_id], each, stored.get(each.client_id, ()), now, catalogue)
        for each in found
        if right(actor.roles, gate.relation_of(actor, known[each.client_id]), each.section) is Right.WRITE
    ]
    entries = [gate.entry(actor, Deed.READ, i.section, i.client.client_id, via=via, now=now) for i in items if i.values]
    access.add_entries(session, entries)
    return tuple(items)


def _item(
    client: Client, found: Found, stored: Iterable[StoredValue], now: datetime, catalogue: Catalogue
) -> StaleItem:
    values = [value for value in _values(stored, found.section, now, catalogue) if value.freshness is Freshness.STALE]
    values.sort(key=lambda each: (-overdue_days(each.observed_at, each.field.shelf_life, now), each.field.key))
    return StaleItem(client, found.section, found.state, found.days, tuple(values))


def _values(stored: Iterable[StoredValue], section: Part, now: datetime, catalogue: Catalogue) -> list[Value]:
    """Return what is known of a section; fields that the catalogue no longer has are passed over."""
    fields = ((each, catalogue.get(each.field)) for each in stored)
    return [
        Value(
            field, each.value, each.source, each.person, each.observed_at,
            judge(each.observed_at, field.shelf_life, now),
        )
        for each, field in fields
        if field is not None and field.section is section
    ]  # fmt: skip


def confirm_section(
    session: Session,
    actor: Actor,
    client_id: int,
    section: Part,
    *,
    source: Source,
    now: datetime,
    catalogue: Catalogue,
) -> Confirmed:
    """Say “still true” of everything in a section that is stale or about to be; fresh values stay as they are.

    Raises Refused unless the actor may write the section.
    """
    client = clients.require_client(session, client_id)
    _require_chased(section)
    gate.require(session, actor, client, section, Right.WRITE, via="confirm", now=now)
    stored = freshness.list_values(session, [client.client_id]).get(client.client_id, ())
    ageing = [
        each.field.key
        for each in _values(stored, section, now, catalogue)
        if each.freshness in {Freshness.DUE, Freshness.STALE}
    ]
    done = facts.confirm_fields(session, actor, client, ageing, source=source, now=now, catalogue=catalogue)
    return Confirmed(client, section, done)


def _require_chased(section: Part) -> None:
    if section not in FILE_SECTIONS:
        raise InvalidInput(lazy("“{section}” is not a section that is kept fresh."), section=PART_LABELS[section])


def snooze(session: Session, actor: Actor, client_id: int, section: Part, *, until: datetime, now: datetime) -> Client:
    """Do not ask the actor about a section until an instant.

    Raises InvalidInput for an instant that has passed, Refused unless the actor may write the section.
    """
    client = clients.require_client(session, client_id)
    _require_chased(section)
    if until <= now:
        raise InvalidInput(lazy("Choose a day that is still to come."), field="until")
    gate.require(session, actor, client, section, Right.WRITE, via="snooze", now=now)
    if actor.person_id is not None:
        freshness.set_snooze(session, client.client_id, [section.value], actor.person_id, until=until, reason=SNOOZED)
    return client


def disown(session: Session, actor: Actor, client_id: int, *, now: datetime) -> Client:
    """Say “not mine” of a file: its owner is asked no more, and each custodian is asked whose it is.

    Raises Conflict when the file is no longer the actor's.
    """
    client = clients.require_client(session, client_id)
    if actor.person_id is None or client.owner_id != actor.person_id:
        raise Conflict(lazy("{client} is no longer one of your files."), client=client.name)
    sections = [section.value for section in FILE_SECTIONS]
    freshness.set_snooze(
        session, client.client_id, sections, actor.person_id, until=now + DISOWNED_FOR, reason=DISOWNED
    )
    for custodian in people.list_holding(session, Role.CUSTODIAN):
        outbox.enqueue(
            session,
            "owner_question",
            custodian.slack_id,
            {"client_id": client.client_id, "by": actor.person_id},
            now=now,
            # Pressing twice, or in two messages on one day, is one question.
            dedupe_key=f"owner_question:{client.client_id}:{actor.person_id}:{custodian.person_id}:{now.date()}",
        )
    return client


def disowned_client(session: Session, actor: Actor, client_id: int, by: int, *, now: datetime) -> Client | None:
    """Return a client whose owner is in question, None when it has another owner than the person `by` meanwhile.

    For custodians only.
    """
    gate.require_role(actor, Role.CUSTODIAN, part=Part.DIRECTORY, via="assign", now=now)
    client = clients.require_client(session, client_id)
    return client if client.owner_id == by else None


def assign_owner(session: Session, actor: Actor, client_id: int, person_slack_id: str, *, now: datetime) -> Client:
    """Give a file to another owner, who is told. Custodians and operators only.

    Raises InvalidInput when that person keeps no files.
    """
    gate.require_role(actor, Role.CUSTODIAN, part=Part.DIRECTORY, via="assign", now=now)
    client = clients.require_client(session, client_id)
    person = people.get_by_slack_id(session, person_slack_id)
    keeps_files = person is not None and person.left_at is None and not person.is_guest
    if person is None or not keeps_files or person.roles.isdisjoint({Role.REP, Role.MANAGER}):
        raise InvalidInput(lazy("Only a rep or a manager can own a client file."), field="owner_assign")
    sections = [section.value for section in FILE_SECTIONS]
    freshness.end_snooze(session, client.client_id, person.person_id, sections)
    if client.owner_id == person.person_id:
        return client
    gate.require(session, actor, client, Part.DIRECTORY, Right.WRITE, via="assign", now=now)
    client_store.set_owner(session, client.client_id, person.person_id)
    outbox.enqueue(session, "owner_assigned", person.slack_id, {"client_id": client.client_id}, now=now)
    return clients.require_client(session, client_id)
