"""Reported sell-through of an indirect client: the window, the form, and taking a report back."""

from slack_bolt import Ack, App

from bot.handlers.answering import Case, Outcome, listen, on_submission, open_case, open_form, put_view, redraw
from bot.handlers.desk import Desk
from bot.handlers.payloads import ActionRequest, Carried, Payload, Submission
from bot.results.clients import Client
from bot.services import sell_through
from bot.services.clients import require_client
from bot.services.sell_through import SellThroughDraft
from bot.views.ids import Action, Form, Input
from bot.views.message import View
from bot.views.sell_through import sell_through_form, sell_through_view


def open_sell_through(desk: Desk, request: ActionRequest) -> None:
    """Open the window of a client's reports."""
    with open_case(desk, request.user_id, via="sell_through") as case:
        window = _window(desk, case, require_client(case.session, int(request.value)))
    open_form(desk, request, window)


def _window(desk: Desk, case: Case, client: Client) -> View:
    shown = sell_through.read_file(case.session, case.actor, client, base_currency=desk.base_currency, now=case.now)
    return sell_through_view(shown, case.actor.timezone)


def _add(desk: Desk, request: ActionRequest) -> None:
    with open_case(desk, request.user_id, via="sell_through") as case:
        client = require_client(case.session, int(request.value))
        sell_through.read_file(case.session, case.actor, client, base_currency=desk.base_currency, now=case.now)
    carried = Carried(client_id=client.client_id, below=request.view_id)
    open_form(desk, request, sell_through_form(client, carried.dump(), desk.base_currency))


def _save(desk: Desk, case: Case, form: Submission) -> Outcome:
    client = require_client(case.session, form.carried.client_id or 0)
    draft = SellThroughDraft(
        period=form.values.get(Input.PERIOD, ""),
        amount=form.values.get(Input.SELL_AMOUNT, ""),
        quantity=form.values.get(Input.SELL_QUANTITY, ""),
        unit=form.values.get(Input.SELL_UNIT, ""),
        source=form.values[Input.SOURCE],
        note=form.values.get(Input.NOTE, ""),
    )
    currency = desk.base_currency
    sell_through.report(case.session, case.actor, client, draft, base_currency=currency, now=case.now, today=case.today)
    window = _window(desk, case, client)
    return Outcome(after=lambda: put_view(desk, form.carried.below, window))


def _withdraw(desk: Desk, request: ActionRequest) -> None:
    with open_case(desk, request.user_id, via="sell_through") as case:
        client = sell_through.withdraw(case.session, case.actor, int(request.value), now=case.now)
        window = _window(desk, case, client)
    redraw(desk, request, window)


def register(app: App, desk: Desk) -> None:
    """Register the window's buttons and the form."""
    listen(
        app,
        desk,
        {
            Action.OPEN_SELL_THROUGH: open_sell_through,
            Action.ADD_SELL_THROUGH: _add,
            Action.WITHDRAW_SELL_THROUGH: _withdraw,
        },
    )

    @app.view(Form.SELL_THROUGH.value)
    def _reported(ack: Ack, body: Payload) -> None:
        on_submission(desk, ack, body, lambda case, form: _save(desk, case, form))
