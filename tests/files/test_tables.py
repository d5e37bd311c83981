"""Files of every usual make are read as the same table."""

from datetime import datetime

import pytest
import xlsxwriter

from bot.errors import FileRejected
from bot.files.encodings import detect_encoding
from bot.files.tables import Table
from tests.files.locked import locked_workbook

ROWS = [["code", "name", "amount"], ["0017", "Köln Fußball", "1,5"], ["A2", "Señor “X”", "2"]]


def table(path, content: bytes) -> list[list[str]]:
    file = path / "file.csv"
    file.write_bytes(content)
    opened = Table(file)
    return [list(opened.headers), *(row for chunk in opened.chunks() for row in chunk.rows)]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_western_table_reads_the_same_in_every_encoding(tmp_path, codec, delimiter):
    content = "\r\n".join(delimiter.join(row) for row in ROWS).encode(codec)
    assert table(tmp_path, content) == ROWS


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_chinese_table_reads_the_same_in_every_encoding(tmp_path, codec):
    rows = [["客户编号", "客户名称"], ["0017", "上海电子有限公司"], ["A2", "北京龘靐贸易"]]
    assert table(tmp_path, "\n".join(",".join(row) for row in rows).encode(codec)) == rows


@pytest.mark.parametrize("text", ["naïve café", "ÅÄÖ", "Ärzte für Übung", "São João d'El-Rei", "Łódź"])
def test_accents_in_latin_1_are_not_taken_for_chinese(tmp_path, text):
    codec = "cp1252" if text != "Łódź" else "utf-8"
    assert table(tmp_path, f"name,city\nx,{text}\n".encode(codec))[1] == ["x", text]


def test_quoted_cells_hold_delimiters_quotes_and_line_breaks(tmp_path):
    content = b'a,b,c\n1,"x, ""y""\nz",3\n\n , ,\n4,5\n6,7,8,9\n'
    file = tmp_path / "file.csv"
    file.write_bytes(content)
    (chunk,) = Table(file).chunks()
    assert chunk.rows == [["1", 'x, "y"\nz', "3"], ["4", "5", ""], ["6", "7", "8"]]
    assert chunk.lines == [2, 6, 7]
    assert chunk.overlong == {2: ["6", "7", "8", "9"]}


def test_chunks_are_of_the_size_asked_for_and_know_how_far_they_are(tmp_path):
    file = tmp_path / "file.csv"
    file.write_text("a,b\n" + "".join(f"{number},x\n" for number in range(25)))
    chunks = list(Table(file).chunks(10))
    assert [len(chunk.rows) for chunk in chunks] == [10, 10, 5]
    assert [row[0] for chunk in chunks for row in chunk.rows] == [str(number) for number in range(25)]
    assert chunks[-1].share == 1.0
    assert chunks[-1].lines[-1] == 26


def test_control_characters_are_dropped(tmp_path):
    filler = b"".join(b"%d,plain\n" % number for number in range(100))
    assert table(tmp_path, b"a,b\n1,x\x07y\n" + filler)[1] == ["1", "xy"]


def test_a_workbook_keeps_zeros_dates_and_numbers(tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("empty")
        sheet = book.add_worksheet("data")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(2, 0, ["code", "date", "amount", "quantity", "flag"])
        sheet.write_string(3, 0, "00017")
        sheet.write_datetime(3, 1, datetime(2026, 1, 31), day)  # noqa: DTZ001 - a workbook knows no zones
        sheet.write_number(3, 2, 1234.5)
        sheet.write_number(3, 3, 3)
        sheet.write_boolean(3, 4, True)
        sheet.write_number(6, 0, 12345678901)
        sheet.write_number(6, 2, 0.00001)
    opened = Table(path)
    (chunk,) = opened.chunks()
    assert opened.headers == ("code", "date", "amount", "quantity", "flag")
    assert chunk.rows == [
        ["00017", "2026-01-31", "1234.5", "3", "true"],
        ["12345678901", "", "0.00001", "", ""],
    ]
    assert chunk.lines == [4, 7]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "file.csv is empty."),
        (b"\xef\xbb\xbf \r\n\n", "file.csv is empty."),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "file.csv is neither a CSV nor an XLSX file."),
        (b"PK\x03\x04" + b"rubbish" * 50, "file.csv is neither a CSV nor an XLSX file."),
        (b'a,b\n1,"open\n2,3\n', "file.csv cannot be read from line 2: a quotation mark is out of place there"),
        (
            b"a,b\n1,2\n" + b"x" * 140_000 + b",2\n",
            "file.csv cannot be read from line 3: a cell there holds more than 131,072 characters.",
        ),
        (
            "a,b\n1,Köln Größe Übung Ärger\n".encode() + b"2,K\xf6\n",
            "file.csv is UTF-8, but line 3 holds bytes that are not",
        ),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(tmp_path, content, sentence):
    with pytest.raises(FileRejected) as refused:
        table(tmp_path, content)
    assert str(refused.value).startswith(sentence)


def test_folders_and_files_that_are_not_there_are_refused(tmp_path):
    with pytest.raises(FileRejected, match="is a folder, not a file"):
        Table(tmp_path)
    with pytest.raises(FileRejected, match="There is no file"):
        Table(tmp_path / "nowhere.csv")


def test_the_encoding_of_plain_ascii_is_utf_8(tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes(b"a,b\n1,2\n")
    assert detect_encoding(path).codec == "utf-8"


def book(path, rows):
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)


@pytest.mark.parametrize("name", ["book.xls", "book.csv", "book"])
def test_a_workbook_is_told_by_its_bytes_not_by_its_name(tmp_path, name):
    book(tmp_path / "made.xlsx", [["code", "name"], ["0017", "Bolt"]])
    path = (tmp_path / "made.xlsx").rename(tmp_path / name)
    assert [chunk.rows for chunk in Table(path).chunks()] == [[["0017", "Bolt"]]]


@pytest.mark.parametrize("name", ["locked.xlsx", "locked.xls", "locked"])
def test_a_workbook_with_a_password_is_told_so(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(locked_workbook())
    with pytest.raises(FileRejected, match="is protected by a password"):
        Table(path)


@pytest.mark.parametrize(
    "above",
    [
        "Sales report\n\n",
        "sep=;\n",
        "销售明细表;;;\n期间:;2026-01\n",
        "ACME Ltd, Köln\n\n",
    ],
)
def test_what_stands_above_the_header_is_passed_over(tmp_path, above):
    columns = [f"column {number}" for number in range(6)]
    lines = [columns, ["0017", "1,5", "", "", "", "x"], ["A2"]]
    content = above + "".join(";".join(line) + "\n" for line in lines)
    file = tmp_path / "file.csv"
    file.write_bytes(content.encode())
    opened = Table(file)
    (chunk,) = opened.chunks()
    assert (list(opened.headers), chunk.rows) == (columns, [lines[1], ["A2", "", "", "", "", ""]])
    assert chunk.lines == [content.count("\n") - 1, content.count("\n")]


def test_a_workbooks_title_is_passed_over_too(tmp_path):
    book(tmp_path / "b.xlsx", [["Open items"], [], ["As of", "2026-07-01"], ["a", "b", "c", "d", "e", "f"], ["1"]])
    opened = Table(tmp_path / "b.xlsx")
    (chunk,) = opened.chunks()
    assert (opened.headers, chunk.rows, chunk.lines) == (tuple("abcdef"), [["1", "", "", "", "", ""]], [5])


@pytest.mark.parametrize("content", ["code,name\nA,B\n", "name\nA,B\n", "a,b\n1,2,3,4\n", "code\nA\n"])
def test_a_first_line_that_may_be_a_header_is_one(tmp_path, content):
    file = tmp_path / "file.csv"
    file.write_text(content)
    assert Table(file).headers == tuple(content.splitlines()[0].split(","))


def test_a_cell_that_could_not_be_worked_out_is_not_blank(tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as made:
        made.add_worksheet("empty")
        sheet = made.add_worksheet("data")
        sheet.write_row(1, 1, ["code", "amount", "open"])
        sheet.write_row(2, 1, ["A", 3])
        sheet.write_formula(2, 3, "=NA()", None, "#N/A")
        sheet.write_formula(3, 1, '="B"', None, "B")
        sheet.write_formula(3, 2, "=1/0", None, "#DIV/0!")
    (chunk,) = Table(path).chunks()
    assert [row[-3:] for row in chunk.rows] == [["A", "3", "#N/A"], ["B", "#DIV/0!", ""]]
