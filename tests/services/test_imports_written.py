"""One ledger, written as many programs write it, comes in as the same lines."""

from datetime import date, datetime

import pytest
import xlsxwriter

from bot.results.imports import ImportKind, ImportOptions
from bot.services.imports import import_file
from tests.services.importing import NOW, OPERATOR, open_import_desk

HEADERS = ("line_id", "date", "client", "product_name", "quantity", "amount", "currency")
CHINESE = ("明细号", "日期", "客户编码", "产品名称", "数量", "金额", "币种")
LINES = [
    ("001", date(2026, 1, 31), "0017", "Köln, “rot”", 3, 1234.5, "USD"),
    ("002", date(2026, 2, 1), "0017", "Bolt\nM8", -2, -0.75, "USD"),
]
KEPT = [
    ("001", "2026-01-31", "0017", "Köln, “rot”", 30_000, 12_345_000),
    ("002", "2026-02-01", "0017", "Bolt\nM8", -20_000, -7_500),
]


def american(number):
    return f"{number:,.2f}"


def german(number):
    return american(number).translate(str.maketrans(",.", ".,"))


def swiss(number):
    return american(number).replace(",", "’")


def accountant(number):
    return f"({american(-number)})" if number < 0 else american(number)


def sap(number):
    return f"{german(abs(number))}-" if number < 0 else german(number)


def written(delimiter=",", headers=HEADERS, number=american, day="%Y-%m-%d", above="", below="", chinese=False):
    """Write the ledger; every text is quoted, as a line break and a delimiter in it demand."""
    rows = [headers]
    for line_id, on, client, product, quantity, amount, currency in LINES:
        rows.append((line_id, on.strftime(day), client, product, number(quantity), number(amount), currency))
    body = "".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) + "\r\n" for row in rows)
    return above + body + below


@pytest.fixture
def desk(migrated_sqlite_url, tmp_path):
    with open_import_desk(migrated_sqlite_url, tmp_path) as opened:
        opened.take("clients", "code,name\n0017,Acme GmbH\n")
        opened.take("products", 'code,name\nK,"Köln, “rot”"\nB,"Bolt\nM8"\n')
        yield opened


def kept_lines(desk, path):
    report = import_file(desk.database, OPERATOR, ImportKind.SALES, path, ImportOptions("USD"), now=NOW)
    assert (report.rejected, report.counts.waiting, report.reasons) == (0, 0, ())
    return desk.rows(
        "SELECT s.line_id, CAST(s.date AS VARCHAR(10)), c.code, p.name, s.quantity, s.amount FROM sales_line s "
        "JOIN client c ON c.id = s.client_id JOIN product p ON p.id = s.product_id ORDER BY s.line_id"
    )


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_in_every_encoding_and_with_every_delimiter(desk, codec, delimiter):
    path = desk.folder / "ledger.csv"
    headers = CHINESE if codec == "gb18030" else HEADERS
    path.write_bytes(written(delimiter, headers).encode(codec))
    assert kept_lines(desk, path) == KEPT


@pytest.mark.parametrize(
    "how",
    [
        {"number": german, "day": "%d.%m.%Y", "delimiter": ";"},
        {"number": german, "day": "%d.%m.%y", "delimiter": ";"},
        {"number": sap, "day": "%d.%m.%Y", "delimiter": "\t"},
        {"number": swiss, "day": "%d.%m.%Y"},
        {"number": accountant, "day": "%m/%d/%Y"},
        {"day": "%d-%b-%y"},
        {"day": "%Y年%m月%d日", "headers": CHINESE},
        {"day": "%Y%m%d"},
        {"above": "sep=;\n", "delimiter": ";"},
        {"above": "销售明细表\n\n", "headers": CHINESE},
        {"below": '\n,,,,,,\nTotal,,,,1.00,"1,233.75",\n'},
        {"below": "合计,,,,1.00,1233.75,\r\n\r\n", "headers": CHINESE},
    ],
    ids=[
        "german",
        "short-years",
        "sap",
        "swiss",
        "accountant",
        "oracle",
        "chinese",
        "compact",
        "excel-csv",
        "title",
        "total",
        "合计",
    ],
)
def test_with_the_marks_days_titles_and_totals_of_usual_programs(desk, how):
    path = desk.folder / "ledger.csv"
    path.write_text(written(**how), encoding="utf-8", newline="")
    assert kept_lines(desk, path) == KEPT


@pytest.mark.parametrize("since_1904", [False, True])
@pytest.mark.parametrize("headers", [HEADERS, CHINESE])
def test_as_a_workbook_of_numbers_texts_and_dates(desk, since_1904, headers):
    path = desk.folder / "ledger.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": since_1904}) as book:
        day, five = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "00000"})
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 6, "Sales of the year")
        sheet.write_row(2, 0, headers)
        for place, (line_id, on, client, product, quantity, amount, currency) in enumerate(LINES, start=3):
            sheet.write_row(place, 0, [line_id, None, client, product, quantity, amount, currency])
            sheet.write_datetime(place, 1, datetime(on.year, on.month, on.day), day)  # noqa: DTZ001 - a workbook knows no zones
        sheet.write_string(3, 5, "1,234.50")
        sheet.write_number(4, 4, -2, five)
        sheet.write_row(6, 0, ["Total", None, None, None, 1, 1233.75])
    assert kept_lines(desk, path) == KEPT
