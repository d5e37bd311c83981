"""How a listener answers: one transaction, one reply, and a sentence for whatever goes wrong.

Each `on_*` function here wraps the work of one kind of interaction. The work raises known errors freely; here they
become the sentence that the person reads. What is unknown is logged with a reference and the person is told it.
"""

import json
import logging
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from http import HTTPStatus
from typing import Any, TypeVar

from slack_bolt import Ack, App
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)
from slack_sdk.webhook import WebhookClient
from sqlalchemy.orm import Session

from bot.errors import ClienteleError, InvalidForm
from bot.handlers import keeping, payloads, profiles
from bot.handlers.desk import Desk
from bot.handlers.formstate import form_state
from bot.handlers.payloads import ActionRequest, CommandRequest, Payload, Submission
from bot.i18n import _, call, speak, use_language
from bot.policy.access import Actor
from bot.services import inbox
from bot.services.nagging import zone_of
from bot.services.people import identify
from bot.views import problems
from bot.views.ids import Action
from bot.views.message import Block, Message, View

log = logging.getLogger(__name__)

PATIENT = [
    ConnectionErrorRetryHandler(),
    RateLimitErrorRetryHandler(max_retry_count=2),
    ServerErrorRetryHandler(max_retry_count=2),
]
"""An answer that Slack cannot take just now is sent again, as late as it asks; alone, the client would drop it."""

TAKEN = ("ok", '{"ok":true')
"""How a response_url's answer begins when it has taken a message; else it has refused, also with status 200."""


@dataclass(frozen=True)
class Case:
    """One use case under way: its transaction, who asks, and when."""

    session: Session
    actor: Actor
    now: datetime

    @property
    def today(self) -> date:
        """Return the asker's own day."""
        return self.now.astimezone(zone_of(self.actor.timezone)).date()


@contextmanager
def open_case(desk: Desk, user_id: str, *, via: str) -> Iterator[Case]:
    """Open the one transaction of a use case for the person who asks, and speak their language from here on.

    Raises UnknownPerson for those the company has not named and for guests.
    """
    profiles.ensure(desk, user_id)
    now = desk.now()
    with desk.database.session() as session:
        actor = identify(session, user_id, via=via, now=now)
        speak(actor.language)
        desk.choices.keep_up(session, now)
        call(desk.choices.names)
        yield Case(session, actor, now)


@contextmanager
def open_report(desk: Desk, user_id: str, *, via: str) -> Iterator[tuple[Case, Session]]:
    """Open a case and a session that only reads, for an answer that takes long to work out.

    The case's own transaction begins with its first statement, the log's row at the end, so that nobody waits for
    SQLite's writer meanwhile.
    """
    profiles.ensure(desk, user_id)
    now = desk.now()
    with desk.database.session() as session, desk.database.reading() as reader:
        actor = identify(reader, user_id, via=via, now=now)
        speak(actor.language)
        desk.choices.keep_up(reader, now)
        call(desk.choices.names)
        yield Case(session, actor, now), reader


@dataclass(frozen=True)
class Outcome:
    """How a form was handled: Slack's response_action (none closes it) and what to tell the person after.

    `after` runs soon, once it is saved and acknowledged. `is_saved` is False when the form only led to a question:
    then it may be sent again, corrected, and is no replay.
    """

    response: Mapping[str, object] = field(default_factory=dict)
    tell: Message | None = None
    after: Callable[[], None] | None = None
    is_saved: bool = True


Drawing = Callable[[], Message]
"""A message still to be drawn: what was read and logged is drawn after the transaction and the acknowledgement."""

Reply = Message | Drawing | None

CommandWork = Callable[[CommandRequest], Reply]
ActionWork = Callable[[ActionRequest], Reply]
Pressed = Callable[[Desk, ActionRequest], Reply]
SubmissionWork = Callable[[Case, Submission], Outcome]


def on_command(desk: Desk, ack: Ack, body: Payload, work: CommandWork) -> None:
    """Run a slash command; its reply goes to the response_url after the empty acknowledgement."""
    request = payloads.command_request(body)
    with use_language(None):
        reply = told(desk, lambda: work(request))
        ack()
        if reply:
            later(desk, request, lambda: drawn(reply))


def on_action(desk: Desk, ack: Ack, body: Payload, work: ActionWork) -> None:
    """Run what a button or menu asks for; a returned message answers the presser alone."""
    request = payloads.action_request(body)
    with use_language(None):
        reply = told(desk, lambda: work(request))
        ack()
        if reply:
            later(desk, request, lambda: drawn(reply))


def listen(app: App, desk: Desk, pressed: Mapping[Action, Pressed]) -> None:
    """Register what each of these buttons and menus leads to."""
    for action, work in pressed.items():
        app.action(action.value)(_listener(desk, work))


def _listener(desk: Desk, work: Pressed) -> Callable[[Ack, Payload], None]:
    def run(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: work(desk, request))

    return run


def drawn(reply: Message | Drawing) -> Message:
    """Return the message, drawing it now where that is still to be done."""
    return reply if isinstance(reply, Message) else reply()


def on_shortcut(desk: Desk, ack: Ack, user_id: str, response_url: str, work: Callable[[], None]) -> None:
    """Open what a shortcut asks for, after the acknowledgement: it waits for Slack, and saves nothing.

    A global one has no channel, so a problem is told in a direct message.
    """

    def run() -> None:
        message = told(desk, work)
        if message and response_url:
            _post_response(response_url, message)
        elif message:
            post_direct(desk, user_id, message)

    ack()
    with use_language(None):
        desk.later(run)


def on_submission(desk: Desk, ack: Ack, body: Payload, work: SubmissionWork) -> None:
    """Save a form once: committed before it is acknowledged, and a replay gets the same answer."""
    request = payloads.submission(body)
    with use_language(None):
        try:
            outcome = _saved_once(desk, request, work)
        except ClienteleError as error:
            keeping.keep(desk, form_state(body))
            outcome = _refused_form(request, _sentences(request, error))
        except Exception as error:  # noqa: BLE001 - the form comes back filled, whatever went wrong
            keeping.keep(desk, form_state(body))
            outcome = _refused_form(request, {request.first_block: _unknown(error)})
        _acknowledge(ack, outcome.response)
        if outcome.tell:
            tell(desk, request.user_id, request.carried.response_url, outcome.tell)
        if outcome.after:
            desk.later(outcome.after)


def _saved_once(desk: Desk, request: Submission, work: SubmissionWork) -> Outcome:
    with open_case(desk, request.user_id, via=request.callback_id) as case:
        before = inbox.claim(case.session, request.delivery, now=case.now)
        if before is not None:
            return Outcome(response=json.loads(before))
        outcome = work(case, request)
        if outcome.is_saved:
            keeping.settle(case.session, case.actor, request, now=case.now)
            inbox.answer(case.session, request.delivery, json.dumps(outcome.response, ensure_ascii=False))
        else:
            inbox.release(case.session, request.delivery)
        return outcome


def _acknowledge(ack: Ack, response: Mapping[str, Any]) -> None:
    ack(**response)


def _sentences(request: Submission, error: ClienteleError) -> dict[str, str]:
    """Return what is wrong by the block it is shown at; what belongs to no input is shown at the first."""
    found: dict[str, str] = {}
    for each in error.problems if isinstance(error, InvalidForm) else (error,):
        found.setdefault(request.blocks_of.get(each.field or "") or request.first_block, problems.sentence(each))
    return found


def _refused_form(request: Submission, sentences: Mapping[str, str]) -> Outcome:
    if not request.first_block:
        return Outcome(tell=Message("\n".join(sentences.values())))
    return Outcome(response={"response_action": "errors", "errors": dict(sentences)})


_Work = TypeVar("_Work", bound=Reply)


def told(desk: Desk, work: Callable[[], _Work]) -> _Work | Message:
    """Run the work and turn whatever it raises into what the person reads."""
    try:
        return work()
    except ClienteleError as error:
        return problems.message(error, custodians=desk.settings.custodians)
    except SlackApiError as error:
        if error.response.get("error") in {"expired_trigger_id", "exchanged_trigger_id", "trigger_expired"}:
            return Message(_("Slack took too long to open the form; please try again."))
        if error.response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            # What came before it may be saved already, so that this says nothing of it.
            log.warning("Slack failed: %s", error)
            return Message(_("Slack is in trouble just now and could not show this. Please try again in a minute."))
        return Message(_unknown(error))
    except Exception as error:  # noqa: BLE001 - no traceback reaches a person
        return Message(_unknown(error))


def _unknown(error: Exception) -> str:
    reference = uuid.uuid4().hex[:8]
    log.error("reference %s", reference, exc_info=error)
    return _(
        "Something went wrong here, and nothing was changed. Try again; if it stays, give your operator {reference}."
    ).format(reference=reference)


Plainly = Callable[[Message], Message]
"""Makes a message ready for a workspace that has just refused its native charts and tables."""


def later(
    desk: Desk,
    request: CommandRequest | ActionRequest,
    work: Callable[[], Message | None],
    *,
    replace: bool = False,
    plainly: Plainly | None = None,
) -> None:
    """Run slow work after the acknowledgement and answer the asker, in place of the pressed message if `replace`."""

    def run() -> None:
        message = told(desk, work)
        if message and request.response_url:
            _post_response(request.response_url, message, replace=replace, plainly=plainly)
        elif message:
            post_direct(desk, request.user_id, message)

    desk.later(run)


def open_form(desk: Desk, request: CommandRequest | ActionRequest, view: View) -> None:
    """Open a form after the acknowledgement: Slack may be far, and its trigger lives three seconds."""

    def run() -> None:
        desk.slack.views_open(trigger_id=request.trigger_id, view=view)

    later(desk, request, run)


def push_form(desk: Desk, request: ActionRequest, view: View) -> None:
    """Lay a form on top of the one that was pressed in, after the acknowledgement."""

    def run() -> None:
        desk.slack.views_push(trigger_id=request.trigger_id, view=view)

    later(desk, request, run)


def redraw(desk: Desk, request: ActionRequest, view: View) -> None:
    """Put a view in the place of the one that was pressed in, after the acknowledgement."""
    later(desk, request, lambda: put_view(desk, request.view_id, view))


def put_view(desk: Desk, view_id: str, view: View) -> None:
    """Put a view in the place of an open one."""
    desk.slack.views_update(view_id=view_id, view=view)


def update_form(desk: Desk, view_id: str, view_hash: str, view: View) -> None:
    """Draw an open form anew, unless it was closed, saved or drawn by somebody faster meanwhile."""
    try:
        desk.slack.views_update(view_id=view_id, hash=view_hash or None, view=view)
    except SlackApiError as error:
        log.info("a form was not drawn anew: %s", error.response.get("error"))


def respond(
    desk: Desk,
    response_url: str,
    message: Message,
    *,
    in_channel: bool = False,
    replace: bool = False,
    plainly: Plainly | None = None,
) -> None:
    """Post to a response_url soon, visible to the asker only unless `in_channel`."""
    desk.later(lambda: _post_response(response_url, message, in_channel=in_channel, replace=replace, plainly=plainly))


def tell(desk: Desk, user_id: str, response_url: str, message: Message) -> None:
    """Tell the person where they asked, or in a direct message where there is no such place."""
    if response_url:
        respond(desk, response_url, message)
    else:
        desk.later(lambda: post_direct(desk, user_id, message))


def _post_response(
    response_url: str,
    message: Message,
    *,
    in_channel: bool = False,
    replace: bool = False,
    plainly: Plainly | None = None,
) -> None:
    """Post; where the workspace refuses native charts and tables, post the plain form instead."""
    webhook = WebhookClient(response_url, timeout=20, retry_handlers=PATIENT)
    seen_by = "in_channel" if in_channel else "ephemeral"
    refused = _refusal(webhook, message.text, message.blocks, seen_by, replace=replace)
    if refused and message.fallback is not None:
        plain = plainly(message) if plainly else message
        refused = _refusal(webhook, plain.text, plain.fallback or plain.blocks, seen_by, replace=replace)
    if refused:
        log.error("a reply was refused: %s", refused)


def _refusal(webhook: WebhookClient, text: str, blocks: Sequence[Block], seen_by: str, *, replace: bool) -> str | None:
    """Post once and return what Slack says against it; None when it has taken the message."""
    result = webhook.send(text=text, blocks=list(blocks) or None, response_type=seen_by, replace_original=replace)
    body = result.body or "ok"
    is_taken = result.status_code == HTTPStatus.OK and body.replace(" ", "").startswith(TAKEN)
    return None if is_taken else f"{result.status_code} {body}"


def post_direct(desk: Desk, user_id: str, message: Message) -> None:
    """Post to a person's direct messages with the bot."""
    channel = desk.slack.conversations_open(users=[user_id])["channel"]["id"]
    desk.slack.chat_postMessage(channel=channel, text=message.text, blocks=list(message.blocks) or None)
