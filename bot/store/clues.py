"""Queries about what leads to a client beside its names: domains, emails, phones and the people there.

The keys are a projection of contacts and current values, written in the transaction that changes either and proved
by `clientele db check`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from bot.policy.access import Part
from bot.policy.clues import Way, domain_key, email_key, person_key, phone_keys
from bot.store.families import roots
from bot.store.tables_files import ClientRow, ContactRow, CurrentValueRow
from bot.store.tables_lookup import ClueRow

PHONE, WEBSITE, COUNTRY = "phone", "website", "country"
FIELDS = frozenset({PHONE, WEBSITE, COUNTRY})
"""The fields whose values the keys follow from; a number without its country's code belongs to the client's."""

_LONGEST = 300
_AT_ONCE = 500


@dataclass(frozen=True)
class Led:
    """A client to which a key leads, through a part of its file. The id is the one the source was written under."""

    client_id: int
    part: Part
    way: Way


_Key = tuple[Part, Way, str]


def list_led_to(session: Session, keys: Mapping[Way, Collection[str]], most: int) -> Sequence[Led]:
    """Return the clients to which any of these keys leads, by id; merged ones as the client they went into."""
    if not any(keys.values()):
        return []
    merged = roots()
    surviving = func.coalesce(merged.c.root, ClueRow.client_id)
    rows = session.execute(
        select(surviving, ClueRow.part, ClueRow.way)
        .outerjoin(merged, merged.c.id == ClueRow.client_id)
        .where(or_(*(and_(ClueRow.way == way.value, ClueRow.key.in_(each)) for way, each in keys.items())))
        .distinct()
        .order_by(surviving, ClueRow.part, ClueRow.way)
        .limit(most)
    )
    return [Led(client_id, Part(part), Way(way)) for client_id, part, way in rows]


def refresh(session: Session, client_ids: Collection[int]) -> None:
    """Work the keys of these clients out anew, after their contacts or values have changed."""
    ids = sorted(client_ids)
    for start in range(0, len(ids), _AT_ONCE):
        batch = ids[start : start + _AT_ONCE]
        session.execute(delete(ClueRow).where(ClueRow.client_id.in_(batch)))
        rows = [
            {"client_id": client_id, "part": part.value, "way": way.value, "key": key}
            for client_id, keys in sorted(derive(session, batch).items())
            for part, way, key in sorted(keys)
        ]
        if rows:
            session.execute(insert(ClueRow), rows)


def derive(session: Session, client_ids: Sequence[int]) -> Mapping[int, frozenset[_Key]]:
    """Return the keys that follow from what these clients' files say now."""
    values = _values(session, client_ids)
    found: dict[int, set[_Key]] = defaultdict(set)
    for client_id, known in values.items():
        found[client_id] |= set(_of_client(known))
    for client_id, name, *means in _contacts(session, client_ids):
        found[client_id] |= set(_of_contact(name, means, values.get(client_id, {}).get(COUNTRY)))
    return {client_id: frozenset(keys) for client_id, keys in found.items() if keys}


def _of_client(values: Mapping[str, str]) -> Iterator[_Key]:
    yield from _keys(Part.BASIC, Way.DOMAIN, [domain_key(values.get(WEBSITE, ""))])
    yield from _keys(Part.BASIC, Way.PHONE, phone_keys(values.get(PHONE, ""), values.get(COUNTRY)))


def _of_contact(name: str, means: Iterable[str], country: str | None) -> Iterator[_Key]:
    yield from _keys(Part.CONTACTS, Way.PERSON, [person_key(name)])
    for each in means:
        yield from _keys(Part.CONTACTS, Way.EMAIL, [email_key(each)])
        # An address of the people's leads by its domain too; a bare word in its place is no web address.
        yield from _keys(Part.CONTACTS, Way.DOMAIN, [domain_key(each) if "@" in each else ""])
        yield from _keys(Part.CONTACTS, Way.PHONE, phone_keys(each, country))


def _keys(part: Part, way: Way, keys: Iterable[str]) -> Iterator[_Key]:
    return ((part, way, key[:_LONGEST]) for key in keys if key)


def _values(session: Session, client_ids: Sequence[int]) -> Mapping[int, dict[str, str]]:
    rows = session.execute(
        select(CurrentValueRow.client_id, CurrentValueRow.field, CurrentValueRow.value).where(
            CurrentValueRow.client_id.in_(client_ids), CurrentValueRow.field.in_(FIELDS)
        )
    )
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for client_id, field, value in rows:
        found[client_id][field] = value
    return found


def _contacts(session: Session, client_ids: Sequence[int]) -> Iterator[tuple[int, str, str, str, str]]:
    rows = session.execute(
        select(ContactRow.client_id, ContactRow.name, ContactRow.email, ContactRow.phone, ContactRow.mobile).where(
            ContactRow.client_id.in_(client_ids), ContactRow.left_at.is_(None)
        )
    )
    return ((row[0], row[1], row[2], row[3], row[4]) for row in rows)


def list_kept(session: Session, client_ids: Sequence[int]) -> Mapping[int, frozenset[_Key]]:
    """Return the keys as they are kept, by client."""
    found: dict[int, set[_Key]] = defaultdict(set)
    for row in session.execute(select(ClueRow.__table__).where(ClueRow.client_id.in_(client_ids))).mappings():
        found[row["client_id"]].add((Part(row["part"]), Way(row["way"]), row["key"]))
    return {client_id: frozenset(keys) for client_id, keys in found.items()}


def walk_client_ids(session: Session) -> Iterator[Sequence[int]]:
    """Yield the ids of all clients, some hundreds at a time."""
    last = 0
    while batch := session.scalars(
        select(ClientRow.id).where(ClientRow.id > last).order_by(ClientRow.id).limit(_AT_ONCE)
    ).all():
        yield batch
        last = batch[-1]
