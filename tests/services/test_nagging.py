"""Who is reminded of what: three things at most, never of a client that was just called."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.policy.access import Part
from bot.policy.catalogue import Source
from bot.results.freshness import Nag
from bot.results.people import Profile
from bot.services import freshness, nagging, people
from bot.store.tables import AccessLogRow, OutboxRow
from tests.jobs.company import CATALOGUE, DAY, MONDAY, OPERATOR, House, on_both


def compose(house: House, actor, now: datetime = MONDAY) -> Nag | None:
    with house.session() as session:
        return nagging.compose_nag(session, actor, now=now, catalogue=CATALOGUE)


def names(nag: Nag | None) -> list[str]:
    return [item.client.name for item in nag.items] if nag else []


@on_both
def test_three_things_at_most_and_a_count_of_the_rest(house):
    mei = house.person("U0MEI")
    for number in range(5):
        house.stale_client(mei, f"Client {number}", days=10 + number)
    nag = compose(house, mei)
    assert names(nag) == ["Client 4", "Client 3", "Client 2"]
    assert nag is not None
    assert nag.more == 2


def test_nothing_stale_means_no_reminder(house):
    mei = house.person("U0MEI")
    house.client(mei, "New", opened=MONDAY - DAY)
    assert compose(house, mei) is None
    with house.session() as session:
        [person] = nagging.list_reminded(session)
        assert not nagging.decide_nag(session, person, now=MONDAY, catalogue=CATALOGUE)
        assert session.query(OutboxRow).count() == 0


@pytest.mark.parametrize(
    ("called", "reminded"),
    [
        # On Monday the two working days before are Friday and Thursday, from midnight in London (an hour before UTC's).
        ("2026-07-06 07:30", False),
        ("2026-07-03 15:00", False),
        ("2026-07-01 23:00", False),
        ("2026-07-01 22:59", True),
    ],
)
def test_a_client_that_was_just_contacted_is_left_in_peace(house, called, reminded):
    mei, boss = house.person("U0MEI", team="asia"), house.person("U0BOSS", "manager", team="asia")
    acme = house.stale_client(mei, "ACME")
    house.stale_client(mei, "Other")
    # A colleague's call counts: the client has been spoken to.
    house.contacted(boss, acme, datetime.fromisoformat(called).replace(tzinfo=UTC))
    assert ("ACME" in names(compose(house, mei))) is reminded
    assert "Other" in names(compose(house, mei))
    with house.session() as session:
        listed = freshness.list_stale(session, mei, owner_id=None, now=MONDAY, catalogue=CATALOGUE, limit=9)
    assert "ACME" in [item.client.name for item in listed]


@pytest.mark.parametrize(
    ("now", "since"),
    [
        ("2026-07-09 08:00", "2026-07-07 00:00"),
        ("2026-07-07 08:00", "2026-07-03 00:00"),
        ("2026-07-05 08:00", "2026-07-02 00:00"),
    ],
)
def test_working_days_are_counted_back_over_a_weekend(now, since):
    zone = ZoneInfo("Europe/London")
    expected = datetime.fromisoformat(since).replace(tzinfo=zone)
    assert nagging.quiet_since(datetime.fromisoformat(now).replace(tzinfo=UTC), zone) == expected


@on_both
def test_past_clients_are_not_chased(house):
    mei = house.person("U0MEI")
    acme = house.stale_client(mei, "ACME")
    house.know(mei, acme, MONDAY - DAY, stage="past")
    assert compose(house, mei) is None


def test_only_ones_own_files_even_for_a_manager(house):
    mei, boss = house.person("U0MEI", team="asia"), house.person("U0BOSS", "manager", team="asia")
    house.stale_client(mei, "Mei's")
    house.stale_client(boss, "Boss's")
    assert names(compose(house, boss)) == ["Boss's"]


@on_both
def test_owners_who_left_or_turned_guest_are_not_reminded(house):
    for slack_id in ("U0MEI", "U0ANN", "U0TOM"):
        house.stale_client(house.person(slack_id), f"{slack_id}'s")
    house.person("U0IDLE")
    with house.session() as session:
        people.leave_person(session, OPERATOR, "U0ANN", now=MONDAY)
        people.note_profile(session, "U0TOM", Profile("Tom", "UTC", "en", is_outsider=True), now=MONDAY)
        assert [person.slack_id for person in nagging.list_reminded(session)] == ["U0MEI"]


def test_a_reminder_is_void_once_everything_is_answered(house):
    mei = house.person("U0MEI")
    acme = house.stale_client(mei, "ACME")
    with house.session() as session:
        [person] = nagging.list_reminded(session)
        assert nagging.decide_nag(session, person, now=MONDAY, catalogue=CATALOGUE)
        freshness.confirm_section(session, mei, acme, Part.TRADING, source=Source.CALL, now=MONDAY, catalogue=CATALOGUE)
    assert compose(house, mei, MONDAY + timedelta(minutes=1)) is None


def test_deciding_reads_nothing_composing_is_logged(house):
    mei = house.person("U0MEI")
    house.stale_client(mei, "ACME")

    def reads() -> int:
        with house.session() as session:
            return session.query(AccessLogRow).filter(AccessLogRow.via == "nag").count()

    with house.session() as session:
        [person] = nagging.list_reminded(session)
        nagging.decide_nag(session, person, now=MONDAY, catalogue=CATALOGUE)
    assert reads() == 0
    compose(house, mei)
    assert reads() == 1


def test_a_time_zone_that_nobody_knows_counts_as_utc():
    assert nagging.zone_of("Mars/Olympus").key == "UTC"
    assert nagging.zone_of("Asia/Shanghai").key == "Asia/Shanghai"
