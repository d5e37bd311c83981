"""A file is fetched from Slack alone, no larger than it may be, and whole; a server on loopback plays Slack."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from slack_sdk import WebClient

from bot.errors import ClienteleError, FileRejected
from bot.handlers import downloading
from bot.handlers.downloading import Downloader
from bot.results.imports import ImportKind
from bot.results.uploads import Upload, UploadPlan, UploadState

UPLOAD = Upload(1, ImportKind.SALES, "July.csv", "", UploadState.RECEIVED, 1, UploadPlan(slack_file="F1"))
CONTENT = b"line_id,date\n" * 100


@dataclass
class Slack:
    """Answers `files.info` with what it is told to, one after the other, and hands a file out."""

    told: list[dict[str, object]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    base: str = ""

    def file(self, **differing: object) -> dict[str, object]:
        address = f"{self.base}/files-pri/T1-F1/July 一月.csv"
        return {"id": "F1", "size": len(CONTENT), "mode": "hosted", "url_private_download": address} | differing


@pytest.fixture
def slack() -> Iterator[Slack]:
    playing = Slack()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            file = playing.told.pop(0) if len(playing.told) > 1 else playing.told[0]
            answer = file if "ok" in file else {"ok": True, "file": file}
            self._answer(200, json.dumps(answer).encode(), "application/json")

        def do_GET(self) -> None:
            playing.asked.append((self.path, self.headers["Authorization"]))
            if "redirect" in self.path:
                self.send_response(302)
                self.send_header("Location", f"{playing.base}/files-pri/elsewhere")
                self.end_headers()
            else:
                self._answer(200, CONTENT, "text/csv")

        def _answer(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_given: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    playing.base = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    yield playing
    server.shutdown()
    server.server_close()


def fetch(slack: Slack, path: Path, *told: dict[str, object]) -> list[float]:
    """Fetch the file and return the pauses that were made."""
    slack.told = list(told)
    pauses: list[float] = []
    client = WebClient(token="xoxb-1", base_url=f"{slack.base}/api/")
    Downloader(client, wait=pauses.append)(UPLOAD, path)
    return pauses


def test_a_file_is_fetched_with_the_bots_token(slack, tmp_path):
    path = tmp_path / "f"
    assert fetch(slack, path, slack.file()) == []
    assert path.read_bytes() == CONTENT
    assert [authorization for _, authorization in slack.asked] == ["Bearer xoxb-1"]


def test_one_that_slack_has_not_taken_in_yet_is_asked_for_again(slack, tmp_path):
    bare = slack.file(url_private_download="")
    assert fetch(slack, tmp_path / "f", bare, bare, slack.file()) == [1.0, 2.0]
    with pytest.raises(ClienteleError, match=r"has not taken all of July\.csv in yet"):
        fetch(slack, tmp_path / "g", bare)


@pytest.mark.parametrize(
    ("differing", "sentence"),
    [
        ({"is_external": True}, "is kept outside Slack"),
        ({"mode": "external"}, "is kept outside Slack"),
        ({"url_private_download": "https://files.slack.com.evil.example/x"}, "is kept outside Slack"),
        ({"url_private_download": "http://files.slack.com/x"}, "is kept outside Slack"),
        ({"url_private_download": "file:///etc/passwd"}, "is kept outside Slack"),
        ({"size": 100_000_001}, "has more than 100 MB"),
        ({"ok": False, "error": "missing_scope"}, "the scope files:read"),
        ({"ok": False, "error": "file_not_found"}, "is no longer there in Slack"),
    ],
)
def test_what_is_not_slacks_or_too_large_is_never_asked_for(slack, tmp_path, differing, sentence):
    told = differing if "ok" in differing else slack.file(**differing)
    with pytest.raises(FileRejected, match=sentence):
        fetch(slack, tmp_path / "f", told)
    assert slack.asked == []


def test_no_redirect_is_followed_with_the_token(slack, tmp_path):
    with pytest.raises(ClienteleError, match=r"did not hand July\.csv over"):
        fetch(slack, tmp_path / "f", slack.file(url_private_download=f"{slack.base}/redirect"))
    assert [path for path, _ in slack.asked] == ["/redirect"]


def test_what_does_not_arrive_whole_or_grows_under_way_is_refused(slack, tmp_path, monkeypatch):
    with pytest.raises(ClienteleError, match="did not arrive whole"):
        fetch(slack, tmp_path / "f", slack.file(size=len(CONTENT) + 1))
    monkeypatch.setattr(downloading, "MOST_BYTES", len(CONTENT) - 1)
    with pytest.raises(FileRejected, match="has more than"):
        fetch(slack, tmp_path / "g", slack.file(size=0))
