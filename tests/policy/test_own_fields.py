"""A company adds fields and choices of its own, and a wrong entry is named with what to do about it."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from bot.errors import ConfigurationError, InvalidInput
from bot.files.headers import columns_of, recognise
from bot.i18n import use_language, wordings
from bot.policy.access import Part
from bot.policy.catalogue import Catalogue, FieldType
from bot.policy.own_fields import extended as extend
from bot.policy.values import Reading, parse_value
from bot.results.imports import ImportKind

CATALOGUE = Catalogue()
READING = Reading("USD", date(2026, 11, 25))
PAGE = Path(__file__).parents[2] / "docs" / "catalogue.md"


def extended(text):
    return extend(CATALOGUE, tomllib.loads(text))


def printed():
    """The example as it stands on the page."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    return extended("\n".join(line.strip() for line in lines if line.startswith("    ")))


def test_the_printed_example_is_understood():
    own = printed()
    mark = own.require("packaging_mark")
    assert (mark.section, mark.type, mark.fresh_days, mark.weight, mark.sheet) == (
        Part.TRADING, FieldType.CHOICE, 730, 2, True,
    )  # fmt: skip
    assert [(choice.key, str(choice.label)) for choice in mark.choices] == [("oval", "Oval"), ("round", "Round")]
    assert [own.require(key).type for key in ("vat_class", "ships_to", "certificates")] == [
        FieldType.RATING, FieldType.COUNTRY, FieldType.LIST,
    ]  # fmt: skip
    assert own.require("industry").choice_label("marine") == "marine equipment"
    assert own.of(Part.BASIC)[-1].key == "vat_class"
    # The built-in catalogue stays as it is.
    assert "packaging_mark" not in CATALOGUE
    assert "marine" not in {choice.key for choice in CATALOGUE.require("industry").choices}


def test_what_is_usual_need_not_be_written():
    vat = extended('[fields.vat]\nsection = "basic"\nlabel = " VAT  number "').require("vat")
    assert (str(vat.label), vat.type, vat.fresh_days, vat.weight, vat.sheet) == (
        "VAT number", FieldType.TEXT, 365, 1, False,
    )  # fmt: skip


def test_every_type_can_be_declared():
    for kind in FieldType:
        choices = 'choices = { a = "A" }' if kind is FieldType.CHOICE else ""
        text = f'[fields.own]\nsection = "directory"\nlabel = "Own thing"\ntype = "{kind}"\n{choices}'
        assert extended(text).require("own").type is kind


@pytest.mark.parametrize("header", ["packaging_mark", "Packaging Mark", "包装标志"])
def test_a_column_is_recognised_by_key_and_by_every_label(header):
    columns = columns_of(ImportKind.CLIENTS, printed())
    layout = recognise(("code", "name", header), columns, file="f.csv", asked={}, remembered={})
    assert layout.places["packaging_mark"] == 2


@pytest.mark.parametrize(
    ("key", "typed", "stored"),
    [
        ("packaging_mark", "round", "round"),
        ("packaging_mark", "ROUND", "round"),
        ("packaging_mark", "圆形", "round"),
        ("industry", "船舶设备", "marine"),
        ("certificates", "ISO 9001; CE;; ISO 9001\nRoHS", "ISO 9001\nCE\nRoHS"),
        ("ships_to", "Japan", "JP"),
        ("vat_class", "3", "3"),
    ],
)
def test_a_value_is_understood_in_every_wording(key, typed, stored):
    assert parse_value(printed().require(key), typed, READING) == stored


def test_a_list_of_nothing_is_empty():
    with pytest.raises(InvalidInput, match="Certificates is empty"):
        parse_value(printed().require("certificates"), ";\n;", READING)


def test_a_label_speaks_the_readers_language():
    label = extended('[fields.a]\nsection="basic"\nlabel={en="Mark", en_GB="Stamp", zh="标志"}').require("a").label
    assert wordings(label) == ("Mark", "Stamp", "标志")
    with use_language("en-GB"):
        assert str(label) == "Stamp"
    with use_language("en-US"):
        assert str(label) == "Mark"
    # What has no translation yet is spoken to in English throughout.
    with use_language("zh-CN"):
        assert str(label) == "Mark"


FIELD = '[fields.vat]\nsection = "basic"\nlabel = "VAT"\n'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[fields.industry]\nsection = "basic"\nlabel = "X"', "“industry” twice: it is a built-in field"),
        ('[choices.shoe_size]\nxl = "XL"', "“shoe_size”, which is no built-in field with choices"),
        ('[choices.city]\nparis = "Paris"', "“city”, which is no built-in field with choices"),
        ('[choices.stage]\ndead = "Dead"', "choices of “stage” are fixed.*take .choices.stage. out"),
        ('[choices.industry]\nretail = "Retail again"', "choices of “industry” must be different"),
        ('[choices.industry]\nshops = "RETAIL"', "choices of “industry” must be different"),
        ('[choices.industry]\n"Bad key" = "X"', "“Bad key” cannot be the key of a choice of “industry”"),
        ("[choices.industry]\nmarine = 3", "label of the catalogue's “industry” must be a text"),
        ('[fields.vat]\nlabel = "VAT"', "“vat” needs a section out of these: directory, basic"),
        ('[fields.vat]\nsection = "kitchen"\nlabel = "VAT"', "“vat” needs a section out of these"),
        ('[fields.vat]\nsection = "credit"\nlabel = "VAT"', "“vat” needs a section out of these"),
        ('[fields.vat]\nsection = "basic"', "label of the catalogue's “vat” must be a text of 75 characters"),
        ('[fields.vat]\nsection = "basic"\nlabel = " "', "label of the catalogue's “vat”"),
        ('[fields.vat]\nsection = "basic"\nlabel = {}', "label of the catalogue's “vat”"),
        (f'[fields.vat]\nsection = "basic"\nlabel = "{"V" * 76}"', "label of the catalogue's “vat”"),
        (FIELD + 'type = "magic"', "“vat” needs a type out of these: text, long_text, choice"),
        (FIELD + 'type = "choice"', "“vat” needs a table of choices if"),
        (FIELD + 'choices = {a = "A"}', "“vat” needs a table of choices if"),
        (FIELD + 'type = "choice"\nchoices = {a = ""}', "label of the catalogue's “vat”"),
        (FIELD + 'fresh_days = "long"', "fresh_days of the catalogue's field “vat” must be a whole number from 1"),
        (FIELD + "fresh_days = 0", "fresh_days of the catalogue's field “vat”"),
        (FIELD + "weight = -1", "weight of the catalogue's field “vat” must be a whole number from 0"),
        (FIELD + "weight = true", "weight of the catalogue's field “vat”"),
        (FIELD + 'sheet = "yes"', "sheet of the catalogue's field “vat” must be true or false"),
        (FIELD + "wait = 3", "“vat” has “wait”, which means nothing; it may have choices, fresh_days"),
        ('[fields.source]\nsection = "basic"\nlabel = "X"', "“source” cannot be the key"),
        ('[fields.grade]\nsection = "basic"\nlabel = "X"', "“grade” cannot be the key"),
        ('[fields."VAT No"]\nsection = "basic"\nlabel = "VAT"', "“VAT No” cannot be the key"),
        ('[fields.line]\nsection = "basic"\nlabel = "industry"', "“line” is called like “industry”"),
        (FIELD + '[fields.tax]\nsection = "basic"\nlabel = "vat"', "“tax” is called like “vat”"),
        ("fields = 3", r"\[fields\] must hold one table an entry"),
        ("[choices]\nindustry = 3", r"\[choices\] must hold one table an entry"),
        ("[field.vat]\nsection = 3", r"take “field” out"),
    ],
)
def test_a_wrong_entry_is_named(text, sentence):
    with pytest.raises(ConfigurationError, match=sentence):
        extended(text)


def test_a_menu_holds_a_hundred_choices_and_no_more():
    table = "\n".join(f'c{number} = "Choice {number}"' for number in range(85))
    # Sixteen industries are built in; 84 more make a hundred.
    assert len(extended("[choices.industry]\n" + table.rsplit("\n", 1)[0]).require("industry").choices) == 100
    with pytest.raises(ConfigurationError, match="100 at most"):
        extended("[choices.industry]\n" + table)
