"""Compositions from sums: parts put together, named, ordered and given their share.

The database has added up the ledger; what arrives here is one row a group, a few thousand at most. Sums are Python
integers, so that nothing is rounded; a frame of pandas would keep them as objects and be slower than a dict.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import accumulate

from bot.i18n import _
from bot.policy.access import Scope
from bot.policy.catalogue import Catalogue
from bot.policy.classification import UNGRADED
from bot.policy.periods import Period
from bot.policy.regions import region_of, territory_name
from bot.policy.values import show_value
from bot.results.composition import (
    Composition,
    CrossedMix,
    CrossedRow,
    FilterNote,
    Key,
    LeftOut,
    Measure,
    MixKey,
    MixRow,
    Sum,
    is_fact,
)

_DIRECTORY_CHOICES = frozenset({MixKey.STAGE, MixKey.RELATION})


@dataclass(frozen=True)
class Frame:
    """What every row of one report shares.

    `grades`, `grades_before` and `grades_year_before` map client ids to grades of the period, of the one before and of
    the same one a year before; `grade_order` lists the grades, best first.
    """

    period: Period
    previous_period: Period | None
    year_before_period: Period | None
    is_open: bool
    filters: tuple[FilterNote, ...]
    as_of: date | None
    scope: Scope
    currency: str
    catalogue: Catalogue
    grades: Mapping[int, str] = field(default_factory=dict)
    grades_before: Mapping[int, str] = field(default_factory=dict)
    grades_year_before: Mapping[int, str] = field(default_factory=dict)
    grade_order: tuple[str, ...] = ()


def compose(sums: Sequence[Sum], by: Key, left_out: Sequence[LeftOut], frame: Frame) -> Composition:
    """Return the composition of amounts in the base currency."""
    return _composition(sums, by, Measure.AMOUNT, None, left_out, frame)


def compose_quantities(
    sums: Sequence[Sum], by: Key, left_out: Sequence[LeftOut], frame: Frame
) -> tuple[Composition, ...]:
    """Return one composition a unit, by unit: unlike units are never added."""
    units = sorted({each.unit for each in sums} | {each.unit for each in left_out})
    return tuple(
        _composition(
            [each for each in sums if each.unit == unit],
            by,
            Measure.QUANTITY,
            unit,
            [each for each in left_out if each.unit == unit],
            frame,
        )
        for unit in units
    )


def _composition(
    sums: Sequence[Sum], by: Key, measure: Measure, unit: str | None, left_out: Sequence[LeftOut], frame: Frame
) -> Composition:
    groups = _grouped(sums, (by,), frame)
    groups.sort(key=lambda group: _place(by, group.keys[0], group.amount, frame))
    totals = _Totals.of(groups, frame)
    return Composition(
        by=by,
        measure=measure,
        currency=frame.currency if measure is Measure.AMOUNT else None,
        unit=unit,
        period=frame.period,
        previous_period=frame.previous_period,
        as_of=frame.as_of,
        scope=frame.scope,
        total=totals.amount,
        previous_total=totals.previous,
        rows=tuple(
            MixRow(
                key=group.keys[0],
                label=_label(by, group.keys[0], group.labels[0], frame.catalogue),
                amount=group.amount,
                share=_share(group.amount, totals.amount),
                clients=group.clients,
                previous=totals.before(group),
                year_before=totals.a_year_before(group),
                cumulative=_share(above, totals.amount),
            )
            for group, above in _with_sums_above(groups)
        ),
        left_out=tuple(left_out),
        year_before_period=frame.year_before_period,
        year_before_total=totals.year_before,
        is_open=frame.is_open,
        filters=frame.filters,
    )


def cross(sums: Sequence[Sum], by: Key, by2: Key, left_out: Sequence[LeftOut], frame: Frame) -> CrossedMix:
    """Return the composition of amounts by two keys, each first key's cells together."""
    groups = _grouped(sums, (by, by2), frame)
    whole: dict[str, int] = {}
    for group in groups:
        whole[group.keys[0]] = whole.get(group.keys[0], 0) + group.amount
    groups.sort(
        key=lambda group: (
            _place(by, group.keys[0], whole[group.keys[0]], frame),
            _place(by2, group.keys[1], group.amount, frame),
        )
    )
    totals = _Totals.of(groups, frame)
    return CrossedMix(
        by=by,
        by2=by2,
        currency=frame.currency,
        period=frame.period,
        previous_period=frame.previous_period,
        as_of=frame.as_of,
        scope=frame.scope,
        total=totals.amount,
        rows=tuple(
            CrossedRow(
                key=group.keys[0],
                label=_label(by, group.keys[0], group.labels[0], frame.catalogue),
                key2=group.keys[1],
                label2=_label(by2, group.keys[1], group.labels[1], frame.catalogue),
                amount=group.amount,
                share=_share(group.amount, totals.amount),
                clients=group.clients,
                previous=totals.before(group),
                year_before=totals.a_year_before(group),
                cumulative=_share(above, totals.amount),
            )
            for group, above in _with_sums_above(groups)
        ),
        left_out=tuple(left_out),
        previous_total=totals.previous,
        year_before_period=frame.year_before_period,
        year_before_total=totals.year_before,
        is_open=frame.is_open,
        filters=frame.filters,
        grade_order=frame.grade_order,
    )


@dataclass
class _Group:
    """Sums of one row of the report, keys in the report's own terms."""

    keys: tuple[str, ...]
    labels: tuple[str, ...]
    clients: int | None
    amount: int = 0
    previous: int = 0
    year_before: int = 0


@dataclass(frozen=True)
class _Totals:
    """The sums of all rows; None for a period that there is none of to compare with."""

    amount: int
    previous: int | None
    year_before: int | None

    @staticmethod
    def of(groups: Sequence[_Group], frame: Frame) -> "_Totals":
        """Add the rows up."""
        return _Totals(
            amount=sum(group.amount for group in groups),
            previous=sum(group.previous for group in groups) if frame.previous_period else None,
            year_before=sum(group.year_before for group in groups) if frame.year_before_period else None,
        )

    def before(self, group: _Group) -> int | None:
        """Return what a row was in the period before."""
        return None if self.previous is None else group.previous

    def a_year_before(self, group: _Group) -> int | None:
        """Return what a row was in the same period a year before."""
        return None if self.year_before is None else group.year_before


def _with_sums_above(groups: Sequence[_Group]) -> list[tuple[_Group, int]]:
    """Return each row with the sum of it and all above it."""
    return list(zip(groups, accumulate(group.amount for group in groups), strict=True))


def _grouped(sums: Sequence[Sum], keys: tuple[Key, ...], frame: Frame) -> list[_Group]:
    """Put sums together that belong in one row: countries of a region, clients of a grade.

    A client may have had another grade in another period, so what it bought then goes to the row of that grade.
    """
    counted = all(each.clients is not None for each in sums)
    groups: dict[tuple[str, ...], _Group] = {}

    def at(each: Sum, placers: Sequence[Callable[[str | int], str]]) -> _Group:
        place = tuple(placed(key) for placed, key in zip(placers, each.keys, strict=True))
        if place not in groups:
            groups[place] = _Group(place, each.labels, 0 if counted else None)
        return groups[place]

    now, before, year_before = (
        [_placer(key, grades) for key in keys]
        for grades in (frame.grades, frame.grades_before, frame.grades_year_before)
    )
    for each in sums:
        if each.amount or each.clients:
            group = at(each, now)
            group.amount += each.amount
            group.clients = None if group.clients is None else group.clients + (each.clients or 0)
        if each.previous:
            at(each, before).previous += each.previous
        if each.year_before:
            at(each, year_before).year_before += each.year_before
    return list(groups.values())


def _placer(key: Key, grades: Mapping[int, str]) -> Callable[[str | int], str]:
    if key is MixKey.GRADE:
        return lambda client_id: grades.get(int(client_id), UNGRADED)
    if key is MixKey.REGION:
        return lambda country: region_of(str(country)) or ""
    return str


def _share(amount: int, total: int) -> Fraction:
    return Fraction(amount, total) if total > 0 else Fraction(0)


def _place(by: Key, key: str, amount: int, frame: Frame) -> tuple[int, int, str]:
    """Return where a row stands: grades in their order, everything else by amount, largest first."""
    if by is MixKey.GRADE:
        order = frame.grade_order
        return (order.index(key) if key in order else len(order), 0, key)
    return (0, -amount, key)


def _label(by: Key, key: str, label: str, catalogue: Catalogue) -> str:
    """Return what a row is called in the reader's language."""
    if not key:
        return _("no owner") if by is MixKey.REP else _("not known")
    if by in {MixKey.COUNTRY, MixKey.REGION}:
        return territory_name(key)
    if is_fact(by) or by in _DIRECTORY_CHOICES:
        declared = catalogue.get(by.value)
        # Money never comes here: keys are choices, countries and ratings.
        return show_value(declared, key, str) if declared else key
    if by is MixKey.GRADE and key == UNGRADED:
        return _("not graded")
    return label or key
