"""The process by itself: its start, its refusals to start, its end, its documentation, its closed doors."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

from playground.__main__ import main
from playground.client import Person, Refused, Workspace
from tests.playground.harness import MANIFEST, PATIENCE, playground

DOCS = Path(__file__).parents[2] / "docs" / "playground.md"


@pytest.fixture
def start(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[object, str]]:
    """A function that gives exit status and complaints of a start that fails."""

    def run(*flags: str) -> tuple[object, str]:
        try:
            status: object = main(list(flags))
        except SystemExit as end:
            status = end.code
        printed = capsys.readouterr()
        assert printed.out == ""
        return status, printed.err

    return run


@pytest.fixture
def manifest(tmp_path: Path) -> str:
    path = tmp_path / "manifest.yml"
    path.write_text(yaml.safe_dump(MANIFEST), encoding="utf-8")
    return str(path)


def test_a_start_that_fails_says_why_in_one_sentence(
    start: Callable[..., tuple[object, str]], manifest: str, tmp_path: Path
) -> None:
    empty, broken, odd = tmp_path / "empty.yml", tmp_path / "broken.yml", tmp_path / "odd.json"
    empty.write_text("", encoding="utf-8")
    broken.write_text("a: [", encoding="utf-8")
    odd.write_text('{"people": [{"name": "mei"}]}', encoding="utf-8")
    known = ("--manifest", manifest)
    cases = [
        (("--manifest", str(tmp_path / "none.yml")), "none.yml cannot be read: No such file"),
        (("--manifest", str(empty)), "cannot be used: display_information.name is missing"),
        (("--manifest", str(broken)), "neither YAML nor JSON"),
        ((*known, "--workspace", str(broken)), "is not JSON"),
        ((*known, "--workspace", str(odd)), "cannot be used: people[0].id is missing"),
        ((*known, "--host", "0.0.0.0"), "not a loopback address"),
        ((*known, "--port", "70000"), "is not a port"),
        ((*known, "--app-url", "http://example.com/"), "not an http address on this machine"),
        ((*known, "--app-url", "http://127.0.0.1:x/"), "not an http address on this machine"),
        ((*known, "--button", "Nag"), "not of the form LABEL=URL"),
    ]
    for flags, sentence in cases:
        status, complaint = start(*flags)
        assert status == 1
        assert sentence in complaint
        assert complaint.count("\n") == 1, complaint
    assert start("--colour", "red")[0] == 2


def test_a_port_that_is_taken(start: Callable[..., tuple[object, str]], manifest: str, server: Workspace) -> None:
    port = server.link.url.rsplit(":", 1)[1]
    status, complaint = start("--manifest", manifest, "--port", port)
    assert status == 1
    assert f"Nothing can listen on 127.0.0.1:{port}" in complaint


def test_a_signal_ends_it_cleanly_even_while_somebody_waits(manifest: str) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        command = [sys.executable, "-m", "playground", "--manifest", manifest, "--port", "0"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert process.stdout
        url = process.stdout.readline().split()[1]
        with urllib.request.urlopen(f"{url}/control/events?as=mei") as events:
            assert events.readline() == b": welcome\n"
            process.send_signal(number)
            _, complaints = process.communicate(timeout=PATIENCE)
        assert (process.returncode, complaints) == (0, "")


def test_a_workspace_file_and_a_button_of_the_launcher(tmp_path: Path) -> None:
    class Launcher(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"3 people nagged")

        def log_message(self, *_args: object) -> None:
            """Keep the test's output clean."""

    launcher = ThreadingHTTPServer(("127.0.0.1", 0), Launcher)
    threading.Thread(target=launcher.serve_forever, daemon=True).start()
    people = [
        {"id": "U1", "name": "ana", "real_name": "Ana Lima", "tz": "America/Sao_Paulo", "locale": "pt-BR"},
        {"id": "U2", "name": "bo", "is_stranger": True},
    ]
    channels = [{"id": "C1", "name": "ops", "members": ["U1"], "is_private": True, "has_app": False}]
    content = {"team": {"id": "T1", "name": "Lima", "domain": "lima"}, "people": people, "channels": channels}
    (tmp_path / "people.json").write_text(json.dumps(content), encoding="utf-8")
    button = f"Run the nag=http://127.0.0.1:{launcher.server_port}/nag?now=1"
    try:
        with playground(tmp_path, "--workspace", str(tmp_path / "people.json"), "--button", button) as workspace:
            state = workspace.state()
            assert state["team"] == {"id": "T1", "name": "Lima", "domain": "lima"}
            assert [one["tz_offset"] for one in state["people"]] == [-3 * 3600, 0]
            assert state["channels"][0]["members"] == ["U1"]
            assert workspace.press("Run the nag")["text"] == "3 people nagged"
            with pytest.raises(Refused, match="sees no conversation"):
                workspace.person("bo").say("hello", channel="#ops")
    finally:
        launcher.shutdown()
        launcher.server_close()


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"features": "many"}, "features must be an object with keys"),
        ({"features": {"slash_commands": ["/visit"]}}, "features.slash_commands[0] must be an object with keys"),
        ({"features": {"slash_commands": [{"command": "visit"}]}}, "features.slash_commands[0].command is 'visit'"),
        ({"features": {"shortcuts": [{"type": "local"}]}}, "features.shortcuts[0].type is 'local'"),
        ({"features": {"app_home": {"home_tab_enabled": "yes"}}}, "app_home.home_tab_enabled must be true or false"),
        ({"oauth_config": {"scopes": {"bot": "commands"}}}, "oauth_config.scopes.bot must be a list"),
        ({"settings": {"event_subscriptions": {"bot_events": [7]}}}, "bot_events must be a list of texts"),
        ({"display_information": {"name": ["x"]}}, "display_information.name must be a text"),
    ],
)
def test_a_manifest_of_another_shape(
    start: Callable[..., tuple[object, str]], tmp_path: Path, change: dict, complaint: str
) -> None:
    path = tmp_path / "manifest.yml"
    path.write_text(yaml.safe_dump({**MANIFEST, **change}), encoding="utf-8")
    status, told = start("--manifest", str(path))
    assert status == 1
    assert complaint in told
    assert told.count("\n") == 1, told


ANA = {"id": "U1", "name": "ana"}


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ([ANA], "its content must be an object with keys"),
        ({"people": []}, "people is empty"),
        ({"people": [ANA, ANA]}, "the id U1 is there twice"),
        ({"people": [{**ANA, "colour": "red"}]}, "nobody knows people[0].colour"),
        ({"people": [{**ANA, "tz": "Mars/Base"}]}, "people[0].tz is 'Mars/Base', a time zone nobody knows"),
        ({"people": [{**ANA, "is_restricted": 1}]}, "people[0].is_restricted must be true or false"),
        ({"people": [{**ANA, "id": "U0PLAYGROUND"}]}, "which the workspace itself uses"),
        ({"people": [ANA], "team": "Lima"}, "team must be an object with keys"),
        ({"people": [ANA], "channels": [{"id": "C1", "name": "ops", "members": "U1"}]}, "members must be a list"),
        ({"people": [ANA], "channels": [{"id": "C1", "name": "ops", "members": ["U9"]}]}, "names U9, who is not among"),
    ],
)
def test_a_workspace_file_of_another_shape(
    start: Callable[..., tuple[object, str]], manifest: str, tmp_path: Path, content: object, complaint: str
) -> None:
    path = tmp_path / "people.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    status, told = start("--manifest", manifest, "--workspace", str(path))
    assert status == 1
    assert complaint in told
    assert told.count("\n") == 1, told


def from_docs(language: str, start: str) -> str:
    """The example in the documentation that begins so."""
    found = re.search(rf"```{language}\n({start}.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


def test_the_app_of_the_documentation_runs_as_it_stands(tmp_path: Path) -> None:
    code = from_docs("python", "from slack_bolt")
    assert len([line for line in code.splitlines() if line]) <= 10
    with playground(tmp_path, manifest=yaml.safe_load(from_docs("yaml", "display_information"))) as workspace:
        app = tmp_path / "app.py"
        app.write_text(code.replace("http://127.0.0.1:8421", workspace.link.url), encoding="utf-8")
        process = subprocess.Popen([sys.executable, str(app)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            workspace.wait_connected(timeout=60)
            workspace.faults(ack_timeout=30)
            mei = workspace.person("Mei")
            assert mei.run("/hello world", channel="#general").acked
            reply = mei.reply()
            assert (reply.text, reply.ephemeral) == ("Hello, <@U0MEI>: world", True)
        finally:
            process.kill()
            process.wait()


def test_every_route_and_flag_and_fault_is_documented(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    words = DOCS.read_text(encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["--help"])
    help_text = capsys.readouterr().out
    for flag in set(re.findall(r"--[a-z-]+", help_text)) - {"--help"}:
        assert f"`{flag}" in words, flag
    for fault in workspace.faults():
        assert f"`{fault}:" in words, fault


@pytest.mark.parametrize(
    ("header", "value"),
    [("Host", "evil.example"), ("Origin", "https://evil.example"), ("Origin", "http://127.0.0.1:1")],
)
def test_foreign_pages_are_turned_away(server: Workspace, header: str, value: str) -> None:
    request = urllib.request.Request(f"{server.link.url}/control/state", headers={header: value})
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request)
    assert caught.value.code == 403
    caught.value.close()


def test_acts_that_make_no_sense_are_answered_with_a_sentence(workspace: Workspace, mei: Person) -> None:
    cases = [
        ("say", {"as": "Nobody", "channel": "#sales", "text": "x"}, "Nobody here is called 'Nobody'."),
        ("say", {"as": "mei", "channel": "#nowhere", "text": "x"}, "There is no conversation '#nowhere'."),
        ("say", {"as": "U0GUEST", "channel": "#sales", "text": "x"}, "Gwen Hale is not in sales."),
        ("say", {"as": "mei", "channel": "#sales"}, "text is missing."),
        ("command", {"as": "mei", "channel": "#sales", "text": "/dance"}, "/dance is not a command of Visitor."),
        ("click", {"as": "mei", "channel": "#sales", "ts": "1.0", "action_id": "x"}, "There is no message 1.0 there."),
        ("click", {"as": "mei", "home": True, "action_id": "x"}, "The app has published no Home for this person."),
        ("submit", {"as": "mei", "view_id": "V1"}, "The view V1 is not open for this person."),
        ("shortcut", {"as": "mei", "callback_id": "keep"}, "The shortcut 'Keep it' needs a message."),
        ("faults", {"earthquake": 1}, "There is no fault 'earthquake'"),
        ("faults", {"lose_ack": "three"}, "The fault 'lose_ack' takes a count."),
        ("faults", {"slow": {"*": "x"}, "duplicate": 1}, "The fault 'slow' takes {METHOD: seconds}."),
        ("faults", {"api_error": {"*": {"count": 1}}}, "The fault 'api_error' takes {METHOD: {count, error}}."),
        ("faults", {"disconnect": "gently"}, "The fault 'disconnect' takes one of warning, refresh_requested"),
        (
            "say",
            {"as": "mei", "channel": "#sales", "text": "x", "thread_ts": "1.0"},
            "There is no message 1.0 to reply",
        ),
        ("button", {"index": 9}, "There is no button 9."),
    ]
    for route, body, sentence in cases:
        with pytest.raises(Refused, match=re.escape(sentence)):
            workspace.link.post(route, **body)
    assert workspace.faults()["duplicate"] == 0, "of a refused change nothing is taken over"


def test_threads_and_direct_messages_between_people(workspace: Workspace, mei: Person) -> None:
    first = mei.say("a < b", channel="#sales")
    mei.say("indeed", channel="#sales", thread_ts=first.ts)
    first = first.refreshed()
    assert (first.text, first.raw["reply_count"], first.raw["reply_users"]) == ("a &lt; b", 1, ["U0MEI"])
    assert first.text_all == "a < b"
    between = workspace.link.post("open_dm", **{"as": "mei", "user": "tomas"})["conversation"]
    mei.say("lunch?", channel=between["id"])
    assert workspace.person("tomas").channel(between["id"]).last().text == "lunch?"
    with pytest.raises(Refused, match="sees no conversation"):
        workspace.person("arjun").channel(between["id"])


def test_events_are_numbered_and_private_ones_stay_private(workspace: Workspace, mei: Person) -> None:
    after = workspace.link.seq("U0MEI")
    mei.say("for sales", channel="#sales")

    def kinds(reader: str) -> list[str]:
        answer = workspace.link.get("wait", **{"as": reader, "after": after, "timeout": 0})
        assert all(event["seq"] > after for event in answer["events"])
        return [event["kind"] for event in answer["events"]]

    assert kinds("U0TOMAS") == ["message"]
    assert kinds("U0GUEST") == []
    with urllib.request.urlopen(f"{workspace.link.url}/control/events?as=U0TOMAS&after={after}") as events:
        lines = [events.readline().decode() for _ in range(4)]
    assert lines[2] == f"id: {after + 1}\n"
    assert json.loads(lines[3].removeprefix("data: "))["message"]["text"] == "for sales"
