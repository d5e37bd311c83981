"""`/client measures`: the list, its menus, and the forms of a measure."""

from slack_bolt import Ack, App

from bot.errors import InvalidInput
from bot.handlers.answering import Case, Outcome, Reply, later, listen, on_submission, open_case, open_form
from bot.handlers.desk import Desk
from bot.handlers.payloads import ActionRequest, Carried, CommandRequest, Payload, Submission
from bot.i18n import _, lazy
from bot.results.measures import Seed
from bot.services import measures, progress
from bot.services.measures import MeasureForm
from bot.views.ids import Action, Form, Input, MeasureDeed, parse_measure_value
from bot.views.measures import FOCUS, drop_form, measure_form, measure_saved, measures_message
from bot.views.message import Message

_ADD = "add"


def command(desk: Desk, request: CommandRequest, rest: str) -> Reply:
    """Answer `/client measures`, or open the form with `add`. Raises InvalidInput for another word."""
    if rest.strip().lower() == _ADD:
        _open_new(desk, request, Seed())
        return None
    if rest.strip():
        raise InvalidInput(lazy("Write `/client measures` for the list, `/client measures add` for a new one."))
    return _page(desk, request.user_id, 0)


def _page(desk: Desk, user_id: str, page: int) -> Message:
    with open_case(desk, user_id, via="measures") as case:
        return measures_message(
            progress.list_measures(
                case.session,
                case.actor,
                page=page,
                now=case.now,
                today=case.today,
                base_currency=desk.base_currency,
                catalogue=desk.catalogue,
            )
        )


def _open(desk: Desk, request: ActionRequest) -> None:
    later(desk, request, lambda: _page(desk, request.user_id, 0))


def _turn(desk: Desk, request: ActionRequest) -> None:
    later(desk, request, lambda: _page(desk, request.user_id, int(request.value)), replace=True)


def _open_new(desk: Desk, request: CommandRequest | ActionRequest, seed: Seed) -> None:
    with open_case(desk, request.user_id, via="measures") as case:
        draft = measures.draft_measure(
            case.session,
            case.actor,
            seed,
            now=case.now,
            today=case.today,
            base_currency=desk.base_currency,
            catalogue=desk.catalogue,
        )
        carried = Carried(response_url=request.response_url, typed={"seed": seed.dump()})
        view = measure_form(draft, carried.dump())
    open_form(desk, request, view)


def _add(desk: Desk, request: ActionRequest) -> None:
    _open_new(desk, request, Seed())


def _from(desk: Desk, request: ActionRequest) -> None:
    _open_new(desk, request, Seed.load(request.value))


def _menu(desk: Desk, request: ActionRequest) -> None:
    """Close a measure and draw the list anew, or open the form that changes or drops one."""
    deed, measure_id, page = parse_measure_value(request.value)
    with open_case(desk, request.user_id, via="measures") as case:
        if deed is MeasureDeed.DONE:
            measures.close_measure(case.session, case.actor, measure_id, is_done=True, now=case.now)
        else:
            draft = measures.draft_change(case.session, case.actor, measure_id, now=case.now, catalogue=desk.catalogue)
            carried = Carried(response_url=request.response_url, item=measure_id).dump()
            is_change = deed is MeasureDeed.CHANGE
            view = measure_form(draft, carried) if is_change else drop_form(draft.what, carried)
    if deed is MeasureDeed.DONE:
        later(desk, request, lambda: _page(desk, request.user_id, page), replace=True)
    else:
        open_form(desk, request, view)


def _save(desk: Desk, case: Case, form: Submission) -> Outcome:
    typed = MeasureForm(
        what=form.values.get(Input.WHAT, ""),
        owner=form.values.get(Input.OWNER, ""),
        due=form.values.get(Input.DUE, ""),
        target=form.values.get(Input.TARGET, ""),
        client=form.values.get(Input.CLIENT, ""),
        is_focus=FOCUS in form.values.get(Input.FOCUS, "").splitlines(),
    )
    currency = desk.base_currency
    if form.carried.item is not None:
        measures.change_measure(
            case.session, case.actor, form.carried.item, typed, base_currency=currency, now=case.now, today=case.today
        )
        return Outcome(tell=measure_saved(_("The measure is changed.")))
    seed = Seed.load(form.carried.typed["seed"])
    measures.add_measure(
        case.session,
        case.actor,
        seed,
        typed,
        now=case.now,
        today=case.today,
        base_currency=currency,
        catalogue=desk.catalogue,
    )
    return Outcome(tell=measure_saved(_("The measure is kept; it stands among the open ones until it is done.")))


def _drop(case: Case, form: Submission) -> Outcome:
    measures.close_measure(
        case.session,
        case.actor,
        form.carried.item or 0,
        is_done=False,
        reason=form.values.get(Input.REASON, ""),
        now=case.now,
    )
    return Outcome(tell=measure_saved(_("The measure is dropped; the reason is kept with it.")))


def register(app: App, desk: Desk) -> None:
    """Register the list's buttons and menus, and the forms."""
    listen(
        app,
        desk,
        {
            Action.OPEN_MEASURES: _open,
            Action.MEASURES_BACK: _turn,
            Action.MEASURES_ON: _turn,
            Action.MEASURE_ADD: _add,
            Action.MEASURE_FROM: _from,
            Action.MEASURE_MENU: _menu,
        },
    )

    @app.view(Form.MEASURE.value)
    def _measure(ack: Ack, body: Payload) -> None:
        on_submission(desk, ack, body, lambda case, form: _save(desk, case, form))

    @app.view(Form.MEASURE_DROP.value)
    def _dropped(ack: Ack, body: Payload) -> None:
        on_submission(desk, ack, body, _drop)
