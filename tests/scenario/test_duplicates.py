"""Two files of one client are found, compared, merged and parted again, by the people whom it concerns."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from playground.client import Person
from tests.databases import sqlite_url
from tests.scenario.conftest import LONG_AGO, NOW
from tests.scenario.office import LUCIA, MEI, Office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office of its own: what is tested here changes files. Each pair stands in a city by its name."""
    folder = tmp_path_factory.mktemp("duplicates")
    with Office(folder, sqlite_url(folder / "clientele.db")) as opened:
        yield opened


@pytest.fixture
def mei(office: Office) -> Person:
    """A rep."""
    return office.workspace.person("Mei")


@pytest.fixture
def lucia(office: Office) -> Person:
    """Another rep."""
    return office.workspace.person("Lucía")


@pytest.fixture
def ines(office: Office) -> Person:
    """The custodian."""
    return office.workspace.person("Inès")


@pytest.fixture(autouse=True)
def apart(office: Office) -> Iterator[None]:
    """Leave no pair to the next test: whatever is alike then is kept apart."""
    yield
    with office.database.session() as session:
        from sqlalchemy import text

        session.execute(text("UPDATE client SET name_key = 'gone ' || id, name = 'Gone ' || id, city = 'Gone ' || id"))
        session.execute(text("UPDATE setting SET value = '4711' WHERE key = 'lookup_generation'"))


def twins(office: Office, name: str) -> tuple[int, int]:
    """Mei's file of a client, which says more, and Lucía's of the same one."""
    mine = office.open_file(f"{name} GmbH", owner=MEI, now=LONG_AGO, facts={"problems": "Late twice"})
    theirs = office.open_file(f"{name} Ltd", owner=LUCIA, now=NOW - timedelta(days=2), facts={"attitude": "open"})
    return mine, theirs


def test_the_custodian_lists_compares_merges_and_parts(office: Office, ines: Person, lucia: Person) -> None:
    _mine, theirs = twins(office, "Brandt Optik")
    ines.run("/client duplicates")
    listed = ines.reply()
    assert "One pair of files looks like one client." in listed.text_all
    assert "Almost certainly one client" in listed.text_all
    assert "The names are the same, legal forms aside. Both are in the same city." in listed.text_all
    listed.click("Compare and merge")
    form = ines.form()
    for said in ("Brandt Optik GmbH", "Brandt Optik Ltd", "Trading: 1 of", "Business: 1 of", "nothing is lost"):
        assert said in form.text_all
    assert form.submit().kind == "closed"
    done = ines.reply()
    assert "*Brandt Optik Ltd* is a part of *Brandt Optik GmbH* now." in done.text_all
    told = lucia.direct_message(timeout=60).text_all
    assert "has merged *Brandt Optik Ltd*" in told
    assert "which <@U0MEI> looks after" in told

    # Its name, its code and its facts lead to the one file.
    ines.run(f"/client show N{theirs:05d}")
    card = ines.reply()
    for said in ("Brandt Optik GmbH", "Late twice", "open", "Also kept as *Brandt Optik Ltd*"):
        assert said in card.text_all

    card.click("Undo the merge")
    assert "*Brandt Optik Ltd* has a file of its own again" in ines.reply().text_all
    ines.run(f"/client show N{theirs:05d}")
    assert "Late twice" not in ines.reply().text_all
    done.click("Undo")
    assert "This merge is undone already" in ines.reply().text_all


def test_a_pair_that_is_not_the_same_comes_no_more_until_the_custodian_says_so(
    office: Office, mei: Person, ines: Person
) -> None:
    twins(office, "Kessel Nord")
    mei.run("/client duplicates")
    listed = mei.reply()
    listed.click("Not the same")
    after = mei.reply().text_all
    assert "Noted: *Kessel Nord GmbH* and *Kessel Nord Ltd* are not the same." in after
    assert "No two files look like one client." in after
    # The old list's button still works, and says what was noted.
    ines.run("/client duplicates")
    ines.reply().click("Kept apart: 1")
    kept = ines.reply()
    assert "Kessel Nord GmbH" in kept.text_all
    kept.click("Propose again")
    assert "may be proposed as one client again" in ines.reply().text_all
    mei.run("/client duplicates")
    assert "Kessel Nord GmbH" in mei.reply().text_all


def test_a_rep_proposes_and_the_custodian_is_asked_once(office: Office, mei: Person, ines: Person) -> None:
    twins(office, "Hafen Werft")
    for _ in range(2):
        mei.run("/client duplicates")
        mei.reply().click("Compare and merge")
        form = mei.form()
        assert "Only the custodian" in form.text_all
        assert "Late twice" not in form.text_all
        assert form.submit().kind == "closed"
        assert "The custodian is asked" in mei.reply().text_all
    asked = ines.direct_message(timeout=60)
    assert "<@U0MEI> thinks that these two files are one client:" in asked.text_all
    asked.click("Compare and merge")
    form = ines.form()
    form.fill("Which file stays?", form.value("Which file stays?"))
    assert form.submit().kind == "closed"
    assert "is a part of" in asked.refreshed().text_all or "is a part of" in ines.reply().text_all
    # What was pressed late is answered in a sentence.
    mei.run("/client duplicates")
    assert "No two files look like one client." in mei.reply().text_all


def test_a_button_of_an_old_list_says_that_it_is_done(office: Office, ines: Person) -> None:
    twins(office, "Alte Muehle")
    ines.run("/client duplicates")
    first = ines.reply()
    ines.run("/client duplicates")
    second = ines.reply()
    first.click("Compare and merge")
    assert ines.form().submit().kind == "closed"
    ines.reply()
    second.click("Compare and merge")
    assert "These two are one file already" in ines.reply().text_all


def test_somebody_who_keeps_no_files_is_told_whom_to_ask(office: Office) -> None:
    arjun = office.workspace.person("Arjun")
    arjun.run("/client duplicates")
    assert "Ask the custodian if you need it." in arjun.reply().text_all
