"""Every field of the company's policy is there, and a company may add its own."""

import tomllib
from collections import Counter

import pytest

from bot.errors import ConfigurationError
from bot.policy.access import Part
from bot.policy.catalogue import (
    FILE_SECTIONS,
    PART_LABELS,
    RESERVED_KEYS,
    SOURCE_LABELS,
    Catalogue,
    FieldType,
    Source,
)
from bot.policy.contacts import KIND_LABELS, OUTCOME_LABELS, SOURCE_OF, ContactKind, Outcome

CATALOGUE = Catalogue()

# What the clauses of the policy ask for, and the fields that answer them.
CLAUSES = {
    "2 past, present and future; direct and indirect": (Part.DIRECTORY, "stage relation"),
    "3.1 situation, owners, managers, qualifications": (Part.BASIC, "situation owners managers qualifications"),
    "3.1 founding date, start of trading, industry, assets": (Part.BASIC, "founded trading_since industry assets"),
    "3.1 reached by phone": (Part.BASIC, "phone address website"),
    "3.2 service area, sales capability, potential": (
        Part.CHARACTERISTICS,
        "service_area sales_capability development_potential",
    ),
    "3.2 culture, policy and strategy": (Part.CHARACTERISTICS, "culture strategy"),
    "3.2 size in staff and sales, style of management": (Part.CHARACTERISTICS, "staff yearly_sales management_style"),
    "3.3 sales record as stated": (Part.BUSINESS, "stated_purchases"),
    "3.3 quality of managers and sales people": (Part.BUSINESS, "management_quality sales_staff_quality"),
    "3.3 competitors, relation, attitude": (Part.BUSINESS, "competitors relation_quality attitude"),
    "3.4 sales activity, problems, advantages": (Part.TRADING, "sales_activity problems advantages"),
    "3.4 counter-measures, reputation": (Part.TRADING, "counter_measures reputation"),
    "3.4 credit standing, terms, past problems": (Part.TRADING, "credit_standing trading_terms credit_problems"),
    "4.2a industry, nature, type": (Part.BASIC, "industry nature type"),
}


@pytest.mark.parametrize("clause", CLAUSES)
def test_the_clause_has_its_fields(clause):
    section, keys = CLAUSES[clause]
    assert {CATALOGUE.require(key).section for key in keys.split()} == {section}


def test_keys_are_unique_and_none_is_used_for_something_else():
    keys = [field.key for field in CATALOGUE]
    assert [key for key, count in Counter(keys).items() if count > 1] == []
    assert RESERVED_KEYS & set(keys) == set()


def test_every_field_has_a_label_a_shelf_life_and_choices_where_it_chooses():
    for field in CATALOGUE:
        assert str(field.label)
        assert field.fresh_days > 0
        assert field.weight > 0
        assert (field.type is FieldType.CHOICE) == bool(field.choices)
        assert len({choice.key for choice in field.choices}) == len(field.choices)


def test_the_sections_of_the_file_are_filled_and_named():
    assert all(CATALOGUE.of(part) for part in (*FILE_SECTIONS, Part.DIRECTORY))
    assert set(PART_LABELS) == set(Part)
    assert set(SOURCE_LABELS) == set(Source)
    # Every field belongs to one of the sections that have forms.
    assert {field.section for field in CATALOGUE} == {*FILE_SECTIONS, Part.DIRECTORY}


def test_only_the_directory_is_kept_as_columns():
    assert {field.key for field in CATALOGUE if field.column} == {"name", "country", "city", "stage", "relation"}
    assert all(field.section is Part.DIRECTORY for field in CATALOGUE if field.column)


def test_a_field_is_asked_for_by_key():
    assert "industry" in CATALOGUE
    assert "shoe_size" not in CATALOGUE
    assert CATALOGUE.get("shoe_size") is None
    with pytest.raises(KeyError):
        CATALOGUE.require("shoe_size")


def test_a_choice_is_shown_by_its_label_and_an_unknown_one_by_its_key():
    industry = CATALOGUE.require("industry")
    assert industry.choice_label("machinery") == "machinery"
    assert industry.choice_label("agriculture") == "agriculture and food"
    assert industry.choice_label("astrology") == "astrology"


def extended(text):
    return CATALOGUE.extended(tomllib.loads(text))


def test_a_company_adds_fields_and_choices():
    own = extended("""
        [choices.industry]
        marine = "marine"

        [fields.vat_number]
        section = "basic"
        label = "VAT number"
        fresh_days = 730
        weight = 3
        sheet = true

        [fields.packaging_mark]
        section = "trading"
        label = "Packaging mark"
        type = "choice"
        choices = { oval = "Oval", round = "Round" }
    """)
    vat = own.require("vat_number")
    assert (vat.section, vat.type, vat.fresh_days, vat.weight, vat.sheet) == (Part.BASIC, FieldType.TEXT, 730, 3, True)
    mark = own.require("packaging_mark")
    assert [(choice.key, choice.label) for choice in mark.choices] == [("oval", "Oval"), ("round", "Round")]
    assert own.require("industry").choice_label("marine") == "marine"
    assert own.of(Part.BASIC)[-1] is vat
    # The built-in catalogue stays as it is.
    assert "vat_number" not in CATALOGUE
    assert CATALOGUE.require("industry").choice_label("marine") == "marine"
    assert "marine" not in {choice.key for choice in CATALOGUE.require("industry").choices}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[fields.industry]\nsection = "basic"\nlabel = "Industry"', "declares “industry” twice"),
        ('[choices.shoe_size]\nxl = "XL"', "“shoe_size”, which is no field with choices"),
        ('[choices.city]\nparis = "Paris"', "“city”, which is no field with choices"),
        ('[choices.industry]\nretail = "Retail again"', "choices of “industry” must be different"),
        ('[fields.vat]\nlabel = "VAT"', "field “vat” is not understood"),
        ('[fields.vat]\nsection = "basic"', "field “vat” is not understood"),
        ('[fields.vat]\nsection = "basic"\nlabel = " "', "field “vat” is not understood"),
        ('[fields.vat]\nsection = "kitchen"\nlabel = "VAT"', "field “vat” is not understood"),
        ('[fields.vat]\nsection = "credit"\nlabel = "VAT"', "field “vat” is not understood"),
        ('[fields.vat]\nsection = "basic"\nlabel = "VAT"\ntype = "magic"', "field “vat” is not understood"),
        ('[fields.vat]\nsection = "basic"\nlabel = "VAT"\ntype = "choice"', "field “vat” is not understood"),
        ('[fields.vat]\nsection = "basic"\nlabel = "VAT"\nchoices = {a = "A"}', "field “vat” is not understood"),
        ('[fields.vat]\nsection = "basic"\nlabel = "VAT"\ntype = "choice"\nchoices = {a = ""}', "not understood"),
        ('[fields.vat]\nsection = "basic"\nlabel = "VAT"\nfresh_days = "long"', "field “vat” is not understood"),
        ('[fields.vat]\nsection = "basic"\nlabel = "VAT"\nfresh_days = 0', "field “vat” is not understood"),
        ('[fields.source]\nsection = "basic"\nlabel = "Source"', "“source” cannot be the key"),
        ('[fields."VAT No"]\nsection = "basic"\nlabel = "VAT"', "“VAT No” cannot be the key"),
        ("fields = 3", r"\[fields\] must hold one table an entry"),
        ("[choices]\nindustry = 3", r"\[choices\] must hold one table an entry"),
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


def test_each_kind_of_contact_and_each_ending_has_a_name_and_a_source():
    assert set(KIND_LABELS) == set(ContactKind) == set(SOURCE_OF)
    assert set(OUTCOME_LABELS) == set(Outcome)
    assert SOURCE_OF[ContactKind.VISIT] is Source.VISIT
    assert SOURCE_OF[ContactKind.MESSAGE] is Source.EMAIL
