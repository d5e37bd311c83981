"""Queries about stages that the ledger proposes: what it knows of each client, and what became of a proposal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import Row, Select, bindparam, delete, func, or_, select, update
from sqlalchemy.orm import Session

from bot.policy.stages import FUTURE, PAST, PRESENT, Suggestion, Suggests
from bot.store.base import Base
from bot.store.families import roots
from bot.store.staging import upsert
from bot.store.tables_files import ClientRow, CurrentValueRow
from bot.store.tables_ledger import ImportRunRow, InvoiceRow, SalesLineRow
from bot.store.tables_upkeep import ProposalRow

STAGE = "stage"
_PROPOSALS = Base.metadata.tables[ProposalRow.__tablename__]
_AT_ONCE = 500


@dataclass(frozen=True)
class TradeRow:
    """What the ledger knows of one client; `last_sale` and `last_invoice` are days, None where there is none."""

    client_id: int
    merged_into: int | None
    stage: str
    opened_at: datetime
    stage_since: datetime | None
    last_sale: date | None
    last_invoice: date | None


@dataclass(frozen=True)
class StoredProposal:
    """A proposal as it is stored; `answered_at` is None while it is open."""

    proposal_id: int
    client_id: int
    suggestion: Suggestion
    answered_at: datetime | None


def data_date(session: Session) -> date | None:
    """Return the day of the newest statement of sales or invoices that was imported, None before the first of sales.

    Lines that no import has brought speak for themselves.
    """
    kinds = ("sales", "invoices")
    rows = session.execute(
        select(ImportRunRow.kind, func.max(ImportRunRow.as_of))
        .where(ImportRunRow.kind.in_(kinds))
        .group_by(ImportRunRow.kind)
    )
    stated = {kind: day for kind, day in rows}  # noqa: C416 - rows are no pairs to the type checker
    sales = stated.get("sales") or session.scalar(select(func.max(SalesLineRow.date)))
    return max(sales, stated.get("invoices", sales)) if sales else None


def list_trade(session: Session) -> Sequence[TradeRow]:
    """Return what the ledger knows of every client, those that were merged away included."""
    last_sale = select(func.max(SalesLineRow.date)).where(SalesLineRow.client_id == ClientRow.id).scalar_subquery()
    last_invoice = select(func.max(InvoiceRow.issued)).where(InvoiceRow.client_id == ClientRow.id).scalar_subquery()
    merged = roots()
    rows = session.execute(
        select(
            ClientRow.id,
            merged.c.root,
            ClientRow.stage,
            ClientRow.created_at,
            CurrentValueRow.observed_at,
            last_sale,
            last_invoice,
        )
        .outerjoin(merged, merged.c.id == ClientRow.id)
        .outerjoin(CurrentValueRow, (CurrentValueRow.client_id == ClientRow.id) & (CurrentValueRow.field == STAGE))
    )
    return [TradeRow(*row) for row in rows]


def is_current(session: Session, found: Sequence[tuple[int, Suggestion]]) -> bool:
    """Tell whether these are the proposals already: those open, and those answered on the same occasion."""
    wanted, standing = _keys(found), _standing(session)
    open_ones = {key for key, (_, is_open) in standing.items() if is_open}
    return open_ones <= wanted <= standing.keys()


def replace_open(session: Session, found: Sequence[tuple[int, Suggestion]], now: datetime) -> None:
    """Make these the open proposals, by client; what was answered on the same occasion stays answered."""
    wanted, standing = _keys(found), _standing(session)
    gone = [row_id for key, (row_id, is_open) in standing.items() if is_open and key not in wanted]
    for start in range(0, len(gone), _AT_ONCE):
        session.execute(
            delete(ProposalRow).where(
                ProposalRow.id.in_(gone[start : start + _AT_ONCE]), ProposalRow.answered_at.is_(None)
            )
        )
    rows = [_row(client_id, each, now) for client_id, each in found if _key(client_id, each) not in standing]
    unique = ["client_id", "field", "value", "occasion"]
    for start in range(0, len(rows), _AT_ONCE):
        insert = upsert(session, _PROPOSALS).values(rows[start : start + _AT_ONCE])
        session.execute(insert.on_conflict_do_nothing(index_elements=unique))


_ProposalKey: TypeAlias = tuple[int, str, str]
"""Client, stage and occasion."""


def _key(client_id: int, suggestion: Suggestion) -> _ProposalKey:
    return client_id, suggestion.stage, suggestion.occasion


def _keys(found: Sequence[tuple[int, Suggestion]]) -> set[_ProposalKey]:
    return {_key(client_id, each) for client_id, each in found}


def _standing(session: Session) -> dict[_ProposalKey, tuple[int, bool]]:
    """Return the id of every proposal that was made, and whether it is open."""
    columns = (ProposalRow.id, ProposalRow.client_id, ProposalRow.value, ProposalRow.occasion, ProposalRow.answered_at)
    rows = session.execute(select(*columns).where(ProposalRow.field == STAGE))
    return {(client_id, value, occasion): (row_id, at is None) for row_id, client_id, value, occasion, at in rows}


def _row(client_id: int, suggestion: Suggestion, now: datetime) -> dict[str, Any]:
    return {
        "client_id": client_id,
        "field": STAGE,
        "value": suggestion.stage,
        "reason": suggestion.reason.value,
        "occasion": suggestion.occasion,
        "proposed_at": now,
    }


_Proposals: TypeAlias = Select[int, int, str, str, str, datetime | None]


def _proposals() -> _Proposals:
    return select(
        ProposalRow.id,
        ProposalRow.client_id,
        ProposalRow.value,
        ProposalRow.reason,
        ProposalRow.occasion,
        ProposalRow.answered_at,
    ).where(ProposalRow.field == STAGE)


def _still_asked() -> _Proposals:
    """Return the query for proposals that are open and whose client still stands in the stage they were made for."""
    fits = or_(
        (ProposalRow.value == PAST) & (ClientRow.stage == PRESENT),
        (ProposalRow.value == PRESENT) & ClientRow.stage.in_([FUTURE, PAST]),
    )
    return (
        _proposals()
        .join(ClientRow, ClientRow.id == ProposalRow.client_id)
        .where(ProposalRow.answered_at.is_(None), ClientRow.merged_into.is_(None), fits)
        .order_by(ProposalRow.proposed_at.desc(), ProposalRow.id)
    )


_OPEN = _still_asked().where(ProposalRow.client_id == bindparam("client_id")).limit(1)


def _stored(row: Row[int, int, str, str, str, datetime | None]) -> StoredProposal:
    proposal_id, client_id, value, reason, occasion, answered_at = row
    return StoredProposal(proposal_id, client_id, Suggestion(value, Suggests(reason), occasion), answered_at)


def get(session: Session, proposal_id: int) -> StoredProposal | None:
    """Return a proposal, answered or not."""
    row = session.execute(_proposals().where(ProposalRow.id == proposal_id)).one_or_none()
    return _stored(row) if row else None


def get_open(session: Session, client_id: int) -> StoredProposal | None:
    """Return what is still asked about a client's stage."""
    row = session.connection().execute(_OPEN, {"client_id": client_id}).one_or_none()
    return _stored(row) if row else None


def list_open_of_owner(session: Session, owner_id: int, most: int) -> Sequence[StoredProposal]:
    """Return what is still asked about the stages of one owner's clients, the newest first."""
    rows = session.execute(_still_asked().where(ClientRow.owner_id == owner_id).limit(most))
    return [_stored(row) for row in rows]


def answer(session: Session, proposal_id: int, *, accepted: bool, person_id: int | None, now: datetime) -> bool:
    """Answer a proposal that is open; False when somebody was faster."""
    result = session.execute(
        update(ProposalRow)
        .where(ProposalRow.id == proposal_id, ProposalRow.answered_at.is_(None))
        .values(accepted=accepted, answered_by=person_id, answered_at=now)
        .returning(ProposalRow.id)
    )
    return result.first() is not None
