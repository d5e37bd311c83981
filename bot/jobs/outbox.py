"""Sending what waits in the outbox, each message once: the only part of the jobs that speaks to Slack.

A sender claims one message at a time in a short transaction, renders it, posts it with its outbox id in the
message's metadata and notes where it stands. A claim that ran out, an answer that was lost and an error of Slack's
own (5xx) all leave open whether the message is there; so whoever tries again looks for the id in the channel's
history first.
"""

import copy
import logging
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import partial
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.clock import Clock, SystemClock
from bot.errors import Refused
from bot.jobs.desk import JobDesk
from bot.jobs.rendering import RENDERERS, Renderer
from bot.results.outbox import Drained, Outgoing
from bot.services.choices import in_force
from bot.store import outbox
from bot.views.message import Message

log = logging.getLogger(__name__)

EVENT_TYPE = "clientele_outbox"
CALL_SECONDS = 10
HISTORY_PAGES = 3
HISTORY_PAGE = 200
MOST_CALLS = 1 + HISTORY_PAGES + 2
"""Of one attempt: opening the channel, the pages of its history, the post and its simpler form."""
LEASE = timedelta(seconds=MOST_CALLS * CALL_SECONDS + 30)
"""A claim outlasts every call of one attempt and the rendering between them: nobody else posts meanwhile."""

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=5)
_SHORTEST_PAUSE, _LONGEST_PAUSE = timedelta(milliseconds=100), timedelta(seconds=1)
"""While waiting, the outbox is looked at so often: another sender may finish what it holds."""
MOST_DEFECTS = 5
"""A message that our own code cannot render is tried so often; a rendering that met a busy database succeeds later."""

_PASSING = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org", "unknown_error"}
)
_ERROR_CODE = re.compile(r"[a-z][a-z0-9_]*")


class _Busy(Exception):
    """Slack has not taken the call and says when to come back."""

    def __init__(self, seconds: float) -> None:
        super().__init__("ratelimited")
        self.wait = timedelta(seconds=seconds)


class _Unclear(Exception):
    """Nobody can tell whether Slack has taken the call."""


class _Final(Exception):
    """Slack will never take the call."""


@dataclass(frozen=True)
class _Posted:
    channel: str
    ts: str


class _Fate(Enum):
    """What became of one attempt."""

    SENT = auto()
    DROPPED = auto()
    FAILED = auto()
    LATER = auto()


class _Door:
    """The few calls of Slack's that sending takes."""

    def __init__(self, client: WebClient) -> None:
        """Speak through a copy of `client` that never repeats a call by itself: a repeated post is a second message."""
        self._slack = copy.copy(client)
        self._slack.retry_handlers = []
        self._slack.timeout = CALL_SECONDS

    def channel(self, recipient: str) -> str:
        """Return the channel to post to; for a person, the direct messages with them."""
        if not recipient.startswith(("U", "W")):
            return recipient
        opened = _call(lambda: self._slack.conversations_open(users=[recipient]))
        return str(opened["channel"]["id"])

    def find(self, channel: str, outbox_id: str) -> str | None:
        """Return the ts of the message with this outbox id, among the channel's latest."""
        cursor: str | None = None
        for _page in range(HISTORY_PAGES):
            page = _call(partial(self._history, channel, cursor))
            for message in page["messages"]:
                metadata = message.get("metadata") or {}
                if (metadata.get("event_payload") or {}).get("outbox_id") == outbox_id:
                    return str(message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                break
        return None

    def _history(self, channel: str, cursor: str | None) -> SlackResponse:
        return self._slack.conversations_history(
            channel=channel, include_all_metadata=True, limit=HISTORY_PAGE, cursor=cursor
        )

    def post(self, channel: str, outbox_id: str, message: Message) -> str:
        """Post a message and return its ts, with simpler blocks where the workspace does not know the native ones."""
        try:
            return self._post(channel, outbox_id, message)
        except _Final as reason:
            if message.fallback is None or str(reason) != "invalid_blocks":
                raise
            return self._post(channel, outbox_id, replace(message, blocks=message.fallback))

    def _post(self, channel: str, outbox_id: str, message: Message) -> str:
        posted = _call(
            lambda: self._slack.chat_postMessage(
                channel=channel,
                text=message.text,
                blocks=list(message.blocks),
                metadata={"event_type": EVENT_TYPE, "event_payload": {"outbox_id": outbox_id}},
                unfurl_links=False,
                unfurl_media=False,
            )
        )
        return str(posted["ts"])


def _call(call: Callable[[], SlackResponse]) -> SlackResponse:
    """Make one call and tell apart what Slack never took, what it will never take, and what nobody knows."""
    try:
        return call()
    except SlackApiError as error:
        response = error.response
        code = str(response.get("error"))
        if response.status_code == 429:
            raise _Busy(float(response.headers.get("Retry-After", 1))) from error
        if response.status_code >= 500 or code in _PASSING or not _ERROR_CODE.fullmatch(code):
            raise _Unclear(f"{response.status_code} {code}") from error
        raise _Final(code) from error
    except (SlackClientError, HTTPException, OSError) as error:
        raise _Unclear(f"{type(error).__name__}: {error}") from error


class Sender:
    """Sends what is due. `wall` is the real time, by which claims run out, also where `desk.clock` has been moved."""

    def __init__(
        self,
        desk: JobDesk,
        client: WebClient,
        *,
        wall: Clock | None = None,
        wait: Callable[[float], object] = time.sleep,
        renderers: Mapping[str, Renderer] = RENDERERS,
    ) -> None:
        """Prepare to send through `client`; `wait` is how patience is passed."""
        self._desk = desk
        self._door = _Door(client)
        self._wall = wall or SystemClock()
        self._wait = wait
        self._renderers = renderers
        self._busy_until: datetime | None = None

    def drain(self, *, patience: timedelta = timedelta(0)) -> Drained:
        """Send everything that is due, then wait up to `patience` for what Slack put off or another sender holds."""
        deadline = self._wall.now() + patience
        fates = self._round()
        while self._wall.now() < deadline and (next_try := self._next_try()) is not None and next_try < deadline:
            pause = min(max(next_try - self._wall.now(), _SHORTEST_PAUSE), _LONGEST_PAUSE)
            self._wait(pause.total_seconds())
            fates += self._round()
        return Drained(fates[_Fate.SENT], fates[_Fate.DROPPED], fates[_Fate.FAILED], self._waiting())

    def _due(self) -> datetime:
        """Return the later of the two clocks: a moved one brings a message forward, and neither holds it back."""
        return max(self._desk.clock.now(), self._wall.now())

    def _next_try(self) -> datetime | None:
        with self._desk.database.reading() as session:
            next_try = outbox.next_try(session, self._due())
        return max(next_try, self._busy_until) if next_try and self._busy_until else next_try

    def _waiting(self) -> int:
        with self._desk.database.reading() as session:
            return outbox.health(session, self._due()).waiting

    def _round(self) -> Counter[_Fate]:
        """Send until nothing is due, or until Slack asks for a pause."""
        fates = Counter[_Fate]()
        if self._busy_until and self._wall.now() < self._busy_until:
            return fates
        while (outgoing := self._claim()) is not None:
            try:
                fates[self._send(outgoing)] += 1
            except _Busy as busy:
                self._busy_until = self._wall.now() + busy.wait
                # Slack has not taken it, so this was no attempt: nothing can be in the channel because of it.
                self._postpone(outgoing, busy.wait, "ratelimited", attempts=outgoing.attempts - 1)
                break
            except Exception as defect:
                log.exception("message %s (%s) met a defect", outgoing.outbox_id, outgoing.kind)
                fates[self._defect(outgoing, type(defect).__name__)] += 1
        return fates

    def _claim(self) -> Outgoing | None:
        due, wall = self._due(), self._wall.now()
        with self._desk.database.reading() as session:
            if not outbox.has_due(session, due, wall):
                return None
        with self._desk.database.session() as session:
            return outbox.claim_next(session, due=due, wall=wall, until=wall + LEASE)

    def _send(self, outgoing: Outgoing) -> _Fate:
        try:
            posted = self._find_or_post(outgoing)
        except _Unclear as reason:
            log.warning("message %s (%s) may not have arrived: %s", outgoing.outbox_id, outgoing.kind, reason)
            return self._postpone(outgoing, _back_off(outgoing.attempts), str(reason), attempts=outgoing.attempts)
        except _Final as reason:
            log.error("message %s (%s) cannot be sent: %s", outgoing.outbox_id, outgoing.kind, reason)  # noqa: TRY400
            return self._give_up(outgoing, str(reason))
        except Refused:
            log.info("message %s (%s) has no reader any more", outgoing.outbox_id, outgoing.kind)
            return self._give_up(outgoing, "")
        if posted is None:
            return self._give_up(outgoing, "")
        now = self._desk.clock.now()
        with self._desk.database.session() as session:
            outbox.mark_sent(session, outgoing.outbox_id, channel=posted.channel, ts=posted.ts, now=now)
        return _Fate.SENT

    def _find_or_post(self, outgoing: Outgoing) -> _Posted | None:
        """Return where the message stands, posting it unless it is there; None when it is no longer due."""
        channel = self._door.channel(outgoing.recipient) if outgoing.attempts > 1 else ""
        if channel and (earlier := self._door.find(channel, outgoing.outbox_id)) is not None:
            return _Posted(channel, earlier)
        message = self._render(outgoing)
        if message is None:
            return None
        channel = channel or self._door.channel(outgoing.recipient)
        return _Posted(channel, self._door.post(channel, outgoing.outbox_id, message))

    def _render(self, outgoing: Outgoing) -> Message | None:
        renderer = self._renderers.get(outgoing.kind)
        if renderer is None:
            raise _Final(f"no renderer for messages of kind {outgoing.kind}")
        with self._desk.database.session() as session:
            company = replace(self._desk.company, catalogue=in_force(session, self._desk.company.catalogue))
            return renderer(session, outgoing, company, self._desk.clock.now())

    def _postpone(self, outgoing: Outgoing, wait: timedelta, error: str, *, attempts: int) -> _Fate:
        not_before = self._wall.now() + wait
        with self._desk.database.session() as session:
            outbox.postpone(session, outgoing.outbox_id, attempts=attempts, not_before=not_before, error=error)
        return _Fate.LATER

    def _give_up(self, outgoing: Outgoing, error: str) -> _Fate:
        now = self._desk.clock.now()
        with self._desk.database.session() as session:
            outbox.give_up(session, outgoing.outbox_id, error=error, now=now)
        return _Fate.FAILED if error else _Fate.DROPPED

    def _defect(self, outgoing: Outgoing, error: str) -> _Fate:
        if outgoing.attempts >= MOST_DEFECTS:
            return self._give_up(outgoing, error)
        return self._postpone(outgoing, _back_off(outgoing.attempts), error, attempts=outgoing.attempts)


def _back_off(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: doubling, with a little chance so that senders do not march."""
    seconds = min(FIRST_WAIT.total_seconds() * 2 ** min(attempts - 1, 10), LONGEST_WAIT.total_seconds())
    return timedelta(seconds=seconds * random.uniform(0.8, 1.2))  # noqa: S311 - no secret hangs on it


def drain(desk: JobDesk, client: WebClient, *, patience: timedelta = timedelta(0)) -> Drained:
    """Send everything that is due through `client`; see `Sender.drain`."""
    return Sender(desk, client).drain(patience=patience)
