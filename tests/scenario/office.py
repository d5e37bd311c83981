"""An office for scenario tests: the real playground process, the real bot process, and a database between them."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.policy.access import Role
from bot.policy.catalogue import Catalogue, Source
from bot.services import people
from bot.services.clients import NewClient, record_client
from bot.services.facts import record_facts
from bot.store.database import Database
from bot.store.opening import open_database
from playground.client import Workspace

ROOT = Path(__file__).parents[2]
MEI, LUCIA, TOMAS, INES, ARJUN = "U0MEI", "U0LUCIA", "U0TOMAS", "U0INES", "U0ARJUN"
PEOPLE = {
    MEI: frozenset({Role.REP}),
    LUCIA: frozenset({Role.REP}),
    TOMAS: frozenset({Role.MANAGER}),
    INES: frozenset({Role.CUSTODIAN}),
    ARJUN: frozenset({Role.FINANCE}),
    "U0GUEST": frozenset({Role.REP}),
}


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """A child process that says when it is ready."""

    def __init__(self, arguments: list[str], environment: Mapping[str, str], log: Path) -> None:
        self.log = log
        self._errors = log.open("wb")
        self._process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )
        self.ready = self._wait_ready()

    def _wait_ready(self) -> str:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("ready"):
                return line.strip()
        raise AssertionError(f"{self._process.args} ended before it was ready:\n{self.log.read_text()}")

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._close()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)
        self._close()

    def _close(self) -> None:
        self._errors.close()
        if self._process.stdout:
            self._process.stdout.close()


@dataclass
class Office:
    """The workspace, the bot and its database; `mode` is socket or http."""

    folder: Path
    database_url: str
    mode: str = "socket"
    settings: Mapping[str, str] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self.port = free_port()
        delivery = (
            []
            if self.mode == "socket"
            else ["--app-url", f"http://127.0.0.1:{self.port}/slack/events", "--signing-secret", "s3cret"]
        )
        self.playground = Process(
            ["playground", "--manifest", str(ROOT / "manifest.yml"), "--port", "0", *delivery],
            {},
            self.folder / "playground.log",
        )
        self.workspace = Workspace(self.playground.ready.split()[1])
        self.database = open_database(self.database_url)
        self._name_people()
        self.start_bot()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bot.stop()
        self.playground.stop()
        self.database.close()

    def start_bot(self) -> None:
        token = {"SLACK_APP_TOKEN": "xapp-playground"} if self.mode == "socket" else {"SLACK_SIGNING_SECRET": "s3cret"}
        self.bot = Process(
            ["bot", "serve"],
            {
                "DATABASE_URL": self.database_url,
                "SLACK_BOT_TOKEN": "xoxb-playground",
                "SLACK_API_URL": self.workspace.api_url,
                "CLIENTELE_CUSTODIANS": INES,
                "CLIENTELE_SECRET": "only for this test",
                "PORT": str(self.port),
                **token,
                **self.settings,
            },
            self.folder / "bot.log",
        )
        if self.mode == "socket":
            self.workspace.wait_connected()

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the command line as the operator does."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=ROOT,
            env={
                **os.environ,
                "DATABASE_URL": self.database_url,
                "SLACK_BOT_TOKEN": "xoxb-playground",
                "SLACK_API_URL": self.workspace.api_url,
                **self.settings,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def import_file(self, kind: str, text: str, *options: str) -> None:
        """Import a CSV file that must come in whole."""
        path = self.folder / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        done = self.run("import", kind, str(path), *options)
        assert done.returncode == 0, done.stdout + done.stderr

    def _name_people(self) -> None:
        with self.database.session() as session:
            for slack_id, roles in PEOPLE.items():
                people.add_person(
                    session, people.operator("test"), slack_id, roles, team="Asia", now=datetime.now().astimezone()
                )

    def open_file(
        self, name: str, *, owner: str, now: datetime, code: str | None = None, facts: Mapping[str, str] | None = None
    ) -> int:
        """Open a client's file as its owner does, with values observed at `now`."""
        catalogue = Catalogue()
        with self.database.session() as session:
            actor = people.identify(session, owner, via="test", now=now)
            client = record_client(
                session,
                actor,
                NewClient(name, {"country": "DE", "city": "Köln"}),
                now=now,
                catalogue=catalogue,
                is_sure=True,
                code=code,
            )
            record_facts(
                session,
                actor,
                client.client_id,
                facts or {},
                source=Source.CALL,
                observed_at=now,
                now=now,
                catalogue=catalogue,
            )
        return client.client_id


__all__ = ["ARJUN", "INES", "LUCIA", "MEI", "TOMAS", "Database", "Office"]
