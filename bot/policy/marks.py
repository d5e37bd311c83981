"""What tells one company from another beside its name: numbers, addresses, domains, phones, in one form each."""

import re
from enum import StrEnum

from bot.policy.clues import domain_key
from bot.policy.emails.addresses import FREE_HOSTS
from bot.policy.names import fold

_PUBLIC_SITES = frozenset(
    """
    1688.com alibaba.com aliexpress.com amazon.com blogspot.com business.site ebay.com etsy.com facebook.com github.io
    godaddysites.com indiamart.com instagram.com jimdosite.com linkedin.com made-in-china.com mercadolibre.com
    myshopify.com sites.google.com squarespace.com taobao.com tmall.com twitter.com weebly.com wixsite.com
    wordpress.com x.com youtube.com
    """.split()  # noqa: SIM905
)
_SECOND_LEVELS = frozenset("ac co com edu gob gov gouv ltd me ne net or org plc sch".split())  # noqa: SIM905
_EXTENSION = re.compile(r"(?:ext|extension|ramal|durchwahl|int|x|#|;)[.=]?\s*\d+\s*$", re.IGNORECASE)
_SHORTEST_NUMBER = 5
_SHORTEST_PHONE = 6


class Mark(StrEnum):
    """What kind of thing tells a company apart."""

    NUMBER = "number"
    EMAIL = "email"
    DOMAIN = "domain"
    PHONE = "phone"
    ADDRESS = "address"


def domain_of(text: str) -> str:
    """Return the domain that a website or an email belongs to; empty when it is nobody's own.

    Clients are found by the whole host (`clues.domain_key`); to be compared, shop.acme.de is acme.de.
    """
    host = domain_key(text)
    labels = host.split(".")
    kept = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS else 2
    domain = ".".join(labels[-kept:])
    return "" if host in _PUBLIC_SITES or domain in FREE_HOSTS | _PUBLIC_SITES else domain


def phone_of(text: str, country: str | None) -> str:
    """Return a phone number as digits with its country's code, without the zero that is dialled at home.

    Where neither the number nor `country` says which country is meant, the digits alone.
    """
    from phonenumbers import country_code_for_region

    dialled = _EXTENSION.sub("", text.strip()).replace("(0)", "")
    digits = "".join(str(int(each)) for each in dialled if each.isdecimal())
    if len(digits) < _SHORTEST_PHONE:
        return ""
    code = str(country_code_for_region(country) or "") if country else ""
    if dialled.startswith("+") or digits.startswith("00"):
        digits = digits.lstrip("0")
        at_home = bool(code) and digits.startswith(code)
        return code + digits.removeprefix(code).lstrip("0") if at_home else digits
    return code + digits.lstrip("0")


def number_of(text: str) -> str:
    """Return a registration or tax number as its letters and digits; empty when it is too short to tell anybody."""
    bare = "".join(each for each in fold(text) if each.isalnum()).upper()
    return bare if sum(map(str.isdigit, bare)) >= _SHORTEST_NUMBER else ""


def address_of(address: str) -> str:
    """Return a street address in one form; empty unless a house can be told by it."""
    street = " ".join(_street_word(word) for word in fold(address).split())
    if not any(map(str.isdigit, street)) or len(street) < _SHORTEST_NUMBER:
        return ""
    return street


_STREETS = {
    "strasse": "str",
    "street": "st",
    "road": "rd",
    "avenue": "av",
    "ave": "av",
    "avenida": "av",
    "boulevard": "bd",
}


def _street_word(word: str) -> str:
    if word.endswith("strasse") and word != "strasse":
        return word.removesuffix("asse")
    return _STREETS.get(word, word)
