"""Money is exact: what people write is read to the last digit, and one rounding is done where one is due."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InvalidInput
from bot.policy.money import (
    Money,
    convert,
    decimal_string,
    minor_digits,
    parse_decimal,
    parse_money,
    require_currency,
    shortest,
    to_counts,
)

BILLION_PLACES = 10**11


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("40000", "40000"),
        ("40,000", "40000"),
        ("40,000.50", "40000.50"),
        ("40.000,50", "40000.50"),
        ("40 000", "40000"),
        ("40 000,5", "40000.5"),
        ("40\u00a0000", "40000"),
        ("40\u202f000,25", "40000.25"),
        ("40'000.10", "40000.10"),
        ("1.234.567", "1234567"),
        ("1,234,567.89", "1234567.89"),
        ("1,234", "1234"),
        ("1.234", "1.234"),
        ("40,5", "40.5"),
        ("40,55", "40.55"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("+7", "7"),
        ("-7,50", "-7.50"),
        ("  12 ", "12"),
        ("007", "7"),
    ],
)
def test_a_number_is_read_as_people_write_it(typed, number):
    assert parse_decimal(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed", ["", "-", ".", "forty", "1,23,456", "12,34.5,6", "1e5", "NaN", "1.2.3", "4 0", "1,234,56", "--4", "½"]
)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(InvalidInput, match="not a number") as caught:
        parse_decimal(typed, field="assets")
    assert caught.value.field == "assets"


@pytest.mark.parametrize(
    ("typed", "default", "counts", "currency"),
    [
        ("40,000 EUR", "USD", 400_000_000, "EUR"),
        ("EUR 40000", "USD", 400_000_000, "EUR"),
        ("eur40000", "USD", 400_000_000, "EUR"),
        ("40000eur", None, 400_000_000, "EUR"),
        ("40000", "JPY", 400_000_000, "JPY"),
        ("0.00005", "USD", 0, "USD"),
        ("0.00015", "USD", 2, "USD"),
        ("-12.5 CHF", "USD", -125_000, "CHF"),
    ],
)
def test_an_amount_is_read_with_its_currency(typed, default, counts, currency):
    assert parse_money(typed, default) == Money(counts, currency)


@pytest.mark.parametrize(
    ("typed", "default", "sentence"),
    [
        ("40,000 XQZ", "USD", "not a currency code"),
        ("40,000", None, "has no currency"),
        ("a lot", "USD", "not an amount"),
        ("$40,000", "USD", "not an amount"),
        ("", "USD", "not an amount"),
        ("1,2,3 EUR", "USD", "not a number"),
    ],
)
def test_an_amount_that_is_not_understood_says_so(typed, default, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        parse_money(typed, default)


def test_amounts_reach_to_the_hundred_billion_and_no_further():
    assert to_counts(Decimal(BILLION_PLACES)) == 10**15
    assert to_counts(Decimal(-BILLION_PLACES)) == -(10**15)
    for beyond in (Decimal("100000000000.0001"), Decimal(-100000000001), Decimal("9e40"), Decimal("9e999999")):
        with pytest.raises(InvalidInput, match="beyond what can be kept"):
            to_counts(beyond)


@pytest.mark.parametrize(
    ("amount", "counts"),
    [
        ("0.00005", 0),
        ("0.00015", 2),
        ("0.00025", 2),
        ("-0.00005", 0),
        ("-0.00015", -2),
        ("0.000050000000000000000000000000000000001", 1),
        ("99999999999.99995", 10**15),
        ("1.23456", 12346),
    ],
)
def test_more_than_four_places_round_half_to_even(amount, counts):
    assert to_counts(Decimal(amount)) == counts


@given(
    st.integers(min_value=-(10**15), max_value=10**15),
    st.decimals(min_value="0.000001", max_value="100000", allow_nan=False, allow_infinity=False, places=18),
)
def test_a_conversion_is_the_exact_product_rounded_once(counts, rate):
    # Python rounds fractions half to even, too, and never loses a digit on the way.
    assert convert(counts, rate) == round(counts * Fraction(rate))


@pytest.mark.parametrize(("counts", "rate", "base"), [(5, "0.5", 2), (15, "0.1", 2), (25, "0.1", 2), (-15, "0.1", -2)])
def test_a_conversion_rounds_halves_to_even(counts, rate, base):
    assert convert(counts, Decimal(rate)) == base


@pytest.mark.parametrize(
    ("counts", "text"),
    [(0, "0.0000"), (1, "0.0001"), (-1, "-0.0001"), (12_657_930_395, "1265793.0395"), (-10_000, "-1.0000")],
)
def test_counts_are_written_as_exact_decimals(counts, text):
    assert decimal_string(counts) == text
    assert Money(counts, "USD").decimal() == text


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_what_is_written_is_read_back(counts):
    assert parse_money(f"{decimal_string(counts)} EUR", None) == Money(counts, "EUR")


def test_currencies_are_iso_codes_in_any_case():
    assert require_currency(" usd ") == "USD"
    for code in ("", "US", "DOLLAR", "X1Z", "€"):
        with pytest.raises(InvalidInput):
            require_currency(code)


def test_currencies_differ_in_their_decimals():
    assert (minor_digits("USD"), minor_digits("JPY"), minor_digits("BHD")) == (2, 0, 3)


@pytest.mark.parametrize("typed", ["40.000", "1.234 EUR", "USD 110.000", "-5.000"])
def test_an_amount_that_can_be_read_two_ways_is_asked_back(typed):
    with pytest.raises(InvalidInput, match="can be read two ways"):
        parse_money(typed, "EUR")


@pytest.mark.parametrize(
    ("typed", "counts"), [("0.125", 1250), ("40.00", 400_000), ("40,000", 400_000_000), ("1234.567", 12_345_670)]
)
def test_an_amount_that_can_only_mean_one_thing_is_taken(typed, counts):
    assert parse_money(typed, "EUR").counts == counts


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_an_amount_put_into_a_form_reads_back_as_it_was(counts):
    money = Money(counts, "EUR")
    assert parse_money(shortest(money), None) == money
