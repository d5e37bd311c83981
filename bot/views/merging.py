"""The window in which two files are compared and merged, and what is told about a merge."""

from datetime import datetime

from slack_sdk.models.blocks import RadioButtonsElement

from bot.i18n import _, ngettext
from bot.policy.catalogue import PART_LABELS
from bot.results.clients import Client
from bot.results.duplicates import Compared, Filled, Merged, MergeTold, Proposed, Side
from bot.views.blocks import actions, button, context, divider, escape, field, option, section, shorten
from bot.views.card import contact_line
from bot.views.duplicates import NAME_LENGTH, pair_blocks, reasons_text
from bot.views.forms import modal
from bot.views.ids import Action, Form, Input
from bot.views.message import Block, Message, View
from bot.views.words import day_text, local_day, money_text, owner_text, place_text, stage_text

NOTE_LENGTH = 120


def compare_form(shown: Compared, carried: str, *, now: datetime, timezone: str) -> View:
    """Return both files side by side, with the question which one stays for those who may merge them."""
    blocks: list[Block] = []
    for side in shown.sides:
        blocks += [section(_side_text(side, now, timezone)), divider()]
    if reasons := reasons_text(shown.reasons):
        blocks.append(context(reasons))
    if not shown.may_merge:
        blocks.append(section(_("Only the custodian, or whoever may write in both files, can merge them.")))
        return modal(Form.MERGE_ASK, _("One client?"), blocks, submit=_("Ask the custodian"), carried=carried)
    blocks.append(_staying(shown))
    blocks.append(context(_what_happens()))
    return modal(Form.MERGE, _("One client?"), blocks, submit=_("Merge"), carried=carried)


def _staying(shown: Compared) -> Block:
    options = [option(f"{side.client.code} {side.client.name}", str(side.client.client_id)) for side in shown.sides]
    chosen = next(each for each in options if each.value == str(shown.stays))
    element = RadioButtonsElement(action_id=Input.STAYS, options=options, initial_option=chosen)
    return field(_("Which file stays?"), element, name=Input.STAYS)


def _what_happens() -> str:
    return _(
        "The file that stays keeps its code, name and owner, and answers to the other's name and code as well. Every "
        "fact, contact, call and sale of both is in it from then on; nothing is lost, and it can be undone."
    )


def _side_text(side: Side, now: datetime, timezone: str) -> str:
    client = side.client
    about = [f"`{escape(client.code)}`", place_text(client), stage_text(client)]
    owner = _("owner: {owner}").format(owner=owner_text(client))
    opened = _("opened {day}").format(day=day_text(local_day(side.opened_at, timezone)))
    lines = [f"*{_name(client.name)}*", "  ·  ".join([*filter(None, about), owner, opened])]
    lines.append(", ".join(_filled_text(each) for each in side.filled))
    lines += _dealings(side, now)
    return "\n".join(filter(None, lines))


def _filled_text(filled: Filled) -> str:
    return _("{section}: {known} of {declared}").format(
        section=PART_LABELS[filled.part], known=filled.known, declared=filled.declared
    )


def _dealings(side: Side, now: datetime) -> list[str]:
    """Write what is going on with a client, as far as the reader may see it."""
    lines = []
    if side.contacts is not None:
        lines.append(ngettext("{count} contact", "{count} contacts", side.contacts).format(count=side.contacts))
    if side.open_steps is not None:
        steps = ngettext("{count} open follow-up", "{count} open follow-ups", side.open_steps)
        lines.append(steps.format(count=side.open_steps))
    told = [", ".join(lines)] if lines else []
    if side.last_contact is not None:
        told.append(contact_line(side.last_contact, now, with_step=False, most=NOTE_LENGTH))
    if side.sales is not None:
        told.append(
            _("Sales this year {this_year}, last year {last_year}").format(
                this_year=money_text(side.sales.this_year), last_year=money_text(side.sales.last_year)
            )
        )
    return told


def _name(name: str) -> str:
    return escape(shorten(name, NAME_LENGTH))


def merged_message(merged: Merged) -> Message:
    """Say what a merge did, with the way back."""
    text = _("*{gone}* is a part of *{stayed}* now. Nothing was lost.").format(
        gone=_name(merged.gone.name), stayed=_name(merged.stayed.name)
    )
    buttons = actions(
        button(_("Open the file"), Action.OPEN_FILE, str(merged.stayed.client_id)),
        button(_("Undo"), Action.UNDO_MERGE, str(merged.merge_id)),
        button(_("Likely pairs"), Action.OPEN_DUPLICATES, "0"),
        block_id="merged",
    )
    return Message(text, (section(text), buttons))


def parted_message(parted: Client, whole: Client) -> Message:
    """Say that a merge was undone."""
    text = _("*{parted}* has a file of its own again, beside *{whole}*.").format(
        parted=_name(parted.name), whole=_name(whole.name)
    )
    opening = button(_("Open the file"), Action.OPEN_FILE, str(parted.client_id))
    return Message(text, (section(text, accessory=opening),))


def proposal_sent(one: Client, other: Client) -> Message:
    """Say that the custodian is asked."""
    text = _("Thank you. The custodian is asked whether *{one}* and *{other}* are one client.").format(
        one=_name(one.name), other=_name(other.name)
    )
    return Message(text, (section(text),))


def merge_proposed_message(proposed: Proposed) -> Message:
    """Ask the custodian to look at a pair that somebody takes for one client."""
    by = f"<@{proposed.by_slack_id}>" if proposed.by_slack_id else _("Somebody")
    text = _("{person} thinks that these two files are one client:").format(person=by)
    pair = proposed.pair
    names = _("{one} and {other}").format(one=_name(pair.one.name), other=_name(pair.other.name))
    return Message(f"{text} {names}", (section(text), *pair_blocks(pair, 0)))


def files_merged_message(told: MergeTold) -> Message:
    """Tell an owner that a file of theirs was merged."""
    by = f"<@{told.person_slack_id}>" if told.person_slack_id else _("Somebody")
    text = _(
        "{person} has merged *{gone}* (`{code}`) into *{stayed}*, which {owner} looks after. Nothing was lost; the "
        "custodian can undo it."
    ).format(
        person=by,
        gone=_name(told.gone_name),
        code=escape(told.gone_code),
        stayed=_name(told.stayed.name),
        owner=owner_text(told.stayed),
    )
    opening = button(_("Open"), Action.OPEN_FILE, str(told.stayed.client_id))
    return Message(text, (section(text, accessory=opening),))
