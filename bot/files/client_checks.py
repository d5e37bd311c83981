"""The checks of a file of clients: codes, names, and a value for every field of the catalogue that the file has."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.errors import InvalidInput
from bot.files.checks import Sheet
from bot.files.headers import Layout
from bot.i18n import lazy
from bot.policy.catalogue import Catalogue, Field, FieldType
from bot.policy.values import Reading, clean_text, parse_value

LONGEST_CODE, LONGEST_NAME = 64, 300
CONTACT_COLUMNS = ("contact_name", "contact_title", "contact_email", "contact_phone")


BY_COUNTRY = frozenset({FieldType.PHONE, FieldType.REGISTRATION, FieldType.TAX_NUMBER})
"""Types whose texts are read by the rules of the client's country."""


@dataclass(frozen=True)
class ClientContext:
    """What the checks need to know beside the file.

    `people` gives person ids by Slack id, `countries` those of clients that are there already, by code in capitals,
    for a file that does not say; `today` is the day on which the file is read.
    """

    catalogue: Catalogue
    base_currency: str
    people: Mapping[str, int]
    today: date
    countries: Mapping[str, str] = field(default_factory=dict)


def needs_countries(catalogue: Catalogue, layout: Layout) -> bool:
    """Tell whether the file has texts that only a country makes readable, but no country."""
    return "country" not in layout and any(each.type in BY_COUNTRY and each.key in layout for each in catalogue)


def check_clients(sheet: Sheet, context: ClientContext, seen: set[Hashable]) -> Mapping[str, Sequence[object]]:
    """Check one chunk; `seen` holds the codes kept so far, in capitals.

    Returns code, owner_id, the contact's columns, and the stored form of every catalogue value, None where blank.
    """
    codes = sheet.words("code", LONGEST_CODE, required=True)
    columns: dict[str, Sequence[object]] = {"code": codes, "owner_id": _owners(sheet, context.people)}
    columns |= {key: sheet.words(key, LONGEST_NAME) for key in CONTACT_COLUMNS}
    countries = _countries(sheet, context, codes)
    for declared in context.catalogue:
        if declared.key in sheet.layout:
            columns[declared.key] = _values(sheet, declared, context, countries)
    sheet.reject_repeats([code.upper() for code in codes], seen, "code")
    return columns


def _countries(sheet: Sheet, context: ClientContext, codes: Sequence[str]) -> list[str | None]:
    """Return each line's country, the one that is known already where the file has none."""
    reading = Reading(context.base_currency, context.today)
    told = sheet.each("country", lambda text: parse_value(context.catalogue.require("country"), text, reading), None)
    return [country or context.countries.get(code.upper()) for country, code in zip(told, codes, strict=True)]


def _owners(sheet: Sheet, people: Mapping[str, int]) -> list[int | None]:
    def read(text: str) -> int:
        if text not in people:
            raise InvalidInput(
                lazy("nobody with the Slack id {slack_id} is on the list of people"), field="owner", slack_id=text
            )
        return people[text]

    return sheet.each("owner", read, None)


def _values(sheet: Sheet, declared: Field, context: ClientContext, countries: Sequence[str | None]) -> list[str | None]:
    if declared.column:
        sheet.words(declared.key, LONGEST_NAME, required=declared.key == "name")
    anywhere = Reading(context.base_currency, context.today)
    if declared.type not in BY_COUNTRY:
        return sheet.each(declared.key, lambda text: parse_value(declared, text, anywhere), None)
    return sheet.each_beside(
        declared.key,
        countries,
        lambda text, country: _read_or_keep(declared, text, replace(anywhere, country=country)),
    )


def _read_or_keep(declared: Field, text: str, reading: Reading) -> str:
    """Read a phone or a register's number; one that its country's rules do not take stays as the books have it.

    Books are full of numbers without their area code, and no client is to be lost over one. A person who types such
    a number is told.
    """
    try:
        return parse_value(declared, text, reading)
    except InvalidInput:
        kept = clean_text(text)
        if not kept or len(kept) > LONGEST_NAME:
            raise
        return kept
