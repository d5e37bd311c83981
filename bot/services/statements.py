"""Statements of the accounting system in their order: none puts back what a later one has said."""

from datetime import date

from sqlalchemy.orm import Session

from bot.errors import Conflict
from bot.i18n import lazy
from bot.results.imports import KIND_LABELS, OPEN_ITEMS, ImportKind
from bot.store import import_runs


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
