"""Reported sell-through: the window of a client's reports, the form of a new one, and its line beside sales."""

from bot.i18n import _, ngettext
from bot.results.clients import Client
from bot.results.sell_through import Converted, Reported, SellThroughFile, SellThroughSum
from bot.views import forms
from bot.views.blocks import actions, button, context, escape, field, section, shorten
from bot.views.edit_form import source_input
from bot.views.ids import Action, Form, Input
from bot.views.message import Block, View
from bot.views.words import count_text, day_text, local_day, money_text, number_text, source_text

SHOWN = 40
_LENGTH = 120


def sell_through_view(shown: SellThroughFile, timezone: str) -> View:
    """Return the window of a client's reports, the latest days first."""
    blocks: list[Block] = [section(f"*{escape(shorten(shown.client.name, _LENGTH))}*")]
    blocks.append(context(_("What they say they have sold on. It is never part of the ledger's sales.")))
    blocks += [_report_block(each, timezone, may_write=shown.may_write) for each in shown.reports[:SHOWN]]
    if not shown.reports:
        blocks.append(context(_("Nothing is reported yet.")))
    hidden = len(shown.reports) - SHOWN
    if hidden > 0:
        blocks.append(context(ngettext("and {count} more", "and {count} more", hidden).format(count=hidden)))
    if shown.may_write:
        add = button(_("Add a report"), Action.ADD_SELL_THROUGH, str(shown.client.client_id), style="primary")
        blocks.append(actions(add, block_id="sell_through"))
    return forms.modal(Form.RESULT, _("Sell-through"), blocks, submit=None, close=_("Close"))


def _report_block(each: Converted, timezone: str, *, may_write: bool) -> Block:
    report = each.report
    back = button(_("Withdraw"), Action.WITHDRAW_SELL_THROUGH, str(report.report_id)) if may_write else None
    lines = [f"*{_days(report)}*  {_figures(each)}", _said(report, timezone)]
    if report.note:
        lines.append(escape(report.note))
    return section("\n".join(lines), accessory=back, block_id=f"sell_through:{report.report_id}")


def _days(report: Reported) -> str:
    return _("{first} to {last}").format(first=day_text(report.starts), last=day_text(report.ends))


def _figures(each: Converted) -> str:
    report, parts = each.report, []
    if report.amount is not None:
        text = money_text(report.amount)
        if each.base is not None and each.rate_day is not None:
            text = _("{amount} ({base} at the rate of {day})").format(
                amount=text, base=money_text(each.base), day=day_text(each.rate_day)
            )
        parts.append(text)
    if report.quantity is not None:
        parts.append(f"{number_text(report.quantity)} {escape(report.unit)}".strip())
    return "  ·  ".join(parts)


def _said(report: Reported, timezone: str) -> str:
    return _("_{source}, {person}, {day}_").format(
        source=source_text(report.source),
        person=escape(report.person) or _("the operator"),
        day=day_text(local_day(report.stated_at, timezone)),
    )


def sell_through_form(client: Client, carried: str, base_currency: str) -> View:
    """Return the form of a report."""
    blocks = [
        section(f"*{escape(shorten(client.name, _LENGTH))}*"),
        forms.line_input(
            _("Period"), Input.PERIOD, optional=False, hint=_("2026-07, 2026-Q3, 2026 or 2026-01-15..2026-03-31")
        ),
        forms.line_input(
            _("Amount"),
            Input.SELL_AMOUNT,
            hint=_("Such as 40,000 EUR; {currency} where none is said.").format(currency=base_currency),
        ),
        forms.line_input(_("Quantity"), Input.SELL_QUANTITY),
        field(_("Unit"), forms.text_input(Input.SELL_UNIT, most=64), name=Input.SELL_UNIT, optional=True),
        source_input(),
        forms.line_input(_("Note"), Input.NOTE),
    ]
    return forms.modal(Form.SELL_THROUGH, _("Sell-through"), blocks, submit=_("Save"), carried=carried)


def glance_text(shown: SellThroughSum, timezone: str) -> str:
    """Write what an indirect client has reported of the last twelve months, for its card."""
    assert shown.latest is not None
    return _("*Reported sell-through*, last 12 months: {amount} (they say; {person}, {day}).").format(
        amount=_amounts(shown),
        person=escape(shown.latest.person) or _("the operator"),
        day=day_text(local_day(shown.latest.stated_at, timezone)),
    )


def beside_blocks(shown: SellThroughSum | None) -> tuple[Block, ...]:
    """Return what indirect clients report, to stand beside an answer about sales."""
    if shown is None:
        return ()
    text = ngettext(
        "Beside this, {count} of {indirect} indirect client reports sell-through: {amount}. It is in no sum here.",
        "Beside this, {count} of {indirect} indirect clients report sell-through: {amount}. It is in no sum here.",
        shown.indirect,
    ).format(count=count_text(shown.clients), indirect=count_text(shown.indirect), amount=_amounts(shown))
    return (context(text),)


def _amounts(shown: SellThroughSum) -> str:
    amounts = [shown.total] if shown.total.counts or not (shown.unconverted or shown.quantities) else []
    sold = (_("{number} {unit}").format(number=number_text(each), unit=escape(unit)) for each, unit in shown.quantities)
    return ", ".join([*map(money_text, (*amounts, *shown.unconverted)), *map(str.strip, sold)])
