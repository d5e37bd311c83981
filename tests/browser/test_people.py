"""The people at a client's, its bank details and its stage, looked at in a real browser, on a phone too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.policy.access import Role
from bot.services import people
from tests.browser.pages import NARROW, SIDEWAYS, WIDE, Visit, form, menu, save
from tests.databases import sqlite_url
from tests.scenario.conftest import LONG_AGO, NOW
from tests.scenario.office import ARJUN, MEI, TOMAS, Office

LINE = """line_id,date,client,product,amount,currency,quantity,unit
1,{day},STILL,P1,1,USD,1,pcs
2,{today},BANK,P1,1,USD,1,pcs
"""
IBAN = "DE89 3704 0044 0532 0130 00"


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Two files of Mei's for contacts, one for bank details, one that has bought nothing for long; two of finance."""
    del browser  # asked for first: without one, nothing needs to be started
    folder = tmp_path_factory.mktemp("people")
    with Office(folder, sqlite_url(folder / "clientele.db")) as opened:
        for width in (WIDE["width"], NARROW["width"]):
            opened.open_file(f"Kontor {width}", owner=MEI, now=LONG_AGO, code=f"K{width}")
        opened.open_file("Bankkunde", owner=MEI, now=LONG_AGO, code="BANK", facts={"phone": "+492215550100"})
        opened.open_file("Stille Post", owner=MEI, now=LONG_AGO, code="STILL", facts={"stage": "present"})
        opened.import_file("sales", LINE.format(day=NOW.date() - timedelta(days=500), today=NOW.date()))
        with opened.database.session() as session:
            roles = frozenset({Role.MANAGER, Role.FINANCE})
            people.add_person(session, people.operator("test"), TOMAS, roles, team="Asia", now=datetime.now(UTC))
        yield opened


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "phone"])
def test_a_contact_and_a_site_are_entered(visit: Visit, office: Office, size: dict[str, int]) -> None:
    office.workspace.reset()
    page = visit(MEI, size=size)
    menu(page, ask_card(page, f"K{size['width']}"), "Contacts and sites")
    window = form(page, "Contacts and sites")
    window.get_by_role("button", name="Add a contact").click()
    asked = form(page, "Contact")
    asked.get_by_label("Name").fill("Katrin Weber")
    asked.get_by_label("Role").select_option("owner")
    asked.get_by_label("Share in percent").fill("101")
    asked.get_by_label("Email").fill("katrin at kontor")
    asked.get_by_role("combobox", name="Language").press_sequentially("germ")
    asked.get_by_role("option", name="German", exact=True).click()
    save(asked)
    # All that is wrong is said at once, and nothing that was typed is lost.
    expect(asked).to_contain_text("A share is more than 0 and at most 100 percent.")
    expect(asked).to_contain_text("has no @")
    asked.get_by_label("Share in percent").fill("60")
    asked.get_by_label("Email").fill("katrin@kontor.example")
    save(asked)
    window = form(page, "Contacts and sites")
    expect(window).to_contain_text("Katrin Weber owner, 60 %, katrin@kontor.example, speaks German")
    window.get_by_role("button", name="Add a site").click()
    asked = form(page, "Site")
    asked.get_by_label("Kind").select_option("plant")
    asked.get_by_label("City").fill("Bremen")
    save(asked)
    window = form(page, "Contacts and sites")
    expect(window).to_contain_text("plant Bremen, Germany")
    menu(page, window.locator(".section").filter(has_text="Katrin Weber"), "Has left")
    expect(window).to_contain_text("left on")
    assert page.evaluate(SIDEWAYS) is False
    page.close()


def ask_card(page: Page, code: str) -> Locator:
    page.get_by_test_id("composer").fill(f"/client show {code}")
    page.get_by_test_id("composer").press("Enter")
    card = page.get_by_test_id("ephemeral").last
    expect(card).to_contain_text(code)
    return card


def test_bank_details_pass_from_one_of_finance_to_the_other(visit: Visit, office: Office) -> None:
    office.workspace.reset()
    page = visit(ARJUN)
    menu(page, ask_card(page, "BANK"), "Bank details")
    form(page, "Bank details").get_by_role("button", name="Change").click()
    asked = form(page, "Change bank details")
    asked.get_by_label("Account holder").fill("Bankkunde GmbH")
    asked.get_by_label("Account", exact=True).fill(IBAN)
    asked.get_by_label("Which number did you call?").select_option("Bankkunde, +49 221 5550100")
    asked.get_by_label("Whom did you speak to?").fill("Katrin Weber")
    save(asked)
    expect(form(page, "Bank details")).to_contain_text("It counts once confirmed.")
    page.close()
    second = visit(TOMAS, size=NARROW)
    menu(second, ask_card(second, "BANK"), "Bank details")
    form(second, "Bank details").get_by_role("button", name="Look and answer").click()
    answer = second.get_by_test_id("modal").last
    expect(answer).to_contain_text(IBAN)
    answer.get_by_label("Your answer").select_option("Confirm")
    save(answer)
    expect(second.get_by_test_id("modal").last).to_contain_text("They are in force; Arjun Mehta is told.")
    assert second.evaluate(SIDEWAYS) is False
    second.close()


def test_a_client_becomes_past_with_its_reason(visit: Visit, office: Office) -> None:
    office.workspace.reset()
    page = visit(MEI, size=NARROW)
    card = ask_card(page, "STILL")
    expect(card).to_contain_text("Nothing was sold since")
    card.get_by_role("button", name="Confirm").click()
    asked = form(page, "A past client")
    asked.get_by_label("Why they left").select_option("gone to a competitor")
    save(asked)
    expect(page.get_by_test_id("ephemeral").last).to_contain_text("past client")
    assert page.evaluate(SIDEWAYS) is False
    page.close()
