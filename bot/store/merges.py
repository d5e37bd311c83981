"""Queries about merges: which file went into which, when, and whether that was undone."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Integer, Select, bindparam, insert, select, update
from sqlalchemy.orm import Session

from bot.results.merging import Merge
from bot.store.families import rows_of
from bot.store.tables_files import ClientRow, PersonRow
from bot.store.tables_upkeep import MergeRow


def add(session: Session, source_id: int, target_id: int, person_id: int | None, now: datetime) -> int:
    """Note that a file went into another, and return the merge's id."""
    row = {"source_id": source_id, "target_id": target_id, "merged_by": person_id, "merged_at": now}
    return session.execute(insert(MergeRow).returning(MergeRow.id), [row]).scalar_one()


def end(session: Session, merge_id: int, person_id: int | None, now: datetime) -> bool:
    """Note that a merge was undone; tell whether it stood until now."""
    statement = update(MergeRow).where(MergeRow.id == merge_id, MergeRow.undone_at.is_(None))
    ended = session.execute(statement.values(undone_at=now, undone_by=person_id).returning(MergeRow.id))
    return ended.first() is not None


def _merges() -> Select[*tuple[object, ...]]:
    return (
        select(
            MergeRow.id,
            MergeRow.source_id,
            ClientRow.code,
            ClientRow.name,
            MergeRow.target_id,
            MergeRow.merged_at,
            PersonRow.name.label("person"),
            MergeRow.undone_at,
        )
        .join(ClientRow, ClientRow.id == MergeRow.source_id)
        .outerjoin(PersonRow, PersonRow.id == MergeRow.merged_by)
        .order_by(MergeRow.id)
    )


_GET = _merges().where(MergeRow.id == bindparam("merge_id"))
_STANDING = _merges().where(
    MergeRow.target_id.in_(rows_of(bindparam("client_id", type_=Integer))), MergeRow.undone_at.is_(None)
)


def _listed(session: Session, statement: Select[*tuple[object, ...]], **given: int) -> Sequence[Merge]:
    return [
        Merge(
            merge_id=row["id"],
            source_id=row["source_id"],
            source_code=row["code"],
            source_name=row["name"],
            target_id=row["target_id"],
            merged_at=row["merged_at"],
            merged_by=row["person"] or "",
            undone_at=row["undone_at"],
        )
        for row in session.connection().execute(statement, given).mappings()
    ]


def get(session: Session, merge_id: int) -> Merge | None:
    """Return a merge, undone or not."""
    return next(iter(_listed(session, _GET, merge_id=merge_id)), None)


def list_standing(session: Session, client_id: int) -> Sequence[Merge]:
    """Return the merges that make up a file now, oldest first."""
    return _listed(session, _STANDING, client_id=client_id)
