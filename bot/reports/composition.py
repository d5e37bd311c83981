"""Compositions from sums: parts put together, named, ordered and given their share.

The database has added up the ledger; what arrives here is one row a group. Sums stay Python integers (pandas keeps
them as objects), so that nothing is rounded. pandas is imported when first used: the bot starts without it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

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
    Key,
    LeftOut,
    Measure,
    MixKey,
    MixRow,
    Sum,
    is_fact,
)

if TYPE_CHECKING:
    import pandas as pd

_DIRECTORY_CHOICES = frozenset({MixKey.STAGE, MixKey.RELATION})


@dataclass(frozen=True)
class Frame:
    """What every row of one report shares.

    `grades` and `grades_before` map client ids to grades of the period and of the one before; `grade_order` lists
    the grades, best first.
    """

    period: Period
    previous_period: Period | None
    as_of: date | None
    scope: Scope
    currency: str
    catalogue: Catalogue
    grades: Mapping[int, str] = field(default_factory=dict)
    grades_before: Mapping[int, str] = field(default_factory=dict)
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
    compares = frame.previous_period is not None
    groups = _grouped(sums, (by,), frame)
    total = sum(group.amount for group in groups)
    rows = [
        MixRow(
            key=group.keys[0],
            label=_label(by, group.keys[0], group.labels[0], frame.catalogue),
            amount=group.amount,
            share=_share(group.amount, total),
            clients=group.clients,
            previous=group.previous if compares else None,
        )
        for group in groups
    ]
    return Composition(
        by=by,
        measure=measure,
        currency=frame.currency if measure is Measure.AMOUNT else None,
        unit=unit,
        period=frame.period,
        previous_period=frame.previous_period,
        as_of=frame.as_of,
        scope=frame.scope,
        total=total,
        previous_total=sum(group.previous for group in groups) if compares else None,
        rows=tuple(sorted(rows, key=lambda row: _place(by, row.key, row.amount, frame))),
        left_out=tuple(left_out),
    )


def cross(sums: Sequence[Sum], by: Key, by2: Key, left_out: Sequence[LeftOut], frame: Frame) -> CrossedMix:
    """Return the composition of amounts by two keys, each first key's cells together."""
    compares = frame.previous_period is not None
    groups = _grouped(sums, (by, by2), frame)
    total = sum(group.amount for group in groups)
    whole: dict[str, int] = {}
    for group in groups:
        whole[group.keys[0]] = whole.get(group.keys[0], 0) + group.amount
    rows = [
        CrossedRow(
            key=group.keys[0],
            label=_label(by, group.keys[0], group.labels[0], frame.catalogue),
            key2=group.keys[1],
            label2=_label(by2, group.keys[1], group.labels[1], frame.catalogue),
            amount=group.amount,
            share=_share(group.amount, total),
            clients=group.clients,
            previous=group.previous if compares else None,
        )
        for group in groups
    ]
    rows.sort(key=lambda row: (_place(by, row.key, whole[row.key], frame), _place(by2, row.key2, row.amount, frame)))
    return CrossedMix(
        by=by,
        by2=by2,
        currency=frame.currency,
        period=frame.period,
        previous_period=frame.previous_period,
        as_of=frame.as_of,
        scope=frame.scope,
        total=total,
        rows=tuple(rows),
        left_out=tuple(left_out),
    )


@dataclass(frozen=True)
class _Group:
    """Sums of one row of the report, keys in the report's own terms."""

    keys: tuple[str, ...]
    labels: tuple[str, ...]
    amount: int
    previous: int
    clients: int | None


def _grouped(sums: Sequence[Sum], keys: tuple[Key, ...], frame: Frame) -> list[_Group]:
    """Put sums together that belong in one row: countries of a region, clients of a grade.

    A client may have had another grade in the period before, so what it bought then goes to the row of that grade.
    """
    if not sums:
        return []
    width = len(keys)
    now = [_placer(key, frame.grades) for key in keys]
    before = [_placer(key, frame.grades_before) for key in keys]
    table = _table(
        [
            (*_placed(each, now), *each.labels, each.amount, 0, each.clients or 0)
            for each in sums
            if each.amount or each.clients
        ]
        + [(*_placed(each, before), *each.labels, 0, each.previous, 0) for each in sums if each.previous],
        width,
    )
    grouped = table.groupby(list(range(width)), sort=False, as_index=False).agg(
        dict.fromkeys(range(width, 2 * width), "first") | dict.fromkeys(range(2 * width, 2 * width + 3), "sum")
    )
    counted = all(each.clients is not None for each in sums)
    return [
        _Group(row[:width], row[width : 2 * width], row[-3], row[-2], row[-1] if counted else None)
        for row in grouped[list(range(2 * width + 3))].itertuples(index=False, name=None)
    ]


def _table(rows: Sequence[tuple[object, ...]], width: int) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(rows, columns=range(2 * width + 3), dtype=object)


def _placer(key: Key, grades: Mapping[int, str]) -> Callable[[str | int], str]:
    if key is MixKey.GRADE:
        return lambda client_id: grades.get(int(client_id), UNGRADED)
    if key is MixKey.REGION:
        return lambda country: region_of(str(country)) or ""
    return str


def _placed(each: Sum, placers: Sequence[Callable[[str | int], str]]) -> tuple[str, ...]:
    return tuple(place(key) for place, key in zip(placers, each.keys, strict=True))


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
