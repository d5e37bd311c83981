"""How accounts are written, and which numbers may be called about them."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import ConfigurationError, InvalidInput
from bot.policy.bank import account_country, account_text, is_bank_word, is_known, parse_account, parse_bic
from bot.policy.catalogue import Catalogue
from bot.policy.own_fields import extended

NOW = datetime(2026, 7, 6, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("DE89 3704 0044 0532 0130 00", "DE", "DE89370400440532013000"),
        ("de89-3704-0044-0532-0130-00", None, "DE89370400440532013000"),
        ("ＧＢ82 WEST 1234 5698 7654 32", "GB", "GB82WEST12345698765432"),
        ("6222 0210 0111 5698", "CN", "6222021001115698"),
        ("000123456789", "US", "000123456789"),
        ("12345678", None, "12345678"),
    ],
)
def test_an_account_is_kept_without_what_parts_its_digits(typed, country, kept):
    assert parse_account(typed, country) == kept


@pytest.mark.parametrize(
    ("typed", "country", "sentence"),
    [
        ("DE89 3704 0044 0532 0130 01", "DE", "is not a whole IBAN"),
        ("DE89 3704 0044 0532 0130", "DE", "is not a whole IBAN"),
        ("DE89 3704 0044 0532 0130 00", "FR", "of an account in Germany, not in France"),
        ("0532013000", "DE", "An account in Germany is written as an IBAN, which begins with DE"),
        ("123", "US", "4 to 34 letters and digits"),
        ("<script>", "US", "4 to 34 letters and digits"),
        ("9" * 250_000, "CN", "4 to 34 letters and digits"),
    ],
)
def test_what_is_no_account_gets_a_sentence(typed, country, sentence):
    with pytest.raises(InvalidInput, match=sentence) as caught:
        parse_account(typed, country, field="bank_account")
    assert caught.value.field == "bank_account"


def test_a_banks_code_is_checked():
    assert (parse_bic("coba de ff"), parse_bic("COBADEFFXXX")) == ("COBADEFF", "COBADEFFXXX")
    for wrong in ("COBADEF", "1234DEFF", "COBAZZFF", "x" * 9999):
        with pytest.raises(InvalidInput, match="is not a bank's BIC"):
            parse_bic(wrong)


def test_an_iban_names_its_country_and_is_read_in_fours():
    assert (account_country("DE89370400440532013000"), account_country("000123456789")) == ("DE", None)
    assert account_text("DE89370400440532013000") == "DE89 3704 0044 0532 0130 00"
    assert account_text("000123456789") == "000123456789"


def test_a_number_is_known_after_a_week():
    assert is_known(NOW - timedelta(days=7), NOW)
    assert not is_known(NOW - timedelta(days=7) + timedelta(seconds=1), NOW)


@pytest.mark.parametrize("header", ["IBAN", "Bank account", "bank_account_no", "SWIFT code", "银行账号", "ＢＩＣ"])
def test_columns_of_bank_details_are_known_by_their_names(header):
    assert is_bank_word(header)


@pytest.mark.parametrize("header", ["Account no", "account number", "customer bank holiday", "客户编号", ""])
def test_a_customers_account_number_is_no_bank_account(header):
    assert not is_bank_word(header)


def test_no_field_of_a_companys_own_holds_bank_details():
    for key, label in (("iban", "Their account"), ("account", "Bank account")):
        with pytest.raises(ConfigurationError, match="would hold bank details"):
            extended(Catalogue(), {"fields": {key: {"section": "basic", "label": label}}})
