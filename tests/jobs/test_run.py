"""`clientele run`: what an operator does by hand, and what a SIGKILL in the middle of it leaves behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.clock import SystemClock
from bot.jobs.outbox import LEASE, Sender
from bot.results.outbox import Drained
from bot.store.tables import AccessLogRow
from tests.architecture.source import ROOT
from tests.jobs.company import MONDAY, HandClock, House
from tests.jobs.workspace import CHANNEL, Workspace

AT = ["--at", "2026-07-06T09:05+01:00"]


def command(house: House, slack: Workspace, *words: str, **variables: str) -> subprocess.Popen[str]:
    url = house.database.engine.url.render_as_string(hide_password=False)
    environment = os.environ | {
        "DATABASE_URL": url,
        "SLACK_BOT_TOKEN": "xoxb-playground",
        "SLACK_API_URL": f"{slack.url}/api/",
        "CLIENTELE_TIMEZONE": "Europe/London",
        **variables,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "run", *words],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def run(house: House, slack: Workspace, *words: str, **variables: str) -> tuple[int, str, str]:
    process = command(house, slack, *words, **variables)
    out, err = process.communicate(timeout=120)
    return process.returncode, out.strip(), err.strip()


def test_a_reminder_by_hand_and_then_nothing_is_due(house, slack):
    house.stale_client(house.person("U0MEI"), "ACME")
    assert run(house, slack, "nag", *AT) == (0, "One message sent.", "")
    assert len(slack.sent()) == 1
    assert run(house, slack, "nag", *AT) == (0, "Nothing is due.", "")
    assert len(slack.sent()) == 1


def test_a_digest_by_hand(house, slack):
    house.stale_client(house.person("U0MEI"), "ACME")
    assert run(house, slack, "digest", *AT, CLIENTELE_DIGEST_CHANNEL=CHANNEL) == (0, "One message sent.", "")
    assert len(slack.sent(channel=CHANNEL)) == 1


def test_a_message_that_cannot_be_sent_is_an_exit_of_one(house, slack):
    house.stale_client(house.person("U0MEI"), "ACME")
    code, out, err = run(house, slack, "digest", *AT, CLIENTELE_DIGEST_CHANNEL="C0NOWHERE")
    assert (code, out) == (1, "0 sent, 1 that cannot be sent, 0 still waiting; the log says why.")
    assert "channel_not_found" in err


def test_the_watched_folder_by_hand(house, slack, tmp_path):
    house.person("U0MEI", "finance")
    folder = tmp_path / "drop"
    folder.mkdir()
    variables = {"CLIENTELE_INBOX": str(folder)}
    assert run(house, slack, "inbox", **variables) == (0, "Nothing has been delivered.", "")
    (folder / "sales-2026-07-05.csv").write_text("line_id,date,client,amount,currency\nL1,2026-07-01,A,10,USD\n")
    waits = "sales-2026-07-05.csv waits for its control totals, or for what comes before it."
    assert run(house, slack, "inbox", **variables) == (1, waits, "")
    (folder / "sales-2026-07-05.totals.csv").write_text("currency,lines,amount\nUSD,1,11\n")
    refused = (
        "sales-2026-07-05.csv (sales lines of Jul 5, 2026) does not match its control totals; nothing of it was "
        "imported.\nUSD: announced 1 line of USD 11.00, found 1 line of USD 10.00"
    )
    assert run(house, slack, "inbox", **variables) == (1, refused, "")
    ((told),) = slack.sent()
    assert told["text"].startswith(refused)
    for name in ("sales-2026-07-05.csv", "sales-2026-07-05.totals.csv"):
        (folder / "refused" / name).rename(folder / name)
    (folder / "sales-2026-07-05.totals.csv").write_text("currency,lines,amount\nUSD,1,10\n")
    taken = "sales-2026-07-05.csv: sales lines, 1 added, 0 changed, 0 same, 1 waiting"
    assert run(house, slack, "inbox", **variables) == (0, taken, "")


@pytest.mark.parametrize(
    ("words", "variables", "sentence"),
    [
        (["chase"], {}, "“chase” is no job; choose one of: nag, digest, rescore, inbox."),
        (["nag", "--at", "soon"], {}, "“soon” is not a time with its offset; write it like 2026-07-06T09:00+02:00."),
        (["digest"], {}, "CLIENTELE_DIGEST_CHANNEL is not set: the id of the digest's channel."),
        (["inbox"], {}, "CLIENTELE_INBOX is not set: the folder where the accounting system drops its files."),
        (["inbox"], {"CLIENTELE_INBOX": "nowhere"}, "CLIENTELE_INBOX names the folder nowhere, which does not exist."),
        (["nag"], {"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN is not set: the bot token of your Slack app, xoxb-…"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_sentence(house, slack, words, variables, sentence):
    assert run(house, slack, *words, **variables) == (1, "", f"clientele: {sentence}")


def until(what: Callable[[], object]) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + 60
    while not what():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.01)


def is_rendered(house: House) -> bool:
    with house.database.reading() as session:
        return session.query(AccessLogRow).filter(AccessLogRow.via == "nag").count() > 0


def test_killed_between_post_and_note_the_message_is_found_not_repeated(house, slack):
    house.stale_client(house.person("U0MEI"), "ACME")
    # While the process waits for its channel, the test takes the database's writer: it can post, but not note it.
    slack.fault(slow={"conversations.open": 3})
    process = command(house, slack, "nag", *AT)
    until(lambda: is_rendered(house))
    with house.session() as session:
        session.connection()
        until(slack.sent)
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    process.communicate()
    slack.fault(clear=True)

    # Its claim runs out after so much real time.
    wall = HandClock(SystemClock().now() + LEASE + timedelta(seconds=1))
    house.clock.at = MONDAY + timedelta(minutes=6)
    assert Sender(house.desk, slack.client(), wall=wall).drain() == Drained(sent=1)
    assert len(slack.sent()) == 1
    assert len(slack.calls("conversations.history")) == 1
