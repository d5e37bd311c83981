"""“Save to client file” walked in a real browser: a forwarded email, on a wide screen and on a phone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.pages import PATIENCE, SALES
from tests.databases import sqlite_url
from tests.scenario.conftest import LONG_AGO, NOW
from tests.scenario.office import MEI, Office

SIZES = {"wide": {"width": 1280, "height": 860}, "phone": {"width": 390, "height": 844}}

FORWARDED = """---------- Forwarded message ---------
From: Anna Schmidt <anna@{domain}>
Date: Mon, Nov 2, 2020 at 10:11 AM
Subject: Order 4711
To: Mei Tan <mei@larkfield.example>

Please send 200 drills.

Mit freundlichen Grüßen
Anna Schmidt
Leiterin Einkauf
Musterkai 14, 20457 Hamburg
Mobil: +49 151 23456789
"""


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Files of Mei's, two of which share a website."""
    del browser  # asked for first: without one, nothing needs to be started
    folder = tmp_path_factory.mktemp("saving")
    with Office(folder, sqlite_url(folder / "clientele.db")) as opened:
        for name, domain in (
            ("Bohrwerk Nord GmbH", "wide.example"),
            ("Bohrwerk Süd GmbH", "phone.example"),
            ("Zwilling Eins GmbH", "wide-twin.example"),
            ("Zwilling Zwei GmbH", "wide-twin.example"),
            ("Doppel Eins GmbH", "phone-twin.example"),
            ("Doppel Zwei GmbH", "phone-twin.example"),
        ):
            opened.open_file(name, owner=MEI, now=LONG_AGO, facts={"website": domain})
        opened.open_file("Ganz Anders AG", owner=MEI, now=NOW)
        yield opened


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(browser: Browser, office: Office, size: str) -> Iterator[Page]:
    office.workspace.reset()
    problems: list[str] = []
    context = browser.new_context(viewport=SIZES[size])
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{office.playground.ready.split()[1]}/#{MEI}/{SALES}")
    expect(page.get_by_test_id("person-switcher")).to_contain_text("Mei Tan")
    yield page
    context.close()
    assert problems == []


def forward(office: Office, domain: str) -> None:
    office.workspace.person("Mei").email(
        "#sales",
        from_="Mei Tan <mei@larkfield.example>",
        to="sales@larkfield.example",
        subject="Fwd: Order 4711",
        plain_text=FORWARDED.format(domain=domain),
    )


def use_shortcut(page: Page) -> Locator:
    """Open the form for the latest email, as somebody with a pointer does."""
    message = page.get_by_test_id("message").filter(has=page.get_by_label("Email")).last
    expect(message.get_by_label("Email")).to_contain_text("Fwd: Order 4711")
    message.hover()
    message.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Save to client file").click()
    modal = page.get_by_test_id("modal")
    expect(modal.get_by_role("heading", name="Save to client file")).to_be_visible()
    return modal


def test_a_forwarded_email_is_saved_with_its_sender_and_only_once(page: Page, office: Office, size: str) -> None:
    name = {"wide": "Bohrwerk Nord GmbH", "phone": "Bohrwerk Süd GmbH"}[size]
    forward(office, f"{size}.example")
    modal = use_shortcut(page)
    client = modal.get_by_role("combobox", name="Client")
    expect(client).to_have_value(name)
    expect(modal.get_by_role("listbox")).to_be_hidden()
    expect(modal).to_contain_text("Picked by the domain of the address.")
    expect(modal.get_by_label("Note")).to_have_value(
        f"From Anna Schmidt <anna@{size}.example>, subject: Order 4711\n\nPlease send 200 drills."
    )
    expect(modal).to_contain_text("Anna Schmidt, Leiterin Einkauf")
    expect(modal).to_contain_text("+49 1512 3456789 (mobile)")
    expect(modal.get_by_label("Add as a contact")).to_be_checked()
    expect(modal.get_by_label("Put the address on the file")).not_to_be_checked()
    modal.get_by_label("Outcome").select_option("Order coming")
    modal.get_by_test_id("modal-submit").click()
    expect(modal).to_be_hidden()
    expect(page.get_by_test_id("ephemeral")).to_contain_text(f"Saved on the file of {name}.")

    modal = use_shortcut(page)
    expect(modal).to_contain_text(re.compile(f"This is already on the file of {name}, since .*, by Mei Tan."))
    expect(modal.get_by_label("Spoke with")).to_contain_text("Anna Schmidt")
    expect(modal.get_by_label("Add as a contact")).to_have_count(0)
    modal.get_by_label("Outcome").select_option("Order coming")
    modal.get_by_test_id("modal-submit").click()
    expect(modal).to_be_hidden()
    answer = page.get_by_test_id("ephemeral").nth(1)
    expect(answer).to_contain_text(f"This is already on the file of {name}")
    answer.get_by_role("button", name="Open the file").click()
    expect(page.get_by_test_id("ephemeral").nth(2)).to_contain_text("Please send 200 drills.")
    assert page.evaluate("document.documentElement.scrollWidth") == SIZES[size]["width"]


def test_the_form_asks_where_two_may_be_meant_and_forgets_nothing_when_another_is_chosen(
    page: Page, office: Office, size: str
) -> None:
    name = {"wide": "Zwilling", "phone": "Doppel"}[size]
    forward(office, f"{size}-twin.example")
    modal = use_shortcut(page)
    expect(modal).to_contain_text("More than one client may be meant, please choose:")
    client = modal.get_by_role("combobox", name="Client")
    expect(client).to_have_value("")
    modal.get_by_label("Next step").fill("Send the offer")
    client.click()
    offered = modal.get_by_role("listbox").get_by_role("option")
    expect(offered).to_have_text([f"{name} Eins GmbH, Köln", f"{name} Zwei GmbH, Köln"])
    offered.first.click()
    expect(modal.get_by_label("Add as a contact")).to_be_checked()
    client.fill("Ganz Anders")
    modal.get_by_role("option", name="Ganz Anders AG").click()
    expect(modal).to_contain_text("Anna Schmidt, Leiterin Einkauf")
    expect(modal.get_by_label("Next step")).to_have_value("Send the offer")
    modal.get_by_label("Outcome").select_option("Good talk")
    modal.get_by_test_id("modal-submit").click()
    expect(modal).to_be_hidden()
    expect(page.get_by_test_id("ephemeral")).to_contain_text("Saved on the file of Ganz Anders AG.")
