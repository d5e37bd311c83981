"""How a client is reached: phone numbers, email addresses and websites, read as typed and kept in one form.

Phone numbers are kept as E.164 (``+4922112345``, an extension behind it as ``;ext=12``), email addresses with a small
domain, websites without their scheme. Nothing is asked of the network.
"""

import re
import unicodedata
from functools import lru_cache

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, ValidationResult

from bot.errors import InvalidInput
from bot.i18n import LazyText, lazy
from bot.policy.texts import clipped

LONGEST_ADDRESS = 300
_EXTENSION = ";ext="
_ALSO_EXTENSION = re.compile(r"(?:durchwahl|dw|poste|int(?:erno)?|分机|转)[.: ]*(?=\d{1,7}$)", re.IGNORECASE)
"""Words for an extension that the library does not know."""
_REMARK = re.compile(r"\([^()\d]*\)|^\W*(?:tel|phone|fon|电话|電話)\w*[^\w+(]*(?=[+(\d])", re.IGNORECASE)
_EXTENSION_WORD = re.compile(r";?ext(?:ension|n)?\b|(?<=[\d )])x(?=[ .]*\d)", re.IGNORECASE)

_PHONE_PROBLEMS: dict[int, LazyText] = {
    ValidationResult.TOO_SHORT: lazy("“{text}” is too short for a phone number; write it like {example}."),
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: lazy("“{text}” lacks its area code; write it like {example}."),
    ValidationResult.TOO_LONG: lazy("“{text}” is too long for one phone number; write it like {example}."),
    ValidationResult.INVALID_COUNTRY_CODE: lazy("“{text}” begins with no country code; write it like {example}."),
    ValidationResult.INVALID_LENGTH: lazy("“{text}” has not the length of a phone number; write it like {example}."),
}


def parse_phone(text: str, country: str | None, *, field: str = "phone") -> str:
    """Return a phone number as E.164, read as people in `country` (ISO code) dial it, extensions kept.

    Numbering plans grow faster than any list of them: a number of the right length is taken, also where its range is
    not known yet. Raises InvalidInput.
    """
    typed = _ALSO_EXTENSION.sub("ext. ", _REMARK.sub("", unicodedata.normalize("NFKC", text)).strip())
    if any(character.isalpha() for character in _EXTENSION_WORD.sub("", typed)):
        # The library would dial letters as the digits that share their keys.
        raise _unread_phone(text, country, NumberParseException.NOT_A_NUMBER, field)
    if not country and typed.startswith("00"):
        typed = f"+{typed[2:]}"
    try:
        number = phonenumbers.parse(typed, country)
    except NumberParseException as error:
        raise _unread_phone(text, country, error.error_type, field) from error
    if problem := _PHONE_PROBLEMS.get(phonenumbers.is_possible_number_with_reason(number)):
        raise InvalidInput(problem, field=field, text=clipped(text), example=_example_phone(country))
    plain = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return f"{plain}{_EXTENSION}{number.extension}" if number.extension else plain


def _unread_phone(text: str, country: str | None, kind: int, field: str) -> InvalidInput:
    values = {"text": clipped(text), "example": _example_phone(country)}
    if kind == NumberParseException.INVALID_COUNTRY_CODE:
        if text.strip().startswith(("+", "00")):
            return InvalidInput(_PHONE_PROBLEMS[ValidationResult.INVALID_COUNTRY_CODE], field=field, **values)
        return InvalidInput(lazy("“{text}” needs its country code; write it like {example}."), field=field, **values)
    if kind == NumberParseException.TOO_LONG:
        return InvalidInput(_PHONE_PROBLEMS[ValidationResult.TOO_LONG], field=field, **values)
    if kind in {NumberParseException.TOO_SHORT_NSN, NumberParseException.TOO_SHORT_AFTER_IDD}:
        return InvalidInput(_PHONE_PROBLEMS[ValidationResult.TOO_SHORT], field=field, **values)
    return InvalidInput(lazy("“{text}” is not a phone number; write it like {example}."), field=field, **values)


@lru_cache
def _example_phone(country: str | None) -> str:
    number = phonenumbers.example_number(country or "DE") or phonenumbers.example_number("DE")
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL) if number else "+49 30 123456"


@lru_cache(maxsize=4096)
def show_phone(stored: str) -> str:
    """Write a phone number as it is dialled from abroad; what was kept before numbers were read stays as it is."""
    number = stored_phone(stored)
    if number is None:
        return stored
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def stored_phone(stored: str) -> PhoneNumber | None:
    """Read a stored phone number back, None for what was kept before numbers were read."""
    if not re.fullmatch(r"\+\d{3,17}(?:;ext=\d{1,20})?", stored):
        return None
    try:
        return phonenumbers.parse(stored)
    except NumberParseException:
        return None


def parse_email(text: str, *, field: str = "email") -> str:
    """Return an email address with a small domain; ``Eva <eva@acme.de>`` gives the address. Raises InvalidInput."""
    named = re.fullmatch(r"[^<>@]*<\s*(?:mailto:)?([^<>]+)>\W*", text)
    typed = (named[1] if named else text).strip().removeprefix("mailto:").strip()
    values = {"text": clipped(text.strip())}
    if "@" not in typed:
        raise InvalidInput(lazy("“{text}” has no @; write it like name@company.com."), field=field, **values)
    try:
        found = validate_email(typed, check_deliverability=False, globally_deliverable=False, strict=True)
    except EmailNotValidError as error:
        raise InvalidInput(_email_problem(typed), field=field, **values) from error
    if not re.search(r"\.(?:xn--[a-z0-9-]+|[^\W\d_]{2,})$", found.domain):
        raise InvalidInput(lazy("“{text}” does not end in a domain such as company.com."), field=field, **values)
    return found.normalized


def _email_problem(typed: str) -> LazyText:
    if typed.count("@") > 1:
        return lazy("“{text}” is more than one email address; write one, like name@company.com.")
    if typed.endswith("@"):
        return lazy("“{text}” does not end in a domain such as company.com.")
    if typed.startswith("@"):
        return lazy("“{text}” has nothing before the @; write it like name@company.com.")
    if re.search(r"\s", typed):
        return lazy("“{text}” has a space in it; write it like name@company.com.")
    return lazy("“{text}” is not an email address; write it like name@company.com.")


def parse_website(text: str, *, field: str = "website") -> str:
    """Return a website as its small host with whatever path follows, without ``https://``. Raises InvalidInput."""
    typed = text.strip()
    values = {"text": clipped(typed)}
    scheme, separator, rest = typed.partition("://")
    if separator and scheme.casefold() not in {"http", "https"}:
        raise InvalidInput(
            lazy("“{text}” is not the address of a website; write it like www.company.com."), field=field, **values
        )
    address = rest if separator else typed
    if len(address) > LONGEST_ADDRESS:
        raise InvalidInput(lazy("A website takes at most {most} characters."), field=field, most=LONGEST_ADDRESS)
    parts = re.match(r"([^/?#]*)(.*)", address, re.DOTALL)
    host, path = (parts[1], parts[2]) if parts else ("", "")
    if "@" in host:
        raise InvalidInput(
            lazy("“{text}” names a person before the @; write only the website, like www.company.com."),
            field=field,
            **values,
        )
    if not _is_host(host) or re.search(r"\s", path):
        raise InvalidInput(
            lazy("“{text}” is not the address of a website; write it like www.company.com."), field=field, **values
        )
    return f"{host.rstrip('.').casefold()}{'' if path == '/' else path}"


def _is_host(host: str) -> bool:
    """Tell a domain name, in any script, perhaps with a port, from everything else."""
    name = re.sub(r":\d{1,5}$", "", host.rstrip("."))
    labels = name.split(".")
    try:
        name.encode("idna")
    except UnicodeError:
        return False
    is_shaped = all(re.fullmatch(r"[^\W_](?:[\w-]{0,61}[^\W_])?", label) for label in labels)
    return len(labels) > 1 and is_shaped and not labels[-1].isdigit() and len(labels[-1]) > 1
