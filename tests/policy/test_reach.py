"""Phone numbers, email addresses and websites: what is typed, what is kept, what is told when it cannot be."""

import pytest

from bot.errors import InvalidInput
from bot.policy.reach import parse_email, parse_phone, parse_website, show_phone


@pytest.mark.parametrize(
    ("typed", "country", "kept", "shown"),
    [
        ("0221 12345", "DE", "+4922112345", "+49 221 12345"),
        ("+49 (0)221 12345-0", "FR", "+49221123450", "+49 221 123450"),
        ("0049 221 12345", None, "+4922112345", "+49 221 12345"),
        ("tel:+49-221-12345", None, "+4922112345", "+49 221 12345"),
        ("Tel. 0221/12345 (Zentrale)", "DE", "+4922112345", "+49 221 12345"),
        ("0221 12345 ext. 12", "DE", "+4922112345;ext=12", "+49 221 12345 ext. 12"),
        ("0221 12345 Durchwahl 12", "DE", "+4922112345;ext=12", "+49 221 12345 ext. 12"),
        ("010-8888 8888转123", "CN", "+861088888888;ext=123", "+86 10 8888 8888 ext. 123"),
        ("+1 (212) 555-0100 x5", None, "+12125550100;ext=5", "+1 212-555-0100 ext. 5"),
        ("１３８００１３８０００", "CN", "+8613800138000", "+86 138 0013 8000"),
        # An Italian number keeps the zero of its area.
        ("06 1234567", "IT", "+39061234567", "+39 06 123 4567"),
        # Its range is not in the library's lists, its length is right.
        ("+86 574 5550 100", None, "+865745550100", "+86 5745550100"),
    ],
)
def test_a_phone_number_is_kept_as_it_is_dialled_from_anywhere(typed, country, kept, shown):
    assert parse_phone(typed, country) == kept
    assert show_phone(kept) == shown
    assert parse_phone(shown, None) == kept


@pytest.mark.parametrize(
    ("typed", "country", "sentence"),
    [
        ("0221 12345", None, "“0221 12345” needs its country code; write it like +49 30 123456."),
        ("+999 1234567", "DE", "“+999 1234567” begins with no country code; write it like +49 30 123456."),
        ("12", "DE", "“12” lacks its area code; write it like +49 30 123456."),
        ("555-0100", "US", "“555-0100” lacks its area code; write it like +1 201-555-0123."),
        ("+1 212", None, "“+1 212” is too short for a phone number; write it like +49 30 123456."),
        (
            "0221/12345 / 0221/45678",
            "DE",
            "“0221/12345 / 0221/45678” is too long for one phone number; write it like +49 30 123456.",
        ),
        ("ask Eva", "DE", "“ask Eva” is not a phone number; write it like +49 30 123456."),
        ("1-800-FLOWERS", "US", "“1-800-FLOWERS” is not a phone number; write it like +1 201-555-0123."),
        ("-", "DE", "“-” is not a phone number; write it like +49 30 123456."),
    ],
)
def test_what_is_no_phone_number_says_why(typed, country, sentence):
    with pytest.raises(InvalidInput) as caught:
        parse_phone(typed, country, field="phone")
    assert (str(caught.value), caught.value.field) == (sentence, "phone")


@pytest.mark.parametrize("stored", ["ask for Eva", "0221 / 123", "+", "+49 221 1", "+999123"])
def test_what_was_kept_before_is_shown_as_it_is(stored):
    assert show_phone(stored) == stored


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" eva@acme.example ", "eva@acme.example"),
        ("Eva.M+x@ACME.Example", "Eva.M+x@acme.example"),
        ("Eva Müller <eva@acme.example>;", "eva@acme.example"),
        ("mailto:eva@acme.example", "eva@acme.example"),
        ("<mailto:eva@acme.example>", "eva@acme.example"),
        ("eva@müller.example", "eva@müller.example"),
        ("用户@例子.中国", "用户@例子.中国"),
    ],
)
def test_an_email_address_is_kept(typed, kept):
    assert parse_email(typed) == kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("eva", "“eva” has no @; write it like name@company.com."),
        ("@acme.example", "“@acme.example” has nothing before the @; write it like name@company.com."),
        ("eva@", "“eva@” does not end in a domain such as company.com."),
        ("eva@acme", "“eva@acme” does not end in a domain such as company.com."),
        ("eva@10.0.0.1", "“eva@10.0.0.1” does not end in a domain such as company.com."),
        ("eva m@acme.example", "“eva m@acme.example” has a space in it; write it like name@company.com."),
        ("a@b.cn, c@d.cn", "“a@b.cn, c@d.cn” is more than one email address; write one, like name@company.com."),
        ("eva..m@acme.example", "“eva..m@acme.example” is not an email address; write it like name@company.com."),
    ],
)  # fmt: skip
def test_what_is_no_email_address_says_why(typed, sentence):
    with pytest.raises(InvalidInput) as caught:
        parse_email(typed)
    assert (str(caught.value), caught.value.field) == (sentence, "email")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("www.acme.example", "www.acme.example"),
        ("https://WWW.Acme.Example/", "www.acme.example"),
        ("http://acme.example/Pumps?x=1#top", "acme.example/Pumps?x=1#top"),
        ("acme.example:8080/x", "acme.example:8080/x"),
        ("müller.example", "müller.example"),
        ("例子.中国", "例子.中国"),
        ("xn--mller-kva.example.", "xn--mller-kva.example"),
    ],
)
def test_a_website_is_kept_without_its_scheme(typed, kept):
    assert parse_website(typed) == kept
    assert parse_website(f"https://{kept}") == kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("acme", "is not the address of a website; write it like www.company.com"),
        ("ftp://acme.example", "is not the address of a website"),
        ("javascript:alert(1)", "is not the address of a website"),
        ("acme .example", "is not the address of a website"),
        ("acme.example/a b", "is not the address of a website"),
        ("10.0.0.1", "is not the address of a website"),
        ("-acme.example", "is not the address of a website"),
        ("acme..example", "is not the address of a website"),
        ("https://", "is not the address of a website"),
        ("https://eva:secret@acme.example", "names a person before the @; write only the website"),
        ("eva@acme.example", "names a person before the @"),
        (f"acme.example/{'x' * 300}", "at most 300 characters"),
    ],
)
def test_what_is_no_website_says_why(typed, sentence):
    with pytest.raises(InvalidInput, match=sentence) as caught:
        parse_website(typed)
    assert caught.value.field == "website"
