"""`/client settings`: what the custodian keeps, and the lists of choices among it."""

from collections.abc import Sequence

from bot.i18n import _, ngettext
from bot.policy.catalogue import PART_LABELS, Choice, Field
from bot.policy.own_fields import LONGEST_LABEL
from bot.results.choices import ChoiceList
from bot.views import forms
from bot.views.blocks import actions, button, context, escape, field, option, overflow, section, shorten
from bot.views.ids import Action, ChoiceDeed, Form, Input, choice_value
from bot.views.message import Block, View

CHOICES_SHOWN = 20
"""On one page of a list: few enough to be read on a phone."""
MOST_LISTS = 100


def settings_form() -> View:
    """Return the window that leads to everything that is set in Slack."""
    opening = button(_("Open"), Action.CHOICES_OPEN, "-")
    text = _(
        "*Lists of choices*\nWhat may be chosen for industry, type and the like: add, rename, retire, put in order."
    )
    grading = button(_("Open"), Action.GRADE_RULES_OPEN, "-")
    grades = _("*Sales grades*\nTheir names and bounds, over how many months, and who would move before it is so.")
    blocks = [section(text, accessory=opening), section(grades, accessory=grading)]
    return forms.modal(Form.SETTINGS, _("Settings"), blocks, submit=None, close=_("Close"))


def choices_view(lists: Sequence[Field], shown: ChoiceList, *, page: int = 0, notice: str = "") -> View:
    """Return one page of a list; `notice` says why what was pressed last could not be done."""
    choices = shown.field.choices
    pages = max(-(-len(choices) // CHOICES_SHOWN), 1)
    page = min(max(page, 0), pages - 1)
    first = page * CHOICES_SHOWN
    blocks = [_heading(lists, shown)]
    if notice:
        blocks.append(section(f":warning: {escape(notice)}"))
    blocks.append(context(_about(shown)))
    blocks += [_choice(shown, place, page) for place in range(first, min(first + CHOICES_SHOWN, len(choices)))]
    if buttons := _buttons(shown, page, pages):
        blocks.append(actions(*buttons, block_id=f"choices_page:{page}"))
    return forms.modal(Form.CHOICES, _("Lists of choices"), blocks, submit=None, close=_("Back"))


def _heading(lists: Sequence[Field], shown: ChoiceList) -> Block:
    offered = [option(_list_name(each), each.key) for each in lists[:MOST_LISTS]]
    menu = forms.select(Action.CHOICES_FIELD, offered, chosen=shown.field.key)
    return actions(menu, block_id="choices_field")


def _list_name(each: Field) -> str:
    return _("{label} ({section})").format(label=each.label, section=PART_LABELS[each.section])


def _about(shown: ChoiceList) -> str:
    if shown.fixed:
        return _("Rules depend on this list: its choices can be renamed and put in order, but not added or retired.")
    return _("A retired choice is no longer offered, but stays readable wherever it stands.")


def _choice(shown: ChoiceList, place: int, page: int) -> Block:
    choice = shown.field.choices[place]
    uses = shown.uses.get(choice.key, 0)
    parts = [f"*{escape(str(choice.label))}*"]
    parts.append(ngettext("{count} file", "{count} files", uses).format(count=uses) if uses else _("no file"))
    if choice.retired:
        parts.append(_("_retired_"))
    deeds = [
        (label, choice_value(deed, shown.field.key, choice.key, page)) for deed, label in _deeds(shown, place, choice)
    ]
    return section("  ·  ".join(parts), accessory=overflow(Action.CHOICE_MENU, deeds), block_id=f"choice:{choice.key}")


def _deeds(shown: ChoiceList, place: int, choice: Choice) -> list[tuple[ChoiceDeed, str]]:
    found = [(ChoiceDeed.RENAME, _("Rename"))]
    if place > 0:
        found.append((ChoiceDeed.UP, _("Move up")))
    if place < len(shown.field.choices) - 1:
        found.append((ChoiceDeed.DOWN, _("Move down")))
    if not shown.fixed:
        found.append((ChoiceDeed.RESTORE, _("Bring back")) if choice.retired else (ChoiceDeed.RETIRE, _("Retire")))
    return found


def _buttons(shown: ChoiceList, page: int, pages: int) -> list[Block]:
    key = shown.field.key
    found = []
    if not shown.fixed:
        found.append(button(_("Add a choice"), Action.CHOICE_ADD, f"{key}|{page}", style="primary"))
    if page > 0:
        found.append(button(_("Earlier ones"), Action.CHOICES_BACK, f"{key}|{page - 1}"))
    if page < pages - 1:
        found.append(button(_("Further ones"), Action.CHOICES_ON, f"{key}|{page + 1}"))
    return found


def choice_form(of: Field, label: str, carried: str) -> View:
    """Return the form that names a choice: a new one, or one that is called `label` so far."""
    title = _("Rename a choice") if label else _("Add a choice")
    asked = field(
        _("Name"),
        forms.text_input(Input.CHOICE_LABEL, initial=label, most=LONGEST_LABEL),
        name=Input.CHOICE_LABEL,
        hint=_("What people choose and read; files that have it already show the new name too.") if label else "",
    )
    blocks = [section(f"*{escape(shorten(str(of.label), LONGEST_LABEL))}*"), asked]
    return forms.modal(Form.CHOICE, title, blocks, submit=_("Save"), carried=carried)
