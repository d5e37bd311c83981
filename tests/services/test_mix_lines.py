"""The lines behind a composition: whose, which, in what order, and how many."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.policy.access import Role, Scope
from bot.policy.catalogue import Catalogue
from bot.policy.periods import all_time, parse_period
from bot.policy.searching import parse_search
from bot.policy.values import Reading
from bot.results.composition import MixKey
from bot.services.composition import answer_mix
from bot.services.filters import Filters
from bot.services.mix_lines import list_lines, note_shared
from bot.store.database import open_engine
from bot.store.tables import AccessLogRow
from tests.services.ledger import NOW, UNIT, Line, actor, add_client, add_people, add_product, put_lines

TODAY = NOW.date()
GIVEN = {"now": NOW, "catalogue": Catalogue()}
DAY = date(2026, 3, 2)
REP, MANAGER, FINANCE = actor(1, Role.REP, "north"), actor(3, Role.MANAGER, "north"), actor(4, Role.FINANCE)


@pytest.fixture
def session(migrated_url: str) -> Iterator[Session]:
    """Client 1 is rep 1's (north), 2 rep 2's (south); 3 was merged into 2. Line numbers follow the list."""
    engine = open_engine(migrated_url)
    with Session(engine) as session, session.begin():
        add_people(session, (1, "rep", "north"), (2, "rep", "south"), (3, "manager", "north"), (4, "finance", ""))
        add_client(session, 1, country="DE", owner_id=1)
        add_client(session, 2, country="JP", owner_id=2)
        add_client(session, 3, country="FR", owner_id=1, merged_into=2)
        add_product(session, 1, "Tea")
        lines = [
            Line(DAY, 1, 5 * UNIT, product=1, quantity=2 * UNIT, unit="kg"),
            Line(DAY, 2, 7 * UNIT, product=1),
            Line(date(2026, 4, 2), 3, 3 * UNIT),
            Line(date(2026, 4, 3), None, 11 * UNIT, product=1),
            Line(date(2025, 4, 3), 1, 13 * UNIT, product=1),
        ]
        put_lines(session, lines, countries={1: "DE", 2: "JP", 3: "JP"})
        yield session
    engine.dispose()


def ids(found):
    return [line.line_id for line in found.lines]


def filters(text):
    search = parse_search(text)
    return Filters(search.filters, search.state, Reading("USD", TODAY))


@pytest.mark.parametrize(
    ("who", "keys", "period", "expected"),
    [
        (FINANCE, [MixKey.REP], "2026", ["L3", "L2", "L1"]),
        (FINANCE, [MixKey.PRODUCT], "2026", ["L4", "L2", "L1"]),
        (FINANCE, [MixKey.PRODUCT, MixKey.REP], "2026", ["L2", "L1"]),
        (FINANCE, [MixKey.REP], "all", ["L3", "L2", "L1", "L5"]),
        (FINANCE, [MixKey.REP], "2026-03-02..2026-03-02", ["L2", "L1"]),
        # What was merged away counts for the client that stays.
        (REP, [MixKey.REP], "2026", ["L1"]),
        (MANAGER, [MixKey.REP], "2026", ["L1"]),
        (actor(2, Role.REP), [MixKey.REP], "2026", ["L3", "L2"]),
    ],
)
def test_lines_are_those_of_the_figures_newest_first(session, who, keys, period, expected):
    asked = {"period": parse_period(period, TODAY), **GIVEN}
    found = list_lines(session, who, keys=keys, **asked)
    assert ids(found) == expected
    assert not found.is_cut
    if len(keys) == 1:
        [mix] = answer_mix(session, who, by=keys[0], base_currency="USD", **asked)
        assert sum(line.base_amount for line in found.lines) == mix.total


def test_a_line_says_all_that_was_imported(session):
    found = list_lines(session, REP, keys=[MixKey.REP], period=parse_period("2026", TODAY), **GIVEN)
    [line] = found.lines
    assert (line.day, line.client_code, line.client, line.product_code, line.product) == (
        DAY, "C1", "Client 1", "P1", "Product 1",
    )  # fmt: skip
    assert (line.quantity, line.unit, line.amount, line.currency, line.rate, line.base_amount) == (
        2 * UNIT, "kg", 5 * UNIT, "USD", 1, 5 * UNIT,
    )  # fmt: skip


def test_filters_and_the_cap_hold(session):
    asked = {"keys": [MixKey.REP], "period": all_time(), **GIVEN}
    found = list_lines(session, FINANCE, filters=filters("country:DE"), **asked)
    assert ids(found) == ["L1", "L5"]
    cut = list_lines(session, FINANCE, most=2, **asked)
    assert (ids(cut), cut.is_cut) == (["L3", "L2"], True)
    assert list_lines(session, FINANCE, most=4, **asked).is_cut is False
    assert ids(list_lines(session, FINANCE, unit="kg", **asked)) == ["L1"]
    assert ids(list_lines(session, FINANCE, unit="", **asked)) == ["L3", "L2", "L5"]


@pytest.mark.parametrize(
    ("role", "lines"), [(Role.AUDITOR, None), (Role.CUSTODIAN, 4), (Role.FINANCE, 4), (Role.OPERATOR, 4)]
)
def test_an_auditor_reads_no_lines(session, role, lines):
    found = list_lines(session, actor(4, role), keys=[MixKey.REP], period=all_time(), **GIVEN)
    assert (None if found is None else len(found.lines)) == lines


def test_an_auditor_who_is_a_rep_too_reads_their_own(session):
    both = actor(1, Role.REP)
    both = type(both)(1, "U1", "Both", frozenset({Role.REP, Role.AUDITOR}))
    found = list_lines(session, both, keys=[MixKey.REP], period=all_time(), **GIVEN)
    assert (found.scope, ids(found)) == (Scope.OWN, ["L1", "L5"])


def test_the_reading_and_the_channel_are_logged(session):
    period = parse_period("2026-Q1", TODAY)
    list_lines(session, REP, keys=[MixKey.PRODUCT, MixKey.REP], period=period, **GIVEN)
    note_shared(session, REP, "C0SALES", keys=[MixKey.PRODUCT], period=period, now=NOW)
    rows = session.execute(
        select(AccessLogRow.deed, AccessLogRow.part, AccessLogRow.via, AccessLogRow.detail).order_by(AccessLogRow.id)
    )
    assert [tuple(row) for row in rows] == [
        ("read", "sales", "mix_lines", "product rep 2026-Q1"),
        ("shared", "sales", "share", "C0SALES product 2026-Q1"),
    ]
