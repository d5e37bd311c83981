"""A few lines that the accounting system has under names of its own: the custodian says whose they are."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal


@dataclass(frozen=True)
class LateLine:
    """One line of a sale to somebody whose file goes by another name; `client` is empty where none is given."""

    line_id: str
    date: date
    client: str
    amount: Decimal
    currency: str = "EUR"


def make_late_lines(today: date) -> tuple[LateLine, ...]:
    """Return yesterday's lines: of a client's branch, of a name in another order, and of a sale over the counter."""
    yesterday = today - timedelta(days=1)
    sold = (
        ("ACME Mietpark Kiel", "1840.00"),
        ("ACME Mietpark Kiel", "612.50"),
        ("Werkzeughandel S. Brückner", "274.90"),
        ("", "38.20"),
    )
    return tuple(
        LateLine(f"LATE-{number}", yesterday, client, Decimal(amount))
        for number, (client, amount) in enumerate(sold, start=1)
    )
