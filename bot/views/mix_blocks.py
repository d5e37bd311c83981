"""What answers about sales are made of: the chart, the cells of a table, changes in words, and the small print."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.i18n import _, ngettext
from bot.policy.money import Money
from bot.results.charts import BarChart
from bot.results.composition import WHOSE, Composition, CrossedMix, uncounted_note
from bot.views.blocks import MESSAGE_LIMIT, actions, button, context, escape, section, shorten, size
from bot.views.ids import Action
from bot.views.message import Block
from bot.views.words import amount_text, day_text, money_text, number_text, percent_text

CHART_PARTS = 8
"""Bars of a native chart beside the one for the rest; Slack takes 20 points a series."""
CHART_COLOURS = 5
"""Series of a native chart: the most that is safe (Slack's documents say 6 or 12)."""
LABEL_LIMIT = 20
LABEL_SHOWN = 60
NAME_SHOWN = 32
"""Letters of a row's name in a table: with more, a phone shows no figure beside it."""
TABLE_ROWS = 100
FILTER_SHOWN = 80
_REST_ROOM = 300
"""What the line about rows left out takes."""
_UNITS_ROOM = 1_000
"""What the line about units left out takes."""

Found = Composition | CrossedMix


@dataclass(frozen=True)
class Buttons:
    """What the buttons under an answer need to ask for it again, and whether it may be shown in a channel."""

    query: str
    may_share: bool

    def blocks(self) -> tuple[Block, ...]:
        """Return the row of buttons; none where nothing is behind them."""
        if not self.query:
            return ()
        book = button(_("Figures as XLSX"), Action.MIX_BOOK, self.query)
        share = [button(_("Share here"), Action.SHARE_MIX, self.query)] if self.may_share else []
        return (actions(book, *share, block_id="mix"),)


def amount_of(found: Found, counts: int) -> str:
    """Write a figure with its currency or unit, escaped."""
    if found.currency:
        return money_text(Money(counts, found.currency))
    unit = found.unit if isinstance(found, Composition) else None
    return f"{number_text(counts)} {escape(unit or '')}".strip()


def figure_of(found: Found, counts: int) -> str:
    """Write a figure of a table, whose heading names the currency or the unit."""
    return amount_text(Money(counts, found.currency)) if found.currency else number_text(counts)


def change_text(now: int, before: int | None) -> str | None:
    """Write how much more or less than before, in percent; None where there is nothing to compare with."""
    tenths = _change(now, before)
    return None if tenths is None else f"{'+' if tenths > 0 else ''}{percent_text(tenths)}"


def _change(now: int, before: int | None) -> int | None:
    """Return the change in tenths of a percent."""
    return round(Fraction(1000 * (now - before), before)) if before and before > 0 else None


def previous_total(found: Found) -> int | None:
    """Return the total of the period before; None where there is none, or where the year before says the same."""
    is_told = found.previous_period == found.year_before_period and found.year_before_total is not None
    return None if is_told else found.previous_total


def compared(found: Found) -> str:
    """Say how the total stands beside the period before and the year before; empty where there is neither."""
    before = change_text(found.total, previous_total(found))
    year = change_text(found.total, found.year_before_total)
    if before is not None and year is not None:
        return _("That is {change} on the period before and {year} on the year before.").format(
            change=before, year=year
        )
    if before is not None:
        return _("That is {change} on the period before.").format(change=before)
    return _("That is {year} on the year before.").format(year=year) if year is not None else ""


def without_shares(found: Found) -> str | None:
    """Say that there is nothing to divide: no sales, or a total that is not more than zero."""
    if not found.rows:
        return _("No sales in this period.")
    if not found.has_shares:
        return _("The total is {total}, so there are no shares to speak of.").format(
            total=amount_of(found, found.total)
        )
    return None


def opening(found: Found, finding: str) -> Block:
    """Return the finding, with a word of warning where an open period is compared with whole ones."""
    warned = found.is_open and compared(found)
    warning = _("This period is still open, and it is compared with whole ones.")
    return section("\n".join([finding, f"_{warning}_"] if warned else [finding]))


def notes(found: Found) -> Block:
    """Return whose figures these are and the rest of it, in small print."""
    return context(notes_text(found))


def notes_text(found: Found) -> str:
    """Say whose figures these are, which filters hold, to which day, and what is left out."""
    parts = [str(WHOSE[found.scope])]
    if found.filters:
        parts.append(_("Only {filters}.").format(filters=filters_text(found)))
    if found.as_of:
        parts.append(_("Ledger to {day}.").format(day=day_text(found.as_of)))
    parts += [each.told(amount_of(found, each.amount)) for each in found.left_out if each.lines]
    parts.append(uncounted_note(found.rows))
    return " ".join(filter(None, parts))


def filters_text(found: Found) -> str:
    """Write the filters in force, escaped: “Country: Germany; Stage: present”."""
    return "; ".join(
        _("{label}: {value}").format(
            label=escape(shorten(str(each.label), FILTER_SHOWN)), value=escape(shorten(each.value, FILTER_SHOWN))
        )
        for each in found.filters
    )


def rest_line(rows: int, *, has_book: bool) -> tuple[Block, ...]:
    """Return the line that counts the rows which have no room, and says where they are; none where all are shown."""
    if rows <= 0:
        return ()
    if has_book:
        text = ngettext("and {count} more, in “Figures as XLSX”", "and {count} more, in “Figures as XLSX”", rows)
    else:
        text = ngettext("and {count} more", "and {count} more", rows)
    return (context(text.format(count=rows)),)


def chart_block(chart: BarChart) -> Block:
    """Return bars as Slack draws them; labels are cut to what it takes and kept apart."""
    labels = _unique([bar.label for bar in chart.bars])
    names = _unique(chart.series)
    series = [
        {"name": name, "data": _points(labels, [bar.lengths[place] for bar in chart.bars])}
        for place, name in enumerate(names)
    ]
    axis = {"categories": labels, "y_label": shorten(chart.currency or chart.unit or "", 50) or "-"}
    return {
        "type": "data_visualization",
        "title": shorten(chart.title, 50),
        "chart": {"type": "bar", "series": series, "axis_config": axis},
    }


def _points(labels: Sequence[str], counts: Sequence[int]) -> list[dict[str, object]]:
    # A chart is a picture: hundredths are enough for it, exact figures stand in the table.
    return [{"label": label, "value": round(each / 10_000, 2)} for label, each in zip(labels, counts, strict=True)]


def _unique(labels: Sequence[str]) -> list[str]:
    result: list[str] = []
    for label in labels:
        short = shorten(label, LABEL_LIMIT)
        number = 2
        while short in result:
            ending = f" ({number})"
            short = shorten(label, LABEL_LIMIT - len(ending)) + ending
            number += 1
        result.append(short)
    return result


def alt_text(chart: BarChart) -> str:
    """Say what a picture of the chart shows, for whoever cannot see it; plain text."""
    parts = [
        _("{label}: {share}").format(label=shorten(bar.label, LABEL_SHOWN), share=percent_text(bar.share))
        for bar in chart.bars
        if bar.share is not None
    ]
    return shorten(" · ".join([chart.title, *parts]), 1000)


def table_block(rows: Sequence[Sequence[Block]], title: str) -> Block:
    """Return a native table whose first row is its heading and whose first column names each row."""
    return {
        "type": "data_table",
        "caption": shorten(title, 150),
        "page_size": 10,
        "row_header_column_index": 0,
        "rows": rows,
    }


def room_for_rows(found: Found, title: str, others: Sequence[Block]) -> int:
    """Return how many characters a table's rows may take beside the message's other blocks.

    A message holds the compositions of two units.
    """
    whole = MESSAGE_LIMIT if found.currency else (MESSAGE_LIMIT - _UNITS_ROOM) // 2
    return whole - size([*others, table_block((), title)]) - _REST_ROOM


def fitting(heading: Sequence[Block], rows: Sequence[Sequence[Block]], room: int) -> list[Sequence[Block]]:
    """Return the heading and the rows that fit, in their order; one always, because a table has two rows."""
    taken, kept = size(heading), [heading]
    for row in rows[:TABLE_ROWS]:
        taken += size(row) + 1
        if taken > room and len(kept) > 1:
            break
        kept.append(row)
    return kept


def text_cell(text: str) -> Block:
    """Return a cell of words."""
    return {"type": "raw_text", "text": text or "-"}


def number_cell(counts: int, shown: str) -> Block:
    """Return a cell that is sorted by its number, given in ten-thousandths."""
    return {"type": "raw_number", "value": round(counts / 10_000, 4), "text": shown}


def compared_cell(found: Found, now: int, before: int | None) -> Block:
    """Return how a row has changed since, and what it had: ``+4.2 % from 37,037.04``; sorted by the change."""
    tenths = _change(now, before)
    if tenths is None:
        return text_cell("-" if before is None else figure_of(found, before))
    given = {"change": change_text(now, before), "before": figure_of(found, before or 0)}
    return number_cell(tenths * 10, _("{change} from {before}").format(**given))
