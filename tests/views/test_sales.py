"""What a card says of sales and of what the client states, word for word."""

from datetime import date
from decimal import Decimal

import pytest

from bot.policy.money import Money
from bot.policy.stated import Gap
from bot.results.clients import SalesGlance, StatedPurchases
from bot.views.sales import sales_block

DAY, JUNE = date(2026, 7, 3), date(2026, 6, 30)


def usd(units):
    return Money(units * 10_000, "USD")


LEDGER = "*Sales* this year USD 14,000.00, last year USD 12,000.00. Ledger to Jul 3, 2026."
THEY_SAY = [
    (
        StatedPurchases(usd(20_000), usd(18_000), JUNE, usd(20_000), Gap(-20_000_000, -100)),
        (
            "They say USD 20,000.00 a year; the ledger has USD 18,000.00 in the 12 months to Jun 30, 2026: "
            "USD 2,000.00 (10.0 %) less."
        ),
    ),
    (
        StatedPurchases(
            Money(100_000_000, "EUR"), usd(18_000), JUNE, usd(12_000), Gap(60_000_000, 500), Decimal("1.2"), DAY
        ),
        (
            "They say EUR 10,000.00 (USD 12,000.00 at 1.2, Jul 3, 2026) a year; the ledger has USD 18,000.00 in the "
            "12 months to Jun 30, 2026: USD 6,000.00 (50.0 %) more."
        ),
    ),
    (
        StatedPurchases(Money(100_000_000, "EUR"), usd(18_000), JUNE, None, None),
        (
            "They say EUR 10,000.00 a year; the ledger has USD 18,000.00 in the 12 months to Jun 30, 2026. "
            "No rate for EUR is known, so there is no gap to show."
        ),
    ),
    (
        StatedPurchases(usd(0), usd(18_000), JUNE, usd(0), Gap(180_000_000, None)),
        "They say USD 0.00 a year; the ledger has USD 18,000.00 in the 12 months to Jun 30, 2026: USD 18,000.00 more.",
    ),
    (
        StatedPurchases(usd(18_000), usd(18_000), JUNE, usd(18_000), Gap(0, 0)),
        "They say USD 18,000.00 a year, and the ledger has the same in the 12 months to Jun 30, 2026.",
    ),
]


@pytest.mark.parametrize(("stated", "sentence"), THEY_SAY)
def test_the_gap_says_which_way_and_how_far(stated, sentence):
    block = sales_block(SalesGlance(usd(14_000), usd(12_000), DAY, stated))
    assert block["text"]["text"] == f"{LEDGER}\n{sentence}"


def test_a_client_without_sales_still_says_something():
    none = "No sales this year or last. Ledger to Jul 3, 2026."
    assert sales_block(SalesGlance(usd(0), usd(0), DAY))["elements"][0]["text"] == none
    stated = StatedPurchases(usd(5), usd(0), JUNE, usd(5), Gap(-50_000, -1000))
    assert sales_block(SalesGlance(usd(0), usd(0), DAY, stated))["text"]["text"].startswith(f"{none}\nThey say")
    assert sales_block(SalesGlance(usd(0), usd(0), None))["elements"][0]["text"] == "No sales in the ledger yet."
