"""The acting half of the control API: who does what, where, parsed into acts."""

import json
from collections.abc import Awaitable, Callable
from email.utils import formatdate, getaddresses, make_msgid

from aiohttp import ClientError, ClientSession, ClientTimeout, web
from aiohttp.web import FileField

from playground.acting import Acts
from playground.errors import ActError
from playground.hub import Hub
from playground.jsontypes import JsonObject, JsonValue
from playground.people import Person
from playground.views import View
from playground.workspace import Conversation, Message

Doing = Callable[[JsonObject], Awaitable[JsonObject]]


class Doings:
    """Handlers of POST routes; each takes the JSON body and answers what goes beside `ok`."""

    def __init__(self, hub: Hub) -> None:
        """Let people act in this playground."""
        self.hub = hub
        self.acts = Acts(hub)

    def routes(self) -> list[web.RouteDef]:
        """Path and handler of each."""
        named: dict[str, Doing] = {
            "say": self.say,
            "command": self.command,
            "click": self.click,
            "options": self.options,
            "submit": self.submit,
            "close": self.close,
            "shortcut": self.shortcut,
            "open_home": self.open_home,
            "open_dm": self.open_dm,
            "join": self.join,
            "email": self.email,
            "button": self.button,
            "faults": self.faults,
            "reset": self.reset,
        }
        routes = [web.post(f"/control/{name}", _json_route(doing)) for name, doing in named.items()]
        return [*routes, web.post("/control/upload", self.upload)]

    def _person(self, body: JsonObject) -> Person:
        return self.hub.workspace.person(_text(body, "as"))

    def _conversation(self, body: JsonObject, person: Person) -> Conversation:
        return self.hub.workspace.place(_text(body, "channel"), person.id)

    def _message(self, body: JsonObject, person: Person) -> Message:
        message = self._conversation(body, person).find(_text(body, "ts"), person.id)
        if message is None:
            raise ActError(f"There is no message {body['ts']} there.")
        return message

    def _place(self, body: JsonObject, person: Person) -> View | Message:
        if body.get("view_id"):
            return self.hub.views.of(person.id, str(body["view_id"]))
        if body.get("home"):
            view = self.hub.views.home(person.id)
            if view is None:
                raise ActError("The app has published no Home for this person.")
            return view
        return self._message(body, person)

    async def say(self, body: JsonObject) -> JsonObject:
        """Write a message."""
        person = self._person(body)
        message = self.acts.say(person, self._conversation(body, person), _text(body, "text"), body.get("thread_ts"))
        return {"message": message.as_json()}

    async def command(self, body: JsonObject) -> JsonObject:
        """Run a slash command."""
        person = self._person(body)
        return await self.acts.command(person, self._conversation(body, person), _text(body, "text"))

    async def click(self, body: JsonObject) -> JsonObject:
        """Press or choose."""
        person = self._person(body)
        _text(body, "action_id")
        return await self.acts.click(person, self._place(body, person), body, body.get("value"))

    async def options(self, body: JsonObject) -> JsonObject:
        """Ask for the options of an external select."""
        person = self._person(body)
        _text(body, "action_id")
        return await self.acts.options(person, self._place(body, person), body, str(body.get("query", "")))

    async def submit(self, body: JsonObject) -> JsonObject:
        """Submit a modal."""
        person = self._person(body)
        view = self.hub.views.of(person.id, _text(body, "view_id"))
        return await self.acts.submit(person, view, body.get("values") or {})

    async def close(self, body: JsonObject) -> JsonObject:
        """Close a modal, or all of them."""
        person = self._person(body)
        view = self.hub.views.of(person.id, _text(body, "view_id"))
        self.acts.close(person, view, all_=bool(body.get("all")))
        return {}

    async def shortcut(self, body: JsonObject) -> JsonObject:
        """Use a shortcut."""
        person = self._person(body)
        shortcut = self.hub.app.shortcut(_text(body, "callback_id"))
        if shortcut is None:
            raise ActError(f"There is no shortcut {body['callback_id']!r}.")
        message = self._message(body, person) if body.get("ts") else None
        return await self.acts.shortcut(person, shortcut, message)

    async def open_home(self, body: JsonObject) -> JsonObject:
        """Open the app's Home."""
        view = self.acts.open_home(self._person(body), str(body.get("tab", "home")))
        return {"view": view.as_json() if view else None}

    async def open_dm(self, body: JsonObject) -> JsonObject:
        """Open direct messages with somebody."""
        person, other = self._person(body), self.hub.workspace.person(_text(body, "user"))
        found = self.hub.workspace.direct(person.id, other.id)
        return {"conversation": self.hub.workspace.conversation_json(found, person.id)}

    async def join(self, body: JsonObject) -> JsonObject:
        """Let somebody, or the app, join or leave a channel."""
        called = _text(body, "channel")
        found = next(
            (one for one in self.hub.workspace.conversations.values() if called.lstrip("#") in {one.id, one.name}), None
        )
        if found is None:
            raise ActError(f"There is no conversation {called!r}.")
        user = self.hub.workspace.person(_text(body, "user"))
        self.hub.workspace.join(found, user.id, leave=bool(body.get("leave")))
        return {}

    async def email(self, body: JsonObject) -> JsonObject:
        """Forward an email into a channel, where it becomes a file."""
        person = self._person(body)
        conversation = self._conversation(body, person)
        subject, words = str(body.get("subject", "")), str(body.get("plain_text", ""))
        stored = self.hub.files.add(
            person.id,
            f"{subject or 'email'}.eml",
            words.encode(),
            "email",
            subject=subject,
            to=_addresses(body.get("to")),
            cc=_addresses(body.get("cc")),
            plain_text=words,
            preview=words[:500],
            preview_plain_text=words[:500],
            headers=_headers(body.get("headers")),
            **{"from": _addresses(body.get("from"))},
        )
        stored.title = subject
        above, thread = str(body.get("text") or ""), body.get("thread_ts")
        message = self.acts.share_file(person, conversation, stored.id, above, thread)
        return {"file": self.hub.files.as_json(stored), "message": message.as_json()}

    async def upload(self, request: web.Request) -> web.Response:
        """Upload a file, and share it where a channel is named."""
        form = await request.post()
        body = {key: value for key, value in form.items() if isinstance(value, str)}
        given = form.get("file")
        if not isinstance(given, FileField):
            raise ActError("An upload needs a file.")
        person = self._person(body)
        conversation = self._conversation(body, person) if body.get("channel") else None
        stored = self.hub.files.add(person.id, given.filename, given.file.read())
        answer: JsonObject = {"ok": True}
        if conversation is not None:
            text, thread = body.get("text", ""), body.get("thread_ts")
            answer["message"] = self.acts.share_file(person, conversation, stored.id, text, thread).as_json()
        return web.json_response({**answer, "file": self.hub.files.as_json(stored)})

    async def button(self, body: JsonObject) -> JsonObject:
        """Press a button of the launcher's: POST to its address."""
        index = body.get("index")
        buttons = self.hub.options.buttons
        if not isinstance(index, int) or not 0 <= index < len(buttons):
            raise ActError(f"There is no button {index}.")
        try:
            async with (
                ClientSession(timeout=ClientTimeout(total=60)) as session,
                session.post(buttons[index].url, json=body.get("body") or {}, allow_redirects=False) as response,
            ):
                return {"status": response.status, "text": await response.text()}
        except (ClientError, TimeoutError) as error:
            raise ActError(f"{buttons[index].label}: its address did not answer.") from error

    async def faults(self, body: JsonObject) -> JsonObject:
        """Set what goes wrong."""
        return {"faults": self.hub.set_faults(body)}

    async def reset(self, _body: JsonObject) -> JsonObject:
        """Forget everything."""
        self.hub.reset()
        return {}


def _json_route(doing: Doing) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        try:
            body = json.loads(await request.text() or "{}")
        except ValueError as error:
            raise ActError("The body is not JSON.") from error
        if not isinstance(body, dict):
            raise ActError("The body is no JSON object.")
        return web.json_response({"ok": True, **await doing(body)})

    return handle


def _text(body: JsonObject, key: str) -> str:
    value = body.get(key)
    if not isinstance(value, str) or not value:
        raise ActError(f"{key} is missing.")
    return value


def _headers(given: JsonValue) -> JsonObject:
    """Return the four headers that Slack keeps of an email, those not given made up as a mail server would."""
    known: JsonObject = {
        "date": formatdate(localtime=True),
        "in_reply_to": None,
        "reply_to": None,
        "message_id": make_msgid(domain="playground.invalid"),
    }
    return known | (given if isinstance(given, dict) else {})


def _addresses(given: JsonValue) -> list[JsonObject]:
    lines = given if isinstance(given, list) else [given or ""]
    return [
        {"address": address, "name": name, "original": f"{name} <{address}>" if name else address}
        for name, address in getaddresses([str(line) for line in lines])
        if address
    ]
