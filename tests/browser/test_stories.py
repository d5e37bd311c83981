"""The stories of Clientele, walked in a real browser: the real playground, the real bot, people who click and type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from bot.policy.catalogue import Catalogue
from bot.policy.contacts import ContactKind, Outcome
from bot.services import people
from bot.services.clients import require_client
from bot.services.contacts import Contact, log_contact
from tests.browser.pages import GENERAL, GWEN, NARROW, SALES, Visit, ask, become, form, run, save
from tests.databases import sqlite_url
from tests.scenario.conftest import LONG_AGO, NOW, fill
from tests.scenario.office import ARJUN, LUCIA, MEI, TOMAS, Office

SHANGHAI, MADRID = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Madrid")
MONDAY = NOW.date() - timedelta(days=NOW.weekday())
LAST_WEEK = datetime(MONDAY.year, MONDAY.month, MONDAY.day, 12, tzinfo=UTC) - timedelta(days=4)

HOSE = "code,name,category,unit\nP3,Hose,Hoses,pcs\n"
HOSES = "line_id,date,client,product,amount,currency,quantity,unit\n4,{day},NORD,P3,2499.50,USD,10,pcs\n"


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A company with three files and a ledger, and a file of its own for each story that changes one."""
    del browser  # asked for first: without one, nothing needs to be started
    folder = tmp_path_factory.mktemp("stories")
    with Office(folder, sqlite_url(folder / "clientele.db")) as opened:
        fill(opened)
        for name, code in (("Pumpenwerk Nord GmbH", "NORD"), ("Kesselbau Jensen", "JENSEN")):
            opened.open_file(name, owner=MEI, now=NOW, code=code)
        opened.open_file("Brauhaus Winkler", owner=MEI, now=LONG_AGO, code="WINK", facts={"problems": "none known"})
        lucias = opened.open_file("Homestead Inc", owner=LUCIA, now=LONG_AGO, facts={"problems": "none known"})
        promise(opened, lucias, "Send samples", NOW.astimezone(MADRID).date())
        last_month = (NOW.replace(day=1) - timedelta(days=5)).date()
        opened.import_file("products", HOSE)
        opened.import_file("sales", HOSES.format(day=last_month))
        yield opened


def promise(office: Office, client_id: int, step: str, day: date) -> None:
    """Log a call of Lucía's that ends with a promise."""
    contact = Contact(ContactKind.CALL, Outcome.REACHED, "They asked for samples", next_step=step, next_on=day)
    call(office, LUCIA, client_id, contact, NOW)


def call(office: Office, person: str, client_id: int, contact: Contact, now: datetime) -> None:
    with office.database.session() as session:
        actor = people.identify(session, person, via="test", now=now)
        log_contact(session, actor, require_client(session, client_id), contact, now=now, catalogue=Catalogue())


def shown(day: date) -> str:
    """Write a day as the answers do."""
    return f"{day:%b} {day.day}, {day.year}"


# Add


def test_a_client_is_added_with_the_country_found_by_typing(visit: Visit) -> None:
    page = visit(MEI)
    run(page, "/client add Fjord Møbler AS")
    modal = form(page, "Add a client")
    expect(modal.get_by_label("Name", exact=True)).to_have_value("Fjord Møbler AS")
    modal.get_by_role("combobox", name="Country").press_sequentially("norw")
    modal.get_by_role("option", name="Norway").click()
    modal.get_by_label("City").fill("Bergen")
    modal.get_by_label("Contact's name").fill("Kari Nordmann")
    modal.get_by_label("Contact's email or phone").fill("kari@fjord.example")
    save(modal)
    expect(modal).to_be_hidden()
    card = page.get_by_test_id("ephemeral")
    expect(card.get_by_role("heading", name="Fjord Møbler AS")).to_be_visible()
    expect(card).to_contain_text("Bergen, Norway")
    expect(card).to_contain_text("future client")
    expect(card).to_contain_text("Kari Nordmann kari@fjord.example")
    expect(card.get_by_role("button", name="Log a contact")).to_be_visible()


def test_a_likely_duplicate_is_shown_and_its_file_opened(visit: Visit) -> None:
    page = visit(MEI)
    run(page, "/client add Acme Ltd")
    save(form(page, "Add a client"))
    modal = form(page, "Already here?")
    expect(modal).to_contain_text("Acme Ltd looks like a file that is already here.")
    candidate = modal.locator(".section").filter(has_text="ACME GmbH")
    expect(candidate).to_contain_text("Köln, Germany")
    candidate.get_by_role("button", name="Open the existing file").click()
    opened = form(page, "ACME GmbH")
    expect(opened).to_contain_text("Globex <!channel>")
    expect(opened.get_by_role("button", name="Log a contact")).to_have_count(0)
    opened.get_by_test_id("modal-dismiss").click()
    expect(page.get_by_test_id("modal")).to_be_hidden()
    found = ask(page, "/client find Acme Ltd")
    expect(found).to_contain_text("1 client found")


# Log


def test_a_call_is_logged_and_a_day_in_the_past_is_mended_in_the_form(visit: Visit) -> None:
    page = visit(MEI)
    next_week = datetime.now(SHANGHAI).date() + timedelta(days=7)
    run(page, "/client log NORD")
    modal = form(page, "Log a contact")
    expect(modal).to_contain_text("Pumpenwerk Nord GmbH Köln, Germany")
    modal.get_by_label("Outcome").select_option("Wants an offer")
    modal.get_by_label("Note").fill("40 pumps & hoses, <soon>")
    modal.get_by_label("Next step").fill("Send the offer")
    modal.get_by_label("On (optional)").fill("2020-01-01")
    save(modal)
    error = modal.get_by_test_id("field-error").filter(visible=True)
    expect(error).to_have_text("The next step lies in the past; choose today or a later day.")
    expect(modal.get_by_label("Note")).to_have_value("40 pumps & hoses, <soon>")
    modal.get_by_label("On (optional)").fill(next_week.isoformat())
    save(modal)
    expect(modal).to_be_hidden()
    answer = page.get_by_test_id("ephemeral")
    expect(answer).to_contain_text("Saved on the file of Pumpenwerk Nord GmbH.")
    expect(answer).to_contain_text(f"Agreed: Send the offer, {shown(next_week)}")
    answer.get_by_role("button", name="Open the file").click()
    card = page.get_by_test_id("ephemeral").nth(1)
    expect(card).to_contain_text("Wants an offer. 40 pumps & hoses, <soon>")


def test_a_call_is_logged_on_a_phone_without_a_pointer(visit: Visit) -> None:
    page = visit(MEI, size=NARROW)
    keys = page.keyboard
    next_week = datetime.now(SHANGHAI).date() + timedelta(days=7)
    keys.press("/")
    expect(page.get_by_test_id("composer")).to_be_focused()
    keys.type("client log JENSEN")
    keys.press("Enter")
    modal = form(page, "Log a contact")
    expect(modal.get_by_label("Outcome")).to_be_focused()
    keys.type("Good")
    keys.press("Tab")
    expect(modal.get_by_label("Note")).to_be_focused()
    keys.type("They stay with us")
    keys.press("Tab")
    expect(modal.get_by_label("Kind")).to_be_focused()
    keys.press("Tab")
    keys.type("Send the calendar")
    keys.press("Tab")
    keys.type("01012020")
    keys.press("Enter")
    expect(modal.get_by_text("The next step lies in the past")).to_be_visible()
    expect(modal.get_by_label("On (optional)")).to_be_focused()
    keys.press("ArrowLeft")
    keys.press("ArrowLeft")
    keys.type(f"{next_week:%m%d%Y}")
    keys.press("Enter")
    expect(modal).to_be_hidden()
    expect(page.get_by_test_id("composer")).to_be_focused()
    answer = page.get_by_test_id("ephemeral")
    expect(answer).to_contain_text("Saved on the file of Kesselbau Jensen.")
    expect(answer).to_contain_text(f"Agreed: Send the calendar, {shown(next_week)}")
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


# Credit


def test_finance_reads_the_figures_and_sets_the_limit(visit: Visit) -> None:
    page = visit(ARJUN)
    answer = ask(page, "/client credit ACME 2,500")
    expect(answer).to_contain_text("Unknown whether USD 2,500.00 fits")
    expect(answer).to_contain_text("Limit: not set")
    expect(answer).to_contain_text("Exposure (open invoices only): USD 3,000.00")
    expect(answer).to_contain_text("Overdue: USD 3,000.00, the oldest INV-1 by 3 days")
    answer.get_by_role("button", name="Set the limit").click()
    modal = form(page, "Credit limit")
    modal.get_by_label("Amount").fill("a lot")
    save(modal)
    expect(modal.get_by_test_id("field-error").filter(visible=True)).to_contain_text("a lot")
    modal.get_by_label("Amount").fill("5,000 USD")
    save(modal)
    expect(modal).to_be_hidden()
    renewed = page.get_by_test_id("message").nth(1)
    expect(renewed).to_contain_text("Limit: USD 5,000.00, set by Arjun Mehta")
    expect(renewed).to_contain_text("Available: USD 2,000.00")
    expect(ask(page, "/client credit ACME 2,500")).to_contain_text("No: USD 2,500.00 does not fit within the limit.")


# Mix

# Pump 8,000.00, Hose 2,499.50 and Valve 1,500.50 make 12,000.00; a pump for 400.00 was sold the year before.
FIGURES = {
    "Pump": ["8,000.00", "66.7 %", "66.7 %", "+1,900.0 % from 400.00", "1", "8,000.00"],
    "Hose": ["2,499.50", "20.8 %", "87.5 %", "0.00", "1", "2,499.50"],
    "Valve": ["1,500.50", "12.5 %", "100.0 %", "0.00", "1", "1,500.50"],
}


def test_the_mix_is_drawn_and_its_table_sorts(visit: Visit) -> None:
    page = visit(TOMAS)
    answer = ask(page, "/client mix product")
    expect(answer).to_contain_text("Pump makes up 66.7 % of USD 12,000.00.")
    expect(answer).to_contain_text("That is +2,900.0 % on the year before.")
    bars = answer.get_by_test_id("chart").locator("svg .bar.series-1")
    expect(bars).to_have_count(3)
    heights = [float(bar.get_attribute("height") or 0) for bar in bars.all()]
    assert [height / heights[0] for height in heights] == pytest.approx([1, 2499.5 / 8000, 1500.5 / 8000])
    rows = answer.get_by_test_id("data-table").locator("tbody tr")
    for index, (product, cells) in enumerate(FIGURES.items()):
        expect(rows.nth(index).locator("th, td")).to_have_text([product, *cells])
    names = rows.locator("th")
    answer.get_by_role("button", name="USD").click()
    expect(names).to_have_text(["Valve", "Hose", "Pump"])
    answer.get_by_role("button", name="Year before").click()
    expect(names).to_have_text(["Pump", "Hose", "Valve"])
    answer.get_by_role("button", name="Product").click()
    expect(names).to_have_text(["Hose", "Pump", "Valve"])


def test_the_mix_is_shared_with_the_channel_and_not_where_guests_read(visit: Visit) -> None:
    page, colleague = visit(TOMAS), visit(LUCIA)
    answer = ask(page, "/client mix product")
    expect(colleague.get_by_test_id("message")).to_have_count(0)
    answer.get_by_role("button", name="Share here").click()
    shared = colleague.get_by_test_id("message")
    expect(shared).to_contain_text("Pump makes up 66.7 % of USD 12,000.00.")
    expect(shared.get_by_test_id("chart")).to_be_visible()
    expect(colleague.get_by_text("Only visible to you")).to_have_count(0)
    expect(shared.get_by_role("button", name="Share here")).to_have_count(0)
    page.get_by_test_id("place").filter(has_text="general").click()
    expect(page.get_by_role("heading", name="#general")).to_be_visible()
    ask(page, "/client mix product").get_by_role("button", name="Share here").click()
    expect(page.get_by_test_id("message").last).to_contain_text("Not shared: guests")


def test_a_phone_shows_a_figure_beside_each_name(visit: Visit) -> None:
    page = visit(TOMAS, size=NARROW)
    rows = ask(page, "/client mix product by grade").get_by_test_id("data-table").locator("tbody tr")
    expect(rows).to_have_count(4)
    for row in rows.all():
        place = row.locator("td").first.bounding_box()
        assert place is not None
        assert place["x"] + place["width"] <= NARROW["width"]


def test_figures_arrive_as_a_workbook_and_a_refused_chart_as_a_picture(visit: Visit, office: Office) -> None:
    page = visit(TOMAS)
    ask(page, "/client mix product").get_by_role("button", name="Figures as XLSX").click()
    expect(page.get_by_test_id("message").last).to_contain_text("is in your messages with me, as XLSX.")
    office.workspace.faults(refuse_blocks=["data_visualization", "data_table"])
    ask(page, "/client mix product")
    office.workspace.faults(clear=True)
    place = office.workspace.person(TOMAS).described["app_channel"]
    messages = visit(TOMAS, str(place)).get_by_test_id("message")
    expect(messages).to_have_count(2)
    expect(messages.nth(0)).to_contain_text("EXCEL SPREADSHEET", ignore_case=True)
    picture = messages.nth(1).locator("img").last
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("naturalWidth", 960)


# What the clock brings


def test_a_reminder_is_answered_with_still_true(visit: Visit, office: Office) -> None:
    page = visit(MEI, "home")
    done = office.run("run", "nag", "--at", f"{next_tuesday(SHANGHAI)}T10:00+08:00")
    assert done.returncode == 0, done.stderr
    page.get_by_test_id("tab-messages").click()
    told = page.get_by_test_id("message").filter(has_text="Brauhaus Winkler").last
    message = page.locator(f'[data-ts="{told.get_attribute("data-ts")}"]')
    expect(message).to_contain_text("in your client files may have changed.")
    item = message.locator(".section").filter(has_text="Brauhaus Winkler · Trading")
    expect(item).to_contain_text("Problems: none known")
    others = message.get_by_role("button", name="Snooze").count() - 1
    buttons = item.locator("xpath=following-sibling::*[1]")
    buttons.get_by_role("button", name="Still true").click()
    expect(message).to_contain_text("Noted: Trading of Brauhaus Winkler is still true.")
    expect(item).to_have_count(0)
    expect(message.get_by_role("button", name="Snooze")).to_have_count(others)
    expect(ask(page, "/client show WINK")).to_contain_text("Trading ● fresh")


def next_tuesday(zone: ZoneInfo) -> date:
    """Return a working day to come, whose slot nobody can have taken yet."""
    today = datetime.now(zone).date()
    return today + timedelta(days=(1 - today.weekday()) % 7 or 7)


def test_the_manager_reads_the_digest_in_its_channel(visit: Visit, office: Office) -> None:
    opened = office.open_file("Weekly Works", owner=LUCIA, now=LAST_WEEK)
    for note in ("First call", "Second call"):
        call(office, LUCIA, opened, Contact(ContactKind.CALL, Outcome.REACHED, note), LAST_WEEK)
    page = visit(TOMAS)
    office.settings = {"CLIENTELE_DIGEST_CHANNEL": SALES}
    done = office.run("run", "digest", "--at", f"{MONDAY}T10:00+00:00")
    assert done.returncode == 0, done.stderr
    digest = page.get_by_test_id("message")
    week = f"Client files, {shown(MONDAY - timedelta(days=7))} to {shown(MONDAY - timedelta(days=1))}"
    expect(digest.get_by_role("heading", name=week)).to_be_visible()
    expect(digest).to_contain_text("1 new client")
    expect(digest).to_contain_text("2 contacts logged (0 the week before)")
    expect(digest.locator("strong")).to_have_text(
        [re.compile("^Clientele$"), "What was learned", "How fresh the files are", "Sales", "Ahead"]
    )
    expect(page.get_by_text("Only visible to you")).to_have_count(0)


# Who may read


def test_a_guest_reads_whom_to_ask_and_nothing_else(visit: Visit) -> None:
    page = visit(GWEN, GENERAL)
    refused = ask(page, "/client show ACME")
    expect(refused).to_contain_text("Only visible to you")
    expect(refused).to_contain_text("Client files are not open to guests of this workspace.")
    expect(refused.get_by_test_id("mention")).to_have_text("@ines")
    expect(refused.get_by_role("button")).to_have_count(0)
    page.get_by_role("button", name="Clientele").click()
    home = page.get_by_test_id("home")
    expect(home).to_contain_text("Client files are not open to guests of this workspace.")
    expect(home).not_to_contain_text("ACME")


def test_another_person_is_in_the_same_place_and_sees_nothing_meant_for_the_first(visit: Visit) -> None:
    page = visit(MEI)
    expect(ask(page, "/client credit ACME")).to_contain_text("Credit of ACME GmbH")
    become(page, TOMAS)
    expect(page).to_have_url(re.compile(f"#{TOMAS}/{SALES}$"))
    expect(page.get_by_role("heading", name="#sales")).to_be_visible()
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()
    expect(ask(page, "/client find ACME")).to_contain_text("1 client found")
    become(page, MEI)
    expect(page.get_by_test_id("ephemeral")).to_have_count(1)
    expect(page.get_by_test_id("ephemeral")).to_contain_text("Credit of ACME GmbH")


# App Home


def test_home_shows_what_is_due_and_stale_and_a_section_is_updated_from_it(visit: Visit) -> None:
    page = visit(LUCIA)
    page.get_by_role("button", name="Clientele").click()
    home = page.get_by_test_id("home")
    due = home.locator(".section").filter(has_text="Homestead Inc: Send samples")
    expect(due).to_contain_text(shown(NOW.astimezone(MADRID).date()))
    buttons = due.locator("xpath=following-sibling::*[1]")
    expect(buttons.get_by_role("button", name="Log a contact")).to_be_visible()
    for mine in ("Other & Sons Ltd", "Homestead Inc"):
        line = home.locator(".section").filter(has_text=f"{mine}Köln, Germany")
        expect(line.get_by_role("button", name="Open")).to_be_visible()
    expect(home).not_to_contain_text("ACME GmbH")
    stale = home.locator(".section").filter(has_text="Homestead Inc · Trading")
    expect(stale).to_contain_text("Problems: none known")
    stale.locator("xpath=following-sibling::*[1]").get_by_role("button", name="Update").click()
    modal = form(page, "Trading")
    expect(modal.get_by_label("Problems (optional)", exact=True)).to_have_value("none known")
    modal.get_by_label("Problems (optional)", exact=True).fill("Two crates arrived broken")
    modal.get_by_label("How do you know?").select_option("visit")
    save(modal)
    form(page, "Saved").get_by_test_id("modal-close").click()
    expect(stale).to_have_count(0)
    expect(due).to_be_visible()
