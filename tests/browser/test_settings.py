"""The custodian's lists of choices and the figures about the files, looked at in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.pages import NARROW, SIDEWAYS, WIDE, Visit, form, run, save
from tests.databases import sqlite_url
from tests.scenario.conftest import LONG_AGO
from tests.scenario.office import INES, MEI, TOMAS, Office


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A rep with two files, in a manager's team."""
    del browser  # asked for first: without one, nothing needs to be started
    folder = tmp_path_factory.mktemp("settings")
    with Office(folder, sqlite_url(folder / "clientele.db")) as opened:
        opened.open_file("ACME GmbH", owner=MEI, now=LONG_AGO, code="ACME", facts={"type": "agent", "problems": "Late"})
        opened.open_file("Brew & Sons", owner=MEI, now=LONG_AGO, code="BREW")
        yield opened


def lists(page: Page, named: str) -> Locator:
    """Walk from the command to one list."""
    run(page, "/client settings")
    form(page, "Settings").get_by_role("button", name="Open").first.click()
    modal = form(page, "Lists of choices")
    modal.get_by_role("combobox").select_option(named)
    return modal


def choice(modal: Locator, words: str) -> Locator:
    return modal.locator(".section").filter(has_text=words)


def act(page: Page, line: Locator, deed: str) -> None:
    line.get_by_role("button", name="More options").click()
    page.get_by_role("menuitem", name=deed, exact=True).click()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "phone"])
def test_the_custodian_keeps_a_list(visit: Visit, size: dict[str, int]) -> None:
    page = visit(INES, size=size)
    modal = lists(page, "Type (Basic data)")
    expect(choice(modal, "agent · 1 file")).to_be_visible()
    # Adding: a name that is there is refused at its field, and what was typed stays.
    name = f"Broker {size['width']}"
    modal.get_by_role("button", name="Add a choice").click()
    asked = form(page, "Add a choice")
    asked.get_by_label("Name").fill("Agent")
    save(asked)
    expect(asked).to_contain_text("“Agent” is there already; each choice needs a name of its own.")
    asked.get_by_label("Name").fill(name)
    save(asked)
    modal = form(page, "Lists of choices")
    expect(choice(modal, f"{name} · no file")).to_be_visible()
    act(page, choice(modal, name), "Move up")
    expect(modal.locator(".section").nth(-2)).to_contain_text(name)
    act(page, choice(modal, name), "Retire")
    expect(choice(modal, name)).to_contain_text("retired")
    act(page, choice(modal, name), "Bring back")
    expect(choice(modal, name)).not_to_contain_text("retired")
    act(page, choice(modal, name), "Rename")
    asked = form(page, "Rename a choice")
    expect(asked.get_by_label("Name")).to_have_value(name)
    asked.get_by_label("Name").fill(f"Trader {size['width']}")
    save(asked)
    expect(choice(form(page, "Lists of choices"), f"Trader {size['width']}")).to_be_visible()
    assert page.evaluate(SIDEWAYS) is False
    page.close()


def home(page: Page) -> Locator:
    page.goto(f"{page.url.split('#', maxsplit=1)[0]}#{page.url.split('#')[1].split('/')[0]}/home")
    return page.get_by_test_id("home")


def test_a_rep_sees_how_good_the_files_are_and_fills_one_in(visit: Visit) -> None:
    # A colleague has opened one of them.
    manager = visit(TOMAS)
    run(manager, "/client show ACME")
    expect(manager.get_by_test_id("ephemeral")).to_contain_text("known fields fresh")
    page = visit(MEI, size=NARROW)
    shown = home(page)
    expect(shown).to_contain_text("How good my files are")
    expect(shown).to_contain_text("Opened 1 time in 30 days: 1 file, by 1 colleague")
    gain = shown.locator(".section").filter(has_text="Brew & Sons: ")
    expect(gain).to_contain_text("complete. Most would be gained in ")
    gain.get_by_role("button", name="Fill in").click()
    expect(page.get_by_test_id("modal")).to_contain_text("Brew & Sons")
    assert page.evaluate(SIDEWAYS) is False
    page.close()
    # The manager sees the team by person; nothing of it stands in the channel.
    team = home(manager)
    expect(team).to_contain_text("Mei Tan: 2 files, ")
    manager.close()
