"""A contact is logged in one form, which refreshes the file meanwhile and answers with something useful."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from playground.client import Form, Person
from tests.databases import sqlite_url
from tests.scenario.conftest import LONG_AGO, NOW
from tests.scenario.office import MEI, Office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office of its own: what is tested here changes files."""
    folder = tmp_path_factory.mktemp("capture")
    with Office(folder, sqlite_url(folder / "clientele.db")) as opened:
        yield opened


@pytest.fixture
def mei(office: Office) -> Person:
    """A rep."""
    return office.workspace.person("Mei")


def facts_of(office: Office, client_id: int) -> list[tuple[str, str, str, bool]]:
    """The facts recorded after the file was opened: field, kind, value, and whether a contact brought them."""
    query = text(
        "SELECT field, kind, value, interaction_id IS NOT NULL FROM fact "
        "WHERE client_id = :id AND interaction_id IS NOT NULL ORDER BY id"
    )
    with office.database.engine.connect() as connection:
        return [(row[0], row[1], row[2], bool(row[3])) for row in connection.execute(query, {"id": client_id})]


def log_form(mei: Person, name: str) -> Form:
    mei.run(f"/client log {name}", channel="#sales")
    form = mei.form()
    form.fill("Outcome", "Good talk")
    form.fill("Note", "They are well")
    return form


def test_from_command_to_saved_in_two_round_trips_and_two_inputs(office: Office, mei: Person) -> None:
    office.open_file("Quick Ltd", owner=MEI, now=LONG_AGO, facts={"problems": "Late"})
    mei.run("/client log Quick Ltd", channel="#sales")
    form = mei.form()
    required = [block["block_id"] for block in form.blocks if block["type"] == "input" and not block.get("optional")]
    assert required == ["outcome", "note"]
    assert form.value("Kind") == "call"
    assert form.submit(outcome="reached", note="All is well").kind == "closed"
    assert "Saved on the file of *Quick Ltd*" in mei.reply().text_all


def test_a_person_waits_twice_from_the_command_to_the_saved_contact(office: Office, mei: Person) -> None:
    office.open_file("Counted Ltd", owner=MEI, now=LONG_AGO, facts={"problems": "Late"})
    before = [each["n"] for each in mei.link.get("deliveries", after=0)["deliveries"]]
    form = log_form(mei, "Counted Ltd")
    form.fill("Still true", ["Problems"])
    assert form.submit().kind == "closed"
    assert "Refreshed: Problems." in mei.reply().text_all
    came = mei.link.get("deliveries", after=max(before, default=0))["deliveries"]
    # What the inputs report while they are filled in is nothing that anybody waits for.
    waited_for = [each["type"] for each in came if each["type"] != "block_actions"]
    assert waited_for == ["/client", "view_submission"]


def test_one_call_refreshes_the_file(office: Office, mei: Person) -> None:
    known = {"problems": "Late", "sales_activity": "Brisk", "counter_measures": "None", "attitude": "Open"}
    client_id = office.open_file("Rusty Ltd", owner=MEI, now=LONG_AGO, facts=known)
    form = log_form(mei, "Rusty Ltd")
    # 110 days overdue each, the weightiest first; the attitude to working together only 20.
    shown = [label for label in form.fields if label in {"Problems", "Sales activity", "Counter-measures", "Attitude"}]
    assert shown == ["Problems", "Sales activity", "Counter-measures"]
    assert form.value("Problems") == "Late"
    form.fill("Problems", "Settled")
    form.fill("Still true", ["Sales activity"])
    assert form.submit().kind == "closed"
    assert "Refreshed: Problems, Sales activity." in mei.reply().text_all
    assert facts_of(office, client_id) == [
        ("problems", "observed", "Settled", True),
        ("sales_activity", "confirmed", "Brisk", True),
    ]


def test_what_is_left_alone_is_not_confirmed(office: Office, mei: Person) -> None:
    client_id = office.open_file("Quiet Ltd", owner=MEI, now=LONG_AGO, facts={"problems": "Late"})
    log_form(mei, "Quiet Ltd").submit()
    assert "Refreshed" not in mei.reply().text_all
    assert facts_of(office, client_id) == []


def test_a_value_that_cannot_be_taken_comes_back_at_its_own_field(office: Office, mei: Person) -> None:
    known = {"yearly_sales": "12000.0000 EUR", "problems": "Late"}
    client_id = office.open_file("Numbers Ltd", owner=MEI, now=NOW - timedelta(days=500), facts=known)
    form = log_form(mei, "Numbers Ltd")
    form.fill("Their yearly sales", "a lot")
    form.fill("Problems", "Settled")
    form.fill("On", "2020-01-01")
    refused = form.submit()
    # All that is wrong is told at once, each where it stands.
    assert (refused.kind, set(refused.errors)) == ("errors", {"Their yearly sales", "On", "Next step"})
    form.fill("Their yearly sales", "15,000 EUR")
    form.fill("On", None)
    assert form.submit().kind == "closed"
    mei.reply()
    assert [(key, value) for key, _, value, _ in facts_of(office, client_id)] == [
        ("problems", "Settled"),
        ("yearly_sales", "15000.0000 EUR"),
    ]


def test_a_step_is_ticked_off_in_the_form_and_on_the_home_tab(office: Office, mei: Person) -> None:
    office.open_file("Steps Ltd", owner=MEI, now=NOW)
    for step in ("Send samples", "Send the offer"):
        form = log_form(mei, "Steps Ltd")
        form.fill("Next step", step)
        form.submit()
        mei.reply()
    form = log_form(mei, "Steps Ltd")
    [boxes] = [block for block in form.blocks if block["block_id"].startswith("done")]
    form.fill("Done with this", [boxes["element"]["options"][0]["value"]])
    form.submit()
    saved = mei.reply().text_all
    assert "Done: Send samples" in saved
    assert "Agreed: Send the offer" in saved
    home = mei.home()
    assert "*Steps Ltd*: Send the offer" in home.text_all
    home.click("Done")
    assert "*Steps Ltd*: Send the offer" not in mei.next_home().text_all


def test_where_there_is_no_channel_the_form_turns_into_the_answer(office: Office, mei: Person) -> None:
    office.open_file("Home Ltd", owner=MEI, now=LONG_AGO, facts={"problems": "Late"})
    mei.shortcut("Log a call")
    form = mei.form()
    form.fill("Client", "Home Ltd")
    form.fill("Outcome", "Not reached")
    form.fill("Note", "Rang twice")
    answered = form.submit()
    assert answered.kind == "updated"
    assert answered.form is not None
    assert "Saved on the file of *Home Ltd*" in answered.form.text_all
    assert "Problems on file: Late" in answered.form.text_all


def test_likely_duplicates_stand_under_the_name_before_anything_is_saved(office: Office, mei: Person) -> None:
    office.open_file("Fjord Pumps GmbH", owner=MEI, now=NOW)
    mei.run("/client add")
    form = mei.form()
    form.fill("City", "Köln")
    form.fill("Name", "Fjord Pumps AG")
    shown = form.updated()
    assert "Already here? Have a look first:" in shown.text_all
    assert (shown.value("Name"), shown.value("City")) == ("Fjord Pumps AG", "Köln")
    shown.click("Open the existing file")
    card = mei.form()
    assert card.title == "Fjord Pumps GmbH"
    card.close()
    shown.fill("Name", "Quite Another Name")
    again = shown.updated()
    assert "Already here?" not in again.text_all
    assert again.submit().kind == "closed"
    assert "Quite Another Name" in mei.reply().text_all


def test_a_name_given_with_the_command_is_looked_up_at_once(office: Office, mei: Person) -> None:
    office.open_file("Harbour Cranes Ltd", owner=MEI, now=NOW)
    mei.run("/client add Harbour Cranes Limited")
    assert "Already here? Have a look first:" in mei.form().text_all


@pytest.mark.parametrize(("reach", "sentence"), [("mei@", "mei@"), ("12", "12")])
def test_a_contact_that_cannot_be_reached_comes_back_at_its_field(mei: Person, reach: str, sentence: str) -> None:
    mei.run("/client add Reachable Works")
    form = mei.form()
    form.fill("Contact's email or phone", reach)
    refused = form.submit()
    assert set(refused.errors) == {"Contact's email or phone"}
    assert sentence in refused.errors["Contact's email or phone"]
