"""Credit: the answer to “may we ship for this amount?” with its figures, and the limit that finance sets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.errors import InvalidInput
from bot.i18n import lazy
from bot.policy.access import Actor, Part, Right
from bot.policy.credit import Limit, LimitState, available, may_ship
from bot.policy.money import Money
from bot.results.clients import Client
from bot.results.credit import CREDIT_NOTE, CreditAnswer, LimitInForce, OpenInvoice, RateUsed, StatedInvoice, Unknown
from bot.results.imports import ImportKind
from bot.services import gate, statements
from bot.store import credit

MOST_DOCUMENTS = 5
"""How many of the documents behind the figures an answer lists."""

_STATED = (ImportKind.INVOICES, ImportKind.ORDERS, ImportKind.PAYMENTS)
"""What an answer rests on beside exchange rates: the accounting system's statements of what clients owe."""


@dataclass(frozen=True)
class _Converter:
    """Turns amounts into one currency; `rates` are those known, base units for one unit."""

    target: str
    base: str
    rates: Mapping[str, RateUsed]

    def convert(self, money: Money) -> Money | None:
        """Return the amount in the target currency, half to even; None when a rate is missing."""
        if money.currency == self.target:
            return money
        source, target = self._rate(money.currency), self._rate(self.target)
        if source is None or target is None:
            return None
        return Money(round(money.counts * Fraction(source) / Fraction(target)), self.target)

    def missing(self, monies: Sequence[Money]) -> str | None:
        """Return a currency whose rate is needed for these amounts and not known."""
        needed = [code for each in monies if each.currency != self.target for code in (each.currency, self.target)]
        return next((code for code in needed if self._rate(code) is None), None)

    def total(self, monies: Sequence[Money]) -> Money | None:
        """Return the sum in the target currency, each amount converted by itself; None when a rate is missing."""
        converted = [self.convert(each) for each in monies]
        known = [each.counts for each in converted if each is not None]
        return Money(sum(known), self.target) if len(known) == len(converted) else None

    def _rate(self, currency: str) -> Decimal | None:
        if currency == self.base:
            return Decimal(1)
        return self.rates[currency].rate if currency in self.rates else None


def answer_credit(
    session: Session, actor: Actor, client: Client, *, asked: Money | None, base_currency: str, now: datetime
) -> CreditAnswer:
    """Return a client's limit, exposure, what is available and overdue, and whether `asked` fits.

    Exposure covers open invoices only, as of the newest statement that was imported; everything stands in the
    limit's currency, or in the base currency where the limit is no amount. While a statement that the answer rests on
    has not matched its control totals, nothing is known. Raises Refused, and InvalidInput for an
    amount that is not more than zero.
    """
    gate.require(session, actor, client, Part.CREDIT, Right.READ, via="credit", now=now)
    if asked is not None and asked.counts <= 0:
        raise InvalidInput(lazy("Ask about an amount of more than zero."), field="amount")
    held = credit.get_limit(session, client.client_id)
    as_of = credit.invoices_as_of(session)
    stated = credit.list_open_invoices(session, client.client_id) if as_of else ()
    documents = [_document(each, as_of) for each in stated if as_of]
    amounts = [each.open for each in documents]
    converter = _converter(session, held, [*amounts, *([asked] if asked else [])], base_currency, as_of or now.date())
    mismatched = statements.mismatched_on(session, [*_STATED, *([ImportKind.RATES] if converter.rates else [])])
    is_known = as_of is not None and mismatched is None
    exposure = converter.total(amounts) if is_known else None
    late = [each for each in documents if each.days_overdue > 0]
    missing = converter.missing([*amounts, *([asked] if asked else [])])
    left = available(held.limit, exposure)
    converted = converter.convert(asked) if asked else None
    return CreditAnswer(
        client=client,
        limit=held,
        currency=converter.target,
        exposure=exposure,
        available=left,
        overdue=converter.total([each.open for each in late]) if is_known else None,
        oldest_overdue=late[0] if late else None,
        documents=tuple(documents[:MOST_DOCUMENTS]),
        open_count=len(documents),
        as_of=as_of,
        rates=tuple(sorted(converter.rates.values(), key=lambda each: each.currency)),
        asked=asked,
        asked_converted=converted,
        verdict=may_ship(held.limit, left, converted or asked) if asked else None,
        unknown=_unknown(held.limit, as_of, missing, mismatched),
        missing_rate=missing,
        mismatched=mismatched,
    )


def usual_currency(session: Session, actor: Actor, client: Client, *, base_currency: str, now: datetime) -> str:
    """Return the currency that an amount without one is meant in: the limit's, where the actor may know it."""
    if gate.rights_on(session, actor, client, now)[Part.CREDIT] < Right.READ:
        return base_currency
    amount = credit.get_limit(session, client.client_id).limit.amount
    return amount.currency if amount else base_currency


def _document(stated: StatedInvoice, as_of: date) -> OpenInvoice:
    """Give a credit note its sign, whichever way it was stated, and count the days an invoice is late."""
    is_credit = stated.kind.strip().lower().replace("_", " ") == CREDIT_NOTE
    counts = -abs(stated.open.counts) if is_credit else stated.open.counts
    return OpenInvoice(
        invoice_id=stated.invoice_id,
        kind=CREDIT_NOTE if is_credit else stated.kind,
        issued=stated.issued,
        due=stated.due,
        open=Money(counts, stated.open.currency),
        disputed=stated.disputed,
        days_overdue=max((as_of - stated.due).days, 0) if counts > 0 else 0,
    )


def _converter(
    session: Session, held: LimitInForce, amounts: Sequence[Money], base_currency: str, day: date
) -> _Converter:
    """Return a converter into the limit's currency with the rates of `day` that these amounts need."""
    target = held.limit.amount.currency if held.limit.amount else base_currency
    foreign = {each.currency for each in amounts} - {target}
    needed = (foreign | {target} if foreign else set()) - {base_currency}
    return _Converter(target, base_currency, credit.latest_rates(session, needed, day) if needed else {})


def _unknown(limit: Limit, as_of: date | None, missing: str | None, mismatched: date | None) -> Unknown | None:
    if as_of is None:
        return Unknown.NO_DATA
    if mismatched is not None:
        return Unknown.MISMATCH
    if missing is not None:
        return Unknown.NO_RATE
    return Unknown.NOT_SET if limit.state is LimitState.NOT_SET else None


def set_limit(session: Session, actor: Actor, client: Client, limit: Limit, *, now: datetime) -> LimitInForce:
    """Put a limit in force and return it as it now stands. Finance only: raises Refused for everybody else.

    Raises InvalidInput unless the amount is there, and not below zero, exactly when the state is an amount.
    """
    gate.require(session, actor, client, Part.CREDIT, Right.WRITE, via="credit", now=now)
    if (limit.amount is not None) != (limit.state is LimitState.AMOUNT):
        raise InvalidInput(lazy("A limit is an amount, unlimited, or not set."), field="amount")
    if limit.amount is not None and limit.amount.counts < 0:
        raise InvalidInput(lazy("A limit cannot be less than zero."), field="amount")
    day = now.astimezone(ZoneInfo(actor.timezone)).date()
    credit.set_limit(session, client.client_id, limit, person_id=actor.person_id, day=day)
    return credit.get_limit(session, client.client_id)
