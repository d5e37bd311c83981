"""Every message is sent once: through limits, errors, lost answers and senders that die half-way."""

import threading
from datetime import timedelta

import pytest

from bot.clock import SystemClock
from bot.jobs import outbox as sending
from bot.jobs.outbox import Sender
from bot.results.outbox import Drained, OutboxHealth
from bot.services.outbox import enqueue, health
from bot.services.people import leave_person
from bot.store import outbox
from bot.store.database import Database, open_engine
from bot.views.message import Message
from tests.jobs.company import MONDAY, OPERATOR, HandClock, House, on_both
from tests.jobs.workspace import CHANNEL, Workspace

pytestmark = pytest.mark.usefixtures("slack")


def hello(session, outgoing, company, now) -> Message:
    return Message(f"Hello number {outgoing.payload['number']}")


def put(house: House, *numbers: int, recipient: str = "U0MEI") -> None:
    with house.session() as session:
        for number in numbers:
            enqueue(session, "hello", recipient, {"number": number}, now=MONDAY)


def sender(house: House, slack: Workspace, wall: HandClock | None = None) -> Sender:
    wall = wall or house.clock
    return Sender(house.desk, slack.client(), wall=wall, wait=wall.wait, renderers={"hello": hello})


def texts(slack: Workspace, channel: str | None = None) -> list[str]:
    return [message["text"] for message in slack.sent(channel=channel)]


@on_both
def test_what_is_due_is_sent_to_people_and_channels_and_then_done(house, slack):
    put(house, 1, 2)
    put(house, 3, recipient=CHANNEL)
    assert sender(house, slack).drain() == Drained(sent=3)
    assert sorted(texts(slack)) == ["Hello number 1", "Hello number 2"]
    assert texts(slack, CHANNEL) == ["Hello number 3"]
    assert sender(house, slack).drain() == Drained()


def test_a_message_carries_its_outbox_id(house, slack):
    put(house, 1)
    sender(house, slack).drain()
    [message] = slack.sent()
    assert message["metadata"]["event_type"] == "clientele_outbox"
    assert list(message["metadata"]["event_payload"]) == ["outbox_id"]


@on_both
def test_a_dedupe_key_lets_a_message_in_once(house, slack):
    with house.session() as session:
        kept = [
            enqueue(session, "hello", "U0MEI", {"number": n}, now=MONDAY, dedupe_key=key)
            for n, key in enumerate(["a", "a", "b", None, None])
        ]
    assert kept == [True, False, True, True, True]
    assert sender(house, slack).drain().sent == 4


def test_a_message_waits_for_its_time(house, slack):
    later = MONDAY + timedelta(hours=1)
    with house.session() as session:
        enqueue(session, "hello", "U0MEI", {"number": 1}, now=MONDAY, not_before=later)
    assert sender(house, slack).drain() == Drained()
    house.clock.at = later
    assert sender(house, slack).drain() == Drained(sent=1)


def test_when_slack_asks_for_a_pause_the_rest_waits_for_it(house, slack):
    put(house, 1, 2)
    slack.fault(rate_limit={"chat.postMessage": {"count": 1, "retry_after": 30}})
    assert sender(house, slack).drain() == Drained(waiting=2)
    assert len(slack.calls("chat.postMessage")) == 1

    house.clock.wait(29)
    assert sender(house, slack).drain().sent == 1  # the other one was never put off
    house.clock.wait(2)
    assert sender(house, slack).drain() == Drained(sent=1)
    # Slack had not taken the first call, so nobody looks for it in the history.
    assert slack.calls("conversations.history") == []


def test_patience_outlasts_a_pause(house, slack):
    put(house, 1, 2, 3)
    slack.fault(rate_limit={"chat.postMessage": {"count": 1, "retry_after": 30}})
    assert sender(house, slack).drain(patience=timedelta(seconds=60)) == Drained(sent=3)
    assert house.clock.at - MONDAY >= timedelta(seconds=30)
    assert len(slack.calls("chat.postMessage")) == 4


def test_patience_ends(house, slack):
    put(house, 1)
    slack.fault(rate_limit={"chat.postMessage": {"count": 1, "retry_after": 300}})
    assert sender(house, slack).drain(patience=timedelta(seconds=60)) == Drained(waiting=1)


def test_an_error_of_slacks_own_is_tried_again_with_growing_waits(house, slack):
    put(house, 1)
    slack.fault(http_500={"chat.postMessage": 3})
    assert sender(house, slack).drain() == Drained(waiting=1)
    assert sender(house, slack).drain(patience=timedelta(minutes=5)) == Drained(sent=1)
    # 5, 10 and 20 seconds, each off by a fifth at most.
    assert timedelta(seconds=28) <= house.clock.at - MONDAY <= timedelta(seconds=45)
    assert texts(slack) == ["Hello number 1"]


@on_both
def test_an_answer_that_was_lost_is_found_in_the_history(house, slack):
    put(house, 1)
    slack.fault(drop_reply={"chat.postMessage": 1})
    assert sender(house, slack).drain(patience=timedelta(minutes=1)) == Drained(sent=1)
    assert texts(slack) == ["Hello number 1"]
    assert len(slack.calls("chat.postMessage")) == 1


class Killed(BaseException):
    """Stands for a process that ends between two statements: nothing of ours may catch it."""


@on_both
def test_a_sender_killed_between_the_post_and_its_note_sends_nothing_twice(house, slack, monkeypatch):
    put(house, 1)

    def die(*_args, **_kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(sending.outbox, "mark_sent", die)
        with pytest.raises(Killed):
            sender(house, slack).drain()
    assert texts(slack) == ["Hello number 1"]

    heir = sender(house, slack)
    assert heir.drain() == Drained(waiting=1)  # the dead sender's claim still holds
    house.clock.wait(sending.LEASE.total_seconds() + 1)
    assert heir.drain() == Drained(sent=1)
    assert texts(slack) == ["Hello number 1"]


@on_both
def test_a_sender_killed_before_the_post_loses_nothing(house, slack, monkeypatch):
    put(house, 1)
    killed = Sender(
        house.desk, slack.client(), wall=house.clock, renderers={"hello": lambda *_: (_ for _ in ()).throw(Killed)}
    )
    with pytest.raises(Killed):
        killed.drain()
    assert sender(house, slack).drain(patience=sending.LEASE + timedelta(seconds=15)) == Drained(sent=1)
    assert texts(slack) == ["Hello number 1"]


def test_a_claim_outlasts_the_longest_attempt(house, slack):
    """A second try: the channel is opened, its history read, the post refused, a simpler one sent."""
    asked = ("conversations.open", "conversations.history", "chat.postMessage")
    native = ({"type": "data_table", "caption": "c", "rows": []},)
    renderers = {"hello": lambda *_: Message("Hello", native, fallback=({"type": "divider"},))}
    put(house, 1)
    slack.fault(http_500={"chat.postMessage": 1})
    second = Sender(house.desk, slack.client(), wall=house.clock, wait=house.clock.wait, renderers=renderers)
    assert second.drain() == Drained(waiting=1)
    before = sum(len(slack.calls(each)) for each in asked)
    assert second.drain(patience=timedelta(minutes=1)) == Drained(sent=1)
    # One page of history was enough here; the others count too.
    made = sum(len(slack.calls(each)) for each in asked) - before + sending.HISTORY_PAGES - 1
    assert made == sending.MOST_CALLS
    assert made * timedelta(seconds=sending.CALL_SECONDS) < sending.LEASE


def test_a_claim_runs_out_by_the_real_clock_not_by_the_moved_one(house, slack):
    put(house, 1)
    with house.session() as session:
        outbox.claim_next(session, due=MONDAY, wall=MONDAY, until=MONDAY + timedelta(seconds=60))
    wall = HandClock(MONDAY)
    house.clock.at = MONDAY + timedelta(days=30)
    assert sender(house, slack, wall).drain() == Drained(waiting=1)


@pytest.mark.parametrize("error", ["channel_not_found", "is_archived", "invalid_auth"])
def test_what_slack_will_never_take_is_given_up_and_told(house, slack, caplog, error):
    put(house, 1, 2)
    slack.fault(api_error={"chat.postMessage": {"count": 1, "error": error}})
    assert sender(house, slack).drain() == Drained(sent=1, failed=1)
    assert error in caplog.text
    with house.session() as session:
        assert health(session, now=MONDAY) == OutboxHealth(waiting=0, oldest=None, failed=1)


def test_a_message_of_an_unknown_kind_is_given_up(house, slack, caplog):
    with house.session() as session:
        enqueue(session, "of_the_future", "U0MEI", {}, now=MONDAY)
    assert sender(house, slack).drain() == Drained(failed=1)
    assert "of_the_future" in caplog.text


def test_a_defect_costs_only_its_own_message(house, slack, caplog):
    put(house, 1)

    def broken(session, outgoing, company, now):
        raise ZeroDivisionError

    with house.session() as session:
        enqueue(session, "broken", "U0MEI", {}, now=MONDAY - timedelta(hours=1))
    wall = house.clock
    both = Sender(house.desk, slack.client(), wall=wall, wait=wall.wait, renderers={"hello": hello, "broken": broken})
    assert both.drain() == Drained(sent=1, waiting=1)
    assert "ZeroDivisionError" in caplog.text
    assert both.drain(patience=timedelta(hours=1)) == Drained(failed=1)


def test_simpler_blocks_go_where_the_native_ones_are_not_known(house, slack):
    put(house, 1)
    slack.fault(refuse_blocks=["header"])
    header = {"type": "header", "text": {"type": "plain_text", "text": "Sales"}}
    plain = {"type": "section", "text": {"type": "mrkdwn", "text": "Sales"}}
    both = {"hello": lambda *_: Message("Sales", (header,), fallback=(plain,))}
    assert Sender(house.desk, slack.client(), wall=house.clock, renderers=both).drain() == Drained(sent=1)
    assert [block["type"] for block in slack.sent()[0]["blocks"]] == ["section"]


def test_those_who_have_left_get_nothing(house, slack):
    mei = house.person("U0MEI")
    house.stale_client(mei, "ACME")
    with house.session() as session:
        enqueue(session, "nag", "U0MEI", {"until": "2026-07-07T00:00:00+00:00"}, now=MONDAY)
        leave_person(session, OPERATOR, "U0MEI", now=MONDAY)
    assert Sender(house.desk, slack.client(), wall=house.clock).drain() == Drained(dropped=1)
    assert slack.calls("chat.postMessage") == []


def test_several_senders_share_the_work_and_send_each_message_once(migrated_url, slack):
    house = House(Database(open_engine(migrated_url)))
    put(house, *range(12))
    rivals = [House(Database(open_engine(migrated_url))) for _ in range(3)]
    start = threading.Barrier(len(rivals))
    done: list[Drained] = []

    def run(rival: House) -> None:
        mine = Sender(rival.desk, slack.client(), wall=SystemClock(), renderers={"hello": hello})
        start.wait()
        done.append(mine.drain())

    threads = [threading.Thread(target=run, args=[rival]) for rival in rivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for each in [house, *rivals]:
        each.database.close()
    assert sum(each.sent for each in done) == 12
    assert sorted(texts(slack)) == sorted(f"Hello number {n}" for n in range(12))
