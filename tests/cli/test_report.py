"""`clientele report`: the JSON other programs rely on, files, tables, and wrong input.

The command runs in this process, from its entry point on; one test starts it as a program.
"""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.cli import main
from bot.services.standing import AsOf, regrade
from bot.store.database import Database, open_engine
from bot.store.tables import AccessLogRow
from tests.services.importing import open_import_desk
from tests.services.ledger import NOW, UNIT, Line, add_client, add_people, add_product, put_lines

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Done:
    """How a command ended and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


Report = Callable[..., Done]


@pytest.fixture
def url(migrated_sqlite_url: str) -> str:
    """Two clients, a product with a name that a spreadsheet would run, and four lines, one without a client."""
    engine = open_engine(migrated_sqlite_url)
    with Session(engine) as session, session.begin():
        add_people(session, (1, "rep", "north"))
        add_client(session, 1, name="ACME", country="DE", owner_id=1)
        add_client(session, 2, name="東京商事", country="JP")
        add_product(session, 1, category="=SUM(1)")
        put_lines(
            session,
            [
                Line(date(2025, 12, 1), 2, 500 * UNIT, product=1, quantity=2 * UNIT, unit="kg"),
                Line(date(2026, 1, 31), 1, 1234567 * UNIT + 8901, product=1, quantity=25_000, unit="kg"),
                Line(date(2026, 2, 1), 2, 100 * UNIT, product=1, quantity=3 * UNIT, unit="pc"),
                Line(date(2026, 2, 2), None, 7 * UNIT + 1),
            ],
            countries={1: "DE", 2: "JP"},
        )
    engine.dispose()
    return migrated_sqlite_url


@pytest.fixture
def report(url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Report:
    """Run `clientele report` on the ledger."""
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("CLIENTELE_BASE_CURRENCY", "EUR")

    def run(*words: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["clientele", "report", *words])
        with pytest.raises(SystemExit) as ended:
            sys.exit(main())
        written = capsys.readouterr()
        return Done(ended.value.code or 0, written.out, written.err)

    return run


def read_json(report: Report, *words: str) -> object:
    done = report(*words, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_the_json_of_a_mix_has_the_public_shape_and_the_reading_is_logged(url, report):
    assert read_json(report, "mix", "country", "--period", "2026") == {
        "by": "country",
        "measure": "amount",
        "currency": "EUR",
        "unit": None,
        "period": "2026",
        "as_of": "2026-02-02",
        "scope": "all",
        "total": "1234667.8901",
        "rows": [
            {
                "key": "DE",
                "label": "Germany",
                "amount": "1234567.8901",
                "share": 12345678901 / 12346678901,
                "clients": 1,
                "previous": "0.0000",
            },
            {
                "key": "JP",
                "label": "Japan",
                "amount": "100.0000",
                "share": 1000000 / 12346678901,
                "clients": 1,
                "previous": "500.0000",
            },
        ],
        "left_out": {
            "amount": "7.0001",
            "lines": 1,
            "reasons": [{"missing": "client", "amount": "7.0001", "lines": 1}],
        },
    }
    engine = open_engine(url)
    with Session(engine) as session:
        logged = session.execute(select(AccessLogRow.part, AccessLogRow.via, AccessLogRow.client_id, AccessLogRow.at))
        ((part, via, client_id, at),) = logged
    engine.dispose()
    assert (part, via, client_id) == ("sales", "mix", None)
    assert abs((datetime.now(UTC) - at).total_seconds()) < 3600


def test_quantities_are_a_list_with_one_mix_a_unit(report):
    found = read_json(report, "mix", "product", "--measure", "quantity", "--period", "all")
    assert [(each["unit"], each["currency"], each["total"]) for each in found] == [
        ("", None, "0.0000"),
        ("kg", None, "4.5000"),
        ("pc", None, "3.0000"),
    ]
    assert found[1]["rows"][0]["key"] == "P1"
    assert found[0]["left_out"]["lines"] == 1


def test_a_crossed_mix_names_both_keys(report):
    found = read_json(report, "mix", "country", "grade", "--period", "all", "--as-of", "2026-01-31")
    assert (found["by"], found["by2"], found["total"], found["as_of"]) == (
        "country",
        "grade",
        "1235067.8901",
        "2026-01-31",
    )
    assert [(row["key"], row["key2"]) for row in found["rows"]] == [("DE", "A"), ("JP", "C")]


def test_a_mix_is_of_the_clients_that_filters_leave(report):
    found = read_json(report, "mix", "category", "--period", "all", "--where", "country:DE stage:present")
    assert found["total"] == "1234567.8901"
    crossed = read_json(report, "mix", "country", "category", "--period", "all", "--where", "region:Asia")
    assert [(row["key"], row["amount"]) for row in crossed["rows"]] == [("JP", "600.0000")]
    refused = report("mix", "country", "--where", "Acme")
    assert refused.returncode
    assert "“Acme” is no filter" in refused.stderr


def test_tables_and_files_carry_the_same_figures(report, tmp_path):
    table = report("mix", "country", "--period", "2026").stdout
    assert "Germany" in table
    assert "1,234,567.89" in table
    assert "Left out: 7.0001 in 1 line whose client is not known." in table
    comma = report("mix", "category", "--period", "2026", "--format", "csv")
    rows = list(csv.reader(io.StringIO(comma.stdout)))
    assert rows[1][:3] == ["'=SUM(1)", "'=SUM(1)", "1234667.8901"]
    book = tmp_path / "mix.xlsx"
    assert report("mix", "category", "--period", "2026", "--format", "xlsx", "-o", str(book)).returncode == 0
    opened = CalamineWorkbook.from_path(book)
    assert opened.sheet_names == ["Figures", "Lines", "About"]
    figures = opened.get_sheet_by_name("Figures").to_python(skip_empty_area=False)
    assert figures[3][:3] == ["=SUM(1)", "=SUM(1)", 1234667.8901]
    lines = opened.get_sheet_by_name("Lines").to_python(skip_empty_area=False)
    # Line 4 has no product, so it stands in no figure.
    assert [(row[1], row[12]) for row in lines[3:5]] == [("L3", 100), ("L2", 1234567.8901)]
    about = opened.get_sheet_by_name("About").to_python(skip_empty_area=False)
    assert ["Whose figures", "All clients."] in about


def test_the_other_reports(report):
    grades = read_json(report, "grades", "--period", "all")
    assert [(row["grade"], row["name"]) for row in grades["rows"]] == [("A", "ACME"), ("C", "東京商事")]
    assert (grades["left_out"]["amount"], grades["left_out"]["lines"]) == ("7.0001", 1)
    assert "Left out: 7.0001 in 1 line whose client is not known." in report("grades", "--period", "all").stdout
    assert (grades["method"], grades["months"]) == ("share", 3)
    # 1,234,567.8901 over December, January and February.
    assert (grades["rows"][0]["average"], grades["rows"][0]["standing"]) == ("411522.6300", None)
    credit = read_json(report, "credit", "ACME", "40000")
    assert (credit["limit"]["state"], credit["verdict"], credit["unknown"]) == ("not_set", "unknown", "no_data")
    assert credit["asked"] == {"amount": "40000.0000", "currency": "EUR"}
    later = read_json(report, "stale", "--as-of", "2030-01-01")
    assert {row["name"] for row in later} == {"ACME", "東京商事"}


def test_beside_a_periods_grades_stand_those_of_the_files(report, url):
    database = Database(open_engine(url))
    assert regrade(database, AsOf(NOW, ZoneInfo("UTC"), "EUR")) == 2
    database.close()
    rows = read_json(report, "grades", "--period", "2026-02")["rows"]
    # In February 東京商事 alone has bought; the ledger has reached the end of January.
    assert [(row["grade"], row["name"], row["standing"]["grade"]) for row in rows] == [("A", "東京商事", "C")]
    assert rows[0]["standing"] == {
        "grade": "C", "since": "2026-07-20", "window": "2025-02-01..2026-01-31", "amount": "500.0000", "months": 2,
        "is_new": True, "before": "", "cause": "sales",
    }  # fmt: skip
    shown = report("grades", "--period", "2026-02", "--format", "csv").stdout
    assert "2026-07-20" in shown
    assert "new" in shown


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("mix", "colour"), "choose one of grade, product"),
        (("mix", "route"), "is not offered"),
        (("mix", "grade", "grade"), "the same"),
        (("mix", "grade", "--period", "someday"), "is not a period"),
        (("mix", "grade", "--as-of", "yesterday"), "is not a date"),
        (("mix", "grade", "--format", "xlsx"), "add -o FILE"),
        (("mix", "grade", "-o", "missing/folder/mix.csv"), "cannot be written"),
        (("mix", "grade", "region", "--measure", "quantity"), "one key"),
        (("mix", "grade", "--format", "yaml"), "--format"),
        (("credit", "Nobody Known"), "No client file answers"),
        (("credit", "ACME", "lots"), "is not an amount"),
    ],
)
def test_wrong_input_is_one_sentence_and_no_traceback(report, words, says):
    done = report(*words)
    assert done.returncode != 0
    assert says in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_the_program_itself_ends_with_one_sentence(url):
    environment = os.environ | {"DATABASE_URL": url}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "report", "mix", "colour"], cwd=ROOT, env=environment, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("clientele: Sales are not taken apart by “colour”")
    assert done.stderr.count("\n") == 1


def test_what_waits_is_printed_by_the_name_it_waits_under(
    report: Report, migrated_sqlite_url: str, tmp_path: Path
) -> None:
    """Beside the line of the ledger above: two lines of one name, one of them of an unknown product."""
    lines = (
        "line_id,date,client,product,amount,currency\n1,2026-01-05,Nobody,P9,10,EUR\n2,2026-01-06,Nobody,,-2.5,EUR\n"
    )
    with open_import_desk(migrated_sqlite_url, tmp_path) as desk:
        desk.take("sales", lines, base_currency="EUR")
    done = report("waiting", "--format", "json")
    found = [(each["kind"], each["reference"], each["lines"], each["sums"]) for each in json.loads(done.stdout)]
    assert found == [
        ("client", "Nobody", 2, {"EUR": "7.5000"}),
        ("client", "", 1, {"USD": "7.0001"}),
        ("product", "P9", 1, {"EUR": "10.0000"}),
    ]
    assert json.loads(done.stdout)[0]["ledgers"] == {"sales": 2}
    table = report("waiting").stdout
    assert "Nobody" in table
    assert "(none named)" in table
