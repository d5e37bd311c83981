"""The catalogue: every field of a client file, declared once.

Forms, cards, imports, completeness and freshness all follow from it. The fields implement the company policy's
clauses 3.1 to 3.4 and 4.2a; `own_fields` adds a company's own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from bot.i18n import LazyText, lazy
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

    @property
    def shelf_life(self) -> timedelta:
        """Return how long a value stays fresh."""
        return timedelta(days=self.fresh_days)

    def choice_label(self, key: str) -> str:
        """Return the label of a choice, the key itself where the catalogue no longer knows it."""
        return next((str(choice.label) for choice in self.choices if choice.key == key), key)


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


def _choices(*pairs: tuple[str, LazyText]) -> tuple[Choice, ...]:
    return tuple(Choice(key, label) for key, label in pairs)


STAGES = _choices(("past", lazy("past")), ("present", lazy("present")), ("future", lazy("future")))
RELATIONS = _choices(("direct", lazy("direct")), ("indirect", lazy("indirect")))
INDUSTRIES = _choices(
    ("agriculture", lazy("agriculture and food")),
    ("automotive", lazy("automotive")),
    ("chemicals", lazy("chemicals")),
    ("construction", lazy("construction and building materials")),
    ("electronics", lazy("electronics")),
    ("energy", lazy("energy and mining")),
    ("health", lazy("health and pharmaceuticals")),
    ("household", lazy("household goods and furniture")),
    ("machinery", lazy("machinery")),
    ("packaging", lazy("packaging and printing")),
    ("retail", lazy("retail")),
    ("services", lazy("services")),
    ("textiles", lazy("textiles and garments")),
    ("transport", lazy("transport and logistics")),
    ("wholesale", lazy("wholesale")),
    ("other", lazy("other")),
)
NATURES = _choices(
    ("private", lazy("private company")),
    ("listed", lazy("listed company")),
    ("state", lazy("state-owned")),
    ("family", lazy("family business")),
    ("cooperative", lazy("cooperative")),
    ("joint_venture", lazy("joint venture")),
    ("foreign", lazy("foreign subsidiary")),
    ("sole_trader", lazy("sole trader")),
    ("public_body", lazy("public body")),
)
TYPES = _choices(
    ("distributor", lazy("distributor")),
    ("agent", lazy("agent")),
    ("importer", lazy("importer")),
    ("wholesaler", lazy("wholesaler")),
    ("retailer", lazy("retailer")),
    ("manufacturer", lazy("manufacturer")),
    ("contractor", lazy("contractor")),
    ("end_user", lazy("end user")),
)

_T, _L, _C, _M, _N, _D, _R = (
    FieldType.TEXT,
    FieldType.LONG_TEXT,
    FieldType.CHOICE,
    FieldType.MONEY,
    FieldType.NUMBER,
    FieldType.DATE,
    FieldType.RATING,
)
_VERIFIED = (Source.AGENCY, Source.DATA_SHEET)

BUILT_IN_FIELDS: tuple[Field, ...] = (
    # Directory: what everybody may read. Clause 2 (stage, relation).
    Field("name", Part.DIRECTORY, lazy("Name"), fresh_days=3650, weight=3, sheet=True, column=True),
    Field(
        "country",
        Part.DIRECTORY,
        lazy("Country"),
        FieldType.COUNTRY,
        fresh_days=3650,
        weight=3,
        sheet=True,
        column=True,
    ),
    Field("city", Part.DIRECTORY, lazy("City"), fresh_days=3650, weight=2, sheet=True, column=True),
    Field("stage", Part.DIRECTORY, lazy("Stage"), _C, STAGES, fresh_days=365, weight=2, column=True),
    Field("relation", Part.DIRECTORY, lazy("Relation"), _C, RELATIONS, fresh_days=730, weight=1, column=True),
    # Basic data, clauses 3.1 and 4.2a.
    Field("situation", Part.BASIC, lazy("Situation"), _L, fresh_days=180, weight=2),
    Field("owners", Part.BASIC, lazy("Owners"), fresh_days=730, weight=2, sheet=True, outranks=_VERIFIED),
    Field("managers", Part.BASIC, lazy("Managers"), fresh_days=365, weight=2, sheet=True),
    Field(
        "qualifications",
        Part.BASIC,
        lazy("Qualifications and licences"),
        fresh_days=730,
        sheet=True,
        outranks=_VERIFIED,
    ),
    Field("founded", Part.BASIC, lazy("Founded"), _D, fresh_days=3650, sheet=True, outranks=_VERIFIED),
    Field("trading_since", Part.BASIC, lazy("Trading with us since"), _D, fresh_days=3650),
    Field("industry", Part.BASIC, lazy("Industry"), _C, INDUSTRIES, fresh_days=730, weight=3, sheet=True),
    Field("nature", Part.BASIC, lazy("Nature"), _C, NATURES, fresh_days=1095, weight=2, sheet=True),
    Field("type", Part.BASIC, lazy("Type"), _C, TYPES, fresh_days=730, weight=3, sheet=True),
    Field("assets", Part.BASIC, lazy("Assets"), _M, fresh_days=545, weight=2, sheet=True, outranks=_VERIFIED),
    Field("address", Part.BASIC, lazy("Address"), fresh_days=730, weight=1, sheet=True),
    Field("postal_code", Part.BASIC, lazy("Postal code"), fresh_days=730, sheet=True),
    Field("region", Part.BASIC, lazy("State or province"), fresh_days=3650, sheet=True),
    Field("phone", Part.BASIC, lazy("Phone"), fresh_days=365, weight=2, sheet=True),
    Field("website", Part.BASIC, lazy("Website"), fresh_days=730, sheet=True),
    # Characteristics, clause 3.2.
    Field("service_area", Part.CHARACTERISTICS, lazy("Service area"), fresh_days=365, weight=2, sheet=True),
    Field("sales_capability", Part.CHARACTERISTICS, lazy("Sales capability"), _R, fresh_days=365, weight=2),
    Field("development_potential", Part.CHARACTERISTICS, lazy("Development potential"), _R, fresh_days=365, weight=2),
    Field("culture", Part.CHARACTERISTICS, lazy("Company culture"), fresh_days=730),
    Field("strategy", Part.CHARACTERISTICS, lazy("Policy and strategy"), _L, fresh_days=365, weight=2),
    Field("staff", Part.CHARACTERISTICS, lazy("Staff"), _N, fresh_days=365, weight=2, sheet=True, outranks=_VERIFIED),
    Field(
        "yearly_sales",
        Part.CHARACTERISTICS,
        lazy("Their yearly sales"),
        _M,
        fresh_days=365,
        weight=3,
        sheet=True,
        outranks=_VERIFIED,
    ),
    Field("management_style", Part.CHARACTERISTICS, lazy("Style of management"), fresh_days=730),
    # Business, clause 3.3; the sales record itself is the ledger's.
    Field(
        "stated_purchases",
        Part.BUSINESS,
        lazy("Yearly purchases from us, as they say"),
        _M,
        fresh_days=365,
        weight=2,
        sheet=True,
    ),
    Field("management_quality", Part.BUSINESS, lazy("Quality of their managers"), _R, fresh_days=365, weight=2),
    Field("sales_staff_quality", Part.BUSINESS, lazy("Quality of their sales people"), _R, fresh_days=365, weight=1),
    Field("competitors", Part.BUSINESS, lazy("Relations with competitors"), _L, fresh_days=180, weight=3),
    Field("relation_quality", Part.BUSINESS, lazy("Relation with us"), _R, fresh_days=180, weight=3),
    Field("attitude", Part.BUSINESS, lazy("Attitude to working together"), fresh_days=180, weight=2),
    # Trading, clause 3.4.
    Field("sales_activity", Part.TRADING, lazy("Sales activity"), _L, fresh_days=90, weight=2),
    Field("problems", Part.TRADING, lazy("Problems"), _L, fresh_days=90, weight=3),
    Field("advantages", Part.TRADING, lazy("Advantages we keep"), fresh_days=180, weight=2),
    Field("counter_measures", Part.TRADING, lazy("Counter-measures"), _L, fresh_days=90, weight=2),
    Field("reputation", Part.TRADING, lazy("Reputation and image"), fresh_days=365, weight=2),
    Field(
        "credit_standing", Part.TRADING, lazy("Credit standing, as heard"), fresh_days=180, weight=3, outranks=_VERIFIED
    ),
    Field("trading_terms", Part.TRADING, lazy("Trading terms"), fresh_days=365, weight=2),
    Field("credit_problems", Part.TRADING, lazy("Past credit problems"), _L, fresh_days=365, weight=2),
)


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
