"""What of the ledger waits for its client or product, whose it may be, and what was matched by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.i18n import LazyText, _, lazy, ngettext
from bot.results.composition import Composition, CrossedMix, Missing
from bot.results.imports import ImportKind
from bot.results.waiting import Decision, DecisionPage, OfferedGroup, ReferenceKind, WaitingGroup, WaitingPage
from bot.views.blocks import actions, button, context, escape, field, option, section, shorten
from bot.views.forms import modal, searching, select
from bot.views.ids import Action, Form, Input
from bot.views.message import Block, Message, View
from bot.views.words import count_text, day_text, local_day, money_text

NAME_LENGTH, GUESS_LENGTH = 120, 45
SUMS_SHOWN = 4


class Choosing(StrEnum):
    """What is chosen in the menu beside a group."""

    IT = "it"
    ASK = "ask"
    NEW = "new"


@dataclass(frozen=True)
class Place:
    """Which group a button or form is about, and on which page of the list it stands."""

    kind: ReferenceKind
    page: int = 0
    mark: str = ""

    def dump(self) -> str:
        """Write it for a button's value."""
        return f"{self.kind.value}|{self.page}|{self.mark}"

    @staticmethod
    def load(text: str) -> "Place":
        """Read what `dump` wrote."""
        kind, page, mark = text.split("|")
        return Place(ReferenceKind(kind), int(page), mark)


def choice_value(deed: Choosing, place: Place, target_id: int = 0) -> str:
    """Write what is chosen for which group."""
    return f"{deed.value}|{target_id}|{place.dump()}"


def parse_choice(value: str) -> tuple[Choosing, int, Place]:
    """Read what `choice_value` wrote."""
    deed, target_id, place = value.split("|", 2)
    return Choosing(deed), int(target_id), Place.load(place)


_NOTHING = {
    ReferenceKind.CLIENT: lazy("No line of the ledger waits for its client."),
    ReferenceKind.PRODUCT: lazy("No line of the ledger waits for its product."),
}
_ONE_NAME: dict[ReferenceKind, LazyText] = {
    ReferenceKind.CLIENT: lazy(
        "{lines} lines of the ledger wait for their client, under one name. Totals by client leave them out."
    ),
    ReferenceKind.PRODUCT: lazy(
        "{lines} lines of the ledger wait for their product, under one name. Totals by product leave them out."
    ),
}
_ANOTHER: dict[ReferenceKind, LazyText] = {
    ReferenceKind.CLIENT: lazy("Another client…"),
    ReferenceKind.PRODUCT: lazy("Another product…"),
}
_QUESTION: dict[ReferenceKind, LazyText] = {
    ReferenceKind.CLIENT: lazy("Whose are they?"),
    ReferenceKind.PRODUCT: lazy("What is it?"),
}


def waiting_message(listed: WaitingPage, line: str = "", undo: Decision | None = None) -> Message:
    """Return one page of what waits, under a line of mrkdwn on what was just done, which can be taken back."""
    opening = _opening(listed)
    blocks: list[Block] = []
    if line:
        back = _taking_back(undo, listed.page) if undo else None
        blocks.append(section(line, accessory=back, block_id="matched"))
    blocks.append(section(opening))
    blocks += [_group_block(each, listed) for each in listed.offered]
    if turning := _turning(listed):
        blocks.append(actions(*turning, block_id="waiting_pages"))
    told = "; ".join(_name(each.group) for each in listed.offered)
    return Message(" ".join(filter(None, [line, opening, told])), tuple(blocks))


def _opening(listed: WaitingPage) -> str:
    if not listed.groups:
        return str(_NOTHING[listed.kind])
    if listed.kind is ReferenceKind.CLIENT:
        found = ngettext(
            "{lines} line of the ledger waits for its client. Totals by client leave it out.",
            "{lines} lines of the ledger wait for their client, under {groups} names. Totals by client leave them out.",
            listed.lines,
        )
    else:
        found = ngettext(
            "{lines} line of the ledger waits for its product. Totals by product leave it out.",
            "{lines} lines of the ledger wait for their product, under {groups} names. "
            "Totals by product leave them out.",
            listed.lines,
        )
    if listed.groups == 1 and listed.lines > 1:
        found = str(_ONE_NAME[listed.kind])
    text = found.format(lines=count_text(listed.lines), groups=count_text(listed.groups))
    if listed.pages == 1:
        return text
    return _("{found} Page {page} of {pages}.").format(found=text, page=listed.page + 1, pages=listed.pages)


def _group_block(offered: OfferedGroup, listed: WaitingPage) -> Block:
    group = offered.group
    menu = _menu(offered, listed.page) if listed.may_match else None
    return section(group_text(group), accessory=menu, block_id=f"waiting:{group.mark}")


def group_text(group: WaitingGroup) -> str:
    """Write what a group is: its name, how many lines in which ledgers, what they come to, and from when."""
    sums = [money_text(each) for each in group.sums[:SUMS_SHOWN]]
    if len(group.sums) > SUMS_SHOWN:
        more = len(group.sums) - SUMS_SHOWN
        sums.append(ngettext("and {count} more", "and {count} more", more).format(count=more))
    ledgers = ", ".join(_ledger(kind, count) for kind, count in group.ledgers)
    days = _("{first} to {last}").format(first=day_text(group.first), last=day_text(group.latest))
    if group.first == group.latest:
        days = day_text(group.first)
    return f"*{_name(group)}*\n" + "  ·  ".join([ledgers, *sums, days])


def _ledger(kind: ImportKind, count: int) -> str:
    if kind is ImportKind.SALES:
        text = ngettext("{count} sales line", "{count} sales lines", count)
    elif kind is ImportKind.ORDERS:
        text = ngettext("{count} order", "{count} orders", count)
    elif kind is ImportKind.INVOICES:
        text = ngettext("{count} invoice", "{count} invoices", count)
    else:
        text = ngettext("{count} payment", "{count} payments", count)
    return text.format(count=count_text(count))


def _name(group: WaitingGroup) -> str:
    if not group.reference:
        return _("Lines that name no client")
    return _quoted(group.reference)


def _quoted(reference: str) -> str:
    return _("“{name}”").format(name=escape(shorten(reference, NAME_LENGTH)))


def _menu(offered: OfferedGroup, page: int) -> Block:
    """Return the menu of those that a group may stand for, of all others, and of a client still to be opened."""
    group = offered.group
    place = Place(group.kind, page, group.mark)
    options = [
        option(f"{shorten(guess.name, GUESS_LENGTH)}, {guess.about}", choice_value(Choosing.IT, place, guess.target_id))
        for guess in offered.guesses
    ]
    options.append(option(str(_ANOTHER[group.kind]), choice_value(Choosing.ASK, place)))
    if group.kind is ReferenceKind.CLIENT and group.reference:
        options.append(option(_("A new client…"), choice_value(Choosing.NEW, place)))
    return select(Action.WAITING_MENU, options, placeholder=str(_QUESTION[group.kind])).to_dict()


def _turning(listed: WaitingPage) -> list[Block]:
    buttons = []
    if listed.page > 0:
        back = Place(listed.kind, listed.page - 1).dump()
        buttons.append(button(_("Larger ones"), Action.WAITING_BACK, back))
    if listed.page + 1 < listed.pages:
        buttons.append(button(_("More"), Action.OPEN_WAITING, Place(listed.kind, listed.page + 1).dump()))
    other = ReferenceKind.PRODUCT if listed.kind is ReferenceKind.CLIENT else ReferenceKind.CLIENT
    if listed.other_lines:
        words = _("Clients: {count}") if other is ReferenceKind.CLIENT else _("Products: {count}")
        label = words.format(count=count_text(listed.other_lines))
        buttons.append(button(label, Action.WAITING_KIND, Place(other).dump()))
    if listed.decided:
        label = _("Matched by hand: {count}").format(count=count_text(listed.decided))
        buttons.append(button(label, Action.OPEN_MATCHED, Place(listed.kind).dump()))
    return buttons


def matching_form(group: WaitingGroup, carried: str) -> View:
    """Return the form that asks for the client or product of a group."""
    if group.kind is ReferenceKind.CLIENT:
        asked = field(
            _("Client"), searching(Input.CLIENT, placeholder=_("Type a client's name")), name=Input.CLIENT.value
        )
    else:
        menu = searching(Input.PRODUCT, placeholder=_("Type a product's name"), at_least=0)
        asked = field(_("Product"), menu, name=Input.PRODUCT.value)
    hint = (
        _("Later files follow this, and it can be taken back under “Matched by hand”.")
        if group.reference
        else _("Lines without a name that come later are asked about again. It can be taken back.")
    )
    blocks = [section(group_text(group)), asked, context(hint)]
    return modal(Form.WAITING, str(_QUESTION[group.kind]), blocks, submit=_("Match"), carried=carried)


def matched_text(decided: Decision) -> str:
    """Say whose lines were matched."""
    named = _quoted(decided.reference) if decided.reference else _("lines that name no client")
    return ngettext(
        "Matched: {count} line, {named}, is *{target}* now.",
        "Matched: {count} lines, {named}, are *{target}* now.",
        decided.lines,
    ).format(count=count_text(decided.lines), named=named, target=escape(shorten(decided.target, NAME_LENGTH)))


def taken_back_text(decided: Decision) -> str:
    """Say that lines wait again."""
    named = _quoted(decided.reference) if decided.reference else _("lines that name no client")
    return ngettext(
        "Taken back: {count} line, {named}, waits again.",
        "Taken back: {count} lines, {named}, wait again.",
        decided.lines,
    ).format(count=count_text(decided.lines), named=named)


def decisions_message(listed: DecisionPage, kind: ReferenceKind, timezone: str) -> Message:
    """Return what was matched by hand, each with a button that takes it back."""
    opening = _("Matched by hand, the latest first:") if listed.decisions else _("Nothing is matched by hand.")
    blocks = [section(opening), *_decision_blocks(listed, timezone)]
    buttons = [button(_("What waits"), Action.OPEN_WAITING, Place(kind).dump())]
    if listed.has_more:
        buttons.append(button(_("Earlier ones"), Action.OPEN_MATCHED, Place(kind, listed.page + 1).dump()))
    blocks.append(actions(*buttons, block_id="matched_pages"))
    told = "; ".join(_decision_text(each, timezone) for each in listed.decisions)
    return Message(" ".join(filter(None, [opening, told])), tuple(blocks))


def _decision_blocks(listed: DecisionPage, timezone: str) -> Sequence[Block]:
    return [
        section(
            _decision_text(each, timezone),
            accessory=_taking_back(each, 0) if listed.may_match else None,
            block_id=f"matched:{each.mark}",
        )
        for each in listed.decisions
    ]


def _taking_back(decided: Decision, page: int) -> Block:
    return button(_("Take back"), Action.MATCH_UNDO, Place(decided.kind, page, decided.mark).dump())


def _decision_text(decided: Decision, timezone: str) -> str:
    named = _quoted(decided.reference) if decided.reference else _("Lines that name no client")
    return _("{named} is *{target}*. _{person}, {day}_").format(
        named=named,
        target=escape(shorten(decided.target, NAME_LENGTH)),
        person=escape(decided.person) or _("the operator"),
        day=day_text(local_day(decided.decided_at, timezone)),
    )


def waiting_line(lines: int) -> tuple[Block, ...]:
    """Return the line of the Home tab on what waits; nothing where nothing does."""
    if not lines:
        return ()
    text = ngettext(
        "{count} line of the ledger waits for its client or product.",
        "{count} lines of the ledger wait for their client or product.",
        lines,
    ).format(count=count_text(lines))
    return (section(text, accessory=waiting_button(), block_id="home_waiting"),)


def leading_to_waiting(found: Sequence[Composition | CrossedMix]) -> tuple[Block, ...]:
    """Return the button that leads from what an answer about sales leaves out to the list of it."""
    missing = {left.missing for each in found for left in each.left_out if left.lines}
    if not missing:
        return ()
    kind = ReferenceKind.CLIENT if Missing.CLIENT in missing else ReferenceKind.PRODUCT
    leading = button(_("What is left out"), Action.OPEN_WAITING, Place(kind).dump())
    return (actions(leading, block_id="mix_waiting"),)


def waiting_button() -> Block:
    """Return the button that opens the list, also for the answer to an import."""
    return button(_("What waits"), Action.OPEN_WAITING, Place(ReferenceKind.CLIENT).dump())


def arrived_text(lines: int) -> str:
    """Say that a new client has found lines that waited for it."""
    return ngettext(
        "{count} line of the ledger that waited under this name is this client's now.",
        "{count} lines of the ledger that waited under this name are this client's now.",
        lines,
    ).format(count=count_text(lines))
