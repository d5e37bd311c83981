"""Lines cut into columns at once hold the same cells as the csv module finds line by line."""

import csv
from io import StringIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.files.blocks import cut
from bot.files.columns import Column, spread
from bot.files.tables import Table

CELLS = st.one_of(
    st.sampled_from(["", " ", "0017", " x ", "\u3000上海 ", '5" pipe', '"', "a,b", "two\nlines", "é\u2003"]),
    st.text("ab\u00e9\u4e0a0-. ", max_size=5),
)  # fmt: skip
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=12)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=ROWS,
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
    codec=st.sampled_from(["utf-8", "utf-16"]),
    size=st.sampled_from([1, 3, 100]),
)
def test_a_table_is_read_as_the_csv_module_reads_it(tmp_path, rows, quoting, ending, codec, size):
    # Python 3.11 leaves a line break unquoted where lines end with another one.
    quoting = csv.QUOTE_ALL if ending == "\r" else quoting
    text = StringIO()
    writer = csv.writer(text, quoting=quoting, lineterminator=ending)
    writer.writerows([["one", "two", "three"], *rows])
    path = tmp_path / "file.csv"
    path.write_bytes(text.getvalue().encode(codec))
    chunks = list(Table(path).chunks(size))
    said = [row for row in rows if "".join(row).strip()]
    assert [row for chunk in chunks for row in chunk.rows] == [[*row, "", ""][:3] for row in said]
    for place in range(3):
        found = [each for chunk in chunks for each in chunk.table.column(place).texts]
        assert found == [[*row, "", ""][place].strip() for row in said]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("a,b\nc,d\n", [["a", "c"], ["b", "d"]]),
        ("a,b\nc,d", [["a", "c"], ["b", "d"]]),
        ('"a",""\n" c ","d"\n', [["a", "c"], ["", "d"]]),
        ("a,\r\nb, \r\n", [["a", "b"], ["", ""]]),
        ("a,b,\nc,d,\n", [["a", "c"], ["b", "d"]]),
        ("a\nb\n", [["a", "b"], ["", ""]]),
    ],
)
def test_plain_lines_are_cut_at_once(text, columns):
    block = cut(text.splitlines(keepends=True), ",", 2)
    assert block is not None
    assert [block.column(place).texts for place in range(2)] == columns


@pytest.mark.parametrize(
    "text",
    ["a,b\nc\n", "a,b,x\nc,d,\n", '"a,b",c\nd,e\n', '"a""b",c\n', 'a"b,c\n', '"a\nb",c\n', "a,b\rc,d\n", "\na,b\n"],
)
def test_lines_that_are_not_plain_are_left_to_the_csv_module(text):
    assert cut(text.splitlines(keepends=True), ",", 2) is None


@given(st.lists(st.text("abc\u4e0a", max_size=3), min_size=1, max_size=400))
def test_each_text_of_a_column_is_known_once(cells):
    block = cut([f"{cell},x\n" for cell in cells], ",", 2)
    assert block is not None
    for column in (block.column(0), Column.of(cells)):
        texts, places = column.distinct
        assert len(set(texts)) == len(texts)
        assert spread(texts, places) == column.texts == cells
