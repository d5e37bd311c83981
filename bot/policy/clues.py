"""What else than a name leads to a client: an address's domain, an email, a phone, a person's name.

Each is brought to a key that is equal for all usual ways of writing it. A domain that many companies share, such as
gmail.com, leads nowhere.
"""

import re
from enum import StrEnum

from bot.policy.emails.addresses import company_domain
from bot.policy.names import spell


class Way(StrEnum):
    """By what a client is found, beside its names and its code."""

    DOMAIN = "domain"
    EMAIL = "email"
    PHONE = "phone"
    PERSON = "person"


_EMAIL = re.compile(r"[^\s@<>\"',;:]+@(?P<host>[^\s@<>\"',;:]+)")
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?(?:www\d?\.)?(?P<host>[^\s/:?#@]+)(?::\d+)?(?:[/?#]\S*)?")
_LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.(?:[^\W\d_]{{2,}}|xn--[a-z0-9-]+)")
_PHONE = re.compile(r"[+(]*\d[\d\s().\-/+]*\d")
_EXTENSION = re.compile(r"\s*(?:;?ext[.=]?|x|#|转|доб\.?)\s*\d{1,7}$")
_FEWEST_DIGITS, _MOST_DIGITS = 6, 17


def email_key(text: str) -> str:
    """Return the key of an email address, ``Ann <A.Lee@ACME.de>`` too; empty for anything else."""
    found = _EMAIL.search(text.casefold())
    return found[0].rstrip(".") if found and _host(found["host"]) else ""


def domain_key(text: str) -> str:
    """Return the domain of an email or of a web address, ``https://www.acme.de/en`` too.

    It is empty for anything else and for the free hosts of mail.
    """
    folded = text.strip().casefold()
    found = _EMAIL.search(folded) or _ADDRESS.fullmatch(folded)
    host = _host(found["host"]) if found else ""
    return company_domain(host)


def _host(text: str) -> str:
    host = text.rstrip(".")
    return host if _HOST.fullmatch(host) else ""


def phone_keys(text: str, country: str | None = None) -> frozenset[str]:
    """Return the keys that a phone may have: the digits of its national significant number.

    A number written without its country's code belongs to `country`; where that is not known, every reading counts.
    """
    typed = _EXTENSION.sub("", text.strip().casefold())
    digits = re.sub(r"\D", "", typed)
    if not _PHONE.fullmatch(typed) or not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS:
        return frozenset()
    if typed.startswith("+") or digits.startswith("00"):
        return frozenset({_national(f"+{digits.lstrip('0')}", None) or digits.lstrip("0")})
    national = _national(digits, country) if country else ""
    if national:
        return frozenset({national})
    readings = {digits.lstrip("0"), _national(f"+{digits}", None)}
    return frozenset(each for each in readings if len(each) >= _FEWEST_DIGITS)


def _national(number: str, country: str | None) -> str:
    """Return the national significant number, empty where the number is none that could be dialled."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return str(phonenumbers.national_significant_number(parsed)).lstrip("0")


def person_key(name: str) -> str:
    """Return the key of a person's name: its words in one order, without accents, case and punctuation."""
    return " ".join(sorted(spell(name).split()))
