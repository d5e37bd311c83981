"""The watched folder: what arrives whole is taken once, what does not add up is refused, and finance is told once."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.clock import SystemClock
from bot.jobs.folder import LEASE, FolderWatch
from bot.jobs.rendering import RENDERERS
from bot.results.deliveries import Cause, FolderRun
from bot.results.imports import ImportKind
from bot.results.outbox import Outgoing
from bot.services import delivery_folder, statements
from bot.services.deliveries import claim
from bot.services.imports import ImportOptions, import_file
from bot.store import deliveries
from bot.store.tables_work import AccessLogRow, OutboxRow
from tests.jobs.company import MONDAY, OPERATOR, House, on_both

INVOICES = "invoice_id,client,issued,due,amount,open_amount,currency\n"
SALES = "line_id,date,client,amount,currency\n"
NIGHT = "2026-07-05"
SUNDAY = date(2026, 7, 5)


@dataclass
class Inbox:
    """A watched folder of a house, and one process that watches it."""

    house: House
    folder: Path
    watches: list[FolderWatch] = field(default_factory=list)

    def watch(self) -> FolderWatch:
        company = replace(self.house.desk.company, inbox=str(self.folder))
        return FolderWatch(replace(self.house.desk, company=company))

    def put(self, name: str, content: str, *, written: datetime = MONDAY) -> Path:
        path = self.folder / name
        path.write_text(content, encoding="utf-8")
        os.utime(path, (written.timestamp(), written.timestamp()))
        return path

    def take(self, *, now: datetime = MONDAY, watch: FolderWatch | None = None) -> FolderRun:
        """Look twice, as two ticks do."""
        looking = watch or self.watch()
        looking.look(now)
        return looking.look(now)

    def names(self, place: str = ".") -> list[str]:
        folder = self.folder / place
        return sorted(each.name for each in folder.iterdir() if each.is_file()) if folder.is_dir() else []

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        with self.house.database.reading() as session:
            return [tuple(row) for row in session.execute(text(statement))]

    def told(self) -> list[tuple[str, str]]:
        """Every message in the outbox, its reader and its words, as they would be sent."""
        with self.house.session() as session:
            rows = session.execute(select(OutboxRow).order_by(OutboxRow.created_at, OutboxRow.recipient)).scalars()
            found = []
            for row in rows:
                outgoing = Outgoing(row.id, row.kind, row.recipient, json.loads(row.payload), 1)
                message = RENDERERS[row.kind](session, outgoing, self.house.desk.company, MONDAY)
                found.append((row.recipient, message.text if message else ""))
            return found

    def awaited(self) -> date | None:
        with self.house.database.reading() as session:
            return statements.mismatched_on(session, list(ImportKind))


@pytest.fixture
def inbox(house, tmp_path) -> Iterator[Inbox]:
    house.person("U0FIN", "finance")
    house.person("U0MEI", "rep")
    folder = tmp_path / "drop"
    folder.mkdir()
    return Inbox(house, folder)


def invoices(*amounts: str) -> str:
    rows = (f"I{number},ACME,2026-06-01,2026-07-01,{amount},{amount},EUR\n" for number, amount in enumerate(amounts))
    return INVOICES + "".join(rows)


def totals(*rows: str) -> str:
    return "currency,lines,amount,open_amount\n" + "".join(f"{row}\n" for row in rows)


@on_both
def test_a_file_that_adds_up_is_taken_with_its_data_date(inbox):
    inbox.put(f"invoices-{NIGHT}.csv", invoices("100.25", "-20"))
    inbox.put(f"invoices-{NIGHT}.totals.csv", totals("EUR,2,80.25,80.25"))
    run = inbox.take()
    assert [(each.file_name, each.counts.added) for each in run.taken] == [(f"invoices-{NIGHT}.csv", 2)]
    assert (run.refused, run.waiting) == ((), ())
    assert inbox.rows("SELECT kind, origin, CAST(as_of AS VARCHAR(10)), added, is_snapshot FROM import_run") == [
        ("invoices", "folder", NIGHT, 2, False)
    ]
    assert (inbox.names(), inbox.names("done")) == ([], [f"invoices-{NIGHT}.csv", f"invoices-{NIGHT}.totals.csv"])
    assert inbox.told() == []
    with inbox.house.database.reading() as session:
        logged = session.scalars(select(AccessLogRow.actor).where(AccessLogRow.via == "import")).all()
    assert logged == ["inbox"]


@on_both
def test_a_total_that_does_not_match_stops_the_publish_and_tells_finance_once(inbox):
    inbox.put(f"invoices-{NIGHT}.csv", invoices("100", "7"))
    inbox.put(f"invoices-{NIGHT}.totals.csv", totals("EUR,2,107,108"))
    run = inbox.take()
    assert [each.cause for each in run.refused] == [Cause.TOTALS]
    assert inbox.rows("SELECT count(*) FROM invoice") == [(0,)]
    assert inbox.rows("SELECT count(*) FROM import_run") == [(0,)]
    assert inbox.awaited() == SUNDAY
    expected = (
        f"invoices-{NIGHT}.csv (invoices of Jul 5, 2026) does not match its control totals; nothing of it was imported."
        "\nEUR: announced 2 lines of EUR 107.00, EUR 108.00 open, found 2 lines of EUR 107.00, EUR 107.00 open"
    )
    ((reader, words),) = inbox.told()
    assert (reader, words.rpartition("\n")[0]) == ("U0FIN", expected)
    name = f"invoices-{NIGHT}.csv"
    assert inbox.names("refused") == [name, f"{name}.reason.txt", f"invoices-{NIGHT}.totals.csv"]
    assert (inbox.folder / "refused" / f"{name}.reason.txt").read_text() == expected + "\n"
    # The same again: tried again, but nobody is told twice.
    inbox.put(name, invoices("100", "7"))
    inbox.put(f"invoices-{NIGHT}.totals.csv", totals("EUR,2,107,108"))
    assert len(inbox.take().refused) == 1
    assert len(inbox.told()) == 1
    # Mended totals make it another delivery; with it the statement is known again.
    inbox.put(name, invoices("100", "7"))
    inbox.put(f"invoices-{NIGHT}.totals.csv", totals("EUR,2,107,107"))
    assert len(inbox.take().taken) == 1
    assert inbox.awaited() is None


@on_both
@pytest.mark.parametrize(
    ("control", "difference"),
    [
        (totals("EUR,3,30,"), "EUR: announced 3 lines of EUR 30.00, found 2 lines of EUR 30.00"),
        (totals("EUR,2,30.0001,"), "EUR: announced 2 lines of 30.0001 EUR, found 2 lines of EUR 30.00"),
        (totals("EUR,2,-30,"), "EUR: announced 2 lines of -EUR 30.00, found 2 lines of EUR 30.00"),
        (totals("EUR,2,30,", "USD,1,5,"), "USD: announced 1 line of USD 5.00, found nothing"),
        (totals("EUR,2,,"), "EUR: announced 2 lines, found 2 lines of EUR 30.00"),
        (totals(",2,30,"), "EUR: announced nothing, found 2 lines of EUR 30.00"),
    ],
)
def test_each_total_is_held_exactly(inbox, control, difference):
    inbox.put(
        f"payments-{NIGHT}.csv",
        "payment_id,client,date,amount,currency\nP1,A,2026-07-01,10,EUR\nP2,A,2026-07-01,20,EUR\n",
    )
    inbox.put(f"payments-{NIGHT}.totals.csv", control)
    (refusal,) = inbox.take().refused
    assert refusal.cause is Cause.TOTALS
    assert difference in (inbox.folder / "refused" / f"payments-{NIGHT}.csv.reason.txt").read_text().splitlines()
    assert inbox.rows("SELECT count(*) FROM payment") == [(0,)]


def test_a_line_that_cannot_be_taken_stops_all_of_them(inbox):
    inbox.put(f"sales-{NIGHT}.csv", f"{SALES}L1,2026-07-01,A,10,USD\nL2,2026-07-01,A,5,EUR\n")
    inbox.put(
        f"sales-{NIGHT}.totals.json",
        '[{"currency": "USD", "lines": 1, "amount": 10}, {"currency": "EUR", "lines": "1", "amount": 5.00}]',
    )
    (refusal,) = inbox.take().refused
    assert (refusal.cause, refusal.said) == (
        Cause.LINES,
        ("Line 3: no exchange rate of EUR for 2026-07-01 or the 31 days before it; import rates first",),
    )
    assert inbox.rows("SELECT count(*) FROM sales_line") == [(0,)]
    assert f"sales-{NIGHT}.csv.rejected.csv" in inbox.names("refused")
    # Sales are no part of a credit answer, but their mark is kept all the same.
    assert inbox.awaited() == SUNDAY


def test_a_night_is_taken_in_its_order(inbox):
    inbox.put(f"sales-{NIGHT}.csv", f"{SALES}L1,2026-07-01,ACME,10,EUR\n")
    inbox.put(f"products_{NIGHT}.csv", "code,name\nP1,Hose\n")
    inbox.put("rates20260705.csv", "currency,date,rate\nEUR,2026-07-01,1.1\n")
    control = "file,lines,currency,amount\nrates20260705.csv,1,,\n"
    inbox.put(f"control-{NIGHT}.csv", f"{control}sales-{NIGHT}.csv,1,EUR,10.00\nproducts_{NIGHT}.csv,1,,\n")
    run = inbox.take()
    assert [each.kind for each in run.taken] == [ImportKind.RATES, ImportKind.PRODUCTS, ImportKind.SALES]
    assert inbox.rows("SELECT base_amount FROM sales_line") == [(110_000,)]
    assert inbox.names() == []
    assert f"control-{NIGHT}.csv" in inbox.names("done")


def test_a_night_waits_for_what_it_announces_and_then_no_longer(inbox):
    inbox.put(f"sales-{NIGHT}.csv", f"{SALES}L1,2026-07-01,ACME,10,USD\n")
    control = f"file,lines,currency,amount\nrates-{NIGHT}.csv,1,,\nsales-{NIGHT}.csv,1,USD,10\n"
    inbox.put("control.csv", control)
    assert inbox.take().waiting == (f"rates-{NIGHT}.csv", f"sales-{NIGHT}.csv")
    late = inbox.take(now=MONDAY + timedelta(hours=3))
    assert [each.kind for each in late.taken] == [ImportKind.SALES]
    inbox.take(now=MONDAY + timedelta(hours=4))
    assert [words.partition(" was announced")[0] for _, words in inbox.told()] == [f"rates-{NIGHT}.csv"]


def test_a_file_that_never_came_does_not_let_a_later_night_go_in_halves(inbox):
    inbox.put("control-2026-07-01.csv", "file,lines\nrates-2026-07-01.csv,1\n", written=MONDAY - timedelta(days=4))
    inbox.put(f"sales-{NIGHT}.csv", f"{SALES}L1,2026-07-01,ACME,10,USD\n")
    inbox.put(
        f"control-{NIGHT}.csv", f"file,lines,currency,amount\nrates-{NIGHT}.csv,1,,\nsales-{NIGHT}.csv,1,USD,10\n"
    )
    assert inbox.take().taken == ()
    assert [words.partition(" was announced")[0] for _, words in inbox.told()] == ["rates-2026-07-01.csv"]


def test_a_file_without_control_totals_waits_and_finance_is_told_once(inbox):
    inbox.put(f"sales-{NIGHT}.csv", f"{SALES}L1,2026-07-01,ACME,10,USD\n")
    assert inbox.take().waiting == (f"sales-{NIGHT}.csv",)
    assert inbox.told() == []
    for hours in (3, 4):
        assert inbox.take(now=MONDAY + timedelta(hours=hours)).waiting == (f"sales-{NIGHT}.csv",)
    ((reader, words),) = inbox.told()
    assert (reader, words.startswith(f"sales-{NIGHT}.csv was delivered ")) == ("U0FIN", True)
    assert inbox.names() == [f"sales-{NIGHT}.csv"]


def test_what_still_grows_or_has_a_passing_name_is_left_alone(inbox):
    watch = inbox.watch()
    inbox.put(f"sales-{NIGHT}.csv", f"{SALES}L1,2026-07-01,ACME,10,USD\n")
    inbox.put(f"sales-{NIGHT}.totals.csv", totals("USD,2,30,"))
    inbox.put(f"payments-{NIGHT}.csv.part", "payment_id\n")
    inbox.put("minutes of the meeting.csv", "whatever\n")
    assert watch.look(MONDAY).waiting == (f"sales-{NIGHT}.csv",)
    inbox.put(f"sales-{NIGHT}.csv", f"{SALES}L1,2026-07-01,ACME,10,USD\nL2,2026-07-01,ACME,20,USD\n")
    assert watch.look(MONDAY).waiting == (f"sales-{NIGHT}.csv",)
    assert len(watch.look(MONDAY).taken) == 1
    assert inbox.names() == ["minutes of the meeting.csv", f"payments-{NIGHT}.csv.part"]


def test_an_empty_night_is_a_statement_too(inbox):
    inbox.put(f"invoices-snapshot-{NIGHT}.csv", INVOICES)
    inbox.put(f"invoices-snapshot-{NIGHT}.totals.csv", totals(",0,,"))
    inbox.put(f"sales-{NIGHT}.csv", SALES)
    inbox.put(f"sales-{NIGHT}.totals.csv", totals(",0,,"))
    assert len(inbox.take().taken) == 2
    assert inbox.rows("SELECT kind, CAST(as_of AS VARCHAR(10)), is_snapshot FROM import_run") == [
        ("invoices", NIGHT, True)
    ]


def test_a_snapshot_that_is_cut_off_is_refused(inbox):
    inbox.put("invoices-2026-07-04.csv", invoices(*["1"] * 120))
    inbox.put("invoices-2026-07-04.totals.csv", totals("EUR,120,120,120"))
    inbox.put(f"invoices-snapshot-{NIGHT}.csv", invoices("1"))
    inbox.put(f"invoices-snapshot-{NIGHT}.totals.csv", totals("EUR,1,1,1"))
    run = inbox.take()
    assert (len(run.taken), [each.cause for each in run.refused]) == (1, [Cause.DRASTIC])
    assert inbox.rows("SELECT count(*) FROM invoice WHERE open_amount <> 0") == [(120,)]
    assert "It names all but 119 of 120 open items." in inbox.told()[0][1]
    assert inbox.awaited() is None


def test_an_older_statement_is_refused_and_leaves_no_mark(inbox):
    inbox.put(f"invoices-{NIGHT}.csv", invoices("5"))
    inbox.put(f"invoices-{NIGHT}.totals.csv", totals("EUR,1,5,5"))
    inbox.take()
    inbox.put("invoices-2026-07-04.csv", invoices("9"))
    inbox.put("invoices-2026-07-04.totals.csv", totals("EUR,1,8,8"))
    assert [each.cause for each in inbox.take().refused] == [Cause.OLDER]
    assert inbox.awaited() is None


def test_control_totals_that_cannot_be_read_are_a_reason(inbox):
    inbox.put(f"sales-{NIGHT}.csv", f"{SALES}L1,2026-07-01,ACME,10,USD\n")
    inbox.put(f"sales-{NIGHT}.totals.csv", "currency,lines,amount\nUSD,many,10\n")
    (refusal,) = inbox.take().refused
    assert refusal.said == (f"sales-{NIGHT}.totals.csv is no control file: a line of it says “USD, many, 10”.",)


@on_both
def test_a_mismatch_is_mended_by_hand_too(inbox, tmp_path):
    inbox.put(f"invoices-{NIGHT}.csv", invoices("100"))
    inbox.put(f"invoices-{NIGHT}.totals.csv", totals("EUR,1,101,101"))
    inbox.take()
    path = tmp_path / "by hand.csv"
    path.write_text(invoices("101"))
    options = ImportOptions("USD", as_of=SUNDAY)
    import_file(inbox.house.database, OPERATOR, ImportKind.INVOICES, path, options, now=MONDAY)
    assert inbox.awaited() is None


@on_both
def test_killed_between_publish_and_move_it_is_put_away_and_not_imported_again(inbox):
    name = f"invoices-{NIGHT}.csv"
    inbox.put(name, invoices("100"))
    inbox.put(f"invoices-{NIGHT}.totals.csv", totals("EUR,1,100,100"))
    inbox.take()
    for each in inbox.names("done"):
        (inbox.folder / "done" / each).rename(inbox.folder / each)
    run = inbox.take()
    assert [(each.file_name, each.is_again) for each in run.taken] == [(name, True)]
    assert inbox.rows("SELECT count(*) FROM import_run") == [(1,)]
    assert inbox.names() == []


def test_killed_between_the_two_moves_the_control_totals_follow(inbox):
    inbox.put(f"sales-{NIGHT}.csv", f"{SALES}L1,2026-07-01,ACME,10,USD\n")
    control = inbox.put(f"sales-{NIGHT}.totals.csv", totals("USD,1,10,"))
    inbox.take()
    (inbox.folder / "done" / control.name).rename(control)
    inbox.put("sales-2026-07-06.totals.csv", totals("USD,1,10,"))
    # They may as well be the first of a delivery that is still on its way.
    inbox.take(now=MONDAY + timedelta(hours=1))
    assert inbox.names() == [control.name, "sales-2026-07-06.totals.csv"]
    inbox.take(now=MONDAY + timedelta(hours=3))
    assert inbox.names() == ["sales-2026-07-06.totals.csv"]
    assert control.name in inbox.names("done")


@on_both
def test_killed_before_the_publish_it_is_taken_once_the_claim_runs_out(inbox):
    path = inbox.put(f"invoices-{NIGHT}.csv", invoices("100"))
    control = inbox.put(f"invoices-{NIGHT}.totals.csv", totals("EUR,1,100,100"))
    (delivery,) = delivery_folder.list_folder(inbox.folder).deliveries
    assert (delivery.path, delivery.control) == (path, control)
    wall = SystemClock().now()
    with delivery_folder.private_copy(delivery) as copied, inbox.house.session() as session:
        held = claim(session, copied.delivery, copied.digest, now=MONDAY, wall=wall, until=wall + LEASE)
    assert inbox.take().waiting == (f"invoices-{NIGHT}.csv",)
    with inbox.house.session() as session:
        deliveries.hold(session, held.delivery_id, wall - timedelta(seconds=1))
    assert len(inbox.take().taken) == 1
    assert inbox.rows("SELECT count(*) FROM import_run") == [(1,)]


@on_both
def test_two_processes_take_a_file_once(inbox):
    """Both have seen the file before either has taken it."""
    first, second = inbox.watch(), inbox.watch()
    inbox.put(f"invoices-{NIGHT}.csv", invoices("100"))
    inbox.put(f"invoices-{NIGHT}.totals.csv", totals("EUR,1,100,100"))
    first.look(MONDAY)
    second.look(MONDAY)
    (delivery,) = delivery_folder.list_folder(inbox.folder).deliveries
    with delivery_folder.private_copy(delivery) as copied:
        assert len(first.look(MONDAY).taken) == 1
        # The second one comes with its copy when the first is done.
        with inbox.house.session() as session:
            wall = SystemClock().now()
            late = claim(session, copied.delivery, copied.digest, now=MONDAY, wall=wall, until=wall + LEASE)
        # What has come in its place meanwhile is not put away for it.
        inbox.put(delivery.name, invoices("7"))
        delivery_folder.put_away(delivery, copied.shape, delivery_folder.DONE)
    assert late is not None
    assert late.was_taken
    assert inbox.names() == [delivery.name]
    assert inbox.rows("SELECT count(*) FROM import_run") == [(1,)]
