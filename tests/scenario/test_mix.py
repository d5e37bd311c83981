"""`/client mix` from the line that is typed to the picture and the workbook, in one office with a small ledger."""

import io
import json
from collections.abc import Iterator
from decimal import Decimal

import numpy as np
import pytest
from PIL import Image
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from bot.files.charts import COLOURS
from bot.policy.access import Role
from bot.services import people
from bot.store.tables import AccessLogRow
from playground.client import Message, Person
from tests.databases import sqlite_url
from tests.scenario.conftest import LONG_AGO, NOW
from tests.scenario.office import LUCIA, MEI, TOMAS, Office

PRODUCTS = "code,name,category,unit\nP1,Pump,Pumps,pcs\nP2,=SUM(1),Valves,kg\nP3,北京阀门,Valves,m\n"
SALES = """line_id,date,client,product,amount,currency,quantity,unit
1,2025-03-03,ACME,P1,6000,USD,60,pcs
2,2025-03-04,SVW,P2,3000,USD,30.5,kg
3,2025-04-01,OTHER,P3,1000.25,USD,7,m
4,2025-04-02,ACME,P3,-200.05,USD,-1,m
5,2025-05-02,,P1,50,USD,1,pcs
6,2024-03-03,ACME,P1,4000,USD,40,pcs
7,2025-03-05,ACME,P2,100.10,USD,1,kg
"""
REFUSED = ["data_visualization", "data_table"]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Two clients of Mei's, one of them in China, one of Lucía's; Tomás audits."""
    folder = tmp_path_factory.mktemp("mix")
    with Office(folder, sqlite_url(folder / "clientele.db")) as opened:
        opened.open_file("ACME GmbH", owner=MEI, now=LONG_AGO, code="ACME", facts={"problems": "Pays late"})
        opened.open_file("上海大众有限公司", owner=MEI, now=NOW, code="SVW", facts={"country": "CN"})
        opened.open_file("Other & Sons Ltd", owner=LUCIA, now=NOW, code="OTHER")
        opened.import_file("products", PRODUCTS)
        opened.import_file("sales", SALES)
        with opened.database.session() as session:
            people.add_person(session, people.operator("test"), TOMAS, frozenset({Role.AUDITOR}), team="", now=NOW)
        yield opened


@pytest.fixture
def tomas(office: Office) -> Person:
    """The auditor."""
    return office.workspace.person("Tomás")


def ask(person: Person, words: str, channel: str = "#sales") -> Message:
    person.run(f"/client mix {words}", channel=channel)
    return person.reply()


def handed_over(person: Person) -> Message:
    """Return the next direct message with a file: the clock may send a reminder in between."""
    while not (message := person.direct_message()).files:
        pass
    return message


def workbook(person: Person, answer: Message) -> dict[str, list[list[object]]]:
    """Press the button under an answer and return the pages of what arrives in the person's messages."""
    answer.click("Figures as XLSX")
    assert "is in your messages with me, as XLSX" in person.reply().text_all
    book = CalamineWorkbook.from_filelike(io.BytesIO(handed_over(person).download()))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def logged(office: Office, via: str) -> list[tuple[str, str, str]]:
    """Who did what, and in which words, by a use case."""
    rows = select(AccessLogRow.actor, AccessLogRow.deed, AccessLogRow.detail).where(AccessLogRow.via == via)
    with office.database.reading() as session:
        return [tuple(row) for row in session.execute(rows.order_by(AccessLogRow.id))]


def test_two_keys_come_as_bars_in_colours_and_a_grid_with_totals(arjun: Person) -> None:
    answer = ask(arjun, "category by country 2025")
    # Without the line that has no client: 6,000 of pumps and 3,900.30 of valves, 3,000 of these in China.
    assert answer.rows == [
        ["Product category", "USD", "Share", "Germany", "China"],
        ["Pumps", "6,000.00", "60.6 %", "6,000.00", "0.00"],
        ["Valves", "3,900.30", "39.4 %", "900.30", "3,000.00"],
        ["Total", "9,900.30", "100.0 %", "6,900.30", "3,000.00"],
    ]
    assert "The largest part is Pumps, Germany: 60.6 % of USD 9,900.30." in answer.text_all
    assert "That is +147.5 % on the year before." in answer.text_all
    [chart] = [block["chart"] for block in answer.charts]
    assert [series["name"] for series in chart["series"]] == ["Germany", "China"]


def test_filters_leave_some_clients_and_are_told(mei: Person) -> None:
    answer = ask(mei, "product 2025 country:CN")
    assert [row[:3] for row in answer.rows[1:]] == [["=SUM(1)", "3,000.00", "100.0 %"]]
    assert "Your own clients. Only Country: China." in answer.text_all
    assert "“colour:” is no filter" in ask(mei, "product colour:red").text_all


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("flavour", "Sales are not taken apart by “flavour”; choose one of grade, product"),
        ("product flavour", "“flavour” is not understood here"),
        ("product grade country", "two keys at most; leave out “country”"),
        ("product grade quantity", "Quantities are taken apart by one key; leave out “grade”"),
        ("product unit:barrels 2025", "Nothing is sold in “barrels” here; there are kg, m, pcs."),
        ("grade grade", "The two keys are the same"),
    ],
)
def test_what_is_not_understood_gets_one_sentence_with_what_there_is(mei: Person, words: str, says: str) -> None:
    answer = ask(mei, words)
    assert says in answer.text_all
    assert answer.blocks == [] or len(answer.blocks) == 1


def test_quantities_are_never_added_across_units_and_the_third_is_a_word_away(mei: Person) -> None:
    answer = ask(mei, "product quantity 2025")
    tables = [block for block in answer.blocks if block["type"] == "data_table"]
    assert [block["rows"][0][1]["text"] for block in tables] == ["kg", "m"]
    assert "One more unit: pcs. Ask for it by adding unit:pcs." in answer.text_all.replace("`", "")
    [table] = [block for block in ask(mei, "product 2025 unit:pcs").blocks if block["type"] == "data_table"]
    assert [cell["text"] for cell in table["rows"][1]][:2] == ["Pump", "60"]


def test_where_native_charts_are_refused_a_picture_arrives_in_ones_own_messages(office: Office, mei: Person) -> None:
    office.workspace.faults(refuse_blocks=REFUSED)
    try:
        answer = ask(mei, "product 2025")
        picture = handed_over(mei)
    finally:
        office.workspace.faults(clear=True)
    assert "Pump: USD 6,000.00, 67.4 %" in answer.text_all
    assert "The chart is in your messages with me, as a picture." in answer.text_all
    assert {block["type"] for block in answer.blocks}.isdisjoint(REFUSED)
    assert picture.files[0]["name"] == "sales-by-product-2025.png"
    drawn = np.asarray(Image.open(io.BytesIO(picture.download())).convert("RGB"))
    assert drawn.shape[1] == 960
    # Pumps reach across the picture from margin to margin.
    dark = tuple(int(COLOURS[0][place : place + 2], 16) for place in (1, 3, 5))
    assert (drawn == dark).all(axis=2).sum(axis=1).max() > 600


def test_a_picture_that_slack_does_not_take_leaves_the_answer_standing(office: Office, mei: Person) -> None:
    office.workspace.faults(
        refuse_blocks=REFUSED, api_error={"files.getUploadURLExternal": {"count": 1, "error": "missing_scope"}}
    )
    try:
        answer = ask(mei, "product 2025")
    finally:
        office.workspace.faults(clear=True)
    assert "Pump: USD 6,000.00" in answer.text_all
    assert "the app lacks the scope files:write" in answer.text_all


def test_the_workbook_has_the_figures_of_the_report_and_the_lines_that_add_up_to_them(
    office: Office, arjun: Person
) -> None:
    pages = workbook(arjun, ask(arjun, "product 2025"))
    report = json.loads(office.run("report", "mix", "product", "--period", "2025", "--format", "json").stdout)
    assert list(pages) == ["Figures", "Lines", "About"]
    figures = [row for row in pages["Figures"][3:] if row[0] in {"P1", "P2", "P3"}]
    assert [[row[0], row[1], Decimal(str(row[2])), row[3], row[5]] for row in figures] == [
        [each["key"], each["label"], Decimal(each["amount"]), each["share"], each["clients"]] for each in report["rows"]
    ]
    assert [row[1] for row in figures] == ["Pump", "=SUM(1)", "北京阀门"]
    lines = [row for row in pages["Lines"][3:] if row[1]]
    assert [str(row[1]) for row in lines] == ["5", "4", "3", "7", "2", "1"]
    assert sum(Decimal(str(row[12])) for row in lines) == Decimal(report["total"]) == Decimal("9950.3")
    about = {(row[0], str(row[1])) for row in pages["About"][3:]}
    assert {("Whose figures", "All clients."), ("Ledger to", "2025-05-02")} <= about


def test_a_crossed_workbook_has_a_row_for_each_cell(arjun: Person) -> None:
    figures = workbook(arjun, ask(arjun, "category by country 2025"))["Figures"]
    assert figures[2] == [
        "Product category", "Country", "USD", "Share", "Clients", "Average a client", "Before",
        "Change on the period before", "Year before", "Change on the year before",
    ]  # fmt: skip
    # 4,000 of pumps were sold in Germany the year before.
    assert figures[3] == ["Pumps", "Germany", 6000, 6000 / 9900.3, 1, 6000, 4000, 0.5, 4000, 0.5]
    assert figures[6][:4] == ["Total", "", 9900.3, 1]


def test_a_rep_gets_the_lines_of_their_own_clients_only(mei: Person) -> None:
    pages = workbook(mei, ask(mei, "rep 2025 country:DE"))
    assert [str(row[1]) for row in pages["Lines"][3:] if row[1]] == ["4", "7", "1"]
    about = [(row[0], row[1]) for row in pages["About"][3:]]
    assert ("Filter", "Country: Germany") in about
    assert ("Whose figures", "Your own clients.") in about
    assert "Other & Sons Ltd" not in str(pages)


def test_the_lines_behind_one_unit_are_those_of_the_unit(mei: Person) -> None:
    pages = workbook(mei, ask(mei, "product 2025 unit:kg"))
    assert list(pages) == ["Figures, kg", "Lines", "About"]
    assert [str(row[1]) for row in pages["Lines"][3:] if row[1]] == ["7", "2"]


def test_a_total_below_zero_is_told_and_has_no_picture(office: Office, mei: Person) -> None:
    office.workspace.faults(refuse_blocks=REFUSED)
    try:
        answer = ask(mei, "product 2025-04")
    finally:
        office.workspace.faults(clear=True)
    assert "The total is -USD 200.05, so there are no shares to speak of." in answer.text_all
    assert "picture" not in answer.text_all


def test_an_auditor_gets_totals_and_no_lines(tomas: Person) -> None:
    pages = workbook(tomas, ask(tomas, "country 2025"))
    assert list(pages) == ["Figures", "About"]
    assert ["Lines", "None: an auditor reads totals only."] in [row[:2] for row in pages["About"]]


def test_a_workbook_is_logged(office: Office, arjun: Person) -> None:
    before = len(logged(office, "mix_lines"))
    workbook(arjun, ask(arjun, "category by country 2025-Q1"))
    assert logged(office, "mix_lines")[before:] == [("U0ARJUN", "read", "category country 2025-Q1")]


def test_sharing_logs_the_channel_and_the_answer_there_has_no_buttons(office: Office, mei: Person) -> None:
    answer = ask(mei, "country 2025", channel="#sales")
    answer.click("Share here")
    shared = mei.reply()
    assert not shared.raw["ephemeral"]
    assert shared.buttons == []
    assert logged(office, "share")[-1] == ("U0MEI", "shared", "C0SALES country 2025")


def test_what_not_every_rep_may_read_is_not_offered_for_sharing(mei: Person) -> None:
    assert ask(mei, "country 2025 country:DE").buttons == ["Figures as XLSX", "Share here"]
    assert ask(mei, "country 2025 problems:late").buttons == ["Figures as XLSX"]


def test_a_shared_picture_stands_beside_the_answer(office: Office, mei: Person) -> None:
    answer = ask(mei, "country 2025", channel="#sales")
    office.workspace.faults(refuse_blocks=REFUSED)
    try:
        answer.click("Share here")
        picture, shared = mei.reply(), mei.reply()
    finally:
        office.workspace.faults(clear=True)
    assert picture.files[0]["name"] == "sales-by-country-2025.png"
    assert "The chart stands here as a picture." in shared.text_all
