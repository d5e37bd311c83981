"""Slack's side of the wire: signed payloads, posted over a kept-alive connection, timed from request to response."""

import json
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count
from urllib.parse import urlencode, urlsplit

from slack_sdk.signature import SignatureVerifier

SECRET = "only for this measurement"
PATH = "/slack/events"

_numbers = count(1)


@dataclass(frozen=True)
class Delivery:
    """One delivery before it is sent: its body and type, and the number of the answer that it should bring."""

    body: bytes
    is_json: bool = False
    answer: str = ""


@dataclass(frozen=True)
class Timed:
    """What came back: seconds from request to response, and the response."""

    seconds: float
    status: int
    body: bytes


@dataclass
class Caller:
    """A kept-alive connection to one process."""

    url: str
    _connection: HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        """Connect on the first request."""
        self._connection = HTTPConnection(urlsplit(self.url).netloc, timeout=60)

    def send(self, delivery: Delivery) -> Timed:
        """Sign and post a delivery."""
        stamp = str(int(time.time()))
        signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=delivery.body)
        headers = {
            "Content-Type": "application/json" if delivery.is_json else "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature or "",
        }
        start = time.perf_counter()
        self._connection.request("POST", PATH, delivery.body, headers)
        response = self._connection.getresponse()
        body = response.read()
        return Timed(time.perf_counter() - start, response.status, body)

    def get(self, path: str) -> str:
        """Read a page."""
        self._connection.request("GET", path)
        return self._connection.getresponse().read().decode()

    def post(self, path: str) -> None:
        """Post nothing to a page."""
        self._connection.request("POST", path, b"")
        self._connection.getresponse().read()


@dataclass(frozen=True)
class Sender:
    """Writes the payloads that Slack sends; answers go to the stand-in at `home`."""

    home: str

    def command(self, user: str, text: str, name: str = "/client") -> Delivery:
        """Type a slash command."""
        number, fields = self._answering()
        content = {"command": name, "text": text, "user_id": user, "channel_id": "C0", "team_id": "T0"}
        return Delivery(urlencode({**content, **fields}).encode(), answer=number)

    def press(self, user: str, action_id: str, value: str, *, block_id: str = "b", kind: str = "button") -> Delivery:
        """Press a button, choose from an overflow menu or pick a person."""
        number, fields = self._answering()
        chosen: dict[str, object] = {"value": value}
        if kind == "overflow":
            chosen = {"selected_option": {"text": {"type": "plain_text", "text": "-"}, "value": value}}
        elif kind == "users_select":
            chosen = {"selected_user": value}
        action = {"type": kind, "action_id": action_id, "block_id": block_id, "action_ts": "1", **chosen}
        content = {
            "type": "block_actions",
            "user": {"id": user, "team_id": "T0"},
            "channel": {"id": "C0"},
            "container": {"type": "message", "message_ts": "1.1", "channel_id": "C0", "is_ephemeral": True},
            "message": {"ts": "1.1", "blocks": []},
            "actions": [action],
        }
        return self._interaction({**content, **fields}, number)

    def submit(
        self, user: str, form: str, values: dict[str, dict[str, object]], carried: dict[str, object]
    ) -> Delivery:
        """Submit a form; its answer goes where the command that opened it was typed."""
        number, fields = self._answering()
        carried = {**carried, "response_url": fields["response_url"]}
        view = {
            "id": f"V{number}",
            "type": "modal",
            "hash": f"{number}.h",
            "callback_id": form,
            "private_metadata": json.dumps(carried),
            "state": {"values": {f"{key}_block": {key: state} for key, state in values.items()}},
        }
        content: dict[str, object] = {"type": "view_submission", "user": {"id": user, "team_id": "T0"}, "view": view}
        return self._interaction(content, number)

    def shortcut(self, user: str, callback_id: str, text: str = "") -> Delivery:
        """Choose a shortcut, on a message when there is a text."""
        number, fields = self._answering()
        content: dict[str, object] = {"type": "shortcut", "callback_id": callback_id, "user": {"id": user}}
        content["trigger_id"] = fields["trigger_id"]
        if text:
            message = {"type": "message", "ts": "1.1", "text": text, "user": "U0OTHER"}
            content |= fields | {"type": "message_action", "message": message, "channel": {"id": "C0"}}
        return self._interaction(content, number)

    def suggest(self, user: str, action_id: str, typed: str) -> Delivery:
        """Type into a menu that asks for its options."""
        content: dict[str, object] = {
            "type": "block_suggestion",
            "action_id": action_id,
            "block_id": action_id,
            "value": typed,
        }
        return self._interaction({**content, "user": {"id": user}, "view": {"id": "V0"}}, "")

    def open_home(self, user: str) -> Delivery:
        """Open App Home."""
        event = {"type": "app_home_opened", "user": user, "tab": "home", "channel": "D0"}
        content = {"type": "event_callback", "event_id": f"Ev{next(_numbers)}", "team_id": "T0", "event": event}
        return Delivery(json.dumps(content).encode(), is_json=True, answer=user)

    def _answering(self) -> tuple[str, dict[str, object]]:
        """Return the number of an answer and the fields that lead to it."""
        number = f"{next(_numbers)}"
        return number, {"response_url": f"{self.home}/answer/{number}", "trigger_id": number}

    @staticmethod
    def _interaction(content: dict[str, object], number: str) -> Delivery:
        payload = json.dumps({"team": {"id": "T0"}, "api_app_id": "A0", "token": "-", **content})
        return Delivery(urlencode({"payload": payload}).encode(), answer=number)


def typed(value: str) -> dict[str, object]:
    """Return the state of a text input."""
    return {"type": "plain_text_input", "value": value}


def chosen(value: str) -> dict[str, object]:
    """Return the state of a menu."""
    return {"type": "static_select", "selected_option": {"text": {"type": "plain_text", "text": "-"}, "value": value}}
