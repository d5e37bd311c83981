"""Refused deliveries as bad as files can make them, for the tests of views."""

from bot.policy.money import LARGEST
from bot.results.deliveries import Cause, Refusal, Total
from bot.results.imports import ImportKind
from tests.views import samples

CURRENCIES = ("", "USD", "EUR", "JPY", "KWD", "CNY", "GBP", "INR", "BRL", "ZAR", "AUD", "CHF")


def refusals():
    announced = tuple(Total(code, 10**9, LARGEST * 1000, None) for code in CURRENCIES)
    found = tuple(Total(code, 1, -7, 10**15 + 1) for code in CURRENCIES[:-1])
    for cause in Cause:
        for name in (*samples.NASTY, samples.LONG):
            said = tuple(f"{name} {number}" for number in range(12))
            yield Refusal(name, ImportKind.INVOICES, samples.TODAY, cause, announced, found, said, 10**6, 10**6)
    yield Refusal("a.csv", ImportKind.CLIENTS, samples.TODAY, Cause.TOTALS, (), (Total("", 3),))
