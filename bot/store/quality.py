"""Queries about how much is known, how fresh it is, and how often files are opened: sums, over many files at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, distinct, func, select
from sqlalchemy.orm import Session

from bot.policy.access import Deed
from bot.policy.quality import Standing
from bot.results.quality import Use
from bot.store.freshness import Whose
from bot.store.tables_files import ClientRow, CurrentValueRow, PersonRow
from bot.store.tables_work import AccessLogRow


@dataclass(frozen=True)
class FileCount:
    """How many files of one owner stand so."""

    owner_id: int | None
    standing: Standing
    files: int


@dataclass(frozen=True)
class KnownCount:
    """For how many files of one owner that stand so a field is known, and for how many it is fresh."""

    owner_id: int | None
    standing: Standing
    field: str
    known: int
    fresh: int


_STANDING = (ClientRow.owner_id, ClientRow.stage, ClientRow.relation)


def count_files(session: Session, whose: Whose) -> Sequence[FileCount]:
    """Return how many files there are, by owner, stage and relation."""
    rows = session.execute(
        select(*_STANDING, func.count())
        .outerjoin(PersonRow, ClientRow.owner_id == PersonRow.id)
        .where(*whose.conditions())
        .group_by(*_STANDING)
    )
    return [FileCount(owner, Standing(stage, relation), files) for owner, stage, relation, files in rows]


def count_known(session: Session, whose: Whose, cutoffs: Mapping[str, datetime]) -> Sequence[KnownCount]:
    """Return for how many files each field is known and fresh, by owner, stage and relation.

    A value observed at its field's cutoff or later is fresh; fields without a cutoff are left out.
    """
    # Counted for every cutoff there is, of which each field has its own: a dozen comparisons of dates cost less than
    # asking of each value which field it belongs to.
    ordered = sorted(set(cutoffs.values()))
    fresh = [func.sum(case((CurrentValueRow.observed_at >= cutoff, 1), else_=0)) for cutoff in ordered]
    rows = session.execute(
        select(*_STANDING, CurrentValueRow.field, func.count(), *fresh)
        .join(ClientRow, CurrentValueRow.client_id == ClientRow.id)
        .outerjoin(PersonRow, ClientRow.owner_id == PersonRow.id)
        .where(*whose.conditions())
        .group_by(*_STANDING, CurrentValueRow.field)
    )
    return [
        KnownCount(owner, Standing(stage, relation), field, known, int(counts[ordered.index(cutoffs[field])]))
        for owner, stage, relation, field, known, *counts in rows
        if field in cutoffs
    ]


def list_thinnest(session: Session, whose: Whose, weights: Mapping[str, int], most: int) -> Sequence[int]:
    """Return the present and future clients of whom least is known, by the fields' weights."""
    by_weight: dict[int, list[str]] = defaultdict(list)
    for field, weight in weights.items():
        by_weight[weight].append(field)
    weight_of = case(*((CurrentValueRow.field.in_(fields), weight) for weight, fields in by_weight.items()), else_=0)
    rows = session.execute(
        select(ClientRow.id)
        .outerjoin(CurrentValueRow, CurrentValueRow.client_id == ClientRow.id)
        .outerjoin(PersonRow, ClientRow.owner_id == PersonRow.id)
        .where(*whose.conditions(), ClientRow.stage != "past")
        .group_by(ClientRow.id)
        .order_by(func.sum(weight_of), ClientRow.id)
        .limit(most)
    )
    return [row[0] for row in rows]


def count_use(session: Session, whose: Whose, via: str, since: datetime) -> Use:
    """Return how often files were opened by people who do not own them, since an instant.

    Opening a file writes a row for each part of it, all at one instant: they are one time. Nobody is named.
    """
    opened = (
        select(AccessLogRow.person_id, AccessLogRow.client_id, AccessLogRow.at)
        .join(ClientRow, AccessLogRow.client_id == ClientRow.id)
        .outerjoin(PersonRow, ClientRow.owner_id == PersonRow.id)
        .where(
            *whose.conditions(),
            AccessLogRow.at >= since,
            AccessLogRow.deed == Deed.READ.value,
            AccessLogRow.via == via,
            AccessLogRow.person_id.is_not(None),
            AccessLogRow.person_id.is_distinct_from(ClientRow.owner_id),
        )
        .distinct()
        .subquery()
    )
    files, people, times = session.execute(
        select(func.count(distinct(opened.c.client_id)), func.count(distinct(opened.c.person_id)), func.count())
    ).one()
    return Use(files, people, times)
