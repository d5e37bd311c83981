"""What a file's headers leave open, and what its person says of them: asked once, remembered with the import."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import Gathering, InvalidInput
from bot.files.headers import Column, columns_of, fold_header, lay_out, missing_columns
from bot.files.rejected import LINE, REASON
from bot.i18n import lazy
from bot.policy.bank import is_bank_word
from bot.policy.catalogue import Catalogue
from bot.results.imports import COLUMN_LABELS, ImportKind
from bot.results.uploads import Header, HeaderGaps, OurColumn, UploadPlan
from bot.services.imports import remembered_headers
from bot.store import settings

MOST_ASKED = 10
"""More unknown headers than this are not asked about at once; the rest is left out, and asked with the next file."""


def find_gaps(session: Session, kind: ImportKind, plan: UploadPlan, catalogue: Catalogue) -> HeaderGaps:
    """Return what the headers of a file leave open.

    Neither what was once left out for this kind is asked again, nor what bank details are called.
    """
    columns = columns_of(kind, catalogue)
    remembered = remembered_headers(session, kind)
    layout = lay_out(plan.headers, columns, asked=plan.mapping, remembered=remembered)
    left_out = {*plan.left_out, *_left_out(session, kind), LINE, REASON}
    headers = [Header(place, text) for place, text in enumerate(plan.headers) if text and not is_bank_word(text)]
    used = set(layout.places.values())
    # What is looked for is likelier under a header that stands for nothing yet.
    headers.sort(key=lambda each: each.place in used)
    needed = missing_columns(layout, columns)
    return HeaderGaps(
        needed=tuple(_ours(each, catalogue) for each in needed),
        free=tuple(
            _ours(each, catalogue) for each in columns if each.key not in layout.places and each not in needed
        ),
        unknown=tuple(
            each for each in headers if each.place not in used and fold_header(each.text) not in left_out
        )[:MOST_ASKED],
        headers=tuple(headers),
    )  # fmt: skip


def _ours(column: Column, catalogue: Catalogue) -> OurColumn:
    field = catalogue.get(column.key)
    label = COLUMN_LABELS.get(column.key) or (field.label if field else column.key)
    return OurColumn(column.key, label, bool(column.instead))


def answered(
    session: Session,
    kind: ImportKind,
    plan: UploadPlan,
    catalogue: Catalogue,
    *,
    needed: Mapping[str, int],
    meanings: Mapping[int, str],
) -> UploadPlan:
    """Return the plan with what a person says: the header's place for each needed column, ours for a known header.

    Unknown headers that are given no meaning are left out from now on. Raises InvalidInput or InvalidForm with the key
    of a column, or the place of a header, for its field.
    """
    gaps = find_gaps(session, kind, plan, catalogue)
    mapping = {key: plan.headers[place] for key, place in needed.items()}
    gathering = Gathering()
    for place, key in meanings.items():
        with gathering.catching():
            if key in mapping and mapping[key] != plan.headers[place]:
                raise InvalidInput(
                    lazy("“{other}” was said to hold the same; only one column can."),
                    field=str(place), other=mapping[key],
                )  # fmt: skip
        mapping[key] = plan.headers[place]
    columns = columns_of(kind, catalogue)
    told = dict(plan.mapping) | mapping
    layout = lay_out(plan.headers, columns, asked=told, remembered=remembered_headers(session, kind))
    for column in missing_columns(layout, columns):
        with gathering.catching():
            raise InvalidInput(lazy("Say which column of the file holds this."), field=column.key)
    gathering.finish()
    taken = {*needed.values(), *meanings}
    left_out = {fold_header(each.text) for each in gaps.unknown if each.place not in taken}
    return replace(plan, mapping=told, left_out=tuple(sorted({*plan.left_out, *left_out})), is_answered=True)


def remember_left_out(session: Session, kind: ImportKind, plan: UploadPlan, *, now: datetime) -> None:
    """Remember which headers stand for nothing, so that nobody is asked about them again."""
    if plan.left_out:
        kept = sorted({*_left_out(session, kind), *plan.left_out})
        settings.set_json(session, _key(kind), list(kept), now)


def _left_out(session: Session, kind: ImportKind) -> set[str]:
    found = settings.get_json(session, _key(kind))
    return set(map(str, found)) if isinstance(found, list) else set()


def _key(kind: ImportKind) -> str:
    return f"import_left_out.{kind}"
