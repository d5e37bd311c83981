"""Bank details: the window, the form of a change, and the second person's answer."""

from slack_bolt import Ack, App

from bot.handlers.answering import (
    Case,
    Outcome,
    listen,
    on_submission,
    open_case,
    open_form,
    put_view,
    redraw,
)
from bot.handlers.desk import Desk
from bot.handlers.payloads import ActionRequest, Carried, Payload, Submission
from bot.i18n import _
from bot.services import bank
from bot.services.bank import BankDraft
from bot.services.clients import require_client
from bot.views.bank import CONFIRM, answer_form, bank_form, bank_saved_view, bank_view
from bot.views.blocks import escape
from bot.views.ids import Action, Form, Input

_INPUTS = {
    "holder": Input.BANK_HOLDER, "account": Input.BANK_ACCOUNT, "bank": Input.BANK_NAME, "bic": Input.BANK_BIC,
    "country": "country", "currency": Input.BANK_CURRENCY, "called": Input.BANK_CALLED,
    "called_name": Input.BANK_CALLED_NAME,
}  # fmt: skip


def open_bank(desk: Desk, request: ActionRequest) -> None:
    """Open the window of a client's bank details."""
    with open_case(desk, request.user_id, via="bank") as case:
        client = require_client(case.session, int(request.value))
        shown = bank.read_bank(case.session, case.actor, client, now=case.now)
    open_form(desk, request, bank_view(shown, case.actor.timezone))


def _change(desk: Desk, request: ActionRequest) -> None:
    with open_case(desk, request.user_id, via="bank") as case:
        client = require_client(case.session, int(request.value))
        numbers = bank.list_numbers(case.session, case.actor, client, now=case.now)
    carried = Carried(client_id=client.client_id, below=request.view_id)
    open_form(desk, request, bank_form(client, numbers, carried.dump()))


def _propose(desk: Desk, case: Case, form: Submission) -> Outcome:
    client = require_client(case.session, form.carried.client_id or 0)
    draft = BankDraft(**{name: form.values.get(key, "") for name, key in _INPUTS.items()})
    bank.propose_bank(case.session, case.actor, client, draft, now=case.now)
    shown = bank.read_bank(case.session, case.actor, client, now=case.now)
    window = bank_view(shown, case.actor.timezone)
    return Outcome(after=lambda: put_view(desk, form.carried.below, window))


def _look(desk: Desk, request: ActionRequest) -> None:
    """Open the form of the second person's answer, or say that it came too late."""
    with open_case(desk, request.user_id, via="bank") as case:
        shown = bank.read_question(case.session, case.actor, int(request.value), now=case.now)
    if shown is None:
        open_form(desk, request, bank_saved_view(_("These bank details were answered or withdrawn meanwhile.")))
        return
    carried = Carried(item=int(request.value)).dump()
    open_form(desk, request, answer_form(shown, carried, case.actor.timezone))


def _answer(case: Case, form: Submission) -> Outcome:
    accepted = form.values.get(Input.BANK_VERDICT) == CONFIRM
    answered = bank.answer_bank(
        case.session,
        case.actor,
        form.carried.item or 0,
        accepted=accepted,
        word=form.values.get(Input.BANK_WORD, ""),
        now=case.now,
    )
    text = _("They are in force; {proposer} is told.") if accepted else _("They are declined; {proposer} is told.")
    view = bank_saved_view(text.format(proposer=escape(answered.proposer)))
    return Outcome(response={"response_action": "update", "view": view})


def _withdraw(desk: Desk, request: ActionRequest) -> None:
    with open_case(desk, request.user_id, via="bank") as case:
        client = bank.withdraw_bank(case.session, case.actor, int(request.value), now=case.now)
        shown = bank.read_bank(case.session, case.actor, client, now=case.now)
    redraw(desk, request, bank_view(shown, case.actor.timezone))


def register(app: App, desk: Desk) -> None:
    """Register the window's buttons and the two forms."""
    listen(
        app,
        desk,
        {
            Action.OPEN_BANK: open_bank,
            Action.BANK_CHANGE: _change,
            Action.BANK_ANSWER: _look,
            Action.BANK_WITHDRAW: _withdraw,
        },
    )

    @app.view(Form.BANK.value)
    def _proposed(ack: Ack, body: Payload) -> None:
        on_submission(desk, ack, body, lambda case, form: _propose(desk, case, form))

    @app.view(Form.BANK_ANSWER.value)
    def _answered(ack: Ack, body: Payload) -> None:
        on_submission(desk, ack, body, _answer)
