"""Two at once on PostgreSQL, each on a connection of its own: neither fails, and what both said is kept.

The first has written and not yet committed when the second begins; the second then waits for it, or is through.
"""

import threading
import time
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from bot.policy.access import Part, Role
from bot.policy.catalogue import Source
from bot.policy.credit import Limit, LimitState
from bot.policy.opened import write_opened
from bot.policy.values import Reading
from bot.results.clients import Edited
from bot.results.editing import Overtaken
from bot.results.measures import Seed
from bot.services import credit, facts, freshness, measures, people
from bot.services.clients import require_client
from bot.services.editing import SectionForm, save_section
from bot.services.integrity import check_ledger
from bot.services.merging import merge_clients
from bot.store import facts as fact_store
from bot.store import families, rollups
from bot.store.staging import lock_ledger
from bot.store.tables import CreditLimitRow, FactRow, MeasureRow, PersonRow, SalesLineRow, SnoozeRow
from tests.jobs.company import CATALOGUE, DAY, MONDAY, OPERATOR
from tests.services.importing import ImportDesk

NOW = MONDAY
GIVEN = {"now": NOW, "catalogue": CATALOGUE}
PATIENCE = 30

pytestmark = pytest.mark.parametrize("house", ["postgres"], indirect=True)


@pytest.fixture
def mei(house):
    return house.person("U0MEI")


@pytest.fixture
def acme(house, mei):
    return house.client(mei, "ACME")


class Rival(threading.Thread):
    """Somebody else's use case, in a transaction and a thread of their own."""

    def __init__(self, house, work):
        super().__init__(daemon=True)
        self.house, self.work, self.error = house, work, None
        self.start()

    def run(self):
        try:
            with self.house.session() as session:
                self.work(session)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test looks at it
            self.error = error

    def settle(self):
        """Return once the rival waits for a lock, or has come to its end."""
        until = time.monotonic() + PATIENCE
        while self.is_alive() and not self._is_waiting() and time.monotonic() < until:
            time.sleep(0.01)

    def _is_waiting(self):
        # Each look in a transaction of its own: PostgreSQL shows one and the same picture throughout a transaction.
        with self.house.database.reading() as session:
            return session.scalar(text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"))

    def end(self):
        self.join(PATIENCE)
        assert not self.is_alive()
        assert self.error is None


@contextmanager
def meanwhile(house, work):
    """Run a rival's work between what stands in the block and its commit."""
    with house.session() as session:
        yield session
        session.flush()
        rival = Rival(house, work)
        rival.settle()
    rival.end()


def saving(actor, client_id, **values):
    def save(session: Session) -> None:
        client = require_client(session, client_id)
        facts.record_facts(session, actor, client.client_id, values, source=Source.CALL, observed_at=NOW, **GIVEN)

    return save


def check(house):
    with house.session() as session:
        return list(check_ledger(session, **GIVEN))


def test_two_who_fill_one_field_at_once_are_both_kept(house, mei, acme):
    with meanwhile(house, saving(mei, acme, problems="Second")) as session:
        saving(mei, acme, problems="First", advantages="Price")(session)
    with house.session() as session:
        told = session.scalars(select(FactRow.value).where(FactRow.field == "problems").order_by(FactRow.id)).all()
        assert told == ["First", "Second"]
        assert fact_store.current_values(session, acme)["problems"].value == "Second"
    assert check(house) == []


def test_the_second_of_two_forms_is_asked_though_both_were_saved_at_once(house, mei, acme):
    answers = []

    def submit(text):
        opened = write_opened(CATALOGUE.of(Part.TRADING), {})
        form = SectionForm(Part.TRADING, {"problems": text}, opened, Source.CALL)

        def work(session: Session) -> None:
            client = require_client(session, acme)
            answers.append(save_section(session, mei, client, form, reading=Reading("USD", NOW.date()), **GIVEN))

        return work

    with meanwhile(house, submit("Second")) as session:
        submit("First")(session)
    assert [type(each) for each in answers] == [Edited, Overtaken]
    assert answers[1].fields[0].theirs == "First"


def test_the_second_projection_sees_the_firsts_facts(house, mei, acme):
    def report(session: Session) -> None:
        facts.record_facts(session, mei, acme, {"staff": "250"}, source=Source.AGENCY, observed_at=NOW - DAY, **GIVEN)

    with meanwhile(house, saving(mei, acme, staff="9")) as session:
        report(session)
    # The report outranks the call, though the call knew nothing of it when it began.
    with house.session() as session:
        assert fact_store.current_values(session, acme)["staff"].value == "250"
    assert check(house) == []


def test_two_limits_at_once_leave_one(house, acme):
    def set_to(state):
        def work(session: Session) -> None:
            credit.set_limit(session, OPERATOR, require_client(session, acme), Limit(state), now=NOW)

        return work

    with meanwhile(house, set_to(LimitState.NOT_SET)) as session:
        set_to(LimitState.UNLIMITED)(session)
    with house.session() as session:
        assert session.scalars(select(CreditLimitRow.state)).all() == ["not_set"]


def test_two_presses_of_not_now_are_one(house, mei, acme):
    def snooze(session: Session) -> None:
        freshness.snooze(session, mei, acme, Part.TRADING, until=NOW + DAY, now=NOW)

    with meanwhile(house, snooze) as session:
        snooze(session)
    with house.session() as session:
        assert len(session.scalars(select(SnoozeRow.id)).all()) == 1


def test_two_processes_that_start_at_once_both_start(house):
    def start(session: Session) -> None:
        people.ensure_custodians(session, ["U0INES", "U0OLGA"], now=NOW)

    with meanwhile(house, start) as session:
        start(session)
    with house.session() as session:
        found = session.scalars(select(PersonRow.slack_id).where(PersonRow.roles == Role.CUSTODIAN.value))
        assert sorted(found) == ["U0INES", "U0OLGA"]


def test_a_country_changed_by_hand_waits_for_the_ledger_before_anything_else(house, mei, acme):
    house.know(mei, acme, NOW - DAY, country="DE")
    with house.session() as session:
        row = {"line_id": "1", "date": date(2026, 5, 1), "client_id": acme, "amount": 1, "currency": "USD"}
        session.execute(insert(SalesLineRow).values(**row, rate=1, base_amount=1))
        rollups.rebuild(session)
    with house.session() as session:
        # As an import does: the ledger first, then the clients of the file.
        lock_ledger(session)
        rival = Rival(house, saving(mei, acme, country="AT"))
        rival.settle()
        families.lock_many(session, [acme])
    rival.end()
    with house.session() as session:
        assert require_client(session, acme).country == "AT"
    assert check(house) == []


def test_an_import_waits_for_whoever_is_saving(house, mei, acme, tmp_path):
    house.know(mei, acme, NOW - DAY, problems="Old")
    desk = ImportDesk(house.database, tmp_path)

    def take(session: Session) -> None:
        desk.take("clients", "code,name,problems\nN00001,ACME,Imported\n", now=NOW - DAY / 2)

    with meanwhile(house, take) as session:
        saving(mei, acme, problems="Said")(session)
    with house.session() as session:
        assert fact_store.current_values(session, acme)["problems"].value == "Said"
    assert check(house) == []


def test_two_who_merge_two_files_into_each_other_are_told_apart(house, mei, acme):
    double = house.client(mei, "Double")

    def merging(source, target):
        def work(session: Session) -> None:
            sides = require_client(session, source), require_client(session, target)
            merge_clients(session, mei, *sides, **GIVEN)

        return work

    with house.session() as session:
        merging(double, acme)(session)
        rival = Rival(house, merging(acme, double))
        rival.settle()
    rival.join(PATIENCE)
    assert str(rival.error) == "These two are one file already: ACME."
    with house.session() as session:
        assert require_client(session, double).client_id == acme


def test_what_is_saved_while_a_merge_is_under_way_counts_in_the_whole(house, mei, acme):
    double = house.client(mei, "Double")
    with meanwhile(house, saving(mei, double, problems="Late")) as session:
        sides = require_client(session, double), require_client(session, acme)
        merge_clients(session, mei, *sides, **GIVEN)
    with house.session() as session:
        assert fact_store.current_values(session, acme)["problems"].value == "Late"
    assert check(house) == []


def test_of_two_who_close_a_measure_at_once_one_comes_too_late(house, mei, acme):
    today = NOW.date()
    with house.session() as session:
        form = measures.MeasureForm("Call", mei.slack_id, today.isoformat())
        seed = Seed(client_id=acme)
        given = {"today": today, "base_currency": "USD", **GIVEN}
        measure_id = measures.add_measure(session, mei, seed, form, **given)

    def drop(session: Session) -> None:
        measures.close_measure(session, mei, measure_id, is_done=False, reason="No use", now=NOW)

    with house.session() as session:
        measures.close_measure(session, mei, measure_id, is_done=True, now=NOW)
        session.flush()
        rival = Rival(house, drop)
        rival.settle()
    rival.join(PATIENCE)
    assert str(rival.error) == "This measure was closed meanwhile."
    with house.session() as session:
        assert session.scalars(select(MeasureRow.outcome)).all() == ["done"]
