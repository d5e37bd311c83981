"""Capture on a phone, walked in a real browser: a call refreshes the file, and nothing typed is lost."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.pages import NAMES, NARROW, PATIENCE, form, run, save
from tests.databases import sqlite_url
from tests.scenario.conftest import LONG_AGO, NOW
from tests.scenario.office import MEI, Office


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A rep with three files, two of them long not looked at."""
    del browser  # asked for first: without one, nothing needs to be started
    folder = tmp_path_factory.mktemp("capture")
    with Office(folder, sqlite_url(folder / "clientele.db")) as opened:
        known = {"problems": "Late twice in May", "sales_activity": "Brisk", "relation_quality": "4"}
        opened.open_file("Rusty Gate Ltd", owner=MEI, now=LONG_AGO, facts=known)
        opened.open_file("Brauhaus Winkler", owner=MEI, now=LONG_AGO, facts={"problems": "none known"})
        opened.open_file("Fjord Pumps GmbH", owner=MEI, now=NOW)
        yield opened


@pytest.fixture
def page(browser: Browser, office: Office) -> Iterator[Page]:
    """Mei's phone, in a channel of hers where nothing has been said yet."""
    office.workspace.reset()
    context = browser.new_context(viewport={"width": NARROW["width"], "height": NARROW["height"]}, has_touch=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{office.playground.ready.split()[1]}/#{MEI}/C0SALES")
    expect(page.get_by_test_id("person-switcher")).to_contain_text(NAMES[MEI])
    yield page
    context.close()
    assert problems == []


def look(page: Page, name: str) -> None:
    """Keep a picture for whoever wants to see what was walked through."""
    if folder := os.environ.get("CLIENTELE_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def wait_until_reported(office: Office, note: str) -> None:
    """Wait until the form has told the bot of what was typed; it does so in a pause of the typing."""
    after = 0
    while True:
        came = office.workspace.person("Mei").link.get("deliveries", after=after)["deliveries"]
        if any(note in str(each["payload"].get("view")) for each in came if each["type"] == "block_actions"):
            return
        after = max([after, *(each["n"] for each in came)])


def test_a_call_refreshes_the_file_on_a_phone(page: Page) -> None:
    run(page, "/client log Rusty Gate")
    modal = form(page, "Log a contact")
    modal.get_by_label("Outcome").select_option("Good talk")
    modal.get_by_label("Note").fill("They are well")
    look(page, "log-top")
    expect(modal.get_by_label("Problems (optional)")).to_have_value("Late twice in May")
    modal.get_by_label("Problems (optional)").fill("Settled in June")
    boxes = modal.get_by_role("group", name="Still true")
    boxes.get_by_label("Sales activity").tap()
    look(page, "log-refresh")
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    save(modal)
    expect(modal).to_be_hidden()
    answer = page.get_by_test_id("ephemeral").last
    expect(answer).to_contain_text("Refreshed: Problems, Sales activity.")
    expect(answer).to_contain_text("Problems on file: Settled in June")
    look(page, "log-saved")


def test_a_form_closed_by_mistake_goes_on_from_the_home_tab(page: Page, office: Office) -> None:
    run(page, "/client log Brauhaus Winkler")
    modal = form(page, "Log a contact")
    modal.get_by_label("Outcome").select_option("Wants an offer")
    modal.get_by_label("Note").press_sequentially("Two kettles, soon")
    expect(modal.get_by_label("Note")).to_be_focused()
    wait_until_reported(office, "Two kettles, soon")
    page.get_by_test_id("modal-close").click()
    page.goto(f"{office.playground.ready.split()[1]}/#{MEI}/home")
    page.reload()
    expect(page.get_by_text("Two kettles, soon")).to_be_visible()
    look(page, "home-draft")
    page.get_by_role("button", name="Continue").click()
    again = form(page, "Log a contact")
    expect(again.get_by_label("Note")).to_have_value("Two kettles, soon")
    expect(again.get_by_label("Outcome")).to_have_value("offer")
    save(again)
    expect(page.get_by_text("Saved on the file of Brauhaus Winkler.")).to_be_visible()
    look(page, "home-saved")


def test_a_name_is_looked_up_when_enter_is_pressed(page: Page) -> None:
    run(page, "/client add")
    modal = form(page, "Add a client")
    modal.get_by_label("City (optional)").fill("Köln")
    modal.get_by_label("Name", exact=True).fill("Fjord Pumps AG")
    modal.get_by_label("Name", exact=True).press("Enter")
    expect(modal.get_by_text("Already here? Have a look first:")).to_be_visible()
    look(page, "add-candidates")
    expect(modal.get_by_label("Name", exact=True)).to_have_value("Fjord Pumps AG")
    expect(modal.get_by_label("City (optional)")).to_have_value("Köln")
    modal.get_by_role("button", name="Open the existing file").click()
    expect(form(page, "Fjord Pumps GmbH")).to_be_visible()
    page.get_by_test_id("modal-close").click()
    expect(form(page, "Add a client").get_by_label("City (optional)")).to_have_value("Köln")
