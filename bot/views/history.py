"""The history of a file: who said what and when, in a window that turns its pages."""

from datetime import datetime

from slack_sdk.models.blocks import StaticSelectElement

from bot.i18n import _
from bot.policy.access import Part
from bot.policy.catalogue import PART_LABELS
from bot.results.history import FactEvent, HistoryPage
from bot.views.blocks import actions, button, context, escape, option, plain, section, shorten
from bot.views.forms import modal
from bot.views.grade_words import changes_text
from bot.views.ids import Action, Form
from bot.views.message import Block, View
from bot.views.words import ago_text, day_text, local_day, source_text, value_text

VALUE_LIMIT = 500
LINK_LIMIT = 500
_MENU = 100
"""What a menu holds."""


def history_view(shown: HistoryPage, *, now: datetime, timezone: str, notice: str = "") -> View:
    """Return one page, under a `notice` on what was pressed; its buttons carry all that the next page needs."""
    blocks = [section(escape(notice))] if notice else []
    blocks += [_chooser(shown)] if shown.fields else []
    blocks += [section(changes_text(shown.grades, timezone))] if shown.grades else []
    blocks += [_event(each, shown, now=now, timezone=timezone) for each in shown.events]
    if not (shown.events or shown.grades):
        blocks.append(context(_("Nothing is written here that you may read.")))
    if turning := _turning(shown):
        blocks.append(turning)
    return modal(Form.RESULT, shown.client.name, blocks, submit=None, close=_("Close"))


def _event(event: FactEvent, shown: HistoryPage, *, now: datetime, timezone: str) -> Block:
    """Write what was said, by whom, when and how they know; what was taken back is struck through."""
    value = value_text(event.field, event.value, VALUE_LIMIT, name=event.name)
    lines = [
        _headline(event).format(label=escape(str(event.field.label)), value=value),
        _("{person}, {ago}; {source}, {day}").format(
            person=escape(event.person) or _("somebody unknown"),
            ago=ago_text(event.recorded_at, now),
            source=source_text(event.source),
            day=day_text(local_day(event.observed_at, timezone)),
        ),
    ]
    if event.code != shown.client.code:
        lines.append(_("Written in the file {code}, since merged into this one").format(code=escape(event.code)))
    if event.retracted_at is not None:
        lines.append(
            _("↩ Undone by {person}, {ago}").format(
                person=escape(event.retracted_by) or _("somebody unknown"), ago=ago_text(event.retracted_at, now)
            )
        )
    if event.link:
        lines.append(_("Source: {link}").format(link=escape(shorten(event.link, LINK_LIMIT))))
    undo = button(_("Undo"), Action.HISTORY_UNDO, undo_value(event, shown)) if event.may_undo else None
    return section("\n".join(lines), accessory=undo, block_id=f"fact:{event.fact_id}")


def _headline(event: FactEvent) -> str:
    if event.retracted_at is not None:
        return _("*{label}*: ~{value}~")
    if event.kind == "confirmed":
        return _("*{label}*: {value}  ✓ still true")
    return _("*{label}*: {value}")


def _chooser(shown: HistoryPage) -> Block:
    """Return the menu of everything, of each section and of each field that has a history."""
    client_id = shown.client.client_id
    names = {"": _("Everything")}
    names |= {part.value: str(PART_LABELS[part]) for part in Part if any(f.section is part for f in shown.fields)}
    names |= {field.key: str(field.label) for field in shown.fields}
    options = [option(name, page_value(client_id, key, 0)) for key, name in list(names.items())[:_MENU]]
    chosen = page_value(client_id, shown.chosen, 0)
    menu = StaticSelectElement(
        action_id=Action.HISTORY_FILTER.value,
        options=options,
        initial_option=next((each for each in options if each.value == chosen), None),
        placeholder=plain(_("Choose")),
    )
    return actions(menu, block_id="history_filter")


def _turning(shown: HistoryPage) -> Block | None:
    """Return the buttons to newer and older pages, where there are such."""
    buttons = []
    if shown.page:
        value = page_value(shown.client.client_id, shown.chosen, shown.page - 1)
        buttons.append(button(_("Newer"), Action.HISTORY_NEWER, value))
    if shown.has_more:
        value = page_value(shown.client.client_id, shown.chosen, shown.page + 1)
        buttons.append(button(_("Older"), Action.HISTORY_OLDER, value))
    return actions(*buttons, block_id="history_pages") if buttons else None


def page_value(client_id: int, chosen: str, page: int) -> str:
    """Write which page of whose history a button turns to."""
    return f"{client_id}:{chosen}:{page}"


def undo_value(event: FactEvent, shown: HistoryPage) -> str:
    """Write which fact a button takes back, and on which page it stands."""
    return f"{event.fact_id}:{page_value(shown.client.client_id, shown.chosen, shown.page)}"


def parse_undo_value(value: str) -> tuple[int, tuple[int, str, int]]:
    """Read what `undo_value` wrote."""
    fact_id, _separator, page = value.partition(":")
    return int(fact_id), parse_page_value(page)


def parse_page_value(value: str) -> tuple[int, str, int]:
    """Read what `page_value` wrote."""
    client_id, chosen, page = value.split(":")
    return int(client_id), chosen, int(page)
