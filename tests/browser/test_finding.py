"""Finding clients in a browser: turning the page and opening a file, on a phone too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pages import NARROW, SALES, WIDE, Visit, ask
from tests.databases import sqlite_url
from tests.scenario.conftest import NOW
from tests.scenario.office import LUCIA, MEI, Office


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A company with thirteen files of one kind."""
    del browser  # asked for first: without one, nothing needs to be started
    folder = tmp_path_factory.mktemp("finding")
    with Office(folder, sqlite_url(folder / "clientele.db")) as opened:
        for number in range(13):
            opened.open_file(f"Sawmill {number:02d} AS", owner=MEI, now=NOW)
        yield opened


@pytest.mark.parametrize(("person", "size"), [(MEI, WIDE), (LUCIA, NARROW)])
def test_what_is_found_is_turned_and_opened(visit: Visit, person: str, size: dict[str, int]) -> None:
    page = visit(person, SALES, size=size)
    found = ask(page, "/client find sawmil country:DE owner:@mei")
    expect(found).to_contain_text("page 1 of 2")
    expect(found).to_contain_text("Sawmill 09 AS")
    found.get_by_role("button", name="Next").click()
    expect(found).to_contain_text("page 2 of 2")
    expect(found.get_by_role("button", name="Open")).to_have_count(3)
    found.get_by_role("button", name="Previous").click()
    expect(found).to_contain_text("page 1 of 2")
    expect(found.get_by_role("button", name="Open")).to_have_count(10)
    found.get_by_role("button", name="Open").nth(2).click()
    expect(page.get_by_test_id("message").last).to_contain_text("Sawmill 02 AS")
