"""Serving: the bot behind Socket Mode or signed HTTP, its clock, and an orderly end."""

import logging
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING, Protocol

import waitress
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk.errors import SlackApiError

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
PING_SECONDS = 1
"""A connection that was cut without a word shows at the second ping: back before Slack's three seconds are over."""


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
        self.desk.later.close()


def build_bot(settings: Settings, database: Database, clock: Clock, catalogue: Catalogue) -> Bot:
    """Build the Slack app and the clockwork over one database. Raises ConfigurationError when Slack refuses."""
    app, desk = build_app(settings, database, clock, catalogue)
    jobs = JobDesk(database, desk.company, clock)
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
        try:
            self._client.connect()
        except SlackApiError as error:
            raise ConfigurationError(
                lazy("Slack refuses SLACK_APP_TOKEN ({reason}); it needs the scope connections:write."),
                reason=error.response["error"],
            ) from error

    def close(self) -> None:
        """Disconnect."""
        self._client.close()


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
