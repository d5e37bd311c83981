"""What happened, in order: events with one growing number, waited for by long poll and server-sent events."""

import asyncio
from collections import deque
from dataclasses import dataclass

from playground.jsontypes import JsonObject, JsonValue

KEPT = 50_000


@dataclass(frozen=True)
class Event:
    """Something a person may see; `readers` is None where everybody may."""

    seq: int
    kind: str
    readers: frozenset[str] | None
    body: JsonObject

    def as_json(self) -> JsonObject:
        """Return the event as the control API shows it."""
        return {"seq": self.seq, "kind": self.kind, **self.body}


class Feed:
    """The latest events and whoever waits for the next one."""

    def __init__(self) -> None:
        """Start at number 0 with nothing past."""
        self._events: deque[Event] = deque(maxlen=KEPT)
        self._waiting: set[asyncio.Future[None]] = set()
        self.seq = 0

    def publish(self, kind: str, *, readers: frozenset[str] | None = None, **body: JsonValue) -> Event:
        """Add an event and wake everybody who waits."""
        self.seq += 1
        event = Event(self.seq, kind, readers, body)
        self._events.append(event)
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(None)
        self._waiting.clear()
        return event

    def forget(self) -> None:
        """Drop what is past; the numbers go on."""
        self._events.clear()

    def since(self, reader: str, after: int) -> list[Event]:
        """Return the events above a number that this person may see, oldest first."""
        found: list[Event] = []
        for event in reversed(self._events):
            if event.seq <= after:
                break
            if event.readers is None or reader in event.readers:
                found.append(event)
        return found[::-1]

    async def wait(self, reader: str, after: int, timeout: float) -> list[Event]:  # noqa: ASYNC109 - part of the API
        """Wait up to `timeout` seconds for the first of them and return the same."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while not (events := self.since(reader, after)):
            left = deadline - loop.time()
            if left <= 0:
                return []
            waiting = loop.create_future()
            self._waiting.add(waiting)
            try:
                await asyncio.wait_for(waiting, left)
            except TimeoutError:
                return self.since(reader, after)
            finally:
                self._waiting.discard(waiting)
        return events
