"""Files that may be one client's: finding them, saying why, and remembering those that are not.

Looking through every file takes seconds, so what was found is kept in memory until a fact, a contact or a name is
added; what is shown is judged again from what is known at that moment.
"""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.errors import Conflict
from bot.i18n import lazy
from bot.policy.access import Actor, Deed, Part, Right, Role
from bot.policy.duplicates import Finding, Grade, Likely, Reason, judge
from bot.results.clients import Client
from bot.results.duplicates import KeptApart, Pair, PairPage
from bot.services import clients, gate, merging
from bot.services.clues import is_spent
from bot.services.facts import LOOKUP_GENERATION
from bot.services.traces import FIELDS, trace_of
from bot.store import access, duplicates, settings
from bot.store import clients as client_store

SHOWN = 5


@dataclass(frozen=True)
class _Likely:
    """A pair as it was found: ids, the lower one first, and how sure it was."""

    grade: Grade
    likelihood: float
    low: int
    high: int


@dataclass(frozen=True)
class _Found:
    """Every pair of one database, best first, and the state of the files that it was found in."""

    stamp: tuple[int, ...]
    pairs: tuple[_Likely, ...]


@dataclass
class _Kept:
    """What was found, one a database; one looks at a time, for whoever comes meanwhile wants the same."""

    by_engine: "WeakKeyDictionary[Engine, _Found]" = field(default_factory=WeakKeyDictionary)
    lock: threading.Lock = field(default_factory=threading.Lock)


_kept = _Kept()


def find_pairs(reader: Session, *, is_fresh: bool = True) -> Sequence[_Likely]:
    """Return every pair of files that looks alike, best first; takes seconds when something has changed.

    Unless `is_fresh`, what was found last will do: for turning the pages of a list.
    """
    from bot.reports.pairing import pair_up

    bind = reader.get_bind()
    engine = bind if isinstance(bind, Engine) else bind.engine
    with _kept.lock:
        stamp = (settings.counter(reader, LOOKUP_GENERATION), *duplicates.stamp(reader))
        known = _kept.by_engine.get(engine)
        if known is not None and (known.stamp == stamp or not is_fresh):
            return known.pairs
        traces = [trace_of(each) for each in duplicates.list_known(reader, FIELDS)]
        judged = (
            _Likely(found.grade, found.likelihood, *sorted((one.client_id, other.client_id)))
            for one, other in pair_up(traces)
            if (found := judge(one, other)) is not None
        )
        pairs = tuple(sorted(judged, key=lambda pair: (-pair.grade, -pair.likelihood, pair.low, pair.high)))
        _kept.by_engine[engine] = _Found(stamp, pairs)
    return pairs


def list_pairs(
    session: Session, reader: Session, actor: Actor, *, page: int = 0, is_fresh: bool = True, now: datetime
) -> PairPage:
    """Return one page of likely pairs, best first, with reasons as far as the actor may know them; logged.

    The custodian sees every pair, reps and managers those with a file of their own or of their team's. `reader` only
    reads, so that nobody waits meanwhile. Raises Refused for those who keep no files.
    """
    gate.require_role(
        actor, Role.REP, Role.MANAGER, Role.CUSTODIAN, part=Part.DIRECTORY, via="duplicates", now=now
    )  # fmt: skip
    found = _for_actor(reader, actor, find_pairs(reader, is_fresh=is_fresh))
    pages = max(1, -(-len(found) // SHOWN))
    page = min(max(page, 0), pages - 1)
    shown = found[page * SHOWN : (page + 1) * SHOWN]
    judged = _judge_again(reader, [(pair.low, pair.high) for pair in shown])
    pairs = [pair for each in judged if (pair := _pair(session, actor, *each, now=now)) is not None]
    apart = len(duplicates.list_apart_ids(reader)) if actor.holds(Role.CUSTODIAN) else None
    return PairPage(tuple(pairs), page, pages, len(found), apart)


def _for_actor(reader: Session, actor: Actor, found: Sequence[_Likely]) -> list[_Likely]:
    apart = duplicates.list_apart_ids(reader)
    undecided = [pair for pair in found if (pair.low, pair.high) not in apart]
    if actor.holds(Role.CUSTODIAN):
        return undecided
    mine = duplicates.list_ids_of(reader, actor.person_id, actor.team if Role.MANAGER in actor.roles else "")
    return [pair for pair in undecided if pair.low in mine or pair.high in mine]


def _judge_again(session: Session, pairs: Sequence[tuple[int, int]]) -> list[tuple[Client, Client, Likely]]:
    """Judge pairs by what is known now; those that are one file meanwhile, or no longer alike, are left out."""
    ids = sorted({client_id for pair in pairs for client_id in pair})
    known = {each.client_id: trace_of(each) for each in duplicates.list_known(session, FIELDS, ids)}
    named = {each.client_id: each for each in client_store.list_by_ids(session, ids)}
    judged = (
        (low, high, judge(known[low], known[high])) for low, high in pairs if low in known and high in known
    )  # fmt: skip
    return [(named[low], named[high], found) for low, high, found in judged if found is not None]


def _pair(
    session: Session, actor: Actor, one: Client, other: Client, judgement: Likely, *, now: datetime
) -> Pair:  # fmt: skip
    reasons = told_reasons(session, actor, one, other, judgement.findings, now=now)
    return Pair(one, other, judgement.grade, reasons, merging.may_merge(actor, one, other))


def told_reasons(
    session: Session, actor: Actor, one: Client, other: Client, findings: Iterable[Finding], *, now: datetime
) -> tuple[Reason, ...]:
    """Return the reasons as far as the actor may know them; what is told beyond the directory is logged.

    One that rests on a sealed contact says only that a contact detail is the same, and counts among the day's answers
    through what is sealed; other sealed ones are left out.
    """
    rights = [gate.rights_on(session, actor, client, now) for client in (one, other)]
    told: dict[Reason, None] = {}
    read: tuple[set[Part], set[Part]] = (set(), set())
    for finding in findings:
        if all(held[part] >= Right.READ for held, part in zip(rights, finding.parts, strict=True)):
            told[finding.reason] = None
            for parts, part in zip(read, finding.parts, strict=True):
                parts.add(part)
        elif Part.CONTACTS in finding.parts and Reason.CONTACT_DETAIL not in told and not is_spent(session, actor, now):
            told[Reason.CONTACT_DETAIL] = None
    if Reason.CONTACT_DETAIL in told:
        _note_sealed(session, actor, (one, other), now=now)
    for client, parts in zip((one, other), read, strict=True):
        gate.note_read(session, actor, client, sorted(parts), via="duplicates", now=now)
    return tuple(told)


def _note_sealed(session: Session, actor: Actor, pair: Iterable[Client], *, now: datetime) -> None:
    """Log that a sealed detail was told of, on each file whose contacts the actor may not read."""
    access.add_entries(
        session,
        [
            gate.entry(actor, Deed.MATCHED, Part.CONTACTS, client.client_id, via="duplicates", now=now)
            for client in pair
            if gate.rights_on(session, actor, client, now)[Part.CONTACTS] < Right.READ
        ],
    )


def judge_pair(session: Session, one_id: int, other_id: int) -> tuple[Client, Client, Likely | None]:
    """Return two files as they stand now and how alike they are. Raises Conflict when they are one file."""
    one, other = (clients.require_client(session, client_id) for client_id in sorted((one_id, other_id)))
    if one.client_id == other.client_id:
        raise Conflict(lazy("These two are one file already: {client}."), client=one.name)
    known = duplicates.list_known(session, FIELDS, [one.client_id, other.client_id])
    traces = [trace_of(each) for each in known]
    return one, other, judge(*traces)


def require_pair(
    session: Session, actor: Actor, one_id: int, other_id: int, *, via: str, now: datetime
) -> tuple[Client, Client, Likely | None]:
    """Return two files for somebody who may decide on them or propose it: one of them is theirs or their team's.

    Raises Refused for everybody else but the custodian, Conflict when they are one file.
    """
    one, other, judgement = judge_pair(session, one_id, other_id)
    rights = [gate.rights_on(session, actor, client, now)[Part.DIRECTORY] for client in (one, other)]
    if Right.WRITE not in rights:
        raise gate.refusal(actor, one, Part.DIRECTORY, via=via, now=now)
    return one, other, judgement


def keep_apart(session: Session, actor: Actor, one_id: int, other_id: int, *, now: datetime) -> tuple[Client, Client]:
    """Note that two files are not the same client; they are proposed no more.

    Raises Refused and Conflict as `require_pair` does.
    """
    one, other, _judgement = require_pair(session, actor, one_id, other_id, via="keep_apart", now=now)
    if duplicates.keep_apart(session, (one.client_id, other.client_id), actor.person_id, now):
        _note_decision(session, actor, (one, other), via="keep_apart", now=now)
    return one, other


def _note_decision(session: Session, actor: Actor, pair: Iterable[Client], *, via: str, now: datetime) -> None:
    access.add_entries(
        session, [gate.entry(actor, Deed.WRITE, Part.DIRECTORY, each.client_id, via=via, now=now) for each in pair]
    )


def list_kept_apart(session: Session, actor: Actor, *, page: int = 0, now: datetime) -> tuple[KeptApart, ...]:
    """Return the pairs that somebody said are not the same, the latest first. For custodians only."""
    gate.require_role(actor, Role.CUSTODIAN, part=Part.DIRECTORY, via="kept_apart", now=now)
    rows = duplicates.list_apart(session, SHOWN, page * SHOWN)
    ids = {client_id for row in rows for client_id in (row.first, row.second)}
    named = {each.client_id: each for each in client_store.list_by_ids(session, ids)} if ids else {}
    return tuple(
        KeptApart(named[row.first], named[row.second], row.person, row.decided_at)
        for row in rows
        if row.first in named and row.second in named
    )


def propose_again(
    session: Session, actor: Actor, one_id: int, other_id: int, *, now: datetime
) -> tuple[Client, Client]:  # fmt: skip
    """Take back that two files are not the same client. For custodians only; Conflict when that has happened."""
    gate.require_role(actor, Role.CUSTODIAN, part=Part.DIRECTORY, via="kept_apart", now=now)
    one, other, _judgement = judge_pair(session, one_id, other_id)
    if not duplicates.take_back(session, (one.client_id, other.client_id)):
        raise Conflict(lazy("{one} and {other} are not kept apart any more."), one=one.name, other=other.name)
    _note_decision(session, actor, (one, other), via="propose_again", now=now)
    return one, other
