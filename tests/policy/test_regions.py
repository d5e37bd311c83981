"""Countries by any of their names, and the region each belongs to."""

import pytest
from babel import Locale

from bot.errors import InvalidInput
from bot.i18n import use_language
from bot.policy.regions import countries, countries_in, parse_country, region_of, territory_name

# ISO 3166 alpha-2 codes that CLDR gives a name but no subregion, because nobody trades from there.
PLACELESS = {"AQ"}
# Codes that CLDR names though ISO has not assigned them.
UNASSIGNED = {"AC", "CP", "CQ", "DG", "EU", "EZ", "QO", "TA", "UN", "XA", "XB", "ZZ"}

ENGLISH = {code: name for code, name in Locale("en").territories.items() if len(code) == 2 and code.isalpha()}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_country_is_placed_and_found_by_its_name(language):
    names = Locale(language).territories
    missing = [
        code
        for code in ENGLISH.keys() - PLACELESS - UNASSIGNED
        if region_of(code) is None or parse_country(code.lower()) != code or parse_country(str(names[code])) != code
    ]
    assert missing == []


def test_no_other_code_is_a_country():
    assert set(countries()) == ENGLISH.keys() - PLACELESS - UNASSIGNED


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Deutschland", "DE"), ("España", "ES"), ("espana", "ES"), ("Polska", "PL"), ("Россия", "RU"), ("日本", "JP"),
        ("대한민국", "KR"), ("Ελλάδα", "GR"), ("Suomi", "FI"), ("مصر", "EG"), ("Türkiye", "TR"), ("Sverige", "SE"),
        ("ไทย", "TH"), ("Việt Nam", "VN"), ("भारत", "IN"), ("中国", "CN"), ("中國", "CN"),
        ("臺灣", "TW"), ("台湾", "TW"), ("香港", "HK"), ("USA", "US"), ("U.S.A.", "US"), ("UK", "GB"),
        ("Great Britain", "GB"), ("the Netherlands", "NL"), ("Holland", "NL"), ("Korea", "KR"), ("UAE", "AE"),
        ("Ivory Coast", "CI"), ("Côte d’Ivoire", "CI"), ("Viet Nam", "VN"), ("Czech Republic", "CZ"),
        ("Russian Federation", "RU"), ("Brasil", "BR"), ("P.R. China", "CN"), ("Hong Kong", "HK"),
    ],
)  # fmt: skip
def test_a_country_is_found_by_what_people_call_it(name, code):
    assert parse_country(name) == code


@pytest.mark.parametrize("typed", ["", "  ", "?", "Atlantis", "ZZ", "Europe", "EU"])
def test_what_is_no_country_is_refused(typed):
    with pytest.raises(InvalidInput, match="not a country we know") as caught:
        parse_country(typed, field="land")
    assert caught.value.field == "land"


@pytest.mark.parametrize(
    ("country", "region", "name"),
    [
        ("DE", "155", "Western Europe"),
        ("CN", "030", "Eastern Asia"),
        ("BR", "005", "South America"),
        ("US", "021", "Northern America"),
        ("NG", "011", "Western Africa"),
        ("AE", "145", "Western Asia"),
        ("XK", "039", "Southern Europe"),
    ],
)
def test_a_country_belongs_to_its_subregion(country, region, name):
    assert region_of(country) == region
    assert territory_name(region) == name


def test_nowhere_belongs_nowhere():
    assert region_of(None) is region_of("") is region_of("ZZ") is None


def test_names_come_in_the_readers_language_and_codes_where_there_is_none():
    assert territory_name("DE") == "Germany"
    with use_language("en-GB"):
        assert territory_name("DE") == "Germany"
    assert territory_name("XQ") == "XQ"


@pytest.mark.parametrize(
    ("name", "inside", "outside"),
    [
        ("Western Europe", {"DE", "FR"}, {"PL", "JP"}),
        ("europe", {"DE", "PL", "SE", "IT"}, {"JP", "TR"}),
        ("欧洲", {"DE", "PL"}, {"JP"}),
        ("Latin America", {"MX", "BR", "CU"}, {"US"}),
        ("Atlantis", set(), {"DE"}),
    ],
)
def test_a_region_by_its_name_has_the_countries_of_all_its_parts(name, inside, outside):
    found = set(countries_in(name))
    assert inside <= found
    assert not outside & found
