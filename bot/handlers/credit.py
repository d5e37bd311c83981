"""`/client credit`: what may be shipped, and finance's form for the limit."""

from slack_bolt import Ack, App

from bot.errors import InvalidInput
from bot.handlers.answering import Case, Outcome, on_action, on_submission, open_case, open_form
from bot.handlers.desk import Desk
from bot.handlers.payloads import ActionRequest, Carried, CommandRequest, Payload, Submission
from bot.handlers.typed import name_and_amount
from bot.i18n import lazy
from bot.policy.access import Part, Right
from bot.policy.credit import Limit, LimitState
from bot.policy.money import Money, parse_money
from bot.results.clients import Client
from bot.services import gate, lookup
from bot.services.clients import require_client
from bot.services.credit import answer_credit, set_limit, usual_currency
from bot.views.credit import credit_message, limit_form
from bot.views.ids import Action, Form, Input
from bot.views.message import Message


def _answer(desk: Desk, case: Case, client: Client, asked: Money | None) -> Message:
    found = answer_credit(case.session, case.actor, client, asked=asked, base_currency=desk.base_currency, now=case.now)
    rights = gate.rights_on(case.session, case.actor, client, case.now)
    return credit_message(found, may_set=rights[Part.CREDIT] is Right.WRITE)


def command(desk: Desk, request: CommandRequest, rest: str) -> Message:
    """Answer `/client credit NAME [AMOUNT]`. The whole text is tried as a name before its last number is an amount.

    An amount without a currency is in the limit's own.
    """
    if not rest:
        raise InvalidInput(lazy("Whose credit? Write `/client credit`, the client's name and, if you like, an amount."))
    with open_case(desk, request.user_id, via="credit") as case:
        if client := lookup.get_called(case.session, rest):
            return _answer(desk, case, client, None)
        name = _name(case, rest, desk.base_currency)
        client = lookup.resolve(case.session, name, actor=case.actor, now=case.now)
        currency = usual_currency(case.session, case.actor, client, base_currency=desk.base_currency, now=case.now)
        return _answer(desk, case, client, name_and_amount(rest, currency)[1])


def _name(case: Case, rest: str, base_currency: str) -> str:
    """Return the client's name before the amount. Raises InvalidInput for an amount that is none."""
    name, asked = name_and_amount(rest, base_currency)
    words = rest.split()
    for last in (1, 2):
        tail = " ".join(words[-last:])
        is_number = any(each.isdigit() for each in tail)
        if asked is None and is_number and lookup.get_called(case.session, " ".join(words[:-last])):
            raise InvalidInput(lazy("“{text}” is not an amount; write it like 40,000 EUR."), text=tail)
    return name


def _open_form(desk: Desk, request: ActionRequest) -> None:
    with open_case(desk, request.user_id, via="credit") as case:
        client = require_client(case.session, int(request.value))
        gate.require_to_read(case.session, case.actor, client, Part.CREDIT, Right.WRITE, via="credit", now=case.now)
        found = answer_credit(
            case.session, case.actor, client, asked=None, base_currency=desk.base_currency, now=case.now
        )
        carried = Carried(response_url=request.response_url, client_id=client.client_id).dump()
        today = case.now.astimezone(desk.settings.zone).date()
        view = limit_form(client, found.limit, carried, currency=desk.base_currency, today=today)
    open_form(desk, request, view)


def _save(desk: Desk, case: Case, form: Submission) -> Outcome:
    client = require_client(case.session, form.carried.client_id or 0)
    state = LimitState(form.values[Input.STATE])
    typed = form.values.get(Input.AMOUNT, "").strip()
    if state is LimitState.AMOUNT and not typed:
        raise InvalidInput(lazy("Write the amount, such as 40,000 EUR; 0 means no credit."), field=Input.AMOUNT)
    amount = parse_money(typed, desk.base_currency, field=Input.AMOUNT) if state is LimitState.AMOUNT else None
    if amount is not None and amount.counts < 0:
        raise InvalidInput(lazy("A limit cannot be less than zero."), field=Input.AMOUNT)
    set_limit(case.session, case.actor, client, Limit(state, amount), now=case.now)
    return Outcome(tell=_answer(desk, case, client, None))


def register(app: App, desk: Desk) -> None:
    """Register the buttons and the form."""

    @app.action(Action.OPEN_CREDIT.value)
    def _open(ack: Ack, body: Payload) -> None:
        def work(request: ActionRequest) -> Message:
            with open_case(desk, request.user_id, via="credit") as case:
                return _answer(desk, case, require_client(case.session, int(request.value)), None)

        on_action(desk, ack, body, work)

    @app.action(Action.OPEN_LIMIT.value)
    def _open_limit(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: _open_form(desk, request))

    @app.view(Form.LIMIT.value)
    def _limit(ack: Ack, body: Payload) -> None:
        on_submission(desk, ack, body, lambda case, form: _save(desk, case, form))
