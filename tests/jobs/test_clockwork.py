"""What falls due, when, and that it happens once: slots, catching up, rivals, and messages as Slack shows them."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from bot.jobs.clockwork import Clockwork
from bot.jobs.digest import run_digest
from bot.jobs.nag import run_nags
from bot.jobs.outbox import Sender
from bot.jobs.profiles import refresh_profiles
from bot.policy.access import Part
from bot.policy.catalogue import Source
from bot.results.outbox import Drained
from bot.results.people import Profile
from bot.services import freshness, nagging
from bot.store.database import Database, open_engine
from bot.store.tables import InboxRow, JobRunRow, OutboxRow
from tests.jobs.company import CATALOGUE, DAY, MONDAY, House, on_both
from tests.jobs.workspace import CHANNEL, Workspace

HOUR = timedelta(hours=1)


def waiting(house: House) -> list[tuple[str, str]]:
    with house.session() as session:
        return sorted((row.kind, row.recipient) for row in session.query(OutboxRow))


def clockwork(house: House, slack: Workspace, **more) -> Clockwork:
    sender = Sender(house.desk, slack.client(), wall=house.clock, wait=house.clock.wait)
    return Clockwork(house.desk, sender, **more)


def drive(house: House, clock: Clockwork, until: datetime, step: timedelta = timedelta(minutes=30)) -> None:
    while house.clock.at < until:
        clock.tick()
        house.clock.at += step


@on_both
def test_a_slot_is_taken_once_and_one_without_anything_to_say_too(house):
    house.stale_client(house.person("U0MEI"), "ACME")
    house.client(house.person("U0ANN"), "New", opened=MONDAY - DAY)
    assert run_nags(house.desk, MONDAY) == 2
    assert waiting(house) == [("nag", "U0MEI")]
    assert run_nags(house.desk, MONDAY + HOUR) == 0
    assert run_nags(house.desk, MONDAY + DAY) == 2


@pytest.mark.parametrize(
    ("now", "claimed"),
    [
        (MONDAY - timedelta(seconds=1), 0),
        (MONDAY, 1),
        # A bot that was down all morning and most of the afternoon still reminds before six, and never later.
        (MONDAY + 9 * HOUR - timedelta(seconds=1), 1),
        (MONDAY + 9 * HOUR, 0),
        (MONDAY - 2 * DAY, 0),
        (MONDAY - DAY, 0),
    ],
)
def test_a_reminder_is_for_its_own_day(house, now, claimed):
    house.stale_client(house.person("U0MEI"), "ACME")
    assert run_nags(house.desk, now) == claimed


def test_each_rep_is_reminded_at_their_own_nine_oclock(house):
    for slack_id, zone in [("U0SHA", "Asia/Shanghai"), ("U0LON", "Europe/London"), ("U0NYC", "America/New_York")]:
        house.stale_client(house.person(slack_id, timezone=zone), f"Client of {slack_id}")
    seen = {}
    now = datetime(2026, 7, 6, 0, 0, tzinfo=UTC)
    for _ in range(48):
        run_nags(house.desk, now)
        for _kind, recipient in waiting(house):
            seen.setdefault(recipient, now.strftime("%H:%M"))
        now += timedelta(minutes=30)
    assert seen == {"U0SHA": "01:00", "U0LON": "08:00", "U0NYC": "13:00"}


def test_by_hand_the_latest_slot_is_taken_however_old(house):
    house.stale_client(house.person("U0MEI"), "ACME")
    sunday = MONDAY - DAY
    assert run_nags(house.desk, sunday, late=True) == 1
    assert run_nags(house.desk, sunday, late=True) == 0
    with house.session() as session:
        assert [row.slot for row in session.query(JobRunRow)] == ["2026-07-03"]


def test_one_reps_failure_costs_nobody_else_their_reminder(house, monkeypatch, caplog):
    house.stale_client(house.person("U0MEI"), "ACME")
    house.stale_client(house.person("U0ANN"), "Other")
    decide = nagging.decide_nag

    def fails_for_mei(session, person, **rest):
        if person.slack_id == "U0MEI":
            raise ZeroDivisionError
        return decide(session, person, **rest)

    with monkeypatch.context() as patch:
        patch.setattr(nagging, "decide_nag", fails_for_mei)
        assert run_nags(house.desk, MONDAY) == 1
    assert "ZeroDivisionError" in caplog.text
    assert run_nags(house.desk, MONDAY + HOUR) == 1
    assert waiting(house) == [("nag", "U0ANN"), ("nag", "U0MEI")]


def test_the_digest_is_posted_once_also_when_nobody_ticked_on_monday(house):
    house.stale_client(house.person("U0MEI"), "ACME")
    friday = MONDAY + 4 * DAY
    assert run_digest(house.desk, friday)
    assert not run_digest(house.desk, friday)
    assert run_digest(house.desk, MONDAY + 7 * DAY)
    with house.session() as session:
        weeks = sorted(row.payload for row in session.query(OutboxRow))
    assert weeks == ['{"week_start": "2026-06-29"}', '{"week_start": "2026-07-06"}']


def test_without_a_channel_there_is_no_digest(house):
    house.stale_client(house.person("U0MEI"), "ACME")
    house.channel = ""
    assert not run_digest(house.desk, MONDAY)
    assert waiting(house) == []


def test_two_processes_decide_everything_once(migrated_url):
    house = House(Database(open_engine(migrated_url)))
    for number in range(8):
        house.stale_client(house.person(f"U0REP{number}"), f"Client {number}")
    rivals = [House(Database(open_engine(migrated_url))) for _ in range(2)]
    start = threading.Barrier(len(rivals))
    claimed: list[int] = []

    def run(rival: House) -> None:
        start.wait()
        claimed.append(run_nags(rival.desk, MONDAY) + run_digest(rival.desk, MONDAY))

    threads = [threading.Thread(target=run, args=[rival]) for rival in rivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sent = waiting(house)
    for each in [house, *rivals]:
        each.database.close()
    assert sum(claimed) == 9
    assert sent == [("digest", CHANNEL), *(("nag", f"U0REP{number}") for number in range(8))]


def test_a_week_of_ticks_sends_five_reminders_and_the_digests_that_are_due(house, slack):
    mei = house.person("U0MEI")
    house.stale_client(mei, "ACME")
    house.clock.at = MONDAY - 9 * HOUR
    drive(house, clockwork(house, slack), MONDAY + 6 * DAY)
    assert len(slack.sent()) == 5
    # Nobody ticked on the Monday before, so the first one comes late and says for which week it is.
    assert [message["text"].splitlines()[0] for message in slack.sent(channel=CHANNEL)] == [
        "Client files, Jun 22, 2026 to Jun 28, 2026",
        "Client files, Jun 29, 2026 to Jul 5, 2026",
    ]


def test_the_reminder_says_what_is_stale_and_how_to_answer(house, slack):
    mei = house.person("U0MEI")
    house.stale_client(mei, "ACME <!channel> & Söhne")
    house.client(mei, "Unknown")
    clockwork(house, slack).tick()
    [message] = slack.sent()
    assert message["text"] == (
        "Have a minute? 3 things in your client files may have changed. "
        "ACME &lt;!channel&gt; &amp; Söhne: Trading; Unknown: Basic data; Unknown: Characteristics"
    )
    opening, item, buttons, empty, other_buttons, *_rest, more = message["blocks"]
    assert "Have a minute?" in opening["text"]["text"]
    assert item["text"]["text"] == (
        "*ACME &lt;!channel&gt; &amp; Söhne* · Trading\n"
        "Problems: Late deliveries to ACME &lt;!channel&gt; &amp; Söhne\n_call, 3 months ago_"
    )
    assert [each["text"]["text"] for each in buttons["elements"]] == ["Still true", "Update", "Snooze", "Not mine"]
    assert {each["value"] for each in buttons["elements"]} == {"1:trading"}
    # What nobody knows yet cannot still be true.
    assert empty["text"]["text"] == "*Unknown* · Basic data\nNothing known yet."
    assert [each["text"]["text"] for each in other_buttons["elements"]] == ["Update", "Snooze", "Not mine"]
    assert more["elements"][0]["text"] == "2 more can wait; `/client stale` lists them."


def test_a_reminder_answered_before_it_went_out_is_dropped(house, slack):
    mei = house.person("U0MEI")
    acme = house.stale_client(mei, "ACME")
    run_nags(house.desk, MONDAY)
    with house.session() as session:
        freshness.confirm_section(session, mei, acme, Part.TRADING, source=Source.CALL, now=MONDAY, catalogue=CATALOGUE)
    assert clockwork(house, slack).tick().dropped == 1
    assert slack.sent() == []


def test_a_reminder_that_slack_would_not_take_for_hours_is_not_sent_at_night(house, slack):
    house.stale_client(house.person("U0MEI"), "ACME")
    run_nags(house.desk, MONDAY)
    house.clock.at = MONDAY + 6 * HOUR + timedelta(minutes=1)
    assert clockwork(house, slack).tick().dropped == 1


def test_the_digest_reads_as_totals_without_names(house, slack):
    mei = house.person("U0MEI", team="Asia")
    acme = house.stale_client(mei, "ACME")
    house.contacted(mei, acme, MONDAY - 3 * DAY)
    house.sold(acme, datetime(2026, 5, 1, tzinfo=UTC).date(), 400)
    house.sold(acme, datetime(2026, 6, 1, tzinfo=UTC).date(), 450)
    clockwork(house, slack).tick()
    [message] = slack.sent(channel=CHANNEL)
    assert message["text"].splitlines() == [
        "Client files, Jun 29, 2026 to Jul 5, 2026",
        "What was learned",
        "• 0 new clients",
        "• 1 contact logged (0 the week before)",
        "• 3 sections refreshed",
        "How fresh the files are",
        "• 0 of 1 files are fresh (0.0 %)",
        "• Asia: 1 of 1 with something stale",
        "Sales",
        "• June 2026: USD 450.00, after USD 400.00 the month before (+12.5 %)",
        "Ahead",
        "• 0 follow-ups are promised for this week",
    ]
    assert "U0MEI" not in str(message["blocks"])
    assert "ACME" not in str(message["blocks"])


def test_a_file_without_its_owner_finds_one(house, slack):
    mei = house.person("U0MEI")
    custodian = house.person("U0CUS", "custodian")
    house.person("U0ANN")
    acme = house.stale_client(mei, "ACME")
    with house.session() as session:
        freshness.disown(session, mei, acme, now=MONDAY)
    # On a Sunday, so that no reminder comes in between.
    house.clock.at = MONDAY - DAY
    with house.session() as session:
        session.query(OutboxRow).update({"not_before": house.clock.at})
    clock = clockwork(house, slack)
    clock.tick()
    [question] = slack.sent("U0CUS")
    assert question["text"] == "<@U0MEI> says that the file of *ACME* is not theirs. Whose is it?"
    menu = question["blocks"][-1]
    assert menu["block_id"] == f"owner_assign:{acme}"
    assert [(each["type"], each["action_id"]) for each in menu["elements"]] == [("users_select", "owner_assign")]

    with house.session() as session:
        freshness.assign_owner(session, custodian, acme, "U0ANN", now=house.clock.at)
    clock.tick()
    [told] = slack.sent("U0ANN")
    assert told["text"] == "The file of *ACME* is yours now."


def test_a_question_that_was_settled_meanwhile_is_not_asked(house, slack):
    mei, custodian = house.person("U0MEI"), house.person("U0CUS", "custodian")
    house.person("U0ANN")
    acme = house.stale_client(mei, "ACME")
    with house.session() as session:
        freshness.disown(session, mei, acme, now=MONDAY)
        freshness.assign_owner(session, custodian, acme, "U0ANN", now=MONDAY)
    clockwork(house, slack).tick()
    assert slack.sent("U0CUS") == []


def test_an_error_in_one_job_stops_neither_the_others_nor_the_clock(house, slack, monkeypatch, caplog):
    house.stale_client(house.person("U0MEI"), "ACME")

    def broken(*_args, **_kwargs):
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(nagging, "list_reminded", broken)
        done = clockwork(house, slack).tick()
    assert done == Drained(sent=1)
    assert len(slack.sent(channel=CHANNEL)) == 1
    assert "“nag”" in caplog.text


def test_the_clock_ticks_by_itself_and_stops(house, slack):
    house.stale_client(house.person("U0MEI"), "ACME")
    ticked = threading.Event()

    class Heard(Clockwork):
        def tick(self, now: datetime | None = None) -> Drained:
            done = super().tick(now)
            ticked.set()
            return done

    sender = Sender(house.desk, slack.client(), wall=house.clock)
    clock = Heard(house.desk, sender, every=timedelta(milliseconds=50))
    clock.stop()
    clock.start()
    assert ticked.wait(20)
    clock.stop()
    assert len(slack.sent()) == 1


def test_profiles_are_read_before_the_first_reminder_and_then_once_a_day(house):
    house.stale_client(house.person("U0MEI"), "ACME")
    house.stale_client(house.person("U0ANN"), "Other")
    asked: list[str] = []

    def read(slack_id: str) -> Profile:
        asked.append(slack_id)
        if slack_id == "U0ANN":
            raise OSError
        return Profile("Mei", "Asia/Shanghai", "zh-CN", is_outsider=False)

    assert refresh_profiles(house.desk, read, MONDAY + 23 * HOUR) == 0
    assert refresh_profiles(house.desk, read, MONDAY + DAY) == 1
    assert sorted(asked) == ["U0ANN", "U0MEI"]
    assert refresh_profiles(house.desk, read, MONDAY + DAY) == 0
    with house.session() as session:
        zones = {person.slack_id: person.timezone for person in nagging.list_reminded(session)}
    assert zones == {"U0MEI": "Asia/Shanghai", "U0ANN": "Europe/London"}


def test_old_deliveries_are_forgotten_once_a_day(house, slack):
    with house.session() as session:
        for days in (6, 8):
            session.add(InboxRow(key=f"{days} days ago", answer="{}", received_at=MONDAY - days * DAY))
    clock = clockwork(house, slack)
    clock.tick()
    clock.tick()
    with house.session() as session:
        assert [row.key for row in session.query(InboxRow)] == ["6 days ago"]
        assert session.query(JobRunRow).filter(JobRunRow.job == "tidy").count() == 1
