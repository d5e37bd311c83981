"""Loading the demo company through the doors that a real one uses: people, imports, facts, contacts and limits.

What lies in the past is written with the time of its own day, so that files are as old as they look.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

from sqlalchemy.orm import Session

from bot.demo import files
from bot.demo.cast import ARJUN, BASE_CURRENCY, CAST, INES, TIMEZONE
from bot.demo.company import DemoCompany
from bot.demo.decided import DECIDED_DAYS_AGO, record_measures
from bot.demo.late import make_late_lines
from bot.demo.ties import record_ties
from bot.demo.trade import DemoLimit
from bot.errors import ConfigurationError
from bot.i18n import lazy
from bot.policy.access import Actor, parse_roles
from bot.policy.catalogue import Catalogue
from bot.policy.contacts import ContactKind, Outcome
from bot.policy.credit import Limit, LimitState
from bot.policy.money import Money, to_counts
from bot.policy.values import Reading, parse_value
from bot.results.clients import Client
from bot.results.imports import ImportKind, ImportOptions
from bot.results.people import Profile
from bot.services import people
from bot.services.contacts import Contact, log_contact
from bot.services.credit import set_limit
from bot.services.facts import record_facts
from bot.services.imports import import_file
from bot.store import clients
from bot.store.database import Database

Actors: TypeAlias = Mapping[str, Actor]

LIMITS_SET_DAYS_AGO = 70
TIES_ENTERED_DAYS_AGO = 20
"""Long enough ago that the numbers may be called about bank details."""
MORNING, WORKING = time(7), time(11)


def load_company(database: Database, company: DemoCompany, folder: Path, now: datetime) -> None:
    """Fill an empty database, leaving the files that were imported in `folder`; `now` is the present instant."""
    founding = _at(min(company.opened_on(each) for each in company.clients), MORNING)
    with database.session() as session:
        _name_people(session, founding, now)
        actors = {member.slack_id: _actor(session, member.slack_id) for member in CAST if member.roles}
    _import_clients(database, company, folder, actors[INES])
    _import_ledger(database, company, folder, actors[ARJUN], now)
    with database.session() as session:
        known = {each.code: _client(session, each.code) for each in company.clients}
        _record_facts(session, company, known, actors)
        _log_contacts(session, company, known, actors)
        _set_limits(session, company, known, actors[ARJUN])
        record_ties(session, known, actors[INES], _at(company.today - timedelta(days=TIES_ENTERED_DAYS_AGO), WORKING))
        decided = company.today - timedelta(days=DECIDED_DAYS_AGO)
        record_measures(session, known, actors, company.today, _at(decided, WORKING))


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at, UTC)


def _name_people(session: Session, founding: datetime, now: datetime) -> None:
    """Name the staff, managers before those whom they manage, with the profiles that Slack would tell."""
    for member in sorted(CAST, key=lambda each: bool(each.manager)):
        if member.roles:
            people.add_person(
                session,
                people.operator("demo"),
                member.slack_id,
                parse_roles(member.roles),
                name=member.name,
                team=member.team,
                manager=member.manager or None,
                now=founding,
            )
            profile = Profile(member.name, member.timezone, member.locale, is_outsider=False)
            people.note_profile(session, member.slack_id, profile, now=now)


def _actor(session: Session, slack_id: str) -> Actor:
    person = people.get_person(session, slack_id)
    assert person is not None
    return people.actor_of(person)


def _import_clients(database: Database, company: DemoCompany, folder: Path, actor: Actor) -> None:
    """Import the clients day by day, so that each file is as old as it looks."""
    by_day = sorted(company.clients, key=company.opened_on)
    for day, opened in groupby(by_day, key=company.opened_on):
        path = folder / f"clients-{day}.csv"
        files.write_clients(path, opened)
        _import(database, actor, ImportKind.CLIENTS, path, as_of=day, now=_at(day, MORNING))


def _import_ledger(database: Database, company: DemoCompany, folder: Path, actor: Actor, now: datetime) -> None:
    """Import what the accounting system stated last night; rates and products first, because lines refer to them."""
    last_night = company.today - timedelta(days=1)
    for kind, write in (
        (ImportKind.RATES, files.write_rates),
        (ImportKind.PRODUCTS, files.write_products),
        (ImportKind.SALES, files.write_sales),
        (ImportKind.INVOICES, files.write_invoices),
        (ImportKind.PAYMENTS, files.write_payments),
    ):
        path = folder / f"{kind}.csv"
        write(path, company)
        _import(database, actor, kind, path, as_of=last_night, now=now)
    late = folder / "sales-late.csv"
    files.write_late_lines(late, make_late_lines(company.today))
    _import(database, actor, ImportKind.SALES, late, as_of=last_night, now=now, may_wait=True)


def _import(
    database: Database,
    actor: Actor,
    kind: ImportKind,
    path: Path,
    *,
    as_of: date,
    now: datetime,
    may_wait: bool = False,
) -> None:
    options = ImportOptions(base_currency=BASE_CURRENCY, timezone=TIMEZONE, as_of=as_of)
    report = import_file(database, actor, kind, path, options, now=now)
    if report.rejected or (report.counts.waiting and not may_wait):
        raise ConfigurationError(
            lazy("The demo's own file {file} was not taken whole: {reason}"),
            file=path.name,
            reason=report.reasons[0].reason if report.reasons else f"{report.counts.waiting} lines wait",
        )


def _record_facts(session: Session, company: DemoCompany, known: Mapping[str, Client], actors: Actors) -> None:
    catalogue = Catalogue()
    for statement in company.statements:
        at = _at(statement.observed_on, WORKING)
        reading = Reading(BASE_CURRENCY, statement.observed_on, known[statement.client].country)
        values = {key: parse_value(catalogue.require(key), text, reading) for key, text in statement.values.items()}
        record_facts(
            session,
            actors[statement.by],
            known[statement.client].client_id,
            values,
            source=statement.source,
            observed_at=at,
            now=at,
            catalogue=catalogue,
        )


def _log_contacts(session: Session, company: DemoCompany, known: Mapping[str, Client], actors: Actors) -> None:
    catalogue = Catalogue()
    for talk in company.talks:
        note = talk.note
        contact = Contact(ContactKind(note.kind), Outcome(note.outcome), note.text, note.step, talk.next_on)
        at = _at(talk.on, WORKING)
        log_contact(session, actors[talk.by], known[talk.client], contact, now=at, catalogue=catalogue)


def _set_limits(session: Session, company: DemoCompany, known: Mapping[str, Client], finance: Actor) -> None:
    decided = _at(company.today - timedelta(days=LIMITS_SET_DAYS_AGO), WORKING)
    for limit in company.limits:
        set_limit(session, finance, known[limit.client], _limit(limit), now=decided)


def _client(session: Session, code: str) -> Client:
    client = clients.get_by_code(session, code)
    assert client is not None
    return client


def _limit(limit: DemoLimit) -> Limit:
    if limit.amount is None:
        return Limit(LimitState.UNLIMITED)
    return Limit(LimitState.AMOUNT, Money(to_counts(limit.amount), limit.currency))
