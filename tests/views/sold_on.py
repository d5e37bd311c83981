"""Reported sell-through as bad as people can make it, for the tests of views."""

from datetime import date
from decimal import Decimal

from bot.policy.money import Money
from bot.results.sell_through import Converted, Reported, SellThroughFile, SellThroughSum
from tests.views import samples

CURRENCIES = ("EUR", "JPY", "KWD", "CNY")


def reported(number, text):
    return Reported(
        report_id=number,
        client_id=1,
        starts=date(2026, 1, 1),
        ends=date(2026, 12, 31),
        amount=Money(10**15, CURRENCIES[number % 4]) if number % 3 else None,
        quantity=10**15 if number % 2 else None,
        unit=text[:64],
        source="data_sheet" if number % 2 else "gone",
        note=text[:300] if number % 5 else "",
        person=text[:300] if number % 4 else "",
        stated_at=samples.NOW,
    )


REPORTS = tuple(reported(number, samples.NASTY[number % len(samples.NASTY)]) for number in range(60))


def files():
    converted = tuple(
        Converted(each, Money(10**15, "USD"), Decimal("1.1"), date(2026, 12, 30))
        if each.amount and place % 2
        else Converted(each)
        for place, each in enumerate(REPORTS)
    )
    for client in (*samples.CLIENTS, samples.BARE):
        for reports in ((), converted[:1], converted):
            yield SellThroughFile(client, reports, may_write=len(reports) != 1)


def sums():
    own = tuple(Money(10**15, currency) for currency in CURRENCIES)
    for latest in REPORTS[:10]:
        yield SellThroughSum(Money(0, "USD"), own, ((10**15, "<&>" * 20),), 1, 1, latest)
        yield SellThroughSum(Money(10**15, "USD"), (), (), 12_345, 99_999, latest)
