"""What a person does: types a command, presses, chooses, submits, closes. One method an act, each ends at the app."""

from dataclasses import dataclass

from playground import values
from playground.content import view_content
from playground.errors import ActError, NoAnswer, SlackError
from playground.hub import Hub
from playground.interaction import action_of, escape
from playground.jsontypes import JsonObject, JsonValue
from playground.manifest import Shortcut
from playground.people import BOT_USER, Person
from playground.responses import acknowledge_command
from playground.validator import check_suggestions
from playground.views import View, find_element, name_blocks
from playground.workspace import Conversation, Message


@dataclass(frozen=True)
class Acts:
    """Acts of people, and the payloads that tell the app of them."""

    hub: Hub

    # Words.

    def say(self, person: Person, conversation: Conversation, text: str, thread_ts: str | None = None) -> Message:
        """Write a message; the app hears of it if it subscribes to messages there."""
        content: JsonObject = {"text": escape(text)}
        section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
        content["blocks"] = name_blocks([{"type": "rich_text", "elements": [section]}])
        return self._share(person, conversation, content, thread_ts)

    def _share(self, person: Person, conversation: Conversation, content: JsonObject, thread_ts: str | None) -> Message:
        if thread_ts:
            if conversation.find(thread_ts, person.id) is None:
                raise ActError(f"There is no message {thread_ts} to reply to.")
            content["thread_ts"] = thread_ts
        message = self.hub.workspace.post(conversation, {"user": person.id}, content)
        self._tell_message(conversation, message)
        return message

    def _tell_message(self, conversation: Conversation, message: Message) -> None:
        if BOT_USER not in conversation.members:
            return
        kind = "im" if conversation.is_direct else ("group" if conversation.is_private else "channel")
        event = {**message.body, "channel": conversation.id, "channel_type": kind, "event_ts": message.ts}
        self.hub.subscribe({"im": "message.im", "group": "message.groups"}.get(kind, "message.channels"), event)
        if f"<@{BOT_USER}>" in message.body.get("text", ""):
            self.hub.subscribe("app_mention", {**event, "type": "app_mention"})

    def share_file(
        self, person: Person, conversation: Conversation, file_id: str, text: str, thread_ts: str | None
    ) -> Message:
        """Share a file that was uploaded."""
        stored = self.hub.files.get(file_id)
        if stored is None:
            raise ActError(f"There is no file {file_id}.")
        stored.places.add(conversation.id)
        content = {"text": escape(text), "files": [self.hub.files.as_json(stored)], "subtype": "file_share"}
        return self._share(person, conversation, content, thread_ts)

    async def command(self, person: Person, conversation: Conversation, line: str) -> JsonObject:
        """Run a slash command and show what comes back in its acknowledgement."""
        name, _, text = line.strip().partition(" ")
        command = self.hub.app.command(name)
        if command is None:
            raise ActError(f"{name} is not a command of {self.hub.app.name}.")
        payload = self.hub.payloads.command(person, conversation, command, text.strip())
        try:
            ack = await self.hub.courier.ask("slash_commands", payload)
            acknowledge_command(self.hub, person.id, conversation.id, ack)
        except NoAnswer as error:
            text = f"{name} failed: {self.hub.app.name} did not respond ({error.reason})."
            self.hub.workspace.notice(person.id, error.reason, text, conversation)
            return {"acked": False, "error": error.reason}
        except SlackError as error:
            self._trouble(person, error.code, f"{name} answered with something Slack refuses: {error.code}.")
            return {"acked": True, "error": error.code}
        return {"acked": True}

    async def shortcut(self, person: Person, shortcut: Shortcut, message: Message | None) -> JsonObject:
        """Use a shortcut, on a message where it is one for messages."""
        if shortcut.type == "message":
            if message is None:
                raise ActError(f"The shortcut {shortcut.name!r} needs a message.")
            if message.to is not None:
                raise ActError("An ephemeral message has no shortcuts.")
            return await self._send(person, self.hub.payloads.message_shortcut(person, shortcut, message))
        return await self._send(person, self.hub.payloads.global_shortcut(person, shortcut))

    def open_home(self, person: Person, tab: str) -> View | None:
        """Look at the app's Home (or Messages) tab."""
        view = self.hub.views.home(person.id)
        event: JsonObject = {
            "type": "app_home_opened",
            "user": person.id,
            "channel": self.hub.workspace.direct(person.id, BOT_USER).id,
            "tab": tab,
            "event_ts": self.hub.workspace.timestamps.next(),
        }
        if view is not None:
            event["view"] = view.as_json()
        self.hub.subscribe("app_home_opened", event)
        return view

    # Elements.

    async def click(self, person: Person, place: View | Message, wanted: JsonObject, value: JsonValue) -> JsonObject:
        """Press, choose or type in an element; `wanted` holds action_id, block_id and the state around it."""
        self.fill(person, place, wanted.get("state") or {})
        block, element = find_element(_blocks(place), str(wanted["action_id"]), wanted.get("block_id"))
        state = picked = None
        if element["type"] == "overflow":
            picked = values.with_value(element, value, [])["selected_option"]
        elif element["type"] in values.STATEFUL:
            self.fill(person, place, {block["block_id"]: {element["action_id"]: value}})
            state = self.held(person, place)[block["block_id"]][element["action_id"]]
        action = action_of(block, element, state, picked)
        if isinstance(place, View):
            return await self._send(person, self.hub.payloads.view_actions(person, place, action))
        held = self.held(person, place)
        return await self._send(person, self.hub.payloads.message_actions(person, place, action, held))

    async def options(self, person: Person, place: View | Message, wanted: JsonObject, query: str) -> JsonObject:
        """Ask the app what it offers for what was typed into an external select."""
        self.fill(person, place, wanted.get("state") or {})
        block, element = find_element(_blocks(place), str(wanted["action_id"]), wanted.get("block_id"))
        if not element["type"].endswith("external_select"):
            raise ActError(f"{element['action_id']} is no external select.")
        payload = self.hub.payloads.suggestion(person, place, block["block_id"], element["action_id"], query)
        try:
            answer = await self.hub.courier.ask("interactive", payload)
        except NoAnswer as error:
            self._trouble(person, error.reason, f"{self.hub.app.name} did not respond.")
            return {"options": [], "error": error.reason}
        offered = answer if isinstance(answer, dict) else {}
        if problems := check_suggestions(offered):
            told = (
                f"{self.hub.app.name} suggested something Slack refuses: {problems[0].message} ({problems[0].pointer})."
            )
            self._trouble(person, "invalid_options", told)
            return {"options": [], "error": "invalid_options"}
        known = {key: offered[key] for key in ("options", "option_groups") if offered.get(key)} or {"options": []}
        self._offered(person, place).setdefault(str(element["action_id"]), []).extend(values.options_of(known))
        return known

    def held(self, person: Person, place: View | Message) -> JsonObject:
        """Return the state of a surface's elements, as this person has it."""
        if isinstance(place, View):
            return place.held
        key = (place.ts, person.id)
        kept = self.hub.message_state[key] = values.state_of(_blocks(place), self.hub.message_state.get(key))
        return kept

    def _offered(self, person: Person, place: View | Message) -> dict[str, list[JsonObject]]:
        if isinstance(place, View):
            return place.offered
        return self.hub.message_offered.setdefault((place.ts, person.id), {})

    def fill(self, person: Person, place: View | Message, given: JsonObject) -> None:
        """Take values over into the state: `{block_id: {action_id: value}}` or `{action_id: value}`."""
        held, offered = self.held(person, place), self._offered(person, place)
        for block_id, action_id, value in _named(given, _blocks(place)):
            block, element = find_element(_blocks(place), action_id, block_id)
            try:
                state = values.with_value(element, value, offered.get(action_id, []))
            except (ValueError, TypeError) as error:
                raise ActError(f"{action_id}: {error}") from error
            if element["type"] == "file_input":
                state["files"] = [self._hand_over(one) for one in state["files"]]
            if element["type"] in values.STATEFUL:
                held[block["block_id"]][element["action_id"]] = state

    def _hand_over(self, given: JsonValue) -> JsonObject:
        file_id = given["id"] if isinstance(given, dict) else given
        stored = self.hub.files.get(str(file_id))
        if stored is None:
            raise ActError(f"There is no file {file_id}.")
        stored.given_to_app = True
        return self.hub.files.as_json(stored)

    # Modals.

    async def submit(self, person: Person, view: View, given: JsonObject) -> JsonObject:
        """Submit a modal; what Slack's own client refuses never reaches the app."""
        self.fill(person, view, given)
        if refused := values.problems(view.blocks, view.held):
            return {"result": "errors", "errors": refused}
        try:
            ack = await self.hub.courier.ask("interactive", self.hub.payloads.submission(person, view))
        except NoAnswer as error:
            self._trouble(person, error.reason, f"{self.hub.app.name} did not respond. Try again.")
            return {"result": "timeout", "error": error.reason}
        try:
            return self._after_submission(person, view, ack if isinstance(ack, dict) else {})
        except SlackError as error:
            self._trouble(
                person, error.code, f"{self.hub.app.name} answered with something Slack refuses: {error.code}."
            )
            return {"result": "failed", "error": error.code, "messages": error.more.get("errors", [])}

    def _after_submission(self, person: Person, view: View, ack: JsonObject) -> JsonObject:
        action = ack.get("response_action")
        refused = self.hub.faults.refuse_blocks
        if action == "errors":
            errors = ack.get("errors")
            inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
            if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
                raise SlackError("invalid_response_action_errors", errors=[f"{errors} names other blocks than inputs"])
            return {"result": "errors", "errors": {key: str(value) for key, value in errors.items()}}
        if action == "update":
            updated = self.hub.views.update(view, view_content(ack.get("view"), "modal", refused))
            return {"result": "updated", "view": updated.as_json()}
        if action == "push":
            pushed = self.hub.views.push(person.id, view_content(ack.get("view"), "modal", refused))
            return {"result": "pushed", "view": pushed.as_json()}
        if action not in {None, "clear"}:
            raise SlackError("invalid_response_action")
        if view in self.hub.views.stack(person.id):
            self.hub.views.close(view, all_=action == "clear")
        return {"result": "closed"}

    def close(self, person: Person, view: View, *, all_: bool) -> None:
        """Close a modal by hand; the app hears of those that ask for it."""
        for gone in self.hub.views.close(view, all_=all_):
            if gone.body["notify_on_close"]:
                payload = self.hub.payloads.closed(person, gone, cleared=all_)
                self.hub.courier.tell_interactive(payload)

    async def _send(self, person: Person, payload: JsonObject) -> JsonObject:
        try:
            await self.hub.courier.ask("interactive", payload)
        except NoAnswer as error:
            self._trouble(person, error.reason, f"{self.hub.app.name} did not respond.")
            return {"acked": False, "error": error.reason}
        return {"acked": True}

    def _trouble(self, person: Person, reason: str, text: str) -> None:
        self.hub.workspace.notice(person.id, reason, text)


def _blocks(place: View | Message) -> list[JsonObject]:
    blocks: list[JsonObject] = place.blocks if isinstance(place, View) else place.body.get("blocks", [])
    return blocks


def _named(given: JsonObject, blocks: list[JsonObject]) -> list[tuple[str | None, str, JsonValue]]:
    """Values with the ids they go to: keyed by block and action, or by action alone."""
    block_ids = {block["block_id"] for block, _ in values.walk(blocks)}
    found: list[tuple[str | None, str, JsonValue]] = []
    for key, value in given.items():
        if key in block_ids and isinstance(value, dict) and "text" not in value:
            found += [(key, action_id, inner) for action_id, inner in value.items()]
        else:
            found.append((None, key, value))
    return found
