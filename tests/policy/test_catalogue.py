"""Every field of the company's policy is there."""

from collections import Counter
from dataclasses import replace

import pytest

from bot.policy.access import Part
from bot.policy.catalogue import (
    FILE_SECTIONS,
    PART_LABELS,
    SOURCE_LABELS,
    Catalogue,
    Choice,
    Field,
    FieldType,
    Source,
)
from bot.policy.contacts import KIND_LABELS, OUTCOME_LABELS, SOURCE_OF, ContactKind, Outcome
from bot.policy.own_fields import RESERVED_KEYS

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
    "what new-customer forms ask": (
        Part.BASIC,
        "registration_number tax_number email billing_address shipping_address group second_rep",
    ),
    "terms of new-customer forms": (Part.TRADING, "incoterm trade_references"),
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
        assert field.weight >= 0
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


def test_a_menu_offers_what_is_not_retired_and_what_stands_there():
    choices = (Choice("red", "Red"), Choice("mauve", "Mauve", retired=True), Choice("blue", "Blue"))
    colours = Field("colour", Part.BASIC, "Colour", FieldType.CHOICE, choices)
    assert [choice.key for choice in colours.offered()] == ["red", "blue"]
    assert [choice.key for choice in colours.offered("mauve")] == ["red", "mauve", "blue"]
    # A file that has grown beyond what a menu holds must not make the form unusable.
    many = replace(colours, choices=tuple(Choice(f"c{number}", f"C {number}") for number in range(150)))
    assert [choice.key for choice in many.offered("c140")][-2:] == ["c98", "c140"]
    assert (len(many.offered()), len(many.offered("c140"))) == (100, 100)


def test_a_choice_is_called_by_its_key_or_its_name_one_that_is_offered_first():
    choices = (Choice("red", "Red", retired=True), Choice("blue", "Blue"), Choice("rot", "red"))
    colours = Field("colour", Part.BASIC, "Colour", FieldType.CHOICE, choices)
    named = {name: colours.called(name) for name in (" BLUE ", "red", "rot", "green")}
    assert [found and found.key for found in named.values()] == ["blue", "rot", "rot", None]
    retired = replace(colours, choices=choices[:2]).called("RED")
    assert (retired.key, retired.retired) == ("red", True)


def test_each_kind_of_contact_and_each_ending_has_a_name_and_a_source():
    assert set(KIND_LABELS) == set(ContactKind) == set(SOURCE_OF)
    assert set(OUTCOME_LABELS) == set(Outcome)
    assert SOURCE_OF[ContactKind.VISIT] is Source.VISIT
    assert SOURCE_OF[ContactKind.MESSAGE] is Source.EMAIL
