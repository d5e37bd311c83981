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
    root_view_id: str
    """The lowest of the forms that lie on top of each other; the form itself where it lies alone."""
    view_hash: str
    form: str
    typed: Mapping[str, Typed]
    carried: Carried
    is_touched: bool
    """Whether an input holds something else than it was drawn with."""
    at: str
    """When Slack says that it was used; later ones sort behind earlier ones."""


def form_state(body: Payload) -> FormState:
    """Read the view of a payload."""
    view = body["view"]
    held = {
        str(block_id): state
        for block_id, actions in (view.get("state") or {}).get("values", {}).items()
        for state in actions.values()
    }
    drawn = {str(block.get("block_id")): _drawn(block) for block in view.get("blocks") or () if "element" in block}
    typed = {block_id: Typed(chosen(state), _words(state)) for block_id, state in held.items()}
    return FormState(
        user_id=str(body["user"]["id"]),
        view_id=str(view["id"]),
        root_view_id=str(view.get("root_view_id") or view["id"]),
        view_hash=str(view.get("hash") or ""),
        form=str(view.get("callback_id") or ""),
        typed=typed,
        carried=Carried.load(str(view.get("private_metadata") or "")),
        is_touched=any(each.value != drawn.get(block_id, "") for block_id, each in typed.items()),
        at=max((str(action.get("action_ts", "")) for action in body.get("actions") or ()), default=""),
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
