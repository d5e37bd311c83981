"""A ledger written straight into the tables, with its rollups worked out in Python from the same lines."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from bot.policy.access import Actor, Role
from bot.policy.names import fold
from bot.store.tables import (
    ClientMonthRow,
    ClientRow,
    CurrentValueRow,
    FactRow,
    PersonRow,
    ProductMonthRow,
    ProductRow,
    ProductTotalRow,
    SalesLineRow,
)

NOW = datetime(2026, 7, 20, 12, tzinfo=UTC)
OPERATOR = Actor(None, "", "root", frozenset({Role.OPERATOR}))
UNIT = 10_000


@dataclass(frozen=True)
class Line:
    """One sales line; client and product are ids, None where they are not matched."""

    day: date
    client: int | None
    amount: int
    product: int | None = None
    quantity: int | None = None
    unit: str = ""
    currency: str = "USD"
    rate: Decimal = Decimal(1)

    @property
    def base(self) -> int:
        """Return what it comes to in dollars."""
        return int(self.amount * self.rate)


def add_people(session: Session, *people: tuple[int, str, str]) -> None:
    """Add people as (id, role, team); their Slack ids are U1, U2, ..."""
    session.execute(
        insert(PersonRow),
        [
            {"id": i, "slack_id": f"U{i}", "name": f"Person {i}", "roles": role, "team": team, "created_at": NOW}
            for i, role, team in people
        ],
    )


def actor(person_id: int, role: Role, team: str = "") -> Actor:
    """Return the actor that one of these people is."""
    return Actor(person_id, f"U{person_id}", f"Person {person_id}", frozenset({role}), team)


def add_client(session: Session, client_id: int, **columns: object) -> None:
    """Add a client named Client N with code CN; columns as in the table."""
    values = {
        "code": f"C{client_id}",
        "name": f"Client {client_id}",
        "stage": "present",
        "relation": "direct",
    } | columns
    values |= {"id": client_id, "name_key": fold(str(values["name"])), "created_at": NOW}
    session.execute(insert(ClientRow), [values])


def add_value(session: Session, client_id: int, field: str, value: str) -> None:
    """Add a fact and the current value that follows from it."""
    shared = {"client_id": client_id, "field": field, "value": value, "source": "research", "observed_at": NOW}
    fact = insert(FactRow).returning(FactRow.id)
    fact_id = session.execute(fact, [shared | {"kind": "observed", "recorded_at": NOW}]).scalar_one()
    session.execute(insert(CurrentValueRow), [shared | {"fact_id": fact_id}])


def add_product(session: Session, product_id: int, category: str = "") -> None:
    """Add a product named Product N with code PN."""
    values = {"id": product_id, "code": f"P{product_id}", "name": f"Product {product_id}", "category": category}
    session.execute(insert(ProductRow), [values])


def put_lines(session: Session, lines: Iterable[Line], *, countries: dict[int, str] | None = None) -> None:
    """Replace the ledger by these lines, rollups and all; `countries` are the clients' own."""
    lines = list(lines)
    for table in (SalesLineRow, ClientMonthRow, ProductMonthRow, ProductTotalRow):
        session.execute(delete(table))
    if not lines:
        return
    session.execute(
        insert(SalesLineRow),
        [
            {
                "id": number,
                "line_id": f"L{number}",
                "date": line.day,
                "client_id": line.client,
                "product_id": line.product,
                "amount": line.amount,
                "currency": line.currency,
                "rate": line.rate,
                "base_amount": line.base,
                "quantity": line.quantity,
                "unit": line.unit,
            }
            for number, line in enumerate(lines, 1)
        ],
    )
    by_client: dict[tuple[int, date], list[int]] = defaultdict(lambda: [0, 0])
    by_product: dict[tuple[int, str, str, date], list[int]] = defaultdict(lambda: [0, 0, 0])
    of_product: dict[tuple[int, str, date], list[int]] = defaultdict(lambda: [0, 0, 0])
    for line in lines:
        month = line.day.replace(day=1)
        sums = by_client[line.client or 0, month]
        sums[0] += line.base
        sums[1] += 1
        place = (countries or {}).get(line.client or 0, "")
        product = line.product or 0
        for product_sums in (by_product[product, place, line.unit, month], of_product[product, line.unit, month]):
            product_sums[0] += line.base
            product_sums[1] += line.quantity or 0
            product_sums[2] += 1
    session.execute(
        insert(ClientMonthRow),
        [
            {"client_id": client, "month": month, "amount": sums[0], "lines": sums[1]}
            for (client, month), sums in by_client.items()
        ],
    )
    session.execute(
        insert(ProductMonthRow),
        [
            {
                "product_id": product, "country": place, "unit": unit, "month": month,
                "amount": sums[0], "quantity": sums[1], "lines": sums[2],
            }
            for (product, place, unit, month), sums in by_product.items()
        ],
    )  # fmt: skip
    session.execute(
        insert(ProductTotalRow),
        [
            {
                "product_id": product, "unit": unit, "month": month,
                "amount": sums[0], "quantity": sums[1], "lines": sums[2],
            }
            for (product, unit, month), sums in of_product.items()
        ],
    )  # fmt: skip
