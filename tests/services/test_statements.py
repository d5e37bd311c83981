"""Statements of open items in their order: an older one puts nothing back, whoever imports it."""

from datetime import date

import pytest

from bot.errors import Conflict, InvalidInput, LinesRejected
from bot.policy.statements import is_drastic
from bot.results.imports import ImportKind
from bot.services import statements
from tests.services.importing import NOW, open_import_desk

INVOICES = "invoice_id,client,issued,due,amount,open_amount,currency\n"
ORDERS = "order_id,client,date,amount,currency,status\n"


@pytest.fixture
def desk(migrated_url, tmp_path):
    with open_import_desk(migrated_url, tmp_path) as opened:
        yield opened


def invoice(number: str, left: int, issued: str = "2026-06-01") -> str:
    return f"{number},ACME,{issued},2026-07-01,100,{left},USD\n"


def open_amounts(desk):
    return desk.rows("SELECT invoice_id, open_amount / 10000 FROM invoice ORDER BY 1")


def test_an_older_statement_of_invoices_is_refused(desk):
    desk.take("invoices", INVOICES + invoice("I1", 40), as_of=date(2026, 7, 10))
    with pytest.raises(Conflict) as refused:
        desk.take("invoices", INVOICES + invoice("I1", 100) + invoice("I2", 100), as_of=date(2026, 7, 9))
    assert str(refused.value) == (
        "invoices.csv states the invoices of 2026-07-09; those of 2026-07-10 are in already, and an older one changes "
        "nothing."
    )
    assert open_amounts(desk) == [("I1", 40)]
    # A corrected one of the same day, and the next day's, go in.
    desk.take("invoices", INVOICES + invoice("I1", 30), as_of=date(2026, 7, 10))
    desk.take("invoices", INVOICES + invoice("I1", 20), as_of=date(2026, 7, 11))
    assert open_amounts(desk) == [("I1", 20)]


def test_a_file_without_its_day_that_may_be_older_is_asked_for_it(desk):
    desk.take("invoices", INVOICES + invoice("I1", 40), as_of=date(2026, 7, 10))
    with pytest.raises(Conflict, match=r"knows nothing later than 2026-06-01, .* say with --as-of on which day"):
        desk.take("invoices", INVOICES + invoice("I1", 100))
    assert desk.take("invoices", INVOICES + invoice("I2", 7, issued="2026-07-10")).as_of == date(2026, 7, 10)
    assert open_amounts(desk) == [("I1", 40), ("I2", 7)]


def test_the_order_of_one_kind_does_not_bind_another(desk):
    desk.take("invoices", INVOICES + invoice("I1", 40), as_of=date(2026, 7, 10))
    desk.take("orders", f"{ORDERS}O1,ACME,2026-06-01,9,USD,open\n", as_of=date(2026, 7, 1))
    with pytest.raises(Conflict, match="states the orders of 2026-06-30; those of 2026-07-01 are in already"):
        desk.take("orders", f"{ORDERS}O1,ACME,2026-06-01,9,USD,closed\n", as_of=date(2026, 6, 30), snapshot=True)
    assert desk.rows("SELECT status FROM sales_order") == [("open",)]
    # Sales of any day may still be corrected.
    sales = "line_id,date,client,amount,currency\n"
    desk.take("sales", f"{sales}L1,2026-07-01,ACME,1,USD\n")
    assert desk.take("sales", f"{sales}L0,2025-01-01,ACME,1,USD\n").counts.added == 1


def test_a_snapshot_needs_its_day(desk):
    with pytest.raises(InvalidInput, match="name that day with --as-of"):
        desk.take("invoices", INVOICES + invoice("I1", 40), snapshot=True)


def test_whoever_is_asked_about_a_snapshot_sees_the_counts_and_may_stop_it(desk):
    desk.take("invoices", INVOICES + invoice("I1", 40) + invoice("I2", 0) + invoice("I3", 5), as_of=date(2026, 7, 10))
    asked = []

    def refuse(kind, counts):
        asked.append((kind, counts.closed, counts.were_open))
        raise InvalidInput("no")

    with pytest.raises(InvalidInput, match=r"^no$"):
        desk.take_asking(refuse, "invoices", INVOICES + invoice("I3", 5), as_of=date(2026, 7, 11), snapshot=True)
    assert asked == [(ImportKind.INVOICES, 1, 2)]
    assert open_amounts(desk) == [("I1", 40), ("I2", 0), ("I3", 5)]


@pytest.mark.parametrize(
    ("closed", "were_open", "expected"),
    [(49, 49, False), (50, 99, True), (50, 100, False), (339, 340, True), (12, 340, False), (0, 0, False)],
)
def test_a_drastic_snapshot(closed, were_open, expected):
    assert is_drastic(closed, were_open) is expected


def lines_that_stop(desk, **options):
    with pytest.raises(LinesRejected) as stopped:
        desk.take("invoices", INVOICES + invoice("I1", 40) + "I2,ACME,soon,2026-07-01,1,1,USD\n", **options)
    return stopped.value


def test_a_file_that_is_taken_whole_stops_at_one_line(desk):
    stopped = lines_that_stop(desk, as_of=date(2026, 7, 10), is_whole=True)
    assert (stopped.count, stopped.reasons) == (1, ("Line 3: issued: “soon” is not a date; write it as 2026-07-31.",))
    assert str(stopped) == (
        "invoices.csv has 1 lines that cannot be taken, so none of it was; see invoices.csv.rejected.csv."
    )
    assert open_amounts(desk) == []


def test_a_statement_that_nothing_is_open_is_a_statement(desk):
    desk.take("invoices", INVOICES + invoice("I1", 40), as_of=date(2026, 7, 10))
    report = desk.take("invoices", INVOICES, as_of=date(2026, 7, 11), is_whole=True, snapshot=True)
    assert (report.counts.closed, report.as_of) == (1, date(2026, 7, 11))
    assert open_amounts(desk) == [("I1", 0)]


def test_a_mismatch_stands_until_a_file_of_its_kind_is_in(desk):
    with desk.database.session() as session:
        statements.note_mismatch(session, ImportKind.INVOICES, date(2026, 7, 10), now=NOW)
        statements.note_mismatch(session, ImportKind.PAYMENTS, date(2026, 7, 9), now=NOW)

    def awaited(*kinds):
        with desk.database.reading() as session:
            return statements.mismatched_on(session, kinds)

    both = (ImportKind.INVOICES, ImportKind.PAYMENTS)
    assert awaited(*both) == date(2026, 7, 10)
    # The statement of an earlier day, a rehearsal and a file of another kind do not stand in for it.
    desk.take("invoices", INVOICES + invoice("I1", 40), as_of=date(2026, 7, 9))
    desk.take("invoices", INVOICES + invoice("I1", 40), as_of=date(2026, 7, 10), dry_run=True)
    desk.take("orders", f"{ORDERS}O1,ACME,2026-06-01,9,USD,open\n", as_of=date(2026, 7, 10))
    assert awaited(*both) == date(2026, 7, 10)
    desk.take("invoices", INVOICES + invoice("I1", 40), as_of=date(2026, 7, 10))
    assert awaited(*both) == date(2026, 7, 9)
    assert awaited(ImportKind.INVOICES) is None
    desk.take("payments", "payment_id,client,date,amount,currency\nP1,ACME,2026-07-01,9,USD\n")
    assert awaited(*both) is None
