"""The catalogue: every field of a client file, declared once.

Forms, cards, imports, completeness and freshness all follow from it. What a field is stands in `fields.py`, the
fields that every company has in `built_in.py`; `own_fields.py` adds a company's own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.i18n import LazyText, lazy
from bot.policy.access import Part
from bot.policy.built_in import BUILT_IN_FIELDS, RELATIONS, STAGES
from bot.policy.fields import SOURCE_LABELS, Choice, Field, FieldType, Source

__all__ = [
    "BUILT_IN_FIELDS",
    "FILE_SECTIONS",
    "PART_LABELS",
    "RELATIONS",
    "SECTIONS",
    "SOURCE_LABELS",
    "STAGES",
    "Catalogue",
    "Choice",
    "Field",
    "FieldType",
    "Section",
    "Source",
]


@dataclass(frozen=True)
class Section:
    """One section of the file, with its heading."""

    part: Part
    label: LazyText


SECTIONS: tuple[Section, ...] = (
    Section(Part.DIRECTORY, lazy("Directory")),
    Section(Part.BASIC, lazy("Basic data")),
    Section(Part.CHARACTERISTICS, lazy("Characteristics")),
    Section(Part.BUSINESS, lazy("Business")),
    Section(Part.TRADING, lazy("Trading")),
)

PART_LABELS: dict[Part, LazyText] = {section.part: section.label for section in SECTIONS} | {
    Part.CONTACTS: lazy("Contacts"),
    Part.SALES: lazy("Sales figures"),
    Part.CREDIT: lazy("Credit"),
    Part.BANK: lazy("Bank details"),
    Part.ACCESS_LOG: lazy("Access log"),
}

FILE_SECTIONS: tuple[Part, ...] = (Part.BASIC, Part.CHARACTERISTICS, Part.BUSINESS, Part.TRADING)
"""The sections whose freshness is chased; the directory changes only when somebody moves."""


@dataclass(frozen=True)
class Catalogue:
    """The fields in force: the built-in ones and the company's own, in the order they are shown."""

    fields: tuple[Field, ...] = BUILT_IN_FIELDS
    _by_key: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the fields by key."""
        object.__setattr__(self, "_by_key", {each.key: each for each in self.fields})

    def __iter__(self) -> Iterator[Field]:
        """Walk the fields in order."""
        return iter(self.fields)

    def __contains__(self, key: object) -> bool:
        """Tell whether a field of that key exists."""
        return key in self._by_key

    def get(self, key: str) -> Field | None:
        """Return the field of that key, if there is one."""
        return self._by_key.get(key)

    def require(self, key: str) -> Field:
        """Return the field of that key; KeyError says that the caller, not a person, is wrong."""
        return self._by_key[key]

    def of(self, section: Part) -> tuple[Field, ...]:
        """Return the fields of one section, in order."""
        return tuple(each for each in self.fields if each.section is section)
