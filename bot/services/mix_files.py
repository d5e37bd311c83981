"""A composition as a file: its chart as a picture, its figures and the lines behind them as a workbook."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.files.charts import draw_chart
from bot.files.workbooks import to_xlsx
from bot.policy.access import Actor
from bot.policy.catalogue import Catalogue
from bot.policy.periods import Period
from bot.reports.mix_sheets import behind_sheets, crossed_sheet, mix_sheet
from bot.results.charts import BarChart
from bot.results.composition import Composition, CrossedMix, Key
from bot.services.filters import Filters
from bot.services.mix_lines import list_lines


def draw_picture(chart: BarChart) -> bytes:
    """Return a chart as PNG; who may see the figures in it has been asked before."""
    return draw_chart(chart)


def make_workbook(
    session: Session,
    actor: Actor,
    found: Sequence[Composition | CrossedMix],
    *,
    keys: Sequence[Key],
    period: Period,
    base_currency: str,
    now: datetime,
    today: date,
    catalogue: Catalogue,
    filters: Filters | None = None,
    reader: Session | None = None,
) -> bytes:
    """Return the figures of an answer as XLSX, with the lines behind them that the actor may read, and what was asked.

    `today` is the company's own day, on which the workbook is made.
    """
    lines = list_lines(
        session, actor, keys=keys, period=period, now=now, catalogue=catalogue, filters=filters, reader=reader
    )
    figures = [crossed_sheet(each) if isinstance(each, CrossedMix) else mix_sheet(each) for each in found]
    return to_xlsx([*figures, *behind_sheets(found, lines, base_currency, today)])
