"""The wire under the Python client: JSON requests to the control API, and waiting for events by long poll."""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable, Iterable

from playground.jsontypes import JsonObject, JsonValue

POLL = 20.0


class Refused(Exception):
    """The workspace refused an act; the sentence says why."""


class NothingCame(AssertionError):
    """What was waited for did not come; the message says what it was and what came instead."""


class Link:
    """Requests to one workspace."""

    def __init__(self, url: str, timeout: float) -> None:
        """Take the address and how many seconds an event may take to come."""
        self.url = url.rstrip("/")
        self.timeout = timeout
        # No proxy: the workspace is on this machine.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def get(self, path: str, **query: JsonValue) -> JsonObject:
        """GET a route of the control API."""
        words = urllib.parse.urlencode({key: value for key, value in query.items() if value is not None})
        return self._ask(urllib.request.Request(f"{self.url}/control/{path}?{words}"))  # noqa: S310 - loopback http

    def post(self, path: str, **body: JsonValue) -> JsonObject:
        """POST to a route of the control API."""
        data = json.dumps({key: value for key, value in body.items() if value is not None}).encode()
        headers = {"Content-Type": "application/json"}
        return self._ask(urllib.request.Request(f"{self.url}/control/{path}", data, headers))  # noqa: S310

    def upload(self, name: str, data: bytes, **fields: str | None) -> JsonObject:
        """POST a file with its fields as multipart."""
        border = uuid.uuid4().hex
        parts = [
            f'--{border}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in fields.items()
            if value is not None
        ]
        head = f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        kind = "Content-Type: application/octet-stream\r\n\r\n"
        body = b"".join(parts) + (head + kind).encode() + data + f"\r\n--{border}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={border}"}
        return self._ask(urllib.request.Request(f"{self.url}/control/upload", body, headers))  # noqa: S310

    def fetch(self, path: str) -> bytes:
        """Return the bytes of a GET."""
        with self._opener.open(f"{self.url}{path}", timeout=self.timeout + POLL) as response:
            return bytes(response.read())

    def _ask(self, request: urllib.request.Request) -> JsonObject:
        try:
            with self._opener.open(request, timeout=self.timeout + POLL + 60) as response:
                answer: JsonObject = json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                text = error.read().decode(errors="replace")
            raise Refused(_sentence(text)) from error
        return answer

    def seq(self, reader: str) -> int:
        """Return the number of the latest event."""
        return int(self.get("wait", **{"as": reader, "after": 10**15, "timeout": 0})["seq"])

    def wait_event(
        self,
        reader: str,
        after: int,
        what: str,
        match: Callable[[JsonObject], bool],
        timeout: float | None = None,
        *,
        patient: bool = False,
    ) -> JsonObject:
        """Wait for the first event above a number that matches; raises NothingCame.

        Unless `patient`, it raises at once when the person was told that something went wrong.
        """
        deadline = time.monotonic() + (self.timeout if timeout is None else timeout)
        came: list[JsonObject] = []
        while True:
            left = max(0.0, min(deadline - time.monotonic(), POLL))
            events = self.get("wait", **{"as": reader, "after": after, "timeout": left})["events"]
            for event in events:
                if match(event):
                    return dict(event)
            came += events
            if not patient and any(event["kind"] == "error" for event in events):
                raise NothingCame(f"Waited for {what}, but {_told(came)}")
            if time.monotonic() >= deadline:
                raise NothingCame(f"Waited for {what}; {_told(came)}")
            after = max([after, *(event["seq"] for event in events)])


def _told(events: Iterable[JsonObject]) -> str:
    """Return what came instead, in words."""
    lines = [line for line in (_line(event) for event in events) if line]
    return "what came was: " + "; ".join(lines[-12:]) if lines else "nothing came."


def _line(event: JsonObject) -> str:
    kind = event["kind"]
    if kind == "error":
        return f"error {event['reason']}: {event['text']}"
    if kind == "call":
        return f"call {event['method']} " + ("ok" if event["ok"] else f"-> {event['error']}")
    if kind in {"message", "message_changed"}:
        return f"{kind} in {event['channel']}: {str(event['message'].get('text'))[:120]!r}"
    if "view" in event:
        title = (event["view"].get("title") or {}).get("text", "")
        return f"{kind} {title!r}"
    return "" if kind == "conversation" else str(kind)


def _sentence(text: str) -> str:
    try:
        return str(json.loads(text)["error"])
    except (ValueError, KeyError, TypeError):
        return text[:500]
