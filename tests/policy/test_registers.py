"""Registration and tax numbers: real rules for the countries whose rules are known, none for the others."""

import pytest

from bot.errors import InvalidInput
from bot.policy.fields import FieldType
from bot.policy.regions import countries
from bot.policy.registers import _OF_KIND, _rules, example_of, is_checked, parse_register_number

TAX, REGISTRATION = FieldType.TAX_NUMBER, FieldType.REGISTRATION


# Numbers of the kind that public registers and the tax offices' own pages show; their check digits fit.
@pytest.mark.parametrize(
    ("typed", "kind", "country", "kept"),
    [
        ("de 136 695 976", TAX, "DE", "DE136695976"),
        ("136695976", TAX, "DE", "136695976"),
        ("FR 40 303 265 045", TAX, "FR", "FR40303265045"),
        ("GB 980 7806 84", TAX, "GB", "GB980780684"),
        ("91110000600037341L", TAX, "CN", "91110000600037341L"),
        ("91-1144442", TAX, "US", "911144442"),
        ("EL 094259216", TAX, "GR", "EL094259216"),
        # A Swiss firm that is registered for tax in Germany.
        ("DE136695976", TAX, "CH", "DE136695976"),
        ("552 008 443", REGISTRATION, "FR", "552008443"),
        ("HRA 11223 Aachen", REGISTRATION, "DE", "Aachen HRA 11223"),
        ("  any  thing ", TAX, "KE", "any thing"),
        ("HRB 1", REGISTRATION, None, "HRB 1"),
    ],
)
def test_a_number_is_kept_in_its_compact_form(typed, kind, country, kept):
    assert parse_register_number(typed, kind, country, field="x") == kept
    assert parse_register_number(kept, kind, country, field="x") == kept


@pytest.mark.parametrize(
    ("typed", "kind", "country", "sentence"),
    [
        ("DE136695975", TAX, "DE", "“DE136695975” is no tax number in Germany: its check digit does not fit"),
        ("12", TAX, "DE", "“12” has not the length of a tax number in Germany"),
        ("ABC", TAX, "DE", "“ABC” is not written like a tax number in Germany"),
        ("91110000600037342L", REGISTRATION, "CN", "is no registration number in China: its check digit"),
        ("HRB 12345", REGISTRATION, "DE", "is not written like a registration number in Germany"),
        ("1" * 61, TAX, "KE", "at most 60 characters"),
    ],
)
def test_what_is_wrong_is_said(typed, kind, country, sentence):
    with pytest.raises(InvalidInput, match=sentence) as caught:
        parse_register_number(typed, kind, country, field="tax_number")
    assert caught.value.field == "tax_number"


def test_every_country_of_the_tables_has_its_rules_and_every_example_fits():
    for kind, table in _OF_KIND.items():
        assert set(table) <= set(countries())
        for country in table:
            assert all(callable(rules.validate) for rules in _rules(kind, country))
            if example := example_of(kind, country):
                assert parse_register_number(example, kind, country, field="x")
    assert is_checked(TAX, "DE")
    assert not is_checked(TAX, "KE")
    assert not is_checked(TAX, None)
