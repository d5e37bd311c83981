"""Finding the words of a message at the moment it is sent: access is checked again, in its reader's language.

A renderer returns None when there is nothing to say any more. A new kind of message needs an entry in RENDERERS.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TypeAlias

from sqlalchemy.orm import Session

from bot.i18n import use_language
from bot.results.outbox import Company, Outgoing
from bot.services import bank, clients, comparing, deliveries, digest, freshness, nagging, progress, uploads
from bot.services.people import identify, operator
from bot.views.bank import bank_answered_message, bank_question_message
from bot.views.deliveries import delivery_refused_message, delivery_waiting_message
from bot.views.digest import digest_message
from bot.views.importing import broken_off_message, state_message
from bot.views.measures import measure_given_message
from bot.views.merging import files_merged_message, merge_proposed_message
from bot.views.message import Message
from bot.views.nag import nag_message, owner_assigned_message, owner_question_message

Renderer: TypeAlias = Callable[[Session, Outgoing, Company, datetime], Message | None]


def _nag(session: Session, outgoing: Outgoing, company: Company, now: datetime) -> Message | None:
    actor = identify(session, outgoing.recipient, via="nag", now=now)
    if now > datetime.fromisoformat(str(outgoing.payload["until"])):
        return None
    nag = nagging.compose_nag(session, actor, now=now, catalogue=company.catalogue)
    with use_language(actor.language):
        return nag_message(nag, now) if nag else None


def _digest(session: Session, outgoing: Outgoing, company: Company, now: datetime) -> Message:
    week_start = date.fromisoformat(str(outgoing.payload["week_start"]))
    composed = digest.compose_digest(session, operator("digest"), company, week_start=week_start, now=now)
    # A channel has no language of its own; it reads the company's.
    with use_language(None):
        return digest_message(composed)


def _owner_question(session: Session, outgoing: Outgoing, company: Company, now: datetime) -> Message | None:  # noqa: ARG001
    actor = identify(session, outgoing.recipient, via="owner_question", now=now)
    client_id, by = int(outgoing.payload["client_id"]), int(outgoing.payload["by"])
    client = freshness.disowned_client(session, actor, client_id, by, now=now)
    with use_language(actor.language):
        return owner_question_message(client) if client else None


def _owner_assigned(session: Session, outgoing: Outgoing, company: Company, now: datetime) -> Message | None:  # noqa: ARG001
    actor = identify(session, outgoing.recipient, via="owner_assigned", now=now)
    client = clients.require_client(session, int(outgoing.payload["client_id"]))
    if client.owner_id != actor.person_id:
        return None
    with use_language(actor.language):
        return owner_assigned_message(client)


def _bank_question(session: Session, outgoing: Outgoing, company: Company, now: datetime) -> Message | None:  # noqa: ARG001
    actor = identify(session, outgoing.recipient, via="bank_question", now=now)
    shown = bank.read_question(session, actor, int(outgoing.payload["bank_id"]), now=now)
    with use_language(actor.language):
        return bank_question_message(shown) if shown else None


def _bank_answered(session: Session, outgoing: Outgoing, company: Company, now: datetime) -> Message | None:  # noqa: ARG001
    actor = identify(session, outgoing.recipient, via="bank_answered", now=now)
    found = bank.read_answer(session, actor, int(outgoing.payload["bank_id"]), now=now)
    with use_language(actor.language):
        return bank_answered_message(*found) if found else None


def _merge_proposed(session: Session, outgoing: Outgoing, company: Company, now: datetime) -> Message | None:  # noqa: ARG001
    actor = identify(session, outgoing.recipient, via="merge_proposed", now=now)
    one_id, other_id, by = (int(outgoing.payload[key]) for key in ("one", "other", "by"))
    proposed = comparing.proposed_pair(session, actor, one_id, other_id, by, now=now)
    with use_language(actor.language):
        return merge_proposed_message(proposed) if proposed else None


def _files_merged(session: Session, outgoing: Outgoing, company: Company, now: datetime) -> Message | None:  # noqa: ARG001
    actor = identify(session, outgoing.recipient, via="files_merged", now=now)
    told = comparing.told_merge(session, actor, int(outgoing.payload["merge_id"]), int(outgoing.payload["by"]))
    with use_language(actor.language):
        return files_merged_message(told) if told else None


def _import_done(session: Session, outgoing: Outgoing, company: Company, now: datetime) -> Message | None:  # noqa: ARG001
    actor = identify(session, outgoing.recipient, via="import_done", now=now)
    upload = uploads.read_upload(session, actor, int(outgoing.payload["upload_id"]), now=now)
    with use_language(actor.language):
        return state_message(upload)


def _import_broken_off(session: Session, outgoing: Outgoing, company: Company, now: datetime) -> Message | None:  # noqa: ARG001
    actor = identify(session, outgoing.recipient, via="import_broken_off", now=now)
    upload = uploads.read_upload(session, actor, int(outgoing.payload["upload_id"]), now=now)
    with use_language(actor.language):
        return broken_off_message(upload) if upload.is_let_go else None


def _delivery_refused(session: Session, outgoing: Outgoing, company: Company, now: datetime) -> Message | None:  # noqa: ARG001
    actor = identify(session, outgoing.recipient, via="inbox", now=now)
    refusal = deliveries.read_refusal(session, actor, int(outgoing.payload["delivery_id"]), now=now)
    with use_language(actor.language):
        return delivery_refused_message(refusal) if refusal else None


def _delivery_waiting(session: Session, outgoing: Outgoing, company: Company, now: datetime) -> Message:  # noqa: ARG001
    actor = identify(session, outgoing.recipient, via="inbox", now=now)
    name, is_absent = str(outgoing.payload["file"]), bool(outgoing.payload["is_absent"])
    since = datetime.fromisoformat(str(outgoing.payload["since"]))
    with use_language(actor.language):
        return delivery_waiting_message(name, since, now, is_absent=is_absent)


def _measure_given(session: Session, outgoing: Outgoing, company: Company, now: datetime) -> Message | None:
    actor = identify(session, outgoing.recipient, via="measure_given", now=now)
    measure_id, by = int(outgoing.payload["measure_id"]), int(outgoing.payload["by"])
    today = now.astimezone(nagging.zone_of(actor.timezone)).date()
    with use_language(actor.language):
        told = progress.told_measure(session, actor, measure_id, by, today=today, catalogue=company.catalogue)
        return measure_given_message(*told) if told else None


RENDERERS: Mapping[str, Renderer] = {
    "nag": _nag,
    "digest": _digest,
    "owner_question": _owner_question,
    "owner_assigned": _owner_assigned,
    "bank_question": _bank_question,
    "bank_answered": _bank_answered,
    "merge_proposed": _merge_proposed,
    "files_merged": _files_merged,
    "delivery_refused": _delivery_refused,
    "delivery_waiting": _delivery_waiting,
    "import_done": _import_done,
    "import_broken_off": _import_broken_off,
    "measure_given": _measure_given,
}
