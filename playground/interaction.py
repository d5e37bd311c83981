"""The payloads an app receives when a person does something, shaped as Slack shapes them."""

import re
import time
from dataclasses import dataclass

from playground.ids import new_id
from playground.jsontypes import JsonObject
from playground.manifest import Command, Shortcut
from playground.people import APP_ID, BOT_USER, Person
from playground.triggers import ResponseUrls, Triggers
from playground.views import View
from playground.workspace import Conversation, Message, Workspace

TOKEN = "playground-verification-token"  # noqa: S105 - Slack's deprecated token, which proves nothing


@dataclass(frozen=True)
class Payloads:
    """Builds payloads; each hands out the trigger_id and response_url that go with it."""

    workspace: Workspace
    triggers: Triggers
    urls: ResponseUrls

    def command(self, person: Person, conversation: Conversation, command: Command, text: str) -> JsonObject:
        """Describe a slash command. All values are strings: over HTTP it travels as a form."""
        team = self.workspace.team
        return {
            "token": TOKEN,
            "team_id": team.id,
            "team_domain": team.domain,
            "channel_id": conversation.id,
            "channel_name": "directmessage" if conversation.is_direct else conversation.name,
            "user_id": person.id,
            "user_name": person.name,
            "command": command.command,
            "text": self._escaped(text, ids=command.should_escape),
            "api_app_id": APP_ID,
            "is_enterprise_install": "false",
            "response_url": self.urls.give(person.id, conversation.id),
            "trigger_id": self.triggers.give(person.id),
        }

    def _escaped(self, text: str, *, ids: bool) -> str:
        text = escape(text)
        if not ids:
            return text
        people = {one.name: one for one in self.workspace.people.values()}
        rooms = {one.name: one for one in self.workspace.conversations.values() if not one.is_direct}
        text = re.sub(
            r"(?<![\w@])@([\w.-]+)",
            lambda found: f"<@{people[found[1]].id}|{found[1]}>" if found[1] in people else found[0],
            text,
        )
        return re.sub(
            r"(?<![\w#])#([\w.-]+)",
            lambda found: f"<#{rooms[found[1]].id}|{found[1]}>" if found[1] in rooms else found[0],
            text,
        )

    def message_actions(self, person: Person, message: Message, action: JsonObject, values: JsonObject) -> JsonObject:
        """block_actions on a message. An ephemeral one is not shown again: the app gets its place only."""
        conversation = self.workspace.conversations[message.channel]
        payload = self._common("block_actions", person) | {
            "container": self._container(message),
            "trigger_id": self.triggers.give(person.id),
            "channel": self._channel(conversation),
            "state": {"values": values},
            "response_url": self.urls.give(person.id, conversation.id, message.ts, message.body.get("thread_ts")),
            "actions": [action],
        }
        if message.to is None:
            payload["message"] = message.body
        return payload

    def view_actions(self, person: Person, view: View, action: JsonObject) -> JsonObject:
        """block_actions in a modal or on the App Home."""
        return self._common("block_actions", person) | {
            "container": {"type": "view", "view_id": view.id},
            "trigger_id": self.triggers.give(person.id, from_modal=view.body["type"] == "modal"),
            "view": view.as_json(),
            "actions": [action],
        }

    def suggestion(
        self, person: Person, place: View | Message, block_id: str, action_id: str, query: str
    ) -> JsonObject:
        """block_suggestion: what somebody typed into an external select so far."""
        payload = self._common("block_suggestion", person) | {
            "action_id": action_id,
            "block_id": block_id,
            "value": query,
        }
        if isinstance(place, View):
            return payload | {"container": {"type": "view", "view_id": place.id}, "view": place.as_json()}
        conversation = self.workspace.conversations[place.channel]
        return payload | {
            "container": self._container(place),
            "channel": self._channel(conversation),
            "message": place.body,
        }

    def submission(self, person: Person, view: View) -> JsonObject:
        """view_submission, with a response URL for each conversation menu that asks for one."""
        urls = []
        for block in view.blocks:
            element = block.get("element") or {}
            if element.get("response_url_enabled"):
                state = view.held[block["block_id"]][element["action_id"]]
                channel = state.get("selected_conversation") or state.get("selected_channel")
                if channel:
                    urls.append(
                        {
                            "block_id": block["block_id"],
                            "action_id": element["action_id"],
                            "channel_id": channel,
                            "response_url": self.urls.give(person.id, channel),
                        }
                    )
        return self._common("view_submission", person) | {
            "trigger_id": self.triggers.give(person.id, from_modal=True),
            "view": view.as_json(),
            "response_urls": urls,
        }

    def closed(self, person: Person, view: View, *, cleared: bool) -> JsonObject:
        """view_closed; `cleared` when the whole stack went. What the inputs held need not come along, and does not."""
        closed = view.as_json() | {"state": {"values": {}}}
        return self._common("view_closed", person) | {"view": closed, "is_cleared": cleared}

    def message_shortcut(self, person: Person, shortcut: Shortcut, message: Message) -> JsonObject:
        """message_action: a shortcut on a message."""
        conversation = self.workspace.conversations[message.channel]
        return self._common("message_action", person) | {
            "callback_id": shortcut.callback_id,
            "action_ts": _now(),
            "trigger_id": self.triggers.give(person.id),
            "channel": self._channel(conversation),
            "message_ts": message.ts,
            "message": message.body,
            "response_url": self.urls.give(person.id, conversation.id, None, message.body.get("thread_ts")),
        }

    def global_shortcut(self, person: Person, shortcut: Shortcut) -> JsonObject:
        """Describe a global shortcut: no channel, no response URL."""
        return self._common("shortcut", person) | {
            "callback_id": shortcut.callback_id,
            "action_ts": _now(),
            "trigger_id": self.triggers.give(person.id),
        }

    def event(self, event: JsonObject) -> JsonObject:
        """Return the envelope of an Events API event."""
        team = self.workspace.team
        return {
            "token": TOKEN,
            "team_id": team.id,
            "api_app_id": APP_ID,
            "event": event,
            "type": "event_callback",
            "event_id": new_id("Ev"),
            "event_time": int(time.time()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": team.id,
                    "user_id": BOT_USER,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
        }

    def _common(self, kind: str, person: Person) -> JsonObject:
        team = self.workspace.team
        return {
            "type": kind,
            "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": team.id},
            "api_app_id": APP_ID,
            "token": TOKEN,
            "team": {"id": team.id, "domain": team.domain},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _channel(self, conversation: Conversation) -> JsonObject:
        name = "directmessage" if conversation.is_direct else conversation.name
        return {"id": conversation.id, "name": name}

    def _container(self, message: Message) -> JsonObject:
        container: JsonObject = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": message.to is not None,
        }
        if "thread_ts" in message.body:
            container["thread_ts"] = message.body["thread_ts"]
        return container


def escape(text: str) -> str:
    """Escape the three characters that Slack escapes in what people type."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def action_of(
    block: JsonObject, element: JsonObject, state: JsonObject | None, picked: JsonObject | None
) -> JsonObject:
    """One entry of `actions`: the element's type and ids, and what was pressed, chosen or typed.

    `state` is what a stateful element now holds, `picked` the option of an overflow menu.
    """
    action: JsonObject = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": _now(),
    }
    for key in ("text", "value", "style", "url", "placeholder", "confirm"):
        if element["type"] == "button" and key in element:
            action[key] = element[key]
    if picked is not None:
        action["selected_option"] = picked
    return action | (state or {})


def _now() -> str:
    return f"{time.time():.6f}"
