"""A Python client of the control API that speaks as a person does; standard library only.

    workspace = Workspace("http://127.0.0.1:8421")
    mei = workspace.person("Mei")
    mei.run("/client log ACME", channel="#sales")
    form = mei.form()
    form.fill("Kind", "Call")
    result = form.submit()
    print(mei.reply().text_all)

Nothing here sleeps: what is waited for is waited for by long poll, and NothingCame says what came instead.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from playground.clientlink import Link, NothingCame, Refused
from playground.clientsurfaces import Form, Home, Message
from playground.jsontypes import JsonObject, JsonValue

__all__ = ["Ack", "Channel", "Form", "Home", "Message", "NothingCame", "Person", "Refused", "Workspace"]

SLACKBOT = "USLACKBOT"
Found = TypeVar("Found")


@dataclass(frozen=True)
class Ack:
    """Whether the app acknowledged an act, and if not, why."""

    acked: bool
    error: str | None = None


def _ack(answer: JsonObject) -> Ack:
    return Ack(bool(answer.get("acked")), answer.get("error"))


class Workspace:
    """A running playground."""

    def __init__(self, url: str, timeout: float = 10.0) -> None:
        """Speak to the playground at an address; what does not come within `timeout` seconds raises."""
        self.link = Link(url, timeout)
        self._people: dict[str, Person] = {}

    @property
    def api_url(self) -> str:
        """The Web API's base, as SLACK_API_URL wants it."""
        return f"{self.link.url}/api/"

    def state(self) -> JsonObject:
        """Team, app, people, channels."""
        return self.link.get("state")

    def person(self, called: str) -> "Person":
        """Return the person of that first name, name, real name or id; the same object each time."""
        if called not in self._people:
            found = [one for one in self.state()["people"] if called.casefold() in _names(one)]
            if len(found) != 1:
                raise Refused(f"{len(found)} people are called {called!r}.")
            self._people[called] = next(
                (known for known in self._people.values() if known.id == found[0]["id"]), Person(self, found[0])
            )
        return self._people[called]

    def calls(self, method: str | None = None, after: int = 0) -> list[JsonObject]:
        """Return the app's Web API calls so far, of one method or all."""
        made = self.link.get("calls", after=after)["calls"]
        return [one for one in made if method in {None, one["method"]}]

    def deliveries(self, kind: str | None = None, after: int = 0) -> list[JsonObject]:
        """Return what the app was told so far: slash_commands, interactive, events_api, or all."""
        sent = self.link.get("deliveries", after=after)["deliveries"]
        return [one for one in sent if kind in {None, one["kind"]}]

    def faults(self, **settings: JsonValue) -> JsonObject:
        """Set faults, see docs/playground.md; answers what is set now."""
        faults: JsonObject = self.link.post("faults", **settings)["faults"]
        return faults

    def reset(self) -> None:
        """Forget all messages, views, files, calls and faults."""
        self.link.post("reset")
        self._people.clear()

    def press(self, label: str) -> JsonObject:
        """Press a launcher's button; its status and text."""
        index = next((one["index"] for one in self.state()["buttons"] if one["label"] == label), None)
        if index is None:
            raise Refused(f"There is no button {label!r}.")
        return self.link.post("button", index=index)

    def join(self, channel: str, user: str, *, leave: bool = False) -> None:
        """Let somebody, or the app by its bot user id, join or leave a channel."""
        self.link.post("join", channel=channel, user=user, leave=leave)

    def wait(self, what: str, check: Callable[[], Found], timeout: float | None = None) -> Found:
        """Wait until `check` answers something true, asked after each event; `what` names it in the complaint."""
        anybody = self.state()["people"][0]["id"]
        after = self.link.seq(anybody)
        found = check()

        def holds(_event: JsonObject) -> bool:
            nonlocal found
            found = check()
            return bool(found)

        if not found:
            self.link.wait_event(anybody, after, what, holds, timeout, patient=True)
        return found

    def wait_connected(self, connections: int = 1, timeout: float | None = None) -> None:
        """Wait until the app has so many Socket Mode connections."""
        self.wait(
            f"{connections} Socket Mode connections",
            lambda: self.state()["connections"] >= connections,
            timeout,
        )


def _names(person: JsonObject) -> set[str]:
    real = str(person["real_name"])
    return {name.casefold() for name in (person["id"], person["name"], real, real.split(maxsplit=1)[0])}


class Person:
    """Somebody who acts and reads; what is waited for is counted from the person's last act."""

    def __init__(self, workspace: Workspace, described: JsonObject) -> None:
        """Take a person as `state` describes them."""
        self.workspace = workspace
        self.link = workspace.link
        self.described = described
        self.id = str(described["id"])
        self._place: str | None = None
        self._since = 0
        self._cursors: dict[str, int] = {}
        self._read_directs = 0

    def acting(self, place: str | None = None) -> None:
        """Remember that an act begins here; answers are waited for from this moment."""
        self._since = self.link.seq(self.id)
        self._cursors.clear()
        self._place = place or self._place

    # Acts.

    def run(self, line: str, channel: str = "#general") -> Ack:
        """Run a slash command."""
        self.acting(self._conversation(channel))
        return _ack(self.link.post("command", **{"as": self.id, "channel": self._place, "text": line}))

    def say(self, text: str, channel: str = "#general", thread_ts: str | None = None) -> Message:
        """Write a message."""
        self.acting(self._conversation(channel))
        body = {"as": self.id, "channel": self._place, "text": text, "thread_ts": thread_ts}
        return Message(self, self.link.post("say", **body)["message"])

    def shortcut(self, called: str, message: Message | None = None) -> Ack:
        """Use a shortcut by its name or callback_id, on a message or globally."""
        known = self.workspace.state()["app"]["shortcuts"]
        callback_id = next((one["callback_id"] for one in known if called in {one["name"], one["callback_id"]}), called)
        self.acting(message.channel if message else None)
        where = {"channel": message.channel, "ts": message.ts} if message else {}
        return _ack(self.link.post("shortcut", **{"as": self.id, "callback_id": callback_id, **where}))

    def upload(self, name: str, data: bytes, channel: str | None = None, text: str | None = None) -> JsonObject:
        """Upload a file and share it, or only hold it ready for a form; Slack's file object."""
        place = self._conversation(channel) if channel else None
        self.acting(place)
        uploaded: JsonObject = self.link.upload(name, data, **{"as": self.id, "channel": place, "text": text})["file"]
        return uploaded

    def email(self, channel: str, **email: JsonValue) -> Message:
        """Forward an email (from_, to, subject, plain_text, ...) into a channel."""
        email = {key.rstrip("_"): value for key, value in email.items()}
        self.acting(self._conversation(channel))
        return Message(self, self.link.post("email", **{"as": self.id, "channel": self._place, **email})["message"])

    # What comes of them.

    def form(self, timeout: float | None = None) -> Form:
        """Wait for the modal that opens (or is pushed) next."""
        event = self.await_event({"view_opened", "view_pushed"}, "a modal to open", timeout=timeout)
        return Form(self, event["view"])

    def open_form(self) -> Form:
        """Return the topmost modal that is open now."""
        views = self.link.get("views", **{"as": self.id})["views"]
        if not views:
            raise NothingCame("There is no open modal.")
        return Form(self, views[-1])

    def reply(self, timeout: float | None = None) -> Message:
        """Return the app's next answer: a message only this person sees, or one where the act was, new or replaced."""

        def answers(event: JsonObject) -> bool:
            message = event["message"]
            by_app = "bot_id" in message or message.get("user") == SLACKBOT
            return bool(by_app and (message["to"] == self.id or event["channel"] == self._place))

        event = self.await_event({"message", "message_changed"}, "an answer", answers, timeout)
        return Message(self, event["message"])

    def direct_message(self, timeout: float | None = None) -> Message:
        """Return the oldest message of the app to this person alone that was not read here yet."""
        place = self._app_channel()

        def mine(event: JsonObject) -> bool:
            return event["kind"] == "message" and event["channel"] == place and "bot_id" in event["message"]

        what = f"a direct message to {self.described['real_name']}"
        event = self.link.wait_event(self.id, self._read_directs, what, mine, timeout, patient=True)
        self._read_directs = int(event["seq"])
        return Message(self, event["message"])

    def error(self, timeout: float | None = None) -> str:
        """Wait for the next passing notice that something went wrong; its text."""
        return str(self.await_event({"error"}, "a notice of an error", timeout=timeout)["text"])

    def home(self, timeout: float | None = None) -> Home:
        """Open the App Home and wait until the app has drawn it."""
        self.acting()
        self.link.post("open_home", **{"as": self.id})
        return self.next_home(timeout)

    def next_home(self, timeout: float | None = None) -> Home:
        """Wait until the App Home is drawn the next time."""
        return Home(self, self.await_event({"home"}, "the App Home", timeout=timeout)["view"])

    def channel(self, called: str) -> "Channel":
        """Return a conversation by its #name or id; `app` is the direct messages with the app."""
        return Channel(self, self._conversation(called))

    def await_event(
        self,
        kinds: set[str],
        what: str,
        match: Callable[[JsonObject], bool] | None = None,
        timeout: float | None = None,
    ) -> JsonObject:
        """Wait for the next event of these kinds since the last act that was not taken yet."""
        key = ",".join(sorted(kinds))
        event = self.link.wait_event(
            self.id,
            self._cursors.get(key, self._since),
            what,
            lambda one: one["kind"] in kinds and (match is None or match(one)),
            timeout,
        )
        self._cursors[key] = int(event["seq"])
        return event

    def _app_channel(self) -> str:
        return str(self.described["app_channel"])

    def _conversation(self, called: str) -> str:
        if called == "app":
            return self._app_channel()
        seen = self.link.get("conversations", **{"as": self.id})["conversations"]
        found = next((one["id"] for one in seen if called.lstrip("#@") in {one["id"], one["name"]}), None)
        if found is None:
            raise Refused(f"{self.described['real_name']} sees no conversation {called!r}.")
        return str(found)


class Channel:
    """A conversation as one person sees it."""

    def __init__(self, person: Person, id_: str) -> None:
        """Look at a conversation with one person's eyes."""
        self.person = person
        self.id = id_

    def messages(self) -> list[Message]:
        """All messages, oldest first, this person's ephemeral ones among them."""
        answer = self.person.link.get("conversation", **{"as": self.person.id, "channel": self.id})
        return [Message(self.person, one) for one in answer["messages"]]

    def last(self) -> Message:
        """Return the latest message; raises NothingCame when there is none."""
        messages = self.messages()
        if not messages:
            raise NothingCame("Nothing was ever said there.")
        return messages[-1]

    def next(self, timeout: float | None = None) -> Message:
        """Return the app's next message here that everybody sees, since the person's last act."""

        def here(event: JsonObject) -> bool:
            message = event["message"]
            return bool(event["channel"] == self.id and "bot_id" in message and not message["ephemeral"])

        event = self.person.await_event({"message"}, "a message in the channel", here, timeout)
        return Message(self.person, event["message"])
