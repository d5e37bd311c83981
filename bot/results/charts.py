"""What a chart of a composition shows: parts folded to as many bars and colours as can be told apart.

The native chart of a message and the picture for a workspace without them are drawn from the same bars.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.i18n import _
from bot.policy.classification import UNGRADED, largest_remainder
from bot.results.composition import Composition, CrossedMix, MixKey, key_label


@dataclass(frozen=True)
class Bar:
    """One bar: its label, a length in counts for each series, and its share in tenths of a percent, or None."""

    label: str
    lengths: tuple[int, ...]
    share: int | None

    @property
    def amount(self) -> int:
        """Return what a stacked bar comes to."""
        return sum(self.lengths)


@dataclass(frozen=True)
class BarChart:
    """Bars of one unit, money or a quantity. The series of a stacked one are parts of a bar; else they are compared."""

    title: str
    currency: str | None
    unit: str | None
    series: tuple[str, ...]
    bars: tuple[Bar, ...]
    is_stacked: bool = False


def title_of(found: Composition | CrossedMix) -> str:
    """Return what a composition is called over its chart and its table."""
    if isinstance(found, CrossedMix):
        return _("Sales by {key} and {key2}, {period}").format(
            key=key_label(found.by), key2=key_label(found.by2), period=found.period.name
        )
    return _("Sales by {key}, {period}").format(key=key_label(found.by), period=found.period.name)


def chart_of(found: Composition, *, most: int) -> BarChart:
    """Return a composition's largest parts in its own order, the rest in a last bar, and the period before beside."""
    shares = found.shown_shares()
    by_amount = sorted(range(len(found.rows)), key=lambda place: -found.rows[place].amount)
    kept, rest = sorted(by_amount[:most]), by_amount[most:]
    compares = found.previous_total is not None
    bars = [
        _bar(found, [place], found.rows[place].label or _("not known"), shares, compares=compares) for place in kept
    ]
    if rest:
        bars.append(_bar(found, rest, _("Other"), shares, compares=compares))
    series = (_("this period"), *([_("period before")] if compares else []))
    return BarChart(title_of(found), found.currency, found.unit, series, tuple(bars))


def _bar(found: Composition, places: list[int], label: str, shares: tuple[int, ...], *, compares: bool) -> Bar:
    rows = [found.rows[place] for place in places]
    before = [sum(row.previous or 0 for row in rows)] if compares else []
    share = sum(shares[place] for place in places) if found.has_shares else None
    return Bar(label, (sum(row.amount for row in rows), *before), share)


@dataclass(frozen=True)
class Grid:
    """A composition by two keys folded to rows and columns, what is smaller in a last one of each.

    `amounts` are counts by row and column; `rows` and `columns` are what they are called.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    amounts: tuple[tuple[int, ...], ...]


def grid_of(found: CrossedMix, *, rows: int, columns: int) -> Grid:
    """Return the largest first and second keys in their order, whatever is smaller added up as “Other”."""
    firsts = _folded([_Part(row.key, row.label, row.amount) for row in found.rows], rows)
    seconds = _folded(_seconds(found), columns)
    amounts = [[0] * len(seconds.labels) for _label in firsts.labels]
    for row in found.rows:
        amounts[firsts.place(row.key)][seconds.place(row.key2)] += row.amount
    return Grid(firsts.labels, seconds.labels, tuple(map(tuple, amounts)))


@dataclass(frozen=True)
class _Part:
    key: str
    label: str
    amount: int


@dataclass(frozen=True)
class _Folded:
    """Keys that have a place of their own, in order; every other one has the last place."""

    keys: tuple[str, ...]
    labels: tuple[str, ...]

    def place(self, key: str) -> int:
        return self.keys.index(key) if key in self.keys else len(self.labels) - 1


def _folded(parts: Sequence[_Part], most: int) -> _Folded:
    """Keep the largest keys, all where there are no more than `most`, in the order in which they come."""
    labels: dict[str, str] = {}
    amounts: dict[str, int] = {}
    for part in parts:
        labels.setdefault(part.key, part.label or _("not known"))
        amounts[part.key] = amounts.get(part.key, 0) + part.amount
    if len(labels) <= most:
        return _Folded(tuple(labels), tuple(labels.values()))
    largest = set(sorted(labels, key=lambda key: -amounts[key])[: most - 1])
    kept = tuple(key for key in labels if key in largest)
    return _Folded(kept, (*(labels[key] for key in kept), _("Other")))


def _seconds(found: CrossedMix) -> list[_Part]:
    """Return the cells by their second key: grades in their order, everything else by amount over all first keys."""
    cells = [_Part(row.key2, row.label2, row.amount) for row in found.rows]
    sums: dict[str, int] = {}
    for cell in cells:
        sums[cell.key] = sums.get(cell.key, 0) + cell.amount
    if found.by2 is MixKey.GRADE:
        places = {grade: place for place, grade in enumerate(found.grade_order)}
        return sorted(cells, key=lambda cell: (cell.key == UNGRADED, places.get(cell.key, len(places)), cell.key))
    return sorted(cells, key=lambda cell: (-sums[cell.key], cell.key))


def crossed_chart_of(found: CrossedMix, *, bars: int, colours: int) -> BarChart:
    """Return a composition by two keys as stacked bars, one a first key; a colour is a second key."""
    grid = grid_of(found, rows=bars, columns=colours)
    sums = [sum(lengths) for lengths in grid.amounts]
    shares = largest_remainder(sums) if found.total > 0 else [None] * len(sums)
    drawn = map(Bar, grid.rows, grid.amounts, shares)
    return BarChart(title_of(found), found.currency, None, grid.columns, tuple(drawn), is_stacked=True)
