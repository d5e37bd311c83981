"""The base currency changed: rates and lines as a fresh ledger in that currency has them, or nothing at all."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from bot.errors import ConfigurationError, Conflict
from bot.policy.grade_settings import write_grades
from bot.policy.rates import RateBook, restated
from bot.policy.standing import GradeMethod, GradeSettings
from bot.results.rebasing import Rebased
from bot.services.integrity import check_ledger
from bot.services.rebasing import keep_base
from bot.store import settings
from bot.store.grades import SETTINGS as GRADE_SETTINGS
from tests.jobs.company import CATALOGUE
from tests.services.importing import NOW, OPERATOR, open_import_desk

RATES = (
    "currency,date,rate\nEUR,2026-01-01,1.10\nEUR,2026-02-01,1.25\nJPY,2026-01-01,0.0066\nJPY,2026-02-01,0.00625\n"
    "KWD,2026-01-01,3.3\n"
)
SALES = (
    "line_id,date,client,amount,currency\n"
    "A,2026-01-10,ACME,110,USD\nB,2026-01-10,ACME,100,EUR\nC,2026-01-10,BETA,1000,JPY\nD,2026-01-10,BETA,-1.5,KWD\n"
    "E,2026-02-05,,80,USD\nF,2026-02-05,ACME,0.0001,JPY\n"
)


@pytest.fixture
def desk(migrated_url, tmp_path):
    with open_import_desk(migrated_url, tmp_path) as opened:
        opened.take("rates", RATES)
        opened.take("sales", SALES)
        yield opened


def rebase(desk, base: str) -> Rebased | None:
    return keep_base(desk.database, OPERATOR, base, now=NOW)


def lines(desk):
    return desk.rows("SELECT line_id, rate, base_amount FROM sales_line ORDER BY line_id")


def rates(desk):
    return desk.rows("SELECT currency, CAST(date AS VARCHAR(10)), rate FROM exchange_rate ORDER BY 1, 2")


def is_well(desk) -> bool:
    with desk.database.reading() as session:
        return check_ledger(session, now=NOW, catalogue=CATALOGUE) == []


def test_lines_and_rates_are_restated_by_hand(desk):
    found = rebase(desk, "EUR")
    assert found == Rebased("USD", "EUR", lines=6, rates=5, left_out=0, has_bounds=False)
    assert rates(desk) == [
        ("JPY", "2026-01-01", "0.006"),  # 0.0066 / 1.10
        ("JPY", "2026-02-01", "0.005"),
        ("KWD", "2026-01-01", "3"),
        ("USD", "2026-01-01", "0.90909090909090909091"),
        ("USD", "2026-02-01", "0.8"),
    ]
    assert lines(desk) == [
        ("A", "0.90909090909090909091", 1_000_000),  # 110 USD are 100 EUR
        ("B", "1", 1_000_000),
        ("C", "0.006", 60_000),
        ("D", "3", -45_000),
        ("E", "0.8", 640_000),
        ("F", "0.005", 0),
    ]
    assert is_well(desk)
    # It goes on in the new currency, and an import of the old kind is told.
    with pytest.raises(Conflict, match="The ledger is kept in EUR, not in USD"):
        desk.take("sales", SALES)
    assert desk.counts(desk.take("sales", SALES, base_currency="EUR")) == (0, 0, 6, 0, 6)


@pytest.mark.parametrize("base", ["EUR", "JPY"])
def test_there_and_back_everything_is_as_it_was(desk, base):
    before = (lines(desk), rates(desk))
    rebase(desk, base)
    assert lines(desk) != before[0]
    rebase(desk, "USD")
    assert (lines(desk), rates(desk)) == before
    assert is_well(desk)


def test_a_rate_that_is_missing_is_named_and_nothing_changes(desk):
    before = (lines(desk), rates(desk))
    with pytest.raises(ConfigurationError) as refused:
        rebase(desk, "KWD")
    assert str(refused.value) == (
        "The ledger is kept in USD and cannot be taken to KWD: there is no exchange rate of KWD for 2026-02-05 or the "
        "31 days before it; import it with CLIENTELE_BASE_CURRENCY=USD first."
    )
    assert (lines(desk), rates(desk)) == before
    assert rebase(desk, "USD") is None


def test_rates_that_no_line_needs_are_left_out_and_counted(desk):
    with desk.database.session() as session:
        session.execute(text("INSERT INTO exchange_rate VALUES ('GBP', '2020-01-01', '1.3')"))
        bounds = GradeSettings(method=GradeMethod.THRESHOLD, currency="USD")
        settings.set_json(session, GRADE_SETTINGS, write_grades(bounds), NOW)
    found = rebase(desk, "EUR")
    assert found is not None
    assert (found.left_out, found.has_bounds) == (1, True)


def test_two_at_once_do_it_once(desk):
    barrier, found = threading.Barrier(2), []

    def run() -> None:
        barrier.wait()
        found.append(rebase(desk, "EUR"))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(each is None for each in found) == [False, True]
    assert lines(desk)[1] == ("B", "1", 1_000_000)
    assert is_well(desk)


def test_an_older_ledger_is_taken_for_what_its_lines_say(desk):
    with desk.database.session() as session:
        session.execute(text("DELETE FROM setting WHERE key = 'base_currency'"))
    with pytest.raises(ConfigurationError, match="the ledger converts EUR itself, so it is kept in another currency"):
        rebase(desk, "EUR")
    assert rebase(desk, "USD") is None
    assert rebase(desk, "EUR") is not None


def test_an_empty_ledger_is_kept_in_whatever_comes_first(migrated_sqlite_url, tmp_path):
    with open_import_desk(migrated_sqlite_url, tmp_path) as desk:
        assert rebase(desk, "EUR") is None
        desk.take("sales", "line_id,date,client,amount,currency\nA,2026-01-10,ACME,110,USD\n")
        assert rebase(desk, "USD") is None


def test_a_restated_rate_has_twenty_digits_and_a_stated_one_is_found_again():
    day = date(2026, 1, 1)
    book = RateBook("USD", [("EUR", day, Decimal("1.1")), ("CNY", day, Decimal("0.137"))])
    found = restated(book, "EUR", [("EUR", day, Decimal("1.1")), ("CNY", day, Decimal("0.137"))])
    assert found == {
        ("USD", day): Decimal("0.90909090909090909091"),
        ("CNY", day): Decimal("0.12454545454545454545"),
    }
    back = restated(
        RateBook("EUR", [(*key, rate) for key, rate in found.items()]), "USD", [(*k, r) for k, r in found.items()]
    )
    assert back == {("EUR", day): Decimal("1.1"), ("CNY", day): Decimal("0.137")}
