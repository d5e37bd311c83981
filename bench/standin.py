"""`python -m bench.standin`: the few methods of Slack's Web API that the bot calls, and a place for its answers.

It is a stand-in and no workspace: it takes everything, remembers each answer by the number in its address and each
form by the number in its trigger, and lets the measuring client wait for one (`GET /await/N`). `POST /delay/SECONDS`
makes each call of the Web API take as long as the real one, across a network.
"""

import json
import re
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATIENCE = 20.0
"""Seconds after which an answer that has not come is taken for lost."""

_OPENED = re.compile(rb"(?:trigger_id|user_id)\W+(\w+)")
"""Tells which form was opened, or whose App Home was published, however the call was encoded."""

_USER = {"real_name": "Somebody", "tz": "UTC", "locale": "en-GB", "is_restricted": False}
_ANSWERS: dict[str, dict[str, Any]] = {
    "auth.test": {"user_id": "U0BOT", "bot_id": "B0BOT", "team_id": "T0", "team": "Bench", "user": "clientele"},
    "users.info": {"user": _USER},
    "users.list": {"members": []},
    "views.open": {"view": {"id": "V0"}},
    "views.publish": {"view": {"id": "V0"}},
    "conversations.open": {"channel": {"id": "D0"}},
    "conversations.info": {"channel": {"id": "C0"}},
    "conversations.members": {"members": []},
    "conversations.history": {"messages": []},
    "chat.postMessage": {"channel": "D0", "ts": "1.000001"},
}


class Memory:
    """What came in, by number; and how long a call takes."""

    def __init__(self) -> None:
        self.answers: dict[str, str] = {}
        self.delay = 0.0
        self.changed = threading.Condition()

    def note(self, number: str, text: str) -> None:
        with self.changed:
            self.answers[number] = text
            self.changed.notify_all()

    def await_answer(self, number: str) -> str:
        with self.changed:
            self.changed.wait_for(lambda: number in self.answers, PATIENCE)
            return self.answers.pop(number, "")


MEMORY = Memory()


class Handler(BaseHTTPRequestHandler):
    """One connection, kept alive."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_POST(self) -> None:
        """Take a call of the Web API, an answer, or a new delay."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        kind, _, rest = self.path.strip("/").partition("/")
        if kind == "answer":
            MEMORY.note(rest, str(json.loads(body).get("text", "")))
            self._reply(b"ok", "text/plain")
        elif kind == "delay":
            MEMORY.delay = float(rest)
            self._reply(b"ok", "text/plain")
        else:
            time.sleep(MEMORY.delay)
            if opened := _OPENED.search(body):
                MEMORY.note(opened[1].decode(), rest)
            self._reply(json.dumps({"ok": True, **_ANSWERS.get(rest, {})}).encode())

    def do_GET(self) -> None:
        """Wait for an answer."""
        self._reply(MEMORY.await_answer(self.path.rpartition("/")[2]).encode())

    def _reply(self, body: bytes, kind: str = "application/json") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Write no line a request."""


def main() -> None:
    """Listen on a free port, say which, and go on until the process is stopped."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    sys.stdout.write(f"ready http://127.0.0.1:{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
