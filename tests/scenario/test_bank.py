"""Bank details between two people of finance: proposed after a call, looked at, in force or declined with a word."""

from datetime import UTC, datetime

import pytest

from bot.policy.access import Role
from bot.services import people
from playground.client import Message, Person, Workspace
from tests.scenario.conftest import LONG_AGO
from tests.scenario.office import MEI, TOMAS, Office

IBAN = "DE89 3704 0044 0532 0130 00"


@pytest.fixture
def tomas(office: Office, workspace: Workspace) -> Person:
    """A manager who is of finance as well."""
    with office.database.session() as session:
        roles = frozenset({Role.MANAGER, Role.FINANCE})
        people.add_person(session, people.operator("test"), TOMAS, roles, team="Asia", now=datetime.now(UTC))
    return workspace.person("Tomás")


def propose(arjun: Person, code: str) -> None:
    """Propose bank details in the window behind the card's menu, with a wrong digit first."""
    arjun.run(f"/client show {code}")
    arjun.reply().click("Bank details")
    window = arjun.form()
    assert "No bank details are in force." in window.text_all
    window.click("Change")
    form = arjun.form()
    form.fill("Account holder", "Bankhaus Kunde GmbH")
    form.fill("Account", IBAN[:-1] + "1")
    form.fill("Which number did you call?", f"Bankkunde {code[-1]}, +49 221 5550100")
    form.fill("Whom did you speak to?", "Katrin Weber")
    refused = form.submit()
    assert "is not a whole IBAN" in refused.by_block["bank_account"]
    form.fill("Account", IBAN)
    assert form.submit().kind == "closed"
    assert "It counts once confirmed." in window.updated().text_all


def message(office: Office, person: Person, words: str) -> Message:
    """Have what waits sent now, and return the direct message to somebody that says these words."""
    office.run("run", "nag")
    while words not in (received := person.direct_message(timeout=40)).text_all:
        pass
    return received


@pytest.mark.parametrize(
    ("code", "answer", "word", "told"),
    [
        ("BANKA", "Confirm", "", "has confirmed the bank details of *Bankkunde A*. They are in force."),
        ("BANKB", "Decline", "Katrin denies it", "has declined the bank details of *Bankkunde B*: Katrin denies it"),
    ],
)
def test_a_second_person_answers_and_the_proposer_is_told(
    office: Office, mei: Person, arjun: Person, tomas: Person, code: str, answer: str, word: str, told: str
) -> None:
    facts = {"phone": "+492215550100"}
    office.open_file(f"Bankkunde {code[-1]}", owner=MEI, now=LONG_AGO, code=code, facts=facts)
    propose(arjun, code)
    question = message(office, tomas, f"proposes new bank details for *Bankkunde {code[-1]}*")
    assert "3704" not in question.text_all
    question.click("Look and answer")
    form = tomas.form()
    assert IBAN in form.text_all
    form.fill("Your answer", answer)
    if answer == "Decline":
        assert "Fill this in" in form.submit().by_block["bank_word"]
        form.fill("A word on it", word)
    assert form.submit().kind == "updated"
    assert message(office, arjun, told)
    question.click("Look and answer")
    assert "answered or withdrawn meanwhile" in tomas.form().text_all
    mei.run(f"/client show {code}")
    shown = mei.reply()
    assert "3704" not in shown.text_all
    assert "Not open to you: Bank details" in shown.text_all


def test_a_file_of_clients_never_brings_bank_details(office: Office) -> None:
    path = office.folder / "iban.csv"
    path.write_text(f"code,name,IBAN\nIB1,Iban Works,{IBAN}\n", encoding="utf-8")
    done = office.run("import", "clients", str(path))
    assert "Bank details are never imported (IBAN)" in done.stdout
    asked = office.run("import", "clients", str(path), "--map", "situation=IBAN")
    assert asked.returncode == 1
    assert "holds bank details" in asked.stdout + asked.stderr
