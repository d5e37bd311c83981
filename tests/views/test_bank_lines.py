"""How bank details are written."""

import pytest

from bot.views.bank import detail_text
from tests.views import samples


@pytest.mark.parametrize(
    ("bank", "country", "lines"),
    [
        ("", "DE", ["Country: Germany"]),
        ("Commerzbank", "DE", ["Bank: Commerzbank", "Country: Germany"]),
        ("Commerzbank", None, ["Bank: Commerzbank"]),
    ],
)
def test_a_country_is_not_taken_for_a_bank(bank: str, country: str | None, lines: list[str]) -> None:
    detail = samples.bank_detail(bic="", bank=bank, country=country, currency=None)
    assert detail_text(detail).splitlines()[2:] == lines
