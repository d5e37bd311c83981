"""Editing a section in a real browser: a long form that grows, wrong fields, and two people at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pages import NARROW, Visit, field, form, run, save
from tests.databases import sqlite_url
from tests.scenario.conftest import LONG_AGO
from tests.scenario.office import INES, MEI, Office

KNOWN = {"problems": "Late", "reputation": "Fair", "industry": "retail"}


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A company with one file a story."""
    del browser  # asked for first: without one, nothing needs to be started
    folder = tmp_path_factory.mktemp("editing")
    with Office(folder, sqlite_url(folder / "clientele.db")) as opened:
        for code in ("TWO", "LONG", "WRONG"):
            opened.open_file(f"{code.title()} Brewery Ltd", owner=MEI, now=LONG_AGO, code=code, facts=KNOWN)
        yield opened


def test_a_long_form_grows_without_losing_what_is_typed(visit: Visit) -> None:
    page = visit(MEI, size=NARROW)
    run(page, "/client edit LONG")
    modal = form(page, "Basic data")
    field(modal, "Managers").fill("Eva Braun, Jan Vos")
    expect(field(modal, "Corporate group")).to_have_count(0)
    modal.get_by_role("button", name="more fields").click()
    field(modal, "Corporate group").fill("Long Holding")
    expect(field(modal, "Managers")).to_have_value("Eva Braun, Jan Vos")
    save(modal)
    expect(page.get_by_test_id("ephemeral").last).to_contain_text("Managers, Corporate group")
    page.close()


def test_wrong_fields_say_so_each_at_its_place(visit: Visit) -> None:
    page = visit(MEI)
    run(page, "/client edit WRONG")
    modal = form(page, "Basic data")
    field(modal, "Founded").fill("03/04/1998")
    field(modal, "Phone").fill("12")
    save(modal)
    expect(modal).to_contain_text("“03/04/1998” can be March 4, 1998 or April 3, 1998")
    expect(modal).to_contain_text("“12” lacks its area code")
    expect(field(modal, "Phone")).to_have_value("12")
    field(modal, "Founded").fill("3 April 1998")
    field(modal, "Phone").fill("0221 12345")
    save(modal)
    expect(page.get_by_test_id("ephemeral").last).to_contain_text("Founded, Phone")
    page.close()


def test_two_people_edit_one_section_and_the_second_chooses(visit: Visit) -> None:
    mei, ines = visit(MEI, size=NARROW), visit(INES)
    for page in (mei, ines):
        run(page, "/client edit TWO trading")
    hers, custodians = form(mei, "Trading"), form(ines, "Trading")
    field(custodians, "Problems").fill("Late twice in May")
    save(custodians)
    expect(ines.get_by_test_id("ephemeral").last).to_contain_text("Problems")

    field(hers, "Problems").fill("All settled")
    field(hers, "Advantages we keep").fill("Price")
    save(hers)
    choice = form(mei, "Changed meanwhile")
    for words in ("It was: Late", "Late twice in May", "You: All settled"):
        expect(choice).to_contain_text(words)
    expect(choice.get_by_label("Theirs: leave it as it is now")).to_be_checked()
    expect(field(choice, "Advantages we keep")).to_have_value("Price")
    choice.get_by_label("Mine, as below").check()
    save(choice)
    answer = mei.get_by_test_id("ephemeral").last
    expect(answer).to_contain_text("Trading of Two Brewery Ltd updated: Problems, Advantages we keep.")
    run(mei, "/client show TWO")
    expect(mei.get_by_test_id("ephemeral").last).to_contain_text("Problems: All settled")
    for page in (mei, ines):
        page.close()
