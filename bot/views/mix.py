"""The answer to `/client mix` by one key: a sentence with the finding, a native chart, a native table."""

from collections.abc import Sequence

from bot.i18n import _
from bot.results.charts import chart_of, title_of
from bot.results.composition import Composition, MixRow, heading_of
from bot.views import mix_blocks as parts
from bot.views.blocks import escape, section, shorten
from bot.views.message import Block, Message
from bot.views.mix_blocks import Buttons
from bot.views.words import count_text, percent_text

PLAIN_ROWS = 15


def mix_message(found: Composition, *, query: str, may_share: bool, suggestions: Sequence[Block] = ()) -> Message:
    """Return one composition; `query` is what a button needs to ask for it again, empty for no buttons.

    `suggestions` stand between the table and the notes; the table gives up the rows whose room they take.
    """
    title, finding, notes = title_of(found), _finding(found), parts.notes(found)
    text = " ".join([escape(title) + ":", finding, *_row_texts(found, 5)])
    if not found.rows:
        return Message(text, (section(f"*{escape(title)}*\n{finding}"), *suggestions, notes))
    chart = (parts.chart_block(chart_of(found, most=parts.CHART_PARTS)),) if found.has_shares else ()
    # Chart and table bear the title themselves.
    opening, ending = parts.opening(found, finding), (*suggestions, notes, *Buttons(query, may_share).blocks())
    room = parts.room_for_rows(found, title, [opening, *chart, *ending])
    shown = zip(found.rows, found.shown_shares(), found.shown_cumulative(), strict=True)
    rows = parts.fitting(_headings(found), [_cells(found, *each) for each in shown], room)
    rest = parts.rest_line(len(found.rows) - len(rows) + 1, has_book=bool(query))
    plain = section("\n".join(_row_texts(found, PLAIN_ROWS)))
    return Message(
        text,
        (opening, *chart, parts.table_block(rows, title), *rest, *ending),
        fallback=(
            parts.opening(found, f"*{escape(title)}*\n{finding}"),
            plain,
            *parts.rest_line(len(found.rows) - PLAIN_ROWS, has_book=bool(query)),
            *ending,
        ),
    )


def _label(row: MixRow) -> str:
    return shorten(row.label, parts.LABEL_SHOWN) or _("not known")


def _finding(found: Composition) -> str:
    """Say what stands out: the largest part, and the total beside the periods before."""
    nothing = parts.without_shares(found)
    if nothing is not None:
        return nothing
    largest = max(range(len(found.rows)), key=lambda index: found.rows[index].amount)
    given = {
        "label": escape(_label(found.rows[largest])),
        "share": percent_text(found.shown_shares()[largest]),
        "total": parts.amount_of(found, found.total),
    }
    finding = _("{label} makes up {share} of {total}.").format(**given)
    return f"{finding} {parts.compared(found)}".rstrip()


def _row_texts(found: Composition, most: int) -> list[str]:
    return [_row_text(found, index) for index in range(min(most, len(found.rows)))]


def _row_text(found: Composition, index: int) -> str:
    """Write a row in words: its figure, its share, and its change where there is one."""
    row = found.rows[index]
    given = {"label": escape(_label(row)), "amount": parts.amount_of(found, row.amount)}
    if not found.has_shares:
        return _("{label}: {amount}").format(**given)
    given |= {"share": percent_text(found.shown_shares()[index])}
    change = parts.change_text(row.amount, row.previous)
    if change is None:
        return _("{label}: {amount}, {share}").format(**given)
    return _("{label}: {amount}, {share} ({change})").format(**given, change=change)


def _headings(found: Composition) -> list[Block]:
    """Return the heads of the columns: what a phone shows without scrolling comes first."""
    headings = [heading_of(found.by), found.currency or found.unit or _("Quantity"), _("Share"), _("Cumulative")]
    if parts.previous_total(found) is not None:
        headings.append(_("Period before"))
    if found.year_before_total is not None:
        headings.append(_("Year before"))
    return [parts.text_cell(heading) for heading in (*headings, _("Clients"), _("Average a client"))]


def _cells(found: Composition, row: MixRow, share: int, cumulative: int) -> list[Block]:
    clients = parts.text_cell("-") if row.clients is None else _count(row.clients)
    average = row.average
    return [
        parts.text_cell(shorten(_label(row), parts.NAME_SHOWN)),
        parts.number_cell(row.amount, parts.figure_of(found, row.amount)),
        *_shares(found, share, cumulative),
        *([parts.compared_cell(found, row.amount, row.previous)] if parts.previous_total(found) is not None else []),
        *([parts.compared_cell(found, row.amount, row.year_before)] if found.year_before_total is not None else []),
        clients,
        parts.text_cell("-") if average is None else parts.number_cell(average, parts.figure_of(found, average)),
    ]


def _shares(found: Composition, *tenths: int) -> list[Block]:
    return [
        parts.number_cell(each * 10, percent_text(each)) if found.has_shares else parts.text_cell("-")
        for each in tenths
    ]


def _count(clients: int) -> Block:
    return parts.number_cell(clients * 10_000, count_text(clients))
