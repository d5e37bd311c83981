"""A line that only adds the others up is told from one of the ledger."""

import pytest

from bot.files.totals import is_totals


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["Total", "", "", "1,234.50", "USD"], True),
        (["", "合计：", "12", "-3,00"], True),
        (["Grand Total", "(5)", "", "Total"], True),
        (["小计"], True),
        (["Total", "ACME", "12"], False),
        (["TOTAL-7", "12"], False),
        (["Total Energies SE", "", "12"], False),
        (["", ""], False),
    ],
)
def test_totals(cells, expected):
    assert is_totals(cells) is expected
