"""Queries that list lines of sales, one by one, as they stand behind a composition."""

from collections.abc import Collection, Iterator

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session, aliased

from bot.results.composition import Missing
from bot.results.sales_lines import SalesLine
from bot.store.families import roots
from bot.store.sales import Slice, of_clients
from bot.store.tables_files import ClientRow
from bot.store.tables_ledger import ProductRow, SalesLineRow

AT_ONCE = 2_000
"""Rows fetched at a time."""


def stream_lines(
    session: Session, asked: Slice, needed: Collection[Missing], *, unit: str | None, most: int
) -> Iterator[SalesLine]:
    """Yield the latest lines of the period, newest first, `most` at the most; those of one `unit`, or of any (None).

    Lines that want a client or a product, whichever is `needed`, are passed over: they stand in no row either.
    """
    line, client, merged = SalesLineRow, aliased(ClientRow), roots()
    within = true() if asked.period.is_all else line.date.between(asked.period.start, asked.period.end)
    placed = [
        column.is_not(None)
        for missing, column in ((Missing.CLIENT, line.client_id), (Missing.PRODUCT, line.product_id))
        if missing in needed
    ]
    statement = (
        select(
            line,
            func.coalesce(client.code, "").label("client_code"),
            func.coalesce(client.name, line.client_ref).label("client_name"),
            func.coalesce(ProductRow.code, "").label("product_code"),
            func.coalesce(ProductRow.name, line.product_ref).label("product_name"),
        )
        .join(merged, merged.c.id == line.client_id, isouter=True)
        .join(client, client.id == func.coalesce(merged.c.root, line.client_id), isouter=True)
        .join(ProductRow, ProductRow.id == line.product_id, isouter=True)
        .where(within, *of_clients(line.client_id, asked), *placed, *([] if unit is None else [line.unit == unit]))
        .order_by(line.date.desc(), line.id.desc())
        .limit(most)
        .execution_options(yield_per=AT_ONCE)
    )
    for row, client_code, client_name, product_code, product_name in session.execute(statement):
        yield SalesLine(
            day=row.date,
            line_id=row.line_id,
            document=row.document,
            client_code=client_code,
            client=client_name,
            product_code=product_code,
            product=product_name,
            quantity=row.quantity,
            unit=row.unit,
            amount=row.amount,
            currency=row.currency,
            rate=row.rate,
            base_amount=row.base_amount,
        )
