"""Finding a client by what else leads to it: a domain, an email, a phone, the name of somebody there.

These stand in parts of the file that are not open to everybody. A match through something that the asker may not read
tells the client's name and owner only, a few times a day, so that nobody reads sealed contacts by guessing them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.policy.access import AccessEntry, Actor, Deed, Part, Right
from bot.policy.clues import Way, domain_key, email_key, person_key, phone_keys
from bot.results.clients import Client, Match
from bot.services import gate
from bot.store import access, clients
from bot.store import clues as store

SEALED_A_DAY = 10
"""Answers through sealed details that a person gets on one day of theirs."""
_SEALED_AT_ONCE = 3
MOST_LED_TO = 60
"""Ways by which clients are looked at: a key that leads to more is telling of none."""
SURE = 99.0


@dataclass(frozen=True)
class Followed:
    """The clients that a clue leads to: openly, and through what is sealed to the asker.

    `is_spent` says that the asker has had the day's answers through sealed details; whether there would have been
    another one is then not looked at. `entries` are what the access log has got.
    """

    matches: tuple[Match, ...] = ()
    sealed: tuple[Match, ...] = ()
    is_spent: bool = False
    entries: tuple[AccessEntry, ...] = ()

    def sure(self, *, but: Way | None = None) -> Client | None:
        """Return the client when just one is led to openly, not by the way `but`, and none otherwise."""
        found = [match.client for match in self.matches if match.because != but]
        return found[0] if len(found) == 1 and not self.sealed else None


def keys_of(typed: str) -> Mapping[Way, frozenset[str]]:
    """Return what was typed as the keys that it may be; an address leads by its domain too."""
    text = typed[:300]
    found = {
        Way.EMAIL: {email_key(text)},
        Way.DOMAIN: {domain_key(text)},
        Way.PHONE: phone_keys(text),
        # A single letter stands for nobody.
        Way.PERSON: {key} if len(key := person_key(text)) > 1 else set(),
    }
    return {way: kept for way, keys in found.items() if (kept := frozenset(each for each in keys if each))}


def follow(
    session: Session,
    actor: Actor,
    typed: str,
    *,
    via: str,
    now: datetime,
    may_tell: bool = True,
    reader: Session | None = None,
) -> Followed:
    """Return the clients to which what was typed leads, and log it; none to an auditor, to whom all of it is closed.

    Unless `may_tell`, nothing sealed is told: for what asks at every letter. With a `reader` of its own, `session`
    takes SQLite's writer only where there is something to log.
    """
    read = reader or session
    led = store.list_led_to(read, keys_of(typed), MOST_LED_TO)
    by_client = {client_id: list(ways) for client_id, ways in groupby(led, key=lambda each: each.client_id)}
    known = sorted(clients.list_by_ids(read, by_client), key=lambda client: client.client_id) if by_client else []
    opened: list[tuple[Client, store.Led]] = []
    closed: list[tuple[Client, store.Led]] = []
    for client in known:
        rights = gate.rights_on(read, actor, client, now)
        best = max(by_client[client.client_id], key=lambda each: rights[each.part])
        if rights[best.part] >= Right.READ:
            opened.append((client, best))
        elif rights[best.part] is not Right.DENY:
            closed.append((client, best))
    # What is counted is counted by whoever writes: two who ask at once do not get one answer more.
    is_over = is_spent(session if closed else read, actor, now)
    told = closed[:_SEALED_AT_ONCE] if may_tell and not is_over else []
    entries = [
        gate.entry(actor, deed, led.part, client.client_id, via=via, now=now, detail=led.way)
        for deed, found in ((Deed.READ, opened), (Deed.MATCHED, told))
        for client, led in found
    ]
    access.add_entries(session, entries)
    return Followed(
        matches=tuple(Match(client, SURE, led.way) for client, led in opened),
        sealed=tuple(Match(client, SURE, led.way, is_sealed=True) for client, led in told),
        is_spent=is_over,
        entries=tuple(entries),
    )


def tell(
    session: Session, actor: Actor, found: Sequence[Match], *, via: str, now: datetime, may_tell: bool
) -> Followed:
    """Return of what was found by a client's details what the asker is told, and log what is told of sealed ones.

    Unless `may_tell`, nothing sealed is told: for what asks while somebody types.
    """
    sealed = [match for match in found if match.is_sealed] if may_tell else []
    is_over = bool(sealed) and is_spent(session, actor, now)
    told = [] if is_over else sealed
    entries = [gate.entry(actor, Deed.MATCHED, Part.CONTACTS, each.client.client_id, via=via, now=now) for each in told]
    access.add_entries(session, entries)
    openly = tuple(match for match in found if not match.is_sealed)
    return Followed(matches=openly, sealed=tuple(told), is_spent=is_over, entries=tuple(entries))


def is_spent(session: Session, actor: Actor, now: datetime) -> bool:
    """Tell whether the actor has had the day's answers through sealed details; the operator reads everything anyway."""
    if actor.person_id is None:
        return False
    midnight = datetime.combine(now.astimezone(zone := ZoneInfo(actor.timezone)).date(), time.min, tzinfo=zone)
    return access.count_answers(session, actor.person_id, Deed.MATCHED, midnight) >= SEALED_A_DAY
