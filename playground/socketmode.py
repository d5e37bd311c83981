"""Socket Mode: WebSocket connections of the app, envelopes to any one of them, acknowledgements back."""

import asyncio
import contextlib
import itertools
import json
import time
from dataclasses import dataclass

from aiohttp import WSMsgType, web

from playground.delivery import Parcel
from playground.errors import NoAnswer, SlackError
from playground.faults import Faults
from playground.feed import Feed
from playground.ids import new_id, new_secret
from playground.jsontypes import JsonObject, JsonValue
from playground.people import APP_ID

MOST = 10
TICKET_LIFE = 30.0
GRACE = 10.0
# An app that moves to a new connection answers there what it got over the old one, a moment after that has closed.
MOVING = 0.5
SEEING_OFF = 20
# The reasons of Slack's `disconnect` frame, and `now` for a connection that is cut without a word.
WAYS = ("warning", "refresh_requested", "link_disabled", "now")


@dataclass
class Connection:
    """One WebSocket of the app; a draining one gets no new envelopes."""

    id: str
    socket: web.WebSocketResponse
    transport: asyncio.Transport | None
    gone: asyncio.Future[None]
    replaced: asyncio.Event
    leaving: bool = False
    draining: bool = False


class SocketMode:
    """The transport for apps that connect to us."""

    def __init__(self, feed: Feed, faults: Faults) -> None:
        """Start without a connection."""
        self._feed = feed
        self._faults = faults
        self._tickets: dict[str, float] = {}
        self._turn = itertools.count()
        self._arrival = asyncio.Event()
        self._waiting: dict[str, asyncio.Future[JsonValue]] = {}
        self._leaving: set[asyncio.Task[None]] = set()
        self.connections: list[Connection] = []

    def ticket(self) -> str:
        """Give the right to connect once within half a minute."""
        if len(self.connections) >= MOST:
            raise SlackError("too_many_websockets")
        ticket = new_secret()
        self._tickets[ticket] = time.monotonic()
        return ticket

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection from hello to its end."""
        given = self._tickets.pop(request.query.get("ticket", ""), None)
        if given is None or time.monotonic() - given > TICKET_LIFE:
            raise web.HTTPUnauthorized(text="This ticket is unknown, used or too old.")
        socket = web.WebSocketResponse(heartbeat=30, max_msg_size=4 * 1024 * 1024)
        await socket.prepare(request)
        gone = asyncio.get_running_loop().create_future()
        connection = Connection(new_id("W"), socket, request.transport, gone, asyncio.Event())
        self._replace_one()
        self.connections.append(connection)
        await socket.send_json(self._hello())
        self._changed()
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._acknowledge(message.data)
        finally:
            self._lost(connection)
        return socket

    def _hello(self) -> JsonObject:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {"host": "playground", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": APP_ID},
        }

    def _replace_one(self) -> None:
        """Let a new connection stand for one that was asked to leave."""
        old = next((one for one in self.connections if one.leaving and not one.replaced.is_set()), None)
        if old is not None:
            old.replaced.set()

    def _lost(self, connection: Connection) -> None:
        if connection in self.connections:
            self.connections.remove(connection)
        if not connection.gone.done():
            connection.gone.set_result(None)
        self._changed()

    def _changed(self) -> None:
        if self._open():
            self._arrival.set()
        else:
            self._arrival.clear()
        self._feed.publish("connections", connections=len(self.connections))

    def _open(self) -> list[Connection]:
        return [one for one in self.connections if not one.draining and not one.socket.closed]

    async def send(self, parcel: Parcel, seconds: float) -> JsonValue:
        """Hand an envelope to one connection, to another when that one closes, until it is acknowledged.

        The acknowledgement may come over any connection: a client that is moving to a new one answers there.
        """
        answer = self._waiting.setdefault(parcel.id, asyncio.get_running_loop().create_future())
        try:
            async with asyncio.timeout(seconds):
                while not answer.done():
                    connection = await self._next()
                    await self._hand_over(connection, parcel)
                    await asyncio.wait({answer, connection.gone}, return_when=asyncio.FIRST_COMPLETED)
                    if connection.leaving:
                        await asyncio.wait({answer}, timeout=MOVING)
        except TimeoutError as error:
            raise NoAnswer("operation_timeout" if self._open() else "dispatch_failed") from error
        finally:
            self._waiting.pop(parcel.id, None)
        return answer.result()

    async def _next(self) -> Connection:
        while not (usable := self._open()):
            self._arrival.clear()
            await self._arrival.wait()
        return usable[next(self._turn) % len(usable)]

    async def _hand_over(self, connection: Connection, parcel: Parcel) -> None:
        parcel.sent += 1
        try:
            await connection.socket.send_json(_envelope(parcel))
        except ConnectionError:
            # It is dead, but its reader has not noticed yet: nothing more goes there.
            connection.draining = True
            _abort(connection)
            return
        if self._faults.take("disconnect_mid_request"):
            _abort(connection)

    def _acknowledge(self, data: str) -> None:
        try:
            answer = json.loads(data)
        except ValueError:
            return
        waiting = self._waiting.get(answer.get("envelope_id", "")) if isinstance(answer, dict) else None
        if waiting is not None and not waiting.done():
            waiting.set_result(answer.get("payload") or None)

    def disconnect(self, how: str) -> None:
        """Send every connection away in one of the WAYS."""
        for connection in list(self.connections):
            task = asyncio.get_running_loop().create_task(self._send_away(connection, how))
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)

    async def _send_away(self, connection: Connection, how: str) -> None:
        if how == "now":
            _abort(connection)
            return
        connection.leaving, connection.draining = True, how != "warning"
        with contextlib.suppress(ConnectionError):
            await connection.socket.send_json(
                {"type": "disconnect", "reason": how, "debug_info": {"host": "playground"}}
            )
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(connection.replaced.wait(), GRACE)
            await self._see_off(connection)

    async def _see_off(self, connection: Connection) -> None:
        """Wait for the app to close the old connection; pings end the reads in which some clients sit meanwhile."""
        for _ in range(SEEING_OFF):
            await connection.socket.ping()
            await asyncio.wait({connection.gone}, timeout=0.1)
            if connection.gone.done():
                return
        await connection.socket.close()

    async def stop(self) -> None:
        """Close every connection."""
        for task in self._leaving:
            task.cancel()
        for connection in list(self.connections):
            await connection.socket.close()


def _abort(connection: Connection) -> None:
    """Cut a connection without a closing frame."""
    if connection.transport is not None:
        connection.transport.abort()


def _envelope(parcel: Parcel) -> JsonObject:
    envelope: JsonObject = {
        "envelope_id": parcel.id,
        "type": parcel.kind,
        "accepts_response_payload": parcel.kind != "events_api",
        "payload": parcel.payload,
    }
    if parcel.kind == "events_api":
        envelope |= {"retry_attempt": parcel.retry, "retry_reason": parcel.retry_reason}
    return envelope
