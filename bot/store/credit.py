"""Queries about limits, open invoices and the rates that convert them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import RowMapping, func, select
from sqlalchemy.orm import Session

from bot.policy.credit import Limit, LimitState
from bot.policy.money import Money
from bot.results.credit import LimitInForce, RateUsed, StatedInvoice
from bot.store.families import ids_of
from bot.store.once import put
from bot.store.tables_files import PersonRow
from bot.store.tables_ledger import CreditLimitRow, ImportRunRow, InvoiceRow, RateRow

_INVOICES = "invoices"


def get_limit(session: Session, client_id: int) -> LimitInForce:
    """Return the limit in force for a client; a client without a row has none set.

    The file's own holds. Where nobody has decided one for it, that of a file it has taken in does, the latest set.
    """
    own = CreditLimitRow.client_id == client_id
    row = (
        session.execute(
            select(
                CreditLimitRow.state,
                CreditLimitRow.amount,
                CreditLimitRow.currency,
                CreditLimitRow.set_on,
                PersonRow.name,
            )
            .outerjoin(PersonRow, PersonRow.id == CreditLimitRow.set_by)
            .where(CreditLimitRow.client_id.in_(ids_of(client_id)))
            .order_by(own.desc(), CreditLimitRow.set_on.desc(), CreditLimitRow.client_id)
            .limit(1)
        )
        .mappings()
        .one_or_none()
    )
    return LimitInForce(Limit(LimitState.NOT_SET)) if row is None else _limit(row)


def _limit(row: RowMapping) -> LimitInForce:
    state = LimitState(row["state"])
    amount = Money(row["amount"], row["currency"]) if state is LimitState.AMOUNT else None
    return LimitInForce(Limit(state, amount), row["name"], row["set_on"])


def set_limit(session: Session, client_id: int, limit: Limit, *, person_id: int | None, day: date) -> None:
    """Put a limit in force; it replaces the one before."""
    row = {
        "client_id": client_id,
        "state": limit.state.value,
        "amount": limit.amount.counts if limit.amount else None,
        "currency": limit.amount.currency if limit.amount else None,
        "set_by": person_id,
        "set_on": day,
    }
    put(session, CreditLimitRow, [row], unique=["client_id"])


def list_open_invoices(session: Session, client_id: int) -> Sequence[StatedInvoice]:
    """Return a client's open documents by due date, those of clients merged into it included."""
    rows = session.execute(
        select(
            InvoiceRow.invoice_id,
            InvoiceRow.kind,
            InvoiceRow.issued,
            InvoiceRow.due,
            InvoiceRow.open_amount,
            InvoiceRow.currency,
            InvoiceRow.disputed,
        )
        .where(InvoiceRow.client_id.in_(ids_of(client_id)), InvoiceRow.open_amount != 0)
        .order_by(InvoiceRow.due, InvoiceRow.invoice_id)
    )
    return [
        StatedInvoice(row.invoice_id, row.kind, row.issued, row.due, Money(row.open_amount, row.currency), row.disputed)
        for row in rows
    ]


def invoices_as_of(session: Session) -> date | None:
    """Return the day of the newest statement of open invoices that was imported, None before the first."""
    return session.scalar(select(func.max(ImportRunRow.as_of)).where(ImportRunRow.kind == _INVOICES))


def latest_rates(session: Session, currencies: Collection[str], day: date) -> Mapping[str, RateUsed]:
    """Return each currency's latest rate on or before a day; a currency without one is absent."""
    newest = (
        select(RateRow.currency, func.max(RateRow.date).label("date"))
        .where(RateRow.currency.in_(sorted(currencies)), RateRow.date <= day)
        .group_by(RateRow.currency)
        .subquery()
    )
    rows = session.execute(
        select(RateRow.currency, RateRow.rate, RateRow.date).join(
            newest, (RateRow.currency == newest.c.currency) & (RateRow.date == newest.c.date)
        )
    )
    return {row.currency: RateUsed(row.currency, row.rate, row.date) for row in rows}
