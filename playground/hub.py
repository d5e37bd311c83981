"""The whole playground in one object: state, views, files, faults, payloads and the way to the app."""

import time
from dataclasses import dataclass, field

from playground.delivery import Courier
from playground.errors import ActError, SlackError
from playground.faults import Faults, RateTiers
from playground.feed import Feed
from playground.files import Files
from playground.httpdelivery import HttpDelivery
from playground.interaction import Payloads
from playground.jsontypes import JsonObject, JsonValue
from playground.manifest import Manifest
from playground.people import BOT_USER, WorkspacePlan
from playground.socketmode import WAYS, SocketMode
from playground.triggers import ResponseUrls, Triggers
from playground.views import Views
from playground.workspace import Workspace

KEPT_CALLS = 5_000


@dataclass(frozen=True)
class Button:
    """A button of the page that POSTs to its launcher."""

    label: str
    url: str


@dataclass(frozen=True)
class Options:
    """What the command line chose."""

    manifest: Manifest
    plan: WorkspacePlan
    app_url: str | None = None
    signing_secret: str = "playground-signing-secret"  # noqa: S105 - a default for the local machine
    buttons: tuple[Button, ...] = ()


@dataclass
class Call:
    """One Web API call of the app, as the drawer of the page shows it."""

    n: int
    at: float
    method: str
    args: JsonObject
    response: JsonValue
    ok: bool
    error: str | None
    ms: float


@dataclass
class Calls:
    """The app's calls, newest last."""

    feed: Feed
    made: list[Call] = field(default_factory=list)
    n: int = 0

    def add(self, method: str, args: JsonObject, response: JsonValue, started: float) -> None:
        """Remember a call and tell the page."""
        self.n += 1
        answer = response if isinstance(response, dict) else {}
        ok = bool(answer.get("ok"))
        error = None if ok else str(answer.get("error", "no_reply"))
        ms = round((time.monotonic() - started) * 1000, 1)
        self.made.append(Call(self.n, time.time(), method, args, response, ok, error, ms))
        del self.made[:-KEPT_CALLS]
        self.feed.publish("call", n=self.n, method=method, ok=ok, error=error)


class Hub:
    """Everything the routes work on."""

    def __init__(self, options: Options) -> None:
        """Put a workspace together that is as the command line asks and knows no address of its own yet."""
        self.options = options
        self.app = options.manifest
        self.workspace = Workspace(options.plan, options.manifest)
        self.feed = self.workspace.feed
        self.views = Views(self.feed, self.workspace.team.id)
        self.files = Files(self.workspace.team.id)
        self.faults = Faults()
        self.tiers = RateTiers()
        self.triggers = Triggers()
        self.urls = ResponseUrls(lambda: self.base)
        self.payloads = Payloads(self.workspace, self.triggers, self.urls)
        self.calls = Calls(self.feed)
        self.socketmode = SocketMode(self.feed, self.faults)
        self.http = HttpDelivery(options.app_url, options.signing_secret) if options.app_url else None
        self.courier = Courier(self.http or self.socketmode, self.faults)
        self.base = ""
        self.message_state: dict[tuple[str, str], JsonObject] = {}
        self.message_offered: dict[tuple[str, str], dict[str, list[JsonObject]]] = {}

    def listen_at(self, base: str) -> None:
        """Learn the server's own address, once it listens."""
        self.base = self.files.base = base

    def set_faults(self, changes: JsonObject) -> JsonObject:
        """Merge faults; `clear`, `disconnect` and `expire_triggers` happen at once."""
        changes = dict(changes)
        if changes.pop("clear", False):
            self.faults.merge(vars(Faults()))
        disconnect = changes.pop("disconnect", None)
        if disconnect not in (None, *WAYS):
            raise ActError(f"The fault 'disconnect' takes one of {', '.join(WAYS)}.")
        expire = changes.pop("expire_triggers", False)
        self.faults.merge(changes)
        self.triggers.life = self.faults.trigger_life
        if expire:
            self.triggers.expire()
        if disconnect:
            self.socketmode.disconnect(disconnect)
        return self.faults.as_json()

    def subscribe(self, kind: str, event: JsonObject) -> None:
        """Send the app an event, if its manifest asks for that kind."""
        if kind in self.app.events:
            self.courier.tell(self.payloads.event(event))

    def rooms(self) -> set[str]:
        """Return the conversations the app is in."""
        return {one.id for one in self.workspace.conversations.values() if BOT_USER in one.members}

    def reset(self) -> None:
        """Forget all that was said, shown, uploaded and set to fail."""
        self.workspace.clear()
        self.views.clear()
        self.files.clear()
        self.courier.clear()
        self.calls.made.clear()
        self.message_state.clear()
        self.message_offered.clear()
        self.set_faults({"clear": True})
        self.feed.forget()
        self.feed.publish("reset")

    def require_scope(self, *any_of: str) -> None:
        """Refuse a call whose scope the manifest does not ask for."""
        if any_of and not self.app.scopes.intersection(any_of):
            raise SlackError("missing_scope", needed=",".join(any_of), provided=",".join(sorted(self.app.scopes)))

    def refuse_if_set(self, method: str) -> None:
        """Refuse a call that the fault `api_error` hits."""
        if refused := self.faults.refused(method):
            raise SlackError(refused)

    async def stop(self) -> None:
        """Close what is open."""
        await self.courier.stop()
        await self.socketmode.stop()
        if self.http is not None:
            await self.http.stop()
