"""Sell-through: what indirect clients report to have sold on, shown beside the ledger's sales and never added to them.

It is what a client says of itself, so the business section's rights open it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from bot.errors import Conflict, Gathering, InvalidInput
from bot.i18n import lazy
from bot.policy.access import FARTHEST, Actor, Part, Right, Role, figures_scope, right
from bot.policy.catalogue import Source
from bot.policy.money import Money, convert, parse_money, parse_typed, to_counts
from bot.policy.periods import Period, add_months, parse_period
from bot.policy.sell_through import Spoken, standing
from bot.policy.values import clean_text
from bot.results.clients import Client
from bot.results.sell_through import Converted, Reported, SellThroughFile, SellThroughSum
from bot.services import gate
from bot.store import clients, rates, sell_through

VIA = "sell_through"
LONGEST_NOTE, LONGEST_UNIT = 300, 64


@dataclass(frozen=True)
class SellThroughDraft:
    """A report as it was typed; an amount or a quantity is needed."""

    period: str
    amount: str = ""
    quantity: str = ""
    unit: str = ""
    source: str = Source.CALL.value
    note: str = ""


def report(
    session: Session,
    actor: Actor,
    client: Client,
    draft: SellThroughDraft,
    *,
    base_currency: str,
    now: datetime,
    today: date,
) -> int:
    """Keep what an indirect client reports, and return its id; `today` is the actor's own day.

    Raises Refused unless the actor may write the business section, Conflict for a client that buys directly, and
    InvalidInput or InvalidForm for all that is wrong with what was typed.
    """
    gate.require(session, actor, client, Part.BUSINESS, Right.WRITE, via=VIA, now=now)
    _require_indirect(client)
    period: Period | None = None
    amount: Money | None = None
    quantity: int | None = None
    gathering = Gathering()
    with gathering.catching():
        period = _period(draft.period, today)
    with gathering.catching():
        amount = parse_money(draft.amount, base_currency, field="sell_amount") if draft.amount.strip() else None
    with gathering.catching():
        quantity = _quantity(draft.quantity)
    with gathering.catching():
        _require_something(draft)
    gathering.finish()
    assert period is not None
    return sell_through.add(
        session,
        client.client_id,
        starts=period.start,
        ends=period.end,
        amount=amount,
        quantity=quantity,
        unit=clean_text(draft.unit)[:LONGEST_UNIT] if quantity is not None else "",
        source=Source(draft.source).value,
        note=" ".join(clean_text(draft.note).split())[:LONGEST_NOTE],
        person_id=actor.person_id,
        now=now,
    )


def read_file(session: Session, actor: Actor, client: Client, *, base_currency: str, now: datetime) -> SellThroughFile:
    """Return a client's reports. Raises Refused unless the actor may read the business section."""
    gate.require_to_read(session, actor, client, Part.BUSINESS, Right.READ, via=VIA, now=now)
    may_write = gate.rights_on(session, actor, client, now)[Part.BUSINESS] is Right.WRITE
    reports = sell_through.list_of(session, client.client_id)
    return SellThroughFile(client, tuple(_converted(session, reports, base_currency)), may_write)


def withdraw(session: Session, actor: Actor, report_id: int, *, now: datetime) -> Client:
    """Take a report back. For those who may write the business section; raises Conflict when it is gone already."""
    found = sell_through.get(session, report_id)
    client = clients.get(session, found.client_id) if found else None
    if client is not None:
        gate.require(session, actor, client, Part.BUSINESS, Right.WRITE, via=VIA, now=now)
    if client is None or not sell_through.withdraw(session, report_id, actor.person_id, now):
        raise Conflict(lazy("This report has been withdrawn already."))
    return client


def glance(session: Session, client: Client, *, base_currency: str, now: datetime) -> SellThroughSum | None:
    """Return what an indirect client has reported of the last twelve months, for its card; None where it has not.

    The caller has passed the gate for the business section.
    """
    if client.relation != sell_through.INDIRECT:
        return None
    since = add_months(now.date().replace(day=1), -12)
    recent = [each for each in sell_through.list_of(session, client.client_id) if each.starts >= since]
    return _sum(session, recent, base_currency, indirect=1) if recent else None


def read_beside(
    session: Session, reader: Session, actor: Actor, period: Period, *, base_currency: str, now: datetime
) -> SellThroughSum | None:
    """Return what the indirect clients among those whose sales are shown report of a period; None where none does.

    For those who may read the business section of all these clients.
    """
    roles = actor.roles - {Role.AUDITOR}
    scope = figures_scope(roles)
    if right(roles, FARTHEST[scope], Part.BUSINESS) < Right.READ:
        return None
    whose = (scope, actor.person_id, actor.team)
    reports = sell_through.list_within(reader, period.start, period.end, *whose)
    if not reports:
        return None
    gate.note_figures(session, actor, Part.BUSINESS, via=VIA, now=now, detail=period.name)
    return _sum(reader, reports, base_currency, indirect=sell_through.count_indirect(reader, *whose))


def _sum(session: Session, reports: Sequence[Reported], base_currency: str, *, indirect: int) -> SellThroughSum:
    paid = _counted(each for each in reports if each.amount is not None)
    counted = _converted(session, paid, base_currency)
    own: Counter[str] = Counter()
    for each in counted:
        if each.base is None and each.report.amount is not None:
            own[each.report.amount.currency] += each.report.amount.counts
    sold: Counter[str] = Counter()
    for told in _counted(each for each in reports if each.quantity is not None):
        sold[told.unit] += told.quantity or 0
    return SellThroughSum(
        total=Money(sum(each.base.counts for each in counted if each.base), base_currency),
        unconverted=tuple(Money(counts, currency) for currency, counts in sorted(own.items())),
        quantities=tuple((counts, unit) for unit, counts in sorted(sold.items())),
        clients=len({each.client_id for each in reports}),
        indirect=indirect,
        latest=max(reports, key=lambda each: (each.stated_at, each.report_id)),
    )


def _counted(reports: Iterable[Reported]) -> Sequence[Reported]:
    """Return the reports that add up: of each client, none that speaks of days told again later."""
    found = {each.report_id: each for each in reports}
    spoken: dict[int, list[Spoken]] = defaultdict(list)
    for each in found.values():
        spoken[each.client_id].append(Spoken(each.report_id, each.starts, each.ends, each.stated_at))
    return [found[kept.report_id] for of_client in spoken.values() for kept in standing(of_client)]


_Rated = Mapping[tuple[str, date], tuple[Decimal, date] | None]
"""The rate that governs a currency on a day, with the day that it is of."""


def _converted(session: Session, reports: Sequence[Reported], base_currency: str) -> Sequence[Converted]:
    """Convert each amount at the rate of its report's last day; the same rate is looked up once."""
    amounts = {(each.amount.currency, each.ends) for each in reports if each.amount}
    rated = {key: rates.dated_rate_on(session, *key) for key in amounts if key[0] != base_currency}
    return [_at_rate(each, base_currency, rated) for each in reports]


def _at_rate(each: Reported, base_currency: str, rated: _Rated) -> Converted:
    if each.amount is None or each.amount.currency == base_currency:
        return Converted(each, each.amount)
    found = rated[each.amount.currency, each.ends]
    if found is None:
        return Converted(each)
    rate, day = found
    return Converted(each, Money(convert(each.amount.counts, rate), base_currency), rate, day)


def _require_indirect(client: Client) -> None:
    if client.relation != sell_through.INDIRECT:
        raise Conflict(lazy("{client} buys from us directly: its sales are in the ledger."), client=client.name)


def _period(text: str, today: date) -> Period:
    """Read the days that a report speaks of: all of them past, this month's to its end at the latest."""
    if not text.strip():
        raise InvalidInput(lazy("Of which period? Write 2026-07, 2026-Q3, 2026 or a range."), field="period")
    found = parse_period(text, today)
    if found.is_all:
        raise InvalidInput(lazy("A report is about a month, a quarter, a year or a range."), field="period")
    if found.end > add_months(today.replace(day=1), 1) - timedelta(days=1):
        raise InvalidInput(lazy("These days are still to come; nobody has sold anything on yet."), field="period")
    return found


def _quantity(text: str) -> int | None:
    return to_counts(parse_typed(text, field="sell_quantity"), field="sell_quantity") if text.strip() else None


def _require_something(draft: SellThroughDraft) -> None:
    if not draft.amount.strip() and not draft.quantity.strip():
        raise InvalidInput(lazy("An amount or a quantity is needed."), field="sell_amount")
