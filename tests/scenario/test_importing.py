"""`/client import`: a file is handed over in Slack, previewed, applied once, and told about."""

import io
from collections.abc import Iterator

import pytest
import xlsxwriter
from sqlalchemy import text

from playground.client import Form, Message, Person
from tests.databases import PostgresServer, sqlite_url
from tests.files.locked import locked_workbook
from tests.scenario.conftest import NOW
from tests.scenario.office import MEI, Office

TODAY = NOW.date().isoformat()
SALES = "line_id,date,client,amount,currency\nS1,2026-01-05,ACME,100.50,USD\nS2,2026-01-06,ACME,20,USD\n"
PATIENT = 60
"""Messages of the outbox go out with the clock's next tick."""


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp(f"imports-{request.param}")
    url = sqlite_url(folder / "clientele.db")
    if request.param == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.url(server.create(request.getfixturevalue("postgres_template")))
    with Office(folder, url, settings={"CLIENTELE_FILES": str(folder / "files")}) as opened:
        opened.open_file("ACME GmbH", owner=MEI, now=NOW, code="ACME")
        yield opened


def hand_over(person: Person, kind: str, name: str, content: str | bytes, **values: object) -> Form:
    """Hand a file over and return the window when it has been read."""
    person.run(f"/client import {kind}")
    form = person.form()
    data = content.encode() if isinstance(content, str) else content
    form.fill("File", [person.upload(name, data)["id"]])
    for label, value in values.items():
        form.fill(label.replace("_", " "), value)
    result = form.submit()
    assert result.kind == "updated", result
    return updated(person)


def updated(person: Person, *, not_saying: str = "hourglass") -> Form:
    """Return the window as it is once nothing is waited for any more."""
    while True:
        view = Form(person, person.await_event({"view_updated"}, "the window to change", timeout=PATIENT)["view"])
        if not_saying not in view.text_all:
            return view


def words(surface: Form | Message) -> str:
    """What stands there, without its bold type."""
    return surface.text_all.replace("*", "")


def direct_about(person: Person, what: str) -> Message:
    """Wait for a direct message that says this; others come in between."""
    while True:
        told = person.direct_message(timeout=PATIENT)
        if what in words(told):
            return told


def press(form: Form, button: str) -> Form:
    assert form.click(button)
    return updated(form.person)


def rows(office: Office, statement: str) -> list[tuple[object, ...]]:
    with office.database.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def test_sales_in_a_csv_file_are_previewed_and_applied(office: Office, arjun: Person) -> None:
    preview = hand_over(arjun, "sales", "January.csv", SALES)
    assert "January.csv: this is what it would do" in words(preview)
    assert "2 new" in words(preview)
    assert rows(office, "SELECT count(*) FROM sales_line WHERE line_id IN ('S1', 'S2')") == [(0,)]
    done = press(preview, "Apply")
    assert "January.csv is imported" in words(done)
    assert rows(office, "SELECT sum(amount) FROM sales_line WHERE line_id IN ('S1', 'S2')") == [(1_205_000,)]
    told = arjun.direct_message(timeout=PATIENT)
    assert "January.csv is imported" in words(told)
    assert list((office.folder / "files").iterdir()) == []
    arjun.run("/client import")
    assert "2 new, 0 changed" in arjun.form().text_all


def workbook(*lines: list[object]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, line in enumerate(lines):
            sheet.write_row(place, 0, line)
    return data.getvalue()


def test_a_workbook_comes_in_and_its_rejected_lines_come_back_as_a_file(office: Office, arjun: Person) -> None:
    lines = workbook(
        ["明细号", "日期", "客户编码", "金额", "币种"],
        ["X1", 46027, "ACME", 12.5, "USD"],
        ["X2", 46028, "NOBODY", 3, "USD"],
        ["X3", 46028, "ACME", "twelve", "USD"],
    )
    preview = hand_over(arjun, "sales", "一月.xlsx", lines)
    assert "Line 4: 金额: “twelve” is not a number" in words(preview)
    assert "1 of them waits for a client or a product" in words(preview)
    done = press(preview, "Apply")
    assert "1 rejected" in words(done)
    rejected = direct_about(arjun, "1 line of 一月.xlsx was not taken")
    assert rejected.files[0]["name"] == "rejected.csv"
    content = rejected.download().decode("utf-8-sig")
    assert content.splitlines()[1] == "X3,46028,ACME,twelve,USD,4,金额: “twelve” is not a number."
    assert rows(office, "SELECT CAST(date AS VARCHAR(10)), amount FROM sales_line WHERE line_id = 'X1'") == [
        ("2026-01-05", 125_000)
    ]
    mended = hand_over(arjun, "sales", "rejected.csv", content.replace("twelve", "12"))
    assert "1 new" in words(mended)
    press(mended, "Cancel")


def test_unknown_headers_are_asked_for_once_and_remembered(office: Office, arjun: Person) -> None:
    content = "payment_id,client,date,Betrag,currency,Kürzel,bezahlt,IBAN\nP1,ACME,2026-03-01,5,USD,xx,yes,DE1\n"
    asked = hand_over(arjun, "payments", "Zahlungen.csv", content)
    assert asked.title == "Columns of the file"
    assert set(asked.fields) == {"Which column holds this? Amount", "Betrag", "Kürzel", "bezahlt"}
    refused = asked.fill("bezahlt", "Invoice number").fill("Kürzel", "Invoice number").fill("column", "Betrag").submit()
    assert refused.kind == "errors"
    assert list(refused.errors.values()) == ["“Kürzel” was said to hold the same; only one column can."]
    asked.fill("Kürzel", None).fill("bezahlt", "Cleared: yes or no").submit()
    preview = updated(arjun)
    assert "1 new" in words(preview)
    assert "Columns left out: Kürzel, IBAN" in words(preview)
    assert "Bank details are never imported (IBAN)" in words(preview)
    press(preview, "Apply")
    again = hand_over(arjun, "payments", "Zahlungen2.csv", content.replace("P1", "P2"))
    assert "1 new" in words(again)
    press(again, "Cancel")


def test_open_items_ask_for_their_day_and_whether_they_are_all(office: Office, arjun: Person) -> None:
    arjun.run("/client import")
    form = arjun.form()
    form.choose("import_kind", "Invoices")
    form = updated(arjun)
    assert form.fields == ["File", "Data date", "Full list"]
    form.choose("import_kind", "Payments")
    assert updated(arjun).fields == ["File"]
    header = "invoice_id,client,issued,due,amount,currency\n"
    two = header + "I1,ACME,2026-01-05,2026-02-05,10,USD\nI2,ACME,2026-01-05,2026-02-05,20,USD\n"
    press(hand_over(arjun, "invoices", "a.csv", two, Data_date=TODAY), "Apply")
    one = header + "I1,ACME,2026-01-05,2026-02-05,10,USD\n"
    preview = hand_over(arjun, "invoices", "b.csv", one, Data_date=TODAY, Full_list=["snapshot"])
    assert "1 of 2 open ones closed, because the file does not name them" in words(preview)
    press(preview, "Apply")
    assert rows(office, "SELECT invoice_id, open_amount FROM invoice WHERE invoice_id = 'I2'") == [("I2", 0)]
    bad = hand_over(arjun, "invoices", "c.csv", one + "I3,ACME,x,x,1,USD\n", Data_date=TODAY, Full_list=["snapshot"])
    assert "A full list with lines that cannot be taken does not tell what is closed" in words(bad)
    assert bad.buttons == ["Cancel"]


def test_a_data_date_that_lies_ahead_is_refused_at_its_field(arjun: Person) -> None:
    arjun.run("/client import orders")
    form = arjun.form()
    form.fill("File", [arjun.upload("o.csv", b"order_id\n")["id"]]).fill("Data date", "2199-01-01")
    assert "lies in the future" in form.submit().errors["Data date"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("scan.csv", b"%PDF-1.7\n\x00\x01\x02\x03" * 50, "scan.csv is neither a CSV nor an XLSX file."),
        ("none.csv", b" \n", "none.csv is empty."),
        ("bare.csv", b"line_id,date,client,amount,currency\n", "bare.csv has a header but no lines."),
        ("locked.xlsx", locked_workbook(), "locked.xlsx is protected by a password."),
    ],
)
def test_what_is_no_table_is_told_in_one_sentence(
    office: Office, arjun: Person, name: str, content: bytes, sentence: str
) -> None:
    before = set((office.folder / "files").iterdir())
    window = hand_over(arjun, "sales", name, content)
    assert words(window).splitlines()[1:] == [
        f":warning: {sentence}",
        f"{name}: nothing was changed; please hand it over again.",
    ]
    assert set((office.folder / "files").iterdir()) == before


def test_whoever_closes_the_window_is_told_in_a_direct_message(office: Office, arjun: Person) -> None:
    office.workspace.faults(slow={"files.info": 1.5})
    arjun.run("/client import sales")
    form = arjun.form()
    form.fill("File", [arjun.upload("late.csv", SALES.replace("S1", "L1").encode())["id"]])
    assert form.submit().kind == "updated"
    form.close()
    preview = direct_about(arjun, "late.csv")
    office.workspace.faults(clear=True)
    assert "this is what it would do" in words(preview)
    preview.click("Apply")
    assert "1 new" in words(direct_about(arjun, "late.csv"))
    assert "what came of it stands in the message after this one" in words(preview.refreshed())
    assert rows(office, "SELECT count(*) FROM sales_line WHERE line_id = 'L1'") == [(1,)]


def test_pressed_twice_and_delivered_twice_it_is_imported_once(office: Office, arjun: Person) -> None:
    preview = hand_over(arjun, "rates", "ecb.csv", "currency,date,rate\nEUR,2026-01-05,1.1\n")
    office.workspace.faults(duplicate=2, slow={"views.update": 1})
    preview.click("Apply")
    preview.click("Apply")
    told = direct_about(arjun, "ecb.csv is being imported already.")
    assert told.buttons == []
    office.workspace.faults(clear=True)
    direct_about(arjun, "ecb.csv is imported.")
    assert rows(office, "SELECT count(*) FROM import_run WHERE kind = 'rates'") == [(1,)]


def test_a_kill_between_preview_and_apply_loses_nothing(office: Office, arjun: Person) -> None:
    preview = hand_over(arjun, "sales", "kept.csv", SALES.replace("S1", "K1"))
    office.bot.kill()
    office.start_bot()
    done = press(preview, "Apply")
    assert "kept.csv is imported" in words(done)
    assert rows(office, "SELECT count(*) FROM sales_line WHERE line_id = 'K1'") == [(1,)]


def test_reps_and_guests_are_refused_and_that_is_logged(office: Office, mei: Person) -> None:
    mei.run("/client import sales")
    assert mei.reply().text.startswith("This is for the custodian, finance, or sales manager only.")
    guest = office.workspace.person("U0GUEST")
    guest.run("/client import")
    assert "Ask" in guest.reply().text
    refusals = rows(office, "SELECT count(*) FROM access_log WHERE deed = 'refused' AND via = 'import'")
    assert refusals == [(2,)]


def test_nothing_else_can_be_imported(arjun: Person) -> None:
    arjun.run("/client import horses")
    assert arjun.reply().text.startswith("“horses” is nothing that can be imported; choose one of clients")
