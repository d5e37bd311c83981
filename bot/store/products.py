"""Queries about products, by what people call them."""

from collections.abc import Collection, Mapping, Sequence
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

    @property
    def called(self) -> str:
        """Return its name, or its code where it has none."""
        return self.name or self.code


def list_all(session: Session) -> Sequence[Product]:
    """Return every product, by code."""
    rows = session.execute(select(ProductRow.id, ProductRow.code, ProductRow.name).order_by(ProductRow.code))
    return [Product(*row) for row in rows]


def list_by_ids(session: Session, product_ids: Collection[int]) -> Mapping[int, Product]:
    """Return these products by id."""
    rows = session.execute(
        select(ProductRow.id, ProductRow.code, ProductRow.name).where(ProductRow.id.in_(product_ids))
    )
    return {row.id: Product(*row) for row in rows}


def get(session: Session, product_id: int) -> Product | None:
    """Return one product."""
    return list_by_ids(session, [product_id]).get(product_id)


def get_by_code(session: Session, code: str) -> Product | None:
    """Return the product that has a code."""
    row = session.execute(
        select(ProductRow.id, ProductRow.code, ProductRow.name).where(ProductRow.code == code)
    ).one_or_none()
    return Product(*row) if row else None
