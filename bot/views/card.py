"""The file card: one client at a glance, as much as its reader may see."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from bot.i18n import _, ngettext
from bot.policy.access import Part, Right
from bot.policy.catalogue import PART_LABELS
from bot.policy.contacts import KIND_LABELS, OUTCOME_LABELS, ContactKind, Outcome
from bot.policy.freshness import Freshness
from bot.results.clients import Client, ContactView, FileCard, InteractionView, SectionView, Value
from bot.views.address_book import contact_text, shown_first, sites_text
from bot.views.blocks import (
    MESSAGE_LIMIT,
    actions,
    button,
    context,
    divider,
    escape,
    header,
    overflow,
    section,
    shorten,
    size,
)
from bot.views.forms import modal
from bot.views.ids import Action, Form, file_section
from bot.views.kept_as import kept_as_blocks
from bot.views.message import Block, Message, View
from bot.views.quality import file_text
from bot.views.sales import sales_block
from bot.views.sell_through import glance_text
from bot.views.stages import proposal_blocks
from bot.views.words import (
    ago_text,
    day_text,
    freshness_text,
    local_day,
    owner_text,
    place_text,
    source_text,
    stage_text,
    value_text,
)

VALUE_LIMITS = (160, 80, 40, 16)
"""How much of each text a card shows: less where it would not fit into a message otherwise."""
CONTACTS_SHOWN = 5


def card(shown: FileCard, *, now: datetime, timezone: str) -> Message:
    """Return the card for its reader alone."""
    for most in VALUE_LIMITS:
        blocks = _blocks(shown, most, now=now, timezone=timezone)
        if size(blocks) <= MESSAGE_LIMIT:
            break
    return Message(_summary(shown), tuple(blocks))


def _blocks(shown: FileCard, most: int, *, now: datetime, timezone: str) -> list[Block]:
    """Draw the card with no more than `most` characters of each text that people wrote."""
    client = shown.client
    blocks: list[Block] = [header(client.name), directory_line(client, shown.via_name)]
    if shown.group:
        blocks.append(group_block(shown.group))
    if shown.quality is not None:
        blocks.append(context(file_text(shown.quality)))
    blocks.append(_main_buttons(shown))
    if shown.proposal is not None:
        blocks += proposal_blocks(shown.proposal, with_name=False)
    if shown.sales is not None:
        blocks.append(sales_block(shown.sales))
    if shown.sell_through is not None:
        blocks.append(context(glance_text(shown.sell_through, timezone)))
    if shown.interactions is not None:
        blocks.append(_latest(shown.interactions, now, most))
    blocks += [*_who_and_where(shown, most), divider()]
    for each in shown.sections:
        if each.right >= Right.READ:
            blocks += _section(client, each, most, timezone=timezone)
    if sealed := _sealed(shown):
        blocks.append(context(sealed))
    blocks += kept_as_blocks(shown.merges, may_undo=shown.may_undo_merges, timezone=timezone)
    return blocks


def _who_and_where(shown: FileCard, most: int) -> list[Block]:
    blocks = [_contacts(shown.contacts, most)] if shown.contacts else []
    if sites := sites_text(shown.sites, most):
        blocks.append(context(sites))
    return blocks


def _contacts(contacts: Sequence[ContactView], most: int) -> Block:
    lines = [_("*Contacts*"), *(contact_text(each, most) for each in shown_first(contacts, CONTACTS_SHOWN))]
    hidden = len(contacts) - CONTACTS_SHOWN
    if hidden > 0:
        lines.append(ngettext("and {count} more", "and {count} more", hidden).format(count=hidden))
    return section("\n".join(lines))


def directory_line(client: Client, via: str = "") -> Block:
    """Return what everybody may read: code, place, stage, through whom, owner."""
    parts = [f"`{escape(client.code)}`", place_text(client), stage_text(client, shorten(via, VALUE_LIMITS[1]))]
    owner = _("owner: {owner}").format(owner=owner_text(client))
    return context("  ·  ".join([part for part in parts if part] + [owner]))


def group_block(members: Sequence[Client]) -> Block:
    """Return the others of a corporate group, with the menu that opens their files."""
    names = ", ".join(escape(shorten(each.name, VALUE_LIMITS[1])) for each in members)
    choices = [(each.name, str(each.client_id)) for each in members]
    menu = overflow(Action.OPEN_MEMBER, choices)
    return section(_("In the same group: {names}").format(names=names), accessory=menu, block_id="group")


def card_view(client: Client, shown: Message) -> View:
    """Return the card for reading inside a form's window, whose title is the client's name.

    Its buttons would have nowhere to answer there.
    """
    blocks = [
        {key: value for key, value in block.items() if key != "accessory"}
        for block in shown.blocks
        if block["type"] not in {"actions", "header"}
    ]
    return modal(Form.RESULT, client.name, blocks, submit=None, close=_("Back"))


def directory_card(client: Client) -> Message:
    """Return the directory part alone, fit for a channel."""
    text = ", ".join(filter(None, [client.name, place_text(client)]))
    return Message(escape(text), (section(f"*{escape(client.name)}*"), directory_line(client)))


def _summary(shown: FileCard) -> str:
    client = shown.client
    states = [
        f"{PART_LABELS[each.part]}: {freshness_text(each.freshness)}"
        for each in shown.sections
        if each.right >= Right.READ
    ]
    return ". ".join([", ".join(filter(None, [escape(client.name), place_text(client), stage_text(client)])), *states])


def _main_buttons(shown: FileCard) -> Block:
    client_id = str(shown.client.client_id)
    buttons = []
    if shown.rights[Part.TRADING] is Right.WRITE:
        buttons.append(button(_("Log a contact"), Action.OPEN_LOG, client_id, style="primary"))
    if shown.rights[Part.CREDIT] >= Right.READ:
        buttons.append(button(_("Credit"), Action.OPEN_CREDIT, client_id))
    buttons.append(button(_("Share here"), Action.SHARE_CARD, client_id))
    buttons.append(overflow(Action.CARD_MENU, _more(shown)))
    return actions(*buttons, block_id=f"card:{client_id}")


def _more(shown: FileCard) -> list[tuple[str, str]]:
    """Return what stands under “⋯” beside the main buttons: five entries at most, each done by its own action."""
    client_id = shown.client.client_id
    entries = [
        (_("Contacts and sites"), f"{Action.OPEN_CONTACTS}|{client_id}"),
        (_("History"), f"{Action.OPEN_HISTORY}|{client_id}"),
    ]
    if shown.interactions:
        entries.append((_("Calls and messages"), f"{Action.OPEN_TALKS}|{client_id}"))
    if shown.rights[Part.BANK] >= Right.READ:
        entries.append((_("Bank details"), f"{Action.OPEN_BANK}|{client_id}"))
    if shown.client.relation == "indirect" and shown.rights[Part.BUSINESS] >= Right.READ:
        entries.append((_("Sell-through"), f"{Action.OPEN_SELL_THROUGH}|{client_id}"))
    return entries


def _latest(contacts: Sequence[InteractionView], now: datetime, most: int) -> Block:
    if not contacts:
        return context(_("No call, email or visit logged yet."))
    lines = [contact_line(each, now, most=most) for each in contacts]
    return section("\n".join([_("*Latest calls, emails and visits*"), *lines]))


def contact_line(
    contact: InteractionView, now: datetime, *, with_step: bool = True, most: int = VALUE_LIMITS[0]
) -> str:
    """Write one contact in a line: what, when, who, how it ended, the note's beginning, and what was agreed."""
    line = (
        _("{kind}, {ago}, {person}: {outcome}. {note}")
        .format(
            kind=_label(contact.kind, kinds=True),
            ago=ago_text(contact.happened_at, now),
            person=escape(contact.person),
            outcome=_label(contact.outcome),
            note=escape(shorten(" ".join(contact.note.split()), most)),
        )
        .rstrip()
    )
    if with_step and contact.next_step and contact.next_on:
        step = escape(shorten(contact.next_step, most))
        line += " " + _("_Next: {step}, {day}_").format(step=step, day=day_text(contact.next_on))
    return line


def _label(key: str, *, kinds: bool = False) -> str:
    try:
        return str(KIND_LABELS[ContactKind(key)] if kinds else OUTCOME_LABELS[Outcome(key)])
    except ValueError:
        return key


def _section(client: Client, shown: SectionView, most: int, *, timezone: str) -> list[Block]:
    title = f"*{PART_LABELS[shown.part]}*  {freshness_text(shown.freshness)}"
    origins = [_origin(each, timezone) for each in shown.values]
    usual = Counter(origins).most_common(1)[0][0] if origins else ""
    if usual:
        title = f"{title}  ·  _{usual}_"
    lines = [
        _value_line(each, shown, "" if origin == usual else origin, most)
        for each, origin in zip(shown.values, origins, strict=True)
    ]
    if shown.missing and shown.values:
        lines.append(_missing(shown))
    value = file_section(client.client_id, shown.part)
    menu = None
    if shown.right is Right.WRITE:
        choices = [(_("Update"), f"{Action.OPEN_EDIT}|{value}")]
        if shown.freshness in {Freshness.STALE, Freshness.DUE}:
            choices.append((_("Still true"), f"{Action.STALE_CONFIRM}|{value}"))
        menu = overflow(Action.SECTION_MENU, choices)
    return [section("\n".join([title, *lines]), accessory=menu, block_id=f"section:{shown.part.value}")]


def _origin(value: Value, timezone: str) -> str:
    """Write where a value comes from and since when it is known."""
    return _("{source}, {day}").format(
        source=source_text(value.source), day=day_text(local_day(value.observed_at, timezone))
    )


def _value_line(value: Value, shown: SectionView, origin: str, most: int) -> str:
    """Write one value; its state too where it differs from what the section's title says, as does an `origin`."""
    line = _("{label}: {value}").format(
        label=escape(str(value.field.label)),
        value=value_text(value.field, value.value, most, name=value.name),
    )
    marks = [f"_{origin}_"] if origin else []
    if value.freshness not in {Freshness.FRESH, shown.freshness}:
        marks.append(freshness_text(value.freshness))
    return "  ".join([line, *marks])


def _missing(shown: SectionView) -> str:
    names = ", ".join(escape(str(each.label)) for each in shown.missing[:4])
    more = len(shown.missing) - 4
    if more > 0:
        text = ngettext("_Not known: {names} and {more} more_", "_Not known: {names} and {more} more_", more)
        return text.format(names=names, more=more)
    return _("_Not known: {names}_").format(names=names)


def _sealed(shown: FileCard) -> str:
    if not shown.asked_for:
        return ""
    names = ", ".join(str(PART_LABELS[part]) for part in shown.asked_for)
    return _("Not open to you: {names}. The custodian can give you access.").format(names=names)
