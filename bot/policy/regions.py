"""Countries and the regions they belong to.

Codes are ISO 3166 alpha-2; regions are the subregions of Unicode CLDR's territory containment (UN M49 codes),
whose names Babel carries in every language.
"""

import re
import unicodedata
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

from bot.errors import InvalidInput
from bot.i18n import current_language, lazy

# Source: Unicode CLDR supplemental data, territoryContainment, the level just above countries.
_SUBREGIONS: dict[str, str] = {
    "005": "AR BO BR BV CL CO EC FK GF GS GY PE PY SR UY VE",
    "011": "BF BJ CI CV GH GM GN GW LR ML MR NE NG SH SL SN TG",
    "013": "BZ CR GT HN MX NI PA SV",
    "014": "BI DJ ER ET IO KE KM MG MU MW MZ RE RW SC SO SS TF TZ UG YT ZM ZW",
    "015": "DZ EA EG EH IC LY MA SD TN",
    "017": "AO CD CF CG CM GA GQ ST TD",
    "018": "BW LS NA SZ ZA",
    "021": "BM CA GL PM US",
    "029": "AG AI AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI",
    "030": "CN HK JP KP KR MN MO TW",
    "034": "AF BD BT IN IR LK MV NP PK",
    "035": "BN ID KH LA MM MY PH SG TH TL VN",
    "039": "AD AL BA ES GI GR HR IT ME MK MT PT RS SI SM VA XK",
    "053": "AU CC CX HM NF NZ",
    "054": "FJ NC PG SB VU",
    "057": "FM GU KI MH MP NR PW UM",
    "061": "AS CK NU PF PN TK TO TV WF WS",
    "143": "KG KZ TJ TM UZ",
    "145": "AE AM AZ BH CY GE IL IQ JO KW LB OM PS QA SA SY TR YE",
    "151": "BG BY CZ HU MD PL RO RU SK UA",
    "154": "AX DK EE FI FO GB GG IE IM IS JE LT LV NO SE SJ",
    "155": "AT BE CH DE FR LI LU MC NL",
}
_REGION_OF = {country: region for region, countries in _SUBREGIONS.items() for country in countries.split()}
# Of the same source: regions that are made of these.
_WIDER_REGIONS: dict[str, str] = {
    "002": "011 014 015 017 018",
    "003": "013 021 029",
    "009": "053 054 057 061",
    "019": "005 013 021 029",
    "142": "030 034 035 143 145",
    "150": "039 151 154 155",
    "202": "011 014 017 018",
    "419": "005 013 029",
}

# Names in daily use that CLDR's English, Chinese and native lists do not give.
_USUAL_NAMES = {
    "america": "US",
    "brasil": "BR",
    "burma": "MM",
    "cape verde": "CV",
    "czech republic": "CZ",
    "democratic republic of the congo": "CD",
    "deutschland": "DE",
    "east timor": "TL",
    "eire": "IE",
    "emirates": "AE",
    "england": "GB",
    "espana": "ES",
    "great britain": "GB",
    "holland": "NL",
    "hong kong": "HK",
    "ivory coast": "CI",
    "korea": "KR",
    "macao": "MO",
    "macau": "MO",
    "macedonia": "MK",
    "mainland china": "CN",
    "p r china": "CN",
    "palestine": "PS",
    "prc": "CN",
    "republic of korea": "KR",
    "russian federation": "RU",
    "scotland": "GB",
    "south korea": "KR",
    "swaziland": "SZ",
    "the netherlands": "NL",
    "turkey": "TR",
    "u s a": "US",
    "uae": "AE",
    "uk": "GB",
    "united states of america": "US",
    "usa": "US",
    "viet nam": "VN",
    "wales": "GB",
    "台湾": "TW",
    "澳門": "MO",
    "澳门": "MO",
    "臺灣": "TW",
    "香港": "HK",
}


def region_of(country: str | None) -> str | None:
    """Return the CLDR subregion code (``155``) of a country, None for a country outside the table."""
    return _REGION_OF.get(country or "")


def countries_in(name: str) -> tuple[str, ...]:
    """Return the countries of a region, a continent too, by its name in English, Chinese or the reader's language.

    None for what is no region's name.
    """
    wanted = _fold(name)
    known = [_locale(each).territories for each in ("en", "zh", current_language())]
    made_of = {region: region for region in _SUBREGIONS} | _WIDER_REGIONS
    named = [parts for region, parts in made_of.items() if any(_fold(str(names[region])) == wanted for names in known)]
    regions = sorted({region for parts in named for region in parts.split()})
    return tuple(country for region in regions for country in _SUBREGIONS[region].split())


def countries() -> tuple[str, ...]:
    """Return every country of the table, by code."""
    return tuple(sorted(_REGION_OF))


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def territory_name(code: str) -> str:
    """Return the name of a country or region in the reader's language, the code itself when CLDR has none."""
    return str(_locale(current_language()).territories.get(code, code))


def _fold(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"\W+", " ", plain.casefold()).strip()


@cache
def _countries_by_name() -> dict[str, str]:
    names = {_fold(name): code for name, code in _USUAL_NAMES.items()}
    for language in ("fr", "es", "de", "pt", "it", "zh_Hant", "zh", "en"):
        territories = Locale.parse(language).territories
        names |= {_fold(str(territories[code])): code for code in _REGION_OF if code in territories}
    return names


@cache
def _countries_by_own_name() -> dict[str, str]:
    """Return the countries by what their own people call them; reading so many languages takes a second or two."""
    names: dict[str, str] = {}
    for code in _REGION_OF:
        for language in get_official_languages(code, de_facto=True):
            own = _locale(language).territories.get(code)
            names.setdefault(_fold(str(own or code)), code)
    return names


def parse_country(text: str, *, field: str = "country") -> str:
    """Return the alpha-2 code of a country given by code or by name, its own people's too. Raises InvalidInput."""
    code = text.strip().upper()
    if code in _REGION_OF:
        return code
    name = _fold(text)
    found = _countries_by_name().get(name) or (_countries_by_own_name().get(name) if name else None)
    if found is None:
        raise InvalidInput(
            lazy("“{text}” is not a country we know; use its English name or two-letter code."), field=field, text=text
        )
    return found
