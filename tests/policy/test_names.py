"""Names written differently are one name; names that differ stay apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy.names import fold


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("ACME", "acme"),
        ("Acme Corp.", "acme"),
        ("Acme Co., Ltd.", "acme"),
        ("ACME GmbH & Co. KG", "acme"),
        ("Acme S.A.", "acme"),
        ("Acme S. A.", "acme"),
        ("Acme s.r.l.", "acme"),
        ("Nord A/S", "nord"),
        ("Foo Sp. z o.o.", "foo"),
        ("Kaya Ltd. Şti.", "kaya"),
        ("Café Müller", "cafe muller"),
        ("Søstrene Grønn", "sostrene gronn"),
        ("ÆGIR", "aegir"),
        ("Łódź Œuvre Þing Đuro", "lodz oeuvre thing duro"),
        ("Straße 7", "strasse 7"),
        ("İstanbul Işık", "istanbul isik"),
        ("L'Oréal", "l oreal"),
        ("Smith-Jones_Partners", "smith jones partners"),
        ("ООО Ромашка", "ромашка"),
        ("上海华为技术有限公司", "上海华为技术"),
        ("株式会社トヨタ", "トヨタ"),
        ("㈱トヨタ", "トヨタ"),
        ("(株)トヨタ", "トヨタ"),
        ("주식회사 삼성", "삼성"),
        ("㈜삼성", "삼성"),
        ("ＡＢＣ　商事", "abc 商事"),
        ("شركة الأمل", "شركة الامل"),
        ("Zoo Berlin", "zoo berlin"),
        ("  Spaced   Out  ", "spaced out"),
    ],
)
def test_a_name_is_folded(written, key):
    assert fold(written) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("バナナ", "ハナナ"),
        ("ガス", "カス"),
        ("काला", "कीला"),
        ("บริษัท", "บรอษท"),
        ("★★★", "!!!"),
        ("🙂", "🙃"),
        ("有限公司", "集团"),
        ("Acme", "Acne"),
        ("华为", "华威"),
    ],
)
def test_different_names_stay_apart(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("name", "key"),
    [("S.A.", "sa"), ("GmbH", "gmbh"), ("Holding Group", "holding group"), ("有限公司", "有限公司"), ("★", "★")],
)
def test_a_name_of_legal_forms_or_signs_only_is_kept(name, key):
    assert fold(name) == key


def test_nothing_folds_to_nothing():
    assert fold("") == fold("   ") == ""


@given(st.text(max_size=20))
def test_folding_twice_is_folding_once(name):
    assert fold(fold(name)) == fold(name)


@given(st.text(max_size=20))
def test_case_does_not_matter(name):
    assert fold(name.upper()) == fold(name) == fold(name.casefold())


@given(st.text(max_size=20))
def test_a_name_always_has_a_key(name):
    assert bool(fold(name)) == bool(name.strip())
