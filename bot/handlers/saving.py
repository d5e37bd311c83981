"""“Save to client file”: the form for a message or a forwarded email, and what saving it does."""

from dataclasses import replace

from bot.errors import ClienteleError
from bot.handlers.answering import Case, Outcome, open_case
from bot.handlers.desk import Desk
from bot.handlers.formstate import FormState
from bot.handlers.incoming import read_message
from bot.handlers.payloads import Carried, MessageShortcut
from bot.results.clients import Client, Logged
from bot.results.messages import SavedBefore, Taken
from bot.services import messages
from bot.services.capture import require_may_log
from bot.services.clients import require_client
from bot.services.contacts import Contact
from bot.views import log_form, problems
from bot.views.ids import Input
from bot.views.message import View
from bot.views.message_form import message_form, saved_before, saved_before_view
from bot.views.refilling import refilled


def open_for(desk: Desk, request: MessageShortcut) -> None:
    """Stage the message and open the form for it, the client prefilled where one alone may be meant."""
    incoming = read_message(desk, request)
    with open_case(desk, request.user_id, via="save_to_file") as case:
        require_may_log(case.actor, now=case.now)
        staged_id = messages.stage_message(case.session, case.actor, incoming, now=case.now)
        view = form_view(desk, case, Carried(response_url=request.response_url, message=staged_id))
    desk.slack.views_open(trigger_id=request.trigger_id, view=view)


def form_view(desk: Desk, case: Case, carried: Carried, client: Client | None = None) -> View:
    """Return the form, for the client that was chosen in it or the one that the message is about.

    Raises Refused for a chosen client on whose file the actor may not log.
    """
    assert carried.message is not None
    found = messages.prefill(
        case.session, case.actor, carried.message, now=case.now, catalogue=desk.catalogue, client=client
    )
    kept = replace(carried, seen=log_form.seen_in(found.offer.overdue))
    return message_form(found, kept.dump(), timezone=case.actor.timezone)


def picked_view(desk: Desk, form: FormState) -> View:
    """Return an open form with what is known of the client that was chosen in it, or why nothing may be logged there.

    Nothing typed is lost.
    """
    chosen = form.typed.get(Input.CLIENT.value)
    try:
        with open_case(desk, form.user_id, via="save_to_file") as case:
            client = require_client(case.session, int(chosen.value)) if chosen and chosen.value else None
            view = form_view(desk, case, form.carried, client)
    except ClienteleError as error:
        with open_case(desk, form.user_id, via="save_to_file") as case:
            found = messages.show_message(case.session, case.actor, form.carried.message or 0, now=case.now)
        view = message_form(found, form.carried.dump(), timezone=case.actor.timezone, problem=problems.sentence(error))
    return refilled(view, form.typed)


def put_on_file(
    desk: Desk, case: Case, client: Client, carried: Carried, contact: Contact, ticked: str
) -> Logged | SavedBefore:
    """Put the staged message on the client's file; `ticked` are the boxes of the sender, one a line."""
    return messages.save_message(
        case.session,
        case.actor,
        client,
        carried.message or 0,
        contact,
        frozenset(Taken(each) for each in ticked.splitlines()),
        now=case.now,
        catalogue=desk.catalogue,
    )


def told_before(case: Case, carried: Carried, before: SavedBefore) -> Outcome:
    """Answer that the message is on the file already."""
    if carried.response_url:
        return Outcome(tell=saved_before(before, case.actor.timezone))
    view = saved_before_view(before, case.actor.timezone)
    return Outcome(response={"response_action": "update", "view": view})
