"""`/client log`: a call, an email or a visit goes on the file in one form, and refreshes the file meanwhile."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from slack_bolt import Ack, App

from bot.errors import ClienteleError, Gathering
from bot.handlers import home, saving
from bot.handlers.answering import Case, Outcome, on_action, on_submission, open_case, open_form, update_form
from bot.handlers.desk import Desk
from bot.handlers.formstate import FormState
from bot.handlers.keeping import carried_on
from bot.handlers.payloads import ActionRequest, Carried, Payload, Submission, day_of
from bot.handlers.reading import reading_for
from bot.policy.contacts import ContactKind
from bot.policy.contacts import Outcome as Ending
from bot.policy.fingerprints import fingerprint
from bot.policy.values import Reading, clean_text, parse_value
from bot.results.capture import LogOffer
from bot.results.clients import Client, Logged
from bot.results.messages import SavedBefore
from bot.services.capture import credit_headroom, offer_log, require_may_log
from bot.services.clients import require_client
from bot.services.contacts import Contact, log_contact, require_sound
from bot.views import client_forms, log_form, problems
from bot.views.drafts import DraftContent
from bot.views.ids import Action, Form, Input
from bot.views.logged import logged
from bot.views.message import View
from bot.views.refilling import Typed, refilled


def form_view(
    desk: Desk,
    case: Case,
    client: Client | None,
    *,
    carried: Carried,
    picked: Client | None = None,
    also: Collection[str] = (),
) -> View:
    """Return the form, filled with all that is known before. Raises Refused before anything is typed in vain.

    `picked` is the client that was chosen in the form itself; `also` are fields of the file that are offered although
    they are fresh.
    """
    about = client or picked
    if about:
        offer = offer_log(case.session, case.actor, about, now=case.now, catalogue=desk.catalogue, also=also)
    else:
        require_may_log(case.actor, now=case.now)
        offer = LogOffer()
    kept = replace(carried, client_id=client.client_id if client else None, seen=log_form.seen_in(offer.overdue))
    return log_form.log_form(client, offer, kept.dump(), timezone=case.actor.timezone, picked=picked)


def pick_client(desk: Desk, form: FormState) -> None:
    """Add to an open form what is known of the client that was chosen in it, or why nothing may be logged there.

    Nothing typed is lost.
    """
    view = saving.picked_view(desk, form) if form.carried.message else _picked_view(desk, form)
    update_form(desk, form.view_id, form.view_hash, view)


def _picked_view(desk: Desk, form: FormState) -> View:
    chosen = form.typed.get(Input.CLIENT.value)
    try:
        with open_case(desk, form.user_id, via="log") as case:
            picked = require_client(case.session, int(chosen.value)) if chosen and chosen.value else None
            view = form_view(desk, case, None, carried=form.carried, picked=picked)
    except ClienteleError as error:
        view = log_form.log_form(None, LogOffer(), form.carried.dump(), problem=problems.sentence(error))
    return refilled(view, form.typed)


def resumed_form(desk: Desk, case: Case, content: DraftContent, draft_id: int) -> View:
    """Return the form as it was left. Raises Refused for whoever may not log on that file any more."""
    carried = carried_on(content, draft_id)
    before = carried.client_id or int(content.typed.get(Input.CLIENT, Typed("0")).value or 0)
    client = require_client(case.session, before) if before else None
    view = _drawn_again(desk, case, client, carried, content)
    if client is None:
        return refilled(view, content.typed)
    typed = _of_survivor(content.typed, before, client.client_id)
    ticks = log_form.block_about(Input.STILL_TRUE, client.client_id)
    if ticks in typed:
        typed[ticks] = Typed(_still_as_seen(typed[ticks].value, carried.seen, view))
    return refilled(view, typed)


def _drawn_again(desk: Desk, case: Case, client: Client | None, carried: Carried, content: DraftContent) -> View:
    """Draw the form that a draft was typed into, with every field of the file that was typed into."""
    if carried.message:
        return saving.form_view(desk, case, carried, client)
    is_known = carried.client_id is not None
    return form_view(
        desk,
        case,
        client if is_known else None,
        carried=carried,
        picked=None if is_known else client,
        also={block_id.partition(":")[0] for block_id in content.typed} & carried.seen.keys(),
    )


def _of_survivor(typed: Mapping[str, Typed], before: int, now: int) -> dict[str, Typed]:
    """Put what was typed about a file that went into another one meanwhile where that one's inputs are."""
    names = {block_id: block_id.partition(":") for block_id in typed}
    return {
        log_form.block_about(name, now) if about == str(before) else block_id: typed[block_id]
        for block_id, (name, _, about) in names.items()
    }


def _still_as_seen(ticked: str, before: Mapping[str, Sequence[str]], view: View) -> str:
    """Keep the ticks at values that are still the ones that were looked at."""
    now = Carried.load(str(view["private_metadata"])).seen
    same = [key for key in ticked.splitlines() if key in now and before[key][0] == now[key][0]]
    return "\n".join(same)


def _save(desk: Desk, case: Case, form: Submission) -> Outcome:
    client_id = form.carried.client_id or int(form.values[Input.CLIENT])
    client = require_client(case.session, client_id)
    about = _about(form, client_id)
    contact = _contact(desk, case, form, about, reading_for(desk, case, client.country))
    result: Logged | SavedBefore
    if form.carried.message:
        result = saving.put_on_file(desk, case, client, form.carried, contact, about.get(Input.TAKE, ""))
    else:
        result = log_contact(case.session, case.actor, client, contact, now=case.now, catalogue=desk.catalogue)
    if isinstance(result, SavedBefore):
        return saving.told_before(case, form.carried, result)
    credit = credit_headroom(case.session, case.actor, client, base_currency=desk.base_currency, now=case.now)
    answer = logged(result, credit, now=case.now)
    if form.carried.response_url:
        return Outcome(tell=answer)
    view = client_forms.saved_view(answer.text, client)
    # It came from the Home tab or a shortcut: what stands on that tab has changed.
    return Outcome(response={"response_action": "update", "view": view}, after=lambda: home.publish(desk, form.user_id))


def _about(form: Submission, client_id: int) -> Mapping[str, str]:
    """Return what was given about the file itself: by inputs that were drawn for this client and no other."""
    return {
        name: value
        for name, value in form.values.items()
        if form.blocks_of[name] == log_form.block_about(name, client_id)
    }


def _contact(desk: Desk, case: Case, form: Submission, about: Mapping[str, str], reading: Reading) -> Contact:
    """Read the form. A field of the file counts as changed when its text is not the one that was shown.

    Raises InvalidInput or InvalidForm for all that is wrong in it.
    """
    seen = {key: marks for key, marks in form.carried.seen.items() if key in about}
    changed = [key for key, (_, shown) in seen.items() if clean_text(about[key]) and fingerprint(about[key]) != shown]
    ticked = about.get(Input.STILL_TRUE, "").splitlines()
    learned: dict[str, str] = {}
    gathering = Gathering()
    for key in changed:
        with gathering.catching():
            learned[key] = parse_value(desk.catalogue.require(key), about[key], reading)
    contact = Contact(
        kind=ContactKind(form.values.get(Input.KIND) or ContactKind.CALL),
        outcome=Ending(form.values[Input.OUTCOME]),
        note=form.values[Input.NOTE],
        next_step=form.values.get(Input.NEXT_STEP, ""),
        next_on=day_of(form.values.get(Input.NEXT_ON, "")),
        contact_id=int(about.get(Input.CONTACT) or 0) or None,
        link=form.carried.link,
        done=tuple(int(each) for each in about.get(Input.DONE, "").splitlines()),
        learned=learned,
        still_true={key: stored for key, (stored, _) in seen.items() if key in ticked},
    )
    with gathering.catching():
        require_sound(case.actor, contact, now=case.now)
    gathering.finish()
    return contact


def register(app: App, desk: Desk) -> None:
    """Register the form and the button that opens it."""

    @app.view(Form.LOG.value)
    def _log(ack: Ack, body: Payload) -> None:
        on_submission(desk, ack, body, lambda case, form: _save(desk, case, form))

    @app.action(Action.OPEN_LOG.value)
    def _open(ack: Ack, body: Payload) -> None:
        def work(request: ActionRequest) -> None:
            with open_case(desk, request.user_id, via="log") as case:
                client = require_client(case.session, int(request.value)) if request.value.isdigit() else None
                view = form_view(desk, case, client, carried=Carried(response_url=request.response_url))
            open_form(desk, request, view)

        on_action(desk, ack, body, work)
