"""Lines of the ledger that wait: the custodian sees them, says whose they are, and can take that back."""

from collections.abc import Iterator

import pytest

from bot.policy.fingerprints import fingerprint
from playground.client import Person, Refused
from tests.databases import sqlite_url
from tests.scenario.conftest import NOW
from tests.scenario.office import MEI, Office

KATO = "Kato & Sons <!channel>"
DAY = NOW.date().replace(day=1).isoformat()
SALES = f"""line_id,date,client,product,amount,currency
W1,{DAY},Brandt O.,Lens,100,USD
W2,{DAY},Brandt O.,Lens,-20,USD
W3,{DAY},Brandt O.,,5,USD
W4,{DAY},Kato & Sons <!channel>,,40,USD
W5,{DAY},Kato & Sons <!channel>,,1,USD
W6,{DAY},Neue Firma GmbH,,9,USD
W7,{DAY},,,7.50,USD
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office of its own with two files, a product, and seven lines that name none of them rightly."""
    folder = tmp_path_factory.mktemp("waiting")
    with Office(folder, sqlite_url(folder / "clientele.db")) as opened:
        opened.open_file("Brandt Optik GmbH", owner=MEI, now=NOW, code="BRANDT")
        opened.open_file("Kato Kogyo", owner=MEI, now=NOW, code="KATO")
        opened.import_file("products", "code,name\nP1,Lens 40 mm\n")
        opened.import_file("sales", SALES)
        yield opened


@pytest.fixture
def ines(office: Office) -> Person:
    """The custodian."""
    return office.workspace.person("Inès")


def codes(office: Office) -> dict[str, str | None]:
    """Return whose each line is."""
    from sqlalchemy import text

    with office.database.reading() as session:
        rows = session.execute(text("SELECT line_id, code FROM sales_line l LEFT JOIN client c ON c.id = l.client_id"))
        return {row.line_id: row.code for row in rows}


def at(reference: str) -> str:
    """Return the block in which the group of a name stands."""
    return f"waiting:{fingerprint(reference)}"


def test_the_custodian_matches_takes_back_and_opens_a_new_file(office: Office, ines: Person) -> None:
    home = ines.home()
    assert "9 lines of the ledger wait for their client or product." in home.text_all
    ines.run("/client import waiting")
    listed = ines.reply()
    for said in (
        "7 lines of the ledger wait for their client, under 4 names. Totals by client leave them out.",
        "“Brandt O.”",
        "3 sales lines",
        "USD 85.00",
        "“Kato & Sons <!channel>”",
        "Lines that name no client",
    ):
        assert said in listed.text_all

    # One of those it may be.
    listed.choose(at("Brandt O."), "Brandt Optik GmbH, BRANDT, Köln, Germany")
    matched = ines.reply()
    assert "Matched: 3 lines, “Brandt O.”, are *Brandt Optik GmbH* now." in matched.text_all
    assert "4 lines of the ledger wait for their client, under 3 names." in matched.text_all
    assert {codes(office)[line] for line in ("W1", "W2", "W3")} == {"BRANDT"}

    # Another one, asked for in a form.
    matched.choose(at(KATO), "Another client…")
    form = ines.form()
    assert "“Kato & Sons <!channel>”" in form.text_all
    form.fill("Client", "Kato Kogyo")
    assert form.submit().kind == "closed"
    after = ines.reply()
    assert "Matched: 2 lines, “Kato & Sons <!channel>”, are *Kato Kogyo* now." in after.text_all
    after.click("Take back")
    back = ines.reply()
    assert "Taken back: 2 lines, “Kato & Sons <!channel>”, wait again." in back.text_all
    assert codes(office)["W4"] is None

    # One that has no file yet: its lines follow as soon as it has.
    back.choose(at("Neue Firma GmbH"), "A new client…")
    form = ines.form()
    assert form.value("Name") == "Neue Firma GmbH"
    assert form.submit().kind == "closed"
    told = {ines.reply().text_all, ines.reply().text_all}
    assert any("1 line of the ledger that waited under this name is this client's now." in each for each in told)
    assert codes(office)["W6"] is not None


def test_what_was_matched_by_hand_is_listed_and_a_second_custodian_is_told(office: Office, ines: Person) -> None:
    ines.run("/client import waiting product")
    listed = ines.reply()
    assert "2 lines of the ledger wait for their product" in listed.text_all
    ines.run("/client import waiting product")
    second = ines.reply()
    listed.choose(at("Lens"), "Lens 40 mm, P1")
    assert "Matched: 2 lines, “Lens”, are *Lens 40 mm* now." in ines.reply().text_all
    second.choose(at("Lens"), "Lens 40 mm, P1")
    late = ines.reply()
    assert "has matched “Lens” to Lens 40 mm already." in late.text_all
    late.click("Matched by hand: 1")
    kept = ines.reply()
    assert "“Lens” is *Lens 40 mm*." in kept.text_all
    kept.click("Take back")
    assert "Taken back: 2 lines, “Lens”, wait again." in ines.reply().text_all


def test_finance_reads_and_a_rep_is_told_whom_to_ask(office: Office) -> None:
    arjun, mei = office.workspace.person("Arjun"), office.workspace.person("Mei")
    arjun.run("/client waiting")
    listed = arjun.reply()
    assert "Lines that name no client" in listed.text_all
    with pytest.raises(Refused):
        listed.find(at(""))
    mei.run("/client waiting")
    assert "Ask the custodian if you need it." in mei.reply().text_all
