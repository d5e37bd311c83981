"""The answer to `/client mix` by two keys: stacked bars, and a table with a row a first and a column a second key."""

from collections.abc import Sequence

from bot.i18n import _
from bot.policy.classification import largest_remainder
from bot.results.charts import Grid, crossed_chart_of, grid_of, title_of
from bot.results.composition import CrossedMix, CrossedRow, heading_of
from bot.views import mix_blocks as parts
from bot.views.blocks import escape, section, shorten, size
from bot.views.message import Block, Message
from bot.views.mix_blocks import Buttons
from bot.views.words import percent_text

COLUMNS = 6
"""Second keys that have a column of their own, the rest being the last of them: more than a phone can follow."""
PLAIN_ROWS = 15


def crossed_message(found: CrossedMix, *, query: str, may_share: bool, suggestions: Sequence[Block] = ()) -> Message:
    """Return a composition by two keys; `query` is what a button needs to ask for it again, empty for no buttons."""
    title, finding, notes = title_of(found), _finding(found), parts.notes(found)
    text = " ".join([escape(title) + ":", finding, *_cell_texts(found, 5)])
    if not found.rows:
        return Message(text, (section(f"*{escape(title)}*\n{finding}"), *suggestions, notes))
    drawn = crossed_chart_of(found, bars=parts.CHART_PARTS, colours=parts.CHART_COLOURS)
    chart = (parts.chart_block(drawn),) if found.has_shares else ()
    opening, ending = parts.opening(found, finding), (*suggestions, notes, *Buttons(query, may_share).blocks())
    grid = grid_of(found, rows=parts.TABLE_ROWS - 1, columns=COLUMNS)
    rows = _rows(found, grid, parts.room_for_rows(found, title, [opening, *chart, *ending]))
    # Two of them are the heading and the total.
    rest = parts.rest_line(len(grid.rows) - len(rows) + 2, has_book=bool(query))
    return Message(
        text,
        (opening, *chart, parts.table_block(rows, title), *rest, *ending),
        fallback=(
            parts.opening(found, f"*{escape(title)}*\n{finding}"),
            section("\n".join(_cell_texts(found, PLAIN_ROWS))),
            *parts.rest_line(len(found.rows) - PLAIN_ROWS, has_book=bool(query)),
            *ending,
        ),
    )


def _finding(found: CrossedMix) -> str:
    """Say what stands out: the largest cell, and the total beside the periods before."""
    nothing = parts.without_shares(found)
    if nothing is not None:
        return nothing
    largest = max(range(len(found.rows)), key=lambda index: found.rows[index].amount)
    given = {
        "cell": _cell_label(found.rows[largest]),
        "share": percent_text(found.shown_shares()[largest]),
        "total": parts.amount_of(found, found.total),
    }
    finding = _("The largest part is {cell}: {share} of {total}.").format(**given)
    return f"{finding} {parts.compared(found)}".rstrip()


def _cell_label(row: CrossedRow) -> str:
    names = [shorten(label, parts.LABEL_SHOWN) or _("not known") for label in (row.label, row.label2)]
    return escape(_("{key}, {key2}").format(key=names[0], key2=names[1]))


def _cell_texts(found: CrossedMix, most: int) -> list[str]:
    """Write the cells in words, each with its share of the whole."""
    shares = found.shown_shares()
    written = []
    for row, share in list(zip(found.rows, shares, strict=True))[:most]:
        given = {"label": _cell_label(row), "amount": parts.amount_of(found, row.amount)}
        if found.has_shares:
            written.append(_("{label}: {amount}, {share}").format(**given, share=percent_text(share)))
        else:
            written.append(_("{label}: {amount}").format(**given))
    return written


def _rows(found: CrossedMix, grid: Grid, room: int) -> list[Sequence[Block]]:
    """Return the heading, the rows that fit and the total, which always stands at the end."""
    labels = [heading_of(found.by), found.currency, _("Share"), *grid.columns]
    heading = [parts.text_cell(shorten(label, parts.NAME_SHOWN)) for label in labels]
    sums = [sum(amounts) for amounts in grid.amounts]
    shares = largest_remainder(sums)
    rows = [_row(found, *each) for each in zip(grid.rows, grid.amounts, shares, strict=True)]
    columns = tuple(sum(column) for column in zip(*grid.amounts, strict=True))
    total = _row(found, _("Total"), columns, 1000)
    return [*parts.fitting(heading, rows, room - size(total)), total]


def _row(found: CrossedMix, label: str, amounts: Sequence[int], share: int) -> list[Block]:
    return [
        parts.text_cell(shorten(label, parts.NAME_SHOWN)),
        parts.number_cell(sum(amounts), parts.figure_of(found, sum(amounts))),
        parts.number_cell(share * 10, percent_text(share)) if found.has_shares else parts.text_cell("-"),
        *(parts.number_cell(each, parts.figure_of(found, each)) for each in amounts),
    ]
