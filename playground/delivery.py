"""Deliveries to the app: one courier for commands, interactions and events, over whichever transport is in use."""

import asyncio
import contextlib
import time
from dataclasses import dataclass, field
from typing import Protocol

from playground.errors import NoAnswer
from playground.faults import Faults
from playground.ids import new_id
from playground.jsontypes import JsonObject, JsonValue

RETRY_WAITS = (0.0, 60.0, 300.0)
KEPT_RECORDS = 5_000


@dataclass
class Parcel:
    """One thing the app is told: `kind` is slash_commands, interactive or events_api; `sent` counts how often."""

    kind: str
    payload: JsonObject
    id: str = field(default_factory=lambda: new_id("E"))
    retry: int = 0
    retry_reason: str = ""
    sent: int = 0


class Transport(Protocol):
    """A way to reach the app."""

    async def send(self, parcel: Parcel, seconds: float) -> JsonValue:
        """Hand a parcel over and wait for the acknowledgement's body (None when empty); raises NoAnswer."""


@dataclass
class Record:
    """What was sent to the app and what became of it, for the control API."""

    n: int
    at: float
    parcel: Parcel
    acked: bool = False
    ack: JsonValue = None
    ms: float = 0

    def as_json(self) -> JsonObject:
        """Return the record as the control API shows it."""
        payload = self.parcel.payload
        return {
            "n": self.n,
            "at": self.at,
            "kind": self.parcel.kind,
            "type": payload.get("event", payload).get("type", payload.get("command")),
            "user": payload.get("user_id") or (payload.get("user") or {}).get("id"),
            "payload": payload,
            "attempts": self.parcel.sent,
            "acked": self.acked,
            "ack": self.ack,
            "ms": round(self.ms, 1),
        }


class Courier:
    """Delivers parcels at least once and remembers them."""

    def __init__(self, transport: Transport, faults: Faults) -> None:
        """Deliver over one transport, with these faults."""
        self._transport = transport
        self._faults = faults
        self._tasks: set[asyncio.Task[None]] = set()
        self.records: list[Record] = []
        self.sent = 0

    async def ask(self, kind: str, payload: JsonObject) -> JsonValue:
        """Deliver a command or an interaction and wait for what the app answers; raises NoAnswer."""
        record = self._record(Parcel(kind, payload))
        return await self._attempt(record)

    def tell(self, payload: JsonObject) -> None:
        """Deliver an event in the background, with Slack's three retries."""
        task = asyncio.get_running_loop().create_task(self._insist(self._record(Parcel("events_api", payload))))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def tell_interactive(self, payload: JsonObject) -> None:
        """Deliver something that nobody waits for, such as view_closed, once."""
        task = asyncio.get_running_loop().create_task(self._once(self._record(Parcel("interactive", payload))))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _once(self, record: Record) -> None:
        with contextlib.suppress(NoAnswer):
            await self._attempt(record)

    async def stop(self) -> None:
        """Give up the events that are still to be retried."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def clear(self) -> None:
        """Forget what was sent."""
        self.records.clear()

    def _record(self, parcel: Parcel) -> Record:
        self.sent += 1
        record = Record(self.sent, time.time(), parcel)
        self.records.append(record)
        del self.records[:-KEPT_RECORDS]
        return record

    async def _insist(self, record: Record) -> None:
        for number, wait in enumerate((None, *RETRY_WAITS)):
            if wait is not None:
                await asyncio.sleep(wait * self._faults.retry_scale)
                record.parcel.retry = number
            try:
                await self._attempt(record)
            except NoAnswer as error:
                record.parcel.retry_reason = error.reason
            else:
                return

    async def _attempt(self, record: Record) -> JsonValue:
        """One delivery, with the faults that hit it: the same parcel twice, or an acknowledgement that is lost."""
        started = time.monotonic()
        times = 1 + (1 if self._faults.take("duplicate") else 0)
        try:
            if self._faults.take("lose_ack"):
                await self._send(record)
                record.parcel.retry, record.parcel.retry_reason = 1, "timeout"
            sending = [asyncio.ensure_future(self._send(record)) for _ in range(times)]
            answers = await asyncio.gather(*sending, return_exceptions=True)
        finally:
            record.ms = (time.monotonic() - started) * 1000
        good = [answer for answer in answers if not isinstance(answer, BaseException)]
        if not good:
            raise next(answer for answer in answers if isinstance(answer, BaseException))
        record.acked, record.ack = True, good[0]
        return good[0]

    async def _send(self, record: Record) -> JsonValue:
        return await self._transport.send(record.parcel, self._faults.ack_timeout)
