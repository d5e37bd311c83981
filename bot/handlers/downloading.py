"""Fetching a file that was handed over in a form: from Slack alone, no larger than it may be, and whole."""

import http.client
import string
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.errors import ClienteleError, FileRejected
from bot.handlers.payloads import Payload
from bot.i18n import lazy
from bot.results.uploads import Upload

MOST_MEGABYTES = 100
MOST_BYTES = MOST_MEGABYTES * 1_000_000
SLACKS_HOST = ("https", "files.slack.com")
PAUSES = (1.0, 2.0, 4.0)
"""A form may be sent before Slack has taken the file in; so long it is asked again."""
_BLOCK = 1 << 20
_SECONDS = 30


class _NoRedirect(HTTPRedirectHandler):
    """A redirect would take the token elsewhere, or bring a page to log in instead of the file."""

    def redirect_request(self, *_given: object) -> None:
        """Follow none."""


@dataclass(frozen=True)
class Downloader:
    """Fetches files with the bot's own token."""

    slack: WebClient
    wait: Callable[[float], object] = time.sleep

    def __call__(self, upload: Upload, path: Path) -> None:
        """Write a file's bytes to `path`. Raises FileRejected, and ClienteleError where Slack is the trouble."""
        told = self._whole(upload)
        address = str(told.get("url_private_download") or told.get("url_private") or "")
        if not self._is_slacks(address):
            raise _elsewhere(upload)
        plain = quote(address, safe=string.punctuation)
        request = Request(plain, headers={"Authorization": f"Bearer {self.slack.token}"})  # noqa: S310 - looked at
        try:
            with _opener().open(request, timeout=_SECONDS) as answer, path.open("wb") as file:
                size = _copied(answer, file, upload)
        except (HTTPError, URLError, http.client.HTTPException, OSError) as error:
            raise ClienteleError(
                lazy("Slack did not hand {file} over; please try again in a minute."), file=upload.file_name
            ) from error
        if size != int(told.get("size") or size):
            raise ClienteleError(
                lazy("{file} did not arrive whole; please try again in a minute."), file=upload.file_name
            )

    def _whole(self, upload: Upload) -> Payload:
        """Return what Slack says of the file once it has all of it. Raises FileRejected."""
        for pause in (*PAUSES, 0.0):
            told = self._told(upload)
            if told.get("is_external") or told.get("mode") == "external":
                raise _elsewhere(upload)
            if int(told.get("size") or 0) > MOST_BYTES:
                raise _too_large(upload)
            if told.get("url_private_download") or told.get("url_private"):
                return told
            self.wait(pause)
        raise ClienteleError(
            lazy("Slack has not taken all of {file} in yet; please try again in a minute."), file=upload.file_name
        )

    def _told(self, upload: Upload) -> Payload:
        try:
            told: Payload = self.slack.files_info(file=upload.plan.slack_file)["file"]
        except SlackApiError as error:
            code = error.response.get("error")
            if code == "missing_scope":
                raise FileRejected(
                    lazy("The bot may not read files: your operator installs the app again, with the scope files:read.")
                ) from error
            if code in {"file_not_found", "file_deleted"}:
                raise FileRejected(lazy("{file} is no longer there in Slack."), file=upload.file_name) from error
            raise
        return told

    def _is_slacks(self, address: str) -> bool:
        """Tell whether an address is on Slack's host for files, or on the one whose Web API is spoken to."""
        parts, ours = urlsplit(address), urlsplit(str(self.slack.base_url))
        return (parts.scheme, parts.netloc) in {SLACKS_HOST, (ours.scheme, ours.netloc)}


def _opener() -> OpenerDirector:
    return build_opener(_NoRedirect())


def _copied(answer: IO[bytes], file: IO[bytes], upload: Upload) -> int:
    size = 0
    while block := answer.read(_BLOCK):
        size += len(block)
        if size > MOST_BYTES:
            raise _too_large(upload)
        file.write(block)
    return size


def _elsewhere(upload: Upload) -> FileRejected:
    return FileRejected(
        lazy("{file} is kept outside Slack; hand over the file itself, from your own machine."), file=upload.file_name
    )


def _too_large(upload: Upload) -> FileRejected:
    return FileRejected(
        lazy("{file} has more than {most} MB; files that large are imported on the server."),
        file=upload.file_name, most=MOST_MEGABYTES,
    )  # fmt: skip
