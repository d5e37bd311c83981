"""Likely pairs of files, best first, with the reasons and what can be done about each; and the pairs kept apart."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.i18n import _, lazy, ngettext
from bot.policy.duplicates import REASONS, Grade, Reason
from bot.results.clients import Client
from bot.results.duplicates import KeptApart, Pair, PairPage
from bot.views.blocks import actions, button, context, escape, section, shorten
from bot.views.ids import Action, pair_value
from bot.views.message import Block, Message
from bot.views.words import day_text, local_day, owner_text, place_text, stage_text

NAME_LENGTH, CITY_LENGTH, CODE_LENGTH = 60, 30, 20
"""A page of five pairs must fit into a message, whatever their names are made of."""

_GRADES = {
    Grade.CERTAIN: lazy("Almost certainly one client"),
    Grade.LIKELY: lazy("Probably one client"),
    Grade.WORTH_A_LOOK: lazy("One name: worth a look"),
}


def duplicates_message(listed: PairPage, line: str = "") -> Message:
    """Return one page of pairs, under a line of mrkdwn on what was just done."""
    opening = _opening(listed)
    blocks = [context(line)] if line else []
    blocks.append(section(opening))
    for pair in listed.pairs:
        blocks += pair_blocks(pair, listed.page)
    if turning := _turning(listed):
        blocks.append(actions(*turning, block_id="duplicates"))
    told = "; ".join(_names(pair.one, pair.other) for pair in listed.pairs)
    return Message(" ".join(filter(None, [line, opening, told])), tuple(blocks))


def _opening(listed: PairPage) -> str:
    if not listed.count:
        return _("No two files look like one client.")
    found = ngettext(
        "One pair of files looks like one client.",
        "{count} pairs of files look like one client each, the surest first.",
        listed.count,
    ).format(count=listed.count)
    if listed.pages == 1:
        return found
    return _("{found} Page {page} of {pages}.").format(found=found, page=listed.page + 1, pages=listed.pages)


def _turning(listed: PairPage) -> list[Block]:
    buttons = []
    if listed.page > 0:
        buttons.append(button(_("Surer ones"), Action.DUPLICATES_BACK, str(listed.page - 1)))
    if listed.page + 1 < listed.pages:
        buttons.append(button(_("More pairs"), Action.OPEN_DUPLICATES, str(listed.page + 1)))
    if listed.kept_apart:
        label = _("Kept apart: {count}").format(count=listed.kept_apart)
        buttons.append(button(label, Action.OPEN_KEPT_APART, "0"))
    return buttons


def pair_blocks(pair: Pair, page: int) -> list[Block]:
    """Return one pair: both files, how sure it is and why, and the buttons to decide on it."""
    value = pair_value(pair.one.client_id, pair.other.client_id)
    lines = [f"*{_GRADES[pair.grade]}*", _file_line(pair.one), _file_line(pair.other)]
    lines.append(reasons_text(pair.reasons))
    buttons = [
        button(_("Compare and merge"), Action.OPEN_MERGE, value, style="primary"),
        button(_("Not the same"), Action.KEEP_APART, value),
    ]
    return [
        section("\n".join(filter(None, lines)), block_id=f"pair:{value}"),
        actions(*buttons, block_id=f"pair_buttons:{page}:{value}"),
    ]


def page_of(block_id: str) -> int:
    """Return the page of the list on which a pair's buttons stand, by their block."""
    return int(block_id.split(":")[1])


def _file_line(client: Client) -> str:
    cut = replace(client, city=shorten(client.city or "", CITY_LENGTH))
    code = f"`{escape(shorten(client.code, CODE_LENGTH))}`"
    about = [code, place_text(cut), stage_text(client), owner_text(client)]
    return f"• *{_name(client)}*  " + "  ·  ".join(filter(None, about))


def reasons_text(reasons: Iterable[Reason]) -> str:
    """Write the reasons, each a sentence, in small letters."""
    sentences = " ".join(str(REASONS[reason]) for reason in reasons)
    return f"_{sentences}_" if sentences else ""


def _name(client: Client) -> str:
    return escape(shorten(client.name, NAME_LENGTH))


def _names(one: Client, other: Client) -> str:
    return _("{one} and {other}").format(one=_name(one), other=_name(other))


def kept_apart_text(one: Client, other: Client) -> str:
    """Say that two files will not be proposed again."""
    return _("Noted: *{one}* and *{other}* are not the same. They will not be proposed again.").format(
        one=_name(one), other=_name(other)
    )


def proposed_again_text(one: Client, other: Client) -> str:
    """Say that two files may be proposed again."""
    return _("*{one}* and *{other}* may be proposed as one client again.").format(one=_name(one), other=_name(other))


def kept_apart_message(kept: Sequence[KeptApart], page: int, *, has_more: bool, timezone: str) -> Message:
    """Return the pairs that were said not to be the same, each with a button that takes it back."""
    opening = _("Pairs that were said not to be the same client, the latest first:")
    if not kept:
        opening = _("No pair is kept apart.")
    blocks = [section(opening)]
    for each in kept:
        value = pair_value(each.one.client_id, each.other.client_id)
        taking_back = button(_("Propose again"), Action.PROPOSE_AGAIN, value)
        blocks.append(section(_kept_line(each, timezone), accessory=taking_back, block_id=f"apart:{value}"))
    buttons = [button(_("Likely pairs"), Action.OPEN_DUPLICATES, "0")]
    if has_more:
        buttons.append(button(_("Earlier ones"), Action.OPEN_KEPT_APART, str(page + 1)))
    blocks.append(actions(*buttons, block_id="kept_apart"))
    return Message(" ".join([opening, *(_names(each.one, each.other) for each in kept)]), tuple(blocks))


def _kept_line(kept: KeptApart, timezone: str) -> str:
    lines = [_file_line(kept.one), _file_line(kept.other)]
    day = day_text(local_day(kept.decided_at, timezone))
    lines.append(_("_{person}, {day}_").format(person=escape(kept.person), day=day))
    return "\n".join(lines)
