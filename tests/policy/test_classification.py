"""Sales grades worked out by hand."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy.classification import (
    ShareRule,
    ThresholdRule,
    grade_by_share,
    grade_by_threshold,
    largest_remainder,
)


@pytest.mark.parametrize(
    ("sales", "grades"),
    [
        # Exactly on the bounds: 80 fill A, the next starts at 80 % and is B, the last starts at 95 %.
        ([80, 15, 5], "ABC"),
        # The client that crosses a bound gets the better grade: 16 goes from 79 to 95 %; 3 starts there, 2 at 98 %.
        ([79, 2, 16, 3], "ACAC"),
        ([79, 17, 4], "AAC"),
        ([90, 4, 6], "ACB"),
        ([60, 30, 10], "AAB"),
        ([100], "A"),
        # Ties share the better grade: four times 25 %, the last starting at 75.
        ([25, 25, 25, 25], "AAAA"),
        # Ten equal clients of 10 %: all tied, so all A.
        ([10] * 10, "A" * 10),
        # 40 and 40 fill A; 10 and 10 tie at 80 %, both B.
        ([40, 40, 10, 10], "AABB"),
        # Zero and negative sales enter neither the ranking nor the total: 80 of 100 is A, whatever was returned.
        ([80, 20, 0, -50], "AB--"),
        ([0, 0], "--"),
        ([-5], "-"),
        ([], ""),
    ],
)
def test_grades_follow_the_cumulative_share(sales, grades):
    assert grade_by_share(dict(enumerate(sales))) == dict(enumerate(grades))


def test_other_bounds_and_grades():
    rule = ShareRule(("gold", "silver", "tin"), (Fraction(1, 2), Fraction(3, 4)))
    assert grade_by_share({1: 50, 2: 25, 3: 25}, rule) == {1: "gold", 2: "silver", 3: "silver"}
    assert grade_by_share({1: 50, 2: 26, 3: 24}, rule) == {1: "gold", 2: "silver", 3: "tin"}


def test_shares_are_compared_exactly():
    # 8 of 10 parts of a number no float holds: the second starts at 80 % to the last count.
    whole = 10**15 + 3
    assert grade_by_share({1: whole * 8, 2: whole * 2})[2] == "B"
    assert grade_by_share({1: whole * 8 - 1, 2: whole * 2 + 1})[2] == "A"


@given(st.dictionaries(st.integers(1, 50), st.integers(-(10**6), 10**12), max_size=30))
def test_who_sells_more_never_has_the_worse_grade(sales):
    graded = grade_by_share(sales)
    order = "ABC-"
    ranked = sorted(sales, key=lambda client: -sales[client])
    places = [order.index(graded[client]) for client in ranked]
    assert places == sorted(places)
    assert all((graded[client] == "-") == (amount <= 0) for client, amount in sales.items())


@pytest.mark.parametrize(
    ("amount", "grade"),
    [(120_000, "A"), (119_999, "B"), (24_000, "B"), (23_999, "C"), (1, "C"), (0, "-"), (-1, "-")],
)
def test_grades_by_average_month(amount, grade):
    # Bounds of 10,000 and 2,000 a month over twelve months.
    assert grade_by_threshold({7: amount}, 12, ThresholdRule((10_000, 2_000))) == {7: grade}


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ([1, 1, 1], [334, 333, 333]),
        ([2, 1], [667, 333]),
        ([1, 1, 1, 1, 1, 1, 1], [143, 143, 143, 143, 143, 143, 142]),
        ([0, 5], [0, 1000]),
        ([], []),
        ([0, 0], [0, 0]),
        ([3, -4], [0, 0]),
        ([150, -50], [1500, -500]),
    ],
)
def test_shares_add_up_to_the_whole(parts, shown):
    assert largest_remainder(parts) == shown


@given(st.lists(st.integers(-(10**9), 10**15), min_size=1, max_size=60))
def test_shares_always_add_up(parts):
    shares = largest_remainder(parts)
    assert sum(shares) == (1000 if sum(parts) > 0 else 0)
