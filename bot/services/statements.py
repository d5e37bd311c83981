"""Statements of the accounting system: an older one puts nothing back, and one that does not add up leaves a mark."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.errors import Conflict
from bot.i18n import lazy
from bot.results.imports import KIND_LABELS, OPEN_ITEMS, ImportKind
from bot.store import import_runs, settings


def require_newest(session: Session, kind: ImportKind, as_of: date, *, is_given: bool, file: str) -> None:
    """Raise Conflict when open items of a later day than `as_of` are in already.

    `is_given` tells whether somebody named that day, or it is only the latest one in the file.
    """
    standing = import_runs.latest_as_of(session, kind) if kind in OPEN_ITEMS else None
    if standing is None or as_of >= standing:
        return
    sentence = (
        lazy(
            "{file} states the {kind} of {as_of}; those of {standing} are in already, and an older one changes nothing."
        )
        if is_given
        else lazy(
            "{file} knows nothing later than {as_of}, and the {kind} of {standing} are in already; "
            "say with --as-of on which day it was made."
        )
    )
    raise Conflict(sentence, file=file, kind=KIND_LABELS[kind], as_of=as_of.isoformat(), standing=standing.isoformat())


def note_mismatch(session: Session, kind: ImportKind, day: date, *, now: datetime) -> None:
    """Remember that the statement of this kind and day did not match its control totals."""
    settings.set_json(session, _mismatch_key(kind), day.isoformat(), now)


def note_published(session: Session, kind: ImportKind, as_of: date, *, now: datetime) -> None:
    """Forget the mismatch of a kind once a file of that kind is in, wherever it came from.

    Open items must be those of the same day or a later one: an earlier statement does not stand in for a later.
    """
    mismatched = _mismatched_on(session, kind)
    if mismatched is not None and (kind not in OPEN_ITEMS or as_of >= mismatched):
        settings.set_json(session, _mismatch_key(kind), None, now)


def mismatched_on(session: Session, kinds: Iterable[ImportKind]) -> date | None:
    """Return the latest day whose statement of one of these kinds has not matched and is still awaited, if any."""
    return max((day for kind in kinds if (day := _mismatched_on(session, kind))), default=None)


def _mismatched_on(session: Session, kind: ImportKind) -> date | None:
    found = settings.get_json(session, _mismatch_key(kind))
    return date.fromisoformat(found) if isinstance(found, str) else None


def _mismatch_key(kind: ImportKind) -> str:
    return f"mismatched.{kind}"
