"""Putting sums together into rows, without a database: exactness, names, order, and shares that add up."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy.access import Scope
from bot.policy.catalogue import Catalogue
from bot.policy.classification import ShareRule, ThresholdRule
from bot.policy.periods import all_time
from bot.reports.composition import Frame, compose, compose_quantities, cross
from bot.reports.grades import grade, rank
from bot.reports.mix_sheets import mix_sheet
from bot.reports.published import mix_json
from bot.results.composition import LeftOut, Missing, MixKey, Sum

FRAME = Frame(all_time(), None, None, False, (), date(2026, 7, 1), Scope.ALL, "USD", Catalogue())


def part(key: str | int, amount: int, *, label: str = "", clients: int | None = 1, unit: str = "") -> Sum:
    return Sum((key,), (label,), unit, amount, 0, clients)


def test_sums_beyond_64_bits_stay_exact():
    found = compose([part("DE", 2**70 + 1), part("FR", 3)], MixKey.COUNTRY, [], FRAME)
    assert found.total == 2**70 + 4
    assert [row.amount for row in found.rows] == [2**70 + 1, 3]
    assert mix_json(found)["total"] == "118059162071741130.3428"


@given(st.lists(st.integers(-(10**12), 10**13), min_size=1, max_size=30))
def test_shown_shares_add_up_to_a_hundred_with_refunds_among_them(amounts):
    found = compose([part(f"P{n}", amount) for n, amount in enumerate(amounts)], MixKey.PRODUCT, [], FRAME)
    shown = found.shown_shares()
    if sum(amounts) > 0:
        assert sum(shown) == 1000
        assert all(
            abs(Fraction(tenths, 1000) - row.share) < Fraction(1, 1000)
            for tenths, row in zip(shown, found.rows, strict=True)
        )
    else:
        assert not any(shown)


def test_rows_are_named_for_people_and_ordered_by_amount():
    sums = [part("", 5), part("DE", 10), part("JP", 20), part("AT", 20)]
    found = compose(sums, MixKey.COUNTRY, [], FRAME)
    assert [row.label for row in found.rows] == ["Austria", "Japan", "Germany", "not known"]
    owners = compose([part("", 5), part("U1", 4, label="Mina")], MixKey.REP, [], FRAME)
    assert [row.label for row in owners.rows] == ["no owner", "Mina"]
    trades = compose([part("retail", 5), part("gone", 4)], MixKey.INDUSTRY, [], FRAME)
    assert [row.label for row in trades.rows] == ["retail", "gone"]


def test_clients_that_were_not_counted_are_not_counted_as_none():
    found = compose([part("P1", 5, clients=None), part("P2", 0, clients=None)], MixKey.PRODUCT, [], FRAME)
    assert [row.clients for row in found.rows] == [None]


def test_units_are_kept_apart_with_what_each_leaves_out():
    found = compose_quantities(
        [part("P1", 5, unit="kg"), part("P1", 7, unit="pc")],
        MixKey.PRODUCT,
        [LeftOut(Missing.PRODUCT, 2, 1, "kg"), LeftOut(Missing.PRODUCT, 3, 1, "t")],
        FRAME,
    )
    assert [(each.unit, each.total, sum(left.amount for left in each.left_out)) for each in found] == [
        ("kg", 5, 2),
        ("pc", 7, 0),
        ("t", 0, 3),
    ]


def test_a_total_of_nothing_has_no_shares_and_the_sheet_says_so():
    found = compose([part("DE", 10), part("FR", -10)], MixKey.COUNTRY, [], FRAME)
    assert not found.has_shares
    sheet = mix_sheet(found)
    assert {row[3] for row in sheet.rows} == {None}
    assert sheet.notes[-1] == "The total is not more than zero, so there are no shares."


def test_cells_stand_under_the_larger_first_key():
    cells = [
        Sum(("DE", "Tea"), ("", ""), "", 6, 0, 1),
        Sum(("FR", "Tea"), ("", ""), "", 10, 0, 1),
        Sum(("DE", "Rice"), ("", ""), "", 7, 0, 1),
    ]
    found = cross(cells, MixKey.COUNTRY, MixKey.CATEGORY, [], FRAME)
    assert [(row.key, row.key2, row.share) for row in found.rows] == [
        ("DE", "Rice", Fraction(7, 23)),
        ("DE", "Tea", Fraction(6, 23)),
        ("FR", "Tea", Fraction(10, 23)),
    ]


@pytest.mark.parametrize(
    ("rule", "months", "expected"),
    [
        (ShareRule(), 0, {1: "A", 2: "B", 3: "C", 4: "-"}),
        (ThresholdRule((40, 5)), 2, {1: "A", 2: "B", 3: "C", 4: "-"}),
        (ThresholdRule((40, 5)), 0, {1: "A", 2: "B", 3: "B", 4: "-"}),  # no whole month yet counts as one
    ],
)
def test_grades_by_either_rule(rule, months, expected):
    assert grade({1: 80, 2: 15, 3: 5, 4: -9}, rule, months) == expected


def test_the_ranking_adds_up_positive_sales_only():
    sales = {1: 30, 2: 70, 3: -50}
    ranked = rank(sales, dict.fromkeys(sales, "A"))
    assert [(each.client_id, each.share, each.cumulative) for each in ranked] == [
        (2, Fraction(7, 10), Fraction(7, 10)),
        (1, Fraction(3, 10), 1),
        (3, 0, 1),
    ]
