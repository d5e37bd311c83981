"""What is typed after `/client mix`, read and written for the buttons."""

from datetime import date

import pytest

from bot.errors import InvalidInput
from bot.handlers.mix_query import Query, chosen_units, period_of, read
from bot.policy.catalogue import Catalogue
from bot.policy.searching import Filter
from bot.results.composition import FieldKey, Measure, MixKey
from tests.views.mixes import composition

CATALOGUE = Catalogue()
TODAY = date(2026, 7, 20)


def reading(text):
    return read(text, CATALOGUE, TODAY)


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("", Query(MixKey.GRADE)),
        ("product", Query(MixKey.PRODUCT)),
        ("product by grade", Query(MixKey.PRODUCT, MixKey.GRADE)),
        ("product grade", Query(MixKey.PRODUCT, MixKey.GRADE)),
        ("by Region", Query(MixKey.REGION)),
        ("2026-Q2", Query(MixKey.GRADE, period="2026-Q2")),
        ("quantity product", Query(MixKey.PRODUCT, measure=Measure.QUANTITY)),
        ("product last 3 months amount", Query(MixKey.PRODUCT, period="last 3 months")),
        ("leaving-reason ytd", Query(FieldKey("leaving_reason", ""), period="ytd")),
        ("rep 2026-01-15..2026-03-31", Query(MixKey.REP, period="2026-01-15..2026-03-31")),
        (
            "grade 2026-Q3 country:DE stage:present stale",
            Query(
                MixKey.GRADE, period="2026-Q3", filters=(Filter("country", "DE"), Filter("stage", "present")),
                state="stale",
            ),
        ),
        ('country city:"New York"', Query(MixKey.COUNTRY, filters=(Filter("city", "New York"),))),
        ("product unit:kg", Query(MixKey.PRODUCT, measure=Measure.QUANTITY, unit="kg")),
    ],
)  # fmt: skip
def test_a_question_is_read_and_its_button_asks_the_same(typed, query):
    assert reading(typed) == query
    assert reading(query.dump()) == query


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("flavour", "Sales are not taken apart by “flavour”; choose one of grade, product"),
        ("credit-grade", "A mix by credit-grade is not offered"),
        ("product flavour", "“flavour” is not understood here; write one or two of grade, product"),
        ("product 2026 please", "“please” is not understood here"),
        ("product 2026-13", "“2026-13” is not a period"),
        ("product grade rep", "two keys at most; leave out “rep”"),
        ("product grade quantity", "leave out “grade”"),
        ("product city:" + "x" * 600, "at most 500 characters"),
        # The button under its answer would carry “product by grade”.
        ("product grade city:" + "x" * 480, "at most 500 characters"),
    ],
)
def test_a_word_that_is_not_understood_is_named_with_what_there_is(typed, says):
    with pytest.raises(InvalidInput) as refused:
        reading(typed)
    assert says in str(refused.value)


def test_the_days_of_a_question():
    assert period_of(reading("grade"), TODAY).name == "last 12 months"
    assert period_of(reading("grade 2026-Q2"), TODAY).end == date(2026, 6, 30)


def test_one_unit_is_chosen_whatever_its_case_and_lines_without_one_by_a_dash():
    found = [composition(1, measure=Measure.QUANTITY, unit=unit) for unit in ("", "kg")]
    assert chosen_units(found, "") == found
    assert chosen_units(found, "KG") == found[1:]
    assert chosen_units(found, "-") == found[:1]
    with pytest.raises(InvalidInput, match="there are -, kg"):
        chosen_units(found, "m")
