"""Finding the client that somebody means, in any script, with typing errors forgiven.

An exact code, name or alias is looked up in the database; everything else is ranked in memory over folded names, the
same on both databases (`bot.services.name_index`). The copy in memory follows what has changed, a few thousand names
at a time. What else leads to a client, a domain or a phone say, is `bot.services.clues`'s.
"""

import re
import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.errors import Ambiguous, Candidate, ClientNotFound
from bot.policy.access import Actor
from bot.policy.clues import Way
from bot.policy.names import fold, is_unspaced
from bot.policy.regions import territory_name
from bot.results.clients import Client, Match
from bot.services.clues import Followed, follow, tell
from bot.services.name_grams import Block
from bot.services.name_index import NameIndex
from bot.services.spelling import readings
from bot.services.traces import TypedClient, list_alike
from bot.store import clients, clues, name_blocks, settings

CERTAIN = 93.0
"""At or above this score, with the next one well behind, a name typed with an error is taken as meant."""
CLEAR_LEAD = 8.0
LONGEST = 300
"""What is typed beyond this is no part of a name."""
_MOST_WORDS = 12
_NEAR = 5
"""Of names alike so many times as many are judged as are shown."""

KEYS_VERSION = "lookup_keys"
VERSION = 3
"""Rises whenever a key is worked out in another way: the keys that are kept are then made anew at the next start."""


@dataclass
class _Copies:
    """The copies in memory, one a database; its pool stands for it, which all who open it share."""

    by_pool: "WeakKeyDictionary[object, NameIndex]" = field(default_factory=WeakKeyDictionary)
    lock: threading.Lock = field(default_factory=threading.Lock)


_copies = _Copies()


def _index(session: Session) -> NameIndex:
    """Return every name as it stands now, reading only the blocks in which something has changed."""
    bind = session.get_bind()
    pool = (bind if isinstance(bind, Engine) else bind.engine).pool
    generations = name_blocks.generations(session)
    with _copies.lock:
        known = _copies.by_pool.get(pool)
    blocks = known.blocks if known else {}
    if known and {number: block.generation for number, block in blocks.items()} == generations:
        return known
    fresh = NameIndex(
        {
            number: blocks[number]
            if number in blocks and blocks[number].generation == generation
            else _read_block(session, number, generation, blocks.get(number))
            for number, generation in generations.items()
        }
    )
    with _copies.lock:
        _copies.by_pool[pool] = fresh
    return fresh


def _read_block(session: Session, number: int, generation: int, before: Block | None) -> Block:
    names = name_blocks.list_names(session, number)
    return Block(generation, names, name_blocks.list_codes(session, number), before)


def _called(session: Session, typed: str, index: NameIndex | None = None) -> Sequence[Client]:
    """Return the clients whose code, in any letters, name or alias is exactly this, legal forms and accents aside."""
    exact = clients.list_called(session, typed)
    code = typed.strip().upper()
    if any(client.code.upper() == code for client in exact):
        return exact
    known = {client.client_id for client in exact}
    coded = set((index or _index(session)).coded(code)) - known
    return [*exact, *clients.list_by_ids(session, coded)] if coded else exact


def warm(session: Session) -> int:
    """Read every name into memory ahead of the first search and return how many there are."""
    return sum(block.count for block in _index(session).blocks.values())


def has_current_keys(session: Session) -> bool:
    """Tell whether the keys that are kept were worked out as this program does it."""
    return settings.counter(session, KEYS_VERSION) == VERSION


def ensure_keys(session: Session, *, now: datetime) -> None:
    """Work every key out anew where they were worked out in another way, by an older program say."""
    if not has_current_keys(session):
        for client_ids in clues.walk_client_ids(session):
            clients.fold_anew(session, client_ids)
            clues.refresh(session, client_ids)
        settings.set_json(session, KEYS_VERSION, VERSION, now)


def list_matches(session: Session, typed: str, *, most: int = 5) -> Sequence[Match]:
    """Return the clients whose name may be meant, best first; an exact code, name or alias scores 100."""
    text = " ".join(typed[:LONGEST].split()[:_MOST_WORDS])
    index = _index(session)
    scores = {client.client_id: 100.0 for client in _called(session, typed[:LONGEST], index)}
    if fold(text):
        for found in index.search(readings(text), most + len(scores)):
            scores.setdefault(found.client_id, found.score)
    best = sorted(scores, key=lambda client_id: -scores[client_id])[:most]
    known = {client.client_id: client for client in clients.list_by_ids(session, best)}
    return [
        Match(known[client_id], scores[client_id], "exact" if scores[client_id] == 100.0 else "similar")
        for client_id in best
        if client_id in known
    ]


def list_offered(
    session: Session, actor: Actor, typed: str, *, now: datetime, most: int, reader: Session | None = None
) -> Sequence[Match]:
    """Return the clients that a menu offers for what has been typed so far: by name, and by what the actor may read.

    With a `reader` of its own, `session` takes SQLite's writer only where there is something to log: a menu asks at
    every letter.
    """
    named = list_matches(reader or session, typed, most=most)
    known = {match.client.client_id for match in named}
    led = follow(session, actor, typed, via="menu", now=now, may_tell=False, reader=reader).matches
    return [*(match for match in led if match.client.client_id not in known), *named][:most]


def get_called(session: Session, typed: str) -> Client | None:
    """Return the one client whose code, name or alias is exactly this, legal forms and accents aside."""
    exact = _called(session, typed)
    return exact[0] if len(exact) == 1 else None


def resolve(session: Session, typed: str, *, actor: Actor | None = None, now: datetime | None = None) -> Client:
    """Return the one client that is certainly meant: by its code, a name, and for an actor by what else leads there.

    Raises Ambiguous when several answer equally well and ClientNotFound, with the nearest, when none does. What the
    actor may not read makes nothing certain: such a client is among the nearest, by name and owner, and logged.
    """
    exact = _called(session, typed)
    if len(exact) == 1:
        return exact[0]
    by_code = [client for client in exact if client.code.upper() == typed.strip().upper()]
    if len(by_code) == 1:
        return by_code[0]
    if exact:
        raise Ambiguous(typed, tuple(as_candidate(client) for client in exact))
    led = Followed()
    if actor and now:
        led = follow(session, actor, typed, via="lookup", now=now)
        if meant := led.sure(but=Way.PERSON):
            return meant
    matches = list_matches(session, typed)
    if matches and _is_certain(typed, matches):
        return matches[0].client
    if meant := led.sure():
        return meant
    raise ClientNotFound(typed, _nearest(led, matches), entries=led.entries)


def _nearest(led: Followed, matches: Sequence[Match]) -> tuple[Candidate, ...]:
    """Return those to choose from, each once: by what leads there first, then by name."""
    found = {match.client.client_id: as_candidate(match.client) for match in led.matches}
    sealed = {match.client.client_id: as_sealed(match.client) for match in led.sealed}
    alike = {match.client.client_id: as_candidate(match.client) for match in matches}
    return tuple((alike | sealed | found)[client_id] for client_id in dict.fromkeys([*found, *sealed, *alike]))


def list_certain(session: Session, names: Collection[str]) -> dict[str, int]:
    """Return the client that each of many names certainly means, as `resolve` would, by how it is spelt alone.

    For files, of which nobody checks each answer: a name that a client's only begins with is not certain here, nor
    is one with another number in it. Takes a millisecond a name among 100,000.
    """
    index = _index(session) if names else NameIndex({})
    likely: dict[str, int] = {}
    for name in names:
        best = index.spelt(readings(name[:LONGEST]), CERTAIN) if any(map(str.isalpha, name)) else ()
        if best and _is_sure(name, *(each.score for each in best)):
            likely[name] = best[0].client_id
    called = {client.client_id: client.name for client in clients.list_by_ids(session, set(likely.values()))}
    return {
        name: client_id for name, client_id in likely.items() if _numbers(name) == _numbers(called.get(client_id, ""))
    }


def _numbers(name: str) -> list[str]:
    return re.findall(r"\d+", fold(name))


def guess(session: Session, actor: Actor, text: str) -> Client | None:
    """Return the actor's own client whose whole name stands in a text, when there is just one; else None."""
    if actor.person_id is None:
        return None
    words = f" {fold(text[:3000])} "
    named = [
        client
        for client in clients.list_owned(session, actor.person_id)
        if _stands_in(words, fold(client.name)) or (not client.code.isdigit() and f" {fold(client.code)} " in words)
    ]
    return named[0] if len(named) == 1 else None


def _stands_in(words: str, name: str) -> bool:
    """Tell whether a folded name stands among folded words; Chinese and Japanese are written without spaces."""
    return f" {name} " in words or (is_unspaced(name) and len(name) > 1 and name in words)


def _is_certain(typed: str, matches: Sequence[Match]) -> bool:
    """Tell whether the best match is close and alone: certainty is earned, a doubt is asked."""
    return _is_sure(typed, *(match.score for match in matches[:2]))


def _is_sure(typed: str, best: float, following: float = 0.0) -> bool:
    key = fold(typed)
    # Two Chinese characters say as much as four letters.
    is_enough = len(key) >= (2 if is_unspaced(key) else 4)
    return is_enough and best >= CERTAIN and best - following >= CLEAR_LEAD


def list_likely_duplicates(
    session: Session, actor: Actor, typed: TypedClient, *, now: datetime, may_tell: bool = False, most: int = 3
) -> Followed:
    """Return clients of which a new file may be a duplicate, best first, by all that was typed for it.

    A namesake in another city or country is asked about; a name that is only alike is not, there.
    """
    near = [match.client.client_id for match in list_matches(session, typed.name, most=most * _NEAR)]
    found = list_alike(session, actor, typed, near, most=most, now=now)
    return tell(session, actor, found, via="add", now=now, may_tell=may_tell)


def as_candidate(client: Client) -> Candidate:
    """Return what anybody may read of a client: its name and place."""
    place = [client.city or "", territory_name(client.country) if client.country else ""]
    return Candidate(client.client_id, client.name, ", ".join(each for each in place if each))


def as_sealed(client: Client) -> Candidate:
    """Return what is said of a client that was found by what the reader may not read: its name and its owner."""
    return Candidate(client.client_id, client.name, client.owner_name or "")
