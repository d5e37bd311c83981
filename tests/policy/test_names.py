"""Names written differently are one name; names that differ stay apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy.names import fold, spell


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
        ("Foo Spółka z o.o.", "foo"),
        ("Foo sp. j.", "foo"),
        ("Kaya San. ve Tic. A.Ş.", "kaya"),
        ("Foo Εργαλεία Α.Ε.", "foo εργαλεια"),
        ("Foo e.K.", "foo"),
        ("Foo UG (haftungsbeschränkt)", "foo"),
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
        ("ТОВ Зоря", "зоря"),
        ("Grupo Luz S.A.B. de C.V.", "grupo luz"),
        ("Cemento S. de R.L. de C.V.", "cemento"),
        ("Müller Gesellschaft mit beschränkter Haftung", "muller"),
        ("Vodka d.o.o.", "vodka"),
        ("Công ty TNHH Sao Mai", "sao mai"),
        ("บริษัท ปตท จำกัด (มหาชน)", "ปตท"),
        ('ש.מ כהן בע"מ', "כהן"),
        ("BT Group", "bt group"),
        ("鴻海有限責任公司", "鴻海"),
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


WORDS = st.lists(
    st.sampled_from(["acme", "nordlicht", "müller", "ромашка", "ålesund", "トヨタ", "studio", "54", "société"]),
    min_size=1, max_size=4,
)  # fmt: skip
FORMS = st.sampled_from(
    [
        "GmbH",
        "S.A.",
        "s.a.",
        "Ltd",
        "Ltd.",
        "AG",
        "A/S",
        "Sp. z o.o.",
        "Pty Ltd",
        "Co., Ltd.",
        "S. de R.L. de C.V.",
        "SARL",
    ]
)


@given(WORDS, FORMS)
def test_a_legal_form_does_not_matter(words, form):
    name = " ".join(words)
    assert fold(f"{name} {form}") == fold(f"{name}, {form}") == fold(f"{form} {name}") == fold(name)


@given(WORDS, st.sampled_from(["有限公司", "股份有限公司", "有限责任公司", "集团有限公司", "株式会社"]))
def test_a_chinese_or_japanese_form_does_not_matter(words, form):
    name = "".join(words)
    assert fold(f"{name}{form}") == fold(f"{form}{name}") == fold(name)


@given(WORDS, st.lists(st.sampled_from([" ", "-", ", ", " & ", "_", "  "]), min_size=4, max_size=4))
def test_punctuation_and_spaces_do_not_matter(words, between):
    written = "".join(f"{word}{sign}" for word, sign in zip(words, between, strict=False))
    assert fold(written) == fold(" ".join(words))


@given(WORDS)
def test_accents_do_not_matter(words):
    name = " ".join(words)
    bare = name.translate(str.maketrans({"ü": "u", "å": "a", "é": "e"}))
    assert fold(name) == fold(bare)


@given(st.text(max_size=20))
def test_a_spelling_keeps_what_folding_takes_away(name):
    assert spell(spell(name)) == spell(name)
    assert set(fold(name).replace(" ", "")) <= set(spell(name)) or not spell(name)
