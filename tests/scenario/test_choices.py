"""A company's own fields and the custodian's lists: from file and settings to forms, imports, cards and reports.

Two bots with workspaces of their own keep one PostgreSQL database: what one changes, the other offers.
"""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.client import Person
from playground.clientsurfaces import Form
from tests.databases import PostgresServer, sqlite_url
from tests.scenario.conftest import NOW, PRODUCTS
from tests.scenario.office import LUCIA, MEI, Office

CATALOGUE = """
[fields.packaging_mark]
section = "trading"
label = { en = "Packaging mark", zh = "包装标志" }
type = "choice"
choices = { oval = "Oval", round = "Round" }

[fields.ships_to]
section = "trading"
label = "Ships to"
type = "country"

[fields.fit]
section = "basic"
label = "Fit"
type = "rating"

[fields.certificates]
section = "basic"
label = "Certificates"
type = "list"

[fields.quota]
section = "business"
label = "Yearly quota"
type = "money"

[fields.audited]
section = "basic"
label = "Audited on"
type = "date"

[fields.docks]
section = "basic"
label = "Docks"
type = "number"

[fields.tax_case]
section = "basic"
label = "Tax case"
type = "reference"

[fields.house_style]
section = "trading"
label = "House style"
type = "long_text"
"""
TYPED = {
    "basic": {
        "Fit": "★★★★☆",
        "Certificates": "ISO 9001\nCE",
        "Audited on": "2025-03-04",
        "Docks": "12",
        "Tax case": "T-1",
    },
    "business": {"Yearly quota": "40,000 EUR"},
    "trading": {"Packaging mark": "Oval", "Ships to": "Japan", "House style": "Plain\nboxes"},
}
SHOWN = {
    "basic": ("Fit: 4 / 5", "Certificates: ISO 9001; CE", "Docks: 12", "Tax case: T-1", "Audited on: "),
    "business": ("Yearly quota: EUR 40,000.00",),
    "trading": ("Packaging mark: Oval", "Ships to: Japan", "House style: Plain boxes"),
}
PATIENCE = 20.0
"""Seconds in which another process must have seen a change, however slow the machine is."""


def settings(folder: Path) -> dict[str, str]:
    path = folder / "own.toml"
    path.write_text(CATALOGUE, encoding="utf-8")
    return {"CLIENTELE_CATALOGUE": str(path)}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("own-fields")
    with Office(folder, sqlite_url(folder / "clientele.db"), settings=settings(folder)) as opened:
        opened.open_file("ACME GmbH", owner=MEI, now=NOW, code="ACME")
        opened.open_file("Other & Sons Ltd", owner=LUCIA, now=NOW, code="OTHER")
        opened.open_file("Third Ltd", owner=MEI, now=NOW, code="THIRD")
        opened.import_file("products", PRODUCTS)
        sold = f"line_id,date,client,amount,currency\n1,{NOW.date()},ACME,700,USD\n2,{NOW.date()},OTHER,300,USD\n"
        opened.import_file("sales", sold)
        yield opened


@pytest.fixture
def mei(office: Office) -> Person:
    return office.workspace.person("Mei")


@pytest.fixture
def ines(office: Office) -> Person:
    return office.workspace.person("Inès")


def edit(person: Person, client: str, section: str) -> Form:
    """Open a section's form, all of it."""
    person.run(f"/client edit {client} {section}", channel="#sales")
    form = person.form()
    if any(block["block_id"] == "more_fields" for block in form.blocks):
        form.click("more_fields")
        return form.updated()
    return form


def offered(form: Form, label: str) -> list[str]:
    return [option["text"]["text"] for option in form.find(label)[1]["options"]]


def lists(ines: Person, label: str) -> Form:
    """Walk from the command to one list."""
    ines.run("/client settings", channel="#sales")
    ines.form().click("Open")
    ines.form().choose("choices_field", label)
    return ines.open_form().updated()


def add(shown: Form, name: str) -> Form:
    shown.click("Add a choice")
    form = shown.person.form()
    form.fill("Name", name)
    assert form.submit().kind == "closed"
    return shown.updated()


@pytest.mark.parametrize("section", TYPED)
def test_every_type_is_typed_into_its_sections_form_and_shown_on_the_card(mei: Person, section: str) -> None:
    form = edit(mei, "ACME", section)
    for label, value in TYPED[section].items():
        form.fill(label, value)
    assert form.submit().kind == "closed"
    mei.reply()
    mei.run("/client show ACME", channel="#sales")
    card = mei.reply().text_all
    for line in SHOWN[section]:
        assert line in card
    # What was typed comes back into the form as it is kept.
    form = edit(mei, "ACME", section)
    assert all(form.value(label) for label in TYPED[section])
    assert form.submit().kind == "closed"
    assert "Nothing was different" in mei.reply().text_all


def test_an_import_knows_the_field_by_its_chinese_name_and_a_report_groups_by_it(office: Office, mei: Person) -> None:
    office.import_file("clients", "code,name,包装标志\nACME,ACME GmbH,oval\nOTHER,Other & Sons Ltd,Round\n")
    done = office.run("report", "mix", "packaging-mark", "--period", str(NOW.year), "--format", "json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["by"] == "packaging_mark"
    assert [(row["key"], row["label"], row["amount"]) for row in report["rows"]] == [
        ("oval", "Oval", "700.0000"), ("round", "Round", "300.0000"),
    ]  # fmt: skip
    mei.run(f"/client mix packaging_mark {NOW.year}", channel="#sales")
    answer = mei.reply()
    # Her own clients only, and no button that would show it to those who may not read the section.
    assert "Sales by Packaging mark" in json.dumps(answer.blocks)
    assert [row[:2] for row in answer.rows][1:] == [["Oval", "700.00"]]
    assert "Share here" not in answer.buttons
    crossed = office.run("report", "mix", "packaging_mark", "country", "--period", str(NOW.year), "--format", "json")
    assert json.loads(crossed.stdout)["by2"] == "country"


def test_a_key_that_is_none_is_answered_with_the_companys_own_too(mei: Person) -> None:
    mei.run("/client mix colour", channel="#sales")
    assert "packaging_mark, ships_to, fit" in mei.reply().text_all


def test_a_choice_is_added_renamed_moved_retired_and_brought_back(ines: Person, mei: Person) -> None:
    shown = lists(ines, "Packaging mark (Trading)")
    assert "*Oval*  ·  1 file" in shown.text_all
    shown = add(shown, "Heart & soul")
    # The very next form offers it.
    form = edit(mei, "THIRD", "trading")
    assert offered(form, "Packaging mark") == ["Oval", "Round", "Heart & soul"]
    form.fill("Packaging mark", "Heart & soul")
    assert form.submit().kind == "closed"
    mei.reply()

    shown.click("Move up", nth=1)
    shown = shown.updated()
    shown.click("Rename", nth=1)
    form = ines.form()
    assert form.value("Name") == "Heart & soul"
    form.fill("Name", "Heart")
    assert form.submit().kind == "closed"
    shown = shown.updated()
    assert "*Heart*  ·  1 file" in shown.text_all
    shown.click("Retire", nth=1)
    shown = shown.updated()
    assert "retired" in shown.text_all

    # It stays readable where it stands, in the form too, and is offered nowhere else.
    mei.run("/client show THIRD", channel="#sales")
    assert "Packaging mark: Heart" in mei.reply().text_all
    assert offered(edit(mei, "THIRD", "trading"), "Packaging mark") == ["Oval", "Heart", "Round"]
    assert edit(mei, "THIRD", "trading").value("Packaging mark") == "heart_soul"
    assert offered(edit(mei, "ACME", "trading"), "Packaging mark") == ["Oval", "Round"]

    mei.run("/client find packaging_mark:Heart", channel="#sales")
    assert "Third Ltd" in mei.reply().text_all

    shown.click("Bring back")
    shown = shown.updated()
    assert offered(edit(mei, "ACME", "trading"), "Packaging mark") == ["Oval", "Heart", "Round"]


def test_what_cannot_be_done_is_said_where_it_was_tried(ines: Person) -> None:
    shown = lists(ines, "Packaging mark (Trading)")
    shown.click("Add a choice")
    form = ines.form()
    form.fill("Name", "oval")
    assert form.submit().errors == {"Name": "“oval” is there already; each choice needs a name of its own."}
    form.close()
    for _ in range(shown.text_all.count("·") - 1):
        shown.click("Retire")
        shown = shown.updated()
    shown.click("Retire")
    shown = shown.updated()
    assert "One choice has to stay; add another before you retire this one." in shown.text_all
    while any("Bring back" in str(block) for block in shown.blocks):
        shown.click("Bring back")
        shown = shown.updated()


def test_lists_that_rules_depend_on_are_renamed_only(ines: Person, mei: Person) -> None:
    shown = lists(ines, "Stage (Directory)")
    assert "Rules depend on this list" in shown.text_all
    assert "Retire" not in str(shown.blocks)
    assert "Add a choice" not in shown.buttons
    shown.click("Rename", nth=2)
    form = ines.form()
    form.fill("Name", "hoped-for")
    assert form.submit().kind == "closed"
    # The new name stands in sentences too.
    mei.run("/client show THIRD", channel="#sales")
    assert "hoped-for client" in mei.reply().text_all
    mei.run("/client find Third", channel="#sales")
    assert "hoped-for client" in mei.reply().text_all
    assert "hoped-for client" in mei.home().text_all


def test_the_settings_are_for_the_custodian_only(mei: Person) -> None:
    mei.run("/client settings", channel="#sales")
    assert "This is for the custodian only" in mei.reply().text_all


def test_another_process_offers_the_new_choice_too(
    postgres_server: PostgresServer, postgres_template: str, tmp_path: Path
) -> None:
    url = postgres_server.url(postgres_server.create(postgres_template))
    folders = [tmp_path / "here", tmp_path / "there"]
    for folder in folders:
        folder.mkdir()
    with Office(folders[0], url, settings=settings(folders[0])) as here:
        here.open_file("ACME GmbH", owner=MEI, now=NOW, code="ACME")
        with Office(folders[1], url, settings=settings(folders[1])) as there:
            far = there.workspace.person("Mei")
            assert offered(edit(far, "ACME", "trading"), "Packaging mark") == ["Oval", "Round"]
            add(lists(here.workspace.person("Inès"), "Packaging mark (Trading)"), "Heart")
            assert offered(edit(here.workspace.person("Mei"), "ACME", "trading"), "Packaging mark")[-1] == "Heart"
            until = time.monotonic() + PATIENCE
            while offered(edit(far, "ACME", "trading"), "Packaging mark")[-1] != "Heart":
                assert time.monotonic() < until
            # The command line of a third process knows it at once.
            path = folders[0] / "clients.csv"
            path.write_text("code,name,packaging_mark\nACME,ACME GmbH,Heart\n", encoding="utf-8")
            assert there.run("import", "clients", str(path)).returncode == 0
            far.run("/client show ACME", channel="#sales")
            assert "Packaging mark: Heart" in far.reply().text_all
