"""Modals and App Homes: the stack a person has open, updates with a hash, and what the inputs hold meanwhile."""

import copy
from dataclasses import dataclass, field

from playground.errors import ActError, SlackError
from playground.feed import Feed
from playground.ids import new_id, short_id
from playground.jsontypes import JsonObject
from playground.people import APP_ID, BOT_ID
from playground.values import state_of, walk

DEPTH = 3


def name_blocks(blocks: list[JsonObject]) -> list[JsonObject]:
    """Return a copy of the blocks in which every block has a block_id and every interactive element an action_id."""
    named = copy.deepcopy(blocks)
    for block in named:
        _name(block)
    return named


def _name(block: JsonObject) -> None:
    block.setdefault("block_id", short_id())
    for child in block.get("child_blocks") or ():
        _name(child)
    within = (
        block.get("element"),
        block.get("accessory"),
        *(block.get("elements") or ()),
        *(block.get("actions") or ()),
    )
    for element in within:
        if isinstance(element, dict) and _is_interactive(element.get("type")):
            element.setdefault("action_id", short_id())


def _is_interactive(kind: object) -> bool:
    return (
        isinstance(kind, str) and kind not in {"image", "mrkdwn", "plain_text"} and not kind.startswith("rich_text_s")
    )


@dataclass
class View:
    """One modal or Home of one person: Slack's view object, the state of its inputs, and the options offered so far."""

    user: str
    body: JsonObject
    held: JsonObject = field(default_factory=dict)
    offered: dict[str, list[JsonObject]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The view_id."""
        return str(self.body["id"])

    @property
    def blocks(self) -> list[JsonObject]:
        """The blocks, named."""
        blocks: list[JsonObject] = self.body["blocks"]
        return blocks

    def as_json(self) -> JsonObject:
        """Slack's view object."""
        return {**self.body, "state": {"values": self.held}}

    def fill(self, content: JsonObject) -> None:
        """Show new content, keeping what was typed into inputs that are still there; the hash changes."""
        self.body = {**self.body, **_content(content), "hash": f"{new_id('')}.{short_id()}"}
        self.held = state_of(self.blocks, self.held)


def _content(content: JsonObject) -> JsonObject:
    return {
        "type": content["type"],
        "title": content.get("title"),
        "submit": content.get("submit"),
        "close": content.get("close"),
        "blocks": name_blocks(content["blocks"]),
        "private_metadata": content.get("private_metadata") or "",
        "callback_id": content.get("callback_id") or "",
        "external_id": content.get("external_id") or "",
        "clear_on_close": bool(content.get("clear_on_close")),
        "notify_on_close": bool(content.get("notify_on_close")),
        "submit_disabled": bool(content.get("submit_disabled")),
    }


class Views:
    """All modals that are open and all Homes that were published."""

    def __init__(self, feed: Feed, team_id: str) -> None:
        """Start with nothing open; changes are published to the feed."""
        self._feed = feed
        self._team_id = team_id
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def clear(self) -> None:
        """Close everything without a word."""
        self._stacks.clear()
        self._homes.clear()

    def stack(self, user: str) -> list[View]:
        """Return the modals a person has open, bottom first."""
        return self._stacks.setdefault(user, [])

    def home(self, user: str) -> View | None:
        """Return the person's App Home, if the app has published one."""
        return self._homes.get(user)

    def every(self) -> list[View]:
        """All views there are."""
        return [view for stack in self._stacks.values() for view in stack] + list(self._homes.values())

    def of(self, user: str, view_id: str) -> View:
        """Return an open modal or the Home of a person; raises ActError."""
        for view in [*self.stack(user), *filter(None, [self.home(user)])]:
            if view.id == view_id:
                return view
        raise ActError(f"The view {view_id} is not open for this person.")

    def require(self, view_id: str | None, external_id: str | None) -> View:
        """Return the view the app means; raises SlackError not_found."""
        for view in self.every():
            if view.id == view_id or (external_id and view.body["external_id"] == external_id):
                return view
        raise SlackError("not_found")

    def open(self, user: str, content: JsonObject, *, on_top: bool = False) -> View:
        """Open a modal: a new stack, or on top of the one that is open."""
        self._check_external_id(content, None)
        stack = self.stack(user)
        if on_top and len(stack) >= DEPTH:
            raise SlackError("push_limit_reached")
        if not on_top:
            stack.clear()
        view = self._new(user, content, stack[-1] if stack else None)
        stack.append(view)
        self._tell("view_pushed" if len(stack) > 1 else "view_opened", view)
        return view

    def push(self, user: str, content: JsonObject) -> View:
        """Put a modal on top of the one that is open."""
        if not self.stack(user):
            raise SlackError("not_found")
        return self.open(user, content, on_top=True)

    def update(self, view: View, content: JsonObject, hash_: str | None = None) -> View:
        """Change what a view shows; raises hash_conflict when the caller saw an older one."""
        if hash_ is not None and hash_ != view.body["hash"]:
            raise SlackError("hash_conflict")
        self._check_external_id(content, view)
        view.fill(content)
        self._tell("home" if view.body["type"] == "home" else "view_updated", view)
        return view

    def publish(self, user: str, content: JsonObject, hash_: str | None = None) -> View:
        """Set a person's App Home."""
        view = self._homes.get(user)
        if view is not None:
            return self.update(view, content, hash_)
        self._check_external_id(content, None)
        view = self._homes[user] = self._new(user, content, None)
        self._tell("home", view)
        return view

    def close(self, view: View, *, all_: bool = False) -> list[View]:
        """Take a modal away, or its whole stack; the closed views, topmost first."""
        stack = self.stack(view.user)
        all_ = all_ or bool(view.body["clear_on_close"])
        gone = stack[::-1] if all_ else [view]
        self._stacks[view.user] = [one for one in stack if one not in gone]
        readers = frozenset({view.user})
        self._feed.publish("view_closed", readers=readers, view_id=view.id, all=not self._stacks[view.user])
        return gone

    def _new(self, user: str, content: JsonObject, below: View | None) -> View:
        view_id = new_id("V")
        view = View(
            user,
            {
                "id": view_id,
                "team_id": self._team_id,
                "app_id": APP_ID,
                "app_installed_team_id": self._team_id,
                "bot_id": BOT_ID,
                "root_view_id": below.body["root_view_id"] if below else view_id,
                "previous_view_id": below.id if below else None,
            },
        )
        view.fill(content)
        return view

    def _check_external_id(self, content: JsonObject, own: View | None) -> None:
        wanted = content.get("external_id")
        if wanted and any(one is not own and one.body["external_id"] == wanted for one in self.every()):
            raise SlackError("duplicate_external_id")

    def _tell(self, kind: str, view: View) -> None:
        self._feed.publish(kind, readers=frozenset({view.user}), view=view.as_json())


def find_element(blocks: list[JsonObject], action_id: str, block_id: str | None) -> tuple[JsonObject, JsonObject]:
    """Return the (block, element) a person means; raises ActError when there is none, or several."""
    found = [
        (block, element)
        for block, element in walk(blocks)
        if element["action_id"] == action_id and block_id in {None, block["block_id"]}
    ]
    if not found:
        raise ActError(f"There is nothing with action_id {action_id!r} here.")
    if len(found) > 1:
        raise ActError(f"{len(found)} blocks have an element with action_id {action_id!r}: name the block_id.")
    return found[0]
