"""`/client import waiting`: lines of the ledger that wait for their client or product, and matching them by hand."""

from slack_bolt import Ack, App

from bot.errors import Conflict
from bot.handlers import add
from bot.handlers.answering import (
    Case,
    Outcome,
    later,
    listen,
    on_submission,
    open_case,
    open_form,
    open_report,
    respond,
)
from bot.handlers.desk import Desk
from bot.handlers.payloads import ActionRequest, Carried, CommandRequest, Payload, Submission
from bot.results.waiting import Decision, ReferenceKind
from bot.services import waiting
from bot.views import problems
from bot.views import waiting as views
from bot.views.ids import Action, Form, Input
from bot.views.message import Message
from bot.views.waiting import Choosing, Place


def listing(
    desk: Desk, user_id: str, kind: ReferenceKind, page: int, line: str = "", undo: Decision | None = None
) -> Message:
    """Return one page of what waits, under a line on what was just done."""
    with open_report(desk, user_id, via="waiting") as (case, reader):
        listed = waiting.list_waiting(case.session, reader, case.actor, kind, page=page, now=case.now)
    return views.waiting_message(listed, line, undo)


def command(desk: Desk, request: CommandRequest, rest: str) -> None:
    """Answer `/client import waiting` after the acknowledgement: it adds up all that waits."""
    is_product = rest.strip().lower().startswith(ReferenceKind.PRODUCT.value)
    kind = ReferenceKind.PRODUCT if is_product else ReferenceKind.CLIENT
    later(desk, request, lambda: listing(desk, request.user_id, kind, 0))


def _open(desk: Desk, request: ActionRequest) -> None:
    """Put another page, or the list of the other kind, in the place of the list."""
    place = Place.load(request.value)
    later(desk, request, lambda: listing(desk, request.user_id, place.kind, place.page), replace=True)


def _choose(desk: Desk, request: ActionRequest) -> None:
    """Match a group to what was chosen beside it, ask for another client or product, or open a new client's file."""
    deed, target_id, place = views.parse_choice(request.value)
    if deed is Choosing.IT:
        # A hundred thousand lines take a second: they are matched after the acknowledgement.
        later(desk, request, lambda: _matched(desk, request.user_id, place, target_id), replace=True)
        return
    with open_case(desk, request.user_id, via="waiting") as case:
        group = waiting.require_group(case.session, case.actor, place.kind, place.mark, now=case.now)
    if deed is Choosing.NEW:
        open_form(desk, request, add.form_view(desk, request.user_id, group.reference, request.response_url))
    else:
        carried = Carried(response_url=request.response_url, waiting=place.dump())
        open_form(desk, request, views.matching_form(group, carried.dump()))


def _matched(desk: Desk, user_id: str, place: Place, target_id: int) -> Message:
    """Match a group and return the page that it stood on; whoever comes second is told there who was first."""
    try:
        with open_case(desk, user_id, via="waiting") as case:
            decided = waiting.match_group(case.session, case.actor, place.kind, place.mark, target_id, now=case.now)
    except Conflict as conflict:
        return listing(desk, user_id, place.kind, place.page, problems.sentence(conflict))
    return listing(desk, user_id, place.kind, place.page, views.matched_text(decided), decided)


def _save(desk: Desk, case: Case, form: Submission) -> Outcome:
    """Take the form's answer when it may be given; the lines follow once it is acknowledged."""
    place = Place.load(form.carried.waiting)
    waiting.require_group(case.session, case.actor, place.kind, place.mark, now=case.now)
    chosen = form.values[Input.CLIENT if place.kind is ReferenceKind.CLIENT else Input.PRODUCT]

    def follow() -> None:
        respond(desk, form.carried.response_url, _matched(desk, form.user_id, place, int(chosen)), replace=True)

    return Outcome(after=follow)


def _take_back(desk: Desk, request: ActionRequest) -> None:
    later(desk, request, lambda: _taken_back(desk, request.user_id, Place.load(request.value)), replace=True)


def _taken_back(desk: Desk, user_id: str, place: Place) -> Message:
    try:
        with open_case(desk, user_id, via="waiting") as case:
            decided = waiting.take_back(case.session, case.actor, place.kind, place.mark, now=case.now)
            line = views.taken_back_text(decided)
    except Conflict as conflict:
        line = problems.sentence(conflict)
    return listing(desk, user_id, place.kind, place.page, line)


def _decisions(desk: Desk, request: ActionRequest) -> None:
    later(desk, request, lambda: _decided(desk, request.user_id, Place.load(request.value)), replace=True)


def _decided(desk: Desk, user_id: str, place: Place) -> Message:
    with open_report(desk, user_id, via="waiting") as (case, reader):
        listed = waiting.list_decisions(reader, case.actor, place.kind, page=place.page, now=case.now)
    return views.decisions_message(listed, place.kind, case.actor.timezone)


def register(app: App, desk: Desk) -> None:
    """Register the list's menu and buttons, and the form."""
    listen(
        app,
        desk,
        {
            Action.OPEN_WAITING: _open,
            Action.WAITING_BACK: _open,
            Action.WAITING_KIND: _open,
            Action.WAITING_MENU: _choose,
            Action.OPEN_MATCHED: _decisions,
            Action.MATCH_UNDO: _take_back,
        },
    )

    @app.view(Form.WAITING.value)
    def _asked(ack: Ack, body: Payload) -> None:
        on_submission(desk, ack, body, lambda case, form: _save(desk, case, form))
