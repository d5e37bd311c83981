"""What is typed for a field, what is stored for it, and what its reader sees."""

from dataclasses import replace
from datetime import date

import pytest

from bot.errors import InvalidInput
from bot.policy.access import Part
from bot.policy.catalogue import Catalogue, Choice, Field, FieldType
from bot.policy.money import Money
from bot.policy.values import clean_text, parse_date, parse_value, show_value, stored_money

CATALOGUE = Catalogue()


def field(kind, **more):
    return Field("it", Part.BASIC, "It", kind, **more)


COLOURS = field(
    FieldType.CHOICE,
    choices=(Choice("red", "Deep red"), Choice("blue", "Blue"), Choice("mauve", "Mauve", retired=True)),
)


@pytest.mark.parametrize(
    ("declared", "typed", "stored"),
    [
        (field(FieldType.TEXT), "  two words ", "two words"),
        (field(FieldType.TEXT), "北京 🙂 عربي", "北京 🙂 عربي"),
        (field(FieldType.TEXT), "bell\x07 and \x00nul and half a \ud83d pair", "bell and nul and half a  pair"),
        (field(FieldType.LONG_TEXT), "one\r\ntwo", "one\ntwo"),
        (field(FieldType.LIST), "one\ntwo", "one\ntwo"),
        (field(FieldType.REFERENCE), "ACME", "ACME"),
        (COLOURS, "red", "red"),
        (COLOURS, "DEEP RED", "red"),
        (COLOURS, "Blue", "blue"),
        # A form that is saved again brings the key of what was retired meanwhile.
        (COLOURS, "mauve", "mauve"),
        (field(FieldType.MONEY), "12,000", "12000.0000 USD"),
        (field(FieldType.MONEY), "1.5 eur", "1.5000 EUR"),
        (field(FieldType.MONEY), "12000.0000 EUR", "12000.0000 EUR"),
        (field(FieldType.NUMBER), "1,250", "1250"),
        (field(FieldType.NUMBER), "2.50", "2.5"),
        (field(FieldType.NUMBER), "1000", "1000"),
        (field(FieldType.DATE), "2026-07-01", "2026-07-01"),
        (field(FieldType.DATE), "1998", "1998-01-01"),
        (field(FieldType.DATE), "1998-5", "1998-05-01"),
        (field(FieldType.DATE), "1998/5/6", "1998-05-06"),
        (field(FieldType.DATE), "1998.05.06", "1998-05-06"),
        (field(FieldType.RATING), "5", "5"),
        (field(FieldType.COUNTRY), "Germany", "DE"),
        (field(FieldType.COUNTRY), "cn", "CN"),
    ],
)
def test_what_is_typed_is_stored(declared, typed, stored):
    assert parse_value(declared, typed, base_currency="USD") == stored


@pytest.mark.parametrize(
    ("declared", "typed", "sentence"),
    [
        (field(FieldType.TEXT), "", "It is empty"),
        (field(FieldType.TEXT), " \x00 \n", "It is empty"),
        (field(FieldType.LONG_TEXT), "x" * 3001, "at most 3000 characters; this has 3001"),
        (field(FieldType.TEXT, column=True), "x" * 301, "at most 300 characters; this has 301"),
        (COLOURS, "green", "not one of the choices for It"),
        (COLOURS, "Mauve", "no longer one of the choices for It"),
        (field(FieldType.MONEY), "much", "not an amount"),
        (field(FieldType.MONEY), "12 XQZ", "not a currency code"),
        (field(FieldType.NUMBER), "a dozen", "not a number"),
        (field(FieldType.DATE), "2026-02-29", "not a date"),
        (field(FieldType.DATE), "31.12.2026", "not a date"),
        (field(FieldType.DATE), "soon", "not a date"),
        (field(FieldType.DATE), "0000", "not a date"),
        (field(FieldType.RATING), "0", "a rating from 1 to 5"),
        (field(FieldType.RATING), "6", "a rating from 1 to 5"),
        (field(FieldType.RATING), "4.5", "a rating from 1 to 5"),
        (field(FieldType.COUNTRY), "Atlantis", "not a country we know"),
    ],
)
def test_what_cannot_be_stored_is_refused_on_its_field(declared, typed, sentence):
    with pytest.raises(InvalidInput, match=sentence) as caught:
        parse_value(declared, typed, base_currency="USD")
    assert caught.value.field == "it"


def test_the_longest_texts_fit():
    assert len(parse_value(field(FieldType.LONG_TEXT), "写" * 3000, base_currency="USD")) == 3000
    assert len(parse_value(CATALOGUE.require("name"), "写" * 300, base_currency="USD")) == 300


@pytest.mark.parametrize(
    ("declared", "stored", "shown"),
    [
        (COLOURS, "red", "Deep red"),
        (COLOURS, "mauve", "Mauve"),
        (COLOURS, "gone", "gone"),
        (field(FieldType.MONEY), "12000.0000 EUR", "<12000.0000 EUR>"),
        (field(FieldType.COUNTRY), "DE", "Germany"),
        (field(FieldType.COUNTRY), "XX", "XX"),
        (field(FieldType.RATING), "3", "3 / 5"),
        (field(FieldType.DATE), "2026-07-01", "2026-07-01"),
        (field(FieldType.TEXT), "as it is", "as it is"),
    ],
)
def test_what_is_stored_is_shown(declared, stored, shown):
    assert show_value(declared, stored, lambda money: f"<{money.decimal()} {money.currency}>") == shown


def test_stored_money_is_read_back():
    assert stored_money("-0.0001 JPY") == Money(-1, "JPY")


def test_a_date_names_its_input():
    assert parse_date(" 2026-7-1 ") == date(2026, 7, 1)
    with pytest.raises(InvalidInput) as caught:
        parse_date("tomorrow", field="due")
    assert caught.value.field == "due"


def test_line_ends_are_kept_as_one_kind():
    assert clean_text("a\r\n\tb\n") == "a\n\tb"


def test_a_choice_label_of_the_companys_own_is_taken():
    own = replace(COLOURS, choices=(*COLOURS.choices, Choice("teal", "蓝绿")))
    assert parse_value(own, "蓝绿", base_currency="USD") == "teal"
