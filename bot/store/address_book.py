"""Queries about the people at a client's and its sites, those of the files that were merged into it included."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, RowMapping, Select, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from bot.results.clients import ContactView, SiteView
from bot.store import clues
from bot.store.families import rows_of
from bot.store.tables_files import ContactRow
from bot.store.tables_upkeep import SiteRow

_FAMILY = rows_of(bindparam("client_id", type_=Integer))


def _contacts() -> Select[*tuple[object, ...]]:
    return (
        select(
            ContactRow.id,
            ContactRow.name,
            ContactRow.title,
            ContactRow.email,
            ContactRow.phone,
            ContactRow.mobile,
            ContactRow.role,
            ContactRow.share,
            ContactRow.language,
            ContactRow.left_at,
        )
        .where(ContactRow.client_id.in_(_FAMILY))
        .order_by(ContactRow.left_at.is_not(None), func.lower(ContactRow.name), ContactRow.id)
    )


_ALL = _contacts()
_PRESENT = _contacts().where(ContactRow.left_at.is_(None))
_SITES = (
    select(
        SiteRow.id,
        SiteRow.name,
        SiteRow.kind,
        SiteRow.address,
        SiteRow.postal_code,
        SiteRow.city,
        SiteRow.country,
        SiteRow.closed_at,
    )
    .where(SiteRow.client_id.in_(_FAMILY))
    .order_by(SiteRow.closed_at.is_not(None), func.lower(SiteRow.name), SiteRow.id)
)


def list_contacts(session: Session, client_id: int, *, with_left: bool = True) -> Sequence[ContactView]:
    """Return the people at the client's by name, those who have left behind the others or not at all."""
    rows = session.connection().execute(_ALL if with_left else _PRESENT, {"client_id": client_id}).mappings()
    return [_contact(row) for row in rows]


def _contact(row: RowMapping) -> ContactView:
    return ContactView(
        contact_id=row["id"],
        name=row["name"],
        title=row["title"],
        email=row["email"],
        phone=row["phone"],
        mobile=row["mobile"],
        role=row["role"],
        share=row["share"],
        language=row["language"],
        left_at=row["left_at"],
    )


def add_contact(
    session: Session, client_id: int, values: Mapping[str, Any], *, created_by: int | None, now: datetime
) -> int:
    """Add a person at the client's, by column, and return the new id."""
    row = dict(values) | {"client_id": client_id, "created_by": created_by, "created_at": now}
    contact_id = session.execute(insert(ContactRow).returning(ContactRow.id), [row]).scalar_one()
    clues.refresh(session, [client_id])
    return contact_id


def change_contact(session: Session, contact_id: int, values: Mapping[str, Any], now: datetime) -> None:
    """Set columns of a person at the client's."""
    change = update(ContactRow).where(ContactRow.id == contact_id).values(**values, updated_at=now)
    clues.refresh(session, session.scalars(change.returning(ContactRow.client_id)).all())


def list_sites(session: Session, client_id: int) -> Sequence[SiteView]:
    """Return the client's sites by name, those that were closed behind the others."""
    rows = session.connection().execute(_SITES, {"client_id": client_id})
    return [SiteView(*row) for row in rows]


def add_site(
    session: Session, client_id: int, values: Mapping[str, Any], *, created_by: int | None, now: datetime
) -> int:
    """Add a site, by column, and return the new id."""
    row = dict(values) | {"client_id": client_id, "created_by": created_by, "created_at": now}
    return session.execute(insert(SiteRow).returning(SiteRow.id), [row]).scalar_one()


def change_site(session: Session, site_id: int, values: Mapping[str, Any]) -> None:
    """Set columns of a site."""
    session.execute(update(SiteRow).where(SiteRow.id == site_id).values(**values))
