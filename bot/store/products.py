"""Queries about products, by what people call them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.store.tables_ledger import ProductRow


@dataclass(frozen=True)
class Product:
    """A product by its code and name."""

    product_id: int
    code: str
    name: str


def list_all(session: Session) -> Sequence[Product]:
    """Return every product, by code."""
    rows = session.execute(select(ProductRow.id, ProductRow.code, ProductRow.name).order_by(ProductRow.code))
    return [Product(*row) for row in rows]


def get(session: Session, product_id: int) -> Product | None:
    """Return one product."""
    row = session.execute(
        select(ProductRow.id, ProductRow.code, ProductRow.name).where(ProductRow.id == product_id)
    ).one_or_none()
    return Product(*row) if row else None
