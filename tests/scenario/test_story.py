"""Every command of `/client`, typed by people into the real workspace and answered by the real bot."""

import pytest

from playground.client import Person, Workspace
from tests.scenario.conftest import LONG_AGO
from tests.scenario.office import INES, LUCIA, MEI, Office


def log_a_call(mei: Person, note: str, **more: str) -> str:
    mei.run("/client log ACME", channel="#sales")
    form = mei.form()
    form.fill("Outcome", "Good talk")
    form.fill("Note", note)
    for label, value in more.items():
        form.fill(label, value)
    assert form.submit().kind == "closed"
    return mei.reply().text_all


def test_help_lists_what_can_be_done(mei: Person) -> None:
    mei.run("/client help")
    assert "/client log ACME" in mei.reply().text_all


def test_an_empty_command_is_answered_with_help(mei: Person) -> None:
    mei.run("/client")
    assert "/client log ACME" in mei.reply().text_all


def test_a_file_is_shown_with_its_sections_and_their_freshness(mei: Person) -> None:
    mei.run("/client show ACME")
    shown = mei.reply().text_all
    assert "ACME GmbH" in shown
    assert "Globex <!channel>" in shown
    assert "○ stale" in shown
    assert "USD 8,000.00" in shown


def test_a_client_that_is_certainly_meant_needs_no_command(mei: Person) -> None:
    mei.run("/client “acme”")
    assert "`ACME`" in mei.reply().text_all


def test_a_typing_error_in_the_command_is_understood(mei: Person) -> None:
    mei.run("/client shwo ACME")
    assert "Did you mean `/client show ACME`?" in mei.reply().text_all


def test_a_client_that_does_not_exist_gets_a_sentence(mei: Person) -> None:
    mei.run("/client show Zzyzx Quarry")
    assert "No client file answers to “Zzyzx Quarry”." in mei.reply().text_all


def test_clients_are_found_in_their_own_script(mei: Person) -> None:
    mei.run("/client find 大众")
    assert "上海大众有限公司" in mei.reply().text_all


def test_a_new_client_is_added_and_its_card_comes_back(mei: Person) -> None:
    mei.run("/client add Fjord Møbler AS", channel="#sales")
    form = mei.form()
    form.fill("Country", "Norway")
    form.fill("City", "Bergen")
    form.fill("Contact's name", "Kari Nordmann")
    form.fill("Contact's email or phone", "kari@example.org")
    assert form.submit().kind == "closed"
    card = mei.reply().text_all
    assert "Fjord Møbler AS" in card
    assert "Bergen, Norway" in card
    assert "kari@example.org" in card


def test_a_likely_duplicate_is_shown_before_anything_is_saved(mei: Person) -> None:
    mei.run("/client add Acme Ltd")
    pushed = mei.form().submit()
    assert pushed.kind == "pushed"
    confirm = mei.form()
    assert "ACME GmbH" in confirm.text_all
    confirm.click("Open the existing file")
    assert "`ACME`" in confirm.updated().text_all
    mei.run("/client find Acme Ltd")
    assert "1 client found" in mei.reply().text_all


def test_a_name_corrected_after_the_question_is_saved_as_corrected(mei: Person) -> None:
    mei.run("/client add Acme Ltd")
    form = mei.form()
    assert form.submit().kind == "pushed"
    mei.form().close()
    form.fill("Name", "Quite Another Company")
    assert form.submit().kind == "closed"
    assert "Quite Another Company" in mei.reply().text_all


def test_two_clients_of_one_name_are_asked_about_and_the_choice_goes_on(office: Office, mei: Person) -> None:
    office.open_file("Twin Works Ltd", owner=MEI, now=LONG_AGO)
    office.open_file("Twin Works GmbH", owner=MEI, now=LONG_AGO)
    mei.run("/client log Twin Works")
    question = mei.reply()
    assert "More than one client answers to “Twin Works”" in question.text_all
    question.click("This one")
    assert "Twin Works" in mei.form().text_all


def test_a_contact_is_logged_and_answered_with_what_is_useful(mei: Person) -> None:
    saved = log_a_call(mei, "They ask for <b> pumps & hoses", **{"Next step": "Send the offer"})
    assert "Saved on the file of *ACME GmbH*" in saved
    assert "Agreed: Send the offer" in saved
    mei.run("/client show ACME")
    assert "They ask for <b> pumps & hoses" in mei.reply().text_all


@pytest.mark.parametrize("note", ["x" * 3000, "<!channel> <@U0MEI>", "😀 " * 200, "שלום עולם", "客户很满意"])
def test_any_text_that_the_form_takes_is_kept(mei: Person, note: str) -> None:
    assert "Saved on the file" in log_a_call(mei, note)


def test_a_form_that_fails_comes_back_with_the_reason_at_the_field(mei: Person) -> None:
    mei.run("/client log ACME")
    form = mei.form()
    form.fill("Outcome", "Good talk")
    form.fill("Note", "back to the past")
    form.fill("On", "2020-01-01")
    result = form.submit()
    assert result.kind == "errors"
    assert "past" in result.by_block["next_on"]


def test_a_section_is_edited_in_a_form_made_from_the_catalogue(mei: Person) -> None:
    mei.run("/client edit ACME trading")
    form = mei.form()
    form.fill("Problems", "Late twice in May")
    form.fill("How do you know?", "visit")
    form.submit()
    assert "Problems" in mei.reply().text_all
    mei.run("/client show ACME")
    assert "Late twice in May" in mei.reply().text_all


def test_a_client_that_moves_takes_its_sales_along(office: Office, arjun: Person) -> None:
    lucia = office.workspace.person("Lucía")
    lucia.run("/client edit OTHER directory")
    form = lucia.form()
    form.fill("Country", "Portugal")
    form.submit()
    assert "Country" in lucia.reply().text_all
    arjun.run("/client mix country")
    assert ["Portugal", "1,500.50"] in [row[:2] for row in arjun.reply().rows]
    checked = office.run("db", "check")
    assert checked.returncode == 0, checked.stdout


def test_what_is_stale_is_answered_with_one_press(office: Office, workspace: Workspace) -> None:
    office.open_file("Rusty Gate Ltd", owner=LUCIA, now=LONG_AGO, facts={"problems": "none known"})
    lucia = workspace.person("Lucía")
    lucia.run("/client stale")
    listed = lucia.reply()
    assert "Rusty Gate Ltd* · Trading" in listed.text_all
    listed.click("Still true")
    answered = lucia.reply().text_all
    assert "Trading of *Rusty Gate Ltd* is still true" in answered
    assert "Rusty Gate Ltd* · Trading" not in answered


def test_credit_answers_with_figures_currency_and_date(office: Office, mei: Person, arjun: Person) -> None:
    mei.run("/client credit ACME")
    answer = mei.reply().text_all
    assert "not set" in answer
    assert "open invoices only" in answer
    assert "USD 3,000.00" in answer
    arjun.run("/client credit ACME 40,000")
    answered = arjun.reply()
    assert "Unknown" in answered.text_all
    answered.click("Set the limit")
    form = arjun.form()
    form.fill("Amount", "5,000 USD")
    form.submit()
    assert "USD 2,000.00" in arjun.reply().text_all
    arjun.run("/client credit ACME 40,000")
    assert "No" in arjun.reply().text_all


@pytest.mark.parametrize(
    ("typed", "sentence"), [("40k", "“40k” is not an amount"), ("40.000", "“40.000” can be read two ways")]
)
def test_an_amount_that_is_not_understood_is_no_part_of_the_name(mei: Person, typed: str, sentence: str) -> None:
    mei.run(f"/client credit ACME {typed}")
    assert sentence in mei.reply().text_all


def test_the_form_opens_for_those_only_who_may_add(arjun: Person) -> None:
    arjun.run("/client add Some Company")
    assert "This is for the custodian, sales manager or sales rep only" in arjun.reply().text_all


def test_there_is_nobody_to_share_with_in_ones_own_conversation(mei: Person) -> None:
    mei.run("/client show ACME", channel="app")
    mei.reply().click("Share here")
    assert "nobody to share it with" in mei.reply().text_all


def test_an_amount_without_a_currency_is_in_the_limits_own(office: Office, arjun: Person) -> None:
    office.open_file("Studio 54", owner=MEI, now=LONG_AGO, code="S54")
    arjun.run("/client credit Studio 54")
    asked = arjun.reply()
    assert "Credit of Studio 54" in asked.text_all
    asked.click("Set the limit")
    form = arjun.form()
    form.fill("Amount", "300000 JPY")
    form.submit()
    assert "JPY 300,000" in arjun.reply().text_all
    arjun.run('/client credit "Studio 54" 1000')
    assert "JPY 1,000 fits within the limit" in arjun.reply().text_all


def test_a_colleagues_client_shows_what_everybody_may_read_and_no_more(mei: Person) -> None:
    mei.run("/client show Other & Sons")
    shown = mei.reply().text_all
    assert "Other & Sons Ltd" in shown
    assert "secret-marker" not in shown
    mei.run("/client credit OTHER")
    assert "not open to you" in mei.reply().text_all


@pytest.mark.parametrize(("key", "word"), [("grade", "A"), ("product", "Pump"), ("region", "Western Europe")])
def test_the_mix_comes_with_a_chart_and_a_table(mei: Person, key: str, word: str) -> None:
    mei.run(f"/client mix {key}")
    answer = mei.reply()
    assert {"data_visualization", "data_table"} <= {str(block["type"]) for block in answer.blocks}
    assert word in answer.text_all
    assert "Your own clients." in answer.text_all


def test_the_mix_says_when_there_is_nothing(mei: Person) -> None:
    mei.run("/client mix region 1999")
    assert "No sales in this period." in mei.reply().text_all


def test_a_period_that_is_none_gets_a_sentence(mei: Person) -> None:
    mei.run("/client mix grade sometime")
    assert "“sometime” is not understood here" in mei.reply().text_all
    mei.run("/client mix grade 2026-13")
    assert "“2026-13” is not a period." in mei.reply().text_all


def test_the_digest_is_previewed_by_the_custodian_only(mei: Person, ines: Person) -> None:
    ines.run("/client digest")
    assert "What was learned" in ines.reply().text_all
    mei.run("/client digest")
    assert "custodian" in mei.reply().text_all


@pytest.mark.parametrize("outsider", ["Gwen", "Sam"])
def test_guests_and_strangers_are_sent_to_the_custodian(workspace: Workspace, outsider: str) -> None:
    person = workspace.person(outsider)
    person.run("/client show ACME", channel="#shared-with-partner")
    refused = person.reply().text_all
    assert f"<@{INES}>" in refused
    assert "ACME GmbH" not in refused


def test_the_home_tab_is_the_readers_own_desk(mei: Person) -> None:
    home = mei.home().text_all
    assert "My clients" in home
    assert "ACME GmbH" in home
    assert "Other & Sons" not in home


def test_an_item_answered_on_the_home_tab_leaves_it(office: Office, workspace: Workspace) -> None:
    office.open_file("Homestead Inc", owner=LUCIA, now=LONG_AGO, facts={"problems": "none known"})
    lucia = workspace.person("Lucía")
    home = lucia.home()
    assert "Homestead Inc* · Trading" in home.text_all
    home.click("Still true")
    assert "Homestead Inc* · Trading" not in lucia.next_home().text_all


def test_a_message_is_saved_to_a_file(mei: Person) -> None:
    message = mei.say("ACME GmbH just phoned: the pumps arrived broken", channel="#sales")
    mei.shortcut("Save to client file", message)
    form = mei.form()
    assert "ACME GmbH" in form.text_all
    form.fill("Outcome", "Problem raised")
    form.submit()
    assert "Saved on the file of *ACME GmbH*" in mei.reply().text_all
    mei.run("/client show ACME")
    assert "the pumps arrived broken" in mei.reply().text_all


def test_the_global_shortcuts_do_what_the_commands_do(mei: Person) -> None:
    mei.shortcut("Log a call")
    form = mei.form()
    form.fill("Client", "ACME")
    form.fill("Outcome", "Not reached")
    form.fill("Note", "Rang twice")
    assert form.submit().kind == "updated"
    mei.shortcut("Add a client")
    assert mei.form().title == "Add a client"


def test_sharing_shows_the_directory_only_and_never_to_outsiders(workspace: Workspace, mei: Person) -> None:
    mei.run("/client show ACME", channel="#sales")
    mei.reply().click("Share here")
    shared = mei.channel("#sales").next().text_all
    assert "ACME GmbH" in shared
    assert "Globex" not in shared
    workspace.join("#shared-with-partner", MEI)
    mei.run("/client show ACME", channel="#shared-with-partner")
    mei.reply().click("Share here")
    assert "Not shared" in mei.reply().text_all
