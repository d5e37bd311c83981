"""What was typed and not saved, whether its form was closed, failed or lost its bot, is offered on the Home tab."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from bot.policy.catalogue import Catalogue
from bot.services.clients import require_client
from bot.services.freshness import assign_owner
from bot.services.merging import merge_clients
from bot.services.people import identify
from playground.client import Form, Person
from tests.databases import PostgresServer, sqlite_url
from tests.scenario.conftest import LONG_AGO, NOW
from tests.scenario.office import INES, LUCIA, MEI, Office


@pytest.fixture(scope="module", params=["socket", "http", "postgres"])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office of its own: bots are killed here."""
    folder = tmp_path_factory.mktemp(f"drafts-{request.param}")
    url = sqlite_url(folder / "clientele.db")
    if request.param == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.url(server.create(request.getfixturevalue("postgres_template")))
    with Office(folder, url, "http" if request.param == "http" else "socket") as opened:
        yield opened


@pytest.fixture
def mei(office: Office) -> Iterator[Person]:
    """A rep without drafts."""
    yield office.workspace.person("Mei")
    with office.database.session() as session:
        session.execute(text("DELETE FROM draft"))


def drafts_kept(office: Office) -> int:
    with office.database.engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM draft")).scalar_one())


def type_a_contact(mei: Person, name: str, note: str) -> Form:
    mei.run(f"/client log {name}", channel="#sales")
    form = mei.form()
    form.fill("Outcome", "Wants an offer")
    form.fill("Note", note)
    return form


def told(mei: Person, words: str) -> str:
    """The app's next direct message that says these words; the daily reminder may come first."""
    while words not in (message := mei.direct_message().text_all):
        pass
    return message


def go_on(mei: Person) -> Form:
    mei.home().click("Continue")
    return mei.form()


def test_a_form_that_is_closed_by_mistake_goes_on_where_it_was_left(office: Office, mei: Person) -> None:
    office.open_file("Closed Ltd", owner=MEI, now=LONG_AGO, facts={"problems": "Late"})
    form = type_a_contact(mei, "Closed Ltd", "They want <b> pumps & 200 hoses")
    form.fill("Problems", "Settled")
    form.close()
    home = mei.next_home().text_all
    assert "*Log a contact* · Closed Ltd" in home
    assert "They want <b> pumps & 200 hoses" in home
    again = go_on(mei)
    assert [again.value(each) for each in ("Outcome", "Note", "Problems")] == [
        "offer",
        "They want <b> pumps & 200 hoses",
        "Settled",
    ]
    saved = again.submit()
    assert saved.form is not None
    assert "Refreshed: Problems." in saved.form.text_all
    assert "Not saved yet" not in mei.next_home().text_all
    assert drafts_kept(office) == 0


def test_a_form_that_was_only_looked_at_leaves_nothing(office: Office, mei: Person) -> None:
    office.open_file("Looked Ltd", owner=MEI, now=LONG_AGO, facts={"problems": "Late"})
    for command in ("/client log Looked Ltd", "/client edit Looked Ltd trading", "/client add Some Name"):
        mei.run(command)
        mei.form().close()
    assert "Not saved yet" not in mei.home().text_all
    assert drafts_kept(office) == 0


def test_a_kill_loses_nothing_that_was_reported(office: Office, mei: Person) -> None:
    office.open_file("Killed Ltd", owner=MEI, now=NOW)
    type_a_contact(mei, "Killed Ltd", "Typed before the kill")
    office.bot.kill()
    office.start_bot()
    assert "Typed before the kill" in mei.home().text_all
    again = go_on(mei)
    assert again.value("Note") == "Typed before the kill"
    assert again.submit().kind == "updated"
    assert drafts_kept(office) == 0


def test_what_could_not_be_saved_is_kept_as_it_was_submitted(office: Office, mei: Person) -> None:
    office.open_file("Broken Ltd", owner=MEI, now=NOW)
    mei.run("/client log Broken Ltd")
    form = mei.form()
    rename(office, "interaction", "interaction_away")
    # As from a client that does not report while somebody types.
    values = {"outcome": "reached", "note": "Typed in vain"}
    answer = mei.link.post("submit", **{"as": mei.id, "view_id": form.view_id, "values": values})
    rename(office, "interaction_away", "interaction")
    assert "Something went wrong here" in answer["errors"]["outcome"]
    assert drafts_kept(office) == 1
    form.close()
    mei.next_home()
    assert go_on(mei).value("Note") == "Typed in vain"


def rename(office: Office, old: str, new: str) -> None:
    with office.database.engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))


def test_saving_a_form_leaves_no_draft(office: Office, mei: Person) -> None:
    office.open_file("Saved Ltd", owner=MEI, now=NOW)
    form = type_a_contact(mei, "Saved Ltd", "All is well")
    assert drafts_kept(office) == 1
    assert form.submit().kind == "closed"
    mei.reply()
    assert drafts_kept(office) == 0


def test_a_section_goes_on_with_what_was_typed_and_the_present_values(office: Office, mei: Person) -> None:
    known = {"problems": "Late", "reputation": "Fair"}
    client_id = office.open_file("Section Ltd", owner=MEI, now=LONG_AGO, facts=known)
    mei.run("/client edit Section Ltd trading")
    form = mei.form()
    form.fill("Problems", "Settled")
    form.close()
    assert "*Trading* · Section Ltd" in mei.next_home().text_all
    mei.run("/client edit Section Ltd trading")
    meanwhile = mei.form()
    meanwhile.fill("Reputation and image", "Good")
    meanwhile.submit()
    mei.reply()
    again = go_on(mei)
    assert (again.value("Problems"), again.value("Reputation and image")) == ("Settled", "Good")
    assert again.submit().kind == "updated"
    with office.database.engine.connect() as connection:
        query = text("SELECT field, value FROM current_value WHERE client_id = :id AND field <> 'name'")
        found = {row[0]: row[1] for row in connection.execute(query, {"id": client_id})}
    assert (found["problems"], found["reputation"]) == ("Settled", "Good")


def test_a_new_client_goes_on_and_the_question_about_duplicates_settles_it(office: Office, mei: Person) -> None:
    office.open_file("Fjord Works", owner=MEI, now=NOW)
    mei.run("/client add")
    form = mei.form()
    form.fill("Name", "Fjord Works AS")
    form.fill("Country", "Germany")
    form.close()
    mei.next_home()
    again = go_on(mei)
    assert (again.value("Name"), again.value("Country")) == ("Fjord Works AS", "DE")
    assert again.submit().kind == "pushed"
    assert drafts_kept(office) == 1
    assert mei.form().submit().kind == "closed"
    told(mei, "Fjord Works AS")
    assert drafts_kept(office) == 0


def test_whoever_has_lost_the_file_is_refused(office: Office, mei: Person) -> None:
    client_id = office.open_file("Lost Ltd", owner=MEI, now=NOW, facts={"problems": "secret-marker"})
    mei.run("/client edit Lost Ltd trading")
    form = mei.form()
    form.fill("Reputation and image", "Good")
    form.close()
    assert "secret-marker" not in mei.next_home().text_all
    with office.database.session() as session:
        assign_owner(session, identify(session, INES, via="test", now=NOW), client_id, LUCIA, now=NOW)
    home = mei.home()
    home.click("Continue")
    told(mei, "“Trading” of Lost Ltd is not open to you")
    home.click("Discard")
    assert "Not saved yet" not in mei.next_home().text_all


def test_picking_a_client_in_the_form_brings_its_part_and_keeps_what_was_typed(office: Office, mei: Person) -> None:
    client_id = office.open_file("Picked Ltd", owner=MEI, now=LONG_AGO, facts={"problems": "Late"})
    office.open_file("Sealed Ltd", owner=LUCIA, now=LONG_AGO, facts={"problems": "secret-marker"})
    mei.shortcut("Log a call")
    form = mei.form()
    form.fill("Note", "Typed first")
    form.fill("Client", "Sealed Ltd")
    refused = form.updated()
    assert "not open to you" in refused.text_all
    assert "secret-marker" not in refused.text_all
    refused.fill("Client", "Picked Ltd")
    picked = refused.updated()
    assert (picked.value("Note"), picked.value("Problems")) == ("Typed first", "Late")
    picked.fill("Outcome", "Good talk")
    picked.fill("Still true", ["Problems"])
    saved = picked.submit()
    assert saved.form is not None
    assert "Refreshed: Problems." in saved.form.text_all
    with office.database.engine.connect() as connection:
        query = text("SELECT count(*) FROM fact WHERE client_id = :id AND kind = 'confirmed'")
        assert connection.execute(query, {"id": client_id}).scalar_one() == 1


def test_a_message_that_was_not_saved_goes_on_with_its_words(office: Office, mei: Person) -> None:
    office.open_file("Message Works GmbH", owner=MEI, now=NOW)
    message = mei.say("Message Works GmbH just phoned: two valves leak", channel="#sales")
    mei.shortcut("Save to client file", message)
    form = mei.form()
    form.fill("Outcome", "Problem raised")
    form.close()
    assert "two valves leak" in mei.next_home().text_all
    again = go_on(mei)
    assert again.title == "Save to client file"
    assert again.value("Outcome") == "problem"
    assert "two valves leak" in str(again.value("Note"))
    saved = again.submit()
    assert saved.form is not None
    assert "Saved on the file of *Message Works GmbH*" in saved.form.text_all
    assert "Not saved yet" not in mei.next_home().text_all


def test_a_file_that_went_into_another_takes_the_draft_along(office: Office, mei: Person) -> None:
    source = office.open_file("Merged Away Ltd", owner=MEI, now=LONG_AGO, facts={"problems": "Late"})
    target = office.open_file("Merged Into Ltd", owner=MEI, now=NOW)
    form = type_a_contact(mei, "Merged Away Ltd", "Typed before the merge")
    form.fill("Problems", "Settled")
    form.close()
    mei.next_home()
    with office.database.session() as session:
        custodian = identify(session, INES, via="test", now=NOW)
        away, into = require_client(session, source), require_client(session, target)
        merge_clients(session, custodian, away, into, now=NOW, catalogue=Catalogue())
    again = go_on(mei)
    assert "Merged Into Ltd" in again.text_all
    assert (again.value("Note"), again.value("Problems")) == ("Typed before the merge", "Settled")
    assert again.submit().kind == "updated"
