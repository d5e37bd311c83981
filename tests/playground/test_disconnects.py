"""Disconnects under load: no command is lost, and none is handled twice.

Several people act all the time while the workspace sends the app away in every way it knows. What is delivered twice,
because a connection was cut before the acknowledgement, must be handled once.
"""

from __future__ import annotations

import itertools
import random
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from sqlalchemy import text

from bot.serving import HangUps, has_hung_up
from playground.client import Message, Person, Workspace
from playground.jsontypes import JsonObject
from tests.databases import sqlite_url
from tests.playground.harness import playground
from tests.scenario.conftest import NOW
from tests.scenario.office import ARJUN, INES, LUCIA, MEI, TOMAS, Office

WAYS = ("warning", "refresh_requested", "now", "mid-request")
# Long enough for any machine: what is shown here is that nothing is lost, not how fast it comes.
PATIENCE = {"ack_timeout": 60, "trigger_life": 60}

# Ten lines of Bolt, and the memory of trigger ids that at-least-once delivery asks of every app.
APP = """
import sys
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

app, seen = App(client=WebClient("xoxb-playground", base_url=sys.argv[1])), {}

@app.command("/visit")
def visit(ack, respond, command):
    ack()
    mine = object()
    if seen.setdefault(command["trigger_id"], mine) is mine:
        respond("noted " + command["text"])

SocketModeHandler(app, "xapp-playground", ping_interval=0.5).start()
"""


def connections_opened(workspace: Workspace) -> int:
    return len([one for one in workspace.calls("apps.connections.open") if one["ok"]])


def disconnect(workspace: Workspace, how: str) -> None:
    """Send the app away and wait until it is back: one connection went and another came."""
    anybody = workspace.state()["people"][0]["id"]
    after = workspace.link.seq(anybody)
    changes: list[int] = []

    def back(event: JsonObject) -> bool:
        if event["kind"] == "connections":
            changes.append(event["connections"])
        return len(changes) >= 2 and changes[-1] == 1

    workspace.faults(**({"disconnect_mid_request": 1} if how == "mid-request" else {"disconnect": how}))
    workspace.link.wait_event(anybody, after, f"the app to come back after {how!r}", back, 60, patient=True)


@contextmanager
def at_work(acts: Sequence[Callable[[int], None]]) -> Iterator[Callable[[], None]]:
    """Repeat each act in a thread of its own, numbered from 0, until the block ends.

    The block gets a function that raises what an act has failed with; its end does the same.
    """
    over = threading.Event()

    def repeat(act: Callable[[int], None]) -> None:
        for number in itertools.count():
            act(number)
            if over.is_set():
                return

    with ThreadPoolExecutor(len(acts)) as pool:
        working = [pool.submit(repeat, act) for act in acts]

        def check() -> None:
            for one in working:
                if one.done():
                    one.result()

        try:
            yield check
        finally:
            over.set()
    check()


def storm(workspace: Workspace, acts: Sequence[Callable[[int], None]], disconnects: int, seed: int) -> None:
    """Disconnect the app so many times, each way about as often, and send some things twice, while people act."""
    ways = [WAYS[number % len(WAYS)] for number in range(disconnects)]
    random.Random(seed).shuffle(ways)
    with at_work(acts) as check:
        for how in ways:
            workspace.faults(duplicate=1)
            disconnect(workspace, how)
            check()
    assert connections_opened(workspace) >= 1 + disconnects


def answers(person: Person, channel: str) -> list[Message]:
    """What the app told this person alone in a channel."""
    return [one for one in person.channel(channel).messages() if one.ephemeral and "bot_id" in one.raw]


# An app that is not ours.


def check_small_app(folder: Path, disconnects: int, seed: int) -> None:
    script = folder / "app.py"
    script.write_text(APP, encoding="utf-8")
    said: Counter[str] = Counter()
    with playground(folder) as workspace:
        workspace.faults(**PATIENCE)
        people = [workspace.person(called) for called in ("Mei", "Tomás", "Inès", "Arjun")]

        def act_of(person: Person) -> Callable[[int], None]:
            def act(number: int) -> None:
                words = f"{person.id} {number}"
                assert person.run(f"/visit {words}", channel="#sales").acked
                said[f"noted {words}"] += 1

            return act

        app = subprocess.Popen([sys.executable, str(script), workspace.api_url], stderr=subprocess.DEVNULL)
        try:
            workspace.wait_connected(timeout=60)
            storm(workspace, [act_of(person) for person in people], disconnects, seed)

            def heard() -> Counter[str]:
                return Counter(one.text for person in people for one in answers(person, "#sales"))

            workspace.wait("an answer to each command", lambda: set(heard()) == set(said), timeout=60)
        finally:
            app.terminate()
            app.wait()
        assert heard() == said
        assert max(one["attempts"] for one in workspace.deliveries("slash_commands")) > 1, "something came twice"


def test_a_small_app_survives_disconnects(tmp_path: Path) -> None:
    check_small_app(tmp_path, disconnects=8, seed=1)


@pytest.mark.soak
def test_a_small_app_survives_fifty_disconnects(tmp_path: Path) -> None:
    check_small_app(tmp_path, disconnects=50, seed=2)


# Clientele itself.


def test_a_silent_cut_is_seen_without_a_ping(tmp_path: Path) -> None:
    with playground(tmp_path) as workspace:
        app = App(client=WebClient("xoxb-playground", base_url=workspace.api_url))
        client = SocketModeHandler(app, "xapp-playground", ping_interval=3600).client
        hang_ups = HangUps(client)
        client.connect()
        workspace.wait_connected()
        hang_ups.start()
        try:
            disconnect(workspace, "now")
        finally:
            hang_ups.stop()
            # Not `client.close()`: it would wait for the pinger, which sleeps for an hour.
            client.closed = client.current_session_state.terminated = True
            client.disconnect()
            client.message_workers.shutdown()


def test_which_connections_have_hung_up() -> None:
    here, there = socket.socketpair()
    with here:
        assert not has_hung_up(here)
        there.sendall(b"last words")
        assert not has_hung_up(here)
        there.close()
        assert has_hung_up(here)
    assert not has_hung_up(here), "closed by ourselves"
    assert not has_hung_up(None)


class Staff:
    """Five people at work, and how many answers each should have."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.notes: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()

    def person(self, slack_id: str) -> Person:
        return self.office.workspace.person(slack_id)

    def logs(self, slack_id: str, client: str) -> Callable[[int], None]:
        """Somebody who writes down one contact after the other."""
        person = self.person(slack_id)

        def act(number: int) -> None:
            note = f"{slack_id} {number}"
            assert person.run(f"/client log {client}", channel="#sales").acked
            form = person.form(timeout=60)
            form.fill("Outcome", "Good talk").fill("Note", note)
            assert form.submit().closed
            assert "Saved" in person.reply(timeout=60).text_all
            self.notes[note] += 1
            self.asked[slack_id] += 1

        return act

    def asks(self, slack_id: str, line: str, expected: str) -> Callable[[int], None]:
        """Somebody who asks the same again and again."""
        person = self.person(slack_id)

        def act(_number: int) -> None:
            assert person.run(line, channel="#sales").acked
            assert expected in person.reply(timeout=60).text_all
            self.asked[slack_id] += 1

        return act


def rows(office: Office, query: str, **values: str) -> list[str]:
    with office.database.engine.connect() as connection:
        return list(connection.execute(text(query), values).scalars())


def reads_logged(office: Office, slack_id: str, via: str) -> int:
    """How many rows of the access log one person's reading by one command has left."""
    query = "SELECT via FROM access_log JOIN person ON person.id = person_id WHERE slack_id = :who AND via = :via"
    return len(rows(office, query, who=slack_id, via=via))


def check_clientele(folder: Path, database_url: str, disconnects: int, seed: int) -> None:
    with Office(folder, database_url) as office:
        office.open_file("ACME GmbH", owner=MEI, now=NOW, code="ACME")
        office.open_file("Other & Sons Ltd", owner=LUCIA, now=NOW, code="OTHER")
        office.workspace.faults(**PATIENCE)
        staff = Staff(office)
        shows = staff.asks(INES, "/client show ACME", "ACME GmbH")
        shows(0)
        a_show = reads_logged(office, INES, "show")
        assert a_show > 0
        # An answer that Slack cannot take at first comes later.
        for trouble in ({"rate_limit": {"response_url": {"count": 1}}}, {"http_500": {"response_url": 1}}):
            office.workspace.faults(**trouble)
            shows(0)
        acts = [
            staff.logs(MEI, "ACME"),
            staff.logs(LUCIA, "OTHER"),
            shows,
            staff.asks(ARJUN, "/client credit ACME", "ACME GmbH"),
            staff.asks(TOMAS, "/client find acme", "ACME GmbH"),
        ]
        storm(office.workspace, acts, disconnects, seed)
        # What it still has to say is said before it ends.
        office.bot.stop()
        told = {person: len(answers(staff.person(person), "#sales")) for person in staff.asked}
        assert told == staff.asked
        assert Counter(rows(office, "SELECT note FROM interaction")) == staff.notes
        assert reads_logged(office, INES, "show") == a_show * staff.asked[INES]


def test_clientele_survives_disconnects(tmp_path: Path) -> None:
    check_clientele(tmp_path, sqlite_url(tmp_path / "clientele.db"), disconnects=8, seed=3)


@pytest.mark.soak
def test_clientele_survives_fifty_disconnects(tmp_path: Path) -> None:
    check_clientele(tmp_path, sqlite_url(tmp_path / "clientele.db"), disconnects=50, seed=4)
