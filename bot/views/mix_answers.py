"""Whole answers about sales: one or two units under each other, and what is said where a file goes with them."""

from collections.abc import Sequence
from dataclasses import replace

from bot.i18n import _, ngettext
from bot.results.charts import title_of
from bot.results.composition import Composition, CrossedMix
from bot.views.blocks import context, escape, shorten
from bot.views.crossed import crossed_message
from bot.views.message import Block, Message
from bot.views.mix import mix_message
from bot.views.mix_blocks import notes_text

UNITS = 2
"""Compositions in one message: Slack takes two charts and two tables."""
NO_UNIT = "-"
"""How lines without a unit are asked for."""
_UNITS_SHOWN, _UNIT_SHOWN = 120, 40
"""Letters of all units that are named, and of one."""

Found = Composition | CrossedMix


def shown(found: Sequence[Found]) -> Sequence[Found]:
    """Return the compositions that one message holds, those with figures first."""
    return _in_order(found)[:UNITS]


def _in_order(found: Sequence[Found]) -> list[Found]:
    return sorted(found, key=lambda each: not any(row.amount for row in each.rows))


def mix_answer(found: Sequence[Found], *, asked: str, may_share: bool, suggestions: Sequence[Block] = ()) -> Message:
    """Return the answer to one question: crossed, or one composition a unit, with a word on the units that are left.

    `asked` is what stands behind the buttons, empty for none; `suggestions` follow the last table.
    """
    drawn = shown(found)
    if not drawn:
        return Message(_("No sales in this period."))
    messages = [
        _one(each, asked if each is drawn[-1] else "", suggestions if each is drawn[-1] else (), may_share=may_share)
        for each in drawn
    ]
    left = _left(_in_order(found)[UNITS:])
    return Message(
        "\n".join(each.text for each in messages),
        (*(block for each in messages for block in each.blocks), *left),
        fallback=(*(block for each in messages for block in (each.fallback or each.blocks)), *left),
    )


def _one(found: Found, asked: str, suggestions: Sequence[Block], *, may_share: bool) -> Message:
    if isinstance(found, CrossedMix):
        return crossed_message(found, query=asked, may_share=may_share, suggestions=suggestions)
    return mix_message(found, query=asked, may_share=may_share, suggestions=suggestions)


def _left(found: Sequence[Found]) -> tuple[Block, ...]:
    """Say which units have no room in the message, and how one of them is asked for."""
    units = [each.unit or NO_UNIT for each in found if isinstance(each, Composition)]
    if not units:
        return ()
    text = ngettext(
        "One more unit: {units}. Ask for it by adding `unit:{unit}`.",
        "{count} more units: {units}. Ask for one by adding `unit:{unit}`.",
        len(units),
    )
    named = escape(shorten(", ".join(units), _UNITS_SHOWN))
    return (context(text.format(count=len(units), units=named, unit=escape(shorten(units[0], _UNIT_SHOWN)))),)


def with_word(message: Message, word: str) -> Message:
    """Return the plain form of an answer with a word on what goes with it, over its buttons."""
    plain = list(message.fallback or message.blocks)
    place = next((at for at, block in enumerate(plain) if block["type"] == "actions"), len(plain))
    return replace(message, fallback=(*plain[:place], context(escape(word)), *plain[place:]))


def with_picture_sent(message: Message) -> Message:
    """Return the plain form of an answer whose chart went to its asker as a picture."""
    return with_word(message, _("The chart is in your messages with me, as a picture."))


def with_picture_beside(message: Message) -> Message:
    """Return the plain form of an answer whose chart stands beside it as a picture."""
    return with_word(message, _("The chart stands here as a picture."))


def file_words(found: Found) -> str:
    """Write what stands over a file: what it shows, whose figures they are, and to which day."""
    return "\n".join([f"*{escape(title_of(found))}*", notes_text(found)])


def book_sent(title: str) -> Message:
    """Say that a workbook has arrived, and where."""
    text = _("“{title}” is in your messages with me, as XLSX.").format(title=escape(title))
    return Message(text)
