"""What wants a look, item by item, with its four buttons; and the messages that find a file its owner.

The daily reminder and the list behind `/client stale` are made of the same items.
"""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import UserSelectElement

from bot.i18n import _, ngettext
from bot.policy.access import Part
from bot.policy.catalogue import PART_LABELS
from bot.policy.freshness import Freshness
from bot.results.clients import Client, Value
from bot.results.freshness import Nag, StaleItem
from bot.views.blocks import MESSAGE_LIMIT, actions, button, context, escape, plain, section, shorten, size
from bot.views.ids import Action, file_section
from bot.views.measures import overdue_blocks, overdue_text
from bot.views.message import Block, Message
from bot.views.words import ago_text, owner_text, place_text, source_text, value_text

_VALUES_SHOWN = 2
_VALUE_LENGTH = 160
_NAME_LENGTH = 120
_REST_ROOM = 200
"""What the line about items left out takes."""
_ITEM, _BUTTONS = "stale:", "stale_buttons:"


def nag_message(nag: Nag, now: datetime) -> Message:
    """Return the day's reminder: a friendly line, at most three items, and where the rest is."""
    overdue = overdue_blocks(nag.measures)
    if not nag.items:
        return Message(overdue_text(nag.measures), overdue)
    opening = ngettext(
        "Have a minute? One thing in your client files may have changed.",
        "Have a minute? {count} things in your client files may have changed.",
        len(nag.items),
    ).format(count=len(nag.items))
    blocks = [section(opening), *(block for item in nag.items for block in item_blocks(item, now))]
    if nag.more:
        rest = ngettext(
            "One more can wait; `/client stale` shows it.",
            "{count} more can wait; `/client stale` lists them.",
            nag.more,
        )
        blocks.append(context(rest.format(count=nag.more)))
    text = f"{opening} {_summary(nag.items)}"
    if overdue:
        text += f" {overdue_text(nag.measures)}"
    return Message(text, (*blocks, *overdue))


def stale_message(items: Sequence[StaleItem], now: datetime) -> Message:
    """Return what the reader could bring up to date, most useful first, as much as a message holds."""
    if not items:
        text = _("Nothing is stale: everything you keep has been looked at lately.")
        return Message(text, (section(text),))
    opening = _("Worth a look, the most useful first:")
    blocks = [section(opening)]
    left = MESSAGE_LIMIT - size(blocks) - _REST_ROOM
    shown: list[StaleItem] = []
    for item in items:
        drawn = item_blocks(item, now)
        left -= size(drawn)
        if left < 0:
            break
        shown.append(item)
        blocks += drawn
    if hidden := len(items) - len(shown):
        blocks.append(context(ngettext("and {count} more", "and {count} more", hidden).format(count=hidden)))
    return Message(f"{opening} {_summary(shown)}", tuple(blocks))


def _summary(items: Sequence[StaleItem]) -> str:
    return "; ".join(
        _("{client}: {section}").format(client=_name(item.client), section=PART_LABELS[item.section]) for item in items
    )


def _name(client: Client) -> str:
    return escape(shorten(client.name, _NAME_LENGTH))


def item_blocks(item: StaleItem, now: datetime) -> tuple[Block, Block]:
    """Return one item: what is stale, its present values and since when, and the buttons to answer it."""
    value = file_section(item.client.client_id, item.section)
    heading = f"*{_name(item.client)}* · {PART_LABELS[item.section]}"
    shown = item.values[:_VALUES_SHOWN]
    lines = [_value_line(each) for each in shown]
    if item.values:
        lines.append(_origins(item.values, now))
    if item.freshness is Freshness.EMPTY:
        lines = [_("Nothing known yet.")]
    buttons = [
        button(_("Update"), Action.STALE_UPDATE, value),
        button(_("Snooze"), Action.STALE_SNOOZE, value),
        button(_("Not mine"), Action.STALE_DISOWN, value),
    ]
    if item.values:
        buttons.insert(0, button(_("Still true"), Action.STALE_CONFIRM, value, style="primary"))
    text = "\n".join([heading, *lines])
    return section(text, block_id=f"{_ITEM}{value}"), actions(*buttons, block_id=f"{_BUTTONS}{value}")


def _value_line(value: Value) -> str:
    shown = value_text(value.field, value.value, _VALUE_LENGTH, name=value.name)
    return _("{label}: {value}").format(label=escape(str(value.field.label)), value=shown)


def _origins(values: Sequence[Value], now: datetime) -> str:
    """Write where the worst value comes from and since when, and how many more are as stale."""
    worst = values[0]
    origin = _("{source}, {ago}").format(source=source_text(worst.source), ago=ago_text(worst.observed_at, now))
    hidden = len(values) - _VALUES_SHOWN
    if hidden <= 0:
        return f"_{origin}_"
    more = ngettext("_{origin}; and one more value_", "_{origin}; and {count} more values_", hidden)
    return more.format(origin=origin, count=hidden)


def answered(blocks: Sequence[Block], client_id: int, part: Part, line: str) -> tuple[Block, ...]:
    """Return the blocks of a message with one item replaced by `line`, what became of it; the last one brings thanks.

    Takes the blocks as Slack sent them with the press of the button. `line` is mrkdwn, user text escaped.
    """
    value = file_section(client_id, part)
    kept = [block for block in blocks if block.get("block_id") != f"{_BUTTONS}{value}"]
    result = [context(line) if block.get("block_id") == f"{_ITEM}{value}" else block for block in kept]
    was_there = len(kept) < len(blocks)
    if was_there and not any(str(block.get("block_id", "")).startswith(_BUTTONS) for block in result):
        result.append(context(_("That was all. Thank you!")))
    return tuple(result)


def owner_question_message(client: Client) -> Message:
    """Ask the custodian whose file it is that its owner says is not theirs."""
    place = place_text(client)
    text = _("{owner} says that the file of *{client}* is not theirs. Whose is it?").format(
        owner=owner_text(client), client=_name(client)
    )
    menu = UserSelectElement(action_id=Action.OWNER_ASSIGN, placeholder=plain(_("Assign to")))
    blocks = [section(f"{text}\n{place}" if place else text)]
    blocks.append(actions(menu, block_id=f"{Action.OWNER_ASSIGN}:{client.client_id}"))
    return Message(text, tuple(blocks))


def owner_assigned_message(client: Client) -> Message:
    """Tell somebody that a file is theirs now."""
    place = place_text(client)
    text = _("The file of *{client}* is yours now.").format(client=_name(client))
    opener = button(_("Open"), Action.OPEN_FILE, str(client.client_id))
    return Message(text, (section(f"{text}\n{place}" if place else text, accessory=opener),))
