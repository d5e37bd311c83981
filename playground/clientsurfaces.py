"""What a person has before them: messages, forms and the App Home, pressed and filled in by their visible words."""

from dataclasses import dataclass, field
from typing import Protocol

from playground.clientlink import Link, NothingCame, Refused
from playground.jsontypes import JsonObject, JsonValue
from playground.values import STATEFUL, walk
from playground.words import option_named, table_rows, text_of, words_of


class Reader(Protocol):
    """The person who looks at a surface."""

    id: str
    link: Link

    def acting(self, place: str | None = None) -> None:
        """Begin an act."""

    def await_event(self, kinds: set[str], what: str) -> JsonObject:
        """Wait for an event."""


class Surface:
    """Blocks that somebody can press and choose in."""

    def __init__(self, person: Reader, raw: JsonObject) -> None:
        """Look at Slack's JSON as one person sees it."""
        self.person = person
        self.raw = raw

    @property
    def blocks(self) -> list[JsonObject]:
        """Slack's blocks."""
        blocks: list[JsonObject] = self.raw.get("blocks") or []
        return blocks

    @property
    def text_all(self) -> str:
        """All readable words, a line each."""
        return words_of(self.blocks)

    @property
    def rows(self) -> list[list[str]]:
        """The cells of the first table, header first."""
        return table_rows(self.blocks)

    @property
    def charts(self) -> list[JsonObject]:
        """The data_visualization blocks."""
        return [block for block in self.blocks if block["type"] == "data_visualization"]

    @property
    def buttons(self) -> list[str]:
        """The words on the buttons."""
        return [text_of(element["text"]) for _, element in walk(self.blocks) if element["type"] == "button"]

    def place(self) -> JsonObject:
        """How the control API names this surface."""
        raise NotImplementedError

    def click(self, what: str, value: JsonValue = None, nth: int = 0) -> bool:
        """Press a button by its words or action_id, or an entry of a ⋯ menu; whether the app acknowledged.

        `nth` picks one of several with the same words, from the top.
        """
        found = [one for one in walk(self.blocks) if what in {one[1]["action_id"], *_words_on(one[1])}]
        if len(found) <= nth:
            raise Refused(f"There is no {what!r} to press; there is {', '.join(self.buttons) or 'no button'}.")
        block, element = found[nth]
        if element["type"] == "overflow" and value is None:
            value = what
        option = option_named(element, str(value)) if value is not None else None
        return self._send(block, element, option["value"] if option else value)

    def choose(self, what: str, value: JsonValue) -> bool:
        """Choose in a menu, picker or box by its action_id, label or placeholder; options by their words or value."""
        block, element = self.find(what)
        return self._send(block, element, self.plain(element, block, value))

    def find(self, what: str) -> tuple[JsonObject, JsonObject]:
        """Return the (block, element) of an action_id, label, block_id or placeholder."""
        for block, element in walk(self.blocks):
            names = {
                element["action_id"],
                block["block_id"],
                text_of(block.get("label")),
                text_of(element.get("placeholder")),
            }
            if what in names:
                return block, element
        raise Refused(f"There is no field {what!r}; there are {', '.join(self.fields) or 'none'}.")

    @property
    def fields(self) -> list[str]:
        """The labels of the inputs."""
        return [text_of(block["label"]) for block in self.blocks if block["type"] == "input"]

    def plain(self, element: JsonObject, block: JsonObject, value: JsonValue) -> JsonValue:
        """Return a value as the control API takes it: options by value, people and channels by id."""
        if isinstance(value, list):
            return [self.plain(element, block, one) for one in value]
        kind = str(element["type"])
        if value is None or kind not in STATEFUL:
            return value
        if kind.endswith("external_select"):
            return self._suggested(element, block, str(value))
        if "users" in kind or "conversations" in kind or "channels" in kind:
            return self._known(str(value))
        option = option_named(element, str(value))
        if option is None and (element.get("options") or element.get("option_groups")):
            offered = [text_of(one["text"]) for one in element.get("options") or ()]
            raise Refused(f"{value!r} is not among the options {offered}.")
        return option["value"] if option else value

    def suggestions(self, what: str, query: str) -> list[str]:
        """Return the words of what the app offers for a few letters in an external select."""
        block, element = self.find(what)
        return [text_of(one["text"]) for one in self._ask_options(element, block, query)]

    def _ask_options(self, element: JsonObject, block: JsonObject, query: str) -> list[JsonObject]:
        ids = {"action_id": element["action_id"], "block_id": block["block_id"], "query": query}
        answer = self.person.link.post("options", **{"as": self.person.id, **self.place(), **ids})
        groups = [option for group in answer.get("option_groups", ()) for option in group["options"]]
        return [*answer.get("options", ()), *groups]

    def _suggested(self, element: JsonObject, block: JsonObject, wanted: str) -> str:
        offered = self._ask_options(element, block, wanted)
        exact = [one for one in offered if wanted in {text_of(one["text"]), one["value"]}]
        near = [one for one in offered if wanted.casefold() in text_of(one["text"]).casefold()]
        for one in (*exact, *near):
            return str(one["value"])
        raise NothingCame(f"The app suggested nothing like {wanted!r}: {[text_of(one['text']) for one in offered]}.")

    def _known(self, called: str) -> str:
        state = self.person.link.get("state")
        for one in (*state["people"], *state["channels"]):
            names = {one["id"], one["name"], one.get("real_name"), str(one.get("real_name")).split()[0]}
            if called.lstrip("@#") in names:
                return str(one["id"])
        return called

    def _send(self, block: JsonObject, element: JsonObject, value: JsonValue) -> bool:
        self.person.acting(self.raw.get("channel"))
        ids = {"action_id": element["action_id"], "block_id": block["block_id"], "value": value}
        body = {"as": self.person.id, **self.place(), **ids, "state": self._state()}
        return bool(self.person.link.post("click", **body)["acked"])

    def _state(self) -> JsonObject | None:
        return None


def _words_on(element: JsonObject) -> set[str]:
    if element["type"] == "button":
        return {text_of(element["text"])}
    return {text_of(one["text"]) for one in element["options"]} if element["type"] == "overflow" else set()


class Message(Surface):
    """A message."""

    @property
    def ts(self) -> str:
        """Its timestamp."""
        return str(self.raw["ts"])

    @property
    def channel(self) -> str:
        """The conversation's id."""
        return str(self.raw["channel"])

    @property
    def ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return bool(self.raw["ephemeral"])

    @property
    def text(self) -> str:
        """The text for notifications and screen readers."""
        return str(self.raw.get("text", ""))

    @property
    def text_all(self) -> str:
        """All readable words: of the blocks, or of the text where there are none."""
        return words_of(self.blocks) if self.blocks else words_of({"text": self.text})

    @property
    def files(self) -> list[JsonObject]:
        """Slack's file objects."""
        files: list[JsonObject] = self.raw.get("files") or []
        return files

    def download(self, index: int = 0) -> bytes:
        """Return the bytes of one of its files, as its reader gets them."""
        return self.person.link.fetch(f"/control/file?as={self.person.id}&id={self.files[index]['id']}&download=1")

    def place(self) -> JsonObject:
        """Channel and timestamp."""
        return {"channel": self.channel, "ts": self.ts}

    def refreshed(self) -> "Message":
        """Return the message as it is now; raises NothingCame when it is gone."""
        answer = self.person.link.get("conversation", **{"as": self.person.id, "channel": self.channel})
        for one in answer["messages"]:
            if one["ts"] == self.ts:
                return Message(self.person, one)
        raise NothingCame("The message is gone.")


class Home(Surface):
    """The App Home."""

    def place(self) -> JsonObject:
        """Return the Home of whoever asks."""
        return {"home": True}


@dataclass(frozen=True)
class Result:
    """What came of a submission: `closed`, `errors`, `updated`, `pushed`, `timeout` or `failed`.

    `errors` maps the labels of inputs to sentences, `by_block` their block_ids; `form` is the view that shows now.
    """

    kind: str
    errors: dict[str, str] = field(default_factory=dict)
    by_block: dict[str, str] = field(default_factory=dict)
    form: "Form | None" = None
    messages: tuple[str, ...] = ()

    @property
    def closed(self) -> bool:
        """Whether the form went away."""
        return self.kind == "closed"


class Form(Surface):
    """A modal; what is filled in is sent with the next act."""

    def __init__(self, person: Reader, raw: JsonObject) -> None:
        """Show an open modal in which nothing is filled in yet."""
        super().__init__(person, raw)
        self._values: JsonObject = {}

    @property
    def view_id(self) -> str:
        """The view's id."""
        return str(self.raw["id"])

    @property
    def title(self) -> str:
        """The title."""
        return text_of(self.raw.get("title"))

    @property
    def text_all(self) -> str:
        """Title and all words."""
        return f"{self.title}\n{words_of(self.blocks)}"

    def place(self) -> JsonObject:
        """Return the view_id."""
        return {"view_id": self.view_id}

    def fill(self, what: str, value: JsonValue) -> "Form":
        """Fill in a field by label, action_id or block_id; options by their words or value, None empties it."""
        block, element = self.find(what)
        plain = self.plain(element, block, value)
        self._values.setdefault(block["block_id"], {})[element["action_id"]] = plain
        if block.get("dispatch_action") or block["type"] != "input":
            self._send(block, element, plain)
        return self

    def value(self, what: str) -> JsonValue:
        """Return what a field holds: typed here, else what the server holds for it."""
        block, element = self.find(what)
        typed = self._values.get(block["block_id"], {})
        if element["action_id"] in typed:
            return typed[element["action_id"]]
        held = self.raw["state"]["values"][block["block_id"]][element["action_id"]]
        kept = held[STATEFUL[element["type"]][0]]
        if isinstance(kept, dict):
            return kept.get("value", kept)
        return (
            [one.get("value", one) if isinstance(one, dict) else one for one in kept]
            if isinstance(kept, list)
            else kept
        )

    def submit(self, **values: JsonValue) -> Result:
        """Submit, with further fields by action_id."""
        for what, value in values.items():
            self.fill(what, value)
        self.person.acting()
        body = {"as": self.person.id, "view_id": self.view_id, "values": self._values}
        answer = self.person.link.post("submit", **body)
        by_block = answer.get("errors", {})
        labels = {block["block_id"]: text_of(block.get("label")) for block in self.blocks}
        return Result(
            kind=answer["result"],
            errors={labels.get(key, key): text for key, text in by_block.items()},
            by_block=by_block,
            form=Form(self.person, answer["view"]) if answer.get("view") else None,
            messages=tuple(answer.get("messages", ())),
        )

    def close(self, *, all_: bool = False) -> None:
        """Close it by hand, or the whole stack."""
        self.person.acting()
        self.person.link.post("close", **{"as": self.person.id, "view_id": self.view_id, "all": all_})

    def updated(self) -> "Form":
        """Return the same modal after its next update since the last act, with what was filled in."""
        event = self.person.await_event({"view_updated"}, f"the modal {self.title!r} to change")
        form = Form(self.person, event["view"])
        form._values = {
            block_id: held
            for block_id, held in self._values.items()
            if any(block["block_id"] == block_id for block in form.blocks)
        }
        return form

    def _state(self) -> JsonObject:
        return self._values
