"""A small company to run the clock for: people, files and what is known of them, put in through the services."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.jobs.desk import JobDesk
from bot.policy.access import Actor, parse_roles
from bot.policy.catalogue import Catalogue, Source
from bot.policy.contacts import ContactKind, Outcome
from bot.results.outbox import Company
from bot.results.people import Profile
from bot.services import clients, contacts, facts, people
from bot.store.database import Database, open_engine
from bot.store.tables_ledger import ClientMonthRow, ImportRunRow

# A Monday in a week without a change of clocks; nine o'clock in London is 08:00 UTC.
MONDAY = datetime(2026, 7, 6, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)
CATALOGUE = Catalogue()
OPERATOR = people.operator("test")

on_both = pytest.mark.parametrize("house", ["sqlite", "postgres"], indirect=True)
"""Run a test of the `house` on each kind of database: for queries that the two may take differently."""


class HandClock:
    """A clock that a test moves."""

    def __init__(self, now: datetime) -> None:
        self.at = now

    def now(self) -> datetime:
        return self.at

    def wait(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class House:
    """The company in one database."""

    database: Database
    channel: str = "C0SALES"
    timezone: str = "Europe/London"
    clock: HandClock = field(default_factory=lambda: HandClock(MONDAY))

    @property
    def desk(self) -> JobDesk:
        return JobDesk(self.database, Company(CATALOGUE, "USD", self.timezone, self.channel), self.clock)

    @contextmanager
    def session(self) -> Iterator[Session]:
        with self.database.session() as session:
            yield session

    def person(self, slack_id: str, roles: str = "rep", *, team: str = "", timezone: str = "Europe/London") -> Actor:
        with self.session() as session:
            people.add_person(session, OPERATOR, slack_id, parse_roles(roles), name=slack_id, team=team, now=MONDAY)
            profile = Profile(name=slack_id.title(), timezone=timezone, language="en", is_outsider=False)
            people.note_profile(session, slack_id, profile, now=MONDAY)
            return people.identify(session, slack_id, via="test", now=MONDAY)

    def client(self, owner: Actor, name: str, *, opened: datetime = MONDAY - 400 * DAY) -> int:
        with self.session() as session:
            new = clients.NewClient(name)
            found = clients.record_client(session, owner, new, now=opened, catalogue=CATALOGUE, is_sure=True)
            return found.client_id

    def know(self, owner: Actor, client_id: int, at: datetime, **values: str) -> None:
        """Have values observed at an instant."""
        with self.session() as session:
            facts.record_facts(
                session, owner, client_id, values, source=Source.CALL, observed_at=at, now=at, catalogue=CATALOGUE
            )

    def stale_client(self, owner: Actor, name: str, *, days: int = 10) -> int:
        """Open a file all of whose sections are known, and whose trading section is so many days overdue."""
        client_id = self.client(owner, name)
        lately = MONDAY - 5 * DAY
        self.know(owner, client_id, lately, industry="retail", culture="open", attitude="good")
        # Problems stay fresh for 90 days; the half day keeps the count clear of its edge.
        self.know(owner, client_id, MONDAY - (90.5 + days) * DAY, problems=f"Late deliveries to {name}")
        return client_id

    def contacted(self, actor: Actor, client_id: int, at: datetime, *, next_on: date | None = None) -> None:
        with self.session() as session:
            client = clients.require_client(session, client_id)
            step = "Send the price list" if next_on else ""
            contact = contacts.Contact(ContactKind.CALL, Outcome.REACHED, "Spoke", next_step=step, next_on=next_on)
            contacts.log_contact(session, actor, client, contact, now=at, catalogue=CATALOGUE)

    def sold(self, client_id: int, month: date, units: int) -> None:
        """Have sales of so many dollars in a month."""
        with self.session() as session:
            session.add(ClientMonthRow(client_id=client_id, month=month, amount=units * 10_000, lines=1))

    def stated(self, day: date) -> None:
        """Have the accounting system state sales as of a day, so that the months before it are closed."""
        counts = dict.fromkeys(("added", "changed", "same", "rejected", "waiting"), 0)
        with self.session() as session:
            run = ImportRunRow(kind="sales", file_name="s.csv", as_of=day, published_at=MONDAY, **counts)
            session.add(run)


def open_house(url: str) -> House:
    """Open the company in a migrated database."""
    return House(Database(open_engine(url)))
