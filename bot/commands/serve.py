"""`clientele serve`: the bot, over Socket Mode with an app token, else over signed HTTP."""

import gc
import logging
import signal
from contextlib import suppress
from queue import Empty, SimpleQueue

import typer

from bot.clock import SystemClock
from bot.commands.running import keep_base, system_user
from bot.config import load_catalogue, load_settings, require_serving
from bot.reports import warm_up
from bot.services import lookup
from bot.services.people import operator
from bot.store.database import Database
from bot.store.opening import open_database

log = logging.getLogger(__name__)


LOOK_UP_SECONDS = 1.0


def _wait_for_the_end() -> None:
    """Block until the process is told to stop.

    A queue, because a handler may interrupt the wait at any point, and looked at once a second, because a signal
    that comes just before a wait does not break it.
    """
    ended: SimpleQueue[int] = SimpleQueue()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda number, _frame: ended.put(number))
    while ended.empty():
        with suppress(Empty):
            ended.get(timeout=LOOK_UP_SECONDS)
            return


def _remember_names(database: Database) -> None:
    """Read the names into memory ahead of the first search, which would otherwise wait for a million of them."""
    with database.reading() as session:
        lookup.warm(session)


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def serve() -> None:
        """Run the bot until it is told to stop."""
        # Slack's libraries are loaded only by the commands that speak to Slack.
        from bot.serving import build_bot, listen

        logging.getLogger("bot").setLevel(logging.INFO)
        settings = require_serving(load_settings())
        catalogue = load_catalogue(settings)
        database = open_database(settings.database_url)
        try:
            keep_base(database, operator(system_user()), settings.base_currency)
            bot = build_bot(settings, database, SystemClock(), catalogue)
            listener = listen(bot, settings)
            bot.clockwork.start()
            bot.desk.later(warm_up)
            bot.desk.later(lambda: _remember_names(database))
            # What was loaded by now stays for good: the collector need not walk it while somebody waits.
            gc.collect()
            gc.freeze()
            typer.echo(listener.ready)
            _wait_for_the_end()
            listener.close()
            bot.close()
        finally:
            database.close()
