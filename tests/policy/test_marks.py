"""Numbers, domains, phones and addresses come to one form, or to none where they tell nobody."""

import pytest

from bot.policy.marks import address_of, domain_of, number_of, phone_of


@pytest.mark.parametrize(
    ("written", "domain"),
    [
        ("https://www.acme.de/en/home", "acme.de"),
        ("acme.de", "acme.de"),
        ("http://shop.acme.co.uk", "acme.co.uk"),
        ("Sales@ACME.com.br", "acme.com.br"),
        ("a@mail.acme.com", "acme.com"),
        ("someone@gmail.com", ""),
        ("https://www.facebook.com/acme", ""),
        ("acme.en.alibaba.com", ""),
        ("localhost", ""),
        ("http://[broken", ""),
        ("192.168.0.1", ""),
        ("", ""),
    ],
)
def test_a_domain_is_somebodys_own(written, domain):
    assert domain_of(written) == domain


@pytest.mark.parametrize(
    ("written", "country", "number"),
    [
        ("+49 40 555 12 34", "DE", "49405551234"),
        ("+49 (0)40 5551234", "DE", "49405551234"),
        ("0049 40 5551234", "DE", "49405551234"),
        ("040/555 1234", "DE", "49405551234"),
        ("+49405551234;ext=12", None, "49405551234"),
        ("+49 40 5551234 ext. 12", "DE", "49405551234"),
        ("+39 06 555 1234", "IT", "3965551234"),
        ("06 555 1234", "IT", "3965551234"),
        ("5551234", None, "5551234"),
        ("١٢٣٤٥٦٧", None, "1234567"),
        ("123", "DE", ""),
        ("ask Mei", "DE", ""),
    ],
)
def test_a_phone_number_is_one_however_it_is_dialled(written, country, number):
    assert phone_of(written, country) == number


def test_numbers_and_addresses_come_to_one_form():
    assert number_of("DE 123.456-789") == number_of("de123456789") == "DE123456789"
    assert number_of("HRB 12") == ""
    assert address_of("Hauptstraße 12") == address_of("Hauptstr. 12") == "hauptstr 12"
    assert address_of("P.O. Box") == address_of("") == ""
