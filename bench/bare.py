"""`python -m bench.bare`: what the bot is held against.

The same server, threads and Bolt settings with one listener, which does the same read and write as
`/client show CODE` by the bare driver and then acknowledges: the person, the client, its current values, contacts,
latest interactions, sums of the rollup and the ledger's last day; then the same rows of the access log; one
transaction, on disk before the acknowledgement. It draws nothing.
"""

import os
import sqlite3
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from queue import LifoQueue
from typing import Any

import psycopg
import waitress
from slack_bolt import Ack, App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from bot.app import LISTENER_THREADS
from bot.serving import SLACK_PATH

PARTS = ("basic", "characteristics", "business", "trading", "contacts", "sales")
"""The parts of a file that its own rep reads beyond the directory: six rows of the access log a reading."""

READS = (
    """SELECT c.id, c.code, c.name, c.country, c.city, c.stage, c.relation, c.via_id, c.owner_id, p.name,
    p.slack_id, p.team
    FROM client c LEFT JOIN person p ON p.id = c.owner_id WHERE c.id = :client""",
    """SELECT v.field, v.value, v.source, v.observed_at, p.name
    FROM current_value v LEFT JOIN person p ON p.id = v.person_id WHERE v.client_id = :client""",
    "SELECT id, name, title, email, phone FROM contact WHERE client_id = :client AND left_at IS NULL ORDER BY name",
    """SELECT i.kind, i.outcome, i.note, i.happened_at, i.next_step, i.next_on, i.link, p.name
    FROM interaction i LEFT JOIN person p ON p.id = i.person_id
    WHERE i.client_id = :client ORDER BY i.happened_at DESC LIMIT 3""",
    "SELECT sum(amount) FROM sales_by_client WHERE client_id = :client AND month BETWEEN :this_year AND :today",
    "SELECT sum(amount) FROM sales_by_client WHERE client_id = :client AND month BETWEEN :last_year AND :december",
    "SELECT max(date) FROM sales_line",
)
PERSON = "SELECT id, slack_id, name, roles, team, timezone, language, is_guest, left_at FROM person WHERE slack_id = "
CLIENT = "SELECT id FROM client WHERE code = "
LOG = "INSERT INTO access_log (at, person_id, actor, deed, part, client_id, via, detail) VALUES "

_idle: "LifoQueue[Any]" = LifoQueue()
"""Connections that nobody uses; the one used last is taken first, so that one warm connection does nearly all."""


def sqlite_work(path: str) -> Callable[[str, str], None]:
    """Return the listener's work on SQLite; each thread keeps a connection with the bot's own pragmas."""

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(path, isolation_level=None, timeout=15, check_same_thread=False)
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            "synchronous=FULL",
            "cache_size=-16384",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def work(user: str, code: str) -> None:
        connection = _idle.get_nowait() if _idle.qsize() else connect()
        cursor = connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        person = cursor.execute(PERSON + "?", (user,)).fetchone()
        client = cursor.execute(CLIENT + "?", (code,)).fetchone()[0]
        for read in READS:
            cursor.execute(read, _places(client)).fetchall()
        at = datetime.now(UTC).replace(tzinfo=None).isoformat(" ")
        rows = [(at, person[0], user, "read", part, client, "show", "") for part in PARTS]
        cursor.executemany(LOG + "(?, ?, ?, ?, ?, ?, ?, ?)", rows)
        cursor.execute("COMMIT")
        _idle.put(connection)

    return work


def postgres_work(url: str) -> Callable[[str, str], None]:
    """Return the listener's work on PostgreSQL; psycopg prepares what it runs often, as it does for the bot."""
    reads = tuple(_psycopg_style(each) for each in READS)

    def work(user: str, code: str) -> None:
        connection: psycopg.Connection[tuple[Any, ...]]
        connection = _idle.get_nowait() if _idle.qsize() else psycopg.connect(url)
        with connection.transaction(), connection.cursor() as cursor:
            person = cursor.execute((PERSON + "%s").encode(), (user,)).fetchone()
            found = cursor.execute((CLIENT + "%s").encode(), (code,)).fetchone()
            assert person is not None
            assert found is not None
            client = int(found[0])
            for read in reads:
                cursor.execute(read, _places(client)).fetchall()
            at = datetime.now(UTC)
            rows = [(at, person[0], user, "read", part, client, "show", "") for part in PARTS]
            marks = ", ".join(["(%s, %s, %s, %s, %s, %s, %s, %s)"] * len(rows))
            cursor.execute((LOG + marks).encode(), [value for row in rows for value in row])
        _idle.put(connection)

    return work


def _psycopg_style(query: str) -> bytes:
    for name in ("client", "this_year", "today", "last_year", "december"):
        query = query.replace(f":{name}", f"%({name})s")
    return query.encode()


def _places(client: int) -> dict[str, object]:
    today = datetime.now(UTC).date()
    this_year = date(today.year, 1, 1)
    days = {"this_year": this_year, "today": today, "last_year": date(today.year - 1, 1, 1)}
    days["december"] = date(today.year - 1, 12, 1)
    is_sqlite = not os.environ["DATABASE_URL"].startswith("postgresql")
    return {"client": client} | {name: day.isoformat() if is_sqlite else day for name, day in days.items()}


def build_app(work: Callable[[str, str], None]) -> App:
    """Build the Bolt app with the settings of `bot.app` and the one listener."""
    app = App(
        client=WebClient(token="xoxb-bench", base_url=os.environ["SLACK_API_URL"]),
        signing_secret=os.environ["SLACK_SIGNING_SECRET"],
        process_before_response=True,
        listener_executor=ThreadPoolExecutor(LISTENER_THREADS),
        token_verification_enabled=False,
    )

    @app.command("/client")
    def _show(ack: Ack, body: dict[str, str]) -> None:
        work(body["user_id"], body["text"].removeprefix("show "))
        ack()

    @app.command("/empty")
    def _empty(ack: Ack) -> None:
        ack()

    return app


def main() -> None:
    """Listen on a free port, say which, and go on until the process is stopped."""
    url = os.environ["DATABASE_URL"]
    work = sqlite_work(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else postgres_work(url)
    handler = SlackRequestHandler(build_app(work), path=SLACK_PATH)
    server = waitress.create_server(handler, host="127.0.0.1", port=0, threads=LISTENER_THREADS, ident=None)
    sys.stdout.write(f"ready http://127.0.0.1:{server.effective_port}\n")
    sys.stdout.flush()
    server.run()


if __name__ == "__main__":
    main()
