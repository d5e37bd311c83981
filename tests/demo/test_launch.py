"""The real command comes up, answers in the workspace and leaves nothing behind."""

import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager

import psutil
import pytest

from playground.client import Workspace
from tests.architecture.source import ROOT

PATIENCE = 120
"""Seconds that a busy machine may take; nothing is asserted about them."""


class Demo:
    """A running `clientele demo`."""

    def __init__(self, folder, *flags, port=0):
        command = [
            sys.executable,
            "-m",
            "bot",
            "demo",
            "--no-browser",
            "--port",
            str(port),
            "--folder",
            str(folder),
            *flags,
        ]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        watchdog = threading.Timer(PATIENCE, self.process.kill)
        watchdog.start()
        self.line = self.process.stdout.readline()
        watchdog.cancel()
        self.addresses = re.findall(r"http://\S+", self.line)
        self.children = psutil.Process(self.process.pid).children(recursive=True) if self.line else []

    @property
    def workspace(self):
        return Workspace(self.addresses[0], timeout=60)

    def stop(self, number=signal.SIGINT):
        """Send a signal; return the exit status, what came after the address, and the complaints."""
        self.process.send_signal(number)
        return self.ended()

    def ended(self):
        out, errors = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, errors

    def left_behind(self):
        _gone, alive = psutil.wait_procs(self.children, timeout=10)
        return alive


@contextmanager
def running(folder, *flags, **more):
    demo = Demo(folder, *flags, **more)
    try:
        yield demo
    finally:
        for process in [*demo.children, demo.process]:
            if process.poll() is None if isinstance(process, subprocess.Popen) else process.is_running():
                process.kill()
        demo.process.wait()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A demo's folder after a first run that has only come up and gone."""
    folder = tmp_path_factory.mktemp("made") / "demo"
    with running(folder) as demo:
        assert demo.stop()[0] == 0
    return folder


@pytest.fixture
def folder(made, tmp_path):
    """The same, for one test to change."""
    return shutil.copytree(made, tmp_path / "demo")


def test_the_first_run_leaves_a_finished_demo(made):
    assert {"clientele.db", "clientele.secret", "demo.json", "ledger", "workspace.json"} <= {
        path.name for path in made.iterdir()
    }


def test_it_prints_one_address_answers_the_rep_and_ends_cleanly(folder):
    with running(folder) as demo:
        assert len(demo.addresses) == 1, demo.ended()
        assert demo.children
        mei = demo.workspace.person("Mei")
        mei.run("/client show ACME", channel="#general")
        assert "ACME Trading GmbH" in mei.reply().text_all
        status, out, errors = demo.stop()
        assert (status, out) == (0, "")
        assert errors.strip() == "Starting the demo ..."
        assert demo.left_behind() == []


def test_what_colleagues_have_posted_goes_on_the_files_it_is_about(folder):
    with running(folder) as demo:
        mei = demo.workspace.person("Mei")
        word, email = mei.channel("#sales").messages()
        mei.shortcut("Save to client file", email)
        form = mei.form()
        assert "ACME Trading GmbH" in form.text_all
        assert "Lena Brandt, Buyer, rental" in form.text_all
        form.close()
        mei.shortcut("Save to client file", word)
        form = mei.form()
        assert "Südbau Großhandel AG" in form.text_all
        assert "Picked because the text names it." in form.text_all


def test_a_guest_is_sent_to_the_custodian(folder):
    with running(folder) as demo:
        gwen = demo.workspace.person("Gwen")
        gwen.run("/client show ACME", channel="#partners")
        answer = gwen.reply().text_all
        assert "ACME Trading" not in answer
        assert "<@U0INES>" in answer


def test_every_button_says_something_and_the_moved_clock_is_kept(folder):
    with running(folder) as demo:
        labels = [button["label"] for button in demo.workspace.state()["buttons"]]
        assert len(labels) == 4
        said = {label: demo.workspace.press(label) for label in labels}
        assert all(answer["status"] == 200 and answer["text"] for answer in said.values())
        again = demo.workspace.press("Post the weekly digest")
        assert "has been posted" in demo.workspace.press("Post the weekly digest")["text"]
        assert again["status"] == 200
        mei = demo.workspace.person("Mei")
        assert "ACME" in " ".join(message.text_all for message in mei.channel("app").messages())
        first = day_told(said["Move the clock a week"])
        assert day_told(said["Move the clock a day"]) != first
        demo.stop(signal.SIGTERM)
        assert demo.left_behind() == []
    with running(folder) as demo:
        week_later = demo.workspace.press("Move the clock a week")
        assert weekday(day_told(week_later)) == weekday(first)
        assert day_told(week_later) != first


def day_told(answer):
    """The day that a button named, such as Tuesday 24 November 2026."""
    return re.search(r"It is now (\w+ \d+ \w+ \d{4})", answer["text"])[1]


def weekday(day):
    return day.split()[0]


def test_what_was_done_is_there_the_next_time_and_gone_when_started_afresh(folder):
    with running(folder) as demo:
        mei = demo.workspace.person("Mei")
        mei.run("/client log ACME", channel="#general")
        form = mei.form()
        form.fill("Kind", "Call")
        form.fill("Outcome", "Good talk")
        form.fill("Note", "They will rent out our hammers.")
        assert form.submit().kind == "closed"
        assert mei.reply().text_all
        demo.stop()
    with running(folder) as demo:
        assert "They will rent out our hammers." in card(demo)
        demo.stop()
    with running(folder, "--fresh") as demo:
        assert "They will rent out our hammers." not in card(demo)


def card(demo):
    mei = demo.workspace.person("Mei")
    mei.run("/client show ACME", channel="#general")
    return mei.reply().text_all


def test_the_workspace_ending_ends_the_demo_with_a_sentence(folder):
    with running(folder) as demo:
        for child in demo.children:
            child.kill()
        status, _, errors = demo.ended()
        assert status == 1
        assert errors.splitlines()[-1] == "clientele: The local workspace has ended by itself, and the demo with it."
        assert "Traceback" not in errors


def test_a_port_in_use_gives_one_sentence(folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with running(folder, port=port) as demo:
            status, out, errors = demo.ended()
    assert (status, out, demo.line) == (1, "", "")
    assert re.fullmatch(rf"Starting the demo \.\.\.\nclientele: .*{port}.*--port.*\n", errors)


def test_a_missing_extra_gives_one_sentence(tmp_path):
    without = "import sys; sys.modules['aiohttp'] = None; sys.argv = ['clientele', 'demo', '--folder', {!r}]; "
    code = without.format(str(tmp_path / "demo")) + "from bot.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("clientele: The demo needs aiohttp")
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_made_gives_one_sentence(tmp_path):
    (tmp_path / "taken").write_text("a file stands here")
    with running(tmp_path / "taken") as demo:
        status, _, errors = demo.ended()
    assert status == 1
    assert errors.splitlines()[-1].startswith("clientele: The demo cannot make its folder")
