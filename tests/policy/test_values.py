"""What is typed for a field, what is stored for it, and what its reader sees."""

from dataclasses import replace
from datetime import date

import pytest

from bot.errors import InvalidInput
from bot.policy.access import Part
from bot.policy.catalogue import Catalogue, Choice, Field, FieldType
from bot.policy.fields import Days
from bot.policy.money import Money, shortest
from bot.policy.values import Reading, clean_text, parse_date, parse_value, show_value, stored_money

CATALOGUE = Catalogue()
TODAY = date(2026, 11, 25)
READING = Reading("USD", TODAY, "DE")


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
        (field(FieldType.CLIENT), "12", "12"),
        (field(FieldType.PERSON), "U0MEI", "U0MEI"),
        (field(FieldType.PHONE), "0221 12345-0", "+49221123450"),
        (field(FieldType.EMAIL), "Eva Müller <Eva@ACME.example>", "Eva@acme.example"),
        (field(FieldType.WEBSITE), "HTTPS://www.ACME.example/Pumps/", "www.acme.example/Pumps/"),
        (field(FieldType.TAX_NUMBER), "DE 136 695 976", "DE136695976"),
        (field(FieldType.REGISTRATION), "Aachen HRA 11223", "Aachen HRA 11223"),
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
        (field(FieldType.NUMBER), "１２５", "125"),
        (field(FieldType.NUMBER), "١٢٥", "125"),
        (field(FieldType.NUMBER), "-3", "-3"),
        (field(FieldType.MONEY), "１２０ ＥＵＲ", "120.0000 EUR"),
        (field(FieldType.RATING), "４", "4"),
        (field(FieldType.TEXT), "a\u202egnp\u202c.exe", "agnp.exe"),
        (field(FieldType.TEXT), "zero\u200bwidth \ufeffmark", "zerowidth mark"),
        (field(FieldType.TEXT), "Аcme with a Cyrillic А", "Аcme with a Cyrillic А"),
        (field(FieldType.DATE), "2026-07-01", "2026-07-01"),
        (field(FieldType.DATE), "1998", "1998-01-01"),
        (field(FieldType.DATE), "1998-5", "1998-05-01"),
        (field(FieldType.DATE), "1998/5/6", "1998-05-06"),
        (field(FieldType.DATE), "1998.05.06", "1998-05-06"),
        (field(FieldType.DATE), "31.12.2026", "2026-12-31"),
        (field(FieldType.DATE), "3 Mar", "2027-03-03"),
        (field(FieldType.DATE, days=Days.PAST), "3 Mar", "2026-03-03"),
        (field(FieldType.RATING), "5", "5"),
        (field(FieldType.COUNTRY), "Germany", "DE"),
        (field(FieldType.COUNTRY), "cn", "CN"),
    ],
)
def test_what_is_typed_is_stored(declared, typed, stored):
    assert parse_value(declared, typed, READING) == stored


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
        (field(FieldType.DATE), "2026-02-29", "no day of the calendar"),
        (field(FieldType.DATE), "03/04/2026", "can be March 4, 2026 or April 3, 2026; write 2026-03-04 or 2026-04-03"),
        (field(FieldType.DATE, days=Days.LONG_PAST), "3 Mar", "has no year"),
        (field(FieldType.DATE, days=Days.PAST), "2026-11-26", "lies ahead of today"),
        (field(FieldType.DATE), "soon", "not a date"),
        (field(FieldType.DATE), "0000", "not a date"),
        (field(FieldType.RATING), "0", "a rating from 1 to 5"),
        (field(FieldType.RATING), "6", "a rating from 1 to 5"),
        (field(FieldType.RATING), "4.5", "a rating from 1 to 5"),
        (field(FieldType.COUNTRY), "Atlantis", "not a country we know"),
        (field(FieldType.TEXT), " \u3000\u200b\u00a0", "It is empty"),
        (field(FieldType.NUMBER, least=0), "-3", "It cannot be less than 0"),
        (field(FieldType.MONEY, least=0), "-3 EUR", "It cannot be less than 0"),
        (field(FieldType.NUMBER), "9" * 60, "beyond what can be kept"),
        (field(FieldType.NUMBER), "1" * 3000, "not a number"),
        (field(FieldType.MONEY), "1" * 3000, "not an amount"),
        (field(FieldType.CLIENT), "ACME", "Choose It from the list"),
        (field(FieldType.PERSON), "Mei", "not a colleague's Slack id"),
        (field(FieldType.PHONE), "12", "lacks its area code; write it like \\+49 30"),
        (field(FieldType.EMAIL), "eva", "has no @"),
        (field(FieldType.WEBSITE), "eva@acme.example", "names a person before the @"),
        (field(FieldType.TAX_NUMBER), "DE136695975", "one digit is wrong"),
        (field(FieldType.REGISTRATION), "HRB 1", "not written like a registration number in Germany"),
    ],
)
def test_what_cannot_be_stored_is_refused_on_its_field(declared, typed, sentence):
    with pytest.raises(InvalidInput, match=sentence) as caught:
        parse_value(declared, typed, READING)
    assert caught.value.field == "it"


def test_the_longest_texts_fit():
    assert len(parse_value(field(FieldType.LONG_TEXT), "写" * 3000, READING)) == 3000
    assert len(parse_value(CATALOGUE.require("name"), "写" * 300, READING)) == 300


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
        (field(FieldType.PHONE), "+4922112345", "+49 221 12345"),
        (field(FieldType.PHONE), "ask for Eva, 221-12", "ask for Eva, 221-12"),
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
    assert parse_value(own, "蓝绿", READING) == "teal"


# A quarter of a million characters, of each kind that people paste.
PASTES = (
    "x" * 250_000,
    "写" * 250_000,
    "1" * 250_000,
    "🙂" * 250_000,
    "\x00" * 250_000,
    "a@" * 125_000,
    "+49 " * 62_500,
)


@pytest.mark.parametrize("kind", FieldType)
@pytest.mark.parametrize("paste", PASTES, ids=lambda paste: repr(paste[0]))
def test_a_huge_paste_gets_a_sentence_of_one_line(kind, paste):
    declared = COLOURS if kind is FieldType.CHOICE else field(kind)
    with pytest.raises(InvalidInput) as caught:
        parse_value(declared, paste, READING)
    assert caught.value.field == "it"
    assert len(str(caught.value)) < 100


BAD = (
    "",
    " ",
    "\x00",
    "\ud800",
    "\u202e",
    "6",
    "-1",
    "½",
    "٣",
    "Ⅷ",
    "1e9",
    "inf",
    "nan",
    "🙂",
    "аcme",
    "<!channel>",
    "' OR 1=1",
    "{text}",
    "%s",
)


def attempt(declared, typed):
    """What is stored of it, and the refusal if nothing is."""
    try:
        return parse_value(declared, typed, READING), None
    except InvalidInput as refusal:
        return "", refusal


@pytest.mark.parametrize("kind", FieldType)
@pytest.mark.parametrize("typed", BAD)
def test_whatever_is_typed_is_kept_clean_or_refused_on_its_field(kind, typed):
    declared = COLOURS if kind is FieldType.CHOICE else field(kind)
    stored, refusal = attempt(declared, typed)
    if refusal is not None:
        assert (refusal.field, bool(str(refusal))) == ("it", True)
    else:
        assert stored == clean_text(stored) != ""
        assert attempt(declared, show_value(declared, stored, shortest)) == (stored, None)
