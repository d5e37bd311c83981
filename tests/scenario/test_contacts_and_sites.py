"""The people at a client's and its sites, entered and changed in the window behind a card's “⋯” menu."""

from playground.client import Form, Person
from tests.scenario.conftest import NOW
from tests.scenario.office import MEI, Office


def window(mei: Person, code: str) -> Form:
    mei.run(f"/client show {code}")
    mei.reply().click("Contacts and sites")
    return mei.form()


def entered(mei: Person, name: str, **more: str) -> Form:
    """Enter a person in the window that is open and return the form."""
    form = mei.form()
    form.fill("Name", name)
    for label, value in more.items():
        form.fill(label, value)
    return form


def test_a_contact_is_entered_changed_and_gone(office: Office, mei: Person) -> None:
    office.open_file("Katrins Kontor GmbH", owner=MEI, now=NOW, code="KATRIN")
    listed = window(mei, "KATRIN")
    assert "Nobody is entered yet." in listed.text_all
    listed.click("Add a contact")
    form = entered(mei, "Katrin Weber", Role="finance contact", Phone="0221 5550100", Language="Germ")
    form.fill("Email", "katrin at kontor")
    refused = form.submit()
    assert refused.kind == "errors"
    assert "katrin at kontor" in refused.by_block["contact_email"]
    form.fill("Email", "katrin@kontor.example")
    assert form.submit().kind == "closed"
    shown = listed.updated()
    line = "*Katrin Weber* finance contact, katrin@kontor.example, +49 221 5550100, speaks German"
    assert line in shown.text_all

    shown.click("Edit")
    form = mei.form()
    form.fill("Job title", "Head of accounts")
    assert form.submit().kind == "closed"
    shown = listed.updated()
    assert "finance contact, Head of accounts, katrin@kontor.example" in shown.text_all

    shown.click("Has left")
    assert "_left on" in listed.updated().text_all
    mei.run("/client show KATRIN")
    assert "Katrin Weber" not in mei.reply().text_all


def test_the_same_person_is_asked_about_in_the_form_that_stays_filled(office: Office, mei: Person) -> None:
    office.open_file("Doppelhaus GmbH", owner=MEI, now=NOW, code="DOPPEL")
    listed = window(mei, "DOPPEL")
    listed.click("Add a contact")
    assert entered(mei, "Eva Lang", Email="eva@doppel.example").submit().kind == "closed"
    listed = listed.updated()
    listed.click("Add a contact")
    asked = entered(mei, "E. Lang", Email="EVA@doppel.example", Phone="0221 5550199").submit()
    assert asked.kind == "updated"
    assert asked.form is not None
    assert "*Eva Lang* eva@doppel.example is on this file already." in asked.form.text_all
    assert asked.form.value("Phone") == "0221 5550199"
    assert asked.form.submit().kind == "closed"
    assert "*E. Lang*" in listed.updated().text_all


def test_a_site_is_entered_and_stands_on_the_card(office: Office, mei: Person) -> None:
    office.open_file("Werkstatt Nord GmbH", owner=MEI, now=NOW, code="WERKST")
    listed = window(mei, "WERKST")
    listed.click("Add a site")
    form = mei.form()
    assert form.submit().kind == "errors"
    form.fill("Kind", "plant")
    form.fill("City", "Bremen")
    assert form.submit().kind == "closed"
    assert "*plant Bremen, Germany*" in listed.updated().text_all
    mei.run("/client show WERKST")
    assert "Sites: plant Bremen, Germany" in mei.reply().text_all


def test_a_colleague_is_not_shown_the_people(mei: Person) -> None:
    listed = window(mei, "OTHER")
    assert "No site beside the address." in listed.text_all
    assert "Add a site" not in listed.buttons
    assert "People" not in listed.text_all
