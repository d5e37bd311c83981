"""Keeping what is typed into a form, so that neither a slip of the hand nor a crash loses it.

The forms of DRAFTED report while they are filled in. What they hold goes into a draft of their user's, in a short
transaction of its own and before the report is acknowledged; SQLite's writer is taken only when something is new.
"""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import ClienteleError
from bot.handlers import profiles
from bot.handlers.desk import Desk
from bot.handlers.formstate import FormState
from bot.handlers.payloads import Carried, Submission
from bot.policy.access import Actor
from bot.services import drafts
from bot.services.people import identify
from bot.views.drafts import DraftContent
from bot.views.ids import Form, Input
from bot.views.refilling import Typed

log = logging.getLogger(__name__)

DRAFTED = (Form.ADD, Form.LOG, Form.EDIT)
_SETTLING = {*DRAFTED, Form.ADD_CONFIRM, Form.EDIT_CHOICE}
"""Saving one of these settles a draft."""


def keep(desk: Desk, form: FormState, *, is_last: bool = False) -> bool:
    """Keep what a form holds; tell whether there is a draft of it now.

    A form in which nothing was typed leaves none. What a closed form holds (`is_last`) counts only where nothing else
    is known of it: Slack need not send along what its inputs held. Nothing that goes wrong here reaches the person.
    """
    try:
        return form.form in DRAFTED and _keep(desk, form, is_last=is_last)
    except ClienteleError:
        return False
    except Exception:
        log.exception("a draft could not be kept")
        return False


def _keep(desk: Desk, form: FormState, *, is_last: bool) -> bool:
    profiles.ensure(desk, form.user_id)
    now = desk.now()
    with desk.database.reading() as reader:
        actor = identify(reader, form.user_id, via="draft", now=now)
        before = drafts.kept_content(reader, actor, form.view_id, form.carried.draft)
    known = DraftContent.load(before.content).typed if before else {}
    if (is_last or not form.touched) and before:
        return True
    if not form.touched:
        return False
    content = DraftContent(_worth_keeping(form, known), replace(form.carried, response_url="").dump()).dump()
    if before and before.content == content:
        return True
    with desk.database.session() as session:
        return drafts.keep(
            session,
            actor,
            form.form,
            content,
            view_id=form.view_id,
            draft_id=form.carried.draft,
            client_id=_client_id(form),
            stamp=form.stamp,
            now=now,
        )


def _worth_keeping(form: FormState, known: Mapping[str, Typed]) -> dict[str, Typed]:
    """Return what was typed, now or earlier, and what the form offered; values of the file are on the file."""
    if form.form == Form.EDIT:
        return {block_id: each for block_id, each in form.typed.items() if block_id in form.touched | known.keys()}
    return {
        block_id: each
        for block_id, each in form.typed.items()
        if block_id in form.touched | known.keys() or block_id.partition(":")[0] not in form.carried.seen
    }


def settle(session: Session, actor: Actor, form: Submission, *, now: datetime) -> None:
    """Forget what was typed into a form that is being saved, in the transaction that saves it."""
    if form.callback_id in _SETTLING:
        # The question about duplicates stands over the form that it saves.
        views = {form.view_id, form.root_view_id} if form.callback_id == Form.ADD_CONFIRM else {form.view_id}
        drafts.settle(session, actor, views, form.carried.draft, now=now)


def _client_id(form: FormState) -> int | None:
    chosen = form.value(Input.CLIENT)
    return form.carried.client_id or (int(chosen) if chosen.isdigit() else None)


def carried_on(content: DraftContent, draft_id: int) -> Carried:
    """Return what a form carries that goes on with a draft; there is no place to answer in any more."""
    return replace(Carried.load(content.carried), response_url="", draft=draft_id)
