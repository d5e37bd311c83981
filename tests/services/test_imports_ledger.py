"""Ledger files: what is added, changed, left alone, waiting; amounts, rates, rollups, snapshots."""

from collections import defaultdict
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import Conflict, FileRejected, InvalidInput
from bot.results.imports import Origin
from bot.store import rollups
from bot.store.database import Database, open_engine
from bot.store.settings import get_json
from tests.services.importing import ImportDesk, open_import_desk

CLIENTS = "code,name,country\nACME,Acme GmbH,Germany\nBETA,Beta S.A.,France\n"
PRODUCTS = "code,name,category,unit,unit_price\nP1,Bolt,Hardware,pc,0.25\nP2,Nut,Hardware,pc,\n"
SALES = (
    "line_id,date,client,product,quantity,amount,currency\n"
    "L1,2026-01-05,ACME,P1,100,25.00,USD\n"
    "L2,2026-01-31,BETA,P2,10,1.5,USD\n"
    "L3,2026-02-01,ACME,P1,-20,-5,USD\n"
)


@pytest.fixture
def desk(migrated_url, tmp_path):
    with open_import_desk(migrated_url, tmp_path) as opened:
        yield opened


def differences(desk: ImportDesk) -> list[str]:
    with desk.database.reading() as session:
        return [str(each) for each in rollups.differences(session)]


def by_client(desk: ImportDesk) -> list[tuple[object, ...]]:
    return desk.rows(
        "SELECT c.code, CAST(r.month AS VARCHAR(10)), r.amount, r.lines FROM sales_by_client r "
        "LEFT JOIN client c ON c.id = r.client_id ORDER BY c.code, r.month"
    )


def test_lines_come_in_and_again_change_nothing(desk):
    desk.take("clients", CLIENTS)
    desk.take("products", PRODUCTS)
    assert desk.counts(desk.take("sales", SALES)) == (3, 0, 0, 0, 0)
    before = desk.rows("SELECT * FROM sales_line ORDER BY id"), by_client(desk)
    assert desk.counts(desk.take("sales", SALES)) == (0, 0, 3, 0, 0)
    assert (desk.rows("SELECT * FROM sales_line ORDER BY id"), by_client(desk)) == before
    assert before[1] == [
        ("ACME", "2026-01-01", 250_000, 1),
        ("ACME", "2026-02-01", -50_000, 1),
        ("BETA", "2026-01-01", 15_000, 1),
    ]


def test_a_changed_line_replaces_the_old_one_and_moves_the_rollups(desk):
    desk.take("clients", CLIENTS)
    desk.take("sales", SALES)
    moved = SALES.replace("L1,2026-01-05,ACME,P1,100,25.00", "L1,2026-03-05,BETA,P1,100,30.00")
    assert desk.counts(desk.take("sales", moved)) == (0, 1, 2, 0, 3)  # no product is known here
    assert by_client(desk) == [
        ("ACME", "2026-02-01", -50_000, 1),
        ("BETA", "2026-01-01", 15_000, 1),
        ("BETA", "2026-03-01", 300_000, 1),
    ]
    assert differences(desk) == []


def test_lines_wait_for_their_client_and_product_and_find_them(desk):
    lines = SALES + "L4,2026-02-02,,P1,1,9,USD\n"
    assert desk.counts(desk.take("sales", lines)) == (4, 0, 0, 0, 4)
    assert by_client(desk) == [(None, "2026-01-01", 265_000, 2), (None, "2026-02-01", 40_000, 2)]
    assert desk.take("clients", CLIENTS).counts.matched == 3
    assert desk.take("products", PRODUCTS).counts.matched == 4
    assert by_client(desk)[:3] == [
        ("ACME", "2026-01-01", 250_000, 1),
        ("ACME", "2026-02-01", -50_000, 1),
        ("BETA", "2026-01-01", 15_000, 1),
    ] or by_client(desk)[1:] == [  # the two databases sort what has no code at opposite ends
        ("ACME", "2026-01-01", 250_000, 1),
        ("ACME", "2026-02-01", -50_000, 1),
        ("BETA", "2026-01-01", 15_000, 1),
    ]
    assert desk.rows("SELECT DISTINCT country FROM sales_by_product ORDER BY 1") == [("",), ("DE",), ("FR",)]
    assert differences(desk) == []
    assert desk.counts(desk.take("sales", lines)) == (0, 0, 4, 0, 1)


def test_a_client_is_found_by_name_when_exactly_one_answers(desk):
    desk.take("clients", CLIENTS + "TWIN1,Twin Ltd,\nTWIN2,TWIN limited,\n")
    named = "line_id,date,client,amount,currency\nA,2026-01-05,acme gmbh,1,USD\nB,2026-01-05,Twin,1,USD\n"
    assert desk.counts(desk.take("sales", named)) == (2, 0, 0, 0, 1)
    assert desk.rows("SELECT line_id, code FROM sales_line l JOIN client c ON c.id = l.client_id") == [("A", "ACME")]


def test_a_match_made_by_hand_outlives_the_next_import(desk):
    desk.take("clients", CLIENTS)
    named = "line_id,date,client,amount,currency\nA,2026-01-05,Acmee,1,USD\n"
    desk.take("sales", named)
    with desk.database.session() as session:
        from sqlalchemy import text

        session.execute(text("UPDATE sales_line SET client_id = (SELECT id FROM client WHERE code = 'ACME')"))
        rollups.rebuild(session)
    assert desk.counts(desk.take("sales", named)) == (0, 0, 1, 0, 0)
    assert desk.rows("SELECT code FROM sales_line l JOIN client c ON c.id = l.client_id") == [("ACME",)]


def test_columns_the_file_does_not_speak_of_keep_their_values(desk):
    desk.take("products", PRODUCTS)
    desk.take("sales", SALES)
    short = "line_id,date,client,amount,currency\nL1,2026-01-05,ACME,26,USD\n"
    assert desk.counts(desk.take("sales", short))[:3] == (0, 1, 0)
    assert desk.rows(
        "SELECT s.amount, quantity, code FROM sales_line s JOIN product p ON p.id = product_id WHERE line_id = 'L1'"
    ) == [(260_000, 1_000_000, "P1")]
    assert differences(desk) == []
    desk.take("products", "code,name\nP1,Big bolt\n")
    assert desk.rows("SELECT name, unit, unit_price, currency FROM product WHERE code = 'P1'") == [
        ("Big bolt", "pc", 2500, "USD")
    ]


@pytest.mark.parametrize(
    ("quantity", "price", "discount", "counts"),
    [
        ("12", "14.00", "", 1_680_000),
        ("12", "14.00", "0", 1_680_000),
        ("35", "16.80", "0.15", 4_998_000),  # 35 x 16.80 x 0.85 = 499.80
        ("3", "0.3333", "5%", 9_499),  # 0.949905 rounds half to even at the fourth decimal
        ("1", "0.00005", "", 0),
        ("3", "0.00005", "", 2),
        ("99999999", "999.9999", "0.0001", 999_899_890_011_001),  # 99999989000.0001 less 9999998.90000001
    ],
)
def test_an_amount_is_worked_out_exactly(migrated_sqlite_url, tmp_path, quantity, price, discount, counts):
    with open_import_desk(migrated_sqlite_url, tmp_path) as desk:
        header = "line_id,date,client,quantity,unit_price,discount,currency\n"
        desk.take("sales", f"{header}A,2026-01-05,X,{quantity},{price},{discount},USD\n")
        assert desk.rows("SELECT amount FROM sales_line") == [(counts,)]


def test_rates_convert_and_a_missing_one_rejects(desk):
    desk.take("rates", "currency,date,rate\nEUR,2026-01-01,1.10\nEUR,2026-01-31,1.2\n")
    report = desk.take(
        "sales",
        "line_id,date,client,amount,currency\n"
        "A,2026-01-01,X,100,EUR\nB,2026-01-30,X,100,EUR\nC,2026-03-03,X,0.0005,EUR\nD,2026-03-04,X,1,EUR\n"
        "E,2025-12-31,X,1,EUR\nF,2026-01-05,X,7,USD\nG,2026-01-05,X,7,XQZ\n",
    )
    assert desk.counts(report) == (4, 0, 0, 3, 4)
    assert [(each.line, each.reason.split(";")[0]) for each in report.reasons] == [
        (5, "no exchange rate of EUR for 2026-03-04 or the 31 days before it"),
        (6, "no exchange rate of EUR for 2025-12-31 or the 31 days before it"),
        (8, "currency: “XQZ” is not a currency code (three letters, such as USD)."),
    ]
    assert desk.rows("SELECT line_id, base_amount, rate FROM sales_line ORDER BY line_id") == [
        ("A", 1_100_000, "1.1"),
        ("B", 1_100_000, "1.1"),
        ("C", 6, "1.2"),  # 5 x 1.2, counts of ten-thousandths
        ("F", 70_000, "1"),
    ]


def test_an_amount_that_outgrows_the_base_currency_is_rejected(desk):
    desk.take("rates", "currency,date,rate\nKWD,2026-01-01,999999999\n")
    report = desk.take(
        "sales",
        "line_id,date,client,amount,currency\nA,2026-01-01,X,100000000000,KWD\nB,2026-01-01,X,-2.5,KWD\n"
        "C,2026-01-02,X,101,KWD\n",
    )
    assert [(each.line, each.reason) for each in report.reasons] == [
        (2, "amount: comes to more in USD than can be kept"),
        (4, "amount: comes to more in USD than can be kept"),
    ]
    # 2.5 times 999,999,999 is 2,499,999,997.5 exactly.
    assert desk.rows("SELECT line_id, base_amount FROM sales_line") == [("B", -24_999_999_975_000)]


def test_a_changed_rate_converts_its_lines_again(desk):
    desk.take("rates", "currency,date,rate\nEUR,2026-01-01,1.10\n")
    lines = (
        "line_id,date,client,amount,currency\nA,2026-01-10,X,100,EUR\nB,2026-01-20,X,100,EUR\nC,2026-01-20,X,5,USD\n"
    )
    desk.take("sales", lines)
    report = desk.take("rates", "currency,date,rate\nEUR,2026-01-15,1.25\nEUR,2026-01-01,1.1\n")
    assert (desk.counts(report), report.counts.recomputed) == ((1, 0, 1, 0, 0), 1)
    assert desk.rows("SELECT line_id, base_amount, rate FROM sales_line ORDER BY line_id") == [
        ("A", 1_100_000, "1.1"),
        ("B", 1_250_000, "1.25"),
        ("C", 50_000, "1"),
    ]
    assert differences(desk) == []
    assert desk.counts(desk.take("sales", lines)) == (0, 0, 3, 0, 3)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A,2026-02-30,X,1,USD", "date: “2026-02-30” is not a date"),
        ("A,,X,1,USD", "date: is missing"),
        (",2026-01-05,X,1,USD", "line_id: is missing"),
        ("A,2026-01-05,X,,USD", "amount: is missing, and there is no quantity"),
        ("A,2026-01-05,X,1e3,USD", "amount: “1e3” is not a number"),
        ("A,2026-01-05,X,100000000000.0001,USD", "amount: 100000000000.0001 is beyond"),
        ("A,2026-01-05,X,1,", "currency: is missing"),
        ("A,03/04/2026,X,1,USD", "date: “03/04/2026” may be 2026-04-03 or 2026-03-04"),
        (f"{'A' * 65},2026-01-05,X,1,USD", "line_id: is longer than 64 characters"),
        ("A,2026-01-05,X,1,USD,extra", "the line has 6 cells, the header only 5"),
        ("OK,2026-01-05,X,1,USD", "line_id: stands on an earlier line of this file too"),
    ],
)
def test_a_line_that_cannot_be_taken_is_told_why(migrated_sqlite_url, tmp_path, row, reason):
    with open_import_desk(migrated_sqlite_url, tmp_path) as desk:
        header = "line_id,date,client,amount,currency\nOK,2026-01-05,X,1,USD\n"
        report = desk.take("sales", f"{header}{row}\n")
        assert desk.counts(report)[0] == 1
        assert [each.line for each in report.reasons] == [3]
        assert report.reasons[0].reason.startswith(reason)


def test_open_items_and_payments_come_in(desk):
    desk.take("clients", CLIENTS)
    desk.take(
        "invoices",
        "invoice_id,client,issued,due,amount,currency,open_amount,disputed,kind\n"
        "I1,ACME,2026-01-05,2026-02-05,100,EUR,,yes,\nI2,Beta,2026-01-06,2026-02-05,30,EUR,10,,credit note\n"
        "I3,GONE,2026-01-07,2026-02-05,-5,EUR,,no,\n",
    )
    assert desk.rows(
        "SELECT invoice_id, amount, open_amount, kind, client_id IS NULL, disputed FROM invoice ORDER BY 1"
    ) == [
        ("I1", 1_000_000, 1_000_000, "invoice", False, True),
        ("I2", -300_000, -100_000, "credit_note", False, False),
        ("I3", -50_000, -50_000, "credit_note", True, False),
    ]
    desk.take(
        "orders",
        "order_id,client,date,amount,currency,status\nO1,ACME,2026-01-05,9,EUR,Confirmed\n"
        "O2,ACME,2026-01-05,9,EUR,To be dreamt of\n",
    )
    assert desk.rows("SELECT order_id, status, billed_amount FROM sales_order") == [("O1", "open", 0)]
    desk.take("payments", "payment_id,client,date,amount,currency,invoice_id\nY1,ACME,2026-01-05,9,EUR,I1\n")
    assert desk.rows("SELECT payment_id, amount, invoice_ref, cleared FROM payment") == [("Y1", 90_000, "I1", True)]


def test_a_snapshot_closes_what_it_does_not_name(desk):
    header = "invoice_id,client,issued,due,amount,currency\n"
    one, two = "I1,ACME,2026-01-05,2026-02-05,100,USD\n", "I2,ACME,2026-01-06,2026-02-05,50,USD\n"
    desk.take("invoices", header + one + two)
    statement = {"snapshot": True, "as_of": date(2026, 7, 20)}
    rehearsed = desk.take("invoices", header + two, **statement, dry_run=True)
    assert (desk.counts(rehearsed), rehearsed.counts.closed, rehearsed.counts.were_open) == ((0, 0, 1, 0, 0 + 1), 1, 2)
    assert desk.rows("SELECT sum(open_amount) FROM invoice") == [(1_500_000,)]
    assert desk.take("invoices", header + two, **statement).counts.closed == 1
    assert desk.rows("SELECT invoice_id, open_amount FROM invoice ORDER BY 1") == [("I1", 0), ("I2", 500_000)]
    with pytest.raises(FileRejected, match="cannot tell what is closed"):
        desk.take("invoices", header + "I9,ACME,nonsense,2026-02-05,1,USD\n", **statement)
    assert desk.rows("SELECT sum(open_amount) FROM invoice") == [(500_000,)]
    with pytest.raises(InvalidInput, match="only orders and invoices"):
        desk.take("sales", SALES, snapshot=True)


def test_the_data_date_is_the_statement_s_own(desk):
    assert desk.take("sales", SALES).as_of == date(2026, 2, 1)
    assert desk.take("sales", SALES, as_of=date(2026, 7, 1)).as_of == date(2026, 7, 1)
    assert [row[0] for row in desk.rows("SELECT CAST(as_of AS VARCHAR(10)) FROM import_run ORDER BY id")] == [
        "2026-02-01",
        "2026-07-01",
    ]
    with pytest.raises(InvalidInput, match="2026-07-21 lies in the future"):
        desk.take("sales", SALES, as_of=date(2026, 7, 21))


def test_a_dry_run_says_the_same_and_writes_nothing(desk):
    bad = SALES + "L9,never,ACME,P1,1,1,USD\n"
    rehearsed = desk.take("sales", bad, dry_run=True, mapping={"client": "client"})
    assert desk.rows("SELECT count(*) FROM sales_line UNION ALL SELECT count(*) FROM import_run") == [(0,), (0,)]
    assert not (desk.folder / "sales.csv.rejected.csv").exists()
    with desk.database.reading() as session:
        assert get_json(session, "import_headers.sales") is None
    assert desk.counts(rehearsed) == desk.counts(desk.take("sales", bad)) == (3, 0, 0, 1, 3)


def test_a_mapping_is_remembered(desk):
    odd = "ZNR,ZDAT,KUNNR,WERT,WAERS\n1,2026-01-05,ACME,5,USD\n"
    mapping = {"line_id": "ZNR", "date": "zdat", "client": "KUNNR", "amount": "WERT", "currency": "WAERS"}
    with pytest.raises(FileRejected, match=r"no column for “line_id”.* ZNR, ZDAT, KUNNR, WERT, WAERS"):
        desk.take("sales", odd)
    desk.take("sales", odd, mapping=mapping)
    assert desk.counts(desk.take("sales", odd)) == (0, 0, 1, 0, 1)
    with pytest.raises(InvalidInput, match="“colour” is no column"):
        desk.take("sales", odd, mapping={"colour": "ZNR"})
    with pytest.raises(InvalidInput, match="has no header “FARBE”"):
        desk.take("sales", odd, mapping={"line_id": "FARBE"})


LINES = st.lists(
    st.tuples(
        st.integers(1, 6),  # line id
        st.dates(date(2025, 11, 1), date(2026, 2, 28)),
        st.sampled_from(["ACME", "BETA", "GONE", ""]),
        st.sampled_from(["P1", "P2", "P9", ""]),
        st.integers(-30, 30),
        st.integers(-(10**9), 10**9),
    ),
    max_size=8,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.lists(LINES, min_size=1, max_size=3), order=st.permutations(["clients", "products", "sales"]))
def test_rollups_equal_the_lines_whatever_comes_in_whatever_order(sqlite_template, tmp_path_factory, files, order):
    from tests.databases import copy_sqlite, sqlite_url

    folder = tmp_path_factory.mktemp("ledger")
    copy_sqlite(sqlite_template, folder / "clientele.db")
    latest: dict[int, tuple[object, ...]] = {}
    with open_import_desk(sqlite_url(folder / "clientele.db"), folder) as desk:
        for kind in order:
            if kind != "sales":
                desk.take(kind, CLIENTS if kind == "clients" else PRODUCTS)
                continue
            for lines in filter(None, files):
                wanted = {line[0]: line for line in reversed(lines)}  # of two with one id the first counts
                latest |= wanted
                header = "line_id,date,client,product,quantity,amount,currency\n"
                rows = (f"{i},{d},{c},{p},{q},{a // 10_000}.{a % 10_000:04d},USD\n" for i, d, c, p, q, a in
                        ((i, d, c, p, q, abs(a)) for i, d, c, p, q, a in lines))  # fmt: skip
                desk.take("sales", header + "".join(rows))
        sums: dict[tuple[str, str], int] = defaultdict(int)
        for _, day, client, _, _, amount in latest.values():
            known = client if client in {"ACME", "BETA"} else ""
            sums[known, f"{day:%Y-%m}-01"] += abs(amount)
        kept = {(row[0] or "", row[1]): row[2] for row in by_client(desk)}
        assert kept == dict(sums)
        assert differences(desk) == []


@pytest.mark.parametrize("rollup", ["sales_by_client", "sales_by_product", "sales_of_product"])
def test_differences_are_found(migrated_sqlite_url, tmp_path, rollup):
    with open_import_desk(migrated_sqlite_url, tmp_path) as desk:
        desk.take("sales", SALES)
        database = Database(open_engine(migrated_sqlite_url))
        with database.session() as session:
            from sqlalchemy import text

            session.execute(text(f"UPDATE {rollup} SET lines = lines + 1 WHERE month = '2026-01-01'"))
        database.close()
        assert len(differences(desk)) == 1
        with desk.database.session() as session:
            rollups.rebuild(session)
        assert differences(desk) == []


def test_a_file_is_called_as_its_owner_calls_it_and_its_origin_is_kept(desk):
    desk.take("clients", CLIENTS)
    report = desk.take("sales", SALES, file_name="July.csv", origin=Origin.SLACK)
    assert (report.file_name, report.run_id) == ("July.csv", 2)
    assert desk.rows("SELECT id, file_name, origin FROM import_run ORDER BY id") == [
        (1, "clients.csv", "command"),
        (2, "July.csv", "slack"),
    ]
    with pytest.raises(FileRejected, match=r"^July.csv has a header but no lines"):
        desk.take("sales", "line_id,date,client,amount,currency\n", file_name="July.csv")


def test_what_settling_raises_takes_the_whole_import_back(desk):
    def settle(session, report):
        assert (report.counts.added, report.run_id) == (2, 1)
        raise Conflict("somebody was faster")

    with pytest.raises(Conflict):
        desk.take("clients", CLIENTS, settle=settle)
    assert desk.rows("SELECT count(*) FROM client") == [(0,)]
    assert desk.rows("SELECT count(*) FROM import_run") == [(0,)]


def test_an_amount_is_needed_or_what_it_is_worked_out_from(desk):
    lines = "line_id,date,client,quantity,{header},currency\nL1,2026-01-05,ACME,3,2.5,USD\n"
    with pytest.raises(FileRejected, match="no column for “amount”"):
        desk.take("sales", lines.format(header="weight"))
    desk.take("sales", lines.format(header="unit_price"))
    assert desk.rows("SELECT amount FROM sales_line") == [(75_000,)]
