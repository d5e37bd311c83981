"""What finance is told of files in the watched folder that were not taken."""

from collections.abc import Sequence
from datetime import datetime

from bot.i18n import _, ngettext
from bot.policy.money import Money, minor_digits, shortest
from bot.results.deliveries import Cause, Refusal, Total
from bot.results.imports import KIND_LABELS
from bot.views.blocks import context, escape, section, shorten
from bot.views.message import Block, Message
from bot.views.words import ago_text, day_text, money_text

MOST_TOLD = 10
"""So many currencies or lines of a file are told of; the folder has the rest."""
_LONGEST = 200


def refusal_text(refusal: Refusal) -> str:
    """Say in plain words why a file was refused: for the folder, and for the command line."""
    return "\n".join([_heading(refusal, refusal.file_name), *_details(refusal)])


def delivery_refused_message(refusal: Refusal) -> Message:
    """Tell finance that a file was refused, what was expected and what was found."""
    heading = _heading(refusal, escape(refusal.file_name))
    details = [escape(shorten(each, _LONGEST)) for each in _details(refusal)]
    blocks: list[Block] = [section("\n".join([heading, *details]))]
    blocks.append(context(_what_now(refusal)))
    return Message("\n".join([heading, *details, _what_now(refusal)]), tuple(blocks))


def delivery_waiting_message(file_name: str, since: datetime, now: datetime, *, is_absent: bool) -> Message:
    """Tell finance that a file, or its control totals, has not come."""
    text = (
        _("{file} was announced {ago} and has not come; the other files of that night wait no longer for it.")
        if is_absent
        else _("{file} was delivered {ago} without its control totals, so it is not imported.")
    ).format(file=escape(shorten(file_name, _LONGEST)), ago=ago_text(since, now))
    return Message(text, (section(text),))


def _heading(refusal: Refusal, name: str) -> str:
    known = {"file": name, "kind": KIND_LABELS[refusal.kind], "day": day_text(refusal.day)}
    match refusal.cause:
        case Cause.TOTALS:
            text = _("{file} ({kind} of {day}) does not match its control totals; nothing of it was imported.")
        case Cause.LINES:
            text = _("{file} ({kind} of {day}) has lines that cannot be taken; nothing of it was imported.")
        case Cause.DRASTIC:
            text = _("{file} ({kind} of {day}) would close most of what is open; nothing of it was imported.")
        case Cause.OLDER | Cause.UNREADABLE:
            text = _("{file} ({kind} of {day}) cannot be taken; nothing of it was imported.")
    return text.format(**known)


def _details(refusal: Refusal) -> Sequence[str]:
    if refusal.cause is Cause.TOTALS:
        return _differences(refusal)
    if refusal.cause is Cause.DRASTIC:
        text = ngettext(
            "It names all but {closed} of {were_open} open item.",
            "It names all but {closed} of {were_open} open items.",
            refusal.were_open,
        )
        return [text.format(closed=refusal.closed, were_open=refusal.were_open)]
    return refusal.said[:MOST_TOLD]


def _differences(refusal: Refusal) -> Sequence[str]:
    """Set beside each other what was announced and what was found, where the two differ."""
    announced = {each.currency: each for each in refusal.announced}
    found = {each.currency: each for each in refusal.found}
    return [
        _("{place}: announced {announced}, found {found}").format(
            place=currency or _("the file"),
            announced=_total(announced.get(currency)),
            found=_total(found.get(currency)),
        )
        for currency in sorted({*announced, *found})
        if announced.get(currency) != found.get(currency)
    ][:MOST_TOLD]


def _total(total: Total | None) -> str:
    if total is None:
        return _("nothing")
    lines = ngettext("{count} line", "{count} lines", total.lines).format(count=total.lines)
    if total.amount is None or not total.currency:
        return lines
    amount = _exact(total.amount, total.currency)
    if total.open_amount is None:
        return _("{lines} of {amount}").format(lines=lines, amount=amount)
    return _("{lines} of {amount}, {open_amount} open").format(
        lines=lines, amount=amount, open_amount=_exact(total.open_amount, total.currency)
    )


def _exact(counts: int, currency: str) -> str:
    """Write an amount; one with more decimals than its currency usually has is written with all of them."""
    money = Money(counts, currency)
    return shortest(money) if counts % 10 ** (4 - min(minor_digits(currency), 4)) else money_text(money)


def _what_now(refusal: Refusal) -> str:
    if refusal.cause is Cause.OLDER:
        return _("A later statement is in already, so nothing needs to be done.")
    return _("The file and the reason are in the folder “refused”. Have it delivered again, or import it by hand.")
