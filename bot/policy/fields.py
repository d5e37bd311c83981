"""What a field of a client file is: its type, its choices, its sources, its shelf life."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.i18n import LazyText, lazy, wordings
from bot.policy.access import Part


class FieldType(StrEnum):
    """What a value is; `values.py` reads and writes each."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    MONEY = "money"
    NUMBER = "number"
    DATE = "date"
    RATING = "rating"
    COUNTRY = "country"
    LIST = "list"
    REFERENCE = "reference"
    """A number or code in another system."""
    CLIENT = "client"
    """Another client, by its id."""
    PERSON = "person"
    """A colleague, by the Slack id."""
    PHONE = "phone"
    EMAIL = "email"
    WEBSITE = "website"
    REGISTRATION = "registration"
    """A number in the company register of the client's country."""
    TAX_NUMBER = "tax_number"


class Days(StrEnum):
    """Which day a date field means when the year is left out."""

    NEAREST = "nearest"
    PAST = "past"
    """The latest such day; none lies ahead."""
    LONG_PAST = "long_past"
    """None lies ahead, and it may be a hundred years ago: the year is asked."""


class Source(StrEnum):
    """Where a value comes from."""

    CALL = "call"
    EMAIL = "email"
    VISIT = "visit"
    DATA_SHEET = "data_sheet"
    AGENCY = "agency"
    IMPORT = "import"
    RESEARCH = "research"


SOURCE_LABELS: dict[Source, LazyText] = {
    Source.CALL: lazy("call"),
    Source.EMAIL: lazy("email"),
    Source.VISIT: lazy("visit"),
    Source.DATA_SHEET: lazy("data sheet"),
    Source.AGENCY: lazy("agency report"),
    Source.IMPORT: lazy("import"),
    Source.RESEARCH: lazy("research"),
}


MOST_CHOICES = 100
"""What a menu holds."""


@dataclass(frozen=True)
class Choice:
    """One value of a choice field; a retired one stays readable but is no longer offered."""

    key: str
    label: LazyText | str
    retired: bool = False


@dataclass(frozen=True)
class Field:
    """One field of a client file.

    `fresh_days` is its shelf life. `outranks` lists sources that hold against the others until their fact is
    stale. `weight` is its share in completeness; a field with `sheet` goes on the data sheet sent to clients.
    """

    key: str
    section: Part
    label: LazyText | str
    type: FieldType = FieldType.TEXT
    choices: tuple[Choice, ...] = ()
    fresh_days: int = 365
    weight: int = 1
    sheet: bool = False
    outranks: tuple[Source, ...] = ()
    column: bool = False
    """Kept as a column of the client too, because lists and reports filter on it."""
    hint: LazyText | str = ""
    needed: bool = False
    """Never without a value once it has one."""
    days: Days = Days.NEAREST
    """How a date field reads a day without its year."""
    least: int | None = None
    """The smallest number or amount that makes sense, where there is one."""

    @property
    def shelf_life(self) -> timedelta:
        """Return how long a value stays fresh."""
        return timedelta(days=self.fresh_days)

    def offered(self, value: str = "") -> tuple[Choice, ...]:
        """Return the choices that a menu offers where `value` stands: a retired one only if it is that."""
        found = [choice for choice in self.choices if not choice.retired or choice.key == value]
        if len(found) > MOST_CHOICES:
            standing = [choice for choice in found if choice.key == value]
            found = [choice for choice in found if choice.key != value][: MOST_CHOICES - len(standing)] + standing
        return tuple(found)

    def called(self, name: str) -> Choice | None:
        """Return the choice of that key or label, in any language and retired ones too; one that is offered first."""
        wanted = name.strip().casefold()
        for choice in sorted(self.choices, key=lambda each: each.retired):
            if wanted in {each.casefold() for each in (choice.key, str(choice.label), *wordings(choice.label))}:
                return choice
        return None

    def choice_label(self, key: str) -> str:
        """Return the label of a choice, the key itself where the catalogue no longer knows it."""
        return next((str(choice.label) for choice in self.choices if choice.key == key), key)
