"""Queries behind the weekly digest: counts and totals, no names."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from bot.store.families import roots
from bot.store.tables_files import ClientRow, CurrentValueRow, FactRow, InteractionRow, PersonRow
from bot.store.tables_ledger import ClientMonthRow


def count_new_clients(session: Session, start: datetime, end: datetime) -> int:
    """Return how many files were opened from `start` to before `end`."""
    opened = ClientRow.created_at >= start, ClientRow.created_at < end, ClientRow.merged_into.is_(None)
    return session.scalar(select(func.count()).select_from(ClientRow).where(*opened)) or 0


def count_contacts(session: Session, start: datetime, end: datetime) -> int:
    """Return how many calls, emails, visits and messages happened from `start` to before `end`."""
    then = InteractionRow.happened_at >= start, InteractionRow.happened_at < end
    return session.scalar(select(func.count()).select_from(InteractionRow).where(*then)) or 0


def list_refreshed(session: Session, start: datetime, end: datetime) -> Sequence[tuple[int, str]]:
    """Return (client, field) of what was observed or confirmed from `start` to before `end`, each once."""
    merged = roots()
    client_id = func.coalesce(merged.c.root, FactRow.client_id).label("client_id")
    rows = session.execute(
        select(client_id, FactRow.field)
        .outerjoin(merged, merged.c.id == FactRow.client_id)
        .where(FactRow.recorded_at >= start, FactRow.recorded_at < end, FactRow.retracted_at.is_(None))
        .distinct()
    )
    return [(row.client_id, row.field) for row in rows]


def list_known(session: Session, fields: Collection[str]) -> Sequence[tuple[int, str]]:
    """Return (client, owner's team) of every file of which one of `fields` is known; no owner has no team."""
    known = exists().where(CurrentValueRow.client_id == ClientRow.id, CurrentValueRow.field.in_(fields))
    rows = session.execute(
        select(ClientRow.id, PersonRow.team)
        .outerjoin(PersonRow, ClientRow.owner_id == PersonRow.id)
        .where(ClientRow.merged_into.is_(None), known)
    )
    return [(row.id, row.team or "") for row in rows]


def sum_month(session: Session, month: date) -> int:
    """Return the sales of a month, given by its first day, in counts of the base currency."""
    return int(session.scalar(select(func.sum(ClientMonthRow.amount)).where(ClientMonthRow.month == month)) or 0)


def has_sales(session: Session) -> bool:
    """Tell whether a ledger was ever imported."""
    return session.scalar(select(ClientMonthRow.month).limit(1)) is not None


def count_follow_ups(session: Session, first: date, last: date) -> int:
    """Return how many next steps that are not done fall on the days from `first` to `last`."""
    due = InteractionRow.next_on >= first, InteractionRow.next_on <= last, InteractionRow.next_done_at.is_(None)
    return session.scalar(select(func.count()).select_from(InteractionRow).where(*due)) or 0


def first_opened(session: Session) -> datetime | None:
    """Return when the first client file was opened, None while there is none."""
    return session.scalar(select(func.min(ClientRow.created_at)))
