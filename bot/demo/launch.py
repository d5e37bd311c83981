"""The demo: a workspace, the real bot over Socket Mode and a made-up company, on one machine, until Ctrl-C."""

import json
import logging
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from enum import Enum, auto
from queue import Empty, SimpleQueue
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.clock import MovableClock
from bot.config import Settings, load_catalogue, require_serving
from bot.demo.buttons import ButtonServer
from bot.demo.cast import BASE_CURRENCY, SALES_CHANNEL, TIMEZONE, custodians, workspace_plan
from bot.demo.company import make_company
from bot.demo.controls import Controls, Waiting
from bot.demo.folder import DemoFolder
from bot.demo.loading import load_company
from bot.demo.post import make_posts
from bot.demo.workspace import APP_TOKEN, BOT_TOKEN, LocalWorkspace, start_workspace
from bot.errors import ConfigurationError
from bot.i18n import lazy
from bot.serving import build_bot, listen
from bot.store.database import Database
from bot.store.opening import open_database

LOOK_UP_SECONDS = 1.0


class End(Enum):
    """Why the demo ends."""

    TOLD = auto()
    LOST = auto()


Ends: TypeAlias = "SimpleQueue[End]"
"""Unlike an event's `set`, this queue's `put` may be called by a signal that interrupts the very `get` it serves."""


def run_demo(folder: DemoFolder, *, port: int, is_fresh: bool, ready: Callable[[str], None]) -> None:
    """Run the demo until it is told to stop; `ready` is called with the address once everything answers.

    Raises ConfigurationError when something cannot start, and when the workspace ends by itself.
    """
    with _told_to_stop() as ends, ExitStack() as stack:
        folder.prepare()
        folder.workspace_file.write_text(json.dumps(workspace_plan(), ensure_ascii=False), encoding="utf-8")
        waiting = Waiting()
        buttons = ButtonServer(waiting.actions())
        stack.callback(buttons.close)
        # The workspace comes first: when its port is taken, nothing of an earlier demo has been touched.
        workspace = start_workspace(folder.workspace_file, port, buttons.addresses())
        stack.callback(workspace.close)
        workspace.when_it_ends(lambda: ends.put(End.LOST))
        stack.callback(_start_bot(folder, workspace, waiting, is_fresh=is_fresh))
        for post in make_posts(MovableClock(folder.clock_ahead()).now()):
            workspace.act(post.path, post.body)
        if ends.empty():
            ready(workspace.url)
        if _wait(ends) is End.LOST:
            # Slack's client would complain at length of a workspace that is gone.
            logging.getLogger("slack_bolt").setLevel(logging.CRITICAL)
            logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)
            raise ConfigurationError(lazy("The local workspace has ended by itself, and the demo with it."))


@contextmanager
def _told_to_stop() -> Iterator[Ends]:
    """Yield a queue in which Ctrl-C, SIGTERM and a closed terminal show, and put the signals back afterwards."""
    ends: Ends = SimpleQueue()
    numbers = [signal.SIGINT, signal.SIGTERM]
    # Windows has no SIGHUP, and under nohup a closed terminal is not to end anything.
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        numbers.append(signal.SIGHUP)
    before = {number: signal.signal(number, lambda *_: ends.put(End.TOLD)) for number in numbers}
    try:
        yield ends
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _wait(ends: Ends) -> End:
    """Wait for the end, looking up once a second: a signal that comes just before the wait does not break it."""
    while True:
        try:
            return ends.get(timeout=LOOK_UP_SECONDS)
        except Empty:
            continue


def _settings(folder: DemoFolder, workspace: LocalWorkspace) -> Settings:
    """Return settings that owe nothing to the environment: a real bot's variables must not reach the demo."""
    given = Settings(
        database_url=folder.database_url,
        slack_bot_token=BOT_TOKEN,
        slack_app_token=APP_TOKEN,
        slack_signing_secret="",
        slack_api_url=f"{workspace.url}/api/",
        custodians=custodians(),
        secret="",
        base_currency=BASE_CURRENCY,
        digest_channel=SALES_CHANNEL,
        timezone=TIMEZONE,
        catalogue_file="",
        host="127.0.0.1",
        port=0,
    )
    return require_serving(given)


def _start_bot(
    folder: DemoFolder, workspace: LocalWorkspace, waiting: Waiting, *, is_fresh: bool
) -> Callable[[], None]:
    """Start the bot and give the buttons their controls; return what stops it."""
    database, ahead = _database(folder, is_fresh=is_fresh)
    with ExitStack() as stack:
        stack.callback(database.close)
        settings = _settings(folder, workspace)
        clock = MovableClock(ahead)
        bot = build_bot(settings, database, clock, load_catalogue(settings))
        listener = listen(bot, settings)
        stack.callback(bot.close)
        stack.callback(listener.close)
        bot.clockwork.start()
        waiting.controls = Controls(bot, clock, folder, ahead)
        return stack.pop_all().close


def _database(folder: DemoFolder, *, is_fresh: bool) -> tuple[Database, timedelta]:
    """Open the demo's database, filled; return it with how far its clock is ahead."""
    if folder.is_finished and not is_fresh:
        return open_database(folder.database_url), folder.clock_ahead()
    folder.clear()
    database = open_database(folder.database_url)
    try:
        now = MovableClock().now()
        load_company(database, make_company(now.astimezone(ZoneInfo(TIMEZONE)).date()), folder.ledger, now)
        folder.keep_clock(timedelta(0))
    except BaseException:
        database.close()
        raise
    return database, timedelta(0)
