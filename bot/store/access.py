"""Queries about the access log and grants."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Integer, bindparam, exists, func, insert, select
from sqlalchemy.orm import Session

from bot.policy.access import AccessEntry, Deed, Part
from bot.store.base import Base
from bot.store.database import entry_values
from bot.store.families import rows_of
from bot.store.tables_upkeep import MergeRow
from bot.store.tables_work import AccessLogRow, GrantRow

_ENTRIES = insert(Base.metadata.tables[AccessLogRow.__tablename__])
_GRANTED = select(GrantRow.part).where(
    GrantRow.person_id == bindparam("person_id"),
    GrantRow.client_id == bindparam("client_id"),
    GrantRow.expires_at > bindparam("now"),
    GrantRow.revoked_at.is_(None),
    # Leave was given for the file as it was then: what has gone into it since is not covered, nor is the whole.
    ~exists().where(
        MergeRow.target_id.in_(rows_of(bindparam("client_id", type_=Integer))),
        MergeRow.undone_at.is_(None),
        MergeRow.merged_at > GrantRow.granted_at,
    ),
)


def add_entries(session: Session, entries: Sequence[AccessEntry]) -> None:
    """Write rows of the access log in this transaction."""
    if entries:
        session.connection().execute(_ENTRIES, [entry_values(entry) for entry in entries])


def list_granted_parts(session: Session, person_id: int, client_id: int, now: datetime) -> frozenset[Part]:
    """Return the parts of a client's file that a person has leave to read now.

    A merge widens no leave: what was given for one side before opens nothing while both are one file.
    """
    asked = {"person_id": person_id, "client_id": client_id, "now": now}
    return frozenset(Part(part) for part in session.connection().scalars(_GRANTED, asked))


def count_answers(session: Session, person_id: int, deed: Deed, since: datetime) -> int:
    """Return to how many answers a deed of a person's has led since an instant; one answer may name several clients."""
    answers = select(func.count(AccessLogRow.at.distinct())).where(
        AccessLogRow.person_id == person_id, AccessLogRow.at >= since, AccessLogRow.deed == deed.value
    )
    return session.scalar(answers) or 0
