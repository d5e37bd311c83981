"""Deliveries under faults: disconnects, twins, lost acknowledgements, retries, rate limits, broken answers."""

from __future__ import annotations

import threading
import time
import urllib.parse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier

from playground.client import NothingCame, Person, Workspace
from tests.playground.harness import SECRET, playground, socket_app


class Listener:
    """Remembers each command's text, and holds its acknowledgement back while `gate` is closed."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.gate = threading.Event()
        self.gate.set()
        self.arrived = threading.Event()

    def setup(self, app: App) -> None:
        @app.command("/visit")
        def command(ack, command) -> None:
            self.heard.append(command["text"])
            self.arrived.set()
            self.gate.wait(10)
            ack()


@pytest.fixture(scope="module")
def listener() -> Listener:
    return Listener()


@pytest.fixture(scope="module")
def twice_connected(server: Workspace, listener: Listener) -> Iterator[None]:
    with socket_app(server, listener.setup, connections=2):
        yield


@pytest.fixture
def heard(twice_connected: None, listener: Listener, workspace: Workspace) -> list[str]:
    """What the app heard, empty at the start of a test."""
    listener.gate.set()
    workspace.wait_connected(2)
    listener.heard.clear()
    return listener.heard


def test_nobody_listens(workspace: Workspace, mei: Person) -> None:
    workspace.faults(ack_timeout=0.1)
    outcome = mei.run("/visit", channel="#sales")
    assert (outcome.acked, outcome.error) == (False, "dispatch_failed")
    assert "Visitor did not respond" in mei.reply().text
    assert "Visitor did not respond" in mei.error()


def test_an_app_that_is_too_slow(workspace: Workspace, mei: Person, heard: list[str], listener: Listener) -> None:
    workspace.faults(ack_timeout=0.2)
    listener.gate.clear()
    listener.arrived.clear()
    outcome = mei.run("/visit slowly", channel="#sales")
    assert listener.arrived.wait(15)
    listener.gate.set()
    assert (outcome.acked, outcome.error) == (False, "operation_timeout")
    assert heard == ["slowly"], "a command is not delivered again when the app had it"


def test_a_connection_that_dies_before_the_acknowledgement(workspace: Workspace, mei: Person, heard: list[str]) -> None:
    workspace.faults(disconnect_mid_request=1, ack_timeout=15)
    assert mei.run("/visit again", channel="#sales").acked
    assert set(heard) == {"again"}
    assert workspace.deliveries("slash_commands")[0]["attempts"] == 2
    workspace.wait_connected(2)


@pytest.mark.parametrize("how", ["now", "refresh_requested", "warning"])
def test_disconnects_lose_nothing(workspace: Workspace, mei: Person, heard: list[str], how: str) -> None:
    # slack_sdk takes some seconds to see that a connection was cut.
    workspace.faults(ack_timeout=15)
    said = [f"{how} {number}" for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        acts = [pool.submit(workspace.link.post, "command", **act(mei, text)) for text in said[:6]]
        workspace.faults(disconnect=how)
        acts += [pool.submit(workspace.link.post, "command", **act(mei, text)) for text in said[6:]]
        outcomes = [one.result() for one in acts]
    assert [one["acked"] for one in outcomes] == [True] * 12
    assert set(heard) == set(said)
    workspace.wait_connected(2)


def act(person: Person, text: str) -> dict:
    return {"as": person.id, "channel": "C0SALES", "text": f"/visit {text}"}


def test_twins_and_lost_acknowledgements_are_the_same_envelope(
    workspace: Workspace, mei: Person, heard: list[str]
) -> None:
    workspace.faults(duplicate=1)
    assert mei.run("/visit twice", channel="#sales").acked
    workspace.faults(lose_ack=1)
    assert mei.run("/visit lost", channel="#sales").acked
    assert sorted(heard) == ["lost", "lost", "twice", "twice"]


def test_faults_of_calls(workspace: Workspace, web: WebClient, mei: Person) -> None:
    def post() -> tuple[int, str, str | None]:
        try:
            answer = web.chat_postMessage(channel="C0SALES", text="x")
        except SlackApiError as error:
            answer = error.response
        return answer.status_code, str(answer.get("error")), answer.headers.get("Retry-After")

    workspace.faults(rate_limit={"chat.postMessage": {"count": 1, "retry_after": 7}})
    assert post() == (429, "ratelimited", "7")
    workspace.faults(api_error={"chat.postMessage": {"count": 1, "error": "fatal_error"}})
    assert post() == (200, "fatal_error", None)
    workspace.faults(http_500={"*": 1})
    assert post()[0] == 500
    assert post()[0] == 200, "each was set for one call"
    assert [one["error"] for one in workspace.calls("chat.postMessage")] == [
        "ratelimited",
        "fatal_error",
        "internal_error",
        None,
    ]
    assert len(mei.channel("#sales").messages()) == 1


def test_a_reply_that_is_dropped_was_carried_out(workspace: Workspace, web: WebClient, mei: Person) -> None:
    workspace.faults(drop_reply={"chat.postMessage": 1})
    bare = WebClient(web.token, base_url=web.base_url, retry_handlers=[])
    with pytest.raises(Exception, match=r"(?i)remote end closed|connection"):
        bare.chat_postMessage(channel="C0SALES", text="once")
    assert [one.text for one in mei.channel("#sales").messages()] == ["once"]


def test_block_types_not_rolled_out_yet(workspace: Workspace, web: WebClient) -> None:
    chart = {"type": "pie", "segments": [{"label": "A", "value": 1}]}
    blocks = [{"type": "data_visualization", "title": "Sales", "chart": chart}]
    assert web.chat_postMessage(channel="C0SALES", text="x", blocks=blocks)["ok"]
    workspace.faults(refuse_blocks=["data_visualization"])
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        web.chat_postMessage(channel="C0SALES", text="x", blocks=blocks)


def test_rate_tiers_allow_a_burst_and_then_one_a_second_a_channel(workspace: Workspace, web: WebClient) -> None:
    workspace.faults(rate_tiers=True)

    def post_many() -> None:
        for _ in range(50):
            web.chat_postMessage(channel="C0SALES", text="x")

    with pytest.raises(SlackApiError, match="ratelimited") as caught:
        post_many()
    assert int(caught.value.response.headers["Retry-After"]) >= 1
    assert 4 <= len([one for one in workspace.calls("chat.postMessage") if one["ok"]]) < 50
    assert web.chat_postMessage(channel="C0GENERAL", text="x")["ok"], "another channel has its own"


def test_what_is_waited_for_is_named(mei: Person, web: WebClient) -> None:
    mei.acting()
    web.chat_postMessage(channel="C0SALES", text="something else")
    with pytest.raises(NothingCame, match=r"Waited for a modal to open; what came was: .*something else"):
        mei.form(timeout=0.1)


# Signed HTTP.


class Receiver(BaseHTTPRequestHandler):
    """Answers by a list of statuses, then 200, and remembers what came."""

    came: list[tuple[dict, bytes]] = []  # noqa: RUF012 - the library makes an object a request
    statuses: list[int] = []  # noqa: RUF012
    changed = threading.Condition()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with self.changed:
            self.came.append((dict(self.headers), body))
            status = self.statuses.pop(0) if self.statuses else 200
            self.changed.notify_all()
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def receiving(tmp_path: Path) -> Iterator[Workspace]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    Receiver.came.clear()
    Receiver.statuses.clear()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/slack/events"
    try:
        with playground(tmp_path, "--app-url", url, "--signing-secret", SECRET) as workspace:
            yield workspace
    finally:
        server.shutdown()
        server.server_close()


def came(count: int) -> list[tuple[dict, bytes]]:
    """What came, once there is so much of it."""
    with Receiver.changed:
        assert Receiver.changed.wait_for(lambda: len(Receiver.came) >= count, 15)
        return list(Receiver.came)


def test_requests_are_signed_and_events_come_again_with_their_headers(receiving: Workspace) -> None:
    mei = receiving.person("Mei")
    mei.run("/visit a & b", channel="#sales")
    headers, body = came(1)[0]
    assert SignatureVerifier(SECRET).is_valid_request(body, headers)
    assert not SignatureVerifier("another").is_valid_request(body, headers)
    assert urllib.parse.parse_qs(body.decode())["text"] == ["a &amp; b"]
    assert abs(int(headers["X-Slack-Request-Timestamp"]) - time.time()) < 300

    receiving.faults(retry_scale=0)
    Receiver.statuses[:] = [500, 500, 500]
    mei.say("hello", channel="app")
    events = came(5)[1:]
    assert [(one.get("X-Slack-Retry-Num"), one.get("X-Slack-Retry-Reason")) for one, _ in events] == [
        (None, None),
        ("1", "http_error"),
        ("2", "http_error"),
        ("3", "http_error"),
    ]
    assert len({body for _, body in events}) == 1, "the same event_id each time"


def test_an_error_of_the_app_is_no_acknowledgement(receiving: Workspace) -> None:
    Receiver.statuses[:] = [500]
    outcome = receiving.person("Mei").run("/visit", channel="#sales")
    assert (outcome.acked, outcome.error) == (False, "http_error")
