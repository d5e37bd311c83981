"""The answer to `/client credit`: the verdict, the figures behind it, their currency and their date."""

from datetime import date

from bot.i18n import _, ngettext
from bot.policy.credit import LimitState, Verdict
from bot.policy.money import Money, shortest
from bot.results.clients import Client
from bot.results.credit import CREDIT_NOTE, UNKNOWN_LABELS, CreditAnswer, LimitInForce, OpenInvoice
from bot.views import forms
from bot.views.blocks import actions, button, context, escape, field, header, option, section
from bot.views.ids import Action, Form, Input
from bot.views.message import Block, Message, View
from bot.views.words import day_text, money_text


def credit_message(found: CreditAnswer, *, may_set: bool) -> Message:
    """Return the answer for its reader alone; finance can set the limit from it."""
    title = _("Credit of {client}").format(client=found.client.name)
    lines = [
        _("*Limit*: {limit}").format(limit=limit_text(found.limit)),
        _("*Exposure* (open invoices only): {amount}").format(amount=_known(found, found.exposure)),
        _("*Available*: {amount}").format(amount=_available(found)),
        _("*Overdue*: {amount}").format(amount=_overdue(found)),
    ]
    blocks: list[Block] = [header(title)]
    verdict = _verdict(found)
    if verdict:
        blocks.append(section(verdict))
    blocks.append(section("\n".join(lines)))
    if found.documents:
        documents = [_document(each) for each in found.documents]
        hidden = found.open_count - len(documents)
        if hidden > 0:
            documents.append(ngettext("and {count} more", "and {count} more", hidden).format(count=hidden))
        blocks.append(section(_("*Open documents*\n{documents}").format(documents="\n".join(documents))))
    blocks.append(context(_source(found)))
    buttons = [button(_("Open the file"), Action.OPEN_FILE, str(found.client.client_id))]
    if may_set:
        buttons.insert(0, button(_("Set the limit"), Action.OPEN_LIMIT, str(found.client.client_id)))
    blocks.append(actions(*buttons, block_id="credit"))
    text = "\n".join(filter(None, [escape(title), verdict, *lines, _source(found)])).replace("*", "")
    return Message(text, tuple(blocks))


def limit_text(held: LimitInForce) -> str:
    """Write a limit; the three states read differently."""
    if held.limit.state is LimitState.NOT_SET:
        return _("not set")
    shown = _("unlimited") if held.limit.amount is None else money_text(held.limit.amount)
    if held.set_by and held.set_on:
        return _("{limit}, set by {person} on {day}").format(
            limit=shown, person=escape(held.set_by), day=day_text(held.set_on)
        )
    return shown


def _known(found: CreditAnswer, amount: Money | None) -> str:
    return money_text(amount) if amount is not None else _("unknown, {reason}").format(reason=_reason(found))


def _reason(found: CreditAnswer) -> str:
    if found.unknown is None:
        return ""
    day = day_text(found.mismatched) if found.mismatched else ""
    return UNKNOWN_LABELS[found.unknown].format(currency=found.missing_rate or "", day=day)


def _available(found: CreditAnswer) -> str:
    match found.limit.limit.state:
        case LimitState.NOT_SET:
            return _("unknown, no limit was ever set")
        case LimitState.UNLIMITED:
            return _("unlimited")
        case LimitState.AMOUNT:
            if found.available is not None and found.available.counts < 0:
                return _("none, over the limit by {amount}").format(
                    amount=money_text(Money(-found.available.counts, found.available.currency))
                )
            return _known(found, found.available)


def _overdue(found: CreditAnswer) -> str:
    if found.overdue is None or not found.overdue.counts or found.oldest_overdue is None:
        return _("nothing") if found.overdue is not None else _known(found, None)
    oldest = found.oldest_overdue
    return ngettext(
        "{amount}, the oldest {invoice} by {days} day",
        "{amount}, the oldest {invoice} by {days} days",
        oldest.days_overdue,
    ).format(amount=money_text(found.overdue), invoice=escape(oldest.invoice_id), days=oldest.days_overdue)


def _verdict(found: CreditAnswer) -> str:
    if found.asked is None or found.verdict is None:
        return ""
    asked = money_text(found.asked)
    match found.verdict:
        case Verdict.YES:
            return _("*Yes*: {amount} fits within the limit.").format(amount=asked)
        case Verdict.NO:
            return _("*No*: {amount} does not fit within the limit.").format(amount=asked)
        case Verdict.UNKNOWN:
            return _("*Unknown* whether {amount} fits: {reason}.").format(amount=asked, reason=_reason(found))


def _document(document: OpenInvoice) -> str:
    kind = _("credit note") if document.kind == CREDIT_NOTE else _("invoice")
    line = _("{kind} {number}: {amount}, due {day}").format(
        kind=kind, number=escape(document.invoice_id), amount=money_text(document.open), day=day_text(document.due)
    )
    if document.disputed:
        line = _("{document}, disputed").format(document=line)
    if document.days_overdue > 0:
        late = ngettext("{document}, *{days} day late*", "{document}, *{days} days late*", document.days_overdue)
        line = late.format(document=line, days=document.days_overdue)
    return line


def _source(found: CreditAnswer) -> str:
    """Say what the figures rest on: the statement's date and the rates used."""
    if found.as_of is None:
        return _("No invoices have been imported yet.")
    parts = [_("Invoices as of {day}, in {currency}.").format(day=day_text(found.as_of), currency=found.currency)]
    parts += [
        _("{currency} at {rate} of {day}.").format(
            currency=rate.currency, rate=format(rate.rate, "f"), day=day_text(rate.day)
        )
        for rate in found.rates
    ]
    return " ".join(parts)


def limit_form(client: Client, held: LimitInForce, carried: str, *, currency: str, today: date) -> View:
    """Return finance's form for the limit: its state, and the amount where it is one."""
    states = [
        option(_("An amount; 0 means no credit"), LimitState.AMOUNT.value),
        option(_("Unlimited"), LimitState.UNLIMITED.value),
        option(_("Not set"), LimitState.NOT_SET.value),
    ]
    amount = held.limit.amount
    shown = shortest(amount) if amount else ""
    chosen = LimitState.AMOUNT if held.limit.state is LimitState.NOT_SET else held.limit.state
    blocks: list[Block] = [
        section(
            _("*{client}*, now: {limit}").format(client=escape(client.name), limit=limit_text(held)),
        ),
        field(_("Limit"), forms.select(Input.STATE, states, chosen=chosen.value), name=Input.STATE),
        field(
            _("Amount"),
            forms.text_input(
                Input.AMOUNT, initial=shown, placeholder=_("such as 40,000 {currency}").format(currency=currency)
            ),
            name=Input.AMOUNT,
            optional=True,
            hint=_("In force from {day}.").format(day=day_text(today)),
        ),
    ]
    return forms.modal(Form.LIMIT, _("Credit limit"), blocks, submit=_("Save"), carried=carried)
