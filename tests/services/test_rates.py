"""Rates that change: each sales line stands at the rate that a fresh import would give it, and the rollups follow."""

from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text

from bot.services.integrity import check_ledger
from tests.jobs.company import CATALOGUE
from tests.services.importing import NOW, open_import_desk

FIRST = date(2026, 1, 1)
SALES = "line_id,date,client,amount,currency\n"
RATES = "currency,date,rate\n"

days = st.integers(0, 80).map(lambda number: FIRST + timedelta(days=number))
# Few days and few rates, so that one rate is often stated anew and a day often lies beyond all of them.
stated = st.dictionaries(
    st.tuples(st.sampled_from(["EUR", "JPY"]), days), st.sampled_from(["1.1", "0.0067", "3", "1.10"]), max_size=4
)
sold = st.dictionaries(
    st.sampled_from([f"L{number}" for number in range(9)]),
    st.tuples(days, st.integers(-(10**6), 10**6), st.sampled_from(["EUR", "JPY", "USD"])),
    max_size=5,
)
steps = st.lists(st.one_of(stated.map(lambda found: ("rates", found)), sold.map(lambda found: ("sales", found))))


@pytest.fixture
def desk(migrated_url, tmp_path):
    with open_import_desk(migrated_url, tmp_path) as opened:
        yield opened


def governing(rates: dict, currency: str, day: date) -> Decimal | None:
    """Look back day by day, as the rule says."""
    if currency == "USD":
        return Decimal(1)
    found = (rates.get((currency, day - timedelta(days=back))) for back in range(32))
    return next((Decimal(rate) for rate in found if rate is not None), None)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=steps)
def test_lines_stand_at_the_rate_that_a_fresh_import_gives_them(desk, found):
    with desk.database.session() as session:
        for table in ("sales_line", "sales_by_client", "sales_by_product", "sales_of_product", "exchange_rate"):
            session.execute(text(f"DELETE FROM {table}"))
    rates, lines = {}, {}
    for kind, entries in found:
        if not entries:
            continue
        if kind == "rates":
            rates |= entries
            rows = (f"{currency},{day},{rate}\n" for (currency, day), rate in entries.items())
            desk.take("rates", RATES + "".join(rows))
        else:
            lines |= {key: line for key, line in entries.items() if governing(rates, line[2], line[0])}
            rows = (f"{key},{day},X,{amount},{currency}\n" for key, (day, amount, currency) in entries.items())
            desk.take("sales", SALES + "".join(rows))
    expected = []
    for key, (day, amount, currency) in sorted(lines.items()):
        rate = governing(rates, currency, day)
        exact = (Decimal(amount) * 10_000 * rate).to_integral_value(ROUND_HALF_EVEN)
        expected.append((key, rate.normalize(), int(exact)))
    kept = desk.rows("SELECT line_id, rate, base_amount FROM sales_line ORDER BY line_id")
    assert [(key, Decimal(rate).normalize(), amount) for key, rate, amount in kept] == expected
    with desk.database.reading() as session:
        assert check_ledger(session, now=NOW, catalogue=CATALOGUE) == []


def test_a_rehearsal_says_how_many_lines_would_be_converted_again_and_writes_nothing(desk):
    desk.take("rates", f"{RATES}EUR,2026-01-01,1.1\n")
    desk.take("sales", f"{SALES}A,2026-01-10,X,100,EUR\nB,2026-02-20,X,100,USD\n")
    rehearsed = desk.take("rates", f"{RATES}EUR,2026-01-05,2\n", dry_run=True)
    assert rehearsed.counts.recomputed == 1
    assert desk.rows("SELECT line_id, rate FROM sales_line ORDER BY line_id") == [("A", "1.1"), ("B", "1")]


def test_only_the_lines_that_change_are_written(migrated_sqlite_url, tmp_path):
    with open_import_desk(migrated_sqlite_url, tmp_path) as desk:
        desk.take("rates", f"{RATES}EUR,2026-01-01,1.1\nEUR,2026-02-20,1.2\n")
        rows = (f"L{number},2026-01-{number % 28 + 1:02d},X,{number},EUR\n" for number in range(500))
        desk.take("sales", f"{SALES}LATE,2026-03-01,X,100,EUR\n" + "".join(rows))
        written = []

        @event.listens_for(desk.database.engine, "after_cursor_execute")
        def _note(connection, cursor, statement, *_rest):
            if statement.startswith("UPDATE sales_line"):
                written.append(cursor.rowcount)

        report = desk.take("rates", f"{RATES}EUR,2026-02-20,1.3\nEUR,2026-01-01,1.10\n")
        assert (report.counts.recomputed, written) == (1, [1])
        assert desk.rows("SELECT rate, base_amount FROM sales_line WHERE line_id = 'LATE'") == [("1.3", 1_300_000)]


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        (
            "UPDATE sales_line SET base_amount = base_amount + 1 WHERE line_id = 'A'",
            ["Sales line A: 110.0001 is not 100.0000 EUR at 1.1.", "rollups"],
        ),
        (
            "UPDATE exchange_rate SET rate = '1.2'",
            ["2 sales lines in EUR of 2026-01-10 stand at 1.1; the rates give 1.2."],
        ),
        ("DELETE FROM exchange_rate", ["2 sales lines in EUR of 2026-01-10 stand at 1.1; the rates give none."]),
        (
            "UPDATE sales_line SET rate = '2' WHERE line_id = 'C'",
            [
                "1 sales line in USD of 2026-01-10 stands at 2; the rates give 1.",
                "Sales line C: 5.0000 is not 5.0000 USD at 2.",
            ],
        ),
    ],
)
def test_the_check_names_the_lines_that_do_not_stand_at_their_rate(desk, change, sentences):
    desk.take("rates", f"{RATES}EUR,2026-01-01,1.1\n")
    desk.take("sales", f"{SALES}A,2026-01-10,X,100,EUR\nB,2026-01-10,X,7,EUR\nC,2026-01-10,X,5,USD\n")
    with desk.database.session() as session:
        session.execute(text(change))
    with desk.database.reading() as session:
        found = check_ledger(session, now=NOW, catalogue=CATALOGUE)
    rollups = [each for each in found if each.startswith(("sales_by_", "sales_of_"))]
    assert [each for each in found if each not in rollups] == [each for each in sentences if each != "rollups"]
    assert len(rollups) == (3 if "rollups" in sentences else 0)
