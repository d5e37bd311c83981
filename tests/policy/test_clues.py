"""What leads to a client has one key, however it is written; what leads to many has none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy.clues import domain_key, email_key, person_key, phone_keys


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("anna@acme.de", "acme.de"),
        ("Anna <A.Schmidt@ACME.de>", "acme.de"),
        ("https://www.acme.co.uk/en?x=1", "acme.co.uk"),
        ("http://acme.de:8080/", "acme.de"),
        ("WWW.Acme.de", "acme.de"),
        ("acme.de.", "acme.de"),
        ("müller.de", "müller.de"),
        # Hosts at which anybody has an address.
        ("mei@qq.com", ""),
        ("li@163.com", ""),
        ("joe@gmail.com", ""),
        ("gmail.com", ""),
        # Names that only look a little like addresses.
        ("S.A.", ""),
        ("Acme", ""),
        ("J.R. Smith", ""),
        ("1.5", ""),
        ("", ""),
    ],
)
def test_the_domain_of_an_address(written, key):
    assert domain_key(written) == key


def test_an_email_is_one_in_any_case():
    assert email_key("Anna <A.Schmidt@ACME.de>") == email_key("a.schmidt@acme.DE") == "a.schmidt@acme.de"
    assert email_key("acme.de") == email_key("anna at acme") == ""


@pytest.mark.parametrize(
    ("written", "country", "keys"),
    [
        ("+49 30 1234567", None, {"301234567"}),
        ("+49301234567;ext=12", None, {"301234567"}),
        ("0049 (0)30 1234567", None, {"301234567"}),
        ("030 / 123 45 67", "DE", {"301234567"}),
        ("030 1234567 ext. 12", "DE", {"301234567"}),
        ("030 1234567", None, {"301234567"}),
        ("49301234567", None, {"301234567", "49301234567"}),
        ("+86 138 0013 8000", None, {"13800138000"}),
        ("+39 06 698 12345", None, {"669812345"}),
        ("06 698 12345", "IT", {"669812345"}),
        ("12345", None, set()),
        ("Studio 54", None, set()),
        ("", None, set()),
    ],
)
def test_a_phone_is_its_national_significant_number(written, country, keys):
    assert phone_keys(written, country) == keys


def test_a_person_is_one_whatever_comes_first():
    assert person_key("Schmidt, Anna") == person_key("anna SCHMIDT") == "anna schmidt"
    assert person_key("Åsa Öberg") == "asa oberg"
    assert person_key("王小明") == "王小明"


@given(st.text(max_size=40))
def test_any_text_is_read_without_an_error(text):
    assert phone_keys(text) == phone_keys(text.strip())
    assert domain_key(domain_key(text)) == domain_key(text)
    assert email_key(email_key(text)) == email_key(text)
    assert person_key(person_key(text)) == person_key(text)
