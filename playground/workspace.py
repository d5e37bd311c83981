"""The state of the workspace: conversations and messages, triggers, files; every change is published to the feed."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from playground.errors import ActError
from playground.feed import Feed
from playground.ids import Timestamps, new_id
from playground.jsontypes import JsonObject
from playground.manifest import Manifest
from playground.people import APP_ID, BOT_ID, BOT_USER, SLACKBOT, Person, WorkspacePlan


@dataclass
class Message:
    """A message in a conversation; `to` names the only reader of an ephemeral one."""

    channel: str
    body: JsonObject
    to: str | None = None

    @property
    def ts(self) -> str:
        """The timestamp that identifies the message in its channel."""
        return str(self.body["ts"])

    def as_json(self) -> JsonObject:
        """Return the message as the control API shows it."""
        return {**self.body, "channel": self.channel, "ephemeral": self.to is not None, "to": self.to}


@dataclass
class Conversation:
    """A channel, the app's direct messages with a person (`app`), or those between two people (`im`)."""

    id: str
    kind: str
    name: str
    members: list[str]
    is_private: bool = False
    created: int = field(default_factory=lambda: int(time.time()))
    messages: list[Message] = field(default_factory=list)

    @property
    def is_direct(self) -> bool:
        """Whether it holds exactly two who talk to each other."""
        return self.kind != "channel"

    def find(self, ts: str, reader: str | None = None) -> Message | None:
        """Return the message of that timestamp; ephemeral ones only for their reader."""
        for message in reversed(self.messages):
            if message.ts == ts and (message.to is None or message.to == reader):
                return message
        return None

    def visible(self) -> Iterator[Message]:
        """Return the messages that everybody in it sees, oldest first."""
        return (message for message in self.messages if message.to is None)


class Workspace:
    """Team, people and conversations, with what was said in them."""

    def __init__(self, plan: WorkspacePlan, app: Manifest) -> None:
        """Move the people and channels of a plan in, and install the app."""
        self.plan = plan
        self.app = app
        self.team = plan.team
        self.feed = Feed()
        self.timestamps = Timestamps()
        self.bot = Person(BOT_USER, app.name.lower().replace(" ", ""), app.name, is_bot=True)
        self.people: dict[str, Person] = {one.id: one for one in (*plan.people, self.bot)}
        self.conversations: dict[str, Conversation] = {}
        self._furnish()

    def _furnish(self) -> None:
        for one in self.plan.channels:
            members = [member for member in one.members if member in self.people]
            if one.has_app and BOT_USER not in members:
                members.append(BOT_USER)
            self.conversations[one.id] = Conversation(one.id, "channel", one.name, members, one.is_private)
        for person in self.plan.people:
            if not person.is_bot:
                self._open(person.id, BOT_USER, kind="app", id_="D" + person.id[1:])

    def clear(self) -> None:
        """Forget what was said; people, channels and their members stay."""
        for conversation in self.conversations.values():
            conversation.messages.clear()

    # People and conversations.

    def person(self, called: str) -> Person:
        """Return the person of that id, name, real name or first name; raises ActError."""
        wanted = called.removeprefix("@").casefold()
        if called in self.people:
            return self.people[called]
        for number in range(3):
            found = [person for person in self.people.values() if _names(person)[number].casefold() == wanted]
            if len(found) == 1:
                return found[0]
        raise ActError(f"Nobody here is called {called!r}.")

    def place(self, called: str, reader: str) -> Conversation:
        """Return the conversation of that id or channel name, which the person must be in; raises ActError."""
        found = self.conversations.get(called) or next(
            (one for one in self.conversations.values() if one.kind == "channel" and one.name == called.lstrip("#")),
            None,
        )
        if found is None:
            raise ActError(f"There is no conversation {called!r}.")
        if reader not in found.members:
            raise ActError(f"{self.people[reader].real_name} is not in {found.name or found.id}.")
        return found

    def seen_by(self, reader: str) -> list[Conversation]:
        """Return what a person has in the sidebar: channels, then direct messages, the app's last."""
        order = {"channel": 0, "im": 1, "app": 2}
        mine = [one for one in self.conversations.values() if reader in one.members]
        return sorted(mine, key=lambda one: (order[one.kind], one.name))

    def direct(self, one: str, other: str) -> Conversation:
        """Return the direct messages between two, opened where they do not exist yet."""
        for conversation in self.conversations.values():
            if conversation.is_direct and set(conversation.members) == {one, other}:
                return conversation
        return self._open(one, other, kind="app" if BOT_USER in {one, other} else "im", id_=new_id("D"))

    def _open(self, one: str, other: str, *, kind: str, id_: str) -> Conversation:
        conversation = Conversation(id_, kind, "", [one, other], is_private=True)
        self.conversations[id_] = conversation
        self.announce(conversation)
        return conversation

    def join(self, conversation: Conversation, user: str, *, leave: bool) -> None:
        """Put somebody into a channel or take them out."""
        members = conversation.members
        if leave and user in members:
            members.remove(user)
        elif not leave and user not in members:
            members.append(user)
        self.announce(conversation)

    def announce(self, conversation: Conversation) -> None:
        """Tell the members that a conversation is new or has changed."""
        for member in conversation.members:
            body = self.conversation_json(conversation, member)
            self.feed.publish("conversation", readers=frozenset({member}), conversation=body)

    def conversation_json(self, conversation: Conversation, reader: str) -> JsonObject:
        """Return a conversation as one of its members sees it."""
        other = next((one for one in conversation.members if one != reader), reader) if conversation.is_direct else None
        name = self.people[other].real_name if other else conversation.name
        latest = next((one.ts for one in reversed(conversation.messages) if one.to in {None, reader}), None)
        return {
            "id": conversation.id,
            "kind": conversation.kind,
            "name": name,
            "is_private": conversation.is_private,
            "members": conversation.members,
            "user": other,
            "latest": latest,
        }

    # Messages.

    def post(
        self, conversation: Conversation, author: JsonObject, content: JsonObject, to: str | None = None
    ) -> Message:
        """Add a message; `author` holds user, bot_id and the like, `content` text, blocks, files and the rest."""
        body: JsonObject = {"type": "message", "ts": self.timestamps.next(), "team": self.team.id, **author, **content}
        message = Message(conversation.id, body, to)
        conversation.messages.append(message)
        if to is None and (parent := self._parent(conversation, body)):
            replies = [
                one for one in conversation.visible() if one.body.get("thread_ts") == parent.ts and one != parent
            ]
            parent.body.update(
                thread_ts=parent.ts, reply_count=len(replies), reply_users=_authors(replies), latest_reply=message.ts
            )
        self.feed.publish("message", readers=self.readers(message), channel=conversation.id, message=message.as_json())
        return message

    def _parent(self, conversation: Conversation, body: JsonObject) -> Message | None:
        thread = body.get("thread_ts")
        return conversation.find(str(thread)) if thread and thread != body["ts"] else None

    def change(self, message: Message, content: JsonObject) -> None:
        """Replace keys of a message; a value of None takes the key away."""
        for key, value in content.items():
            if value is None:
                message.body.pop(key, None)
            else:
                message.body[key] = value
        self.feed.publish(
            "message_changed", readers=self.readers(message), channel=message.channel, message=message.as_json()
        )

    def delete(self, message: Message) -> None:
        """Take a message away."""
        self.conversations[message.channel].messages.remove(message)
        self.feed.publish("message_deleted", readers=self.readers(message), channel=message.channel, ts=message.ts)

    def readers(self, message: Message) -> frozenset[str]:
        """Who sees a message."""
        return frozenset({message.to} if message.to else self.conversations[message.channel].members)

    def bot_author(self) -> JsonObject:
        """Return the keys that say a message is the app's."""
        profile = {"id": BOT_ID, "app_id": APP_ID, "name": self.app.name, "deleted": False, "team_id": self.team.id}
        return {"user": BOT_USER, "bot_id": BOT_ID, "app_id": APP_ID, "bot_profile": profile}

    def notice(self, reader: str, reason: str, text: str, conversation: Conversation | None = None) -> None:
        """Tell a person that something went wrong, in passing and, where a conversation is given, as Slackbot there."""
        self.feed.publish("error", readers=frozenset({reader}), text=text, reason=reason)
        if conversation is not None:
            author = {"user": SLACKBOT, "username": "Slackbot", "subtype": "bot_message"}
            self.post(conversation, author, {"text": text}, to=reader)


def _names(person: Person) -> tuple[str, str, str]:
    return person.name, person.real_name, person.real_name.split()[0]


def _authors(replies: list[Message]) -> list[str]:
    return list(dict.fromkeys(str(one.body["user"]) for one in replies if "user" in one.body))
