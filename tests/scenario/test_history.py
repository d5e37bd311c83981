"""History and Undo in Slack: an edit is undone under its answer, and the history shows both."""

from playground.client import Person


def edited(person: Person, **values: str) -> None:
    person.run("/client edit ACME trading", channel="#sales")
    form = person.form()
    for label, value in values.items():
        form.fill(label, value)
    assert form.submit().kind == "closed"


def test_an_edit_is_undone_under_its_answer_and_the_history_keeps_both(mei: Person) -> None:
    edited(mei, Problems="Pallets arrive broken")
    answer = mei.reply()
    assert "Problems" in answer.text_all
    answer.click("Undo")
    assert "Undone: Problems of *ACME GmbH*" in mei.reply().text_all
    mei.run("/client show ACME")
    card = mei.reply()
    assert "Pallets arrive broken" not in card.text_all
    card.click("History")
    history = mei.form().text_all
    assert "~Pallets arrive broken~" in history
    assert "↩ Undone by" in history


def test_the_custodian_undoes_it_in_the_history_and_once_only(mei: Person, ines: Person) -> None:
    edited(mei, Problems="Trucks come late")
    mei.reply()
    ines.run("/client show ACME")
    ines.reply().click("History")
    page = ines.form()
    assert "*Problems*: Trucks come late" in page.text_all
    page.click("Undo")
    after = page.updated().text_all
    assert "~Trucks come late~" in after
    assert "↩ Undone by Inès" in after


def test_what_was_said_is_read_whole_in_a_window_that_turns(mei: Person) -> None:
    for note in ("Spoke of pallets. " * 20 + "The end of the first.", "Spoke of prices."):
        mei.run("/client log ACME", channel="#sales")
        assert mei.form().fill("Outcome", "Good talk").fill("Note", note).submit().kind == "closed"
        mei.reply()
    mei.run("/client show ACME")
    card = mei.reply()
    assert "The end of the first." not in card.text_all
    card.click("Calls and messages")
    latest = mei.form()
    assert "Spoke of prices." in latest.text_all
    latest.click("Older")
    assert "The end of the first." in latest.updated().text_all
