"""What an interaction hands to the app for a while: trigger ids that open modals, and response URLs."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from playground.errors import SlackError
from playground.ids import new_id, new_secret

TRIGGER_LIFE = 3.0
RESPONSE_LIFE = 30 * 60
RESPONSE_USES = 5
# Of each kind; older ones are long past their life and are forgotten.
KEPT = 10_000
Given = TypeVar("Given")


@dataclass
class Trigger:
    """The right to open one modal for one person, for three seconds."""

    user: str
    born: float
    from_modal: bool
    used: bool = False


class Triggers:
    """Trigger ids handed out so far; `life` says how many seconds each is good for."""

    def __init__(self) -> None:
        """Start with none given and Slack's own life of three seconds."""
        self.life = TRIGGER_LIFE
        self._given: dict[str, Trigger] = {}

    def give(self, user: str, *, from_modal: bool = False) -> str:
        """Give a new trigger id."""
        trigger_id = f"{time.time_ns() // 1_000_000}.{len(self._given)}.{new_secret(32)}"
        self._given[trigger_id] = Trigger(user, time.monotonic(), from_modal)
        _forget_oldest(self._given)
        return trigger_id

    def check(self, trigger_id: str) -> Trigger:
        """Return the trigger behind an id, unless it is unknown, used or too old; raises SlackError."""
        trigger = self._given.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() - trigger.born > self.life:
            raise SlackError("expired_trigger_id")
        return trigger

    def expire(self) -> None:
        """Age every trigger given so far beyond its life."""
        for trigger in self._given.values():
            trigger.born = float("-inf")


@dataclass
class ResponseUrl:
    """Where the app may answer an interaction: five times within thirty minutes."""

    user: str
    channel: str
    message_ts: str | None
    thread_ts: str | None
    born: float
    uses: int = 0


class ResponseUrls:
    """Response URLs handed out so far; `base` gives the server's own address."""

    def __init__(self, base: Callable[[], str], clock: Callable[[], float] = time.monotonic) -> None:
        """Give addresses under `base`, which is asked each time; `clock` counts seconds."""
        self._base = base
        self._clock = clock
        self._given: dict[str, ResponseUrl] = {}

    def give(self, user: str, channel: str, message_ts: str | None = None, thread_ts: str | None = None) -> str:
        """Give a new address to answer at."""
        key = f"{new_id('')}/{new_secret()}"
        self._given[key] = ResponseUrl(user, channel, message_ts, thread_ts, self._clock())
        _forget_oldest(self._given)
        return f"{self._base()}/response/{key}"

    def use(self, key: str) -> ResponseUrl:
        """Count one use; raises SlackError when the address is unknown, too old or used up."""
        found = self._given.get(key)
        if found is None:
            raise SlackError("invalid_url")
        if self._clock() - found.born > RESPONSE_LIFE:
            raise SlackError("expired_url")
        if found.uses >= RESPONSE_USES:
            raise SlackError("used_url")
        found.uses += 1
        return found


def _forget_oldest(given: dict[str, Given]) -> None:
    if len(given) > KEPT:
        del given[next(iter(given))]
