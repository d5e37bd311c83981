"""A composition: what share of sales each grade, product, region and so on has. Clause 4.3 of the policy."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate
from typing import TypeAlias

from bot.i18n import LazyText, _, lazy, ngettext
from bot.policy.access import Scope
from bot.policy.catalogue import Field, FieldType
from bot.policy.classification import largest_remainder
from bot.policy.periods import Period


class MixKey(StrEnum):
    """What sales can be taken apart by in every company."""

    GRADE = "grade"
    PRODUCT = "product"
    CATEGORY = "category"
    COUNTRY = "country"
    REGION = "region"
    INDUSTRY = "industry"
    NATURE = "nature"
    TYPE = "type"
    STAGE = "stage"
    RELATION = "relation"
    REP = "rep"


MIX_LABELS: dict[MixKey, LazyText] = {
    MixKey.GRADE: lazy("grade"),
    MixKey.PRODUCT: lazy("product"),
    MixKey.CATEGORY: lazy("product category"),
    MixKey.COUNTRY: lazy("country"),
    MixKey.REGION: lazy("region"),
    MixKey.INDUSTRY: lazy("industry"),
    MixKey.NATURE: lazy("nature"),
    MixKey.TYPE: lazy("type"),
    MixKey.STAGE: lazy("stage"),
    MixKey.RELATION: lazy("relation"),
    MixKey.REP: lazy("rep"),
}

CLASSES = frozenset({MixKey.INDUSTRY, MixKey.NATURE, MixKey.TYPE})
"""The policy's classes by nature that are kept as facts; stage, relation and country stand in the directory."""

GROUPING_TYPES = frozenset({FieldType.CHOICE, FieldType.COUNTRY, FieldType.RATING})
"""Types of fields whose values are few enough to group by."""


@dataclass(frozen=True)
class FieldKey:
    """A field of the catalogue that sales are taken apart by: one with choices, a country or a rating.

    `value` is the field's key, spelled like a MixKey's; two keys of one field are the same key whatever it is called.
    """

    value: str
    label: LazyText | str = field(compare=False)

    @staticmethod
    def of(declared: Field) -> "FieldKey":
        """Return the key that a field is."""
        return FieldKey(declared.key, declared.label)


Key: TypeAlias = MixKey | FieldKey
"""What one report takes sales apart by."""


def key_label(key: Key) -> LazyText | str:
    """Return what a key is called."""
    return key.label if isinstance(key, FieldKey) else MIX_LABELS[key]


def heading_of(key: Key) -> str:
    """Return what a key is called at the head of a column."""
    label = str(key_label(key))
    return label[:1].upper() + label[1:]


def is_fact(key: Key) -> bool:
    """Tell whether a key's values are facts about clients, rather than the directory's or the ledger's."""
    return isinstance(key, FieldKey) or key in CLASSES


PRODUCT_KEYS: frozenset[Key] = frozenset({MixKey.PRODUCT, MixKey.CATEGORY})
"""Keys that belong to what was sold; every other key belongs to the client it was sold to."""


class Measure(StrEnum):
    """What is added up: money in the base currency, or quantities, which are never added across units."""

    AMOUNT = "amount"
    QUANTITY = "quantity"


class Missing(StrEnum):
    """Why lines are left out: what they were not matched to."""

    CLIENT = "client"
    PRODUCT = "product"


WHOSE: dict[Scope, LazyText] = {
    Scope.OWN: lazy("Your own clients."),
    Scope.TEAM: lazy("Your team's clients."),
    Scope.ALL: lazy("All clients."),
}
"""Whose figures an answer is made of."""


@dataclass(frozen=True)
class LeftOut:
    """Lines of the period that stand in no row, with their sum in counts; `unit` is empty for amounts."""

    missing: Missing
    amount: int
    lines: int
    unit: str = ""

    def told(self, amount: str) -> str:
        """Say what is left out, and why; `amount` is its sum as its reader is shown it."""
        if self.missing is Missing.CLIENT:
            sentence = ngettext(
                "Left out: {amount} in {lines} line whose client is not known.",
                "Left out: {amount} in {lines} lines whose client is not known.",
                self.lines,
            )
        else:
            sentence = ngettext(
                "Left out: {amount} in {lines} line whose product is not known.",
                "Left out: {amount} in {lines} lines whose product is not known.",
                self.lines,
            )
        return sentence.format(amount=amount, lines=self.lines)


@dataclass(frozen=True)
class Sum:
    """What the ledger adds up to for one group, in counts, before it is a row of a report.

    The key of a grade is the client's id, that of a region one of its countries. `labels` are empty where the key
    says it all, `unit` is empty for amounts, and `clients` is None where it was not counted. `previous` and
    `year_before` are 0 where there is no such period.
    """

    keys: tuple[str | int, ...]
    labels: tuple[str, ...]
    unit: str
    amount: int
    previous: int
    clients: int | None
    year_before: int = 0


@dataclass(frozen=True)
class FilterNote:
    """A filter in force: what it is called, and the value it asks for, as people read it."""

    label: LazyText | str
    value: str


class _Figures:
    """What follows from the figures of a row."""

    amount: int
    clients: int | None

    @property
    def average(self) -> int | None:
        """Return the amount a client in counts, half to even; None where clients are not counted or there are none."""
        return round(Fraction(self.amount, self.clients)) if self.clients else None


@dataclass(frozen=True)
class MixRow(_Figures):
    """One part of the whole. Amounts are counts (ten-thousandths) of the composition's currency or unit.

    `key` is empty for clients or products whose value is not known. `share` is 0 throughout when the total is not
    positive, and so is `cumulative`, the share of this row and all above it. `clients` counts those with lines in
    the period, None where a large ledger does not count them. `previous` is what the same report says of the period
    before and `year_before` of the same period a year before, None when there is none.
    """

    key: str
    label: str
    amount: int
    share: Fraction
    clients: int | None
    previous: int | None
    year_before: int | None = None
    cumulative: Fraction = Fraction(0)


@dataclass(frozen=True)
class Composition:
    """The whole and its parts: grades in their order, everything else by amount, largest first.

    `currency` is None for quantities, whose `unit` it then is (None for amounts). `as_of` is the date of the latest
    sales line, the data date. `total` is the sum of the rows; what they leave out stands in `left_out`. `is_open`
    says that the period is not over, by the calendar or by the data date, yet compared with whole ones.
    """

    by: Key
    measure: Measure
    currency: str | None
    unit: str | None
    period: Period
    previous_period: Period | None
    as_of: date | None
    scope: Scope
    total: int
    previous_total: int | None
    rows: tuple[MixRow, ...]
    left_out: tuple[LeftOut, ...]
    year_before_period: Period | None = None
    year_before_total: int | None = None
    is_open: bool = False
    filters: tuple[FilterNote, ...] = ()

    @property
    def has_shares(self) -> bool:
        """Tell whether shares mean anything: a total of zero or less is not divided by."""
        return self.total > 0

    def shown_shares(self) -> tuple[int, ...]:
        """Return the rows' shares in tenths of a percent, adding up to 1000; zeros when there are no shares."""
        return tuple(largest_remainder([row.amount for row in self.rows]))

    def shown_cumulative(self) -> tuple[int, ...]:
        """Return what the shown shares add up to, row by row: the two columns of a table agree."""
        return tuple(accumulate(self.shown_shares()))


@dataclass(frozen=True)
class CrossedRow(_Figures):
    """One cell of a composition by two keys, with the figures of a MixRow; `share` is of the whole."""

    key: str
    label: str
    key2: str
    label2: str
    amount: int
    share: Fraction
    clients: int | None
    previous: int | None
    year_before: int | None = None
    cumulative: Fraction = Fraction(0)


@dataclass(frozen=True)
class CrossedMix:
    """A composition of amounts by two keys: the cells, in the order of the first key, then of the second.

    Totals and notes are those of a Composition.
    """

    by: Key
    by2: Key
    currency: str
    period: Period
    previous_period: Period | None
    as_of: date | None
    scope: Scope
    total: int
    rows: tuple[CrossedRow, ...]
    left_out: tuple[LeftOut, ...]
    previous_total: int | None = None
    year_before_period: Period | None = None
    year_before_total: int | None = None
    is_open: bool = False
    filters: tuple[FilterNote, ...] = ()
    grade_order: tuple[str, ...] = ()
    """The grades from the best down, where one of the keys is the grade."""

    @property
    def has_shares(self) -> bool:
        """Tell whether shares mean anything: a total of zero or less is not divided by."""
        return self.total > 0

    def shown_shares(self) -> tuple[int, ...]:
        """Return the cells' shares in tenths of a percent, adding up to 1000; zeros when there are no shares."""
        return tuple(largest_remainder([row.amount for row in self.rows]))


def uncounted_note(rows: Sequence[MixRow] | Sequence[CrossedRow]) -> str:
    """Say why no clients are counted where they are not; empty where they are."""
    if all(row.clients is not None for row in rows):
        return ""
    return _("Clients are not counted by product in a ledger of this size.")
