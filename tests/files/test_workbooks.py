"""Workbooks as spreadsheets read them: exact figures, texts that are never run, pages with names that are taken."""

import io
import zipfile
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from python_calamine import CalamineWorkbook

from bot.files.workbooks import to_xlsx
from bot.results.sheets import Amount, Share, Sheet


def pages(*sheets):
    book = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(sheets)))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def cell(value):
    """How one cell is read back."""
    [page] = pages(Sheet("Title", ("Head",), ((value,),))).values()
    return page[3][0]


@pytest.mark.parametrize(
    ("counts", "read"),
    [
        (12_345, 1.2345),
        (-1, -0.0001),
        (0, 0),
        # 15 significant digits are a number, 16 are text: a spreadsheet would round them.
        (999_999_999_999_999, 99_999_999_999.9999),
        (1_000_000_000_000_001, "100000000000.0001"),
        # As large, but with zeros at its end.
        (10_000_000_000_000_000, 1_000_000_000_000),
    ],
)
def test_amounts_are_numbers_where_they_stay_exact_and_else_text(counts, read):
    assert cell(Amount(counts, 2)) == read


def test_every_other_kind_of_cell():
    assert cell(Decimal("1.23456789")) == 1.23456789
    assert cell(Decimal("1.2345678901234567")) == "1.2345678901234567"
    assert cell(Share(Fraction(1, 3), 333)) == 1 / 3
    assert cell(date(2026, 7, 1)) == date(2026, 7, 1)
    assert cell(7) == 7


@pytest.mark.parametrize("name", ["=SUM(1)", "=cmd|' /C calc'!A1", "+1", "-1+1", "@x", "{=1}", "https://evil.example"])
def test_a_text_stays_a_text(name):
    sheet = Sheet(name, (name,), ((name,),), (name,), name="Figures")
    with zipfile.ZipFile(io.BytesIO(to_xlsx([sheet]))) as parts:
        written = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in written
    assert "hyperlink" not in written
    assert pages(sheet)["Figures"] == [[name], [""], [name], [name], [""], [name]]


def test_pages_get_names_that_spreadsheets_take():
    names = ["Figures", "Figures", "a/b:c*?[x]", "", "N" * 40, "N" * 40, "'quoted'"]
    found = list(pages(*(Sheet("t", ("h",), (), name=name) for name in names)))
    assert found == ["Figures", "Figures (2)", "a b c   x", "Sheet4", "N" * 31, f"{'N' * 26} (6)", "quoted"]
