"""A form as it stands while somebody fills it in, read from any payload that carries its view."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.handlers.payloads import Carried, Payload, chosen
from bot.views.refilling import Typed

_INITIAL = ("initial_value", "initial_date", "initial_user", "initial_option", "initial_options")


@dataclass(frozen=True)
class FormState:
    """What the inputs of a form hold, by block_id, and what the form carries with it."""

    user_id: str
    view_id: str
    view_hash: str
    form: str
    block_ids: tuple[str, ...]
    typed: Mapping[str, Typed]
    touched: frozenset[str]
    """The inputs that hold something else than they were drawn with."""
    carried: Carried
    stamp: str
    """When Slack says that an input was used, for sorting; empty where it does not say."""

    def value(self, block_id: str) -> str:
        """Return what an input holds; empty when it is not there or holds nothing."""
        return self.typed[block_id].value if block_id in self.typed else ""


def form_state(body: Payload) -> FormState:
    """Read the view of a payload."""
    view = body["view"]
    held = {
        str(block_id): state
        for block_id, actions in (view.get("state") or {}).get("values", {}).items()
        for state in actions.values()
    }
    typed = {block_id: Typed(chosen(state), _words(state)) for block_id, state in held.items()}
    drawn = {str(block.get("block_id")): _drawn(block) for block in view.get("blocks") or () if "element" in block}
    return FormState(
        user_id=str(body["user"]["id"]),
        view_id=str(view["id"]),
        view_hash=str(view.get("hash") or ""),
        form=str(view.get("callback_id") or ""),
        block_ids=tuple(str(block.get("block_id", "")) for block in view.get("blocks") or ()),
        typed=typed,
        touched=frozenset(block_id for block_id, each in typed.items() if each.value != drawn.get(block_id, "")),
        carried=Carried.load(str(view.get("private_metadata") or "")),
        stamp=max((str(action.get("action_ts", "")) for action in body.get("actions") or ()), default=""),
    )


def _words(state: Mapping[str, Any]) -> str:
    """Return the words of a chosen option, without which a menu that asks cannot be filled again."""
    option = state.get("selected_option") or {}
    return str((option.get("text") or {}).get("text", ""))


def _drawn(block: Mapping[str, Any]) -> str:
    """Return what an input held when it was drawn."""
    initial = next((block["element"][key] for key in _INITIAL if block["element"].get(key)), "")
    if isinstance(initial, list):
        return "\n".join(str(option["value"]) for option in initial)
    return str(initial["value"] if isinstance(initial, dict) else initial)
