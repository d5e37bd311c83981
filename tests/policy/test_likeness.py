"""Names compared: what makes two of them one company's, and what tells them apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy.likeness import Likeness, NameForm, compare, form_of, is_one_place
from bot.policy.names import fold
from bot.policy.scripts import in_latin


def _form(name: str) -> NameForm:
    return form_of(fold(name))


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("ACME GmbH", "Acme Ltd", Likeness.SAME),
        ("Studio 54", "Studio54", Likeness.SAME_WORDS),
        ("Weber Katrin", "Katrin Weber", Likeness.SAME_WORDS),
        ("Müller & Söhne", "Müller und Söhne", Likeness.SAME_WORDS),
        ("Nordic Timber", "Nordic Timbers", Likeness.MISSPELT),
        ("Brückner Werkzeuge", "Brükcner Werkzeuge", Likeness.MISSPELT),
        ("Metall Bauer", "Metallbauer", Likeness.SAME_WORDS),
        ("上海机械有限公司", "Shanghai Machinery Co., Ltd.", Likeness.TRANSLATED),
        ("华为技术有限公司", "Huawei Technologies", Likeness.TRANSLATED),
        ("ООО Ромашка", "Romashka LLC", Likeness.TRANSLATED),
        ("Балкан Инструмент", "Balkan Tools", Likeness.TRANSLATED),
        ("株式会社トヨタ", "Toyota K.K.", Likeness.TRANSLATED),
        ("삼성전자", "Samsung Electronics", Likeness.TRANSLATED),
        ("Ολυμπος", "Olympos", Likeness.TRANSLATED),
        ("Schmidt Papier GmbH", "Schmidt Paper Ltd", Likeness.TRANSLATED),
        ("Nord. Masch. Fabrik", "Nordische Maschinen Fabrik", Likeness.SHORTENED),
        ("IBM", "International Business Machines", Likeness.SHORTENED),
        ("Bosch", "Bosch Brasil", Likeness.PART),
        ("Müller GmbH", "Müller Söhne", Likeness.PART),
        ("Chevalier Roulements", "Chevalier Bearings", Likeness.OVERLAP),
        ("النور للزجاج", "Al Noor Glass", Likeness.UNREADABLE),
        ("Müller Logistik", "Müller Maschinenbau", Likeness.DIFFERENT),
        ("Studio 54", "Studio 55", Likeness.DIFFERENT),
        ("Acme", "Acne", Likeness.DIFFERENT),
        ("华为", "华威", Likeness.DIFFERENT),
        ("Baker", "Maker", Likeness.DIFFERENT),
        ("Alpha Beta", "Gamma Delta", Likeness.DIFFERENT),
    ],
)
def test_two_names_are_alike_in_one_way(one, other, likeness):
    assert compare(_form(one), _form(other)).likeness is likeness
    assert compare(_form(other), _form(one)).likeness is likeness


def test_a_city_in_the_name_says_nothing_new_to_somebody_there():
    one, other = _form("深圳华为贸易有限公司"), _form("Hua Wei Trading")
    assert compare(one, other).likeness is Likeness.PART
    assert compare(one, other, frozenset({"shenzhen"})).likeness is Likeness.TRANSLATED


def test_what_agrees_is_counted_in_the_companies_own_letters():
    assert compare(_form("上海机械"), _form("Shanghai Machinery")).rests_on == 0
    # 华 and 为 stand for three letters each.
    assert compare(_form("华为技术"), _form("Huawei Technology")).rests_on == 6
    assert compare(_form("Nordic Timbers"), _form("Nordic Timber")).closeness == pytest.approx(12 / 13)


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("Köln", "Cologne", True),
        ("上海", "Shanghai", True),
        ("Москва", "Moscow", True),
        ("Казань", "Kazan", True),
        ("Frankfurt am Main", "Frankfurt", True),
        ("Hambrug", "Hambrg", True),
        ("Hamburg", "Homburg", True),
        ("Köln", "Hamburg", False),
        ("Lyon", "Lion", False),
        ("東京", "大阪", False),
        ("طنطا", "Tanta", None),
    ],
)
def test_cities_are_told_apart_where_they_can_be_read(one, other, is_one):
    assert is_one_place(fold(one), fold(other)) is is_one


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("ромашка", "romashka"),
        ("жемчуг", "zhemchug"),
        ("παπαδημητριου", "papadimitriou"),
        ("トヨタ", "toyota"),
        ("シャープ", "shapu"),
        ("さくら", "sakura"),
        ("삼성", "samseong"),
        ("华为", "huawei"),
        ("acme", "acme"),
        ("النور", "النور"),
    ],
)
def test_other_scripts_are_spelled_as_far_as_they_can_be(written, spelled):
    assert in_latin(fold(written)) == spelled


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_names_can_be_compared_in_either_order(one, other):
    there = compare(_form(one), _form(other))
    back = compare(_form(other), _form(one))
    assert (there.likeness, there.closeness) == (back.likeness, back.closeness)


@given(st.text(max_size=30))
def test_a_name_is_like_itself(name):
    assert compare(_form(name), _form(name)).likeness is Likeness.SAME
