"""A browser for the stories of a module, and pages in it; each module brings the company, its `office`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.browsing import launch_chromium
from tests.browser.pages import NAMES, PATIENCE, SALES, WIDE, Visit
from tests.scenario.office import Office


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = launch_chromium(playwright)
        expect.set_options(timeout=PATIENCE)
        yield opened
        expect.set_options(timeout=5000)
        opened.close()


@pytest.fixture
def visit(browser: Browser, office: Office) -> Iterator[Visit]:
    """Open the page as somebody at some place, in a workspace where nothing has been said yet."""
    office.workspace.reset()
    contexts = []
    problems: list[str] = []

    def open_page(person: str, place: str = SALES, *, size: dict[str, int] = WIDE) -> Page:
        context = browser.new_context(viewport={"width": size["width"], "height": size["height"]})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(f"{office.playground.ready.split()[1]}/#{person}/{place}")
        expect(page.get_by_test_id("person-switcher")).to_contain_text(NAMES[person])
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []
