"""Comparing two files and merging them, asking the custodian to, and undoing a merge."""

from slack_bolt import Ack, App

from bot.errors import Conflict
from bot.handlers.answering import Case, Outcome, on_action, on_submission, open_case, open_form, respond
from bot.handlers.desk import Desk
from bot.handlers.payloads import ActionRequest, Carried, Payload, Submission
from bot.i18n import lazy
from bot.services import comparing
from bot.views import merging as views
from bot.views.ids import Action, Form, Input, pair_value, parse_pair_value
from bot.views.message import Message


def _compare(desk: Desk, request: ActionRequest) -> None:
    one_id, other_id = parse_pair_value(request.value)
    with open_case(desk, request.user_id, via="compare") as case:
        shown = comparing.compare(
            case.session,
            case.actor,
            one_id,
            other_id,
            now=case.now,
            catalogue=desk.catalogue,
            base_currency=desk.base_currency,
        )
        first, second = (side.client.client_id for side in shown.sides)
        carried = Carried(response_url=request.response_url, link=pair_value(first, second)).dump()
        view = views.compare_form(shown, carried, now=case.now, timezone=case.actor.timezone)
    open_form(desk, request, view)


def _merge(desk: Desk, case: Case, form: Submission) -> Outcome:
    one_id, other_id = parse_pair_value(form.carried.link)
    stays = int(form.values[Input.STAYS])
    if stays not in {one_id, other_id}:
        raise Conflict(lazy("Choose one of the two files."), field=Input.STAYS)
    gone = other_id if stays == one_id else one_id
    merged = comparing.merge(case.session, case.actor, gone, stays, now=case.now, catalogue=desk.catalogue)
    return _answered(desk, form, views.merged_message(merged))


def _ask(desk: Desk, case: Case, form: Submission) -> Outcome:
    one, other = comparing.propose(case.session, case.actor, *parse_pair_value(form.carried.link), now=case.now)
    return _answered(desk, form, views.proposal_sent(one, other))


def _answered(desk: Desk, form: Submission, answer: Message) -> Outcome:
    """Put the answer in the place of the list or the message that led here, for its buttons are of the past."""
    url = form.carried.response_url
    if not url:
        return Outcome(tell=answer)
    return Outcome(after=lambda: respond(desk, url, answer, replace=True))


def _undo(desk: Desk, request: ActionRequest) -> Message:
    with open_case(desk, request.user_id, via="merge") as case:
        parted, whole = comparing.undo(
            case.session, case.actor, int(request.value), now=case.now, catalogue=desk.catalogue
        )
    return views.parted_message(parted, whole)


def register(app: App, desk: Desk) -> None:
    """Register the window's two ways of being sent off, and the buttons around it."""

    @app.action(Action.OPEN_MERGE.value)
    def _open(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: _compare(desk, request))

    @app.view(Form.MERGE.value)
    def _merge_files(ack: Ack, body: Payload) -> None:
        on_submission(desk, ack, body, lambda case, form: _merge(desk, case, form))

    @app.view(Form.MERGE_ASK.value)
    def _ask_custodian(ack: Ack, body: Payload) -> None:
        on_submission(desk, ack, body, lambda case, form: _ask(desk, case, form))

    @app.action(Action.UNDO_MERGE.value)
    def _take_back(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: _undo(desk, request))
