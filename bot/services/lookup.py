"""Finding the client that somebody means, in any script, with typing errors forgiven.

An exact code, name or alias is looked up in the database; everything else is ranked in memory over folded names
(rapidfuzz, 9 ms among 100,000). The copy in memory refreshes when the `lookup_generation` counter has moved.
"""

import heapq
import threading
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from weakref import WeakKeyDictionary

from rapidfuzz import fuzz, process
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.errors import Ambiguous, Candidate, ClientNotFound
from bot.policy.access import Actor
from bot.policy.names import fold
from bot.policy.regions import territory_name
from bot.results.clients import Client, Match
from bot.services.facts import LOOKUP_GENERATION
from bot.store import clients, settings

LIKELY = 67.0
"""Below this score a name is not worth showing."""
CERTAIN = 90.0
"""At or above this score, with the next one well behind, a name typed with an error is taken as meant."""
CLEAR_LEAD = 8.0
_PREFIX_BONUS = 95.0
_MOST_WORDS = 12


@dataclass(frozen=True)
class _Names:
    """A copy of every name: parallel sequences of client ids and folded names, and the names as one text."""

    generation: int
    client_ids: tuple[int, ...]
    keys: tuple[str, ...]
    text: str = field(init=False, repr=False)
    """Each name on a line of its own, a line's end before the first: searched at the speed of memory."""
    starts: tuple[int, ...] = field(init=False, repr=False)
    """Where in `text` the line's end before each name stands."""

    def __post_init__(self) -> None:
        """Lay the names out as one text."""
        object.__setattr__(self, "text", "".join(f"\n{key}" for key in self.keys))
        lengths = (len(key) + 1 for key in self.keys)
        object.__setattr__(self, "starts", tuple(accumulate(lengths, initial=0))[:-1])

    def holding(self, words: str) -> Iterator[int]:
        """Yield the places of the names in which `words` stand, in order; more than once where they do so often."""
        at = self.text.find(words)
        while at >= 0:
            yield bisect_right(self.starts, at) - 1
            at = self.text.find(words, at + 1)


@dataclass
class _Copies:
    """The copies in memory, one a database."""

    by_engine: "WeakKeyDictionary[Engine, _Names]" = field(default_factory=WeakKeyDictionary)
    lock: threading.Lock = field(default_factory=threading.Lock)


_copies = _Copies()


def _names(session: Session) -> _Names:
    bind = session.get_bind()
    engine = bind if isinstance(bind, Engine) else bind.engine
    generation = settings.counter(session, LOOKUP_GENERATION)
    with _copies.lock:
        known = _copies.by_engine.get(engine)
    if known is not None and known.generation == generation:
        return known
    rows = clients.list_names(session)
    fresh = _Names(generation, tuple(row[0] for row in rows), tuple(row[2] for row in rows))
    with _copies.lock:
        _copies.by_engine[engine] = fresh
    return fresh


def list_matches(session: Session, typed: str, *, most: int = 5) -> Sequence[Match]:
    """Return the clients that may be meant, best first; an exact code, name or alias scores 100."""
    key = fold(typed[:300])
    scores = {client.client_id: 100.0 for client in clients.list_called(session, typed[:300])}
    if key:
        names = _names(session)
        ranked = process.extract(
            " ".join(key.split()[:_MOST_WORDS]), names.keys, scorer=fuzz.ratio, score_cutoff=LIKELY, limit=most * 3
        )
        for _, score, position in ranked:
            client_id = names.client_ids[position]
            scores[client_id] = max(scores.get(client_id, 0.0), min(score, 99.0))
        for client_id in _beginning_with(names, key, most * 3):
            scores[client_id] = max(scores.get(client_id, 0.0), _PREFIX_BONUS)
    best = sorted(scores, key=lambda client_id: (-scores[client_id], client_id))[:most]
    found = {client.client_id: client for client in clients.list_by_ids(session, best)}
    return [
        Match(found[client_id], scores[client_id], "exact" if scores[client_id] == 100.0 else "similar")
        for client_id in best
        if client_id in found
    ]


def _beginning_with(names: _Names, key: str, most: int) -> list[int]:
    """Return clients of whose name some word run begins with what was typed (2 letters or more, 1 in CJK)."""
    if len(key) < (1 if key[0] > "\u2e80" else 2):
        return []
    beginnings = [key] if key[0] > "\u2e80" else [f"\n{key}", f" {key}"]
    found: dict[int, None] = {}
    for place in heapq.merge(*(names.holding(each) for each in beginnings)):
        found[place] = None
        if len(found) == most:
            break
    return [names.client_ids[place] for place in found]


def get_called(session: Session, typed: str) -> Client | None:
    """Return the one client whose code, name or alias is exactly this, legal forms and accents aside."""
    exact = clients.list_called(session, typed)
    return exact[0] if len(exact) == 1 else None


def resolve(session: Session, typed: str) -> Client:
    """Return the one client that is certainly meant.

    Raises Ambiguous when several answer equally well and ClientNotFound, with the nearest, when none does.
    """
    exact = clients.list_called(session, typed)
    if len(exact) == 1:
        return exact[0]
    by_code = [client for client in exact if client.code.upper() == typed.strip().upper()]
    if len(by_code) == 1:
        return by_code[0]
    if exact:
        raise Ambiguous(typed, tuple(as_candidate(client) for client in exact))
    matches = list_matches(session, typed)
    if matches and _is_certain(typed, matches):
        return matches[0].client
    raise ClientNotFound(typed, tuple(as_candidate(match.client) for match in matches))


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
    return f" {name} " in words or (name[:1] > "\u2e80" and len(name) > 1 and name in words)


def _is_certain(typed: str, matches: Sequence[Match]) -> bool:
    """Tell whether the best match is close and alone: certainty is earned, a doubt is asked."""
    best = matches[0].score
    following = matches[1].score if len(matches) > 1 else 0.0
    key = fold(typed)
    # Two Chinese characters say as much as four letters.
    is_enough = len(key) >= (2 if key[:1] > "\u2e80" else 4)
    return is_enough and best >= CERTAIN and best - following >= CLEAR_LEAD


def list_likely_duplicates(session: Session, name: str, country: str | None, *, most: int = 3) -> Sequence[Match]:
    """Return clients that a new file of this name may double, best first.

    A namesake in another country is likely only when the names are the same.
    """
    matches = list_matches(session, name, most=most * 2)
    return [
        match
        for match in matches
        if match.score >= (80.0 if match.client.country in {None, country} or country is None else 100.0)
    ][:most]


def as_candidate(client: Client) -> Candidate:
    """Return what anybody may read of a client: its name and place."""
    place = [client.city or "", territory_name(client.country) if client.country else ""]
    return Candidate(client.client_id, client.name, ", ".join(each for each in place if each))
