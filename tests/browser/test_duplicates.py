"""Two files of one client, found, compared, merged and parted in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pages import NARROW, WIDE, Visit, form, run, save
from tests.databases import sqlite_url
from tests.scenario.conftest import LONG_AGO
from tests.scenario.office import INES, LUCIA, MEI, Office


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A company with one client in two files."""
    del browser  # asked for first: without one, nothing needs to be started
    folder = tmp_path_factory.mktemp("pairs")
    with Office(folder, sqlite_url(folder / "clientele.db")) as opened:
        opened.open_file("Brandt Optik GmbH", owner=MEI, now=LONG_AGO, facts={"problems": "Late twice"})
        opened.open_file("Brandt Optik Ltd", owner=LUCIA, now=LONG_AGO, facts={"attitude": "open"})
        yield opened


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_two_files_are_merged_and_parted(visit: Visit, size: dict[str, int]) -> None:
    page = visit(INES, size=size)
    run(page, "/client duplicates")
    answer = page.get_by_test_id("ephemeral").last
    expect(answer).to_contain_text("Almost certainly one client")
    answer.get_by_role("button", name="Compare and merge").click()
    modal = form(page, "One client?")
    expect(modal).to_contain_text("Brandt Optik Ltd")
    expect(modal.get_by_role("radio")).to_have_count(2)
    modal.get_by_role("radio", name="Brandt Optik Ltd").check()
    save(modal)
    expect(answer).to_contain_text("Brandt Optik GmbH is a part of Brandt Optik Ltd now.")
    answer.get_by_role("button", name="Open the file").click()
    expect(page.get_by_test_id("ephemeral").last).to_contain_text("Also kept as Brandt Optik GmbH")
    page.get_by_role("button", name="Undo the merge").last.click()
    expect(page.get_by_test_id("ephemeral").last).to_contain_text("has a file of its own again")
    page.close()
