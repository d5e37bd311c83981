"""The playground as a process of its own: the bot knows its address and nothing else of it."""

import importlib.util
import json
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

import bot
from bot.errors import ConfigurationError
from bot.i18n import lazy

ROOT = Path(bot.__file__).resolve().parents[1]
PATIENCE_SECONDS = 5.0

BOT_TOKEN, APP_TOKEN = "xoxb-playground", "xapp-playground"
"""What the playground takes for tokens; no secret hangs on them."""


class LocalWorkspace:
    """A running playground; `url` is the address to open."""

    def __init__(self, url: str, process: "subprocess.Popen[str]") -> None:
        """Take over a process that has said where it listens."""
        self.url = url
        self._process = process

    def when_it_ends(self, tell: Callable[[], None]) -> None:
        """Call `tell`, from a thread of its own, when the process has ended for whatever reason."""

        def watch() -> None:
            self._process.wait()
            tell()

        threading.Thread(target=watch, name="workspace", daemon=True).start()

    def act(self, deed: str, body: Mapping[str, str]) -> None:
        """Let somebody in the workspace do something, such as say a word in a channel."""
        request = urllib.request.Request(  # noqa: S310 - our own address on this machine
            f"{self.url}/control/{deed}", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS):  # noqa: S310 - the same
            pass

    def close(self) -> None:
        """End the process, the hard way when it does not listen."""
        _end(self._process)


def start_workspace(people: Path, port: int, buttons: Mapping[str, str]) -> LocalWorkspace:
    """Start the playground with the people of a file and buttons (label to loopback address).

    Raises ConfigurationError when it cannot start: a part is missing, or the port is taken.
    """
    manifest = ROOT / "manifest.yml"
    if not manifest.exists() or importlib.util.find_spec("playground") is None:
        raise ConfigurationError(
            lazy("The demo runs from Clientele's source folder, which holds manifest.yml and the playground.")
        )
    if importlib.util.find_spec("aiohttp") is None:
        raise ConfigurationError(
            lazy("The demo needs aiohttp: install the extra “demo”, pip install 'clientele[demo]'.")
        )
    command = [sys.executable, "-m", "playground", "--manifest", str(manifest)]
    command += ["--workspace", str(people), "--port", str(port)]
    for label, url in buttons.items():
        command += ["--button", f"{label}={url}"]
    # In a session of its own, Ctrl-C reaches the bot alone, which ends the two in the right order.
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        return LocalWorkspace(_listening(process, port), process)
    except BaseException:
        _end(process)
        raise


def _listening(process: "subprocess.Popen[str]", port: int) -> str:
    """Wait for the line that says where it listens. Raises ConfigurationError with its own complaint otherwise."""
    assert process.stdout is not None
    assert process.stderr is not None
    word, _, url = process.stdout.readline().strip().partition(" ")
    if word == "ready":
        _forward(process.stderr)
        return url
    process.wait(PATIENCE_SECONDS)
    complaint = process.stderr.read().strip()
    if "in use" in complaint:
        raise ConfigurationError(
            lazy("Port {port} is in use; choose another with --port, or 0 for a free one."), port=port
        )
    reason = complaint.splitlines()[-1].removeprefix("playground: ") if complaint else f"exit {process.returncode}"
    raise ConfigurationError(lazy("The workspace does not start: {reason}"), reason=reason)


def _forward(errors: IO[str]) -> None:
    """Pass on what the playground complains of, so that its pipe never fills."""

    def forward() -> None:
        for line in errors:
            sys.stderr.write(line)

    threading.Thread(target=forward, name="workspace-errors", daemon=True).start()


def _end(process: "subprocess.Popen[str]") -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
