"""“Save to client file” on messages and on forwarded emails, from the shortcut to what stands on the file."""

from playground.client import Form, Message, Person, Workspace
from tests.scenario.conftest import LONG_AGO, NOW
from tests.scenario.office import LUCIA, MEI, Office

FORWARDED = """For the file, please.

---------- Forwarded message ---------
From: {name} <{email}>
Date: Mon, Nov 2, 2020 at 10:11 AM
Subject: {subject}
To: Mei Tan <mei@larkfield.example>

Please send 200 drills.

Best regards
{name}
Head of Purchasing
Tel. +49 40 5550100
"""


def forward(mei: Person, email: str, subject: str, *, name: str = "Anna Schmidt", more: str = "") -> Message:
    return mei.email(
        "#sales",
        from_="Mei Tan <mei@larkfield.example>",
        to="sales@larkfield.example",
        subject=f"Fwd: {subject}",
        plain_text=FORWARDED.format(name=name, email=email, subject=subject) + more,
    )


def save(person: Person, message: Message) -> Form:
    person.shortcut("Save to client file", message)
    return person.form()


def finish(person: Person, form: Form) -> str:
    form.fill("Outcome", "Order coming")
    assert form.submit().kind == "closed"
    return person.reply().text_all


def open_file(office: Office, name: str, website: str, owner: str = MEI) -> int:
    return office.open_file(name, owner=owner, now=LONG_AGO, facts={"website": website})


def test_a_forwarded_email_goes_on_the_file_of_the_client_who_wrote_it(office: Office, mei: Person) -> None:
    open_file(office, "Drillworks GmbH", "https://www.drillworks.example/de")
    form = save(mei, forward(mei, "anna@drillworks.example", "Order 4711"))
    assert form.value("Kind") == "email"
    assert form.value("Note") == (
        "From Anna Schmidt <anna@drillworks.example>, subject: Order 4711\n\nPlease send 200 drills."
        "\n\nForwarded with the words: For the file, please."
    )
    assert "Nov 2, 2020" in form.text_all
    assert "Anna Schmidt, Head of Purchasing" in form.text_all
    assert form.value("From the signature") == ["contact"]
    assert "Saved on the file of *Drillworks GmbH*" in finish(mei, form)
    mei.run("/client show Drillworks")
    card = mei.reply().text_all
    assert "+49405550100" in card.replace(" ", "")
    assert "anna@drillworks.example" in card
    assert "Please send 200 drills." in card


def test_the_second_email_finds_its_sender_among_the_contacts(office: Office, mei: Person) -> None:
    open_file(office, "Second Drills GmbH", "second-drills.example")
    finish(mei, save(mei, forward(mei, "anna@second-drills.example", "First")))
    form = save(mei, forward(mei, "anna@second-drills.example", "Second"))
    assert "somebody of theirs has this address" in form.text_all
    assert "Add as a contact" not in form.text_all
    assert form.value("Spoke with") is not None
    finish(mei, form)


def test_an_email_that_is_attached_twice_is_logged_once(office: Office, mei: Person) -> None:
    open_file(office, "Twice Tools GmbH", "twice-tools.example")
    finish(mei, save(mei, forward(mei, "anna@twice-tools.example", "Twice")))
    form = save(mei, forward(mei, "anna@twice-tools.example", "Twice"))
    assert "This is already on the file of *Twice Tools GmbH*" in form.text_all
    answer_text = finish(mei, form)
    assert "This is already on the file of *Twice Tools GmbH*" in answer_text
    assert "Mei" in answer_text
    mei.run("/client show Twice Tools")
    assert mei.reply().text_all.count("Please send 200 drills.") == 1


def test_where_several_clients_may_be_meant_the_form_asks(office: Office, mei: Person) -> None:
    for name in ("Shared Site Nord GmbH", "Shared Site Süd GmbH"):
        open_file(office, name, "shared-site.example")
    form = save(mei, forward(mei, "anna@shared-site.example", "Which one"))
    assert form.value("Client") is None
    assert "More than one client may be meant" in form.text_all
    assert "Shared Site Nord GmbH" in form.text_all
    assert form.submit().kind == "errors"
    form.fill("Client", "Shared Site Süd")
    form = form.updated()
    assert "Add as a contact" in form.text_all
    assert "Saved on the file of *Shared Site Süd GmbH*" in finish(mei, form)


def test_a_client_that_was_guessed_wrong_is_changed_and_nothing_typed_is_lost(office: Office, mei: Person) -> None:
    open_file(office, "Guessed GmbH", "guessed.example")
    right = office.open_file("Quite Right AG", owner=MEI, now=NOW)
    form = save(mei, forward(mei, "anna@guessed.example", "Not theirs"))
    form.fill("Next step", "Send the offer")
    form.fill("Client", "Quite Right")
    form = form.updated()
    assert form.value("Next step") == "Send the offer"
    assert form.value("Client") == str(right)
    assert "Saved on the file of *Quite Right AG*" in finish(mei, form)


def test_a_colleagues_client_is_named_and_not_logged_on(office: Office, mei: Person) -> None:
    open_file(office, "Luciawerk GmbH", "luciawerk.example", owner=LUCIA)
    form = save(mei, forward(mei, "anna@luciawerk.example", "Hers"))
    assert "It looks like *Luciawerk GmbH*, on whose file you may not log" in form.text_all
    form.fill("Client", "Luciawerk")
    form = form.updated()
    assert "is not open to you" in form.text_all
    form.fill("Outcome", "Order coming")
    assert form.submit().kind == "errors"


def test_a_reply_in_a_thread_goes_where_the_thread_went(office: Office, mei: Person, workspace: Workspace) -> None:
    office.open_file("Threadbare Textiles Ltd", owner=MEI, now=NOW)
    first = mei.say("Threadbare Textiles Ltd asks for a sample", channel="#sales")
    finish(mei, save(mei, first))
    second = workspace.person("Tomás").say("They will get it on Friday", channel="#sales", thread_ts=first.ts)
    form = save(mei, second)
    assert "another message of this thread" in form.text_all
    assert form.value("Note") == "Tomás Novák in #sales:\n\nThey will get it on Friday"
    assert "Saved on the file of *Threadbare Textiles Ltd*" in finish(mei, form)


def test_a_message_that_means_nobody_asks_for_the_client(mei: Person) -> None:
    form = save(mei, mei.say("They liked it", channel="#sales"))
    assert form.value("Client") is None
    assert "More than one" not in form.text_all


def test_a_text_longer_than_a_note_is_kept_whole(office: Office, mei: Person) -> None:
    open_file(office, "Longwinded GmbH", "longwinded.example")
    form = save(mei, forward(mei, "anna@longwinded.example", "Long", more="\n\nP.S. " + "and more " * 25_000))
    assert len(form.value("Note")) == 3000
    assert "is kept with the note" in form.text_all
    assert "Saved on the file" in finish(mei, form)


def test_bank_details_are_not_taken_over(office: Office, mei: Person) -> None:
    open_file(office, "Newbank GmbH", "newbank.example")
    text = "\n\nPlease pay to DE89 3704 0044 0532 0130 00 from now on."
    form = save(mei, forward(mei, "anna@newbank.example", "New account", more=text))
    assert "Bank details in emails are not taken over; change them with a call-back." in form.text_all
    assert "0532 0130" not in form.value("Note")


def test_a_form_that_is_closed_goes_on_from_the_home_tab_with_its_message(office: Office, mei: Person) -> None:
    open_file(office, "Slipped GmbH", "slipped.example")
    form = save(mei, forward(mei, "anna@slipped.example", "Slipped"))
    form.fill("Next step", "Send the offer")
    form.close()
    home = mei.next_home()
    assert "Slipped GmbH" in home.text_all
    home.click("Continue")
    form = mei.form()
    assert form.value("Next step") == "Send the offer"
    assert form.value("Note").startswith("From Anna Schmidt <anna@slipped.example>")
    form.fill("Outcome", "Order coming")
    assert form.submit().kind == "updated"
    assert "Saved on the file of *Slipped GmbH*" in form.updated().text_all
    again = save(mei, forward(mei, "anna@slipped.example", "Slipped"))
    assert "This is already on the file of *Slipped GmbH*" in again.text_all
    again.close()


def test_what_is_said_over_an_email_and_in_a_direct_message_is_kept_too(office: Office, mei: Person) -> None:
    open_file(office, "Overheard GmbH", "overheard.example")
    text = FORWARDED.format(name="Anna Schmidt", email="anna@overheard.example", subject="Over")
    email = mei.email("app", from_="mei@larkfield.example", subject="Fwd: Over", plain_text=text, text="Urgent!")
    form = save(mei, email)
    assert form.value("Note").endswith("Forwarded with the words: For the file, please.\n\nUrgent!")
    form.close()
    form = save(mei, mei.say("Overheard GmbH wants a visit", channel="app"))
    assert form.value("Note") == "Mei Tan wrote:\n\nOverheard GmbH wants a visit"
    assert "Saved on the file of *Overheard GmbH*" in finish(mei, form)
