"""The made-up company goes in through the doors of a real one, and comes out of the services as it was made."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

import pytest

from bot.demo.cast import ARJUN, DIEGO, INES, INGRID, LIHUA, MEI
from bot.demo.company import make_company
from bot.demo.loading import load_company
from bot.policy.catalogue import Catalogue
from bot.policy.money import Money
from bot.results.outbox import Company
from bot.results.waiting import ReferenceKind
from bot.services import digest, nagging, people, progress, waiting
from bot.services.clients import show_client
from bot.services.credit import answer_credit
from bot.services.freshness import list_stale
from bot.services.stages import list_proposals
from bot.store import clients
from bot.store.database import Database, open_engine

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
MADE = make_company(NOW.date())


@pytest.fixture(scope="module")
def database(sqlite_template, tmp_path_factory):
    from tests.databases import copy_sqlite
    from tests.databases import sqlite_url as url_of

    folder = tmp_path_factory.mktemp("demo")
    copy_sqlite(sqlite_template, folder / "clientele.db")
    database = Database(open_engine(url_of(folder / "clientele.db")))
    load_company(database, MADE, folder, NOW)
    yield database
    database.close()


@pytest.fixture
def session(database):
    with database.session() as session:
        yield session


def actor(session, slack_id):
    return people.actor_of(people.get_person(session, slack_id))


def client(session, code):
    return clients.get_by_code(session, code)


def test_people_stand_under_their_roles_with_their_own_hours(session):
    mei, lihua = actor(session, MEI), actor(session, LIHUA)
    assert (mei.team, mei.timezone) == ("West", "Europe/Berlin")
    assert (lihua.team, lihua.timezone, lihua.language) == ("East", "Asia/Shanghai", "zh-CN")
    assert people.get_person(session, "U0GWEN") is None


def test_what_acme_owes_is_what_its_invoices_say(session):
    answer = answer_credit(
        session, actor(session, ARJUN), client(session, "ACME"), asked=None, base_currency="EUR", now=NOW
    )
    owed = sum(each.open_amount for each in MADE.invoices if each.client == "ACME")
    late = sum(each.open_amount for each in MADE.invoices if each.client == "ACME" and each.open_amount > 0
               and each.due < NOW.date() - timedelta(days=1))  # fmt: skip
    assert answer.exposure == Money(int(owed * 10_000), "EUR")
    assert answer.overdue == Money(int(late * 10_000), "EUR")
    assert answer.as_of == NOW.date() - timedelta(days=1)


def test_acme_comes_first_in_its_reps_reminder(session):
    nag = nagging.compose_nag(session, actor(session, MEI), now=NOW, catalogue=Catalogue())
    assert nag is not None
    assert nag.items[0].client.code == "ACME"
    assert len(nag.items) == 3


def test_the_card_of_acme_has_something_everywhere(session):
    card = show_client(
        session, actor(session, MEI), client(session, "ACME"), now=NOW, catalogue=Catalogue(), base_currency="EUR"
    )
    assert [section.freshness.value for section in card.sections] == ["fresh", "due", "fresh", "stale"]
    assert len(card.interactions) == 2
    assert [(contact.name, contact.role) for contact in card.contacts] == [
        ("Birgit Hansen", "finance"), ("Jonas Weber", "owner"), ("Katrin Weber", "buyer"),
    ]  # fmt: skip
    assert [site.name for site in card.sites] == ["Lager Harburg", "Mietpark"]
    assert [member.code for member in card.group] == ["BRUCK", "FAEHR"]


def test_indirect_clients_buy_through_somebody_and_the_ledger_asks_about_a_stage(session):
    shown = show_client(
        session, actor(session, MEI), client(session, "KRITI"), now=NOW, catalogue=Catalogue(), base_currency="EUR"
    )
    assert shown.via_name == "Εργαλεία Αιγαίου Α.Ε."
    assert shown.sell_through is not None
    assert shown.sell_through.total == Money(8_400 * 10_000, "EUR")
    assert [each.client.code for each in list_proposals(session, actor(session, MEI), now=NOW)] == ["CHAUM"]


def test_lines_under_other_names_wait_and_a_near_one_is_offered(session):
    page = waiting.list_waiting(session, session, actor(session, INES), ReferenceKind.CLIENT, page=0, now=NOW)
    assert [(each.group.reference, each.group.lines) for each in page.offered] == [
        ("ACME Mietpark Kiel", 2), ("Werkzeughandel S. Brückner", 1), ("", 1),
    ]  # fmt: skip


def test_the_focus_of_the_quarter_is_a_measure_and_another_is_overdue(session):
    page = progress.list_measures(
        session, actor(session, INES), page=0, now=NOW, today=NOW.date(), base_currency="EUR", catalogue=Catalogue()
    )
    assert [(each.owner_slack_id, each.is_focus) for each in page.items] == [
        (DIEGO, False), (INGRID, True), (MEI, False),
    ]  # fmt: skip
    overdue, focus, acme = page.items
    assert overdue.due == NOW.date() - timedelta(days=4)
    assert focus.part_label == "Southern Europe"
    # Delivered to ACME since the first of the month in which it was decided; its ledger is kept in euro.
    since = acme.starts
    delivered = sum(each.amount for each in MADE.sales if each.client == "ACME" and each.date >= since)
    assert acme.result == int(delivered * 10_000)


def test_every_owner_has_something_stale_and_the_custodian_sees_all(session):
    def stale(slack_id):
        return {
            item.client.code
            for item in list_stale(
                session, actor(session, slack_id), owner_id=None, now=NOW, catalogue=Catalogue(), limit=500
            )
        }

    assert stale(MEI)
    assert stale(LIHUA)
    assert not stale(MEI) & stale(LIHUA)
    assert stale(MEI) | stale(LIHUA) < stale(INES)


def test_the_digest_has_news(session):
    company = Company(Catalogue(), "EUR", "Europe/Amsterdam", "C0SALES")
    told = digest.preview(session, actor(session, INES), company, now=NOW)
    opened = Counter(MADE.opened_on(each) for each in MADE.clients)
    assert told.new_clients == sum(n for day, n in opened.items() if MADE.monday - timedelta(7) <= day < MADE.monday)
    assert told.new_clients >= 2
    assert told.contacts >= 5
    assert told.follow_ups >= 3
    assert 0.35 < told.fresh / told.files < 0.75


def test_last_month_comes_to_what_was_delivered(session):
    company = Company(Catalogue(), "EUR", "Europe/Amsterdam", "C0SALES")
    told = digest.preview(session, actor(session, INES), company, now=NOW)
    total = Decimal(0)
    for line in MADE.sales:
        if (line.date.year, line.date.month) == (2026, 10):
            # The rates are Mondays': a day is governed by the latest one.
            monday = line.date - timedelta(days=line.date.weekday())
            rate = next((r.rate for r in MADE.rates if (r.currency, r.date) == (line.currency, monday)), Decimal(1))
            total += (line.amount * rate).quantize(Decimal("0.0001"), ROUND_HALF_EVEN)
    assert told.sales.month == date(2026, 10, 1)
    assert told.sales.amount == Money(int(total * 10_000), "EUR")
