"""Compositions of some clients alone: the filters of `/client find`, whose they may be, and what rows say beside."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import InvalidInput, Refused
from bot.policy.access import Role, Scope
from bot.policy.catalogue import Catalogue
from bot.policy.periods import Period, parse_period
from bot.policy.searching import parse_search
from bot.policy.values import Reading
from bot.results.composition import Missing, MixKey
from bot.services.composition import answer_crossed, answer_mix
from bot.services.filters import Filters
from bot.store.database import open_engine
from bot.store.tables import AccessLogRow, ClientGradeRow
from tests.services.ledger import (
    NOW,
    OPERATOR,
    UNIT,
    Line,
    actor,
    add_client,
    add_people,
    add_product,
    add_value,
    put_lines,
)

TODAY = NOW.date()
READING = Reading("USD", TODAY)
DAY = date(2026, 3, 31)
PLACES = {1: "DE", 2: "PL", 3: "JP", 4: "DE", 5: "FR"}


@pytest.fixture
def session(migrated_url: str) -> Iterator[Session]:
    """Clients 1 and 2 are rep 1's (north), 3 and 4 rep 2's (south); 5 (FR) was merged into 3 (JP)."""
    engine = open_engine(migrated_url)
    with Session(engine) as session, session.begin():
        people = ((1, "rep", "north"), (2, "rep", "south"), (3, "manager", "north"), (4, "auditor", ""))
        add_people(session, *people, (5, "rep,auditor", "south"))
        for client_id, owner_id in ((1, 1), (2, 1), (3, 2), (4, 2)):
            stage = "past" if client_id == 4 else "present"
            add_client(session, client_id, country=PLACES[client_id], owner_id=owner_id, stage=stage)
        add_client(session, 5, country="FR", owner_id=1, merged_into=3)
        add_value(session, 1, "industry", "retail")
        add_value(session, 3, "industry", "retail")
        add_value(session, 1, "type", "agent")
        add_value(session, 3, "problems", "Pays late")
        add_product(session, 1, "Tea")
        add_product(session, 2, "Rice")
        put_lines(
            session,
            [
                Line(DAY, 1, 100 * UNIT, product=1),
                Line(DAY, 2, 20 * UNIT, product=2),
                Line(DAY, 3, 7 * UNIT, product=1),
                Line(DAY, 4, 3 * UNIT),
                Line(DAY, 5, 1000 * UNIT, product=2),
                Line(DAY, None, 5000 * UNIT, product=1),
            ],
            countries={**PLACES, 5: "JP"},
        )
        for client_id, grade in ((1, "B"), (3, "A")):
            session.add(
                ClientGradeRow(
                    client_id=client_id, kind="sales", grade=grade, before="", cause="sales", since=DAY, graded_at=NOW
                )
            )
        session.flush()
        yield session
        session.rollback()
    engine.dispose()


def asked(text: str) -> Filters:
    search = parse_search(text)
    return Filters(search.filters, search.state, READING)


def mix(session, by, text, who=OPERATOR, period="2026"):
    (found,) = answer_mix(
        session, who, by=MixKey(by), period=parse_period(period, TODAY), base_currency="USD", now=NOW,
        catalogue=Catalogue(), filters=asked(text),
    )  # fmt: skip
    return found


def amounts(found):
    return {row.key: row.amount // UNIT for row in found.rows}


@pytest.mark.parametrize(
    ("text", "by_country"),
    [
        ("country:DE", {"DE": 103}),
        ("region:Europe", {"DE": 103, "PL": 20}),
        ("region:欧洲", {"DE": 103, "PL": 20}),
        ("region:“Western Europe”", {"DE": 103}),
        ("stage:present", {"DE": 100, "PL": 20, "JP": 1007}),
        ("stage:present country:DE", {"DE": 100}),
        ("industry:retail", {"DE": 100, "JP": 1007}),
        ("industry:retail owner:@U2", {"JP": 1007}),
        ("type:agent", {"DE": 100}),
        ("problems:late", {"JP": 1007}),
        ("grade:A", {"JP": 1007}),
        ("country:FR", {}),  # the merged file's own country is of no account
        ("owner:none", {}),
    ],
)
def test_a_composition_is_made_of_the_clients_that_the_filters_leave(session, text, by_country):
    found = mix(session, "country", text)
    assert amounts(found) == by_country
    assert found.total == sum(by_country.values()) * UNIT
    # Lines without a client are in no filter's clients.
    assert Missing.CLIENT not in {each.missing for each in found.left_out}


def test_products_are_those_that_the_filtered_clients_bought(session):
    found = mix(session, "category", "stage:present")
    assert [(row.key, row.amount // UNIT, row.clients) for row in found.rows] == [("Rice", 1020, 2), ("Tea", 107, 2)]
    past = mix(session, "category", "stage:past")
    assert past.rows == ()
    assert [(each.missing, each.amount // UNIT, each.lines) for each in past.left_out] == [(Missing.PRODUCT, 3, 1)]
    crossed = answer_crossed(
        session, OPERATOR, by=MixKey.COUNTRY, by2=MixKey.CATEGORY, period=parse_period("2026", TODAY),
        base_currency="USD", now=NOW, catalogue=Catalogue(), filters=asked("industry:retail"),
    )  # fmt: skip
    assert [(row.key, row.key2, row.amount // UNIT, row.clients) for row in crossed.rows] == [
        ("JP", "Rice", 1000, 1),
        ("JP", "Tea", 7, 1),
        ("DE", "Tea", 100, 1),
    ]
    assert [(str(note.label), note.value) for note in crossed.filters] == [("Industry", "retail")]


def test_grades_are_the_companys_whatever_is_filtered(session):
    # Of 1,130: client 3 carries the first 89 % and is A, client 1 goes to 98 % and is B, the others are C.
    assert {row.key: row.amount // UNIT for row in mix(session, "grade", "country:DE").rows} == {"B": 100, "C": 3}


def test_the_filters_in_force_are_named_and_logged(session):
    found = mix(session, "country", "stage:present type:agent region:Europe stale", period="all")
    assert [(str(note.label), note.value) for note in found.filters] == [
        ("Stage", "present"), ("Type", "agent"), ("Region", "Europe"), ("State", "stale"),
    ]  # fmt: skip
    logged = session.execute(select(AccessLogRow.part, AccessLogRow.detail).order_by(AccessLogRow.id)).all()
    assert logged[0] == ("sales", "country all stage: type: region:")
    assert "basic" in {part for part, _ in logged}


@pytest.mark.parametrize(
    ("who", "text", "scope", "expected"),
    [
        (actor(1, Role.REP, "north"), "stage:present", Scope.OWN, {"DE": 100, "PL": 20}),
        (actor(1, Role.REP, "north"), "problems:late", Scope.OWN, {}),  # the one that has it is another's
        (actor(2, Role.REP, "south"), "problems:late", Scope.OWN, {"JP": 1007}),
        (actor(3, Role.MANAGER, "north"), "country:DE", Scope.TEAM, {"DE": 100}),
        (actor(3, Role.MANAGER, "north"), "problems:late", Scope.TEAM, {}),
        (actor(4, Role.AUDITOR), "country:DE", Scope.ALL, {"DE": 103}),
    ],
)
def test_a_filter_widens_nobodys_figures(session, who, text, scope, expected):
    found = mix(session, "country", text, who)
    assert (found.scope, amounts(found)) == (scope, expected)


@pytest.mark.parametrize("text", ["problems:late", "industry:retail", "grade:A"])
def test_a_filter_by_what_the_asker_may_not_read_is_refused(session, text):
    with pytest.raises(Refused):
        mix(session, "country", text, actor(4, Role.AUDITOR))


def test_an_auditor_who_is_a_rep_filters_as_a_rep(session):
    both = actor(2, Role.REP, "south")
    both = type(both)(2, "U2", "Person 2", frozenset({Role.REP, Role.AUDITOR}), "south")
    assert mix(session, "country", "country:DE", both).scope is Scope.ALL
    found = mix(session, "country", "industry:retail", both)
    assert (found.scope, amounts(found)) == (Scope.OWN, {"JP": 1007})


def test_an_unknown_filter_names_those_there_are(session):
    with pytest.raises(InvalidInput, match="is no filter; there are country:"):
        mix(session, "country", "colour:red")


def test_rows_say_their_cumulative_share_average_and_the_year_before(session):
    put_lines(
        session,
        [
            Line(date(2026, 4, 1), 1, 60 * UNIT),
            Line(date(2026, 5, 1), 4, 15 * UNIT),
            Line(date(2026, 6, 30), 2, 25 * UNIT),
            Line(date(2026, 1, 1), 2, 40 * UNIT),  # the quarter before
            Line(date(2025, 4, 1), 1, 10 * UNIT),  # the same quarter a year before, from its first day
            Line(date(2025, 6, 30), 3, 5 * UNIT),  # to its last
            Line(date(2025, 7, 1), 3, 900 * UNIT),
        ],
    )
    found = mix(session, "country", "", period="2026-Q2")
    rows = [(each.key, each.amount // UNIT, each.cumulative, each.previous, each.year_before) for each in found.rows]
    assert rows == [
        ("DE", 75, Fraction(3, 4), 0, 10 * UNIT),
        ("PL", 25, Fraction(1), 40 * UNIT, 0),
        ("JP", 0, Fraction(1), 0, 5 * UNIT),
    ]
    assert [each.average for each in found.rows] == [375_000, 25 * UNIT, None]
    assert (found.previous_total, found.year_before_total) == (40 * UNIT, 15 * UNIT)
    assert found.year_before_period == Period("2025-04-01..2025-06-30", date(2025, 4, 1), date(2025, 6, 30))
    assert not found.is_open
    assert mix(session, "country", "", period="2026-Q3").is_open  # today is 20 July


def test_a_grade_is_compared_with_the_grade_of_the_year_before(session):
    put_lines(
        session,
        [
            Line(date(2025, 4, 1), 1, 90 * UNIT),  # A in the same quarter of 2025
            Line(date(2025, 4, 1), 2, 10 * UNIT),  # B then
            Line(date(2026, 4, 1), 1, 6 * UNIT),  # B now
            Line(date(2026, 4, 1), 2, 94 * UNIT),  # A now
        ],
    )
    found = mix(session, "grade", "", period="2026-Q2")
    assert [(row.key, row.amount // UNIT, row.previous, row.year_before) for row in found.rows] == [
        ("A", 94, 0, 90 * UNIT),
        ("B", 6, 0, 10 * UNIT),
    ]
