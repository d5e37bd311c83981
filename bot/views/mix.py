"""The answer to `/client mix`: a sentence with the finding, a native chart, a native table."""

from collections.abc import Sequence
from fractions import Fraction

from bot.i18n import _, ngettext
from bot.policy.access import Scope
from bot.policy.money import Money
from bot.results.composition import Composition, LeftOut, Missing, MixRow, heading_of, key_label
from bot.views.blocks import MESSAGE_LIMIT, actions, button, context, escape, section, shorten, size
from bot.views.ids import Action
from bot.views.message import Block, Message
from bot.views.words import amount_text, day_text, money_text, number_text, percent_text

CHART_PARTS = 8
LABEL_LIMIT = 20
TABLE_ROWS = 100
PLAIN_ROWS = 15
LABEL_SHOWN = 60
_REST_ROOM = 200
"""What the line about rows left out takes."""


def mix_message(found: Composition, *, query: str, may_share: bool, suggestions: Sequence[Block] = ()) -> Message:
    """Return one composition; `query` is what a button needs to ask for it again.

    `suggestions` stand between the table and the notes; the table gives up the rows whose room they take.
    """
    title = _("Sales by {key}, {period}").format(key=key_label(found.by), period=found.period.name)
    lead = f"*{escape(title)}*\n{_finding(found)}"
    notes = context(_notes(found))
    share = (actions(button(_("Share here"), Action.SHARE_MIX, query), block_id="mix"),) if may_share else ()
    text = " ".join([escape(title) + ":", _finding(found), *_row_texts(found, 5)])
    if not found.rows:
        return Message(text, (section(lead), *suggestions, notes))
    chart = (_chart(found, title),) if found.has_shares else ()
    # Chart and table bear the title themselves.
    opening = section(_finding(found))
    # A message holds the compositions of two units.
    room = (
        MESSAGE_LIMIT // (1 if found.currency else 2)
        - size([opening, *chart, *suggestions, notes, *share])
        - _REST_ROOM
    )
    rows = _table_rows(found, room - size([_table((), title)]))
    return Message(
        text,
        (opening, *chart, _table(rows, title), *_rest(len(found.rows) - len(rows) + 1), *suggestions, notes, *share),
        fallback=(
            section(lead),
            section("\n".join(_row_texts(found, PLAIN_ROWS))),
            *_rest(len(found.rows) - PLAIN_ROWS),
            *suggestions,
            notes,
            *share,
        ),
    )


def _rest(rows: int) -> tuple[Block, ...]:
    if rows <= 0:
        return ()
    return (context(ngettext("and {count} more", "and {count} more", rows).format(count=rows)),)


def _amount(found: Composition, counts: int) -> str:
    if found.currency:
        return money_text(Money(counts, found.currency))
    return f"{number_text(counts)} {escape(found.unit or '')}".strip()


def _figure(found: Composition, counts: int) -> str:
    """Write a figure of the table, whose heading names the currency or the unit."""
    return amount_text(Money(counts, found.currency)) if found.currency else number_text(counts)


def _label(row: MixRow) -> str:
    return shorten(row.label, LABEL_SHOWN) or _("not known")


def _finding(found: Composition) -> str:
    """Say what stands out: the largest part, and the total beside the period before."""
    if not found.rows:
        return _("No sales in this period.")
    if not found.has_shares:
        return _("The total is {total}, so there are no shares to speak of.").format(total=_amount(found, found.total))
    largest = max(range(len(found.rows)), key=lambda index: found.rows[index].amount)
    given = {
        "label": escape(_label(found.rows[largest])),
        "share": percent_text(found.shown_shares()[largest]),
        "total": _amount(found, found.total),
    }
    change = _change(found.total, found.previous_total)
    if change is None:
        return _("{label} makes up {share} of {total}.").format(**given)
    return _("{label} makes up {share} of {total}. The period before: {before} ({change}).").format(
        **given, before=_amount(found, found.previous_total or 0), change=change
    )


def _change(now: int, before: int | None) -> str | None:
    """Write how much more or less than before, in percent; None where there is nothing to compare with."""
    tenths = _change_in_tenths(now, before)
    return None if tenths is None else _signed(tenths)


def _change_in_tenths(now: int, before: int | None) -> int | None:
    return round(Fraction(1000 * (now - before), before)) if before and before > 0 else None


def _signed(tenths: int) -> str:
    return f"{'+' if tenths > 0 else ''}{percent_text(tenths)}"


def _row_texts(found: Composition, most: int) -> list[str]:
    return [_row_text(found, index) for index in range(min(most, len(found.rows)))]


def _row_text(found: Composition, index: int) -> str:
    row = found.rows[index]
    amount = _amount(found, row.amount)
    if not found.has_shares:
        return _("{label}: {amount}").format(label=escape(_label(row)), amount=amount)
    return _("{label}: {amount}, {share}").format(
        label=escape(_label(row)), amount=amount, share=percent_text(found.shown_shares()[index])
    )


def _notes(found: Composition) -> str:
    """Say whose figures these are, to which day, and what they leave out."""
    whose = {
        Scope.OWN: _("Your own clients."),
        Scope.TEAM: _("Your team's clients."),
        Scope.ALL: _("All clients."),
    }[found.scope]
    parts = [whose]
    if found.as_of:
        parts.append(_("Ledger to {day}.").format(day=day_text(found.as_of)))
    parts += [_left_out(found, each) for each in found.left_out if each.lines]
    return " ".join(parts)


def _left_out(found: Composition, left: LeftOut) -> str:
    if left.missing is Missing.CLIENT:
        text = ngettext(
            "Left out: {amount} in {lines} line whose client is not known.",
            "Left out: {amount} in {lines} lines whose client is not known.",
            left.lines,
        )
    else:
        text = ngettext(
            "Left out: {amount} in {lines} line whose product is not known.",
            "Left out: {amount} in {lines} lines whose product is not known.",
            left.lines,
        )
    return text.format(amount=_amount(found, left.amount), lines=left.lines)


def _chart(found: Composition, title: str) -> Block:
    """Return a bar chart of the largest parts; the rest is one bar, and the period before stands beside."""
    shown = (
        sorted(found.rows, key=lambda row: -row.amount)[:CHART_PARTS] if len(found.rows) > CHART_PARTS else found.rows
    )
    rest = [row for row in found.rows if row not in shown]
    labels = _unique([_label(row) for row in shown] + ([_("Other")] if rest else []))
    present = [row.amount for row in shown] + ([sum(row.amount for row in rest)] if rest else [])
    series = [_series(_("this period"), labels, present)]
    if found.previous_total is not None:
        before = [row.previous or 0 for row in shown] + ([sum(row.previous or 0 for row in rest)] if rest else [])
        series.append(_series(_("period before"), labels, before))
    return {
        "type": "data_visualization",
        "title": shorten(title, 50),
        "chart": {
            "type": "bar",
            "series": series,
            "axis_config": {"categories": labels, "y_label": shorten(found.currency or found.unit or "", 50) or "-"},
        },
    }


def _series(name: str, labels: Sequence[str], amounts: Sequence[int]) -> dict[str, object]:
    # A chart is a picture: hundredths are enough for it, exact figures stand in the table.
    data = [{"label": label, "value": round(amount / 10_000, 2)} for label, amount in zip(labels, amounts, strict=True)]
    return {"name": shorten(name, LABEL_LIMIT), "data": data}


def _unique(labels: Sequence[str]) -> list[str]:
    """Cut labels to what a chart holds and keep them apart."""
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


def _table(rows: Sequence[Sequence[Block]], title: str) -> Block:
    return {
        "type": "data_table",
        "caption": shorten(title, 150),
        "page_size": 10,
        "row_header_column_index": 0,
        "rows": rows,
    }


def _table_rows(found: Composition, room: int) -> list[list[Block]]:
    """Return the table's heading and as many rows, in their order, as fit into `room` characters of JSON."""
    headings = [
        heading_of(found.by),
        found.currency or found.unit or _("Quantity"),
        _("Share"),
        _("Clients"),
    ]
    if found.previous_total is not None:
        headings += [_("Before"), _("Change")]
    rows = [[_text(heading) for heading in headings]]
    taken = size(rows[0])
    for row, share in list(zip(found.rows, found.shown_shares(), strict=True))[:TABLE_ROWS]:
        cells = _cells(found, row, share)
        taken += size(cells) + 1
        if taken > room:
            break
        rows.append(cells)
    return rows


def _cells(found: Composition, row: MixRow, share: int) -> list[Block]:
    cells = [
        _text(_label(row)),
        _number(row.amount, _figure(found, row.amount)),
        _number(share * 10, percent_text(share)) if found.has_shares else _text("-"),
        _number(row.clients * 10_000, str(row.clients)) if row.clients is not None else _text("-"),
    ]
    if found.previous_total is None:
        return cells
    before = _number(row.previous, _figure(found, row.previous)) if row.previous is not None else _text("-")
    change = _change_in_tenths(row.amount, row.previous)
    return [*cells, before, _text("-") if change is None else _number(change * 10, _signed(change))]


def _text(text: str) -> dict[str, object]:
    return {"type": "raw_text", "text": text or "-"}


def _number(counts: int, shown: str) -> dict[str, object]:
    return {"type": "raw_number", "value": round(counts / 10_000, 4), "text": shown}
