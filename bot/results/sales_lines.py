"""Lines of the ledger behind a composition."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.policy.access import Scope


@dataclass(frozen=True)
class SalesLine:
    """One line as imported, under the client that it counts for now.

    Amounts are counts (ten-thousandths): `amount` of its own currency, `base_amount` of the base currency at `rate`,
    `quantity` of `unit`, None where the line says none.
    """

    day: date
    line_id: str
    document: str
    client_code: str
    client: str
    product_code: str
    product: str
    quantity: int | None
    unit: str
    amount: int
    currency: str
    rate: Decimal
    base_amount: int


@dataclass(frozen=True)
class LinesBehind:
    """The latest lines behind a composition, newest first; `scope` is whose clients' they are.

    `is_cut` says that there are more than stand here.
    """

    scope: Scope
    lines: tuple[SalesLine, ...]
    is_cut: bool
