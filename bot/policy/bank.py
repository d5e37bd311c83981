"""Bank details: how an account is written, and since when a number must be known to be called about a change.

Whoever wants to be paid into another account than the client's sends a letter in the client's name with a phone number
of their own. Therefore a change counts only after somebody has called a number that was on the file before, and a
second person has looked at it.
"""

import re
import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum

from stdnum import bic, iban, numdb
from stdnum.exceptions import ValidationError

from bot.errors import InvalidInput
from bot.i18n import lazy
from bot.policy.regions import territory_name

KNOWN_FOR = timedelta(days=7)
"""How long a number must have been on the file: one that came with the letter itself proves nothing."""

LONGEST_ACCOUNT = 34


class BankState(StrEnum):
    """Where a set of bank details stands."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


_BANK_WORDS = frozenset(
    """
    iban bic swift swiftcode bicswift swiftbic bankaccount bankaccountno bankaccountnumber bankdetails sortcode
    routingnumber accountholder 银行账号 银行帐号 银行账户 收款账号 开户名
    """.split()  # noqa: SIM905 - a list of words reads better as words
)


def is_bank_word(header: str) -> bool:
    """Tell whether a column of a file, or a field of a company's own, would hold bank details."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", header)).casefold() in _BANK_WORDS


def is_known(since: datetime, now: datetime) -> bool:
    """Tell whether a number that is on the file since then may be called about bank details."""
    return now - since >= KNOWN_FOR


def _plain(text: str) -> str:
    return re.sub(r"[\s\-.]", "", unicodedata.normalize("NFKC", text)).upper()


def parse_account(text: str, country: str | None, *, field: str = "account") -> str:
    """Return an account without spaces: an IBAN, checked, where its country has them, else letters and digits.

    `country` is that of the account, where it is known. Raises InvalidInput.
    """
    account = _plain(text)
    if re.match(r"[A-Z]{2}\d{2}", account) and _has_ibans(account[:2]):
        return _iban(account, country, field)
    if country and _has_ibans(country):
        raise InvalidInput(
            lazy("An account in {country} is written as an IBAN, which begins with {code}."),
            field=field, country=territory_name(country), code=country,
        )  # fmt: skip
    if not re.fullmatch(r"[A-Z0-9/]{4,34}", account):
        raise InvalidInput(
            lazy("An account is made of 4 to {most} letters and digits."), field=field, most=LONGEST_ACCOUNT
        )
    return account


def _has_ibans(country: str) -> bool:
    return bool(numdb.get("iban").info(country)[0][1])


def _iban(account: str, country: str | None, field: str) -> str:
    try:
        found = str(iban.validate(account))
    except ValidationError as error:
        raise InvalidInput(
            lazy("“{account}” is not a whole IBAN: a digit is wrong, missing or too many."),
            field=field, account=account[:LONGEST_ACCOUNT],
        ) from error  # fmt: skip
    if country and found[:2] != country:
        raise InvalidInput(
            lazy("This IBAN is of an account in {its}, not in {country}."),
            field=field, its=territory_name(found[:2]), country=territory_name(country),
        )  # fmt: skip
    return found


def account_country(account: str) -> str | None:
    """Return the country that an IBAN names, None for any other account."""
    return account[:2] if iban.is_valid(account) else None


def parse_bic(text: str, *, field: str = "bic") -> str:
    """Return the code of a bank (BIC, SWIFT) in capitals. Raises InvalidInput."""
    try:
        return str(bic.validate(_plain(text)))
    except ValidationError as error:
        raise InvalidInput(
            lazy("“{text}” is not a bank's BIC; it has 8 or 11 letters and digits, like COBADEFF."),
            field=field, text=text[:LONGEST_ACCOUNT],
        ) from error  # fmt: skip


def account_text(account: str) -> str:
    """Write an account as it is read aloud: an IBAN in groups of four."""
    return str(iban.format(account)) if iban.is_valid(account) else account
