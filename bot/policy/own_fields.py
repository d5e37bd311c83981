"""A company's own fields and choices, from the file that CLIENTELE_CATALOGUE names, made part of the catalogue.

``[fields.KEY]`` declares a field: `section` and `label`, and where they differ from what is usual `type` (text),
`choices`, `fresh_days` (365), `weight` (1) and `sheet` (false). ``[choices.KEY]`` adds choices to a field that is built
in. A label is a text, or a table of one text a language. docs/catalogue.md says it for those who write such a file.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.errors import ConfigurationError
from bot.i18n import LazyText, OwnText, lazy, wordings
from bot.policy.access import Part
from bot.policy.bank import is_bank_word
from bot.policy.catalogue import SECTIONS, Catalogue, Choice, Field, FieldType
from bot.policy.fields import MOST_CHOICES

LONGEST_LABEL = 75
"""What a menu shows of one entry."""

RESERVED_KEYS = frozenset(
    # Columns of import files.
    {"client", "code", "contact_email", "contact_name", "contact_phone", "contact_title", "owner"}
    # Inputs of forms that fields stand in too.
    | {"contact", "done", "keep", "kind", "next_on", "next_step", "note", "outcome", "source", "still_true", "take"}
    # What reports group by, and filters when clients are looked for.
    | {"category", "credit_grade", "grade", "product", "rep", "route", "stale"}
)
"""Names that forms, import files and reports use for something else."""

FIXED_LISTS = frozenset({"stage", "relation"})
"""Lists of choices whose keys rules depend on."""

_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")
_KNOWN = {"section", "label", "type", "choices", "fresh_days", "weight", "sheet"}
_FORM_SECTIONS = tuple(section.part.value for section in SECTIONS)
_MOST_DAYS = 36_500


def extended(catalogue: Catalogue, tables: Mapping[str, object]) -> Catalogue:
    """Return the catalogue with a company's own fields and choices, a parsed TOML file.

    Raises ConfigurationError naming the entry and what to do about it.
    """
    if strange := sorted(set(tables) - {"fields", "choices"}):
        raise ConfigurationError(
            lazy("The catalogue has [fields.…] and [choices.…] only; take “{name}” out."), name=strange[0]
        )
    fields = list(catalogue)
    for key, table in _tables(tables, "choices").items():
        if key not in catalogue or catalogue.require(key).type is not FieldType.CHOICE:
            raise ConfigurationError(
                lazy("The catalogue adds choices to “{key}”, which is no built-in field with choices."), key=key
            )
        if key in FIXED_LISTS:
            raise ConfigurationError(
                lazy("The choices of “{key}” are fixed, because rules depend on them; take [choices.{key}] out."),
                key=key,
            )
        fields = [_with_choices(each, table) if each.key == key else each for each in fields]
    for key, table in _tables(tables, "fields").items():
        if key in catalogue:
            raise ConfigurationError(
                lazy("The catalogue declares “{key}” twice: it is a built-in field. Choose another key."), key=key
            )
        if key in RESERVED_KEYS or not _KEY.fullmatch(key):
            raise ConfigurationError(
                lazy(
                    "“{key}” cannot be the key of a field: use a-z, 0-9 and _, and no name that forms, imports or "
                    "reports use."
                ),
                key=key,
            )
        own = _own_field(key, table)
        _check_name(own, fields)
        fields.append(own)
    return Catalogue(tuple(fields))


def _check_name(own: Field, others: Sequence[Field]) -> None:
    """Refuse two fields of one name, as a file's header could stand for either, and what only two people may write."""
    names = {name.casefold() for name in (own.key, *wordings(own.label))}
    if any(is_bank_word(name) for name in names):
        raise ConfigurationError(
            lazy("The catalogue's field “{key}” would hold bank details; they have a place of their own."),
            key=own.key,
        )
    for other in others:
        if names & {name.casefold() for name in (other.key, *wordings(other.label))}:
            raise ConfigurationError(
                lazy("The catalogue's field “{key}” is called like “{other}”; choose another label."),
                key=own.key, other=other.key,
            )  # fmt: skip


def _tables(tables: Mapping[str, object], name: str) -> dict[str, Mapping[str, object]]:
    found = tables.get(name, {})
    if not isinstance(found, Mapping) or not all(isinstance(each, Mapping) for each in found.values()):
        raise ConfigurationError(lazy("The catalogue's [{name}] must hold one table an entry."), name=name)
    return dict(found)


def _with_choices(declared: Field, table: Mapping[str, object]) -> Field:
    choices = declared.choices + tuple(Choice(key, _label(declared.key, label)) for key, label in table.items())
    wrong = next((key for key in table if not _KEY.fullmatch(key)), None)
    if wrong is not None:
        raise ConfigurationError(
            lazy("“{choice}” cannot be the key of a choice of “{key}”: use a-z, 0-9 and _."),
            key=declared.key, choice=wrong,
        )  # fmt: skip
    labels = {str(choice.label).casefold() for choice in choices}
    keys = {choice.key for choice in choices}
    if min(len(labels), len(keys)) < len(choices) or len(choices) > MOST_CHOICES:
        raise ConfigurationError(
            lazy("The choices of “{key}” must be different ones, {most} at most."),
            key=declared.key, most=MOST_CHOICES,
        )  # fmt: skip
    return replace(declared, choices=choices)


def _own_field(key: str, table: Mapping[str, object]) -> Field:
    if strange := sorted(set(table) - _KNOWN):
        raise ConfigurationError(
            lazy("The catalogue's field “{key}” has “{name}”, which means nothing; it may have {known}."),
            key=key, name=strange[0], known=", ".join(sorted(_KNOWN)),
        )  # fmt: skip
    kind = _one_of(key, table, "type", [each.value for each in FieldType], usual=FieldType.TEXT.value)
    declared = Field(
        key,
        Part(_one_of(key, table, "section", _FORM_SECTIONS)),
        _label(key, table.get("label")),
        FieldType(kind),
        fresh_days=_whole(key, table, "fresh_days", 365, least=1),
        weight=_whole(key, table, "weight", 1, least=0),
        sheet=_yes_or_no(key, table),
    )
    choices = table.get("choices", {})
    is_choice = declared.type is FieldType.CHOICE
    if not isinstance(choices, Mapping) or is_choice != bool(choices):
        raise ConfigurationError(
            lazy(
                "The catalogue's field “{key}” needs a table of choices if its type is choice, and none if it is not."
            ),
            key=key,
        )
    return _with_choices(declared, choices)


def _one_of(key: str, table: Mapping[str, object], name: str, known: Sequence[str], usual: str = "") -> str:
    given = table.get(name, usual)
    if not isinstance(given, str) or given not in known:
        raise ConfigurationError(
            lazy("The catalogue's field “{key}” needs a {name} out of these: {known}."),
            key=key, name=name, known=", ".join(known),
        )  # fmt: skip
    return given


def _whole(key: str, table: Mapping[str, object], name: str, usual: int, *, least: int) -> int:
    given = table.get(name, usual)
    if not isinstance(given, int) or isinstance(given, bool) or not least <= given <= _MOST_DAYS:
        raise ConfigurationError(
            lazy("{name} of the catalogue's field “{key}” must be a whole number from {least} to {most}."),
            key=key, name=name, least=least, most=_MOST_DAYS,
        )  # fmt: skip
    return given


def _yes_or_no(key: str, table: Mapping[str, object]) -> bool:
    given = table.get("sheet", False)
    if not isinstance(given, bool):
        raise ConfigurationError(lazy("sheet of the catalogue's field “{key}” must be true or false."), key=key)
    return given


def _label(key: str, given: object) -> LazyText | str:
    """Read a label: one text, or a table of one text a language, the first for everybody else."""
    texts = list(given.items()) if isinstance(given, Mapping) else [("", given)]
    read = [(language, " ".join(text.split())) for language, text in texts if isinstance(text, str)]
    if not read or len(read) < len(texts) or not all(0 < len(text) <= LONGEST_LABEL for _, text in read):
        raise ConfigurationError(
            lazy("A label of the catalogue's “{key}” must be a text of {most} characters at most."),
            key=key, most=LONGEST_LABEL,
        )  # fmt: skip
    if not isinstance(given, Mapping):
        return read[0][1]
    return OwnText(read[0][1], tuple(read))
