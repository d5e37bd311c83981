"""A file is handed over, read, asked about and applied in a real browser, at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pages import NARROW, SIDEWAYS, WIDE, Visit, form, run, save
from tests.databases import sqlite_url
from tests.scenario.conftest import NOW
from tests.scenario.office import ARJUN, MEI, Office

SALES = (
    "Umsatzliste Januar\n\n"
    "line_id;date;client;Betrag;currency;Laune\n"
    "{id}1;05.01.2026;Unbekannt & Söhne;1.234,50;USD;gut\n"
    "{id}2;06.01.2026;ACME;-20,00;USD;gut\n"
    "{id}3;06.01.2026;ACME;zwanzig;USD;gut\n"
    "Total;;;1.214,50;;\n"
)


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    del browser  # asked for first: without one, nothing needs to be started
    folder = tmp_path_factory.mktemp("importing")
    with Office(folder, sqlite_url(folder / "clientele.db")) as opened:
        opened.open_file("ACME GmbH", owner=MEI, now=NOW, code="ACME")
        yield opened


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["desk", "phone"])
def test_a_file_is_handed_over_read_and_applied(
    visit: Visit, office: Office, tmp_path: Path, size: dict[str, int]
) -> None:
    page = visit(ARJUN, size=size)
    run(page, "/client import")
    modal = form(page, "Import a file")
    path = tmp_path / "Umsatz Januar.csv"
    path.write_text(SALES.format(id=size["width"]), encoding="utf-8")
    modal.get_by_label("File").set_input_files(path)
    expect(modal).to_contain_text("Umsatz Januar.csv")
    modal.locator("select").select_option("Invoices")
    expect(modal.get_by_label("Data date")).to_be_visible()
    expect(modal).to_contain_text("Umsatz Januar.csv")
    modal.locator("select").select_option("Sales lines")
    expect(modal.get_by_label("Data date")).to_have_count(0)
    page.screenshot(path=tmp_path / "form.png")
    save(modal)
    if size is WIDE:
        asked = form(page, "Columns of the file")
        page.screenshot(path=tmp_path / "columns.png")
        asked.get_by_label("Which column holds this? Amount").select_option("Betrag")
        save(asked)
    preview = form(page, "Sales lines")
    expect(preview.get_by_role("button", name="Apply")).to_be_visible()
    expect(preview).to_contain_text("Umsatz Januar.csv: this is what it would do.")
    expect(preview).to_contain_text("2 new")
    expect(preview).to_contain_text("Line 6: Betrag: “zwanzig” is not a number.")
    expect(preview).to_contain_text("Columns left out: Laune")
    page.screenshot(path=tmp_path / "preview.png")
    assert not page.evaluate(SIDEWAYS)
    preview.get_by_role("button", name="Apply").click()
    expect(preview).to_contain_text("Umsatz Januar.csv is imported.")
    page.screenshot(path=tmp_path / "result.png")
    preview.get_by_test_id("modal-dismiss").click()
    expect(page.get_by_test_id("modal")).to_be_hidden()
    told = visit(ARJUN, str(office.workspace.person(ARJUN).described["app_channel"]), size=size)
    messages = told.get_by_test_id("message")
    expect(messages.filter(has_text="rejected.csv")).to_have_count(1)
    expect(messages.filter(has_text="Umsatz Januar.csv is imported.")).to_have_count(1, timeout=60_000)
    told.screenshot(path=tmp_path / "messages.png")
    assert not told.evaluate(SIDEWAYS)
