"""`/client find`: words and filters in, a page of clients out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import InvalidInput, Refused
from bot.i18n import lazy
from bot.policy.access import Actor, Deed, Part
from bot.policy.catalogue import Catalogue
from bot.policy.searching import parse_search
from bot.policy.values import Reading
from bot.results.clients import Match
from bot.results.finding import PAGE, FoundPage
from bot.services import clues, filters, gate, lookup
from bot.services.clues import SEALED_A_DAY, Followed
from bot.store import clients
from bot.store import finding as store

MOST_NAMED = 200
"""Of the clients whose name answers to some words, the best that are looked at."""
_SPREAD = 12.0
"""How far behind the best match another may stand and still be what was meant."""


@dataclass(frozen=True)
class _Named:
    """The clients that words lead to, best first, and how."""

    matches: tuple[Match, ...]
    led: Followed


def find_clients(
    session: Session,
    actor: Actor,
    asked: str,
    *,
    page: int = 0,
    now: datetime,
    catalogue: Catalogue,
    reading: Reading,
    reader: Session | None = None,
) -> FoundPage:
    """Return one page of the clients that answer to words and filters; what was looked at is logged.

    With a `reader` of its own for what is read, `session` takes SQLite's writer only for the log's rows. Raises
    InvalidInput for a filter that is none and Refused when nothing is found and the day's answers through sealed
    details are used up.
    """
    read = reader or session
    search = parse_search(asked)
    if not (search.words or search.filters or search.state):
        raise InvalidInput(lazy("Whom are you looking for? Write words of a name, or a filter such as country:DE."))
    narrowed = filters.narrow(read, actor, search.filters, search.state, now=now, catalogue=catalogue, reading=reading)
    is_filtered = bool(search.filters or search.state)
    kept = _kept(read, narrowed) if is_filtered else None
    named = _named(session, actor, search.words, page=page, now=now, reader=read) if search.words else None
    found = _together(read, named, kept, page)
    for part in narrowed.parts:
        keys = " ".join(dict.fromkeys([*(each.key for each in search.filters), *filter(None, [search.state])]))
        gate.note_figures(session, actor, part, via="find", now=now, detail=keys[:200])
    sealed = _sealed(named, kept) if named and found.page == 0 else ()
    if named and named.led.is_spent and not (found.total or sealed):
        raise _spent(actor, now)
    return FoundPage(asked, found.page, found.total, found.matches, sealed)


def _sealed(named: _Named, kept: Collection[int] | None) -> tuple[Match, ...]:
    """Return the sealed matches that pass the filters and are not found by their name anyway."""
    by_name = {match.client.client_id for match in named.matches}
    return tuple(
        match
        for match in named.led.sealed
        if match.client.client_id not in by_name and (kept is None or match.client.client_id in kept)
    )


def _kept(session: Session, narrowed: filters.Narrowed) -> dict[int, None]:
    """Return the clients that the filters leave, by name."""
    ids = store.list_ids(session, narrowed.conditions)
    return dict.fromkeys(each for each in ids if narrowed.only is None or each in narrowed.only)


def _named(session: Session, actor: Actor, words: str, *, page: int, now: datetime, reader: Session) -> _Named:
    led = clues.follow(session, actor, words, via="find", now=now, may_tell=page == 0, reader=reader)
    alike = lookup.list_matches(reader, words, most=MOST_NAMED)
    best = max((match.score for match in alike), default=0.0)
    first = {match.client.client_id: match for match in led.matches}
    rest = [match for match in alike if match.score >= best - _SPREAD and match.client.client_id not in first]
    return _Named((*first.values(), *rest), led)


@dataclass(frozen=True)
class _Page:
    page: int
    total: int
    matches: tuple[Match, ...]


def _together(session: Session, named: _Named | None, kept: "dict[int, None] | None", page: int) -> _Page:
    """Return the page of what answers to the words and passes the filters; the last one for a page behind it."""
    if named is not None:
        found = [match for match in named.matches if kept is None or match.client.client_id in kept]
        place = _place(page, len(found))
        return _Page(place, len(found), tuple(found[place * PAGE : (place + 1) * PAGE]))
    ids = list(kept or ())
    place = _place(page, len(ids))
    return _Page(place, len(ids), _matches(session, ids[place * PAGE : (place + 1) * PAGE]))


def _place(page: int, total: int) -> int:
    return max(0, min(page, (total - 1) // PAGE))


def _matches(session: Session, ids: Sequence[int]) -> tuple[Match, ...]:
    known = {client.client_id: client for client in clients.list_by_ids(session, ids)} if ids else {}
    return tuple(Match(known[client_id], 100.0, "filter") for client_id in ids if client_id in known)


def _spent(actor: Actor, now: datetime) -> Refused:
    return Refused(
        lazy(
            "No name answers to that, and you have had today's {most} answers through details that are not open to "
            "you. Ask the custodian, or again tomorrow."
        ),
        entry=gate.entry(actor, Deed.REFUSED, Part.CONTACTS, None, via="find", now=now),
        most=SEALED_A_DAY,
    )
