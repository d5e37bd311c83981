"""`/client settings`: the custodian's window, and the lists of choices in it."""

from collections.abc import Callable, Mapping
from functools import partial

from slack_bolt import Ack, App

from bot.errors import InvalidInput
from bot.handlers.answering import (
    Case,
    Outcome,
    listen,
    on_submission,
    open_case,
    open_form,
    push_form,
    put_view,
    redraw,
)
from bot.handlers.desk import Desk
from bot.handlers.payloads import ActionRequest, Carried, CommandRequest, Payload, Submission
from bot.services import choices
from bot.views.choices import choice_form, choices_view, settings_form
from bot.views.ids import Action, ChoiceDeed, Form, Input, parse_choice_value
from bot.views.message import View

LAST_PAGE = 1_000
"""Past any list's end: where a new choice stands."""


def command(desk: Desk, request: CommandRequest, rest: str) -> None:
    """Open the settings. Raises Refused for all but the custodian."""
    del rest
    with open_case(desk, request.user_id, via="settings") as case:
        choices.require_custodian(case.actor, now=case.now)
        view = settings_form()
    open_form(desk, request, view)


def _list_view(desk: Desk, case: Case, field: str, page: int, notice: str = "") -> View:
    """Return a list as it is kept now; the first one when none is named."""
    lists = choices.list_lists(desk.catalogue)
    shown = choices.read_list(case.session, case.actor, field or lists[0].key, now=case.now, declared=desk.declared)
    return choices_view(lists, shown, page=page, notice=notice)


def _open(desk: Desk, request: ActionRequest) -> None:
    with open_case(desk, request.user_id, via="settings") as case:
        view = _list_view(desk, case, "", 0)
    push_form(desk, request, view)


def _turn(desk: Desk, request: ActionRequest) -> None:
    """Show another list, or another page of this one."""
    field, _separator, page = request.value.partition("|")
    with open_case(desk, request.user_id, via="settings") as case:
        view = _list_view(desk, case, field, int(page or 0))
    redraw(desk, request, view)


def _ask_name(desk: Desk, request: ActionRequest, field: str, key: str, page: int) -> None:
    """Open the form that names a choice; a new one has no key yet."""
    with open_case(desk, request.user_id, via="settings") as case:
        of = choices.read_list(case.session, case.actor, field, now=case.now, declared=desk.declared).field
        label = of.choice_label(key) if key else ""
        given = {"field": field, "key": key, "before": label, "page": str(page), "view": request.view_id}
        view = choice_form(of, label, Carried(typed=given).dump())
    push_form(desk, request, view)


def _add(desk: Desk, request: ActionRequest) -> None:
    field, _separator, page = request.value.partition("|")
    _ask_name(desk, request, field, "", int(page))


_DEEDS: Mapping[ChoiceDeed, Callable[..., None]] = {
    ChoiceDeed.UP: partial(choices.move_choice, up=True),
    ChoiceDeed.DOWN: partial(choices.move_choice, up=False),
    ChoiceDeed.RETIRE: choices.retire_choice,
    ChoiceDeed.RESTORE: choices.restore_choice,
}


def _change(desk: Desk, request: ActionRequest) -> None:
    """Do what was chosen beside a choice; what cannot be done is said above the list."""
    deed, field, key, page = parse_choice_value(request.value)
    if deed is ChoiceDeed.RENAME:
        _ask_name(desk, request, field, key, page)
        return
    notice = ""
    try:
        with open_case(desk, request.user_id, via="settings") as case:
            _DEEDS[deed](case.session, case.actor, field, key, now=case.now, declared=desk.declared)
        desk.choices.look_again()
    except InvalidInput as refused:
        notice = str(refused)
    with open_case(desk, request.user_id, via="settings") as case:
        view = _list_view(desk, case, field, page, notice)
    redraw(desk, request, view)


def _save(desk: Desk, case: Case, form: Submission) -> Outcome:
    """Add or rename a choice; the list beneath the form is drawn again once that is saved."""
    given, label = form.carried.typed, form.values.get(Input.CHOICE_LABEL, "")
    field, key, page = given["field"], given["key"], int(given["page"])
    session, actor, now, declared = case.session, case.actor, case.now, desk.declared
    if key:
        choices.rename_choice(session, actor, field, key, label, before=given["before"], now=now, declared=declared)
    else:
        choices.add_choice(session, actor, field, label, now=now, declared=declared)
        page = LAST_PAGE

    def draw_again() -> None:
        with open_case(desk, form.user_id, via="settings") as after:
            view = _list_view(desk, after, field, page)
        put_view(desk, given["view"], view)

    return Outcome(after=draw_again)


def register(app: App, desk: Desk) -> None:
    """Register the window's buttons and menus and the form that names a choice."""
    listen(
        app,
        desk,
        {
            Action.CHOICES_OPEN: _open,
            Action.CHOICES_FIELD: _turn,
            Action.CHOICES_BACK: _turn,
            Action.CHOICES_ON: _turn,
            Action.CHOICE_ADD: _add,
            Action.CHOICE_MENU: _change,
        },
    )

    @app.view(Form.CHOICE.value)
    def _named(ack: Ack, body: Payload) -> None:
        on_submission(desk, ack, body, lambda case, form: _save(desk, case, form))
        # Whoever opens a form from here on is offered what has just been saved.
        desk.choices.look_again()
