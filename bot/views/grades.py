"""The answer to `/client grades`: who stands where, what that follows from, and who moved this month."""

from collections.abc import Sequence
from fractions import Fraction

from bot.i18n import _, ngettext
from bot.policy.access import Scope
from bot.policy.money import Money
from bot.policy.standing import GradeMethod, GradeSettings, Span, average
from bot.results.composition import WHOSE
from bot.results.grade_lists import StandingPage, StandingRow
from bot.views.blocks import MESSAGE_LIMIT, actions, button, context, escape, section, shorten, size
from bot.views.grade_words import grade_name, grade_text, marks, move_lines
from bot.views.ids import Action
from bot.views.message import Block, Message
from bot.views.mix_blocks import fitting, number_cell, table_block, text_cell
from bot.views.words import amount_text, count_text, day_text, money_text, percent_text

_NAME, _ASKED, _NOTE = 60, 200, 80
_ROOM = 600


def grades_message(shown: StandingPage) -> Message:
    """Return one page of the standing sales grades."""
    heading = _heading(shown)
    notes = context(_notes(shown))
    if not shown.rows:
        return Message(heading, (section(heading), notes))
    turning = _turning(shown)
    lead = [section(heading), *([context(moved)] if (moved := _moved(shown)) else [])]
    ending = [notes, *turning]
    title = _("Sales grades")
    room = MESSAGE_LIMIT - size([*lead, *ending, table_block((), title)]) - _ROOM
    # Our own buttons turn the pages: two that are called “Next” would be one too many.
    rows = fitting(_headings(shown), [_cells(shown, each) for each in shown.rows], room)
    lines = "\n".join(_line(shown, each) for each in shown.rows)
    text = " ".join([heading, *(_line(shown, each) for each in shown.rows[:5])])
    return Message(
        text,
        (*lead, table_block(rows, title) | {"page_size": len(shown.rows)}, *ending),
        fallback=(*lead, section(lines), *ending),
    )


def _heading(shown: StandingPage) -> str:
    asked = escape(shorten(shown.asked, _ASKED))
    if not shown.total:
        return (
            _("No client with a sales grade answers to “{asked}”.").format(asked=asked)
            if shown.asked
            else _("No client has a sales grade yet: no month of sales has closed.")
        )
    count = ngettext("{count} client with a sales grade", "{count} clients with a sales grade", shown.total).format(
        count=count_text(shown.total)
    )
    if shown.asked:
        count = _("{clients} for “{asked}”").format(clients=count, asked=asked)
    if shown.pages > 1:
        count = _("{clients}, page {page} of {pages}").format(clients=count, page=shown.page + 1, pages=shown.pages)
    return f"*{count}*"


def _moved(shown: StandingPage) -> str:
    lines = move_lines(shown.moved)
    return _("This month: {moves}").format(moves="  ·  ".join(lines)) if lines else ""


def _headings(shown: StandingPage) -> list[Block]:
    average_of = (
        _("{currency} a year").format(currency=shown.currency)
        if shown.settings.span is Span.YEAR
        else _("{currency} a month").format(currency=shown.currency)
    )
    shares = [_("Share"), _("Cumulative")] if _has_shares(shown) else []
    names = [_("Client"), _("Grade"), average_of, _("Months"), *shares, _("Since"), _("Mark")]
    return [text_cell(each) for each in names]


def _cells(shown: StandingPage, row: StandingRow) -> list[Block]:
    stands = row.standing
    mean = average(stands.amount, stands.months, shown.settings.span)
    return [
        text_cell(shorten(row.client.name, _NAME)),
        text_cell(grade_name(stands.grade)),
        number_cell(mean, amount_text(Money(mean, shown.currency))),
        number_cell(stands.months * 10_000, str(stands.months)),
        *(_share(each) for each in (row.share, row.cumulative) if each is not None),
        text_cell(day_text(stands.since)),
        text_cell(", ".join(marks(stands, grade_name))),
    ]


def _has_shares(shown: StandingPage) -> bool:
    return shown.scope is Scope.ALL


def _share(share: Fraction) -> Block:
    tenths = round(share * 1000)
    return number_cell(tenths * 10, percent_text(tenths))


def _line(shown: StandingPage, row: StandingRow) -> str:
    stands = row.standing
    mean = money_text(Money(average(stands.amount, stands.months, shown.settings.span), shown.currency))
    parts = [
        grade_text(stands.grade),
        _("{amount} a year").format(amount=mean)
        if shown.settings.span is Span.YEAR
        else _("{amount} a month").format(amount=mean),
        _("since {day}").format(day=day_text(stands.since)),
        *marks(stands),
    ]
    return _("{label}: {value}").format(label=escape(shorten(row.client.name, _NAME)), value="  ·  ".join(parts))


def _notes(shown: StandingPage) -> str:
    parts = [
        str(WHOSE[shown.scope]),
        *(
            _("{label}: {value}.").format(label=escape(str(each.label)), value=escape(shorten(each.value, _NOTE)))
            for each in shown.notes
        ),
    ]
    parts.append(rule_text(shown.settings, shown.currency))
    if shown.window is not None:
        parts.append(
            _("Window: {first} to {last}.").format(first=day_text(shown.window.start), last=day_text(shown.window.end))
        )
    if _has_shares(shown):
        parts.append(_("Shares are of the averages of all clients."))
    return " ".join(parts)


def rule_text(settings: GradeSettings, currency: str) -> str:
    """Say in one sentence how clients are graded."""
    bounds = _share_bounds(settings) if settings.method is GradeMethod.SHARE else _amount_bounds(settings, currency)
    last = grade_text(settings.grades[-1])
    if settings.method is GradeMethod.SHARE:
        return _("Graded by cumulative share: {bounds}, then {last}.").format(bounds=bounds, last=last)
    if settings.span is Span.YEAR:
        return _("Graded by the average a year: {bounds}, less is {last}.").format(bounds=bounds, last=last)
    return _("Graded by the average a month: {bounds}, less is {last}.").format(bounds=bounds, last=last)


def _share_bounds(settings: GradeSettings) -> str:
    pairs = zip(settings.grades, settings.shares, strict=False)
    return ", ".join(
        _("{grade} to {share}").format(grade=grade_text(grade), share=percent_text(round(share * 10)))
        for grade, share in pairs
    )


def _amount_bounds(settings: GradeSettings, currency: str) -> str:
    pairs = zip(settings.grades, settings.amounts, strict=False)
    return ", ".join(
        _("{grade} from {amount}").format(grade=grade_text(grade), amount=money_text(Money(amount, currency)))
        for grade, amount in pairs
    )


def _turning(shown: StandingPage) -> Sequence[Block]:
    buttons = []
    if shown.page > 0:
        buttons.append(button(_("Previous"), Action.GRADES_PREVIOUS, f"{shown.page - 1}|{shown.asked}"))
    if shown.page + 1 < shown.pages:
        buttons.append(button(_("Next"), Action.GRADES_NEXT, f"{shown.page + 1}|{shown.asked}"))
    return (actions(*buttons, block_id="grades_pages"),) if buttons else ()
