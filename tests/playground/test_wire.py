"""One small Bolt app, the same walk over Socket Mode and over signed HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from playground.client import NothingCame, Person, Workspace
from tests.playground.harness import SECRET, LaterApp, playground, socket_app
from tests.playground.visitor import visitor


@pytest.fixture(scope="module", params=["socket", "http"])
def connected(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "socket":
        with playground(folder) as workspace, socket_app(workspace, visitor):
            yield workspace
        return
    later = LaterApp()
    try:
        with playground(folder, "--app-url", later.url, "--signing-secret", SECRET) as workspace:
            later.run(workspace, visitor)
            yield workspace
    finally:
        later.stop()


@pytest.fixture
def mei(connected: Workspace) -> Person:
    connected.reset()
    # A busy machine may take its time.
    connected.faults(ack_timeout=30, trigger_life=60)
    return connected.person("Mei")


def test_command_modal_correction_message_button(mei: Person) -> None:
    assert mei.run("/visit", channel="#sales").acked
    form = mei.form()
    assert form.title == "Note a visit"
    assert form.fields == ["Note", "Kind", "Client"]
    assert form.submit().errors == {"Note": "This field is required."}
    assert form.submit(note="ab").errors == {"Note": "Must be at least 3 characters."}
    assert form.submit(note="nothing").errors == {"Note": "Say what happened."}
    form.fill("Note", "a quote & a sample").fill("Kind", "Visit").fill("Client", "Acorn")
    assert form.submit().closed
    message = mei.channel("#sales").next()
    assert "*visit* about Acorn: a quote & a sample" in message.text_all
    assert message.click("Still true")
    assert mei.reply().text_all == "mei says: a quote & a sample"
    assert message.refreshed().blocks == []


def test_answer_at_the_response_url_is_for_the_asker_only(mei: Person, connected: Workspace) -> None:
    mei.run("/visit whoami", channel="#general")
    answer = mei.reply()
    assert answer.ephemeral
    assert answer.text_all == "You are <@U0MEI>"
    tomas = connected.person("Tomás")
    assert tomas.channel("#general").messages() == []


def test_command_text_is_escaped_and_names_become_ids(mei: Person) -> None:
    mei.run("/visit echo <!channel> & @tomas in #sales", channel="#general")
    assert mei.reply().text == "echo &lt;!channel&gt; &amp; <@U0TOMAS|tomas> in <#C0SALES|sales>"


def test_external_select_is_asked_while_typing(mei: Person) -> None:
    mei.run("/visit", channel="#sales")
    assert mei.form().suggestions("Client", "ac") == ["ACME", "Acorn"]


def test_closing_a_form_is_told(mei: Person) -> None:
    mei.run("/visit", channel="#sales")
    mei.form().close()
    assert mei.direct_message().text_all == "You left a form unsent."


def test_message_shortcut_answers_and_global_one_opens(mei: Person) -> None:
    said = mei.say("They moved to Lyon", channel="#sales")
    assert mei.shortcut("Keep it", said).acked
    assert mei.reply().text_all == "Kept: They moved to Lyon"
    assert mei.shortcut("New visit").acked
    assert mei.form().title == "Note a visit"


def test_home_is_drawn_when_opened(mei: Person) -> None:
    assert mei.home().text_all == "Desk of U0MEI"


def test_direct_messages_reach_the_app_but_channels_do_not(mei: Person, connected: Workspace) -> None:
    mei.say("hello", channel="#sales")
    mei.say("secret", channel="app")
    assert mei.direct_message().text_all == "heard secret"
    events = [one["payload"]["event"]["channel"] for one in connected.deliveries("events_api")]
    assert events == ["D0MEI"], "the manifest asks for message.im only"


def test_a_lost_acknowledgement_and_a_twin_end_in_one_answer_for_the_person(mei: Person, connected: Workspace) -> None:
    connected.faults(lose_ack=1)
    assert mei.run("/visit whoami", channel="#sales").acked
    connected.faults(duplicate=1)
    assert mei.run("/visit whoami", channel="#sales").acked
    assert [one["attempts"] for one in connected.deliveries("slash_commands")] == [2, 2]


def test_a_modal_that_opens_too_late_does_not_open(mei: Person, connected: Workspace) -> None:
    connected.faults(trigger_life=0, ack_timeout=0.5)
    mei.run("/visit", channel="#sales")
    with pytest.raises(NothingCame, match=r"a modal to open.*views\.open -> expired_trigger_id"):
        mei.form(timeout=0.5)
