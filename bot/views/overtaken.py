"""The form that asks which of two people's words shall hold, where both changed the same fields of a section."""

from datetime import datetime

from slack_sdk.models.blocks import RadioButtonsElement

from bot.i18n import _, ngettext
from bot.policy.fields import Field, FieldType
from bot.results.editing import Overtaken, OvertakenField
from bot.views import forms
from bot.views.blocks import context, escape, field, option, section
from bot.views.edit_form import source_input
from bot.views.ids import Form, Input, Keep, keep_block
from bot.views.message import Block, View
from bot.views.words import ago_text, source_text, value_text

VALUE_LIMIT = 500
"""So much of each value stands in the comparison; the inputs hold the whole."""
_MOST_BLOCKS = 100
_BLOCKS_A_FIELD, _OTHER_BLOCKS = 3, 3


def fits(shown: Overtaken) -> bool:
    """Tell whether one window holds all that must be chosen and kept."""
    return _BLOCKS_A_FIELD * len(shown.fields) + len(shown.others) + _OTHER_BLOCKS <= _MOST_BLOCKS


def overtaken_form(shown: Overtaken, carried: str, *, now: datetime) -> View:
    """Return the form: for each field what it was, what stands there now and by whom, what the person wrote.

    Theirs is chosen at first, so that nobody is overwritten by haste. What the person wrote stands in inputs, and so
    does all else they changed: it is saved together with the choice.
    """
    blocks: list[Block] = [_opening(shown)]
    for each in shown.fields:
        blocks += [_comparison(each, shown, now), _choice(each.field), _mine(each.field, each.mine, shown)]
    if shown.others:
        blocks.append(context(_("*Your other changes, saved with it*")))
        blocks += [_input(declared, value, shown) for declared, value in shown.others]
    blocks.append(source_input(shown.source))
    return forms.modal(Form.EDIT_CHOICE, _("Changed meanwhile"), blocks, submit=_("Save"), carried=carried)


def _opening(shown: Overtaken) -> Block:
    count = len(shown.fields)
    text = ngettext(
        "*{client}*: while you were typing, somebody else changed {count} field that you changed too. "
        "Nothing is saved yet; choose what shall hold.",
        "*{client}*: while you were typing, somebody else changed {count} fields that you changed too. "
        "Nothing is saved yet; choose what shall hold.",
        count,
    )
    return section(text.format(client=escape(shown.client.name), count=count))


def _comparison(each: OvertakenField, shown: Overtaken, now: datetime) -> Block:
    lines = [f"*{escape(str(each.field.label))}*"]
    if each.before is not None:
        lines.append(_("It was: {value}").format(value=_text(each.field, each.before, shown)))
    theirs = _text(each.field, each.theirs, shown)
    if each.at is None:
        lines.append(_("It is now: {value}").format(value=theirs))
    else:
        lines.append(
            _("{person}, {ago}: {value}").format(
                person=escape(each.person) or source_text(each.source), ago=ago_text(each.at, now), value=theirs
            )
        )
    lines.append(_("You: {value}").format(value=_text(each.field, each.mine, shown)))
    return section("\n".join(lines))


def _text(declared: Field, value: str, shown: Overtaken) -> str:
    return value_text(declared, value, VALUE_LIMIT, name=_name(declared, value, shown))


def _name(declared: Field, value: str, shown: Overtaken) -> str:
    """Return what the client is called that a value stands for; a number of another field may look like its id."""
    return shown.names.get(value, "") if declared.type is FieldType.CLIENT else ""


def _choice(declared: Field) -> Block:
    options = [option(_("Theirs: leave it as it is now"), Keep.THEIRS), option(_("Mine, as below"), Keep.MINE)]
    buttons = RadioButtonsElement(action_id=Input.KEEP.value, options=options, initial_option=options[0])
    label = _("{label}: what shall hold?").format(label=declared.label)
    return field(label, buttons, name=keep_block(declared.key))


def _mine(declared: Field, value: str, shown: Overtaken) -> Block:
    return _input(declared, value, shown, label=_("{label}, as you wrote it").format(label=declared.label))


def _input(declared: Field, value: str, shown: Overtaken, label: str = "") -> Block:
    return forms.input_of(declared, value, name=_name(declared, value, shown), label=label)
