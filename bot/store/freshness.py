"""Queries about what is known too long ago, what is not known at all, and what nobody wants to be asked about."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select, union_all
from sqlalchemy.orm import Session

from bot.store.facts import StoredValue
from bot.store.families import ids_of, roots
from bot.store.once import put
from bot.store.tables_files import ClientRow, CurrentValueRow, InteractionRow, PersonRow, SnoozeRow
from bot.store.tables_ledger import ClientMonthRow


@dataclass(frozen=True)
class Whose:
    """Whose files are meant: one owner's and one team's, or everybody's; `only` narrows either to one owner."""

    owner_id: int | None = None
    team: str = ""
    everybody: bool = False
    only: int | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions on a client joined to its owner; merged files answer under another id."""
        found: list[ColumnElement[bool]] = [ClientRow.merged_into.is_(None)]
        if not self.everybody:
            mine = ClientRow.owner_id == self.owner_id
            found.append(or_(mine, PersonRow.team == self.team) if self.team else mine)
        if self.only is not None:
            found.append(ClientRow.owner_id == self.only)
        return found


@dataclass(frozen=True)
class Overdue:
    """A value that has outlived its shelf life."""

    client_id: int
    field: str
    observed_at: datetime


def too_old(cutoffs: Mapping[str, datetime]) -> ColumnElement[bool]:
    """Return the condition on a value to have been observed before its field's cutoff."""
    by_cutoff: dict[datetime, list[str]] = defaultdict(list)
    for field, cutoff in cutoffs.items():
        by_cutoff[cutoff].append(field)
    return or_(
        *(
            and_(CurrentValueRow.field.in_(fields), CurrentValueRow.observed_at < cutoff)
            for cutoff, fields in by_cutoff.items()
        )
    )


def _overdue(whose: Whose, condition: ColumnElement[bool]) -> Select[int, str, datetime]:
    return (
        select(CurrentValueRow.client_id, CurrentValueRow.field, CurrentValueRow.observed_at)
        .join(ClientRow, CurrentValueRow.client_id == ClientRow.id)
        .outerjoin(PersonRow, ClientRow.owner_id == PersonRow.id)
        .where(*whose.conditions(), condition)
    )


def list_overdue(session: Session, whose: Whose, cutoffs: Mapping[str, datetime]) -> Sequence[Overdue]:
    """Return the values observed before their field's cutoff, in no particular order."""
    rows = session.execute(_overdue(whose, too_old(cutoffs)))
    return [Overdue(row.client_id, row.field, row.observed_at) for row in rows]


def list_oldest(session: Session, whose: Whose, cutoffs: Mapping[str, datetime], most: int) -> Sequence[Overdue]:
    """Return, of each field, the `most` oldest values observed before its cutoff.

    Meant for everybody's files, where the index on (field, observed) leads straight to them.
    """
    oldest = [
        _overdue(whose, and_(CurrentValueRow.field == field, CurrentValueRow.observed_at < cutoff))
        .order_by(CurrentValueRow.observed_at)
        .limit(most)
        .subquery()
        for field, cutoff in cutoffs.items()
    ]
    rows = session.execute(union_all(*(select(each) for each in oldest)))
    return [Overdue(row.client_id, row.field, row.observed_at) for row in rows]


def list_stale_clients(session: Session, cutoffs: Mapping[str, datetime]) -> frozenset[int]:
    """Return the clients that have a value observed before its field's cutoff."""
    found = select(CurrentValueRow.client_id).where(too_old(cutoffs)).distinct()
    return frozenset(session.scalars(found))


def list_unknown(
    session: Session, whose: Whose, fields: Collection[str], opened_before: datetime, most: int
) -> Sequence[int]:
    """Return the clients opened before an instant of which none of `fields` is known, oldest first."""
    known = exists().where(CurrentValueRow.client_id == ClientRow.id, CurrentValueRow.field.in_(fields))
    return session.scalars(
        select(ClientRow.id)
        .outerjoin(PersonRow, ClientRow.owner_id == PersonRow.id)
        .where(*whose.conditions(), ClientRow.created_at < opened_before, ~known)
        .order_by(ClientRow.created_at, ClientRow.id)
        .limit(most)
    ).all()


def list_values(session: Session, client_ids: Collection[int]) -> Mapping[int, Sequence[StoredValue]]:
    """Return what holds now for several clients."""
    rows = session.execute(
        select(
            CurrentValueRow.client_id,
            CurrentValueRow.field,
            CurrentValueRow.value,
            CurrentValueRow.source,
            CurrentValueRow.observed_at,
            PersonRow.name,
        )
        .outerjoin(PersonRow, CurrentValueRow.person_id == PersonRow.id)
        .where(CurrentValueRow.client_id.in_(client_ids))
    )
    found: dict[int, list[StoredValue]] = defaultdict(list)
    for row in rows:
        stored = StoredValue(row.field, row.value, row.source, row.name or "", row.observed_at)
        found[row.client_id].append(stored)
    return found


def list_snoozed(session: Session, person_id: int | None, now: datetime) -> frozenset[tuple[int, str]]:
    """Return (client, section) of what its owner, or this person, does not want to be asked about now."""
    merged = roots()
    rows = session.execute(
        select(ClientRow.id, SnoozeRow.section)
        .outerjoin(merged, merged.c.id == SnoozeRow.client_id)
        .join(ClientRow, ClientRow.id == func.coalesce(merged.c.root, SnoozeRow.client_id))
        .where(SnoozeRow.until > now, or_(SnoozeRow.person_id == ClientRow.owner_id, SnoozeRow.person_id == person_id))
    )
    return frozenset((row.id, row.section) for row in rows)


def set_snooze(
    session: Session, client_id: int, sections: Collection[str], person_id: int, *, until: datetime, reason: str
) -> None:
    """Do not ask a person about these sections of a file until an instant; it replaces what was set before."""
    rows = [
        {"client_id": client_id, "section": section, "person_id": person_id, "until": until, "reason": reason}
        for section in sorted(sections)
    ]
    put(session, SnoozeRow, rows, unique=("client_id", "section", "person_id"))


def end_snooze(session: Session, client_id: int, person_id: int, sections: Collection[str]) -> None:
    """Let a person be asked about these sections of a file again."""
    session.execute(
        delete(SnoozeRow).where(
            SnoozeRow.client_id.in_(ids_of(client_id)),
            SnoozeRow.person_id == person_id,
            SnoozeRow.section.in_(sections),
        )
    )


def list_not_chased(session: Session, owner_id: int, contacted_since: datetime) -> frozenset[int]:
    """Return the owner's clients that are to be left in peace: past ones, and those contacted since an instant."""
    merged, lately = roots(), InteractionRow.happened_at >= contacted_since
    contacted = exists().where(InteractionRow.client_id == ClientRow.id, lately)
    through_another = ClientRow.id.in_(
        select(merged.c.root).join(InteractionRow, InteractionRow.client_id == merged.c.id).where(lately)
    )
    in_peace = or_(contacted, through_another, ClientRow.stage == "past")
    theirs = ClientRow.owner_id == owner_id, ClientRow.merged_into.is_(None)
    rows = session.scalars(select(ClientRow.id).where(*theirs, in_peace))
    return frozenset(rows)


def sum_sales(session: Session, client_ids: Collection[int], first: date, last: date) -> Mapping[int, int]:
    """Return these clients' sales in the months from `first` to `last`, in counts of the base currency."""
    merged = roots()
    client_id = func.coalesce(merged.c.root, ClientMonthRow.client_id)
    theirs = union_all(
        select(ClientRow.id).where(ClientRow.id.in_(client_ids)),
        select(merged.c.id).where(merged.c.root.in_(client_ids)),
    )
    rows = session.execute(
        select(client_id, func.sum(ClientMonthRow.amount))
        .outerjoin(merged, merged.c.id == ClientMonthRow.client_id)
        .where(ClientMonthRow.client_id.in_(theirs), ClientMonthRow.month >= first, ClientMonthRow.month <= last)
        .group_by(client_id)
    )
    return {row[0]: int(row[1]) for row in rows}


def list_owner_ids(session: Session) -> frozenset[int]:
    """Return the people who own at least one file."""
    owners = select(ClientRow.owner_id).where(ClientRow.owner_id.is_not(None), ClientRow.merged_into.is_(None))
    return frozenset(owner for owner in session.scalars(owners.distinct()) if owner is not None)
