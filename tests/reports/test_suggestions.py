"""The rules of what an answer suggests, each by figures worked out by hand."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy.periods import parse_period
from bot.reports.suggestions import (
    ClientFigures,
    alike,
    band_of,
    concentration,
    fallen,
    gaps,
    herfindahl,
    moved,
    spans,
)
from bot.results.composition import MixKey, MixRow
from bot.results.suggestions import Band

TODAY = date(2026, 7, 20)
KNOWN = (date(2023, 1, 10), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("amounts", "index", "band"),
    [
        ([], 0, Band.LOW),
        ([0, -5], 0, Band.LOW),
        ([7], 10_000, Band.HIGH),
        ([5, 5], 5_000, Band.HIGH),
        ([5, 5, -100], 5_000, Band.HIGH),  # a refund is of no account
        ([60, 10, 10, 10, 10], 4_000, Band.HIGH),  # 0.36 + 4 x 0.01
        ([1, 1, 1, 1], 2_500, Band.MODERATE),
        ([1] * 5, 2_000, Band.MODERATE),
        ([3, 3, 2, 1, 1], 2_400, Band.MODERATE),  # 0.09 + 0.09 + 0.04 + 0.01 + 0.01
        ([1] * 10, 1_000, Band.LOW),
    ],
)
def test_the_herfindahl_index_adds_up_squared_shares(amounts, index, band):
    assert herfindahl(amounts) == index
    assert band_of(index) is band


@given(st.lists(st.integers(1, 10**15), min_size=1, max_size=50))
def test_the_index_lies_between_equal_shares_and_a_single_client(amounts):
    assert round(Fraction(10_000, len(amounts))) <= herfindahl(amounts) <= 10_000


@given(st.integers(1, 200), st.integers(1, 10**12))
def test_equal_shares_have_the_least_index(clients, amount):
    assert herfindahl([amount] * clients) == round(Fraction(10_000, clients))


def test_concentration_names_the_largest_and_the_five_largest():
    found = concentration({1: 10, 2: 50, 3: 10, 4: 10, 5: 10, 6: 5, 7: 5, 8: -40})
    assert (found.largest, found.clients) == (2, 7)
    assert (found.largest_share, found.top_five) == (Fraction(50, 100), Fraction(90, 100))
    assert found.index == 2_950  # 0.25 + 4 x 0.01 + 2 x 0.0025


def test_of_four_clients_concentration_says_nothing():
    assert concentration({1: 90, 2: 5, 3: 3, 4: 2, 5: 0, 6: -1}) is None


def row(key, amount, previous):
    return MixRow(key, key.upper(), amount, Fraction(0), 1, previous)


def test_a_share_moves_by_three_points_or_more():
    rows = [row("a", 600, 500), row("b", 280, 310), row("c", 100, 190), row("", 20, 0)]
    found = moved(rows, MixKey.REGION, months=12)
    # a: 50 % to 60 %; b: 31 % to 28 %; c: 19 % to 10 %; what is not known of is passed over.
    assert [(each.part, each.points, each.worth) for each in found] == [("a", 100, 100), ("c", -90, 90), ("b", -30, 30)]
    assert [each.monthly for each in found] == [50, 15, 25]
    assert found[1].share == Fraction(1, 10)


@pytest.mark.parametrize(
    "rows",
    [
        [row("a", 500, 500), row("b", 500, 529)],  # 48.6 % to 50 %
        [row("a", 10, 5), row("b", -10, 5)],  # a total of zero
        [row("a", 10, None), row("b", 5, None)],
        [],
    ],
)
def test_noise_and_totals_of_nothing_are_not_told(rows):
    assert moved(rows, MixKey.REGION, months=1) == []


def test_a_client_falls_against_both_spans_and_by_enough_money():
    clients = [
        ClientFigures(1, amount=70, before=100, year_before=100),  # 30 % less than both
        ClientFigures(2, amount=71, before=100, year_before=100),  # not quite
        ClientFigures(3, amount=10, before=100, year_before=12),  # its usual season
        ClientFigures(4, amount=0, before=4, year_before=9),  # too little money: less than 0.5 % of 904
        ClientFigures(5, amount=0, before=600, year_before=300),
        ClientFigures(6, amount=-9, before=0, year_before=9),
    ]
    assert [each.client_id for each in fallen(clients, has_year_before=True)] == [5, 1]
    assert [each.client_id for each in fallen(clients, has_year_before=False)] == [5, 3, 1]


@pytest.mark.parametrize(
    ("asked", "known", "now", "before", "year_before"),
    [
        ("last 12 months", KNOWN, "2025-07-01..2026-06-30", "2024-07-01..2025-06-30", None),
        ("2026-Q2", KNOWN, "2026-04-01..2026-06-30", "2026-01-01..2026-03-31", "2025-04-01..2025-06-30"),
        ("2026", KNOWN, "2026-01-01..2026-06-30", "2025-01-01..2025-06-30", None),
        ("2026-Q3", KNOWN, None, None, None),
        ("ytd", KNOWN, "2026-01-01..2026-06-30", "2025-07-01..2025-12-31", "2025-01-01..2025-06-30"),
        ("2026-02-10..2026-03-09", KNOWN, "2026-02-10..2026-03-09", "2026-01-13..2026-02-09", "2025-02-10..2025-03-09"),
        ("2026-06-10..2026-07-09", KNOWN, None, None, None),
        ("all", KNOWN, None, None, None),
        # The ledger begins in the period before: nothing to compare with.
        ("2024", (date(2023, 2, 1), KNOWN[1]), None, None, None),
        ("2026-Q2", (date(2025, 5, 2), KNOWN[1]), "2026-04-01..2026-06-30", "2026-01-01..2026-03-31", None),
        # A week of silence before a month's end is the month's end; more is a ledger that is not kept up.
        ("2026-06", (KNOWN[0], date(2026, 6, 23)), "2026-06-01..2026-06-30", "2026-05-01..2026-05-31",
         "2025-06-01..2025-06-30"),
        ("2026-06", (KNOWN[0], date(2026, 6, 22)), None, None, None),
        ("2026-Q2", (KNOWN[0], date(2026, 6, 22)), "2026-04-01..2026-05-31", "2026-01-01..2026-02-28",
         "2025-04-01..2025-05-31"),
        ("2024-02", KNOWN, "2024-02-01..2024-02-29", "2024-01-01..2024-01-31", "2023-02-01..2023-02-28"),
    ],
)  # fmt: skip
def test_only_closed_months_are_compared_and_as_many_before(asked, known, now, before, year_before):
    period = parse_period(asked, TODAY)
    found = spans(period, period.previous(), known=known, today=TODAY)
    written = [f"{each.start}..{each.end}" for each in (found.period, found.before)] if found else [None, None]
    assert written == [now, before]
    if found:
        assert (f"{found.year_before.start}..{found.year_before.end}" if found.year_before else None) == year_before


def shop(client_id, amount, grade, region="155", **traits):
    return ClientFigures(client_id, amount, grade=grade, region=region, traits=traits, lines=1)


def test_clients_are_alike_in_industry_else_in_type_and_near_where_there_are_enough():
    clients = [
        *(shop(number, 100, "A", industry="retail") for number in (1, 2, 3)),
        shop(4, 10, "B", industry="retail", type="agent"),
        shop(5, 10, "C", region="030", industry="retail"),  # alone in its region: compared with all of retail
        *(shop(number, 50, "A", type="agent") for number in (6, 7, 8)),
        shop(9, 5, "C", type="agent"),
        shop(10, 5, "C", industry="energy"),  # nobody to compare with
        shop(11, 5, "C"),
    ]
    found = {(each.field, each.value, each.region): each for each in alike(clients, ("industry", "type"), "A")}
    assert {key: (each.peers, each.targets) for key, each in found.items()} == {
        ("industry", "retail", "155"): ((1, 2, 3), (1, 2, 3, 4)),
        ("industry", "retail", ""): ((1, 2, 3), (5,)),
        ("type", "agent", "155"): ((6, 7, 8), (6, 7, 8, 9)),
    }
    assert found["industry", "retail", ""].lines == 5


def test_a_product_that_most_of_the_best_buy_and_few_others_is_told():
    clients = [*(shop(number, 1000, "A", industry="retail") for number in (1, 2, 3, 4, 5))]
    clients += [shop(number, 100, "B", industry="retail") for number in (6, 7, 8, 9, 10)]
    [group] = alike(clients, ("industry",), "A")
    bought = {
        # Pumps (1): four of five A clients at 10, 20, 30 and 50 % of what they buy, and one B.
        1: {1: 100, 2: 5}, 2: {1: 200, 2: 5}, 3: {1: 300, 2: 5}, 4: {1: 500}, 6: {1: 10},
        # Valves (2): everybody else buys them as well.
        5: {2: 5}, 7: {2: 5}, 8: {2: 5}, 9: {2: 5}, 10: {2: 5, 1: -3},
    }  # fmt: skip
    found = gaps(group, bought, {each.client_id: each.amount for each in clients})
    # The lift is (4/5) / (5/10) = 1.6; a quarter, the median part, of what each buys: 250 and 25.
    assert [(each.client_id, each.product_id, each.potential) for each in found] == [
        (5, 1, 250), (7, 1, 25), (8, 1, 25), (9, 1, 25), (10, 1, 25),
    ]  # fmt: skip
    # Client 5 is an A itself, and no peer of its own.
    assert [(each.buyers, each.peers, each.buying, each.alike) for each in found[:2]] == [(4, 4, 5, 10), (4, 5, 5, 10)]


def test_two_buyers_are_too_few():
    clients = [
        *(shop(number, 1000, "A", industry="retail") for number in (1, 2, 3)),
        shop(4, 9, "C", industry="retail"),
    ]
    [group] = alike(clients, ("industry",), "A")
    assert gaps(group, {1: {1: 9}, 2: {1: 9}}, {1: 1000, 2: 1000, 3: 1000, 4: 9}) == []
