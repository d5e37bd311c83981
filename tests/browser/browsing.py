"""A real Chromium, and a real playground process for it to look at."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

REQUIRE_ALL = os.environ.get("CLIENTELE_REQUIRE_ALL") == "1"
ROOT = Path(__file__).parents[2]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def missing(reason: str) -> None:
    """Skip with a reason; where everything is required, fail instead."""
    if REQUIRE_ALL:
        pytest.fail(reason)
    pytest.skip(reason)


def launch_chromium(playwright: Playwright) -> Browser:
    """Debian's own Chromium, without a window."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        missing("no Chromium is installed here")
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)


@contextmanager
def playground(manifest: Path, *flags: str, port: int = 0) -> Iterator[str]:
    """The address of a playground that runs for as long as the block does."""
    command = [sys.executable, "-m", "playground", "--manifest", str(manifest), "--port", str(port), *flags]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield _ready_address(process, command)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _ready_address(process: subprocess.Popen[str], command: Sequence[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.match(r"ready (http://\S+)", line):
            return found.group(1)
    pytest.fail(f"{' '.join(command)} ended before it was ready")
