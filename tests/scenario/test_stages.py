"""A stage that the ledger proposes, answered on the card and on the Home tab."""

from datetime import timedelta

from playground.client import Person, Workspace
from tests.scenario.conftest import LONG_AGO, NOW
from tests.scenario.office import MEI, Office

LINE = "line_id,date,client,product,amount,currency,quantity,unit\n{id},{day},{code},P1,1,USD,1,pcs\n"


def test_a_silent_client_becomes_past_with_the_reason(office: Office, mei: Person) -> None:
    office.open_file("Stille Post GmbH", owner=MEI, now=LONG_AGO, code="STILL", facts={"stage": "present"})
    day = NOW.date() - timedelta(days=500)
    office.import_file("sales", LINE.format(id="S1", day=day, code="STILL"))
    mei.run("/client show STILL")
    card = mei.reply()
    assert "Nothing was sold since" in card.text_all
    card.click("Confirm")
    form = mei.form()
    assert form.submit().kind == "errors"
    form.fill("Why they left", "price")
    assert form.submit().kind == "closed"
    shown = mei.reply().text_all
    assert "past client" in shown
    assert "Nothing was sold since" not in shown


def test_a_first_sale_makes_a_client_present_from_the_home_tab(office: Office, workspace: Workspace) -> None:
    office.open_file("Erstling KG", owner="U0TOMAS", now=LONG_AGO, code="ERST")
    last_month = (NOW.replace(day=1) - timedelta(days=5)).date()
    office.import_file("sales", LINE.format(id="S2", day=last_month, code="ERST"))
    tomas = workspace.person("Tomás")
    home = tomas.home()
    assert "A present client by now?" in home.text_all
    home.click("Confirm")
    after = tomas.next_home().text_all
    assert "A present client by now?" not in after
    assert "present client" in after


def test_what_is_not_so_is_asked_no_more(office: Office, mei: Person) -> None:
    office.open_file("Nicht So AG", owner=MEI, now=LONG_AGO, code="NICHT")
    last_month = (NOW.replace(day=1) - timedelta(days=5)).date()
    office.import_file("sales", LINE.format(id="S3", day=last_month, code="NICHT"))
    mei.run("/client show NICHT")
    mei.reply().click("Not so")
    assert "A present client by now?" not in mei.reply().text_all
    mei.run("/client show NICHT")
    shown = mei.reply().text_all
    assert "future client" in shown
    assert "A present client by now?" not in shown


def test_a_stage_set_by_hand_asks_for_the_reason_in_the_same_form(office: Office, mei: Person) -> None:
    office.open_file("Abschied GmbH", owner=MEI, now=LONG_AGO, code="ABSCH")
    mei.run("/client edit ABSCH directory")
    form = mei.form()
    form.fill("Stage", "past")
    form.fill("Relation", "indirect")
    refused = form.submit()
    assert "Say why they left" in refused.by_block["leaving_reason"]
    assert "through whom they buy" in refused.by_block["via"]
    form.fill("Why they left", "gone to a competitor")
    form.fill("Through which client", "ACME")
    assert form.submit().kind == "closed"
    mei.reply()
    mei.run("/client show ABSCH")
    assert "past client, indirect, through ACME GmbH" in mei.reply().text_all
