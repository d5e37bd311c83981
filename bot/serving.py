"""Serving: the bot behind Socket Mode or signed HTTP, its clock, and an orderly end."""

import logging
import select
from dataclasses import dataclass
from socket import socket
from threading import Event, Thread
from typing import TYPE_CHECKING, Protocol

import waitress
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import Connection

from bot.app import LISTENER_THREADS, build_app, read_profile
from bot.clock import Clock
from bot.config import Settings
from bot.errors import ConfigurationError
from bot.handlers.desk import Desk
from bot.i18n import lazy
from bot.jobs.clockwork import Clockwork
from bot.jobs.desk import JobDesk
from bot.jobs.outbox import Sender
from bot.policy.catalogue import Catalogue
from bot.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

log = logging.getLogger(__name__)

SLACK_PATH = "/slack/events"
HEALTH_PATH = "/healthz"
EXPECTED_CONNECTIONS = 1
PING_SECONDS = 5
"""slack_sdk gives a silent connection up after six of these, and tries to connect again after each."""
LOOK_SECONDS = 0.25
HANG_UP = getattr(select, "POLLRDHUP", 0)


@dataclass(frozen=True)
class Bot:
    """The bot with its clock, before anything listens."""

    app: App
    desk: Desk
    clockwork: Clockwork
    sender: Sender
    jobs: JobDesk

    def close(self) -> None:
        """Stop the clock and finish what was begun."""
        self.clockwork.stop()
        self.desk.imports.close()
        self.desk.later.close()


def build_bot(settings: Settings, database: Database, clock: Clock, catalogue: Catalogue) -> Bot:
    """Build the Slack app and the clockwork over one database. Raises ConfigurationError when Slack refuses."""
    app, desk = build_app(settings, database, clock, catalogue)
    jobs = JobDesk(database, desk.company, clock, settings.files_folder)
    sender = Sender(jobs, desk.slack)
    clockwork = Clockwork(jobs, sender, read_profile=read_profile(desk.slack, settings))
    return Bot(app, desk, clockwork, sender, jobs)


class Listener(Protocol):
    """Something that hears Slack from its construction until it is closed; `ready` is the line that says so."""

    ready: str

    def close(self) -> None:
        """Hear no more."""
        ...


def listen(bot: Bot, settings: Settings) -> Listener:
    """Hear Slack over Socket Mode with an app token, else over signed HTTP. Raises ConfigurationError."""
    return SocketListener(bot, settings) if settings.slack_app_token else HttpListener(bot, settings)


class SocketListener:
    """Socket Mode: envelopes over a WebSocket that the bot itself opens."""

    ready = "ready socket"

    def __init__(self, bot: Bot, settings: Settings) -> None:
        """Connect. Raises ConfigurationError when Slack refuses the token."""
        handler = SocketModeHandler(
            bot.app, settings.slack_app_token, ping_interval=PING_SECONDS, concurrency=LISTENER_THREADS
        )
        self._client = handler.client
        self._client.message_listeners.append(_watch_connections)
        self._hang_ups = HangUps(self._client)
        try:
            self._client.connect()
        except SlackApiError as error:
            raise ConfigurationError(
                lazy("Slack refuses SLACK_APP_TOKEN ({reason}); it needs the scope connections:write."),
                reason=error.response["error"],
            ) from error
        self._hang_ups.start()

    def close(self) -> None:
        """Disconnect."""
        self._hang_ups.stop()
        self._client.close()


class HangUps:
    """Sees within half a second that a connection was cut without a word, and makes a new one.

    slack_sdk reads on at the end of such a connection and only its pings fail, one after the other: meanwhile
    nobody hears what Slack has to say, and what people typed is answered by a time-out after three seconds.
    """

    def __init__(self, client: SocketModeClient) -> None:
        """Look at the connections of one client, once started."""
        self._client = client
        self._over = Event()
        self._thread = Thread(target=self._look_on, name="hang-ups", daemon=True)

    def start(self) -> None:
        """Look from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _look_on(self) -> None:
        ended: Connection | None = None
        while not self._over.wait(LOOK_SECONDS):
            session = self._client.current_session
            if session is None or not has_hung_up(session.sock):
                ended = None
            elif session is not ended:
                ended = session  # What was sent before the end is read first.
            else:
                self._renew(session)

    def _renew(self, session: Connection) -> None:
        log.info("Slack has closed a Socket Mode connection; connecting again")
        try:
            session.disconnect()
            self._client.connect_to_new_endpoint()
        except (SlackClientError, OSError) as error:
            log.warning("Slack cannot be reached (%s); trying again in %s seconds", error, PING_SECONDS)


def has_hung_up(connection: socket | None) -> bool:
    """Whether the other side has closed a connection."""
    if connection is None:
        return False
    asked = select.poll()
    try:
        asked.register(connection, HANG_UP)
        return bool(asked.poll(0))
    except (OSError, ValueError):  # closed by ourselves meanwhile
        return False


def _watch_connections(client: object, message: dict[str, object], raw: str | None = None) -> None:
    """Warn of connections that nobody expects: half-open ones swallow interactions (python-slack-sdk#1940)."""
    del client, raw
    if message.get("type") == "hello":
        number = message.get("num_connections")
        log.info("Socket Mode connections: %s", number)
        if isinstance(number, int) and number > EXPECTED_CONNECTIONS:
            log.warning("%s Socket Mode connections are open; expected %s", number, EXPECTED_CONNECTIONS)


class WebApp:
    """The WSGI application: signed requests at one path, a bare health answer at another, nothing else."""

    def __init__(self, app: App) -> None:
        """Wrap Bolt's own handler."""
        self._slack = SlackRequestHandler(app, path=SLACK_PATH)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        """Answer one request."""
        if environ.get("PATH_INFO") == HEALTH_PATH and environ.get("REQUEST_METHOD") in {"GET", "HEAD"}:
            start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
            return [b"ok"]
        return self._slack(environ, start_response)


class HttpListener:
    """waitress with threads enough for the listeners; port 0 picks a free one."""

    def __init__(self, bot: Bot, settings: Settings) -> None:
        """Answer from now on. Raises ConfigurationError when the port is taken."""
        try:
            self._server = waitress.create_server(
                WebApp(bot.app), host=settings.host, port=settings.port, threads=LISTENER_THREADS, ident=None
            )
        except OSError as error:
            raise ConfigurationError(
                lazy("HOST {host} and PORT {port} cannot be listened on: {reason}"),
                host=settings.host,
                port=settings.port,
                reason=error.strerror or error,
            ) from error
        self.ready = f"ready http://{settings.host}:{self._server.effective_port}"
        Thread(target=self._server.run, name="http", daemon=True).start()

    def close(self) -> None:
        """Stop answering."""
        self._server.close()
