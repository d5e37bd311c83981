"""The languages that people at clients speak, by their names in Unicode CLDR.

A language is kept as CLDR's code, such as ``de`` or ``zh_Hant``.
"""

from functools import cache

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

from bot.i18n import current_language
from bot.policy.regions import countries


@cache
def languages() -> tuple[str, ...]:
    """Return the languages in which the countries of this world do their business, by code."""
    english = Locale("en").languages
    official = {code for country in countries() for code in get_official_languages(country, de_facto=True)}
    return tuple(sorted(code for code in official if code in english))


@cache
def _names(reader: str) -> dict[str, str]:
    try:
        known = Locale.parse(reader).languages
    except (UnknownLocaleError, ValueError):
        known = Locale("en").languages
    return {code: str(known.get(code, code)) for code in languages()}


def language_name(code: str) -> str:
    """Return a language's name in the reader's own, the code itself where CLDR has none."""
    return _names(current_language()).get(code, code)
