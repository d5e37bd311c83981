"""Client files: opening one, showing one, finding one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import Conflict, InvalidInput, NotFound
from bot.i18n import lazy
from bot.policy.access import AccessEntry, Actor, Deed, Part, Right, Role
from bot.policy.catalogue import FILE_SECTIONS, Catalogue, FieldType, Source
from bot.policy.freshness import Freshness, Observation, judge, judge_section
from bot.policy.quality import Quality, Standing, of_file
from bot.results.clients import Client, FileCard, Match, SectionView, Value
from bot.services import gate, lookup, merging
from bot.services.facts import LOOKUP_GENERATION, record_facts
from bot.services.sell_through import glance
from bot.services.stages import read_proposal
from bot.services.stated import STATED_PURCHASES, read_sales
from bot.services.traces import TypedClient
from bot.store import access, address_book, clients, facts, interactions, presence, settings

LONGEST_NAME = 200
GROUP, GROUP_SHOWN = "group", 5
"""So many others of a corporate group stand on a card: a menu holds no more."""


@dataclass(frozen=True)
class NewClient:
    """What the form “Add a client” brings: the name, other catalogue values in stored form, a first contact."""

    name: str
    values: Mapping[str, str] = field(default_factory=dict)
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""


class LikelyDuplicate(Conflict):
    """A file of this client may be there already; `matches` are the likeliest, best first."""

    def __init__(self, matches: Sequence[Match], entries: tuple[AccessEntry, ...] = ()) -> None:
        """Carry the matches to whoever asks the person; `entries` log those that sealed details led to."""
        super().__init__(lazy("There may already be a file of this client."))
        self.matches = tuple(matches)
        self.entries = entries


def require_may_open(actor: Actor, *, now: datetime) -> None:
    """Raise Refused for those who keep no files, before they type one in vain."""
    gate.require_role(actor, Role.REP, Role.MANAGER, Role.CUSTODIAN, part=Part.DIRECTORY, via="add", now=now)


def record_client(
    session: Session,
    actor: Actor,
    new: NewClient,
    *,
    now: datetime,
    catalogue: Catalogue,
    is_sure: bool = False,
    code: str | None = None,
    source: Source = Source.RESEARCH,
) -> Client:
    """Open a client's file, owned by whoever opens it when they are a rep or a manager.

    Raises InvalidInput for a name that is empty or too long, Refused for those who keep no files, and
    LikelyDuplicate unless `is_sure` says that the person has looked.
    """
    require_may_open(actor, now=now)
    name = " ".join(new.name.split())
    if not name:
        raise InvalidInput(lazy("A client needs a name."), field="name")
    if len(name) > LONGEST_NAME:
        raise InvalidInput(lazy("A name takes at most {most} characters."), field="name", most=LONGEST_NAME)
    if not is_sure:
        typed = TypedClient(name, new.values, new.contact_email, new.contact_phone)
        likely = lookup.list_likely_duplicates(session, actor, typed, now=now, may_tell=True)
        if likely.matches or likely.sealed:
            raise LikelyDuplicate((*likely.matches, *likely.sealed), likely.entries)
    owner_id = actor.person_id if actor.holds(Role.REP, Role.MANAGER) else None
    client_id = clients.add(session, code=code, name=name, owner_id=owner_id, created_by=actor.person_id, now=now)
    values = {"name": name, "stage": "future", "relation": "direct"} | dict(new.values)
    record_facts(session, actor, client_id, values, source=source, observed_at=now, now=now, catalogue=catalogue)
    if new.contact_name or new.contact_email or new.contact_phone:
        interactions.add_contact(
            session,
            client_id,
            name=new.contact_name or new.contact_email or new.contact_phone,
            title="",
            email=new.contact_email,
            phone=new.contact_phone,
            created_by=actor.person_id,
            now=now,
        )
    settings.bump(session, LOOKUP_GENERATION, now)
    access.add_entries(session, [gate.entry(actor, Deed.WRITE, Part.DIRECTORY, client_id, via="add", now=now)])
    return require_client(session, client_id)


def require_client(session: Session, client_id: int) -> Client:
    """Return a client by id, the surviving one when it was merged. Raises NotFound."""
    client = clients.get(session, client_id)
    if client is None:
        raise NotFound(lazy("This client file is no longer there."))
    return client


def show_client(
    session: Session, actor: Actor, client: Client, *, now: datetime, catalogue: Catalogue, base_currency: str
) -> FileCard:
    """Return one file, cut to what the actor may read; what was read is logged."""
    rights = gate.rights_on(session, actor, client, now)
    readable = {part for part, right in rights.items() if right >= Right.READ}
    stored = facts.current_values(session, client.client_id)
    names = named_clients(session, catalogue, {key: known.value for key, known in stored.items()})
    sections = tuple(
        _section(part, rights[part], catalogue, stored, names, now)
        for part in FILE_SECTIONS
        if rights[part] is not Right.DENY
    )
    shown = [section.part for section in sections if section.right >= Right.READ]
    shown += [part for part in (Part.CONTACTS, Part.SALES) if part in readable]
    gate.note_read(session, actor, client, shown, via="show", now=now)
    there_are = presence.of(session, client.client_id)
    return FileCard(
        client=client,
        relation=gate.relation_of(actor, client),
        sections=sections,
        contacts=tuple(interactions.list_contacts(session, client.client_id)) if Part.CONTACTS in readable else None,
        interactions=tuple(interactions.list_latest(session, client.client_id, 3))
        if Part.TRADING in readable
        else None,
        sales=read_sales(session, client, _stated(readable, stored), base_currency=base_currency, now=now)
        if Part.SALES in readable
        else None,
        sell_through=glance(session, client, base_currency=base_currency, now=now)
        if Part.BUSINESS in readable
        else None,
        rights=rights,
        asked_for=tuple(part for part, right in rights.items() if right is Right.ASK),
        via_name=_via_name(session, client),
        group=_group(session, client) if GROUP in stored and Part.BASIC in readable else (),
        proposal=read_proposal(session, actor, client, now=now) if there_are.proposals else None,
        quality=_quality(catalogue, client, stored, now) if readable.issuperset(FILE_SECTIONS) else None,
        sites=tuple(address_book.list_sites(session, client.client_id))
        if there_are.sites and Part.BASIC in readable
        else (),
        merges=tuple(merging.list_merges(session, client)) if there_are.merges else (),
        may_undo_merges=actor.holds(Role.CUSTODIAN),
    )


def _group(session: Session, client: Client) -> tuple[Client, ...]:
    return tuple(clients.list_in_group(session, client.client_id, GROUP_SHOWN))


def _quality(catalogue: Catalogue, client: Client, stored: Mapping[str, facts.StoredValue], now: datetime) -> Quality:
    """Return how complete and fresh a file is, for those who may read all of it: it says how much is there."""
    observed = {key: value.observed_at for key, value in stored.items()}
    return of_file(catalogue, observed, Standing(client.stage, client.relation), now)


def _via_name(session: Session, client: Client) -> str:
    via = clients.get(session, client.via_id) if client.via_id is not None else None
    return via.name if via else ""


def _stated(readable: Collection[Part], stored: Mapping[str, facts.StoredValue]) -> str:
    """Return what the client says it buys from us in a year, for those who may read that too."""
    known = stored.get(STATED_PURCHASES)
    return known.value if known and Part.BUSINESS in readable else ""


def named_clients(session: Session, catalogue: Catalogue, values: Mapping[str, str]) -> Mapping[str, str]:
    """Return the names of the clients that these values (by field) stand for; names are open to every member."""
    ids = {
        key: int(value)
        for key, value in values.items()
        if key in catalogue and catalogue.require(key).type is FieldType.CLIENT and value.isdigit()
    }
    found = {key: clients.get(session, client_id) for key, client_id in ids.items()}
    return {key: client.name for key, client in found.items() if client}


def _section(
    part: Part,
    right: Right,
    catalogue: Catalogue,
    stored: Mapping[str, facts.StoredValue],
    names: Mapping[str, str],
    now: datetime,
) -> SectionView:
    """Cut one section to what `right` opens: with less than READ there is no value and no freshness in it."""
    if right < Right.READ:
        return SectionView(part, right, Freshness.EMPTY, (), (), 0)
    declared = catalogue.of(part)
    values = tuple(
        Value(
            field=each,
            value=stored[each.key].value,
            source=stored[each.key].source,
            person=stored[each.key].person,
            observed_at=stored[each.key].observed_at,
            freshness=judge(stored[each.key].observed_at, each.shelf_life, now),
            name=names.get(each.key, ""),
        )
        for each in declared
        if each.key in stored
    )
    return SectionView(
        part=part,
        right=right,
        freshness=judge_section([Observation(v.field.key, v.observed_at, v.field.shelf_life) for v in values], now),
        values=values,
        missing=tuple(each for each in declared if each.key not in stored),
        stale_fields=sum(value.freshness is Freshness.STALE for value in values),
    )


def read_section(
    session: Session, actor: Actor, client: Client, part: Part, needed: Right, *, now: datetime, catalogue: Catalogue
) -> SectionView:
    """Return one section, for its form. Raises Refused unless the actor has the right that is needed."""
    gate.require_to_read(session, actor, client, part, needed, via="edit", now=now)
    stored = facts.current_values(session, client.client_id)
    names = named_clients(session, catalogue, {key: known.value for key, known in stored.items()})
    return _section(part, needed, catalogue, stored, names, now)


def share_card(session: Session, actor: Actor, client: Client, channel: str, *, now: datetime) -> Client:
    """Let the directory part of a file be shown in a channel, and log where it went."""
    access.add_entries(
        session,
        [gate.entry(actor, Deed.SHARED, Part.DIRECTORY, client.client_id, via="share", now=now, detail=channel)],
    )
    return client
