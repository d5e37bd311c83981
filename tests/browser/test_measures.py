"""A measure, made of what an answer suggests, in a real browser as wide as a desk and as narrow as a phone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pages import NARROW, SIDEWAYS, WIDE, Visit, ask, form, save
from tests.databases import sqlite_url
from tests.scenario.conftest import LONG_AGO, PRODUCTS
from tests.scenario.office import INES, MEI, Office

THIS_MONTH = datetime.now(UTC).date().replace(day=1)
LAST, YEAR_BEFORE, LONG_BEFORE = (THIS_MONTH - timedelta(days=days) for days in (3, 400, 800))


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Six clients, one of which buys a tenth of what it bought the year before."""
    del browser  # asked for first: without one, nothing needs to be started
    folder = tmp_path_factory.mktemp("measures")
    lines = ["line_id,date,client,product,amount,currency", f"1,{LONG_BEFORE},C0,P1,10,USD"]
    with Office(folder, sqlite_url(folder / "clientele.db")) as opened:
        for number in range(6):
            opened.open_file(
                f"Maschinenfabrik Nummer {number} GmbH & Co. KG", owner=MEI, now=LONG_AGO, code=f"C{number}"
            )
            lines += [
                f"{number}a,{YEAR_BEFORE},C{number},P1,48000,USD",
                f"{number}b,{LAST},C{number},P1,{48000 if number else 4800},USD",
            ]
        opened.import_file("products", PRODUCTS)
        opened.import_file("sales", "\n".join(lines))
        yield opened


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_suggestion_becomes_a_measure(visit: Visit, size: dict[str, int]) -> None:
    page = visit(INES, size=size)
    answer = ask(page, "/client mix region")
    expect(answer).to_contain_text("buys 90.0 % less than in the period before.")
    answer.get_by_role("button", name="Make a measure").first.click()
    modal = form(page, "New measure")
    expect(modal.get_by_role("textbox", name="What is to be done")).to_have_value(
        "Find out why Maschinenfabrik Nummer 0 GmbH & Co. KG buys less, and win it back."
    )
    modal.get_by_role("checkbox", name="Sales focus of the quarter").check()
    save(modal)
    page.get_by_role("button", name="Measures", exact=True).last.click()
    listed = page.get_by_test_id("message").last
    expect(listed).to_contain_text("sales focus of the quarter")
    expect(listed).to_contain_text("USD 0.00 of USD")
    assert not page.evaluate(SIDEWAYS)
