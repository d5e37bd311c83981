"""Real parts for the tests: a playground process, and a Bolt app that is not ours over Socket Mode or signed HTTP."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import yaml
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from playground.client import Workspace

MANIFEST = {
    "display_information": {"name": "Visitor", "description": "An app of the tests' own"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "slash_commands": [{"command": "/visit", "description": "Note a visit", "should_escape": True}],
        "shortcuts": [
            {"name": "Keep it", "type": "message", "callback_id": "keep", "description": "Keep a message"},
            {"name": "New visit", "type": "global", "callback_id": "new_visit", "description": "Note a visit"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "commands",
                "chat:write",
                "im:write",
                "im:history",
                "channels:history",
                "users:read",
                "channels:read",
                "files:read",
                "files:write",
            ]
        }
    },
    "settings": {"event_subscriptions": {"bot_events": ["app_home_opened", "message.im"]}},
}
SECRET = "a secret of the tests"
PATIENCE = 15.0


@contextmanager
def playground(folder: Path, *flags: str, manifest: dict | None = None) -> Iterator[Workspace]:
    """The real process, from its ready line to its clean end."""
    path = folder / "manifest.yml"
    path.write_text(yaml.safe_dump(manifest or MANIFEST), encoding="utf-8")
    command = [sys.executable, "-m", "playground", "--manifest", str(path), "--port", "0", *flags]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        ready = process.stdout.readline().split()
        assert ready[:1] == ["ready"], process.communicate()
        yield Workspace(ready[1], timeout=PATIENCE)
    finally:
        process.terminate()
        _, complaints = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "Traceback" not in complaints


Setup = Callable[[App], None]


@contextmanager
def socket_app(workspace: Workspace, setup: Setup, connections: int = 1) -> Iterator[App]:
    """A Bolt app connected over Socket Mode."""
    app = App(client=WebClient("xoxb-playground", base_url=workspace.api_url))
    setup(app)
    before = workspace.state()["connections"]
    handlers = [SocketModeHandler(app, "xapp-playground", ping_interval=1) for _ in range(connections)]
    for handler in handlers:
        handler.connect()
    workspace.wait_connected(before + connections)
    try:
        yield app
    finally:
        # Each close may sit in a read for seconds: all at once.
        closing = [threading.Thread(target=handler.close) for handler in handlers]
        for one in closing:
            one.start()
        for one in closing:
            one.join()
        workspace.wait("the app to go", lambda: workspace.state()["connections"] <= before)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Keep the test's output clean."""


class LaterApp:
    """A WSGI server that listens before its app exists: each needs the other's address."""

    def __init__(self) -> None:
        self.handler: SlackRequestHandler | None = None
        self.server = make_server("127.0.0.1", 0, self.answer, _Server, _Quiet)
        self.url = f"http://127.0.0.1:{self.server.server_port}/slack/events"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def answer(self, environ, start_response):
        assert self.handler
        return self.handler(environ, start_response)

    def run(self, workspace: Workspace, setup: Setup) -> None:
        client = WebClient("xoxb-playground", base_url=workspace.api_url)
        app = App(client=client, signing_secret=SECRET)
        setup(app)
        self.handler = SlackRequestHandler(app, "/slack/events")

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
