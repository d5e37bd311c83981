"""Windows, months traded, averages and constant rates, worked out by hand."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy.classification import ShareRule, ThresholdRule, Traded, comparable, grade_averages
from bot.policy.periods import Period
from bot.policy.standing import (
    GradeMethod,
    GradeSettings,
    Span,
    at_constant_rates,
    direction,
    last_window,
    months_traded,
)


@pytest.mark.parametrize(
    ("data_date", "today", "months", "window"),
    [
        # The statement reaches the end of July, and July is over.
        (date(2026, 7, 31), date(2026, 8, 1), 12, (date(2025, 8, 1), date(2026, 7, 31))),
        # On the last evening of July more may still be sold.
        (date(2026, 7, 31), date(2026, 7, 31), 12, (date(2025, 7, 1), date(2026, 6, 30))),
        # In August with a statement of the 30th, lines of the 31st may be still to come.
        (date(2026, 7, 30), date(2026, 8, 3), 12, (date(2025, 7, 1), date(2026, 6, 30))),
        (date(2026, 8, 1), date(2026, 8, 3), 1, (date(2026, 7, 1), date(2026, 7, 31))),
        (date(2024, 2, 29), date(2024, 3, 1), 1, (date(2024, 2, 1), date(2024, 2, 29))),
        (date(2024, 2, 28), date(2024, 3, 1), 1, (date(2024, 1, 1), date(2024, 1, 31))),
        # A ledger that stopped years ago is graded by its own last months.
        (date(1998, 5, 6), date(2026, 7, 20), 36, (date(1995, 5, 1), date(1998, 4, 30))),
        # A line that is dated wrong, in the future, closes no month.
        (date(2031, 1, 1), date(2026, 7, 20), 3, (date(2026, 4, 1), date(2026, 6, 30))),
    ],
)
def test_a_window_ends_with_the_last_month_whose_lines_are_all_in(data_date, today, months, window):
    found = last_window(data_date, today, months)
    assert (found.start, found.end, found.months) == (*window, months)


def test_there_is_no_window_before_anything_was_sold():
    assert last_window(None, date(2026, 7, 20), 12) is None


@pytest.mark.parametrize(
    ("first", "months"),
    [
        (None, 12), (date(2019, 1, 1), 12), (date(2025, 7, 1), 12), (date(2025, 8, 1), 11), (date(2026, 3, 1), 4),
        (date(2026, 6, 1), 1), (date(2026, 7, 1), 1),
    ],
)  # fmt: skip
def test_a_client_divides_by_the_months_since_its_first_sale(first, months):
    assert months_traded(first, Period("", date(2025, 7, 1), date(2026, 6, 30))) == months


def test_a_new_client_that_buys_as_much_a_month_has_the_same_grade():
    # 1,200 in 12 months and 400 in 4 are 100 a month; 399 in 4 are less.
    traded = {1: Traded(1200, 12), 2: Traded(400, 4), 3: Traded(399, 4), 4: Traded(0, 1), 5: Traded(-9, 12)}
    assert comparable({1: traded[1], 2: traded[2]}) == {1: 1200, 2: 1200}
    # Of 299.75 a month, 1 and 2 tie from 0 % on, 3 begins at 66.7 %.
    halves = ShareRule(("A", "B"), (Fraction(66, 100),))
    assert grade_averages(traded, halves) == {1: "A", 2: "A", 3: "B", 4: "-", 5: "-"}
    assert grade_averages(traded, ThresholdRule((100,), ("A", "B"))) == {1: "A", 2: "A", 3: "B", 4: "-", 5: "-"}
    # 1,200 a year is 100 a month.
    assert grade_averages(traded, ThresholdRule((1200,), ("A", "B"), per=12)) == {
        1: "A", 2: "A", 3: "B", 4: "-", 5: "-",
    }  # fmt: skip


TRADED = st.dictionaries(
    st.integers(1, 40), st.builds(Traded, st.integers(-50, 50) | st.integers(-(10**15), 10**15), st.integers(1, 36))
)
SETTINGS = st.integers(2, 6).flatmap(
    lambda count: st.builds(
        GradeSettings,
        grades=st.just(tuple("ABCDEF"[:count])),
        method=st.sampled_from(GradeMethod),
        span=st.sampled_from(Span),
        shares=st.lists(st.decimals("0.1", "99.9", places=1), min_size=count - 1, max_size=count - 1, unique=True).map(
            lambda each: tuple(sorted(each))
        ),
        amounts=st.lists(st.integers(1, 60), min_size=count - 1, max_size=count - 1, unique=True).map(
            lambda each: tuple(sorted(each, reverse=True))
        ),
    )
)


@given(TRADED, SETTINGS)
def test_everybody_has_one_grade_and_more_sales_never_a_worse_one(traded, settings):
    rule = settings.rule()
    grades = grade_averages(traded, rule)
    assert grades.keys() == traded.keys()
    assert set(grades.values()) <= {*settings.grades, "-"}
    assert all((grades[client] == "-") == (each.amount <= 0) for client, each in traded.items())
    places = [*settings.grades, "-"]
    ranked = sorted(traded, key=lambda client: Fraction(traded[client].amount, traded[client].months))
    for worse, better in pairwise(ranked):
        assert places.index(grades[better]) <= places.index(grades[worse])
        same = Fraction(traded[worse].amount, traded[worse].months) == Fraction(
            traded[better].amount, traded[better].months
        )
        assert not same or grades[worse] == grades[better]


@given(TRADED, SETTINGS, st.integers(1, 10**6))
def test_shares_do_not_depend_on_the_unit_of_money(traded, settings, factor):
    rule = settings.rule(GradeMethod.SHARE)
    scaled = {client: Traded(each.amount * factor, each.months) for client, each in traded.items()}
    assert grade_averages(scaled, rule) == grade_averages(traded, rule)


def test_unset_bounds_of_other_grades_leave_the_usual_rule():
    four = GradeSettings(grades=("A", "B", "C", "D"), shares=(Decimal(50), Decimal(70), Decimal(90)))
    assert four.rule().grades == ("A", "B", "C", "D")
    assert four.rule(GradeMethod.THRESHOLD) == ThresholdRule((100_000_000, 20_000_000))


def test_sales_of_the_same_amounts_are_the_same_at_constant_rates():
    # 100 EUR stood at 110 dollars then; now they make 90.
    traded = {1: Traded(90 + 40, 12)}
    assert at_constant_rates(traded, {1: {"EUR": (100, 90)}}, {1: {"EUR": (100, 110)}}) == {1: Traded(150, 12)}


@pytest.mark.parametrize(
    ("before", "amount"),
    [
        # Twice as many euros at the 1.10 of then.
        ({1: {"EUR": (100, 110)}}, 220),
        # It bought in dollars alone then: all clients' euros of then stand in, at 1.20.
        ({2: {"EUR": (200, 240)}}, 240),
        # Refunds have left it nothing to divide by: the 115 dollars for 100 euros of all together stand in.
        ({1: {"EUR": (0, 5)}, 2: {"EUR": (100, 110)}}, 230),
        # Nobody bought in euros then: the rate of now.
        ({2: {"JPY": (100, 1)}}, 180),
    ],
)
def test_the_rate_is_the_clients_own_of_then_or_everybodys(before, amount):
    assert at_constant_rates({1: Traded(180, 12)}, {1: {"EUR": (200, 180)}}, before) == {1: Traded(amount, 12)}


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [("B", "A", 1), ("A", "C", -1), ("A", "A", 0), ("-", "C", 1), ("C", "-", -1), ("", "A", 0), ("Gold", "A", 0)],
)
def test_which_way_a_client_moved(before, after, way):
    assert direction(before, after, ("A", "B", "C")) == way
