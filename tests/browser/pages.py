"""What every story in a browser does: whose page it is, how wide, and the steps that all of them take."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.scenario.office import ARJUN, INES, LUCIA, MEI, TOMAS

GWEN = "U0GUEST"
NAMES = {
    MEI: "Mei Tan",
    LUCIA: "Lucía Ortega",
    TOMAS: "Tomás Novák",
    ARJUN: "Arjun Mehta",
    INES: "Inès",
    GWEN: "Gwen Hale",
}
SALES, GENERAL = "C0SALES", "C0GENERAL"
PATIENCE = 15_000
"""Milliseconds that a step may take on a busy machine."""

WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"

Visit = Callable[..., Page]
"""Opens the page as a person: `visit(person, place, size=...)`."""


def run(page: Page, line: str) -> None:
    """Type a line into the composer and send it by the keyboard."""
    composer = page.get_by_test_id("composer")
    composer.fill(line)
    composer.press("Enter")


def ask(page: Page, line: str) -> Locator:
    """Send a command and return the message that answers it."""
    messages = page.get_by_test_id("message")
    before = messages.count()
    run(page, line)
    expect(messages).to_have_count(before + 1)
    return messages.nth(before)


def form(page: Page, title: str) -> Locator:
    """Return the form that is open, once it bears its title."""
    modal = page.get_by_test_id("modal")
    expect(modal.get_by_role("heading", name=title, exact=True)).to_be_visible()
    return modal


def field(modal: Locator, label: str) -> Locator:
    """The input of that very label: others may begin or end like it."""
    return modal.get_by_role("textbox", name=f"{label} (optional)", exact=True)


def menu(page: Page, place: Locator, entry: str) -> None:
    """Choose from the “⋯” menu of a place."""
    place.get_by_role("button", name="More options").first.click()
    page.get_by_role("menuitem", name=entry, exact=True).click()


def save(modal: Locator) -> None:
    """Send the form."""
    modal.get_by_test_id("modal-submit").click()


def become(page: Page, person: str) -> None:
    """Look at the workspace as somebody else, by the switcher."""
    page.get_by_test_id("person-switcher").click()
    page.get_by_role("menuitemradio", name=re.compile(NAMES[person])).click()
    expect(page.get_by_test_id("person-switcher")).to_contain_text(NAMES[person])
