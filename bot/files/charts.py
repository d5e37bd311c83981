"""A composition as a picture: the PNG for a workspace that draws no charts itself.

Bars lie under their labels, so that a long one in any script has a line of its own, and the picture is narrow enough
to be read on a phone. matplotlib is loaded when the first picture is drawn, and never its pyplot, which keeps what it
draws for all threads.
"""

import io
import logging
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal, format_percent

from bot.i18n import current_language
from bot.policy.money import SCALE
from bot.results.charts import Bar, BarChart

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.ft2font import FT2Font

log = logging.getLogger(__name__)

WIDTH, DPI = 4.0, 240
"""Inches and dots an inch: 960 pixels across, of which a phone shows a good third."""
_BAR, _LABEL, _GAP = 0.13, 0.24, 0.12
"""Inches: a bar, the line of its label over it, and what parts it from the next."""
_MARGIN, _TITLE, _LEGEND = 0.18, 0.34, 0.24
_LINE_WIDTH, _TITLE_WIDTH, _SERIES_WIDTH, _LEAST_WIDTH = 42, 38, 34, 10
"""Letters that fit on a line; one in Chinese takes the room of two."""

INK, FAINT = "#1d1c1d", "#616061"
COLOURS = ("#1f4b43", "#e0a030", "#4a7bb5", "#a23b52", "#9a9a9a", "#7a5ea8")
"""Light and dark by turns, so that they differ in print too."""
BEFORE = "#b9c7c4"
"""The period before, beside the first colour."""

CJK_FONTS = (
    "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "SimHei",
)  # fmt: skip
"""Fonts with Chinese letters, the best first; Debian's package fonts-noto-cjk brings the first two."""
_USUAL_FONT = "DejaVu Sans"
"""Comes with matplotlib."""

_drawing = Lock()
"""One picture at a time: the fonts that are open and the letters that are set belong to the whole process."""


def draw_chart(chart: BarChart) -> bytes:
    """Return the chart as PNG, 960 pixels wide, as high as its bars need."""
    with _drawing:
        figure = _figure(chart)
        target = io.BytesIO()
        figure.savefig(target, format="png", dpi=DPI, facecolor="white")
    return target.getvalue()


def cjk_font() -> str | None:
    """Return the font that Chinese, Japanese and Korean letters are drawn with; None where none is installed."""
    from matplotlib import font_manager

    known = {font.name for font in font_manager.fontManager.ttflist}
    found = next((name for name in CJK_FONTS if name in known), None)
    if found is None and (path := _new_font()):
        font_manager.fontManager.addfont(path)
        known = {font.name for font in font_manager.fontManager.ttflist}
        found = next((name for name in CJK_FONTS if name in known), None)
    return found


def _new_font() -> str | None:
    """Return a CJK font that was installed after matplotlib made its list of fonts, which it keeps on the disk."""
    from matplotlib import font_manager

    paths = font_manager.findSystemFonts()
    return next((path for path in paths if "NotoSansCJK" in path and "Regular" in path), None)


@lru_cache
def fonts() -> tuple[str, ...]:
    """Return the fonts of a picture: letters that the first lacks are taken from the next."""
    found = cjk_font()
    if found is None:
        log.warning("no font with Chinese letters is installed, so pictures leave them out: install fonts-noto-cjk")
        return (_USUAL_FONT,)
    return (found, _USUAL_FONT)


def can_draw(letter: str) -> bool:
    """Tell whether one of the fonts has the letter; else matplotlib would draw an empty box."""
    return any(face.get_char_index(ord(letter)) for face in faces())


@lru_cache
def faces() -> tuple["FT2Font", ...]:
    """Return the fonts, opened, to look up which letters they have."""
    from matplotlib import font_manager

    return tuple(font_manager.get_font(font_manager.findfont(name)) for name in fonts())


def drawable(text: str, most: int) -> str:
    """Return a text as it can be drawn: letters that no font has left out, and cut where its line ends."""
    known = " ".join("".join(filter(can_draw, " ".join(text.split()))).split())
    taken = 0
    for place, letter in enumerate(known):
        taken += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if taken > most:
            return known[: max(place - 1, 1)].rstrip() + "…"
    return known


def _figure(chart: BarChart) -> "Figure":
    """Draw everything in inches, from the top down."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    step = _LABEL + _BAR * (1 if chart.is_stacked else len(chart.series)) + _GAP
    height = 2 * _MARGIN + _TITLE + _LEGEND * len(chart.series) + step * len(chart.bars)
    figure = Figure(figsize=(WIDTH, height), dpi=DPI)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(height, 0))
    axes.set_axis_off()
    _write(axes, _MARGIN, _MARGIN, drawable(chart.title, _TITLE_WIDTH), size=12)
    top = _MARGIN + _TITLE
    for place, name in enumerate(chart.series):
        _draw_key(axes, top + place * _LEGEND, name, _colours(chart)[place])
    top += _LEGEND * len(chart.series) + _GAP
    scale = _Scale.of(chart)
    for place, bar in enumerate(chart.bars):
        _draw_bar(axes, top + place * step, bar, chart, scale)
    return figure


def _colours(chart: BarChart) -> Sequence[str]:
    return COLOURS if chart.is_stacked else (COLOURS[0], BEFORE)


@dataclass(frozen=True)
class _Scale:
    """Where nothing is, in inches from the left, and how many inches one count takes."""

    zero: float
    inches: float

    @staticmethod
    def of(chart: BarChart) -> "_Scale":
        """Return the scale on which the longest bars just fit; what is below zero goes to the left of it."""
        parts = [_reach(bar, chart) for bar in chart.bars]
        least, most = min([0, *(part[0] for part in parts)]), max([0, *(part[1] for part in parts)])
        inches = (WIDTH - 2 * _MARGIN) / ((most - least) or 1)
        return _Scale(_MARGIN - least * inches, inches)


def _reach(bar: Bar, chart: BarChart) -> tuple[int, int]:
    """Return how far a bar reaches to the left and to the right, in counts."""
    below, above = [each for each in bar.lengths if each < 0], [each for each in bar.lengths if each > 0]
    if chart.is_stacked:
        return sum(below), sum(above)
    return min(below, default=0), max(above, default=0)


def _draw_bar(axes: "Axes", top: float, bar: Bar, chart: BarChart, scale: _Scale) -> None:
    """Draw the bar's label and figure on one line, its lengths under them: end to end, or one under the other."""
    figure = _figure_text(bar, chart)
    room = max(_LINE_WIDTH - len(figure), _LEAST_WIDTH)
    _write(axes, _MARGIN, top, drawable(bar.label, room) or "–", size=10)
    _write(axes, WIDTH - _MARGIN, top, figure, size=9, colour=FAINT, end=True)
    top += _LABEL
    ends = {True: 0, False: 0}
    for place, length in enumerate(bar.lengths):
        begins = ends[length > 0] if chart.is_stacked else 0
        ends[length > 0] += length
        left, width = scale.zero + begins * scale.inches, length * scale.inches
        _draw_box(axes, left, top, width, _BAR, _colours(chart)[place % len(_colours(chart))])
        top += 0 if chart.is_stacked else _BAR


def _draw_key(axes: "Axes", top: float, name: str, colour: str) -> None:
    _draw_box(axes, _MARGIN, top + 0.02, 0.13, 0.13, colour)
    _write(axes, _MARGIN + 0.22, top, drawable(name, _SERIES_WIDTH), size=9, colour=FAINT)


def _draw_box(axes: "Axes", left: float, top: float, width: float, height: float, colour: str) -> None:
    from matplotlib.patches import Rectangle

    axes.add_patch(Rectangle((left, top), width, height, facecolor=colour, linewidth=0))


def _write(
    axes: "Axes", at: float, top: float, text: str, *, size: float, colour: str = INK, end: bool = False
) -> None:
    """Write a text that begins at a place, or ends there; a dollar sign in it begins no formula."""
    side = "right" if end else "left"
    family = list(fonts())
    axes.text(at, top, text, ha=side, va="top", fontsize=size, color=colour, fontfamily=family, parse_math=False)


def _figure_text(bar: Bar, chart: BarChart) -> str:
    """Write what stands at a bar's end: what it comes to, and its share where there is one."""
    amount = bar.amount if chart.is_stacked else bar.lengths[0]
    unit = chart.currency or drawable(chart.unit or "", 10)
    written = f"{unit} {_number(amount)}" if chart.currency else f"{_number(amount)} {unit}".strip()
    return written if bar.share is None else f"{written} · {_percent(bar.share)}"


def _number(counts: int) -> str:
    """Write an amount to the whole unit; the exact one stands in the text beside the picture."""
    return format_decimal(Decimal(counts) / SCALE, format="#,##0", locale=_locale())


def _percent(tenths: int) -> str:
    return format_percent(Decimal(tenths) / 1000, format="#,##0.0 %", locale=_locale())


def _locale() -> str:
    try:
        return str(Locale.parse(current_language()))
    except (UnknownLocaleError, ValueError):
        return "en"
