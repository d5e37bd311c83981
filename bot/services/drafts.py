"""Drafts: what somebody typed into a form is kept for them alone until the form is saved, for a week at most.

A form's inputs report while it is filled in, and Slack may deliver the last report after the submission that saved the
form. Whoever keeps or settles a draft therefore claims the form's view in the inbox first: what was saved stays
saved, on both databases.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.errors import NotFound
from bot.i18n import lazy
from bot.policy.access import Actor
from bot.results.drafts import Draft, DraftList
from bot.store import drafts, inbox

KEPT = timedelta(days=7)
LISTED = 5


def _settled(view_id: str) -> str:
    """Return the inbox's key that says of a view that its form was saved."""
    return f"draft:{view_id}"


def kept_content(session: Session, actor: Actor, view_id: str, draft_id: int | None) -> drafts.Kept | None:
    """Return what is kept of the actor's form so far; only reads."""
    return drafts.get_of_view(session, actor.person_id or 0, view_id, draft_id)


def keep(
    session: Session,
    actor: Actor,
    form: str,
    content: str,
    *,
    view_id: str,
    draft_id: int | None,
    client_id: int | None,
    stamp: str,
    now: datetime,
) -> bool:
    """Keep what a form holds, in one row a view; tell whether it was kept.

    `draft_id` is the draft that the form goes on with; `stamp` sorts what one form reports, and nothing older replaces
    what is newer. A form that has been saved keeps nothing any more.
    """
    if actor.person_id is None or inbox.claim(session, _settled(view_id), now) is not None:
        return False
    before = drafts.get_of_view(session, actor.person_id, view_id, draft_id)
    is_newer = before is None or not stamp or stamp >= before.stamp
    if is_newer:
        drafts.put(
            session, person_id=actor.person_id, view_id=view_id, draft_id=draft_id, form=form, client_id=client_id,
            content=content, stamp=stamp or (before.stamp if before else ""), now=now, expires_at=now + KEPT,
        )  # fmt: skip
    inbox.release(session, _settled(view_id))
    return is_newer


def settle(session: Session, actor: Actor, view_ids: Collection[str], draft_id: int | None, *, now: datetime) -> None:
    """Forget the draft of a form that is being saved, in the transaction that saves it."""
    if actor.person_id is None:
        return
    for view_id in sorted(view_ids):
        inbox.claim(session, _settled(view_id), now)
    drafts.drop(session, actor.person_id, view_ids, draft_id)


def list_drafts(session: Session, actor: Actor, *, now: datetime) -> DraftList:
    """Return the actor's own drafts, newest first."""
    if actor.person_id is None:
        return DraftList()
    found = tuple(drafts.list_drafts(session, actor.person_id, now, LISTED))
    more = drafts.count(session, actor.person_id, now) - len(found) if len(found) == LISTED else 0
    return DraftList(found, more)


def require_draft(session: Session, actor: Actor, draft_id: int, *, now: datetime) -> Draft:
    """Return one of the actor's own drafts. Raises NotFound, also for somebody else's."""
    found = drafts.get(session, actor.person_id, draft_id, now) if actor.person_id is not None else None
    if found is None:
        raise NotFound(lazy("This draft is no longer there."))
    return found


def discard(session: Session, actor: Actor, draft_id: int) -> None:
    """Throw one of the actor's own drafts away; one that is gone already is thrown away."""
    if actor.person_id is not None:
        drafts.drop(session, actor.person_id, (), draft_id)


def tidy(session: Session, *, now: datetime) -> None:
    """Forget drafts that have expired."""
    drafts.forget(session, now)
