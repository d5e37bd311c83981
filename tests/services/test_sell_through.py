"""Reported sell-through: who says what of which days, that it counts once, and that no sum of sales ever holds it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert, select

from bot.errors import Conflict, InvalidInput, Refused
from bot.policy.money import Money
from bot.policy.periods import all_time, parse_period
from bot.policy.sell_through import Spoken, standing
from bot.results.composition import MixKey
from bot.services import sell_through
from bot.services.clients import require_client, show_client
from bot.services.composition import answer_mix
from bot.services.sell_through import SellThroughDraft
from bot.store.tables import AccessLogRow, ClientMonthRow, RateRow, SalesLineRow
from tests.jobs.company import CATALOGUE, MONDAY, House, on_both

NOW = MONDAY


@pytest.fixture
def mei(house: House):
    return house.person("U0MEI", team="asia")


@pytest.fixture
def shop(house: House, mei):
    """An indirect client, which buys through ACME."""
    acme = house.client(mei, "ACME")
    shop = house.client(mei, "Corner Shop")
    house.know(mei, shop, NOW, relation="indirect", via=str(acme))
    return shop


def client_of(session, client_id):
    return require_client(session, client_id)


def report(house, actor, client_id, period, amount="", now=NOW, today=None, **more):
    with house.session() as session:
        draft = SellThroughDraft(period, amount, **more)
        client = client_of(session, client_id)
        return sell_through.report(
            session, actor, client, draft, base_currency="USD", now=now, today=today or now.date()
        )


def read(house, actor, client_id):
    with house.session() as session:
        client = client_of(session, client_id)
        return sell_through.read_file(session, actor, client, base_currency="USD", now=NOW)


def card(house, actor, client_id):
    with house.session() as session:
        client = client_of(session, client_id)
        return show_client(session, actor, client, now=NOW, catalogue=CATALOGUE, base_currency="USD")


def beside(house, actor, period="2026"):
    with house.session() as session:
        asked = parse_period(period, NOW.date())
        return sell_through.read_beside(session, session, actor, asked, base_currency="USD", now=NOW)


def usd(units):
    return Money(units * 10_000, "USD")


@on_both
def test_a_report_is_listed_with_who_said_it_and_at_the_rate_of_its_last_day(house, mei, shop):
    with house.session() as session:
        session.execute(insert(RateRow).values(currency="EUR", date=date(2026, 5, 20), rate=Decimal("1.1")))
        session.execute(insert(RateRow).values(currency="EUR", date=date(2026, 6, 2), rate=Decimal("1.5")))
    report(house, mei, shop, "2026-05", "1,000 EUR", quantity="40", unit="pcs", source="email", note="Their  list")
    [found] = read(house, mei, shop).reports
    assert (found.report.starts, found.report.ends) == (date(2026, 5, 1), date(2026, 5, 31))
    assert (found.report.amount, found.base, found.rate_day) == (
        Money(10_000_000, "EUR"),
        usd(1_100),
        date(2026, 5, 20),
    )
    assert (found.report.quantity, found.report.unit) == (400_000, "pcs")
    assert (found.report.source, found.report.note, found.report.person) == ("email", "Their list", "U0Mei")


@on_both
def test_it_stands_beside_sales_and_changes_none_of_them(house, mei, shop):
    house.sold(shop, date(2026, 5, 1), 10)

    def ledger():
        with house.session() as session:
            [mix] = answer_mix(
                session, mei, by=MixKey.RELATION, period=all_time(), base_currency="USD", now=NOW, catalogue=CATALOGUE
            )
            rows = [tuple(row) for row in session.execute(select(ClientMonthRow.client_id, ClientMonthRow.amount))]
            lines = session.scalars(select(SalesLineRow.id)).all()
        return mix.total, mix.rows, rows, lines, card(house, mei, shop).sales

    before = ledger()
    report(house, mei, shop, "2026-05", "5000 USD")
    assert ledger() == before
    shown = card(house, mei, shop).sell_through
    assert (shown.total, shown.clients, shown.latest.person) == (usd(5_000), 1, "U0Mei")
    found = beside(house, mei)
    assert (found.total, found.clients, found.indirect) == (usd(5_000), 1, 1)
    assert beside(house, mei, "2026-06") is None


@on_both
def test_days_told_twice_count_once_and_what_was_said_last_holds(house, mei, shop):
    report(house, mei, shop, "2026-04", "100", now=NOW - timedelta(days=9))
    report(house, mei, shop, "2026-Q1", "900", now=NOW - timedelta(days=8))
    report(house, mei, shop, "2026-04", "120", now=NOW - timedelta(days=7))
    report(house, mei, shop, "2026-05", "50 JPY", now=NOW - timedelta(days=6))
    report(house, mei, shop, "2026-06", quantity="3", unit="t", now=NOW - timedelta(days=5))
    found = beside(house, mei)
    assert (found.total, found.unconverted) == (usd(1_020), (Money(500_000, "JPY"),))
    assert len(read(house, mei, shop).reports) == 5


@on_both
def test_a_quantity_alone_is_added_up_within_its_unit(house, mei, shop):
    report(house, mei, shop, "2026-04", "", quantity="12", unit="box")
    report(house, mei, shop, "2026-05", "", quantity="30", unit="box")
    report(house, mei, shop, "2026-06", "100 USD", quantity="2.5", unit="kg")
    shown = card(house, mei, shop).sell_through
    assert (shown.total, shown.quantities) == (usd(100), ((42 * 10_000, "box"), (25_000, "kg")))


def test_of_overlapping_days_the_latest_statement_stands():
    def said(number, first, last):
        return Spoken(number, date(2026, first, 1), date(2026, last, 28), NOW + timedelta(hours=number))

    year, spring, may = said(1, 1, 12), said(2, 3, 5), said(3, 5, 5)
    assert [each.report_id for each in standing([year, spring, may])] == [3]
    assert [each.report_id for each in standing([may, said(4, 6, 6), year])] == [4, 3]


@on_both
def test_a_withdrawn_report_is_gone_and_the_second_to_withdraw_it_is_told(house, mei, shop):
    report_id = report(house, mei, shop, "2026-05", "5000")
    with house.session() as session:
        sell_through.withdraw(session, mei, report_id, now=NOW)
    assert read(house, mei, shop).reports == ()
    assert card(house, mei, shop).sell_through is None
    with house.session() as session, pytest.raises(Conflict, match="withdrawn already"):
        sell_through.withdraw(session, mei, report_id, now=NOW)


@pytest.mark.parametrize(
    ("period", "amount", "field", "sentence"),
    [
        ("", "5", "period", "Of which period"),
        ("soon", "5", "period", "is not a period"),
        ("all", "5", "period", "a month, a quarter"),
        ("2027", "5", "period", "still to come"),
        ("2026-05", "", "sell_amount", "An amount or a quantity"),
        ("2026-05", "lots", "sell_amount", "lots"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_input(house, mei, shop, period, amount, field, sentence):
    with pytest.raises(InvalidInput, match=sentence) as told:
        report(house, mei, shop, period, amount)
    assert told.value.field == field


def test_the_month_that_has_begun_is_that_of_the_readers_own_day(house, mei, shop):
    evening = NOW.replace(month=7, day=31, hour=20)  # in Auckland it is August already
    with pytest.raises(InvalidInput, match="still to come"):
        report(house, mei, shop, "2026-08", "5", now=evening)
    report(house, mei, shop, "2026-08", "5", now=evening, today=date(2026, 8, 1))
    assert [each.report.starts for each in read(house, mei, shop).reports] == [date(2026, 8, 1)]


def test_a_client_that_buys_directly_has_none(house, mei):
    direct = house.client(mei, "Direct Ltd")
    with pytest.raises(Conflict, match="buys from us directly"):
        report(house, mei, direct, "2026-05", "5000")


def test_it_is_open_as_the_business_section_is_and_logged(house, mei, shop):
    report(house, mei, shop, "2026-05", "5000")
    mate, auditor = house.person("U0MATE", team="asia"), house.person("U0AUD", "auditor")
    finance = house.person("U0FIN", "finance")
    for actor in (mate, auditor):
        with pytest.raises(Refused):
            read(house, actor, shop)
        assert beside(house, actor) is None
    assert not read(house, finance, shop).may_write
    with pytest.raises(Refused):
        report(house, finance, shop, "2026-05", "1")
    assert beside(house, finance).total == usd(5_000)
    with house.session() as session:
        rows = session.execute(
            select(AccessLogRow.person_id, AccessLogRow.deed, AccessLogRow.part).where(
                AccessLogRow.via == "sell_through", AccessLogRow.person_id == finance.person_id
            )
        )
        assert {tuple(row) for row in rows} == {
            (finance.person_id, "read", "business"),
            (finance.person_id, "refused", "business"),
        }
