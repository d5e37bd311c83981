"""Measures: the list with target beside result, the form, and what their owners are told."""

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date
from slack_sdk.models.blocks import UserSelectElement

from bot.i18n import LazyText, _, lazy, ngettext
from bot.policy.money import Money, shortest
from bot.results.composition import MIX_LABELS, MixKey
from bot.results.measures import (
    CONCENTRATION,
    FALLEN,
    MOVED_DOWN,
    MOVED_UP,
    UNBOUGHT,
    MeasureCount,
    MeasureDraft,
    MeasureItem,
    MeasurePage,
)
from bot.views import forms
from bot.views.blocks import actions, button, context, escape, field, option, overflow, plain, section, shorten
from bot.views.ids import Action, Form, Input, MeasureDeed, measure_value
from bot.views.message import Block, Message, View
from bot.views.words import babel_language, count_text, day_text, money_text, percent_text

WHAT_LIMIT = 1000
_SHOWN, _NAME = 200, 60
FOCUS = "focus"
_MOST_OVERDUE = 3

_PREFILLED: dict[str, LazyText] = {
    CONCENTRATION: lazy("Depend less on the largest clients: win or build up others."),
    MOVED_DOWN: lazy("Win back the share that {part} has lost."),
    MOVED_UP: lazy("Build on what {part} has gained."),
    FALLEN: lazy("Find out why {client} buys less, and win it back."),
    UNBOUGHT: lazy("Offer {product} to {client}."),
}


def measures_message(shown: MeasurePage) -> Message:
    """Return a page of the open measures, the sales focus of the quarter at the top."""
    lead = _heading(shown)
    blocks = [section(lead)]
    blocks += [section(_item_text(each)) for each in shown.focus] if shown.page == 0 else []
    blocks += [_item(each, shown.page) for each in shown.items]
    if shown.as_of is not None and (shown.items or shown.focus):
        note = _("Results count whole months; ledger to {day}.").format(day=day_text(shown.as_of))
        blocks.append(context(note))
    if buttons := _buttons(shown):
        blocks.append(actions(*buttons, block_id="measures"))
    texts = [lead, *(escape(shorten(each.what, _NAME)) for each in (*shown.focus, *shown.items))]
    return Message("\n".join(texts).replace("*", ""), tuple(blocks))


def _heading(shown: MeasurePage) -> str:
    if not shown.total:
        return _("No measure is open.")
    parts = [ngettext("*{count} measure is open*", "*{count} measures are open*", shown.total)]
    if shown.overdue:
        parts.append(ngettext("{overdue} is overdue", "{overdue} are overdue", shown.overdue))
    if shown.pages > 1:
        parts.append(_("page {page} of {pages}"))
    return "  ·  ".join(parts).format(
        count=count_text(shown.total), overdue=count_text(shown.overdue), page=shown.page + 1, pages=shown.pages
    )


def _item(item: MeasureItem, page: int) -> Block:
    deeds = (
        (_("Done"), MeasureDeed.DONE),
        (_("Change"), MeasureDeed.CHANGE),
        (_("Drop"), MeasureDeed.DROP),
    )
    menu = overflow(Action.MEASURE_MENU, [(label, measure_value(deed, item.measure_id, page)) for label, deed in deeds])
    return section(_item_text(item), accessory=menu, block_id=f"measure:{item.measure_id}")


def _item_text(item: MeasureItem) -> str:
    what = f"*{_one_line(item.what, _SHOWN)}*"
    if item.is_focus:
        what = _("★ {what}  _sales focus of the quarter_").format(what=what)
    due = _("*overdue since {day}*") if item.is_overdue else _("until {day}")
    about = [_group(item), f"<@{item.owner_slack_id}>", due.format(day=day_text(item.due))]
    return "\n".join(filter(None, [what, "  ·  ".join(filter(None, about)), _result(item)]))


def _one_line(text: str, most: int) -> str:
    """Write a text in one line that no star of its own makes bold or plain."""
    return escape(shorten(" ".join(text.split()), most)).replace("*", "∗")


def _group(item: MeasureItem) -> str:
    """Say for which client, product or part of sales a measure is."""
    names = [item.client.name if item.client else item.part_label, item.product]
    return ", ".join(escape(shorten(each, _NAME)) for each in names if each)


def _result(item: MeasureItem) -> str:
    """Write target beside result, with the progress in percent."""
    target = money_text(Money(item.target, item.currency)) if item.target else ""
    if item.result is None:
        return _("Target: {target}").format(target=target) if target else ""
    given = {
        "result": money_text(Money(item.result, item.currency)),
        "target": target,
        "months": _months(item.starts, item.due),
    }
    if not item.target:
        return _("{result} so far ({months})").format(**given)
    done = percent_text(max(round(1000 * item.result / item.target), 0))
    return _("{result} of {target}, {done} ({months})").format(**given, done=done)


def _months(first: date, last: date) -> str:
    start, end = (format_date(each, format="LLL yyyy", locale=babel_language()) for each in (first, last))
    return start if start == end else _("{first} to {last}").format(first=start, last=end)


def _buttons(shown: MeasurePage) -> list[Block]:
    found = [button(_("Add a measure"), Action.MEASURE_ADD, "-")] if shown.may_add else []
    if shown.page > 0:
        found.append(button(_("Previous"), Action.MEASURES_BACK, str(shown.page - 1)))
    if shown.page + 1 < shown.pages:
        found.append(button(_("Next"), Action.MEASURES_ON, str(shown.page + 1)))
    return found


def measure_form(draft: MeasureDraft, carried: str) -> View:
    """Return the form of a measure: a new one, filled as far as what it grows from allows, or one to change."""
    blocks: list[Block] = []
    if about := _about(draft):
        blocks.append(section(about))
    blocks.append(
        field(
            _("What is to be done"),
            forms.text_input(Input.WHAT, initial=draft.what or _prefilled(draft), most=WHAT_LIMIT, lines=True),
            name=Input.WHAT,
        )
    )
    if draft.measure_id is None and not about and not draft.seed.kind:
        menu = forms.searching(Input.CLIENT, placeholder=_("Type a client's name"))
        hint = _("Its sales are the measure's result.")
        blocks.append(field(_("For which client"), menu, name=Input.CLIENT, optional=draft.may_focus, hint=hint))
    owner = UserSelectElement(
        action_id=Input.OWNER, initial_user=draft.owner_slack_id or None, placeholder=plain(_("Choose"))
    )
    target = shortest(draft.target) if draft.target else ""
    hint = _("In the reporting currency; counted in whole months, from the one in which the measure begins.")
    blocks += [
        field(_("Who does it"), owner, name=Input.OWNER, hint=_("They are told once.")),
        field(_("Until when"), forms.day(Input.DUE, chosen=draft.due), name=Input.DUE),
        forms.line_input(_("Target"), Input.TARGET, initial=target, hint=hint),
    ]
    if draft.may_focus:
        tick = forms.ticks(Input.FOCUS, [option(_("Sales focus of the quarter"), FOCUS)], chosen=_ticked(draft))
        blocks.append(field(_("Focus"), tick, name=Input.FOCUS, optional=True))
    title = _("Change a measure") if draft.measure_id is not None else _("New measure")
    return forms.modal(Form.MEASURE, title, blocks, submit=_("Save"), carried=carried)


def _ticked(draft: MeasureDraft) -> Sequence[str]:
    return [FOCUS] if draft.is_focus else []


def _about(draft: MeasureDraft) -> str:
    """Say for which client, product or part of sales the measure is; empty where that is still to be chosen."""
    if draft.client is not None:
        names = [draft.client.name, draft.product]
        return "*" + ", ".join(escape(shorten(each, _NAME)) for each in names if each) + "*"
    if not draft.seed.by:
        return ""
    known = draft.seed.by in set(MixKey)
    key = str(MIX_LABELS[MixKey(draft.seed.by)]) if known else draft.seed.by
    return _("*{part}* ({key})").format(part=escape(shorten(draft.part_label, _NAME)), key=escape(key))


def _prefilled(draft: MeasureDraft) -> str:
    text = _PREFILLED.get(draft.seed.kind)
    if text is None:
        return ""
    return text.format(
        part=shorten(draft.part_label or "-", _NAME),
        client=shorten(draft.client.name, _NAME) if draft.client else "-",
        product=shorten(draft.product or "-", _NAME),
    )


def drop_form(what: str, carried: str) -> View:
    """Return the form that asks why a measure is dropped."""
    asked = field(
        _("Why is it dropped?"),
        forms.text_input(Input.REASON, most=WHAT_LIMIT, lines=True),
        name=Input.REASON,
    )
    blocks = [section(_one_line(what, _SHOWN)), asked]
    return forms.modal(Form.MEASURE_DROP, _("Drop a measure"), blocks, submit=_("Drop"), carried=carried)


def measure_saved(text: str) -> Message:
    """Say what became of a measure, with the way to the list."""
    return Message(text, (section(text, accessory=button(_("Measures"), Action.OPEN_MEASURES, "-")),))


def measure_given_message(item: MeasureItem, giver: str) -> Message:
    """Tell somebody that a measure is theirs."""
    given = {"giver": escape(shorten(giver, _NAME)), "day": day_text(item.due)}
    text = (
        _("{giver} has given you a measure, until {day}:").format(**given)
        if giver
        else _("You have been given a measure, until {day}:").format(**given)
    )
    lines = [text, f"*{_one_line(item.what, _SHOWN)}*", _group(item)]
    opener = button(_("Your measures"), Action.OPEN_MEASURES, "-")
    whole = "\n".join(filter(None, lines))
    return Message(whole.replace("*", ""), (section(whole, accessory=opener),))


def overdue_blocks(overdue: Sequence[MeasureItem]) -> tuple[Block, ...]:
    """Return the part of the daily reminder that is about measures; nothing where none is overdue."""
    if not overdue:
        return ()
    lines = [overdue_text(overdue), *(f"• {_overdue(each)}" for each in overdue[:_MOST_OVERDUE])]
    opener = button(_("Your measures"), Action.OPEN_MEASURES, "-")
    return (section("\n".join(lines), accessory=opener),)


def overdue_text(overdue: Sequence[MeasureItem]) -> str:
    """Say how many measures are overdue."""
    return ngettext("A measure of yours is overdue:", "{count} measures of yours are overdue:", len(overdue)).format(
        count=count_text(len(overdue))
    )


def _overdue(item: MeasureItem) -> str:
    words = _("{what} ({group}), since {day}") if _group(item) else _("{what}, since {day}")
    return words.format(what=_one_line(item.what, 120), group=_group(item), day=day_text(item.due))


def count_block(count: MeasureCount) -> tuple[Block, ...]:
    """Return the line about somebody's own measures on the Home tab; nothing where there are none."""
    if not count.open:
        return ()
    text = ngettext("*Your measures:* {count} open", "*Your measures:* {count} open", count.open)
    if count.overdue:
        text += ", " + ngettext("*{overdue} overdue*", "*{overdue} overdue*", count.overdue)
    shown = text.format(count=count_text(count.open), overdue=count_text(count.overdue))
    return (section(shown, accessory=button(_("Open"), Action.OPEN_MEASURES, "-")),)
