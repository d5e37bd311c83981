"""Bank details: the window that shows them, the form of a change, and what a second person is asked.

None of this is ever a message in a channel; a direct message names who was called and never the account.
"""

from collections.abc import Mapping, Sequence

from bot.i18n import _
from bot.policy.bank import BankState, account_text
from bot.policy.reach import show_phone
from bot.policy.regions import territory_name
from bot.results.bank import BankDetail, BankFile, KnownNumber
from bot.results.clients import Client
from bot.views import forms
from bot.views.blocks import actions, button, context, divider, escape, field, header, option, section, shorten
from bot.views.ids import Action, Form, Input
from bot.views.message import Block, Message, View
from bot.views.words import day_text, local_day

CONFIRM, DECLINE = "confirm", "decline"
_LENGTH = 120
_MOST_NUMBERS = 100


def _name(client: Client) -> str:
    return escape(shorten(client.name, _LENGTH))


def bank_view(shown: BankFile, timezone: str) -> View:
    """Return the window of a client's bank details: in force, proposed, and what its reader may do."""
    blocks: list[Block] = [section(f"*{_name(shown.client)}*")]
    if shown.in_force is None:
        blocks.append(context(_("No bank details are in force.")))
    else:
        blocks += [section(detail_text(shown.in_force)), context(_in_force(shown.in_force, timezone))]
    if shown.proposed is not None:
        blocks += [divider(), header(_("Proposed")), section(detail_text(shown.proposed))]
        blocks.append(context(_proposed(shown.proposed, timezone)))
    buttons = list(_buttons(shown))
    if buttons:
        blocks.append(actions(*buttons, block_id="bank"))
    return forms.modal(Form.RESULT, _("Bank details"), blocks, submit=None, close=_("Close"))


def _buttons(shown: BankFile) -> Sequence[Block]:
    if shown.may_propose:
        return [button(_("Change"), Action.BANK_CHANGE, str(shown.client.client_id))]
    if shown.proposed is None:
        return []
    value = str(shown.proposed.bank_id)
    if shown.may_answer:
        return [button(_("Look and answer"), Action.BANK_ANSWER, value, style="primary")]
    return [button(_("Withdraw"), Action.BANK_WITHDRAW, value)] if shown.may_withdraw else []


def detail_text(detail: BankDetail) -> str:
    """Write a set of bank details line by line, what was typed escaped."""
    lines = [
        _("Holder: {holder}").format(holder=escape(detail.holder)),
        _("Account: `{account}`").format(account=escape(account_text(detail.account))),
    ]
    if detail.bic:
        lines.append(_("BIC: `{bic}`").format(bic=escape(detail.bic)))
    if detail.bank:
        lines.append(_("Bank: {bank}").format(bank=escape(detail.bank)))
    if detail.country:
        lines.append(_("Country: {country}").format(country=escape(territory_name(detail.country))))
    if detail.currency:
        lines.append(_("Currency: {currency}").format(currency=escape(detail.currency)))
    return "\n".join(lines)


def _in_force(detail: BankDetail, timezone: str) -> str:
    """Write who stands behind the details in force."""
    return _("Proposed by {proposer} after a call to {name}, {number}; confirmed by {answerer} on {day}.").format(
        proposer=escape(detail.proposer),
        name=escape(detail.called_name),
        number=escape(show_phone(detail.called_number)),
        answerer=escape(detail.answerer),
        day=day_text(local_day(detail.answered_at or detail.proposed_at, timezone)),
    )


def _proposed(detail: BankDetail, timezone: str) -> str:
    return _("Proposed by {proposer} on {day} after a call to {name}, {number}. It counts once confirmed.").format(
        proposer=escape(detail.proposer),
        day=day_text(local_day(detail.proposed_at, timezone)),
        name=escape(detail.called_name),
        number=escape(show_phone(detail.called_number)),
    )


def bank_form(client: Client, numbers: Sequence[KnownNumber], carried: str) -> View:
    """Return the form of a change, with the numbers that may be called; without any there is nothing to submit."""
    blocks: list[Block] = [section(f"*{_name(client)}*")]
    if not numbers:
        blocks.append(section(_nobody_to_call()))
        return forms.modal(Form.RESULT, _("Bank details"), blocks, submit=None, close=_("Back"))
    called = [option(_number(client, each), each.key) for each in numbers[:_MOST_NUMBERS]]
    blocks += [
        forms.line_input(_("Account holder"), Input.BANK_HOLDER, optional=False),
        forms.line_input(
            _("Account"), Input.BANK_ACCOUNT, optional=False, hint=_("The IBAN, where the country has them.")
        ),
        forms.line_input(_("BIC"), Input.BANK_BIC),
        forms.line_input(_("Bank"), Input.BANK_NAME),
        field(_("Country"), forms.country("country", client.country), name="country", optional=True),
        forms.line_input(_("Currency"), Input.BANK_CURRENCY, hint=_("Three letters, such as EUR.")),
        field(
            _("Which number did you call?"),
            forms.select(Input.BANK_CALLED, called),
            name=Input.BANK_CALLED,
            hint=_("Only numbers that have been on this file for a week. Never one from the letter or email itself."),
        ),
        forms.line_input(_("Whom did you speak to?"), Input.BANK_CALLED_NAME, optional=False),
    ]
    return forms.modal(
        Form.BANK, _("Change bank details"), blocks, submit=_("Propose"), carried=carried, close=_("Back")
    )


def _nobody_to_call() -> str:
    return _(
        "Nobody can be called: no phone number has been on this file for a week. Bank details are changed only after a "
        "call to a number that was known before."
    )


def _number(client: Client, known: KnownNumber) -> str:
    return _("{name}, {number}").format(name=shorten(known.name or client.name, 40), number=show_phone(known.number))


def answer_form(shown: BankFile, carried: str, timezone: str) -> View:
    """Return the form in which a second person confirms or declines what is proposed."""
    assert shown.proposed is not None
    verdicts = [option(_("Confirm"), CONFIRM), option(_("Decline"), DECLINE)]
    blocks: list[Block] = [section(f"*{_name(shown.client)}*")]
    if shown.in_force is not None:
        blocks += [section(_("*In force now*\n{details}").format(details=detail_text(shown.in_force)))]
    blocks += [
        section(_("*Proposed*\n{details}").format(details=detail_text(shown.proposed))),
        context(_proposed(shown.proposed, timezone)),
        field(_("Your answer"), forms.select(Input.BANK_VERDICT, verdicts), name=Input.BANK_VERDICT),
        field(
            _("A word on it"),
            forms.text_input(Input.BANK_WORD),
            name=Input.BANK_WORD,
            optional=True,
            hint=_("Needed when you decline; the proposer reads it."),
        ),
    ]
    return forms.modal(Form.BANK_ANSWER, _("Bank details"), blocks, submit=_("Answer"), carried=carried)


def bank_question_message(shown: BankFile) -> Message:
    """Ask a second person to look at what was proposed; the account itself stands behind the button only."""
    assert shown.proposed is not None
    text = _(
        "{proposer} proposes new bank details for *{client}*, after a call to {name} on {number}. "
        "They count once you have looked."
    ).format(
        proposer=escape(shown.proposed.proposer),
        client=_name(shown.client),
        name=escape(shorten(shown.proposed.called_name, _LENGTH)),
        number=escape(show_phone(shown.proposed.called_number)),
    )
    looking = button(_("Look and answer"), Action.BANK_ANSWER, str(shown.proposed.bank_id), style="primary")
    return Message(text, (section(text), actions(looking, block_id="bank")))


def bank_answered_message(client: Client, answered: BankDetail) -> Message:
    """Tell the proposer what became of their proposal, with the word that came with it."""
    given: Mapping[str, str] = {
        "answerer": escape(answered.answerer),
        "client": _name(client),
        "word": escape(shorten(answered.reason, _LENGTH)),
    }
    is_well = answered.state in {BankState.IN_FORCE, BankState.REPLACED}
    if is_well and answered.reason:
        text = _("{answerer} has confirmed the bank details of *{client}*: {word}").format(**given)
    elif is_well:
        text = _("{answerer} has confirmed the bank details of *{client}*. They are in force.").format(**given)
    else:
        text = _("{answerer} has declined the bank details of *{client}*: {word}").format(**given)
    return Message(text, (section(text),))


def bank_saved_view(text: str) -> View:
    """Return the window that a form about bank details turns into."""
    return forms.modal(Form.RESULT, _("Bank details"), [section(text)], submit=None, close=_("Close"))
