"""A file's history in a real browser: read behind “⋯”, a change undone under its answer and by the custodian."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.pages import NARROW, Visit, field, form, menu, run, save
from tests.databases import sqlite_url
from tests.scenario.conftest import LONG_AGO
from tests.scenario.office import INES, MEI, Office


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A company with one file, of which one thing is known."""
    del browser  # asked for first: without one, nothing needs to be started
    folder = tmp_path_factory.mktemp("history")
    with Office(folder, sqlite_url(folder / "clientele.db")) as opened:
        opened.open_file("Oak Brewery Ltd", owner=MEI, now=LONG_AGO, code="OAK", facts={"problems": "Late"})
        yield opened


def change_problems(page: Page, text: str) -> None:
    run(page, "/client edit OAK trading")
    modal = form(page, "Trading")
    field(modal, "Problems").fill(text)
    save(modal)
    expect(page.get_by_test_id("ephemeral").last).to_contain_text("updated: Problems")


def open_history(page: Page) -> None:
    run(page, "/client show OAK")
    card = page.get_by_test_id("ephemeral").last
    expect(card).to_contain_text("Oak Brewery Ltd")
    menu(page, card, "History")


def test_a_change_is_undone_under_its_answer_and_by_the_custodian_in_the_history(visit: Visit) -> None:
    mei, ines = visit(MEI, size=NARROW), visit(INES)
    change_problems(mei, "Two crates broken")
    mei.get_by_test_id("ephemeral").last.get_by_role("button", name="Undo").click()
    expect(mei.get_by_test_id("ephemeral").last).to_contain_text("Undone: Problems of Oak Brewery Ltd.")

    change_problems(mei, "All settled")
    open_history(ines)
    history = form(ines, "Oak Brewery Ltd")
    for words in ("Problems: All settled", "Two crates broken", "Undone by", "Problems: Late"):
        expect(history).to_contain_text(words)
    said = history.locator(".section").filter(has_text="All settled")
    said.get_by_role("button", name="Undo").click()
    expect(said).to_contain_text("Undone by")
    expect(said.get_by_role("button", name="Undo")).to_have_count(0)
    run(mei, "/client show OAK")
    expect(mei.get_by_test_id("ephemeral").last).to_contain_text("Problems: Late")
    for page in (mei, ines):
        page.close()
