"""Sales grades in the real bot: graded by the clock, listed, on the card and in its history, set with a preview."""

import time
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from bot.services import grading, people
from playground.client import Person
from playground.clientsurfaces import Form
from tests.databases import sqlite_url
from tests.scenario.conftest import NOW
from tests.scenario.office import INES, LUCIA, MEI, Office

PATIENCE = 60.0
"""Seconds in which the clock must have graded: it ticks every twenty."""


def month_ago(months: int) -> date:
    """The tenth of a month so many before this one."""
    day = NOW.date().replace(day=1)
    for _ in range(months):
        day = (day - timedelta(days=1)).replace(day=1)
    return day.replace(day=10)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("grades")
    with Office(folder, sqlite_url(folder / "clientele.db")) as opened:
        for code, name, owner in (
            ("ACME", "ACME GmbH", MEI),
            ("BOLT", "Bolt & Sons", MEI),
            ("CORE", "Core Ltd", LUCIA),
        ):
            opened.open_file(name, owner=owner, now=NOW, code=code)
        lines = ["line_id,date,client,amount,currency"]
        # 80 of 100 a month over two years, 15 of 100, and 20 in each of the last four months: 20 of 115 on average.
        for back in range(1, 25):
            lines += [f"A{back},{month_ago(back)},ACME,80,USD", f"B{back},{month_ago(back)},BOLT,15,USD"]
        lines += [f"C{back},{month_ago(back)},CORE,20,USD" for back in range(1, 5)]
        opened.import_file("sales", "\n".join(lines) + "\n", "--as-of", NOW.date().isoformat())
        assert opened.run("run", "rescore").returncode == 0
        yield opened


@pytest.fixture
def mei(office: Office) -> Person:
    return office.workspace.person("Mei")


@pytest.fixture
def ines(office: Office) -> Person:
    return office.workspace.person("Inès")


def listed(person: Person, asked: str = "") -> list[list[str]]:
    person.run(f"/client grades {asked}".strip(), channel="#sales")
    return [row[:4] for row in person.reply().rows]


def rules(person: Person) -> Form:
    """Walk from the command to the form of sales grades."""
    person.run("/client settings", channel="#sales")
    person.form().click("Open", nth=1)
    return person.form()


def previewed(person: Person) -> Form:
    """The window that shows who would move, once it is worked out."""
    return person.form().updated()


def test_grades_are_listed_with_what_they_follow_from(mei: Person, ines: Person) -> None:
    # ACME begins at nothing; CORE at 80 of 115, 69.6 %, so it is an A too; BOLT at 87 %.
    assert listed(ines) == [
        ["Client", "Grade", "USD a month", "Months"],
        ["ACME GmbH", "A", "80.00", "12"],
        ["Core Ltd", "A", "20.00", "4"],
        ["Bolt & Sons", "B", "15.00", "12"],
    ]
    assert [row[0] for row in listed(ines, "B")][1:] == ["Bolt & Sons"]
    assert [row[0] for row in listed(mei, "owner:me")][1:] == ["ACME GmbH", "Bolt & Sons"]
    assert [row[0] for row in listed(mei)][1:] == ["ACME GmbH", "Bolt & Sons"]
    ines.run("/client grades country:FR", channel="#sales")
    assert "No client with a sales grade answers to" in ines.reply().text_all
    ines.run("/client grades Z", channel="#sales")
    assert "“Z” is no sales grade; there are A, B, C" in ines.reply().text_all


def test_the_card_says_what_the_grade_follows_from(mei: Person, ines: Person) -> None:
    ines.run("/client show CORE", channel="#sales")
    assert "*Grade* A since" in (card := ines.reply().text_all)
    assert "USD 20.00 a month, over 4 months to" in card
    assert "new: 4 months" in card
    mei.run("/client show CORE", channel="#sales")
    assert "Grade" not in mei.reply().text_all


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(ines: Person) -> None:
    form = rules(ines)
    form.fill("Grades, best first", "Gold, gold")
    form.fill("Bounds, one a line", "95\n80")
    form.fill("Over how many months", "40")
    assert form.submit().errors == {
        "Grades, best first": "“gold” is there twice.",
        "Bounds, one a line": "Shares rise from line to line, each above 0 and below 100 percent, such as 80 "
        "and then 95.",
        "Over how many months": "The window is a whole number of months, from 1 to 36.",
    }
    assert form.value("Bounds, one a line") == "95\n80"
    form.close()


def test_the_custodian_sees_who_would_move_and_saves(office: Office, ines: Person, mei: Person) -> None:
    form = rules(ines)
    form.fill("Grades, best first", "Gold, Tin")
    form.fill("How clients are graded", "by amounts")
    form.fill("Bounds, one a line", "18 USD")
    assert form.submit().kind == "pushed"
    shown = previewed(ines)
    assert "Gold: 2" in shown.text_all
    assert "3 under another name" in shown.text_all
    assert "Bolt & Sons: B → Tin" in shown.text_all
    # Another custodian has been faster.
    with office.database.session() as session:
        actor = people.identify(session, INES, via="test", now=NOW)
        grading.save_settings(session, actor, grading.read_settings(session), now=NOW)
    shown.submit()
    assert "has changed the sales grades meanwhile" in ines.direct_message().text_all
    form = rules(ines)
    form.fill("Grades, best first", "Gold, Tin")
    form.fill("How clients are graded", "by amounts")
    form.fill("Bounds, one a line", "18 USD")
    form.submit()
    previewed(ines).submit()
    until = time.monotonic() + PATIENCE
    while [row[1] for row in listed(ines)][1:] != ["Gold", "Gold", "Tin"]:
        assert time.monotonic() < until
        time.sleep(1)
    assert "Bolt & Sons* B → Tin (new rules)" in mei.home().text_all
    mei.run("/client show BOLT", channel="#sales")
    assert "*Grade* Tin since" in mei.reply().text_all
