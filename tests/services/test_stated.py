"""A client's sales beside what it says it buys: like for like, in one currency, or no gap at all."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import insert

from bot.policy.access import Part
from bot.policy.money import Money
from bot.policy.stated import Gap
from bot.services.clients import require_client, show_client
from bot.store.tables import ClientRow, GrantRow, RateRow, SalesLineRow
from tests.jobs.company import CATALOGUE, DAY, MONDAY, on_both

NOW = MONDAY  # July 6, 2026


def usd(units):
    return Money(units * 10_000, "USD")


@pytest.fixture
def mei(house):
    return house.person("U0MEI")


@pytest.fixture
def acme(house, mei):
    """Sales in every month to July 3, 2026: 100 in 2024, 1,000 a month in 2025, 2,000 in 2026."""
    acme = house.client(mei, "ACME")
    for year, units in ((2024, 100), (2025, 1_000), (2026, 2_000)):
        for month in range(1, 8 if year == 2026 else 13):
            house.sold(acme, date(year, month, 1), units)
    with house.session() as session:
        session.execute(
            insert(SalesLineRow).values(
                line_id="last", date=date(2026, 7, 3), client_id=acme, amount=1, currency="USD", rate=1, base_amount=1
            )
        )
    return acme


def shown(house, actor, client_id):
    with house.session() as session:
        client = require_client(session, client_id)
        return show_client(session, actor, client, now=NOW, catalogue=CATALOGUE, base_currency="USD").sales


@on_both
def test_a_year_of_theirs_stands_beside_twelve_whole_months_of_ours(house, mei, acme):
    house.know(mei, acme, NOW, stated_purchases="20000.0000 USD")
    sales = shown(house, mei, acme)
    assert (sales.this_year, sales.last_year, sales.data_date) == (usd(14_000), usd(12_000), date(2026, 7, 3))
    # July has only begun: July to December 2025 at 1,000 and January to June 2026 at 2,000.
    assert (sales.stated.ledger, sales.stated.until) == (usd(18_000), date(2026, 6, 30))
    assert (sales.stated.gap, sales.stated.rate) == (Gap(-20_000_000, -100), None)


@on_both
def test_another_currency_is_converted_at_the_rate_of_the_data_date(house, mei, acme):
    house.know(mei, acme, NOW, stated_purchases="10000.0000 EUR")
    with house.session() as session:
        for day, rate in ((date(2026, 7, 1), "1.2"), (date(2026, 7, 4), "9")):
            session.add(RateRow(currency="EUR", date=day, rate=Decimal(rate)))
    stated = shown(house, mei, acme).stated
    assert (stated.stated, stated.converted) == (Money(100_000_000, "EUR"), usd(12_000))
    assert (stated.rate, stated.rate_day) == (Decimal("1.2"), date(2026, 7, 1))
    assert stated.gap == Gap(60_000_000, 500)


def test_without_a_rate_there_is_no_gap(house, mei, acme):
    house.know(mei, acme, NOW, stated_purchases="10000.0000 EUR")
    with house.session() as session:
        # A rate older than a month governs nothing.
        session.add(RateRow(currency="EUR", date=date(2026, 5, 1), rate=Decimal("1.2")))
    stated = shown(house, mei, acme).stated
    assert (stated.ledger, stated.converted, stated.gap) == (usd(18_000), None, None)


@on_both
def test_sales_of_a_file_that_was_merged_in_count(house, mei, acme):
    twin = house.client(mei, "ACME Ltd")
    house.sold(twin, date(2026, 1, 1), 500)
    house.know(mei, acme, NOW, stated_purchases="18500.0000 USD")
    with house.session() as session:
        session.get(ClientRow, twin).merged_into = acme
    assert shown(house, mei, acme).stated.gap == Gap(0, 0)


def test_nothing_is_compared_where_there_is_nothing_to_compare(house, mei, acme):
    assert shown(house, mei, acme).stated is None
    with house.session() as session:
        session.query(SalesLineRow).delete()
    house.know(mei, acme, NOW, stated_purchases="1.0000 USD")
    assert shown(house, mei, acme).stated is None


def test_whoever_may_read_the_sales_alone_is_not_told_what_the_client_says(house, mei, acme):
    house.know(mei, acme, NOW, stated_purchases="20000.0000 USD")
    bo, ines = house.person("U0BO"), house.person("U0INES", "custodian")
    for part in (Part.SALES, Part.BUSINESS):
        with house.session() as session:
            session.add(
                GrantRow(
                    person_id=bo.person_id, client_id=acme, part=part.value, granted_by=ines.person_id,
                    granted_at=NOW, expires_at=NOW + DAY,
                )
            )  # fmt: skip
        assert (shown(house, bo, acme).stated is None) is (part is Part.SALES)
