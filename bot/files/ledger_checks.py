"""The checks of ledger files: what makes a line of sales, an order, an invoice, a payment, a product or a rate.

Each check returns columns under the names that the store keeps them by.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bot.errors import InvalidInput
from bot.files.checks import Sheet
from bot.files.headers import Layout
from bot.i18n import _, lazy
from bot.policy.money import LARGEST, SCALE, half_even, to_counts
from bot.policy.rates import STANDS_DAYS, RateBook
from bot.results.imports import ImportKind

SHORT, NAME = 64, 300
LONGEST_RATE = 40

ORDER_STATES = {
    "open": (
        "open confirmed submitted pending processing released shipped partial partiallyshipped delivered new "
        "未结 未完成 进行中 已确认 已发货"
    ),
    "closed": "closed done complete completed invoiced billed fullybilled finished 已结 已完成 已开票 关闭 完成",
    "cancelled": "cancelled canceled void 已取消 取消 作废",
}
INVOICE_KINDS = {
    "invoice": "invoice inv standard debitnote 发票 应收单",
    "credit_note": "creditnote creditmemo credit refund cn 红字发票 贷项 贷项通知单 退款",
}

Columns = Mapping[str, Sequence[object]]


@dataclass(frozen=True)
class LedgerContext:
    """What the checks need to know beside the file: the exchange rates and the base currency in them."""

    rates: RateBook


@dataclass(frozen=True)
class LedgerCheck:
    """The check of one kind.

    `key` names the columns by which a line is known again; `optional` the columns that a file may do without, with
    the columns of the file that they come from. What a file does not speak of, an import leaves as it was.
    """

    check: Callable[[Sheet, LedgerContext], Columns]
    key: tuple[str, ...]
    optional: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def check_ledger(kind: ImportKind, sheet: Sheet, context: LedgerContext, seen: set[Hashable]) -> Columns:
    """Check one chunk; `seen` holds the keys of the lines kept so far. What is rejected stays with the sheet."""
    found = LEDGER_CHECKS[kind]
    columns = found.check(sheet, context)
    keys: Sequence[Hashable] = (
        [str(value) for value in columns[found.key[0]]]
        if len(found.key) == 1
        else list(zip(*(columns[key] for key in found.key), strict=True))
    )
    sheet.reject_repeats(keys, seen, found.key[-1])
    return columns


def _products(sheet: Sheet, context: LedgerContext) -> Columns:
    prices = sheet.counts("unit_price")
    currencies = sheet.currencies("currency")
    return {
        "code": sheet.words("code", SHORT, required=True),
        "name": sheet.words("name", NAME, required=True),
        "category": sheet.words("category", NAME),
        "unit": sheet.words("unit", SHORT),
        "unit_price": prices,
        "currency": [
            currency if currency or price is None else context.rates.base
            for price, currency in zip(prices, currencies, strict=True)
        ],
    }


def _sales(sheet: Sheet, context: LedgerContext) -> Columns:
    days = sheet.days("date", required=True)
    currencies = sheet.currencies("currency", required=True)
    amounts = sale_amounts(sheet)
    rates, base_amounts = _converted(sheet, amounts, currencies, days, context.rates)
    codes = sheet.words("product", NAME)
    names = sheet.words("product_name", NAME)
    return {
        "line_id": sheet.words("line_id", SHORT, required=True),
        "date": days,
        "client_ref": sheet.words("client", NAME),
        "product_ref": [code or name for code, name in zip(codes, names, strict=True)],
        "amount": amounts,
        "currency": currencies,
        "rate": rates,
        "base_amount": base_amounts,
        "quantity": sheet.counts("quantity"),
        "unit": sheet.words("unit", SHORT),
        "document": sheet.words("document", SHORT),
    }


def sale_amounts(sheet: Sheet) -> list[int | None]:
    """Return the amounts, worked out from quantity, price and discount where the file gives none."""
    amounts = sheet.counts("amount")
    missing = [place for place, amount in enumerate(amounts) if amount is None and place not in sheet.reasons]
    if not missing:
        return amounts
    parts = list(zip(sheet.texts("quantity"), sheet.texts("unit_price"), sheet.texts("discount"), strict=True))
    worked_out: dict[tuple[str, str, str], int | InvalidInput] = {}
    for place in missing:
        part = parts[place]
        if part not in worked_out:
            worked_out[part] = _worked_out(sheet, *part)
        found = worked_out[part]
        if isinstance(found, InvalidInput):
            sheet.reject_cell(place, found.field or "amount", found)
        else:
            amounts[place] = found
    return amounts


def _worked_out(sheet: Sheet, quantity: str, price: str, discount: str) -> int | InvalidInput:
    if not quantity or not price:
        return InvalidInput(lazy("is missing, and there is no quantity and unit price instead"), field="amount")
    try:
        share = _discount(sheet, discount)
        exact = sheet.number("quantity", quantity) * sheet.number("unit_price", price) * (1 - share)
        return to_counts(exact)
    except InvalidInput as error:
        return error.with_traceback(None)


def _discount(sheet: Sheet, text: str) -> Decimal:
    """Read a discount: a share from 0 to 1, or a percentage with its sign."""
    if not text:
        return Decimal(0)
    is_percentage = text.endswith("%")
    share = sheet.number("discount", text.rstrip("%").rstrip()) / (100 if is_percentage else 1)
    if not 0 <= share <= 1:
        raise InvalidInput(
            lazy("“{text}” is no discount; write a share from 0 to 1, or 15%."), field="discount", text=text
        )
    return share


def _converted(
    sheet: Sheet,
    amounts: list[int | None],
    currencies: list[str | None],
    days: list[str | None],
    rates: RateBook,
) -> tuple[list[str], list[int]]:
    """Return each line's rate and its amount in the base currency; a line without a rate is rejected."""
    if set(currencies) <= {rates.base}:
        return ["1"] * len(sheet), [amount or 0 for amount in amounts]
    found = {pair: _rate_of(rates, *pair) for pair in set(zip(currencies, days, strict=True))}
    ratios = {pair: (rate or Decimal(1)).as_integer_ratio() for pair, rate in found.items()}
    texts = {pair: format(rate or Decimal(1), "f") for pair, rate in found.items()}
    pairs = list(zip(currencies, days, strict=True))
    for place, pair in enumerate(pairs):
        if found[pair] is None and all(pair):
            sheet.reject(place, _no_rate(*pair))
    converted = [half_even(amount or 0, *ratios[pair]) for amount, pair in zip(amounts, pairs, strict=True)]
    for place, amount in enumerate(converted):
        if abs(amount) > LARGEST:
            sheet.reject_cell(place, "amount", _("comes to more in {base} than can be kept").format(base=rates.base))
            converted[place] = 0
    return [texts[pair] for pair in pairs], converted


def _rate_of(rates: RateBook, currency: str | None, day: str | None) -> Decimal | None:
    return rates.rate_on(currency, date.fromisoformat(day)) if currency and day else None


def _no_rate(currency: str | None, day: str | None) -> str:
    return _("no exchange rate of {currency} for {day} or the {days} days before it; import rates first").format(
        currency=currency, day=day, days=STANDS_DAYS
    )


def _orders(sheet: Sheet, context: LedgerContext) -> Columns:  # noqa: ARG001 - one shape for all checks
    return {
        "order_id": sheet.words("order_id", SHORT, required=True),
        "client_ref": sheet.words("client", NAME),
        "date": sheet.days("date", required=True),
        "amount": sheet.counts("amount", required=True),
        "currency": sheet.currencies("currency", required=True),
        "ship_date": sheet.days("ship_date"),
        "billed_amount": sheet.counts("billed_amount", 0),
        "prepaid_amount": sheet.counts("prepaid_amount", 0),
        "status": sheet.each("status", _one_of(ORDER_STATES, "status"), "open"),
    }


def _one_of(words: Mapping[str, str], key: str) -> Callable[[str], str]:
    meaning = {word: kept for kept, listed in words.items() for word in listed.split()}

    def read(text: str) -> str:
        word = "".join(text.casefold().replace("_", " ").replace("-", " ").split())
        if word not in meaning:
            raise InvalidInput(
                lazy("“{text}” is not known; write one of {words}."), field=key, text=text, words=", ".join(words)
            )
        return meaning[word]

    return read


def _invoices(sheet: Sheet, context: LedgerContext) -> Columns:  # noqa: ARG001 - one shape for all checks
    amounts = sheet.counts("amount", required=True)
    stated = sheet.each("kind", _one_of(INVOICE_KINDS, "kind"), "")
    kinds = [
        kind or ("credit_note" if amount is not None and amount < 0 else "invoice")
        for kind, amount in zip(stated, amounts, strict=True)
    ]
    opens = sheet.counts("open_amount")
    return {
        "invoice_id": sheet.words("invoice_id", SHORT, required=True),
        "client_ref": sheet.words("client", NAME),
        "issued": sheet.days("issued", required=True),
        "due": sheet.days("due", required=True),
        "amount": _signed(amounts, kinds),
        "currency": sheet.currencies("currency", required=True),
        "open_amount": _signed(
            [amount if left is None else left for amount, left in zip(amounts, opens, strict=True)], kinds
        ),
        "disputed": sheet.flags("disputed", blank=False),
        "order_ref": sheet.words("order_id", SHORT),
        "kind": kinds,
    }


def _signed(amounts: Sequence[int | None], kinds: Sequence[str]) -> list[int | None]:
    """Make credit notes negative, whichever sign their source gives them: they reduce what is owed."""
    return [
        -abs(amount) if amount and kind == "credit_note" else amount
        for amount, kind in zip(amounts, kinds, strict=True)
    ]


def _payments(sheet: Sheet, context: LedgerContext) -> Columns:  # noqa: ARG001 - one shape for all checks
    return {
        "payment_id": sheet.words("payment_id", SHORT, required=True),
        "client_ref": sheet.words("client", NAME),
        "date": sheet.days("date", required=True),
        "amount": sheet.counts("amount", required=True),
        "currency": sheet.currencies("currency", required=True),
        "invoice_ref": sheet.words("invoice_id", SHORT),
        "cleared": sheet.flags("cleared", blank=True),
    }


def _rates(sheet: Sheet, context: LedgerContext) -> Columns:
    currencies = sheet.currencies("currency", required=True)
    rates = sheet.each("rate", lambda text: _rate(sheet, text), None, required=True)
    for place, (currency, rate) in enumerate(zip(currencies, rates, strict=True)):
        if currency == context.rates.base and rate != "1":
            sheet.reject_cell(
                place, "rate", _("{currency} is the base currency; its rate is always 1").format(currency=currency)
            )
    return {"currency": currencies, "date": sheet.days("date", required=True), "rate": rates}


def _rate(sheet: Sheet, text: str) -> str:
    rate = sheet.number("rate", text)
    plain = format(rate.normalize(), "f")
    if rate <= 0 or len(plain) > LONGEST_RATE or rate > SCALE**3:
        raise InvalidInput(lazy("“{text}” is no exchange rate; write how much of the base one unit is."), text=text)
    return plain


def spoken_of(kind: ImportKind, layout: Layout) -> frozenset[str]:
    """Return the kept columns that a file with this layout says something about."""
    optional = LEDGER_CHECKS[kind].optional
    return frozenset(key for key, sources in optional.items() if any(source in layout for source in sources))


LEDGER_CHECKS: dict[ImportKind, LedgerCheck] = {
    ImportKind.PRODUCTS: LedgerCheck(
        _products,
        ("code",),
        {
            "category": ("category",),
            "unit": ("unit",),
            "unit_price": ("unit_price",),
            "currency": ("unit_price", "currency"),
        },
    ),
    ImportKind.SALES: LedgerCheck(
        _sales,
        ("line_id",),
        {
            "product_ref": ("product", "product_name"),
            "quantity": ("quantity",),
            "unit": ("unit",),
            "document": ("document",),
        },
    ),
    ImportKind.ORDERS: LedgerCheck(
        _orders,
        ("order_id",),
        {key: (key,) for key in ("ship_date", "billed_amount", "prepaid_amount", "status")},
    ),
    ImportKind.INVOICES: LedgerCheck(
        _invoices,
        ("invoice_id",),
        {
            "open_amount": ("open_amount",),
            "disputed": ("disputed",),
            "order_ref": ("order_id",),
            "kind": ("kind",),
        },
    ),
    ImportKind.PAYMENTS: LedgerCheck(
        _payments, ("payment_id",), {"invoice_ref": ("invoice_id",), "cleared": ("cleared",)}
    ),
    ImportKind.RATES: LedgerCheck(_rates, ("currency", "date")),
}
