"""A composition as a file: its chart as a picture, its figures and the lines behind them as a workbook.

Who may see what is in them was asked when they were read; nothing is read here.
"""

from collections.abc import Sequence
from datetime import date

from bot.files.charts import draw_chart
from bot.files.workbooks import to_xlsx
from bot.reports.mix_sheets import behind_sheets, crossed_sheet, mix_sheet
from bot.results.charts import BarChart
from bot.results.composition import Composition, CrossedMix
from bot.results.sales_lines import LinesBehind


def draw_picture(chart: BarChart) -> bytes:
    """Return a chart as PNG."""
    return draw_chart(chart)


def write_workbook(
    found: Sequence[Composition | CrossedMix], lines: LinesBehind | None, base_currency: str, today: date
) -> bytes:
    """Return the figures of an answer as XLSX, with the lines behind them and what was asked.

    `lines` is None for whoever reads totals only; `today` is the company's own day, on which the workbook is made.
    """
    figures = [crossed_sheet(each) if isinstance(each, CrossedMix) else mix_sheet(each) for each in found]
    return to_xlsx([*figures, *behind_sheets(found, lines, base_currency, today)])
