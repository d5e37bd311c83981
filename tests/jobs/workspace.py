"""The real playground in a process of its own, and the few things that a test of sending asks of it."""

import json
import subprocess
import sys
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from slack_sdk import WebClient

from tests.architecture.source import ROOT

PEOPLE = ("U0MEI", "U0ANN", "U0CUS")
CHANNEL = "C0SALES"


@dataclass
class Workspace:
    """A running playground."""

    url: str
    process: subprocess.Popen[str]

    def client(self) -> WebClient:
        """A client as the bot makes it, retries of its own included."""
        return WebClient("xoxb-playground", base_url=f"{self.url}/api/")

    def sent(self, person: str = "U0MEI", channel: str | None = None) -> list[dict]:
        """What the app has posted to a person, or in a channel, oldest first."""
        if channel is None:
            state = self._get("/control/state")
            channel = next(each["app_channel"] for each in state["people"] if each["id"] == person)
        if channel is None:
            return []
        found = self._get(f"/control/conversation?{urllib.parse.urlencode({'as': person, 'channel': channel})}")
        return [message for message in found["messages"] if message.get("bot_id")]

    def calls(self, method: str) -> list[dict]:
        return [call for call in self._get("/control/calls?after=0")["calls"] if call["method"] == method]

    def fault(self, **faults: object) -> None:
        self._post("/control/faults", faults)

    def reset(self) -> None:
        self._post("/control/faults", {"clear": True})
        self._post("/control/reset", {})

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)

    def _get(self, path: str) -> dict:
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return json.load(answer)

    def _post(self, path: str, body: dict) -> dict:
        request = urllib.request.Request(
            self.url + path, json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)


def start_workspace(folder: Path) -> Workspace:
    """Start a playground with three people and one channel on a free port."""
    plan = folder / "workspace.json"
    people = [{"id": each, "name": each.lower(), "real_name": each, "tz": "Europe/London"} for each in PEOPLE]
    channel = {"id": CHANNEL, "name": "sales", "members": list(PEOPLE)}
    team = {"id": "T0TEST", "name": "Test", "domain": "test"}
    plan.write_text(json.dumps({"team": team, "people": people, "channels": [channel]}), encoding="utf-8")
    command = [sys.executable, "-m", "playground", "--manifest", "manifest.yml", "--port", "0"]
    process = subprocess.Popen([*command, "--workspace", str(plan)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    ready = process.stdout.readline().split()
    assert ready[:1] == ["ready"], ready
    return Workspace(ready[1], process)
