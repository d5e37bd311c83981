"""What an indirect client reports to have sold on: entered, shown beside sales, withdrawn, through the real bot."""

from collections.abc import Iterator

import pytest

from playground.client import Person
from tests.databases import sqlite_url
from tests.scenario.conftest import NOW
from tests.scenario.office import MEI, Office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office of its own: an indirect client of Mei's, one that buys directly, and a sale of the latter's."""
    folder = tmp_path_factory.mktemp("sell-through")
    with Office(folder, sqlite_url(folder / "clientele.db")) as opened:
        direct = opened.open_file("Grossist AG", owner=MEI, now=NOW, code="GROSS")
        opened.open_file("Eckladen", owner=MEI, now=NOW, code="ECK", facts={"relation": "indirect", "via": str(direct)})
        opened.import_file("sales", f"line_id,date,client,amount,currency\n1,{NOW.year - 1}-03-01,GROSS,100,USD\n")
        yield opened


@pytest.fixture
def mei(office: Office) -> Person:
    """A rep."""
    return office.workspace.person("Mei")


def test_a_report_is_entered_shown_beside_sales_and_withdrawn(office: Office, mei: Person) -> None:
    year = NOW.year - 1
    mei.run("/client show ECK")
    mei.reply().click("Sell-through")
    window = mei.form()
    assert "Nothing is reported yet." in window.text_all
    window.click("Add a report")
    form = mei.form()
    form.fill("Period", f"{year}")
    assert "An amount or a quantity is needed." in str(form.submit().errors)
    form.fill("Amount", "40,000 USD").fill("Quantity", "80").fill("Unit", "pcs").fill("Note", "<!channel> by phone")
    assert form.submit().kind == "closed"
    shown = window.updated()
    for said in ("USD 40,000.00", "80 pcs", "<!channel> by phone", "call, Mei"):
        assert said in shown.text_all

    mei.run(f"/client mix relation {year}")
    answer = mei.reply().text_all
    assert (
        "Beside this, 1 of 1 indirect client reports sell-through: USD 40,000.00, 80 pcs. It is in no sum here."
        in answer
    )
    assert "USD 100.00" in answer

    shown.click("Withdraw")
    assert "Nothing is reported yet." in shown.updated().text_all
    mei.run("/client show GROSS")
    with pytest.raises(Exception, match="Sell-through"):
        mei.reply().click("Sell-through")
