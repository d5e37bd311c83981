"""The demo's ledger as the files that an accounting system would drop, with the headers of the imports."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from bot.demo.clients import DemoClient
from bot.demo.company import DemoCompany
from bot.demo.late import LateLine

Row = tuple[object, ...]


def write_clients(path: Path, clients: Iterable[DemoClient]) -> None:
    """Write one file of clients with their main contacts."""
    header = (
        "code", "name", "country", "city", "stage", "relation", "owner", "contact_name", "contact_title",
        "contact_email", "contact_phone",
    )  # fmt: skip
    _write(path, header, (_client(each) for each in clients))


def _client(client: DemoClient) -> Row:
    return (
        client.code, client.name, client.country, client.city, client.stage, client.relation, client.owner or "",
        client.contact, client.title, f"office@{client.domain}", client.phone,
    )  # fmt: skip


def write_products(path: Path, company: DemoCompany) -> None:
    """Write the products; prices are whole cents of a euro."""
    rows = ((p.code, p.name, p.category, p.unit, f"{p.price / 100:.2f}", "EUR") for p in company.products)
    _write(path, ("code", "name", "category", "unit", "unit_price", "currency"), rows)


def write_rates(path: Path, company: DemoCompany) -> None:
    """Write the exchange rates."""
    _write(path, ("currency", "date", "rate"), ((r.currency, r.date, r.rate) for r in company.rates))


def write_sales(path: Path, company: DemoCompany) -> None:
    """Write the sales lines."""
    header = ("line_id", "date", "client", "product", "quantity", "unit", "amount", "currency", "document")
    rows = (
        (s.line_id, s.date, s.client, s.product.code, s.quantity, s.product.unit, s.amount, s.currency, s.document)
        for s in company.sales
    )
    _write(path, header, rows)


def write_invoices(path: Path, company: DemoCompany) -> None:
    """Write the invoices and credit notes, paid and open."""
    header = ("invoice_id", "client", "issued", "due", "amount", "currency", "open_amount", "disputed", "kind")
    rows = (
        (i.invoice_id, i.client, i.issued, i.due, i.amount, i.currency, i.open_amount, _yes(i.disputed), i.kind)
        for i in company.invoices
    )
    _write(path, header, rows)


def write_payments(path: Path, company: DemoCompany) -> None:
    """Write the payments."""
    header = ("payment_id", "client", "date", "amount", "currency", "invoice_id")
    rows = ((p.payment_id, p.client, p.date, p.amount, p.currency, p.invoice_id) for p in company.payments)
    _write(path, header, rows)


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def write_late_lines(path: Path, lines: Iterable[LateLine]) -> None:
    """Write the lines whose clients go by other names."""
    rows = ((each.line_id, each.date, each.client, each.amount, each.currency) for each in lines)
    _write(path, ("line_id", "date", "client", "amount", "currency"), rows)


def _write(path: Path, header: tuple[str, ...], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(_plain(rows))


def _plain(rows: Iterable[Row]) -> Iterator[list[str]]:
    for row in rows:
        yield [each.isoformat() if isinstance(each, date) else str(each) for each in row]
