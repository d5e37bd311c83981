"""Imports of clients: codes and names, a fact for every value that is news, owners and contacts."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.files.checks import Checked, Sheet
from bot.files.client_checks import CONTACT_COLUMNS, ClientContext, check_clients, needs_countries
from bot.files.headers import Layout
from bot.policy.access import Actor
from bot.results.imports import ImportCounts, ImportOptions
from bot.services.facts import project
from bot.services.matching import known_clients
from bot.store import (
    clients,
    families,
    import_runs,
    ledger_writes,
    people,
    references,
    rollups,
    settings,
    staging_facts,
)
from bot.store.staging_clients import ClientChange, ClientLine, ContactLine, plan

NEW_CLIENT = {"stage": "present", "relation": "direct"}
"""What a new client is taken for where the file does not say: it comes from the books of a company that trades."""


class ClientsWork:
    """One file of clients on its way. Its lines stay in memory until they are published: about 2 KB a client."""

    def __init__(self, session: Session, actor: Actor, layout: Layout, options: ImportOptions, now: datetime) -> None:
        """Take the people as they stand now, and make room for what is to be written."""
        known = {person.slack_id: person.person_id for person in people.list_all(session)}
        today = now.astimezone(ZoneInfo(options.timezone)).date()
        countries = clients.countries_by_code(session) if needs_countries(options.catalogue, layout) else {}
        self._context = ClientContext(options.catalogue, options.base_currency, known, today, countries)
        self._fields = [field.key for field in options.catalogue if field.key in layout]
        self._writing = staging_facts.Writing(
            actor.person_id, _observed_at(options, now), now, options.catalogue, NEW_CLIENT
        )
        self._seen: set[Hashable] = set()
        self._lines: list[ClientLine] = []
        self._touched: set[int] = set()
        rollups.create_deltas(session)
        references.create_matches(session)
        staging_facts.create_tables(session)

    def check(self, sheet: Sheet) -> Mapping[str, Sequence[object]]:
        """Check a chunk; what is wrong stays with the sheet."""
        return check_clients(sheet, self._context, self._seen)

    def stage(self, session: Session, checked: Checked) -> None:  # noqa: ARG002 - clients wait in memory
        """Keep the lines of a chunk."""
        columns = checked.columns
        values = zip(*(columns[key] for key in self._fields), strict=True)
        contacts = zip(*(columns[key] for key in CONTACT_COLUMNS), strict=True)
        for code, owner_id, given, contact in zip(columns["code"], columns["owner_id"], values, contacts, strict=True):
            self._lines.append(
                ClientLine(
                    str(code),
                    {key: str(value) for key, value in zip(self._fields, given, strict=True) if value is not None},
                    owner_id if isinstance(owner_id, int) else None,
                    ContactLine(*map(str, contact)),
                )
            )

    def prepare(self, session: Session) -> ImportCounts:
        """Work out what publishing will do."""
        changes = self._plan(session)
        self._touched = _known_ids(change for change in changes if not change.is_empty)
        return _counts(changes)

    def publish(self, session: Session, counts: ImportCounts, now: datetime) -> ImportCounts:
        """Write it; ledger lines that have waited for these clients find them."""
        changes = self._settle(session)
        counts = replace(counts, same=len(self._lines) - len(changes))
        staging_facts.write(session, changes, self._writing)
        self._follow_merges(session, changes)
        renamed = [
            change for change in changes if change.known is None or change.is_numbered or "name" in change.observed
        ]
        if renamed:
            settings.bump(session, import_runs.LOOKUP_GENERATION, now)
            matched = ledger_writes.match_waiting(session, "client_id", known_clients)
            counts = replace(counts, matched=matched)
        added = sum(change.known is None for change in changes)
        return replace(counts, added=added, changed=len(changes) - added)

    def _settle(self, session: Session) -> list[ClientChange]:
        """Plan once more, with everybody else kept off the clients that are touched."""
        held: set[int] = set()
        touched = self._touched
        while True:
            families.lock_many(session, touched - held)
            held |= touched
            changes = [change for change in self._plan(session) if not change.is_empty]
            touched = _known_ids(changes)
            if touched <= held:
                return changes

    def _follow_merges(self, session: Session, changes: Sequence[ClientChange]) -> None:
        """Work out anew what holds where files were merged: the bulk looks at each client's own facts."""
        related = families.list_related(session)
        for change in changes:
            if change.known and change.known.client_id in related and change.observed:
                line = families.lock(session, change.known.client_id)
                project(session, line, change.observed, now=self._writing.now, catalogue=self._writing.catalogue)

    def _plan(self, session: Session) -> list[ClientChange]:
        writing = self._writing
        return plan(session, self._lines, observed_at=writing.observed_at, now=writing.now, catalogue=writing.catalogue)


def _known_ids(changes: Iterable[ClientChange]) -> set[int]:
    return {change.known.client_id for change in changes if change.known}


def _counts(changes: Sequence[ClientChange]) -> ImportCounts:
    added = sum(change.known is None for change in changes)
    same = sum(change.is_empty for change in changes)
    return ImportCounts(added=added, changed=len(changes) - added - same, same=same)


def _observed_at(options: ImportOptions, now: datetime) -> datetime:
    """Return when the file's statement was true: the start of its day, never later than now."""
    if options.as_of is None:
        return now
    return min(now, datetime.combine(options.as_of, time.min, ZoneInfo(options.timezone)))
