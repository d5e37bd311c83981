"""The processes of a measurement: the real bot, the bare listener and the stand-in for Slack."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.company import CUSTODIAN
from bench.wire import SECRET, Caller, Sender

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Office:
    """Three processes under way, and a connection to each."""

    bot: Caller
    bare: Caller
    slack: Caller
    sender: Sender
    bot_process: int
    """The bot's process id."""


@contextmanager
def office(database_url: str, folder: Path) -> Iterator[Office]:
    """Start the stand-in, the bot and the bare listener over one database; stop them at the end."""
    with ExitStack() as stack:
        home, _ = stack.enter_context(_process(["bench.standin"], {}, folder / "standin.log"))
        environment = {
            "DATABASE_URL": database_url,
            "SLACK_BOT_TOKEN": "xoxb-bench",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_APP_TOKEN": "",
            "SLACK_API_URL": f"{home}/api/",
            "CLIENTELE_CUSTODIANS": CUSTODIAN,
            "CLIENTELE_SECRET": SECRET,
            "PORT": "0",
        }
        bot, process = stack.enter_context(_process(["bot", "serve"], environment, folder / "bot.log"))
        bare, _ = stack.enter_context(_process(["bench.bare"], environment, folder / "bare.log"))
        yield Office(Caller(bot), Caller(bare), Caller(home), Sender(home), process)


@contextmanager
def _process(arguments: list[str], environment: Mapping[str, str], log: Path) -> Iterator[tuple[str, int]]:
    """Run a module until the block ends; yield the address that it says it is ready at, and its process id."""
    with log.open("wb") as errors:
        child = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        try:
            assert child.stdout is not None
            said = child.stdout.readline()
            if not said.startswith("ready "):
                raise SystemExit(f"{' '.join(arguments)} did not start:\n{log.read_text()}")
            yield said.split()[1], child.pid
        finally:
            child.terminate()
            child.wait(timeout=20)
