"""Numbers and dates as people and programs write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InvalidInput
from bot.files.days import Order, proof_of_order, read_day, settled_order
from bot.files.numbers import Mark, proof_of_mark, read_counts, settled_mark


def unasked() -> Mark:
    raise AssertionError("the column need not be asked")


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("0", 0),
        ("-3", -30_000),
        ("+0.0001", 1),
        ("168.0000", 1_680_000),
        ("0.125", 1_250),
        (".5", 5_000),
        ("12,5", 125_000),
        ("1,234.50", 12_345_000),
        ("1.234,56", 12_345_600),
        ("1,234,567", 12_345_670_000),
        ("1.234.567", 12_345_670_000),
        ("40 000", 400_000_000),
        ("1'000.5", 10_005_000),
        ("(12.50)", -125_000),
        ("12.5-", -125_000),
        ("−7", -70_000),
        ("100000000000", 10**15),
        ("1.00005", 10_000),
        ("1.00015", 10_002),
        ("12,34,567.50", 12_345_675_000),
        ("1\u2009234,5", 12_345_000),
        ("1’234.50", 12_345_000),
        ("–5", -50_000),
    ],
)
def test_a_number_is_read_exactly(text, counts):
    values, wrong = read_counts([text], unasked)
    assert (values.tolist(), wrong) == ([counts], {})


@pytest.mark.parametrize(
    ("text", "mark", "counts"),
    [
        ("1,234", Mark.POINT, 12_340_000),
        ("1.234", Mark.POINT, 12_340),
        ("1,234", Mark.COMMA, 12_340),
        ("1.234", Mark.COMMA, 12_340_000),
        ("-1.234", Mark.COMMA, -12_340_000),
    ],
)
def test_the_column_tells_a_thousand_from_a_fraction(text, mark, counts):
    assert read_counts([text], lambda: mark)[0].tolist() == [counts]


@pytest.mark.parametrize("text", ["", "x", "1e5", "5.", "1,23,456.7.8", "12 EUR", "--1", "1" * 40, "100000000000.0001"])
def test_what_is_no_number_is_said_to_be_none(text):
    assert list(read_counts(["1", text], unasked)[1]) == [1]


def test_a_column_that_contradicts_itself_rejects_what_is_doubtful():
    mark = settled_mark(map(proof_of_mark, ["12,5", "12.5", "1,234"]))
    values, wrong = read_counts(["12,5", "12.5", "1,234"], lambda: mark)
    assert (mark, values.tolist()[:2], list(wrong)) == (Mark.BOTH, [125_000, 125_000], [2])


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["1,234", "5"], Mark.POINT),
        (["1,234", "0,5"], Mark.COMMA),
        (["1.234", "1.234.567"], Mark.COMMA),
        (["1,234", "12.50"], Mark.POINT),
        (["1,234", "n/a."], Mark.POINT),
    ],
)
def test_a_column_proves_its_decimal_mark(texts, mark):
    assert settled_mark(map(proof_of_mark, texts)) is mark


@given(st.lists(st.decimals(-(10**9), 10**9, allow_nan=False, places=4), max_size=30))
def test_plain_columns_equal_python_s_decimals(numbers):
    values, wrong = read_counts([format(number, "f") for number in numbers], lambda: Mark.POINT)
    assert (values.tolist(), wrong) == ([int(number * 10_000) for number in map(Decimal, numbers)], {})


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-01-05", "2026-01-05"),
        ("2026-1-5", "2026-01-05"),
        ("2026/01/05", "2026-01-05"),
        ("20260105", "2026-01-05"),
        ("2026年1月5日", "2026-01-05"),
        ("2026-01-05T10:00:00Z", "2026-01-05"),
        ("2026-01-05 10:00", "2026-01-05"),
        ("05.01.2026", "2026-01-05"),
        ("31/12/2026", "2026-12-31"),
        ("12/31/2026", "2026-12-31"),
        ("05/05/2026", "2026-05-05"),
        ("5 January 2026", "2026-01-05"),
        ("5-Jan-2026", "2026-01-05"),
        ("Jan 5, 2026", "2026-01-05"),
        ("46027", "2026-01-05"),  # a spreadsheet's day number: 46023 is New Year's Day of 2026
        ("46027.5", "2026-01-05"),
        ("5.1.26", "2026-01-05"),
        ("05.01.99", "1999-01-05"),
        ("05-JAN-26", "2026-01-05"),
        ("２０２６－０１－０５", "2026-01-05"),
    ],
)
def test_a_date_that_is_clear_is_read(text, iso):
    assert read_day(text, lambda: Order.UNCLEAR).isoformat() == iso


@pytest.mark.parametrize(
    "text", ["2026-02-30", "31/13/2026", "26/01/05", "26-01-05", "yesterday", "0001-01-01", "12", "5 Foo 2026"]
)
def test_what_is_no_date_is_rejected(text):
    with pytest.raises(InvalidInput, match="is not a date"):
        read_day(text, lambda: Order.DAY_FIRST)


def test_the_column_settles_the_order_or_the_date_is_rejected():
    assert read_day("03/04/2026", lambda: Order.DAY_FIRST).isoformat() == "2026-04-03"
    assert read_day("03/04/2026", lambda: Order.MONTH_FIRST).isoformat() == "2026-03-04"
    with pytest.raises(InvalidInput, match="may be 2026-04-03 or 2026-03-04"):
        read_day("03/04/2026", lambda: Order.UNCLEAR)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["03/04/2026", "13/04/2026"], Order.DAY_FIRST),
        (["03/04/2026", "04/13/2026"], Order.MONTH_FIRST),
        (["03/04/2026", "05.06.2026"], Order.DAY_FIRST),
        (["13/04/2026", "04/13/2026"], Order.UNCLEAR),
        (["03/04/2026", "2026-01-01"], Order.UNCLEAR),
    ],
)
def test_a_column_proves_its_order(texts, order):
    assert settled_order(map(proof_of_order, texts)) is order
