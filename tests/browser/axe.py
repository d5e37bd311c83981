"""axe-core, the accessibility rules, brought by npm into a folder outside the repository."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.browsing import missing

GRAVE = ("serious", "critical")
RUN = "axe.run(document, {resultTypes: ['violations']})"


def fetch_axe(folder: Path) -> str:
    """The source of axe-core; skips with a reason where npm or the network is missing."""
    npm = shutil.which("npm")
    if npm is None:
        missing("npm is not installed here, and axe-core comes by it")
    command = [str(npm), "install", "--prefix", str(folder), "--no-audit", "--no-fund", "axe-core@4"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    source = folder / "node_modules" / "axe-core" / "axe.min.js"
    if done.returncode or not source.exists():
        missing(f"npm could not bring axe-core: {done.stderr.strip()[-200:]}")
    return source.read_text(encoding="utf-8")


def grave_findings(page: Page, axe: str) -> list[str]:
    """What axe calls serious or critical on the page as it stands, one line a rule."""
    page.evaluate(axe)
    found = page.evaluate(RUN)["violations"]
    return [
        f"{rule['impact']} {rule['id']}: {[node['html'][:120] for node in rule['nodes'][:3]]}"
        for rule in found
        if rule["impact"] in GRAVE
    ]
