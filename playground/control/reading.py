"""The reading half of the control API."""

import asyncio
import json
from contextlib import suppress
from dataclasses import asdict
from urllib.parse import quote

from aiohttp import web

from playground.errors import ActError
from playground.hub import Hub
from playground.jsontypes import JsonObject
from playground.people import APP_ID, BOT_ID, BOT_USER, Person

KEEP_ALIVE = 15.0
LONGEST = 60.0


class Reading:
    """Handlers of GET routes."""

    def __init__(self, hub: Hub) -> None:
        """Let people look into this playground."""
        self.hub = hub

    def routes(self) -> list[web.RouteDef]:
        """Path and handler of each."""
        return [
            web.get("/control/state", self.state),
            web.get("/control/conversations", self.conversations),
            web.get("/control/conversation", self.conversation),
            web.get("/control/home", self.home),
            web.get("/control/views", self.views),
            web.get("/control/calls", self.calls),
            web.get("/control/deliveries", self.deliveries),
            web.get("/control/wait", self.wait),
            web.get("/control/events", self.events),
            web.get("/control/file", self.file),
        ]

    def _reader(self, request: web.Request) -> Person:
        if "as" not in request.query:
            raise ActError("Say who is asking: as=U.")
        return self.hub.workspace.person(request.query["as"])

    async def state(self, _request: web.Request) -> web.Response:
        """Return the workspace, its people and the app."""
        hub = self.hub
        return _ok(
            team=asdict(hub.workspace.team),
            app=self._app(),
            people=[self._person(person) for person in hub.workspace.people.values() if person.id != BOT_USER],
            channels=[
                hub.workspace.conversation_json(one, "")
                for one in hub.workspace.conversations.values()
                if one.kind == "channel"
            ],
            buttons=[{"index": index, "label": one.label} for index, one in enumerate(hub.options.buttons)],
            delivery="http" if hub.http else "socket",
            connections=len(hub.socketmode.connections),
            seq=hub.feed.seq,
        )

    def _app(self) -> JsonObject:
        app = self.hub.app
        return {
            "id": APP_ID,
            "name": app.name,
            "description": app.description,
            "bot_id": BOT_ID,
            "bot_user_id": BOT_USER,
            "home_tab": app.home_tab,
            "messages_tab": app.messages_tab,
            "commands": [asdict(one) for one in app.commands],
            "shortcuts": [asdict(one) for one in app.shortcuts],
        }

    def _person(self, person: Person) -> JsonObject:
        shown = {**asdict(person), "tz_label": person.tz_label, "tz_offset": person.tz_offset}
        return shown | {"app_channel": None if person.is_bot else self.hub.workspace.direct(person.id, BOT_USER).id}

    async def conversations(self, request: web.Request) -> web.Response:
        """Return what a person has in the sidebar."""
        reader = self._reader(request).id
        workspace = self.hub.workspace
        return _ok(conversations=[workspace.conversation_json(one, reader) for one in workspace.seen_by(reader)])

    async def conversation(self, request: web.Request) -> web.Response:
        """One conversation with its messages."""
        reader = self._reader(request).id
        found = self.hub.workspace.place(request.query.get("channel", ""), reader)
        shown = [one.as_json() for one in found.messages if one.to in {None, reader}]
        return _ok(conversation=self.hub.workspace.conversation_json(found, reader), messages=shown)

    async def home(self, request: web.Request) -> web.Response:
        """Return the App Home of a person."""
        view = self.hub.views.home(self._reader(request).id)
        return _ok(view=view.as_json() if view else None)

    async def views(self, request: web.Request) -> web.Response:
        """Return the open modals of a person."""
        return _ok(views=[view.as_json() for view in self.hub.views.stack(self._reader(request).id)])

    async def calls(self, request: web.Request) -> web.Response:
        """Return what the app called."""
        after = _number(request, "after")
        made = [asdict(one) for one in self.hub.calls.made if one.n > after]
        return _ok(calls=made, n=self.hub.calls.n)

    async def deliveries(self, request: web.Request) -> web.Response:
        """Return what the app was told."""
        after = _number(request, "after")
        sent = [one.as_json() for one in self.hub.courier.records if one.n > after]
        return _ok(deliveries=sent, n=self.hub.courier.sent)

    async def wait(self, request: web.Request) -> web.Response:
        """Long poll for the next events."""
        timeout = min(_number(request, "timeout", 25.0), LONGEST)
        events = await self.hub.feed.wait(self._reader(request).id, int(_number(request, "after")), timeout)
        return _ok(events=[one.as_json() for one in events], seq=self.hub.feed.seq)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events until the reader goes away."""
        reader = self._reader(request).id
        after = int(request.headers.get("Last-Event-ID") or _number(request, "after", self.hub.feed.seq))
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        )
        await response.prepare(request)
        # Pages are closed and turned to somebody else all the time: a reader who is gone is no error.
        with suppress(ConnectionResetError):
            await self._tell(response, reader, after)
        return response

    async def _tell(self, response: web.StreamResponse, reader: str, after: int) -> None:
        await response.write(b": welcome\n\n")
        while True:
            events = await self.hub.feed.wait(reader, after, KEEP_ALIVE)
            for event in events:
                after = event.seq
                line = f"id: {event.seq}\ndata: {json.dumps(event.as_json())}\n\n"
                await response.write(line.encode())
            if not events:
                await response.write(b": still here\n\n")
            await asyncio.sleep(0)

    async def file(self, request: web.Request) -> web.Response:
        """Return the bytes of a file, for a person who may see it."""
        reader = self._reader(request).id
        stored = self.hub.files.get(request.query.get("id", ""))
        mine = {one.id for one in self.hub.workspace.seen_by(reader)}
        if stored is None or not (stored.user == reader or stored.places & mine):
            raise ActError("There is no such file for this person.")
        inline = (
            stored.mimetype.startswith("image/") and "svg" not in stored.mimetype and "download" not in request.query
        )
        kind = "inline" if inline else "attachment"
        headers = {
            "Content-Disposition": f"{kind}; filename*=UTF-8''{quote(stored.name)}",
            "X-Content-Type-Options": "nosniff",
        }
        return web.Response(body=stored.data, content_type=stored.mimetype, headers=headers)


def _ok(**body: object) -> web.Response:
    return web.json_response({"ok": True, **body})


def _number(request: web.Request, key: str, default: float = 0) -> float:
    try:
        return float(request.query.get(key, default))
    except ValueError as error:
        raise ActError(f"{key} is a number.") from error
