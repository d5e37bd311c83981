"""The demo's ledger: two years of orders, the invoices and payments that follow, exchange rates and limits."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from random import Random

from bot.demo.clients import DemoClient
from bot.demo.goods import PRODUCTS, TASTES, Product

MONTHS = 24
MONTHLY = 620
"""Sales a month, in euro, of a client of size 1."""

LIST_FACTORS = {"EUR": Decimal(1), "USD": Decimal("1.09"), "CNY": Decimal("7.8"), "JPY": Decimal(162)}
"""Price lists in other currencies follow the euro one by a fixed factor."""

RATES = {"USD": (0.918, 0.006), "CNY": (0.1272, 0.0008), "JPY": (0.00612, 0.00005)}
"""Euro for one unit where the rates start, and how far they move in a week."""

SEASON = (0.82, 0.9, 1.1, 1.12, 1.08, 1.02, 0.94, 0.78, 1.1, 1.16, 1.08, 0.9)
"""Building goes with the seasons: a factor for each month of the year."""

PAYS_AFTER_DUE = {"prompt": (-4, 3), "slow": (8, 28), "late": (25, 70), "bad": (90, 200)}
"""How many days after the due date a habit pays, from and to."""

CREDIT_NOTE = "credit note"


@dataclass(frozen=True)
class Rate:
    """Euro for one unit of `currency`."""

    currency: str
    date: date
    rate: Decimal


@dataclass(frozen=True)
class SalesLine:
    """One line of a delivery; a return has a negative quantity and amount."""

    line_id: str
    date: date
    client: str
    product: Product
    quantity: int
    amount: Decimal
    currency: str
    document: str


@dataclass(frozen=True)
class Invoice:
    """One invoice, or a credit note with a negative amount."""

    invoice_id: str
    client: str
    issued: date
    due: date
    amount: Decimal
    currency: str
    open_amount: Decimal
    disputed: bool = False
    kind: str = "invoice"


@dataclass(frozen=True)
class Payment:
    """Money that came in for an invoice."""

    payment_id: str
    client: str
    date: date
    amount: Decimal
    currency: str
    invoice_id: str


@dataclass(frozen=True)
class DemoLimit:
    """A credit limit that finance has set; `amount` is None for an unlimited one."""

    client: str
    amount: Decimal | None
    currency: str


@dataclass(frozen=True)
class _Order:
    client: DemoClient
    date: date
    items: tuple[tuple[Product, int], ...]
    discount: int

    def amounts(self) -> tuple[Decimal, ...]:
        """Return what each line comes to, to the smallest coin of the client's currency."""
        share = Decimal(100 - self.discount) / 100
        return tuple(
            round_to(price_in(p, self.client.currency) * n * share, self.client.currency) for p, n in self.items
        )


def round_to(amount: Decimal, currency: str) -> Decimal:
    """Round to the smallest coin: a yen or a cent."""
    coin = Decimal(1) if currency == "JPY" else Decimal("0.01")
    return amount.quantize(coin, ROUND_HALF_EVEN)


def price_in(product: Product, currency: str) -> Decimal:
    """Return the list price of one unit in another currency."""
    return round_to(Decimal(product.price) / 100 * LIST_FACTORS[currency], currency)


def first_month(today: date) -> date:
    """Return the first day of the ledger: twenty-four full months lie between it and this month."""
    return today.replace(year=today.year - MONTHS // 12, day=1)


def make_rates(rng: Random, today: date) -> tuple[Rate, ...]:
    """Return a rate for each Monday, from before the first sale to today."""
    monday = first_month(today) - timedelta(days=14)
    monday -= timedelta(days=monday.weekday())
    weeks = (today - monday).days // 7 + 1
    rates = []
    for currency, (start, step) in RATES.items():
        value = start
        for week in range(weeks):
            # Pulled back to where it started, so that two years do not carry it away.
            value += rng.uniform(-step, step) + (start - value) * 0.05
            rates.append(Rate(currency, monday + timedelta(weeks=week), Decimal(f"{value:.6f}")))
    return tuple(rates)


def make_sales(rng: Random, clients: Sequence[DemoClient], today: date) -> tuple[SalesLine, ...]:
    """Return every line from the first month to yesterday, in order of date."""
    orders = [order for client in clients for order in _orders(rng, client, today)]
    orders.sort(key=lambda order: (order.date, order.client.code))
    numbers = Counter[str]()
    return tuple(line for order in orders for line in _lines(order, numbers))


def _lines(order: _Order, numbers: Counter[str]) -> Iterator[SalesLine]:
    mark = "CN" if order.items[0][1] < 0 else "INV"
    series = f"{mark}-{order.date.year}"
    numbers[series] += 1
    document = f"{series}-{numbers[series]:04d}"
    for place, ((product, quantity), amount) in enumerate(zip(order.items, order.amounts(), strict=True), start=1):
        yield SalesLine(
            f"{document}/{place}", order.date, order.client.code, product, quantity, amount, order.client.currency,
            document,
        )  # fmt: skip


def _orders(rng: Random, client: DemoClient, today: date) -> Iterator[_Order]:
    liked = [p for category in TASTES[client.kind.split()[0]] for p in PRODUCTS if p.category == category]
    start = first_month(today)
    # A past client has bought nothing for most of a year.
    months = MONTHS - 10 if client.stage == "past" else MONTHS + 1
    for index in range(months if client.size else 0):
        month = _month_after(start, index)
        target = client.size * MONTHLY * client.growth ** ((index - MONTHS) / 12) * SEASON[month.month - 1]
        for day, euro in _shipments(rng, client, target):
            shipped = month + timedelta(days=day)
            order = _order(rng, client, shipped, liked, euro)
            # Drawn in any case, so that tomorrow's company is today's and a day more.
            if shipped < today:
                yield order
    if client.pays in {"late", "slow"} and client.size > 10:
        yield _Order(
            client, today - timedelta(days=rng.randrange(12, 40)), ((rng.choice(liked), -rng.randrange(2, 9)),), 0
        )


def _month_after(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, 12)
    return start.replace(year=start.year + years, month=month + 1)


def _shipments(rng: Random, client: DemoClient, target: float) -> list[tuple[int, float]]:
    """Return (day of the month from 0, euro) of a month's shipments; a small client buys every other month."""
    count = 1 if client.size < 8 else 2 if client.size < 30 else 3
    if client.size < 8:
        target = target * 2 if rng.random() < 0.5 else 0
    return [(rng.randrange(28), target / count * rng.uniform(0.7, 1.3)) for _ in range(count) if target]


def _order(rng: Random, client: DemoClient, shipped: date, liked: Sequence[Product], euro: float) -> _Order:
    # Chances fall along the list: what stands first in a client's taste is bought most.
    chosen = {liked[int(len(liked) * rng.random() ** 1.6)].code: None for _ in range(rng.randrange(2, 6))}
    products = [p for p in PRODUCTS if p.code in chosen]
    each = euro * 100 / len(products)
    items = tuple((p, max(1, round(each * rng.uniform(0.6, 1.4) / p.price))) for p in products)
    return _Order(client, shipped, items, 12 if client.size > 50 else 8 if client.size > 20 else 0)


def make_invoices(
    draws: Callable[[str], Random], clients: Sequence[DemoClient], lines: Sequence[SalesLine], today: date
) -> tuple[tuple[Invoice, ...], tuple[Payment, ...]]:
    """Return one invoice a delivery and what was paid of it by yesterday, each client in its own habit.

    `draws` gives each document chances of its own.
    """
    known = {client.code: client for client in clients}
    totals: dict[str, Decimal] = {}
    for line in lines:
        totals[line.document] = totals.get(line.document, Decimal(0)) + line.amount
    issued = {line.document: line for line in lines}
    invoices, payments = [], []
    for document, amount in totals.items():
        line, client = issued[document], known[issued[document].client]
        invoice = Invoice(
            document, client.code, line.date, line.date + timedelta(days=client.terms), amount, client.currency, amount
        )
        settled, paid = _settle(draws(document), invoice, client.pays, today)
        invoices.append(settled)
        if paid is not None:
            payments.append(paid)
    return tuple(invoices), tuple(payments)


def _settle(rng: Random, invoice: Invoice, habit: str, today: date) -> tuple[Invoice, Payment | None]:
    """Return the invoice as it stands today, and the payment that it has got so far."""
    if invoice.amount < 0:
        return replace(invoice, kind=CREDIT_NOTE, due=invoice.issued), None
    paid_on = invoice.due + timedelta(days=rng.randint(*PAYS_AFTER_DUE[habit]))
    overdue = (today - invoice.due).days
    if paid_on >= today:
        disputed = habit in {"late", "bad"} and overdue > 15 and rng.random() < 0.3
        part = Decimal("0.4") if habit in {"late", "bad"} and overdue > 20 and rng.random() < 0.35 else None
        if part is None or disputed:
            return replace(invoice, disputed=disputed), None
        paid, paid_on = round_to(invoice.amount * part, invoice.currency), today - timedelta(days=rng.randrange(1, 15))
    else:
        paid = invoice.amount
    payment = Payment(
        invoice.invoice_id.replace("INV", "PAY"), invoice.client, paid_on, paid, invoice.currency, invoice.invoice_id
    )
    return replace(invoice, open_amount=invoice.amount - paid), payment


UNLIMITED = ("SUEDB",)
PREPAID = ("CHAUM", "PARAI", "MANGU")
"""A limit of zero, set on purpose: these pay before anything is shipped."""
TIGHT = {"ACME": Decimal("1.2")}
EXCEEDED = {"AIGAI": Decimal("0.7"), "BRUCK": Decimal("0.8"), "SAOBE": Decimal("0.85"), "SIAMT": Decimal("0.75"),
            "WAHAA": Decimal("0.6")}  # fmt: skip
"""A limit as a share of what is owed now."""
NEVER_SET = ("LANTI", "NEGEV")


def make_limits(clients: Sequence[DemoClient], invoices: Sequence[Invoice]) -> tuple[DemoLimit, ...]:
    """Return the limits in force; small and new clients were never given one."""
    owed = dict.fromkeys((client.code for client in clients), Decimal(0))
    for invoice in invoices:
        owed[invoice.client] += invoice.open_amount
    limits = (_limit(client, owed[client.code]) for client in clients)
    return tuple(limit for limit in limits if limit is not None)


def _limit(client: DemoClient, owed: Decimal) -> DemoLimit | None:
    if client.code in UNLIMITED:
        return DemoLimit(client.code, None, client.currency)
    if client.code in PREPAID:
        return DemoLimit(client.code, Decimal(0), client.currency)
    if client.size < 6 or client.code in NEVER_SET:
        return None
    usual = client.size * MONTHLY * LIST_FACTORS[client.currency] * 3
    wanted = owed * (EXCEEDED | TIGHT)[client.code] if client.code in EXCEEDED | TIGHT else max(usual, owed * 3 / 2)
    return DemoLimit(client.code, _two_digits(wanted), client.currency)


def _two_digits(amount: Decimal) -> Decimal:
    """Round to two leading digits, as limits are set: 48,213 becomes 48,000."""
    step = Decimal(10) ** (amount.adjusted() - 1)
    return (amount / step).to_integral_value() * step
