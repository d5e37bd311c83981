"""Faults on demand: what the workspace does wrong for the next calls and deliveries."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playground.errors import ActError
from playground.jsontypes import JsonObject, JsonValue

BURST = 4
# Calls a minute, from Slack's tiers 1 to 4 (20 is tier 2, 50 tier 3, 100 tier 4); `special` ones follow their own rule.
TIERS = {
    "conversations.list": 20,
    "conversations.history": 50,
    "conversations.replies": 50,
    "conversations.open": 50,
    "conversations.info": 50,
    "conversations.members": 100,
    "users.list": 20,
    "users.info": 100,
    "chat.update": 50,
    "chat.delete": 50,
    "chat.postEphemeral": 100,
    "views.open": 100,
    "views.push": 100,
    "views.update": 100,
    "views.publish": 100,
    "files.getUploadURLExternal": 100,
    "files.completeUploadExternal": 100,
    "files.info": 100,
    "files.delete": 50,
    "reactions.add": 50,
}


Check = Callable[[JsonValue], bool]


def _is_count(value: JsonValue) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_seconds(value: JsonValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def _is_text(value: JsonValue) -> bool:
    return isinstance(value, str) and bool(value)


def _is_yes_or_no(value: JsonValue) -> bool:
    return isinstance(value, bool)


def _is_list_of_text(value: JsonValue) -> bool:
    return isinstance(value, list) and all(_is_text(one) for one in value)


def _by_method(check: Check) -> Check:
    return lambda value: isinstance(value, dict) and all(check(one) for one in value.values())


def _rule(**keys: Check) -> Check:
    """Ask for an object with some of these keys; `error` must be among them where it is named."""
    return lambda value: (
        isinstance(value, dict)
        and all(key in keys and keys[key](one) for key, one in value.items())
        and ("error" not in keys or "error" in value)
    )


# What each fault takes, checked before any of it is set, and the words for it.
TAKES: dict[str, tuple[Check, str]] = {
    "rate_limit": (
        _by_method(_rule(count=_is_count, retry_after=_is_seconds)),
        "{METHOD: {count, retry_after}}",
    ),
    "http_500": (_by_method(_is_count), "{METHOD: count}"),
    "api_error": (_by_method(_rule(count=_is_count, error=_is_text)), "{METHOD: {count, error}}"),
    "slow": (_by_method(_is_seconds), "{METHOD: seconds}"),
    "drop_reply": (_by_method(_is_count), "{METHOD: count}"),
    "refuse_blocks": (_is_list_of_text, "a list of block types"),
    "lose_ack": (_is_count, "a count"),
    "duplicate": (_is_count, "a count"),
    "disconnect_mid_request": (_is_count, "a count"),
    "trigger_life": (_is_seconds, "seconds"),
    "ack_timeout": (_is_seconds, "seconds"),
    "retry_scale": (_is_seconds, "a number"),
    "rate_tiers": (_is_yes_or_no, "true or false"),
}


@dataclass
class Faults:
    """What is set to go wrong; counts fall as they are used."""

    rate_limit: dict[str, JsonObject] = field(default_factory=dict)
    http_500: dict[str, int] = field(default_factory=dict)
    api_error: dict[str, JsonObject] = field(default_factory=dict)
    slow: dict[str, float] = field(default_factory=dict)
    drop_reply: dict[str, int] = field(default_factory=dict)
    refuse_blocks: list[str] = field(default_factory=list)
    lose_ack: int = 0
    duplicate: int = 0
    disconnect_mid_request: int = 0
    trigger_life: float = 3.0
    ack_timeout: float = 3.0
    retry_scale: float = 1.0
    rate_tiers: bool = False

    def as_json(self) -> JsonObject:
        """All settings as the control API shows them."""
        return dict(vars(self))

    def merge(self, changes: JsonObject) -> None:
        """Take new settings over, all or none; raises ActError for one that does not exist or makes no sense."""
        for key, value in changes.items():
            if key not in TAKES:
                raise ActError(f"There is no fault {key!r}; there are {', '.join(TAKES)}.")
            is_right, words = TAKES[key]
            if not is_right(value):
                raise ActError(f"The fault {key!r} takes {words}.")
        for key, value in changes.items():
            setattr(self, key, value)

    def take(self, name: str) -> bool:
        """Use up one of a counted fault of deliveries (lose_ack, duplicate, disconnect_mid_request)."""
        left: int = getattr(self, name)
        if left > 0:
            setattr(self, name, left - 1)
        return left > 0

    def limited(self, method: str) -> float | None:
        """Return the Retry-After of a call that is to be answered 429."""
        rule = _counted(self.rate_limit, method)
        return None if rule is None else float(rule.get("retry_after", 1))

    def refused(self, method: str) -> str | None:
        """Return the error code that a call is to be answered with."""
        rule = _counted(self.api_error, method)
        return None if rule is None else str(rule["error"])

    def broken(self, method: str) -> bool:
        """Whether a call is to be answered 500."""
        return _spent(self.http_500, method)

    def dropped(self, method: str) -> bool:
        """Whether a call is carried out but never answered."""
        return _spent(self.drop_reply, method)

    def delay(self, method: str) -> float:
        """How many seconds an answer is held back."""
        return float(self.slow.get(method, self.slow.get("*", 0)))


def _counted(rules: dict[str, JsonObject], method: str) -> JsonObject | None:
    for key in (method, "*"):
        rule = rules.get(key)
        if rule and rule.get("count", 1) > 0:
            rule["count"] = rule.get("count", 1) - 1
            return rule
    return None


def _spent(counts: dict[str, int], method: str) -> bool:
    for key in (method, "*"):
        if counts.get(key, 0) > 0:
            counts[key] -= 1
            return True
    return False


class RateTiers:
    """Slack's rate limits as token buckets: chat.postMessage one a second a channel with a burst, tiers a minute."""

    def __init__(self) -> None:
        """Start with every bucket full."""
        self._buckets: dict[str, tuple[float, float]] = {}

    def retry_after(self, method: str, args: dict[str, JsonValue]) -> int | None:
        """Seconds to wait, or None when the call may go ahead (and is counted)."""
        if method == "chat.postMessage":
            return self._draw(f"{method} {args.get('channel')}", BURST, 1.0)
        per_minute = TIERS.get(method)
        return None if per_minute is None else self._draw(method, per_minute, per_minute / 60)

    def _draw(self, name: str, size: float, per_second: float) -> int | None:
        now = time.monotonic()
        level, then = self._buckets.get(name, (size, now))
        level = min(size, level + (now - then) * per_second)
        if level < 1:
            self._buckets[name] = (level, now)
            return max(1, round((1 - level) / per_second + 0.5))
        self._buckets[name] = (level - 1, now)
        return None
