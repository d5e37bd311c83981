"""A retailer's ledger in the shape of the public Online Retail data, made from a seed.

A quarter of its lines names no customer, credit notes have a number with a C before it and negative quantities, some
lines are negative without being credit notes or cost nothing, names of products hold commas and quotes, and the day
stands with its time, the day first. What the ledger comes to is worked out while it is written, in exact decimals.
"""

import csv
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

FULL = 541_909
"""Lines of the public data; 135,080 of them without a customer, 9,288 of credit notes."""
NAMELESS_OF_FULL, CREDITED_OF_FULL = 135_080, 9_288
HEADERS = (
    "LineNo", "InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country",
    "Currency",
)  # fmt: skip
MAPPING = {"line_id": "LineNo", "product": "StockCode"}
UNKNOWN_SHARE = 50
"""Of so many customers, and products, one is not in the files of clients and products."""
_COUNTRIES = ("GB", "DE", "FR", "IE", "ES", "NL", "BE", "CH", "PT", "AU")


@dataclass
class Retail:
    """Three files, and what is in the one of sales, counted apart from the program under test."""

    sales: Path
    clients: str
    products: str
    lines: int = 0
    nameless: int = 0
    credited: int = 0
    negative: int = 0
    broken: int = 0
    waiting: int = 0
    total: Decimal = Decimal(0)
    pieces: int = 0
    by_customer: Counter[str] = field(default_factory=Counter)
    sums: dict[str, Decimal] = field(default_factory=dict)
    """By customer, who is empty where none is named."""
    product_sums: dict[str, Decimal] = field(default_factory=dict)


def write_retail(folder: Path, lines: int = FULL, *, broken: int = 7, seed: int = 2011) -> Retail:
    """Write the files and return what they hold; `broken` lines more have a day that does not exist."""
    choose = random.Random(seed)
    customers = [str(number) for number in range(12_346, 12_346 + max(50, lines // 124))]
    stock = [f"{number}{choose.choice(('', '', 'A', 'b'))}" for number in range(10_002, 10_002 + max(50, lines // 133))]
    known_clients = {each: None for place, each in enumerate(customers) if place % UNKNOWN_SHARE}
    known_products = {each: None for place, each in enumerate(stock) if place % UNKNOWN_SHARE}
    countries = {each: choose.choice(_COUNTRIES) for each in customers}
    retail = Retail(
        folder / "online-retail.csv",
        "code,name,country\n" + "".join(f"{each},Customer {each},{countries[each]}\n" for each in known_clients),
        "code,name\n" + "".join(f'{each},"LIGHT HOLDER, ""No. {each}"""\n' for each in known_products),
    )
    of_lines = _documents(choose, lines)
    nameless = set(choose.sample(range(lines), round(lines * NAMELESS_OF_FULL / FULL)))
    credited = set(choose.sample(range(lines), round(lines * CREDITED_OF_FULL / FULL)))
    with retail.sales.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS)
        for place in range(lines):
            document, at = of_lines[place]
            customer = "" if place in nameless else choose.choice(customers)
            code = choose.choice(stock)
            quantity, price = choose.randint(1, 120), Decimal(choose.randint(0, 4_999)) / 100
            if place in credited or place % 400 == 0:
                quantity = -quantity
            if place % 997 == 0:
                price = Decimal(choose.randint(1, 9)) / 1000
            number = f"C{document}" if place in credited else str(document)
            writer.writerow(
                (
                    place + 1, number, code, f'HOLDER, "{code}"', quantity, f"{at:%d/%m/%Y %H:%M}", price, customer,
                    "United Kingdom", "GBP",
                )
            )  # fmt: skip
            amount = quantity * price
            retail.lines += 1
            retail.nameless += not customer
            retail.credited += place in credited
            retail.negative += amount < 0
            retail.waiting += customer not in known_clients or code not in known_products
            retail.total += amount
            retail.pieces += quantity
            retail.by_customer[customer] += 1
            retail.sums[customer] = retail.sums.get(customer, Decimal(0)) + amount
            retail.product_sums[code] = retail.product_sums.get(code, Decimal(0)) + amount
        for place in range(broken):
            writer.writerow((f"B{place}", "1", "2", "", 1, "31/02/2011 08:26", "1.00", "", "", "GBP"))
            retail.broken += 1
    return retail


def _documents(choose: random.Random, lines: int) -> list[tuple[int, datetime]]:
    """Return the number and the moment of each line's document, over a year, twenty lines a document or so."""
    found: list[tuple[int, datetime]] = []
    number, at = 536_365, datetime(2010, 12, 1, 8, 26, tzinfo=UTC)
    step = timedelta(days=373) / max(1, lines // 20)
    while len(found) < lines:
        found += [(number, at)] * choose.randint(1, 40)
        number, at = number + 1, at + step
    return found[:lines]
