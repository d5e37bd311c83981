"""The clock lets newer facts hold once a day, and claims the day when it is done."""

from datetime import timedelta

from bot.jobs.clockwork import Clockwork
from bot.jobs.outbox import Sender
from bot.jobs.rescore import rescore_daily
from bot.policy.catalogue import Source
from bot.services import facts
from bot.store.facts import current_values
from bot.store.tables import JobRunRow
from tests.jobs.company import CATALOGUE, DAY, MONDAY, HandClock


def staff(house, client_id):
    with house.session() as session:
        return current_values(session, client_id)["staff"].value


def days(house):
    with house.session() as session:
        return [row.slot for row in session.query(JobRunRow).filter_by(job="rescore").order_by(JobRunRow.id)]


def test_the_clock_rescores_once_a_day(house, slack):
    mei = house.person("U0MEI")
    acme = house.client(mei, "ACME")
    with house.session() as session:
        facts.record_facts(
            session, mei, acme, {"staff": "250"}, source=Source.AGENCY, observed_at=MONDAY - 365 * DAY, now=MONDAY,
            catalogue=CATALOGUE,
        )  # fmt: skip
    house.know(mei, acme, MONDAY, staff="300")
    clock = Clockwork(house.desk, Sender(house.desk, slack.client(), wall=HandClock(MONDAY)))
    clock.tick(MONDAY)
    clock.tick(MONDAY + timedelta(hours=15))
    assert (staff(house, acme), days(house)) == ("250", ["2026-07-06"])
    clock.tick(MONDAY + timedelta(hours=17))
    clock.tick(MONDAY + DAY)
    assert (staff(house, acme), days(house)) == ("300", ["2026-07-06", "2026-07-07"])
    rescore_daily(house.desk, MONDAY + DAY)
    assert len(days(house)) == 2
