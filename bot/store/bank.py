"""Queries about bank details and the numbers that may be called about them, merged files included."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from bot.policy.bank import BankState
from bot.results.bank import BankDetail, KnownNumber
from bot.store import families
from bot.store.tables_files import ContactRow, CurrentValueRow, FactRow, PersonRow
from bot.store.tables_upkeep import BankDetailRow

PHONE = "phone"
_PROPOSER, _ANSWERER = aliased(PersonRow), aliased(PersonRow)


def _details(*conditions: ColumnElement[bool]) -> Select[*tuple[object, ...]]:
    return (
        select(
            BankDetailRow.id.label("bank_id"),
            BankDetailRow.client_id,
            BankDetailRow.state,
            BankDetailRow.holder,
            BankDetailRow.bank,
            BankDetailRow.account,
            BankDetailRow.bic,
            BankDetailRow.country,
            BankDetailRow.currency,
            BankDetailRow.called_name,
            BankDetailRow.called_number,
            BankDetailRow.proposed_by,
            func.coalesce(_PROPOSER.name, "").label("proposer"),
            BankDetailRow.proposed_at,
            func.coalesce(_ANSWERER.name, "").label("answerer"),
            BankDetailRow.answered_at,
            BankDetailRow.reason,
        )
        .outerjoin(_PROPOSER, _PROPOSER.id == BankDetailRow.proposed_by)
        .outerjoin(_ANSWERER, _ANSWERER.id == BankDetailRow.answered_by)
        .where(*conditions)
        .order_by(func.coalesce(BankDetailRow.answered_at, BankDetailRow.proposed_at).desc(), BankDetailRow.id.desc())
    )


def _detail(row: RowMapping) -> BankDetail:
    return BankDetail(**(dict(row) | {"state": BankState(row["state"])}))


def get(session: Session, bank_id: int) -> BankDetail | None:
    """Return one set of bank details, whatever became of it."""
    row = session.execute(_details(BankDetailRow.id == bank_id)).mappings().one_or_none()
    return _detail(row) if row else None


def get_newest(session: Session, client_id: int, state: BankState) -> BankDetail | None:
    """Return the newest set of a client's bank details that stands there."""
    newest = _details(
        BankDetailRow.client_id.in_(families.ids_of(client_id)), BankDetailRow.state == state.value
    ).limit(1)
    row = session.execute(newest).mappings().one_or_none()
    return _detail(row) if row else None


def add(session: Session, client_id: int, values: Mapping[str, Any], *, proposed_by: int | None, now: datetime) -> int:
    """Add a proposal, by column, and return its id."""
    row = dict(values) | {
        "client_id": client_id,
        "state": BankState.PROPOSED.value,
        "proposed_by": proposed_by,
        "proposed_at": now,
    }
    return session.execute(insert(BankDetailRow).returning(BankDetailRow.id), [row]).scalar_one()


def answer(
    session: Session, bank_id: int, state: BankState, *, person_id: int | None, reason: str, now: datetime
) -> bool:
    """Answer a proposal that is open; False when it was answered before."""
    result = session.execute(
        update(BankDetailRow)
        .where(BankDetailRow.id == bank_id, BankDetailRow.state == BankState.PROPOSED.value)
        .values(state=state.value, answered_by=person_id, answered_at=now, reason=reason)
        .returning(BankDetailRow.id)
    )
    return result.first() is not None


def replace_others(session: Session, client_id: int, bank_id: int) -> None:
    """Let what was in force for a client before give way to this set."""
    session.execute(
        update(BankDetailRow)
        .where(
            BankDetailRow.client_id.in_(families.ids_of(client_id)),
            BankDetailRow.state == BankState.IN_FORCE.value,
            BankDetailRow.id != bank_id,
        )
        .values(state=BankState.REPLACED.value)
        .execution_options(synchronize_session=False),
    )


def list_numbers(session: Session, client_id: int) -> Sequence[KnownNumber]:
    """Return every phone number on a client's file, the company's own first, with the instant it was written down."""
    own = session.execute(
        select(CurrentValueRow.value, func.min(FactRow.recorded_at))
        .join(FactRow, (FactRow.field == CurrentValueRow.field) & (FactRow.value == CurrentValueRow.value))
        .where(
            CurrentValueRow.client_id == client_id,
            CurrentValueRow.field == PHONE,
            FactRow.client_id.in_(families.ids_of(client_id)),
            FactRow.retracted_at.is_(None),
        )
        .group_by(CurrentValueRow.value),
    ).one_or_none()
    found = [KnownNumber(PHONE, "", own[0], own[1])] if own and own[0] else []
    people = session.execute(
        select(
            ContactRow.id,
            ContactRow.name,
            ContactRow.phone,
            func.coalesce(ContactRow.phone_at, ContactRow.created_at),
            ContactRow.mobile,
            func.coalesce(ContactRow.mobile_at, ContactRow.created_at),
        )
        .where(ContactRow.client_id.in_(families.ids_of(client_id)), ContactRow.left_at.is_(None))
        .order_by(func.lower(ContactRow.name), ContactRow.id),
    )
    for contact_id, name, phone, phone_at, mobile, mobile_at in people:
        numbers = (("phone", phone, phone_at), ("mobile", mobile, mobile_at))
        found += [KnownNumber(f"{contact_id}:{kind}", name, number, at) for kind, number, at in numbers if number]
    return found
