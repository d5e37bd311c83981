"""Answering what the ledger proposes for a client's stage, on its card and on the Home tab."""

from slack_bolt import Ack, App

from bot.handlers import files, home
from bot.handlers.answering import Case, Outcome, Reply, later, on_action, on_submission, open_case, open_form
from bot.handlers.desk import Desk
from bot.handlers.payloads import ActionRequest, Carried, Payload, Submission
from bot.policy.stages import LEAVING_REASON, PAST
from bot.services.stages import answer_proposal, require_proposal
from bot.views.ids import Action, Form
from bot.views.stages import past_form


def _confirm(desk: Desk, request: ActionRequest) -> Reply:
    """Confirm at once, or ask first why the client has left."""
    with open_case(desk, request.user_id, via="stage") as case:
        proposal = require_proposal(case.session, case.actor, int(request.value), now=case.now)
    if proposal.suggestion.stage != PAST:
        return _answer(desk, request, accepted=True)
    carried = Carried(response_url=request.response_url, client_id=proposal.client.client_id, item=proposal.proposal_id)
    open_form(desk, request, past_form(proposal.client, desk.catalogue.require(LEAVING_REASON), carried.dump()))
    return None


def _answer(desk: Desk, request: ActionRequest, *, accepted: bool) -> Reply:
    """Answer, and show the card or the Home tab as it is now."""
    with open_case(desk, request.user_id, via="stage") as case:
        client = answer_proposal(
            case.session, case.actor, int(request.value), accepted=accepted, now=case.now, catalogue=desk.catalogue
        )
        drawing = files.show(desk, case, client) if request.response_url else None
    if drawing is None:
        desk.later(lambda: home.publish(desk, request.user_id))
    else:
        later(desk, request, drawing, replace=True)
    return None


def _save(desk: Desk, case: Case, form: Submission) -> Outcome:
    client = answer_proposal(
        case.session,
        case.actor,
        form.carried.item or 0,
        accepted=True,
        reason=form.values.get(LEAVING_REASON, ""),
        now=case.now,
        catalogue=desk.catalogue,
    )
    if form.carried.response_url:
        return Outcome(tell=files.show(desk, case, client)())
    return Outcome(after=lambda: home.publish(desk, form.user_id))


def register(app: App, desk: Desk) -> None:
    """Register the two buttons and the form."""

    @app.action(Action.STAGE_CONFIRM.value)
    def _yes(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: _confirm(desk, request))

    @app.action(Action.STAGE_DECLINE.value)
    def _no(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: _answer(desk, request, accepted=False))

    @app.view(Form.PAST.value)
    def _past(ack: Ack, body: Payload) -> None:
        on_submission(desk, ack, body, lambda case, form: _save(desk, case, form))
