"""What a file of clients changes: worked out against what is known, before anything is written.

A value that the file gave last time is no new observation, even where somebody has found out better since; nor is
one that holds already.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.policy.catalogue import Catalogue, Source
from bot.policy.names import fold
from bot.policy.precedence import holding
from bot.store.tables_files import ClientRow, ContactRow, CurrentValueRow, FactRow

OWN_CODE = re.compile(r"N\d{5,}(?:-\d+)?")
"""The codes that clients get here until the accounting system has one for them."""

_IDS_AT_ONCE = 500

T = TypeVar("T")


@dataclass(frozen=True)
class ContactLine:
    """A person at the client's as a file gives them; blank where it says nothing."""

    name: str = ""
    title: str = ""
    email: str = ""
    phone: str = ""

    @property
    def called(self) -> str:
        """Return the name, or what else there is to call them by."""
        return self.name or self.email or self.phone


@dataclass(frozen=True)
class ClientLine:
    """One client as a file gives it. `values` are catalogue values in stored form, those that are not blank."""

    code: str
    values: Mapping[str, str]
    owner_id: int | None = None
    contact: ContactLine = ContactLine()


@dataclass(frozen=True)
class Known:
    """A client that is there already."""

    client_id: int
    owner_id: int | None
    code: str
    name_key: str


@dataclass(frozen=True)
class StandingFact:
    """A fact that was not retracted, as much of it as the rule of precedence asks for."""

    fact_id: int
    value: str
    source: str
    person_id: int | None
    observed_at: datetime


@dataclass
class ClientChange:
    """What one line does: the values to observe, and which of them will hold; `known` is None for a new client."""

    line: ClientLine
    known: Known | None
    observed: dict[str, str] = field(default_factory=dict)
    holds: dict[str, StandingFact | None] = field(default_factory=dict)
    """Field to the fact that holds afterwards; None stands for the new one."""
    owner_id: int | None = None
    contact: tuple[int | None, ContactLine] | None = None
    """A contact to update (by id) or to add (None), as it shall be."""

    @property
    def is_empty(self) -> bool:
        """Tell whether the line changes nothing."""
        if self.known is None or self.is_numbered:
            return False
        return not self.observed and self.owner_id is None and self.contact is None

    @property
    def is_numbered(self) -> bool:
        """Tell whether a client that had a code of our own making gets the accounting system's."""
        return self.known is not None and self.known.code.upper() != self.line.code.upper()


def plan(
    session: Session, lines: Sequence[ClientLine], *, observed_at: datetime, now: datetime, catalogue: Catalogue
) -> list[ClientChange]:
    """Work out what these lines change, one change a line."""
    known = _known(session, lines)
    changes = [ClientChange(line, known.get(line.code.upper())) for line in lines]
    ids = [change.known.client_id for change in changes if change.known]
    current = _current_values(session, ids)
    for change in changes:
        have = current.get(change.known.client_id, {}) if change.known else {}
        change.observed = {key: value for key, value in change.line.values.items() if have.get(key) != value}
        change.owner_id = _new_owner(change)
    _leave_out_the_unchanged(session, changes, observed_at=observed_at, now=now, catalogue=catalogue)
    _plan_contacts(session, changes, ids)
    return changes


def _new_owner(change: ClientChange) -> int | None:
    owner_id = change.line.owner_id
    return None if change.known and change.known.owner_id == owner_id else owner_id


def _known(session: Session, lines: Iterable[ClientLine]) -> dict[str, Known]:
    """Return the clients that are there already, by the code of their line in capitals.

    A file that somebody opened before the accounting system had a code for the client is known by its name, when
    that is exact and neither the file nor the lines have it twice.
    """
    columns = (ClientRow.id, ClientRow.owner_id, ClientRow.code, ClientRow.name_key)
    rows = session.execute(select(*columns, ClientRow.merged_into)).all()
    found = {row.code.upper(): Known(*row[:4]) for row in rows}
    unnumbered = _alone(
        (row.name_key, found[row.code.upper()])
        for row in rows
        if OWN_CODE.fullmatch(row.code) and row.merged_into is None
    )
    new = _alone((fold(line.values["name"]), line.code.upper()) for line in lines if line.code.upper() not in found)
    return found | {code: unnumbered[name] for name, code in new.items() if name in unnumbered}


def _alone(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    """Return what answers to each name, leaving out the names to which several answer."""
    found: dict[str, T] = {}
    several = set()
    for name, value in pairs:
        if name in found:
            several.add(name)
        found[name] = value
    return {name: value for name, value in found.items() if name and name not in several}


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + _IDS_AT_ONCE] for start in range(0, len(ids), _IDS_AT_ONCE))


def _current_values(session: Session, ids: Sequence[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for batch in _batches(ids):
        rows = select(CurrentValueRow.client_id, CurrentValueRow.field, CurrentValueRow.value)
        for client_id, key, value in session.execute(rows.where(CurrentValueRow.client_id.in_(batch))):
            found[client_id][key] = value
    return found


def _leave_out_the_unchanged(
    session: Session,
    changes: Sequence[ClientChange],
    *,
    observed_at: datetime,
    now: datetime,
    catalogue: Catalogue,
) -> None:
    """Drop what the file said last time already, and settle which fact holds for the rest."""
    # A field without a value may be one that somebody has emptied since the file last said so.
    contested = [change.known.client_id for change in changes if change.known and change.observed]
    standing = _standing_facts(session, contested)
    for change in changes:
        facts = standing.get(change.known.client_id) if change.known else None
        if facts is None:
            change.holds = dict.fromkeys(change.observed)
            continue
        for key, value in list(change.observed.items()):
            newest_first = facts.get(key, [])
            if _last_imported(newest_first) == value:
                del change.observed[key]
                continue
            new = StandingFact(0, value, Source.IMPORT.value, None, observed_at)
            after = sorted([new, *newest_first], key=lambda fact: fact.observed_at, reverse=True)
            held = holding(catalogue.require(key), after, now)
            change.holds[key] = None if held is new else held


def _last_imported(newest_first: Iterable[StandingFact]) -> str | None:
    return next((fact.value for fact in newest_first if fact.source == Source.IMPORT.value), None)


def _standing_facts(session: Session, ids: Sequence[int]) -> dict[int, dict[str, list[StandingFact]]]:
    """Return the facts of these clients that are not retracted, by client and field, newest first."""
    found: dict[int, dict[str, list[StandingFact]]] = defaultdict(lambda: defaultdict(list))
    columns = (FactRow.id, FactRow.value, FactRow.source, FactRow.person_id, FactRow.observed_at)
    for batch in _batches(ids):
        rows = session.execute(
            select(FactRow.client_id, FactRow.field, *columns)
            .where(FactRow.client_id.in_(batch), FactRow.retracted_at.is_(None))
            .order_by(FactRow.observed_at.desc(), FactRow.recorded_at.desc(), FactRow.id.desc())
        )
        for client_id, key, fact_id, value, source, person_id, seen in rows:
            found[client_id][key].append(StandingFact(fact_id, value, source, person_id, seen))
    return found


def _plan_contacts(session: Session, changes: Iterable[ClientChange], ids: Sequence[int]) -> None:
    known: dict[int, list[tuple[int, ContactLine]]] = defaultdict(list)
    columns = (ContactRow.name, ContactRow.title, ContactRow.email, ContactRow.phone)
    for batch in _batches(ids):
        rows = select(ContactRow.client_id, ContactRow.id, *columns)
        for client_id, contact_id, name, title, email, phone in session.execute(
            rows.where(ContactRow.client_id.in_(batch), ContactRow.left_at.is_(None)).order_by(ContactRow.id)
        ):
            known[client_id].append((contact_id, ContactLine(name, title, email, phone)))
    for change in changes:
        if change.line.contact.called:
            there = known.get(change.known.client_id, []) if change.known else []
            change.contact = _contact_change(change.line.contact, there)


def _contact_change(
    given: ContactLine, there: Iterable[tuple[int, ContactLine]]
) -> tuple[int | None, ContactLine] | None:
    """Find the contact that is meant, by name or else by email, and what changes about it."""
    for contact_id, old in there:
        if _is_same_person(given, old):
            new = ContactLine(old.name, given.title or old.title, given.email or old.email, given.phone or old.phone)
            return None if new == old else (contact_id, new)
    return None, ContactLine(given.called, given.title, given.email, given.phone)


def _is_same_person(given: ContactLine, old: ContactLine) -> bool:
    if fold(given.called) == fold(old.name):
        return True
    return not given.name and bool(given.email) and given.email.casefold() == old.email.casefold()
