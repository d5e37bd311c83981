"""Files: uploads in Slack's three steps, emails that became files, and who may read them."""

import mimetypes
import time
from dataclasses import dataclass, field

from playground.errors import SlackError
from playground.ids import new_id, new_secret
from playground.jsontypes import JsonObject
from playground.people import BOT_USER

PRETTY = {"csv": "CSV", "xlsx": "Excel Spreadsheet", "pdf": "PDF", "png": "PNG", "txt": "Plain Text", "email": "Email"}


@dataclass
class StoredFile:
    """One file; `places` are the conversations it was shared in, `more` the keys an email brings."""

    id: str
    name: str
    user: str
    data: bytes = b""
    title: str = ""
    filetype: str = ""
    mimetype: str = "application/octet-stream"
    created: int = field(default_factory=lambda: int(time.time()))
    places: set[str] = field(default_factory=set)
    given_to_app: bool = False
    complete: bool = False
    more: JsonObject = field(default_factory=dict)


class Files:
    """All files; `base` is the server's own address once it listens."""

    def __init__(self, team_id: str) -> None:
        """Keep the files of one team."""
        self.base = ""
        self._team_id = team_id
        self._files: dict[str, StoredFile] = {}
        self._uploads: dict[str, str] = {}

    def clear(self) -> None:
        """Forget every file."""
        self._files.clear()
        self._uploads.clear()

    def add(self, user: str, name: str, data: bytes, filetype: str = "", **more: object) -> StoredFile:
        """Keep a whole file at once, as a person's client does."""
        stored = self._new(user, name)
        stored.data, stored.complete = data, True
        stored.more = dict(more)
        if filetype:
            stored.filetype, stored.mimetype = filetype, "text/html" if filetype == "email" else stored.mimetype
        return stored

    def begin(self, name: str) -> tuple[StoredFile, str]:
        """Step one of the app's upload: a file that is still empty, and the address that takes its bytes."""
        stored = self._new(BOT_USER, name)
        key = new_secret()
        self._uploads[key] = stored.id
        return stored, f"{self.base}/upload/v1/{key}"

    def receive(self, key: str, data: bytes) -> None:
        """Step two: the bytes; raises SlackError for an address that was never given."""
        if key not in self._uploads:
            raise SlackError("file_not_found")
        self._files[self._uploads.pop(key)].data = data

    def finish(self, file_id: str, title: str | None) -> StoredFile:
        """Step three; raises SlackError when there is no such file or its bytes never came."""
        stored = self._files.get(file_id)
        if stored is None or stored.user != BOT_USER or file_id in self._uploads.values():
            raise SlackError("file_not_found")
        stored.title, stored.complete = title or stored.name, True
        return stored

    def get(self, file_id: str) -> StoredFile | None:
        """Return the file of that id, whoever may read it."""
        found = self._files.get(file_id)
        return found if found and found.complete else None

    def remove(self, stored: StoredFile) -> None:
        """Delete a file."""
        del self._files[stored.id]

    def readable_by_app(self, stored: StoredFile, rooms: set[str]) -> bool:
        """Whether the app may read it: its own, shared where it is a member, or handed over in a form."""
        return stored.user == BOT_USER or stored.given_to_app or bool(stored.places & rooms)

    def as_json(self, stored: StoredFile) -> JsonObject:
        """Slack's file object."""
        address = f"{self.base}/files-pri/{self._team_id}-{stored.id}/{stored.name}"
        return {
            "id": stored.id,
            "created": stored.created,
            "timestamp": stored.created,
            "name": stored.name,
            "title": stored.title or stored.name,
            "mimetype": stored.mimetype,
            "filetype": stored.filetype,
            "pretty_type": PRETTY.get(stored.filetype, stored.filetype.upper()),
            "user": stored.user,
            "user_team": self._team_id,
            "editable": False,
            "size": len(stored.data),
            "mode": "email" if stored.filetype == "email" else "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": False,
            "url_private": address,
            "url_private_download": address,
            "permalink": f"{self.base}/#file/{stored.id}",
            "channels": sorted(one for one in stored.places if not one.startswith("D")),
            "groups": [],
            "ims": sorted(one for one in stored.places if one.startswith("D")),
            "has_rich_preview": False,
            "file_access": "visible",
            **stored.more,
        }

    def _new(self, user: str, name: str) -> StoredFile:
        mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
        filetype = name.rsplit(".", 1)[-1].lower() if "." in name else "binary"
        stored = StoredFile(new_id("F"), name, user, filetype=filetype, mimetype=mimetype)
        self._files[stored.id] = stored
        return stored
