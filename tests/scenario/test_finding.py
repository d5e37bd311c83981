"""`/client find` in the real workspace: words, filters, pages, clues, and what is sealed."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.services import address_book, people
from bot.services.clients import require_client
from playground.client import Person
from tests.scenario.office import MEI, Office

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def workshop(office: Office) -> Iterator[Office]:
    """The office with a dozen workshops of Mei's, and somebody at one of them."""
    ids = [office.open_file(f"Workshop {number:02d} Ltd", owner=MEI, now=NOW) for number in range(12)]
    with office.database.session() as session:
        mei = people.identify(session, MEI, via="test", now=NOW)
        somebody = address_book.ContactDetails(name="Greta Klein", phone="+49 221 998877", email="greta@ws-seven.de")
        client = require_client(session, ids[7])
        address_book.add_contact(session, mei, client, somebody, now=NOW, is_sure=True)
    return office


@pytest.fixture
def finder(workshop: Office) -> Person:
    return workshop.workspace.person("Mei")


def test_what_is_found_is_turned_page_by_page_and_opened(finder: Person) -> None:
    finder.run("/client find workshop country:DE")
    first = finder.reply()
    assert "12 clients found for “workshop country:DE”, page 1 of 2" in first.text_all
    assert "Workshop 09 Ltd" in first.text_all
    first.click("Next")
    second = finder.reply()
    assert "page 2 of 2" in second.text_all
    assert "Workshop 11 Ltd" in second.text_all
    assert "Workshop 01 Ltd" not in second.text_all
    second.click("Previous")
    assert "page 1 of 2" in finder.reply().text_all
    finder.run("/client find Workshop 05")
    finder.reply().click("Open")
    assert "Workshop 05 Ltd" in finder.reply().text_all


def test_filters_alone_find(finder: Person) -> None:
    finder.run("/client find owner:@lucia")
    assert "Other & Sons Ltd" in finder.reply().text_all.replace("&amp;", "&")
    finder.run("/client find colour:red")
    assert "“colour:” is no filter; there are country:" in finder.reply().text_all


@pytest.mark.parametrize("clue", ["0221 998877", "greta@ws-seven.de", "ws-seven.de", "Klein Greta"])
def test_a_clue_opens_the_file_for_its_owner(finder: Person, clue: str) -> None:
    finder.run(f"/client show {clue}")
    assert "Workshop 07 Ltd" in finder.reply().text_all


def test_a_section_is_edited_of_the_client_behind_a_clue(finder: Person) -> None:
    finder.run("/client edit greta@ws-seven.de trading")
    assert "Workshop 07 Ltd" in finder.form().text_all


def test_a_sealed_clue_tells_name_and_owner_only(workshop: Office) -> None:
    lucia = workshop.workspace.person("Lucía")
    lucia.run("/client find +49 221 998877")
    answer = lucia.reply().text_all
    assert "Workshop 07 Ltd" in answer
    assert "What led there is not open to you" in answer
    assert "Köln" not in answer
