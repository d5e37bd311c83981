"""The checks of a file of clients: codes, names, and a value for every field of the catalogue that the file has."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from bot.errors import InvalidInput
from bot.files.checks import Sheet
from bot.i18n import lazy
from bot.policy.catalogue import Catalogue, Field
from bot.policy.values import parse_value

LONGEST_CODE, LONGEST_NAME = 64, 300
CONTACT_COLUMNS = ("contact_name", "contact_title", "contact_email", "contact_phone")


@dataclass(frozen=True)
class ClientContext:
    """What the checks need to know beside the file. `people` gives person ids by Slack id."""

    catalogue: Catalogue
    base_currency: str
    people: Mapping[str, int]


def check_clients(sheet: Sheet, context: ClientContext, seen: set[Hashable]) -> Mapping[str, Sequence[object]]:
    """Check one chunk; `seen` holds the codes kept so far, in capitals.

    Returns code, owner_id, the contact's columns, and the stored form of every catalogue value, None where blank.
    """
    codes = sheet.words("code", LONGEST_CODE, required=True)
    columns: dict[str, Sequence[object]] = {"code": codes, "owner_id": _owners(sheet, context.people)}
    columns |= {key: sheet.words(key, LONGEST_NAME) for key in CONTACT_COLUMNS}
    for declared in context.catalogue:
        if declared.key in sheet.layout:
            columns[declared.key] = _values(sheet, declared, context.base_currency)
    sheet.reject_repeats([code.upper() for code in codes], seen, "code")
    return columns


def _owners(sheet: Sheet, people: Mapping[str, int]) -> list[int | None]:
    def read(text: str) -> int:
        if text not in people:
            raise InvalidInput(
                lazy("nobody with the Slack id {slack_id} is on the list of people"), field="owner", slack_id=text
            )
        return people[text]

    return sheet.each("owner", read, None)


def _values(sheet: Sheet, declared: Field, base_currency: str) -> list[str | None]:
    if declared.column:
        sheet.words(declared.key, LONGEST_NAME, required=declared.key == "name")
    return sheet.each(declared.key, lambda text: parse_value(declared, text, base_currency=base_currency), None)
