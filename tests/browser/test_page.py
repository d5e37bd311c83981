"""The playground's page, in a real browser, before a real Bolt app that is not ours."""

from __future__ import annotations

import json
import re
import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from slack_bolt.adapter.socket_mode import SocketModeHandler

from tests.browser.axe import fetch_axe, grave_findings
from tests.browser.browsing import playground
from tests.browser.pages import SIDEWAYS
from tests.browser.sample_app import MANIFEST, REGIONS, ROWS, SERIES, build_app

MEI = "U0MEI"
LUCIA = "U0LUCIA"
SALES = "C0SALES"


class Launcher(BaseHTTPRequestHandler):
    """What a launcher listens with: it answers each button in one line."""

    def do_POST(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"Three reminders sent")

    def log_message(self, *_args: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A playground with the sample app connected, and two buttons of a launcher."""
    manifest = tmp_path_factory.mktemp("sample") / "manifest.yml"
    manifest.write_text(MANIFEST, encoding="utf-8")
    launcher = HTTPServer(("127.0.0.1", 0), Launcher)
    threading.Thread(target=launcher.serve_forever, daemon=True).start()
    there = f"http://127.0.0.1:{launcher.server_port}/remind"
    with playground(manifest, "--button", f"Remind now={there}", "--button", f"Move the clock a week={there}") as url:
        handler = SocketModeHandler(build_app(url), "xapp-playground")
        handler.connect()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
        yield url
        handler.close()  # type: ignore[no-untyped-call]  # the same
    launcher.shutdown()


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    return fetch_axe(tmp_path_factory.mktemp("axe"))


def act(address: str, name: str, **body: object) -> None:
    """Do something in the workspace as somebody else would, past the page."""
    request = urllib.request.Request(
        f"{address}/control/{name}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert json.loads(answer.read())["ok"]


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page as Mei sees #sales, in a workspace without messages."""
    act(address, "reset")
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{address}/#{MEI}/{SALES}")
    expect(page.get_by_role("heading", name="#sales")).to_be_visible()
    yield page
    context.close()
    assert problems == []


def run(page: Page, line: str) -> None:
    """Type a line into the composer and send it by the keyboard."""
    composer = page.get_by_test_id("composer")
    composer.fill(line)
    composer.press("Enter")


def open_form(page: Page) -> Locator:
    run(page, "/sample form")
    modal = page.get_by_test_id("modal")
    expect(modal).to_be_visible()
    return modal


def last_message(page: Page) -> Locator:
    return page.get_by_test_id("message").last


# Words


MRKDWN = [
    ("*bold* _it_ ~no~", "<strong>bold</strong> <em>it</em> <s>no</s>"),
    ("2*3*4 snake_case_name", "2*3*4 snake_case_name"),
    ("* not bold *", "* not bold *"),
    ("*a _b_ c*", "<strong>a <em>b</em> c</strong>"),
    ("`*as is*`", "<code>*as is*</code>"),
    ("a\nb", "a<br>b"),
    ("&gt; said\nthen", '<blockquote dir="auto">said</blockquote>then'),
    (">>> all\nof it", '<blockquote dir="auto">all<br>of it</blockquote>'),
    ("```x &lt; *y*```", '<pre dir="auto">x &lt; *y*</pre>'),
    ("&lt;script&gt; &amp;amp;", "&lt;script&gt; &amp;amp;"),
    ("<script>", "<span>script</span>"),
    ("<javascript:alert(1)|here>", "<span>here</span>"),
    (
        '<https://a.example/?q="x"|*a*>',
        '<a href="https://a.example/?q=&quot;x&quot;" target="_blank" rel="noopener noreferrer">*a*</a>',
    ),
    (
        "see https://a.example/x.",
        'see <a href="https://a.example/x" target="_blank" rel="noopener noreferrer">https://a.example/x</a>.',
    ),
    ("<mailto:a@b.example>", '<a href="mailto:a@b.example" target="_blank" rel="noopener noreferrer">a@b.example</a>'),
    (
        "<@U1>\n<@U2>",
        "<br>".join(
            f'<span class="mention" data-testid="mention" data-user-id="{user}">{name}</span>'
            for user, name in (("U1", "@mei"), ("U2", "@U2"))
        ),
    ),
    ("<#C1|sales>", '<span class="mention">#sales</span>'),
    ("<!channel>", '<span class="mention group" data-testid="group-mention">@channel</span>'),
    ("&lt;!channel&gt;", "&lt;!channel&gt;"),
    (
        ":tada: :nosuchemoji: 10:30:00",
        '<span class="emoji" role="img" aria-label="tada">🎉</span> :nosuchemoji: 10:30:00',
    ),
    (
        "<!date^86400^{date_num} {time}|then>",
        '<time title="Friday, January 2, 1970 at 12:00:00 AM">1970-01-02 12:00 AM</time>',
    ),
    ("<!date^x^{date}|then>", "<time>then</time>"),
]


@pytest.mark.parametrize(("text", "markup"), MRKDWN, ids=[text for text, _ in MRKDWN])
def test_mrkdwn(page: Page, text: str, markup: str) -> None:
    script = """async (text) => {
      const { mrkdwn } = await import('/static/mrkdwn.js');
      const people = new Map([['U1', { name: 'mei' }]]);
      const reader = { people, channels: new Map(), me: { tz: 'UTC', locale: 'en-US' } };
      const host = document.createElement('div');
      host.append(mrkdwn(text, reader));
      return host.innerHTML.replaceAll('\\u202f', ' ');
    }"""
    assert page.evaluate(script, text) == markup


@pytest.mark.parametrize(
    "words", ["<script>document.title = 'taken'</script>", "<!channel> <@U0MEI>", "<img src=x onerror=alert(1)>"]
)
def test_typed_markup_stays_words(page: Page, words: str) -> None:
    run(page, words)
    expect(last_message(page).locator(".words")).to_have_text(words)
    assert page.get_by_test_id("group-mention").count() == 0
    assert page.get_by_test_id("mention").count() == 0
    assert page.locator("#messages :is(script, img)").count() == 0
    assert page.title() == "Sampler in Playground"


def test_right_to_left_and_chinese_keep_their_direction(page: Page) -> None:
    run(page, "مرحبا *ACME*")
    expect(last_message(page).locator(".words")).to_have_css("direction", "rtl")
    run(page, "上海远航贸易")
    expect(last_message(page).locator(".words")).to_have_css("direction", "ltr")


# Composer


def test_slash_focuses_and_completes(page: Page) -> None:
    composer = page.get_by_test_id("composer")
    page.locator("body").press("/")
    expect(composer).to_be_focused()
    expect(composer).to_have_value("/")
    options = page.get_by_test_id("completion-option")
    expect(options).to_have_text([re.compile("^/sample .*Shows a sample"), re.compile("^/same .*again")])
    composer.press("ArrowDown")
    composer.press("Enter")
    expect(composer).to_have_value("/same ")
    composer.fill("/sampl")
    expect(options).to_have_count(1)
    composer.fill("/sample c")
    expect(options).to_have_text(["/sample card", "/sample chart"])
    composer.press("Tab")
    expect(composer).to_have_value("/sample card ")


def test_command_is_answered_to_its_asker_only(page: Page) -> None:
    run(page, "/sample nonsense")
    answer = page.get_by_test_id("ephemeral")
    expect(answer).to_contain_text("Only visible to you")
    expect(answer).to_contain_text("What is nonsense?")
    expect(page.get_by_test_id("composer")).to_have_value("")


def test_unknown_command_keeps_what_was_typed(page: Page) -> None:
    run(page, "/nosuch thing")
    expect(page.get_by_test_id("notice")).to_contain_text("/nosuch")
    expect(page.get_by_test_id("composer")).to_have_value("/nosuch thing")


def test_shift_enter_breaks_the_line(page: Page) -> None:
    composer = page.get_by_test_id("composer")
    composer.press_sequentially("one")
    composer.press("Shift+Enter")
    composer.press_sequentially("two")
    page.get_by_test_id("send").click()
    expect(last_message(page).locator(".words")).to_have_text("onetwo")
    expect(last_message(page).locator(".words br")).to_have_count(1)


def test_draft_survives_events_and_a_visit_elsewhere(page: Page, address: str) -> None:
    composer = page.get_by_test_id("composer")
    composer.fill("half a thou")
    act(address, "say", **{"as": LUCIA, "channel": SALES, "text": "hello there"})
    expect(last_message(page)).to_contain_text("hello there")
    expect(composer).to_have_value("half a thou")
    page.get_by_test_id("place").filter(has_text="general").click()
    expect(composer).to_have_value("")
    page.get_by_test_id("place").filter(has_text="sales").click()
    expect(composer).to_have_value("half a thou")


def test_tall_answer_is_shown_from_its_beginning(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 420})
    run(page, "/sample chart")
    expect(page.get_by_test_id("chart")).to_be_visible()
    expect(page.get_by_text("Only visible to you")).to_be_in_viewport()


def test_reply_stays_in_its_thread(page: Page, address: str) -> None:
    act(address, "say", **{"as": LUCIA, "channel": SALES, "text": "first"})
    act(address, "say", **{"as": LUCIA, "channel": SALES, "text": "second"})
    first = page.get_by_test_id("message").filter(has_text="first")
    first.hover()
    first.get_by_role("button", name="Reply in thread").click()
    run(page, "an answer")
    shown = page.get_by_test_id("message").locator(".words")
    expect(shown).to_have_text(["first", "an answer", "second"])


# Blocks


def test_buttons_menus_and_their_answers(page: Page) -> None:
    run(page, "/sample card")
    card = page.get_by_test_id("ephemeral").first
    expect(card.get_by_role("heading", name="Borealis Oy")).to_be_visible()
    card.get_by_label("Snooze").select_option("One month")
    expect(page.get_by_text("Snoozed m1")).to_be_visible()
    card.get_by_role("button", name="More options").click()
    page.get_by_role("menuitem", name="Export").click()
    expect(page.get_by_text("Chose export")).to_be_visible()
    card.get_by_role("button", name="Still true").click()
    expect(page.get_by_test_id("ephemeral").first).to_contain_text("Thank you")


def clicks(page: Page) -> list[str]:
    """The clicks the app was told of, by action_id."""
    deliveries = page.request.get(re.sub("#.*", "control/deliveries?after=0", page.url)).json()["deliveries"]
    payloads = [each["payload"] for each in deliveries if each["type"] == "block_actions"]
    return [payload["actions"][0]["action_id"] for payload in payloads]


def test_confirm_is_asked_before_the_app_hears(page: Page) -> None:
    run(page, "/sample card")
    drop = page.get_by_role("button", name="Not mine")
    drop.click()
    question = page.get_by_test_id("confirm")
    expect(question).to_contain_text("Nobody will own it.")
    page.keyboard.press("Escape")
    expect(question).to_have_count(0)
    expect(drop).to_be_focused()
    drop.click()
    question.get_by_role("button", name="Keep it").click()
    assert clicks(page) == []
    drop.click()
    question.get_by_role("button", name="Give up").click()
    expect(page.get_by_text("Given up")).to_be_visible()
    assert clicks(page) == ["drop"]


def test_focus_stays_on_a_message_that_is_replaced(page: Page) -> None:
    run(page, "/sample card")
    page.get_by_role("button", name="Still true").press("Enter")
    message = page.get_by_test_id("message").first
    expect(message).to_contain_text("Thank you")
    expect(message).to_be_focused()


@pytest.mark.parametrize(("kind", "marks"), [("bar", ".bar"), ("line", ".dot"), ("area", ".dot")])
def test_chart_is_drawn_with_every_figure(page: Page, kind: str, marks: str) -> None:
    run(page, f"/sample chart {kind}")
    chart = page.get_by_test_id("chart")
    expect(chart.locator(marks)).to_have_count(len(REGIONS) * len(SERIES))
    drawing = chart.get_by_role("img")
    expect(drawing).to_have_accessible_name(re.compile(rf"A {kind} .*2026: Europe 120, Asia 80, Gulf 40\."))
    expect(chart.get_by_role("list", name="Legend").get_by_role("listitem")).to_have_text(list(SERIES))
    expect(chart.locator("path.area")).to_have_count(2 if kind == "area" else 0)


def test_bars_stand_in_the_ratio_of_their_values(page: Page) -> None:
    run(page, "/sample chart bar")
    bars = page.locator(".bar")
    expect(bars).to_have_count(len(REGIONS) * len(SERIES))
    heights = [float(bar.get_attribute("height") or 0) for bar in bars.all()]
    assert heights[0] / heights[1] == pytest.approx(120 / 80)
    assert heights[5] == 0


def test_long_names_under_a_chart_stay_inside_it_whole(page: Page) -> None:
    script = """async ([categories, width]) => {
      const { chart } = await import('/static/charts.js');
      const data = categories.map((label) => ({ label, value: 1 }));
      const block = { title: 'T', chart: { type: 'bar', series: [{ name: 's', data }] } };
      const host = document.createElement('div');
      host.style.width = `${width}px`;
      const node = chart(block, { me: { locale: 'en-US' } });
      host.append(node);
      document.body.append(host);
      await new Promise((done) => new ResizeObserver(() => requestAnimationFrame(done)).observe(host));
      const frame = node.querySelector('svg').getBoundingClientRect();
      const names = [...node.querySelectorAll('text[text-anchor]')].filter((one) => one.querySelector('title'));
      const inside = names.every((one) => {
        const box = one.getBoundingClientRect();
        return box.left >= frame.left - 1 && box.right <= frame.right + 1 && box.bottom <= frame.bottom + 1;
      });
      const lines = names.map((one) => [...one.querySelectorAll('tspan')].map((line) => line.textContent));
      return [inside, lines];
    }"""
    names = ["Western Europe", "Southern Europe", "Northern America", "Eastern Asia", "South America"]
    inside, lines = page.evaluate(script, [names, 480])
    assert inside
    assert lines == [name.split() for name in names]
    inside, lines = page.evaluate(script, [["上海远航贸易有限公司", *names, "Micronesia", "Other"], 330])
    assert inside
    assert lines[-1] == ["Other"]
    assert lines[1][0].startswith("Wester")


def test_pie_shows_shares(page: Page) -> None:
    run(page, "/sample pie")
    expect(page.locator(".slice")).to_have_count(2)
    expect(page.get_by_role("list", name="Legend").get_by_role("listitem")).to_have_text(["A · 75.0 %", "B · 25.0 %"])


def test_table_sorts_by_number_and_pages(page: Page) -> None:
    run(page, "/sample table")
    table = page.get_by_test_id("data-table")
    names = table.locator("tbody th")
    expect(names).to_have_text([name for name, _ in ROWS[:3]])
    table.get_by_role("button", name="Next page").click()
    expect(names).to_have_text([ROWS[3][0]])
    sales = table.get_by_role("button", name="Sales")
    sales.click()
    expect(names).to_have_text(["Delta", "上海远航", "Ekin"])
    expect(table.get_by_role("columnheader", name="Sales")).to_have_attribute("aria-sort", "ascending")
    sales.click()
    expect(names).to_have_text(["Acme", "Ekin", "上海远航"])


# Modals


def test_form_shows_errors_beside_fields_then_succeeds(page: Page) -> None:
    modal = open_form(page)
    name = modal.get_by_label("Name")
    expect(name).to_be_focused()
    expect(name).to_have_accessible_description(re.compile("As on the contract"))
    modal.get_by_test_id("modal-submit").click()
    error = modal.locator('[data-testid="field"][data-action-id="name"]').get_by_test_id("field-error")
    expect(error).to_be_visible()
    expect(name).to_be_focused()
    name.fill("taken")
    name.press("Enter")
    expect(error).to_have_text("There is one of that name")
    name.fill("Anna")
    modal.get_by_role("combobox", name="Client").press_sequentially("ac")
    modal.get_by_role("option", name="Acme").click()
    modal.get_by_test_id("modal-submit").click()
    expect(modal).to_be_hidden()
    expect(page.get_by_test_id("composer")).to_be_focused()
    assert clicks(page) == []  # only inputs that ask for it tell the app of a choice
    page.get_by_role("button", name="Sampler").click()
    page.get_by_test_id("tab-messages").click()
    expect(last_message(page)).to_contain_text("Saved Anna for acme")


def test_half_filled_form_survives_events_and_updates(page: Page, address: str) -> None:
    modal = open_form(page)
    modal.get_by_label("Name").fill("Anna")
    modal.get_by_label("Visit").check()
    note = modal.get_by_label("Note")
    note.fill("half a sen")
    act(address, "say", **{"as": LUCIA, "channel": SALES, "text": "an event"})
    expect(last_message(page)).to_contain_text("an event")
    modal.get_by_label("Country").select_option("Peru")
    expect(modal.get_by_label("City in PE")).to_be_visible()
    expect(modal.get_by_label("Name")).to_have_value("Anna")
    expect(modal.get_by_label("Visit")).to_be_checked()
    expect(note).to_have_value("half a sen")


def test_views_stack_and_keep_what_lies_beneath(page: Page) -> None:
    modal = open_form(page)
    modal.get_by_label("Name").fill("Anna")
    modal.get_by_role("button", name="Go deeper").click()
    expect(modal.get_by_role("heading", name="Deeper")).to_be_visible()
    modal.get_by_role("button", name="Back").click()
    expect(modal.get_by_role("heading", name="A sample")).to_be_visible()
    expect(modal.get_by_label("Name")).to_have_value("Anna")
    modal.get_by_role("button", name="Go deeper").click()
    modal.get_by_test_id("modal-dismiss").click()
    expect(modal).to_be_hidden()


def test_file_of_a_form_is_named_and_can_be_taken_back(page: Page, tmp_path: Path) -> None:
    card = tmp_path / "card.txt"
    card.write_text("Anna", encoding="utf-8")
    modal = open_form(page)
    modal.locator("input[type=file]").set_input_files(card)
    expect(modal.get_by_role("listitem").filter(has_text="card.txt")).to_be_visible()
    modal.get_by_role("button", name="Remove card.txt").click()
    expect(modal.get_by_text("card.txt")).to_have_count(0)


def test_several_people_are_chosen_as_chips(page: Page, address: str) -> None:
    modal = open_form(page)
    who = modal.get_by_role("combobox", name="Who")
    who.press_sequentially("mei")
    expect(modal.locator(".combo-option")).to_have_text(["Mei Tan"])
    who.press("Enter")
    who.press_sequentially("luc")
    modal.get_by_role("option", name="Lucía Ortega").click()
    expect(modal.locator(".chip")).to_have_text(["Mei Tan", "Lucía Ortega"])
    modal.get_by_role("button", name="Remove Mei Tan").click()
    expect(modal.locator(".chip")).to_have_text(["Lucía Ortega"])


def test_tab_stays_in_the_modal_and_escape_returns(page: Page) -> None:
    modal = open_form(page)
    modal.get_by_test_id("modal-submit").focus()
    page.keyboard.press("Tab")
    expect(modal.get_by_test_id("modal-dismiss")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(modal.get_by_test_id("modal-submit")).to_be_focused()
    page.keyboard.press("Escape")
    expect(modal).to_be_hidden()
    expect(page.get_by_test_id("composer")).to_be_focused()


# The app, people and files


def test_home_is_published_and_renewed(page: Page) -> None:
    page.get_by_role("button", name="Sampler").click()
    home = page.get_by_test_id("home")
    expect(home.get_by_test_id("chart")).to_be_visible()
    home.get_by_role("button", name="New").click()
    expect(home.get_by_role("heading", name="Renewed")).to_be_visible()
    expect(page).to_have_url(re.compile(f"#{MEI}/home$"))


def test_news_elsewhere_are_marked_until_read(page: Page, address: str) -> None:
    general = page.get_by_test_id("place").filter(has_text="general")
    act(address, "say", **{"as": LUCIA, "channel": "C0GENERAL", "text": "news"})
    expect(general.get_by_role("img", name="new")).to_be_visible()
    general.click()
    expect(last_message(page)).to_contain_text("news")
    expect(general.get_by_role("img", name="new")).to_have_count(0)


def test_shortcuts_of_messages_and_of_the_composer(page: Page, address: str) -> None:
    act(address, "say", **{"as": LUCIA, "channel": SALES, "text": "worth keeping"})
    message = page.get_by_test_id("message").filter(has_text="worth keeping")
    message.hover()
    message.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Keep this").click()
    expect(page.get_by_test_id("ephemeral")).to_contain_text("Kept: worth keeping")
    page.get_by_test_id("shortcuts").click()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("modal").get_by_role("heading", name="A sample")).to_be_visible()


def test_switching_person_keeps_the_place_and_hides_what_is_private(page: Page) -> None:
    run(page, "/sample nonsense")
    expect(page.get_by_test_id("ephemeral")).to_be_visible()
    page.get_by_test_id("person-switcher").click()
    entry = page.get_by_role("menuitemradio", name=re.compile("Lucía"))
    expect(entry).to_contain_text(re.compile(r"Sales, Iberia.*Madrid \d?\d:\d\d.*es-ES"))
    expect(page.get_by_role("menuitemradio", name=re.compile("Guest"))).not_to_have_count(0)
    entry.click()
    expect(page.get_by_test_id("person-switcher")).to_contain_text("Lucía Ortega")
    expect(page).to_have_url(re.compile(f"#{LUCIA}/{SALES}$"))
    expect(page.get_by_test_id("ephemeral")).to_have_count(0)
    run(page, "I am Lucía")
    expect(last_message(page).locator(".author")).to_have_text("Lucía Ortega")


def test_file_goes_up_and_comes_down_again(page: Page, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Mei", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(letter)
    card = last_message(page).get_by_test_id("file")
    expect(card).to_contain_text("letter.txt")
    with page.expect_download() as download:
        card.click()
    assert download.value.path().read_text(encoding="utf-8") == "Dear Mei"


def test_drawer_shows_calls_and_payloads(page: Page) -> None:
    page.get_by_test_id("drawer-toggle").click()
    drawer = page.get_by_test_id("drawer")
    run(page, "/sample form")
    call = drawer.locator("details").filter(has_text="views.open")
    expect(call).to_contain_text("ok")
    page.keyboard.press("Escape")
    call.locator("summary").click()
    expect(call.get_by_role("region", name="Arguments")).to_contain_text("As on the contract")


def test_launcher_button_tells_its_answer(page: Page) -> None:
    page.get_by_test_id("launcher").get_by_role("button", name="Remind now").click()
    expect(page.get_by_test_id("notice")).to_contain_text("Three reminders sent")


def test_launcher_buttons_fold_into_a_menu_where_they_do_not_fit(page: Page) -> None:
    buttons = page.get_by_test_id("launcher").get_by_role("button")
    expect(buttons).to_have_text(["Remind now", "Move the clock a week"])
    page.set_viewport_size({"width": 390, "height": 800})
    expect(buttons).to_have_text(["Actions"])
    page.set_viewport_size({"width": 280, "height": 800})
    assert not page.evaluate(SIDEWAYS)
    buttons.click()
    page.get_by_role("menuitem", name="Move the clock a week").click()
    expect(page.get_by_test_id("notice")).to_contain_text("Three reminders sent")


def test_page_comes_back_when_the_playground_does(browser: Browser, tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.yml"
    manifest.write_text(MANIFEST, encoding="utf-8")
    page = browser.new_page()
    with playground(manifest) as url:
        page.goto(url)
        expect(page.get_by_role("status").filter(has_text="not connected")).to_be_visible()
    expect(page.get_by_text("Reconnecting")).to_be_visible()
    with playground(manifest, port=int(url.rsplit(":", 1)[1])):
        expect(page.get_by_text("Reconnecting")).to_be_hidden()
        run(page, "still here")
        expect(last_message(page)).to_contain_text("still here")
    page.close()


# Looks


# What scrolls up and down must not scroll sideways; wide tables have a scroller of their own.
TOO_WIDE = """[...document.querySelectorAll('html, .scroll, .modal-body, #wire, .topbar')]
  .filter((node) => node.scrollWidth > node.clientWidth).map((node) => node.className || node.id || node.tagName)"""


def surfaces(page: Page) -> Iterator[str]:
    """Bring each surface up in turn, by name."""
    for line in ("/sample card", "/sample chart", "/sample pie", "/sample table", f"/same *hello* {'x' * 300}"):
        run(page, line)
    expect(page.get_by_test_id("message")).to_have_count(5)
    yield "conversation"
    page.get_by_test_id("composer").fill("/s")
    yield "completion"
    modal = open_form(page)
    modal.get_by_test_id("modal-submit").click()
    expect(modal.get_by_test_id("field-error").first).to_be_visible()
    yield "modal"
    page.keyboard.press("Escape")
    page.get_by_test_id("person-switcher").click()
    yield "people"
    page.keyboard.press("Escape")
    page.goto(re.sub("#.*", f"#{MEI}/home", page.url))
    expect(page.get_by_test_id("home").get_by_test_id("chart")).to_be_visible()
    yield "home"
    page.get_by_test_id("drawer-toggle").click()
    expect(page.get_by_test_id("drawer").locator("details").first).to_be_visible()
    yield "drawer"


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_finding_and_no_sideways_scrolling(page: Page, axe: str, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})
    for surface in surfaces(page):
        assert grave_findings(page, axe) == [], surface
        assert page.evaluate(TOO_WIDE) == [], surface
