"""A section is edited by people who mistype, who are interrupted, and who are two at once."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.policy.catalogue import Catalogue
from bot.services.clients import require_client
from bot.services.merging import merge_clients
from bot.services.people import identify
from playground.client import Form, Person, Workspace
from tests.scenario.conftest import LONG_AGO
from tests.scenario.office import INES, LUCIA, MEI, Office

PASTES = ("长" * 250_000, "\x00" * 5, "\u202e", " \u3000 ", "<!channel> & {name} %s", "аcme 🙂 ١٢")


def opened(person: Person, what: str) -> Form:
    person.run(f"/client edit {what}")
    return person.form()


def shown(person: Person, client: str) -> str:
    person.run(f"/client show {client}")
    return person.reply().text_all


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("ACME", "Basic data"),
        ("ACME trading", "Trading"),
        ("ACME Basic data", "Basic data"),
        ("ACME 交易", "Trading"),
        ("ACME 客户特征", "Characteristics"),
        ("ACME tradng", "Trading"),
        ("“ACME GmbH” buisness", "Business"),
        ("SVW directory", "Directory"),
    ],
)
def test_a_section_is_named_in_two_languages_and_with_typing_errors(mei: Person, typed: str, title: str) -> None:
    assert opened(mei, typed).title == title


@pytest.mark.parametrize("beside", ["contacts", "sites", "bank", "bank details", "联系人"])
def test_what_has_a_window_of_its_own_is_pointed_to(mei: Person, beside: str) -> None:
    mei.run(f"/client edit ACME {beside}")
    assert mei.reply().text_all == (
        "That is changed from the card: `/client show ACME GmbH`, then the menu “⋯” behind its buttons."
    )


def test_a_client_whose_name_ends_like_a_section_is_meant_first(office: Office, mei: Person) -> None:
    office.open_file("Vega Trading", owner=MEI, now=LONG_AGO)
    form = opened(mei, "Vega Trading")
    assert (form.title, "Vega Trading" in form.text_all) == ("Basic data", True)


def test_a_field_is_named_and_stands_alone(mei: Person) -> None:
    form = opened(mei, "ACME phone")
    assert form.fields == ["Phone", "How do you know?"]
    form.fill("Phone", "0221 / 123 45 - 67")
    form.submit()
    assert "Phone" in mei.reply().text_all
    assert "+49 221 1234567" in shown(mei, "ACME")


def test_more_fields_come_without_losing_what_is_typed(office: Office, mei: Person) -> None:
    office.open_file("Long Form AG", owner=MEI, now=LONG_AGO)
    form = opened(mei, "Long Form AG")
    form.fill("Managers", "Eva")
    assert "Corporate group" not in form.fields
    form.click("more_fields")
    whole = form.updated()
    assert whole.value("Managers") == "Eva"
    whole.fill("Corporate group", "Long Holding")
    assert whole.submit().closed
    answer = mei.reply().text_all
    assert "Managers" in answer
    assert "Corporate group" in answer


def test_another_section_opens_on_top_and_both_are_saved(office: Office, mei: Person) -> None:
    office.open_file("Two Floors Ltd", owner=MEI, now=LONG_AGO)
    form = opened(mei, "Two Floors Ltd trading")
    form.fill("Problems", "Late")
    form.choose("other_section", "– Characteristics")
    above = mei.form()
    assert above.title == "Characteristics"
    above.fill("Staff", "25")
    above.submit()
    assert "Staff" in mei.reply().text_all
    form.submit()
    assert "Problems" in mei.reply().text_all


WRONG = {
    "Founded": ("03/04/1998", "can be March 4, 1998 or April 3, 1998"),
    "Trading with us since": ("2999-01-01", "lies ahead of today"),
    "Assets": ("12 XQZ", "not a currency code"),
    "Registration number": ("HRB", "not written like a registration number in Germany"),
    "Tax number": ("DE136695975", "one digit is wrong"),
    "Phone": ("12", "lacks its area code"),
    "General email": ("eva", "has no @"),
    "Website": ("eva@acme.example", "names a person"),
}


def test_every_wrong_field_gets_its_own_sentence_and_nothing_typed_is_lost(office: Office, mei: Person) -> None:
    office.open_file("Wrong Ltd", owner=MEI, now=LONG_AGO)
    form = opened(mei, "Wrong Ltd")
    form.fill("Managers", "Eva")
    for label, (typed, _) in WRONG.items():
        form.fill(label, typed)
    result = form.submit()
    assert result.kind == "errors"
    assert {label: sentence in result.errors.get(label, "") for label, (_, sentence) in WRONG.items()} == dict.fromkeys(
        WRONG, True
    )
    assert set(result.errors) == set(WRONG)
    assert form.value("Managers") == "Eva"
    for label, typed in (("Founded", "3 April 1998"), ("Trading with us since", "2020"), ("Assets", "1.5m")):
        form.fill(label, typed)
    assert set(form.submit().errors) == set(WRONG) - {"Founded", "Trading with us since"}


@pytest.mark.parametrize("number", range(len(PASTES)))
def test_whatever_is_pasted_is_taken_or_answered_with_a_sentence(office: Office, mei: Person, number: int) -> None:
    """Slack's own client stops at an input's length."""
    paste, name = PASTES[number], f"Pasted {number} Ltd"
    office.open_file(name, owner=MEI, now=LONG_AGO)
    for section in ("basic", "characteristics", "business", "trading", "directory"):
        form = opened(mei, f"{name} {section}")
        for block in form.blocks:
            if block["type"] == "input" and block["element"]["type"] == "plain_text_input":
                form.fill(block["block_id"], paste[: block["element"]["max_length"]])
        result = form.submit()
        assert result.kind in {"errors", "closed"}
        assert all(len(sentence) < 300 for sentence in result.errors.values())
        if result.closed:
            assert mei.reply().text_all


def test_an_emptied_field_is_said_to_be_and_stays_in_the_history(office: Office, mei: Person) -> None:
    office.open_file("Emptied Ltd", owner=MEI, now=LONG_AGO, facts={"problems": "Late", "reputation": "Fair"})
    opened(mei, "Emptied Ltd trading").fill("Problems", None).submit()
    answer = mei.reply().text_all
    assert "Nobody knows these of *Emptied Ltd* any more: Problems." in answer
    mei.run("/client show Emptied Ltd")
    card = mei.reply()
    assert "Problems: " not in card.text_all
    card.click("History")
    history = mei.form().text_all
    assert "*Problems*: _nothing_" in history
    assert "*Problems*: Late" in history
    assert office.run("db", "check").returncode == 0


def test_a_name_cannot_be_emptied(office: Office, mei: Person) -> None:
    office.open_file("Never Nameless Ltd", owner=MEI, now=LONG_AGO)
    result = opened(mei, "Never Nameless Ltd directory").fill("Name", "\u200b ").submit()
    assert result.errors == {"Name": "Name cannot be left empty."}


def test_all_that_is_wrong_with_a_contact_is_said_at_once(office: Office, mei: Person) -> None:
    office.open_file("Old Staff Ltd", owner=MEI, now=LONG_AGO - timedelta(days=200), facts={"staff": "25"})
    mei.run("/client log Old Staff Ltd")
    form = mei.form()
    form.fill("Outcome", "Good talk").fill("Note", "\u200b ").fill("staff", "-5")
    form.fill("Next step", "Call").fill("On", "2020-01-01")
    result = form.submit()
    assert {block_id.partition(":")[0]: sentence for block_id, sentence in result.by_block.items()} == {
        "note": "Write a word or two on what was said.",
        "staff": "Staff cannot be less than 0.",
        "next_on": "The next step lies in the past; choose today or a later day.",
    }
    assert form.value("staff") == "-5"


@pytest.mark.parametrize(
    ("reach", "sentence"),
    [("eva@", "does not end in a domain"), ("12", "lacks its area code"), ("ask Eva", "is not a phone number")],
)
def test_all_that_is_wrong_with_a_new_client_is_said_at_once(mei: Person, reach: str, sentence: str) -> None:
    mei.run("/client add Wrong From The Start Ltd")
    form = mei.form()
    form.fill("Name", "\u200b \u3000").fill("Country", "Germany").fill("Contact's email or phone", reach)
    result = form.submit()
    assert set(result.errors) == {"Name", "Contact's email or phone"}
    assert result.errors["Name"] == "Name is empty."
    assert sentence in result.errors["Contact's email or phone"]
    assert form.value("Contact's email or phone") == reach


def merge(office: Office, source: int, target: int) -> None:
    """Have the custodian put one file into another."""
    now = datetime.now(UTC)
    with office.database.session() as session:
        ines = identify(session, INES, via="test", now=now)
        files = (require_client(session, source), require_client(session, target))
        merge_clients(session, ines, *files, now=now, catalogue=Catalogue())


def test_a_file_merged_away_while_its_form_was_open_is_saved_where_it_went(office: Office, mei: Person) -> None:
    double = office.open_file("Merged Away Ltd", owner=MEI, now=LONG_AGO)
    kept = office.open_file("Kept Whole GmbH", owner=MEI, now=LONG_AGO, facts={"problems": "Late"})
    form = opened(mei, "Merged Away Ltd trading").fill("Reputation and image", "Good")
    merge(office, double, kept)
    assert form.submit().closed
    answer = mei.reply().text_all
    assert "The file was merged into *Kept Whole GmbH* while you were typing" in answer
    assert "Reputation and image: Good" in shown(mei, "Kept Whole GmbH")


def test_a_file_merged_into_one_that_is_not_the_reps_keeps_the_form_open(office: Office, mei: Person) -> None:
    double = office.open_file("Merged To Others Ltd", owner=MEI, now=LONG_AGO)
    kept = office.open_file("Kept By Others GmbH", owner=LUCIA, now=LONG_AGO)
    form = opened(mei, "Merged To Others Ltd trading").fill("Problems", "Late")
    merge(office, double, kept)
    result = form.submit()
    assert result.kind == "errors"
    [sentence] = result.errors.values()
    assert "not open to you" in sentence.lower() or "owner" in sentence.lower(), sentence
    assert form.value("Problems") == "Late"


def both_open(office: Office, workspace: Workspace, name: str) -> tuple[Person, Form, Person, Form]:
    office.open_file(name, owner=MEI, now=LONG_AGO, facts={"problems": "Late", "reputation": "Fair"})
    mei, ines = workspace.person("Mei"), workspace.person("Inès")
    return mei, opened(mei, f"{name} trading"), ines, opened(ines, f"{name} trading")


def test_the_second_of_two_people_is_shown_what_changed_and_chooses(office: Office, workspace: Workspace) -> None:
    mei, hers, ines, custodians = both_open(office, workspace, "Twice Edited Ltd")
    custodians.fill("Problems", "Late twice").fill("Reputation and image", "Good").submit()
    ines.reply()
    hers.fill("Problems", "None").fill("Reputation and image", "Bad").fill("Advantages we keep", "Price")
    result = hers.submit()
    assert result.kind == "updated"
    choice = result.form
    assert choice is not None
    assert choice.title == "Changed meanwhile"
    for words in ("It was: Late", "Inès", "Late twice", "You: None", "changed 2 fields"):
        assert words in choice.text_all
    assert (choice.value("keep:problems"), choice.value("keep:reputation")) == ("theirs", "theirs")
    assert choice.value("advantages") == "Price"
    choice.fill("keep:problems", "mine")
    assert choice.submit().closed
    answer = mei.reply().text_all
    assert "Problems" in answer
    assert "Reputation" not in answer
    card = shown(mei, "Twice Edited Ltd")
    for words in ("Problems: None", "Reputation and image: Good", "Advantages we keep: Price"):
        assert words in card
    checked = office.run("db", "check")
    assert checked.returncode == 0, checked.stdout


def test_a_third_change_meanwhile_is_asked_about_too(office: Office, workspace: Workspace) -> None:
    mei, hers, ines, custodians = both_open(office, workspace, "Thrice Edited Ltd")
    custodians.fill("Problems", "One").submit()
    ines.reply()
    choice = hers.fill("Problems", "Mine").submit().form
    assert choice is not None
    opened(ines, "Thrice Edited Ltd trading").fill("Problems", "Two").submit()
    ines.reply()
    again = choice.fill("keep:problems", "mine").submit()
    assert again.kind == "updated"
    assert again.form is not None
    assert "It was: One" in again.form.text_all
    assert "Two" in again.form.text_all
    assert again.form.fill("keep:problems", "mine").submit().closed
    mei.reply()
    assert "Problems: Mine" in shown(mei, "Thrice Edited Ltd")
