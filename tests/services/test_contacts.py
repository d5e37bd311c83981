"""Logging what was said to a client, and what is due because of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.errors import InvalidForm, InvalidInput, Refused
from bot.policy.access import Part
from bot.policy.contacts import ContactKind, Outcome
from bot.services import contacts
from bot.services.clients import require_client
from bot.services.contacts import Contact
from bot.store import clients as client_store
from bot.store import interactions
from bot.store.tables import AccessLogRow, InteractionRow
from tests.jobs.company import CATALOGUE, DAY, MONDAY, on_both

NOW = MONDAY


@pytest.fixture
def mei(house):
    return house.person("U0MEI")


@pytest.fixture
def acme(house, mei):
    return house.client(mei, "ACME")


def log(house, actor, client_id, note="Spoke", *, at=NOW, **more):
    with house.session() as session:
        client = require_client(session, client_id)
        contact = Contact(ContactKind.CALL, Outcome.REACHED, note, **more)
        return contacts.log_contact(session, actor, client, contact, now=at, catalogue=CATALOGUE)


def kept(house):
    with house.session() as session:
        return [(row.note, row.next_step, row.next_on) for row in session.query(InteractionRow).order_by("id")]


@on_both
def test_saving_answers_with_what_is_useful(house, mei, acme):
    first = log(house, mei, acme, "Wants pine", at=NOW - 2 * DAY, next_step="Send samples", next_on=date(2026, 7, 10))
    assert (first.last_before, first.kind) == (None, "call")
    house.know(mei, acme, NOW - 91 * DAY, problems="Late")
    second = log(house, mei, acme, "Got samples", next_step="Visit")
    assert second.last_before is not None
    assert (second.last_before.note, second.last_before.person) == ("Wants pine", "U0Mei")
    # A step without a day is due in a week.
    assert [(step.next_step, step.next_on) for step in second.open_steps] == [
        ("Send samples", date(2026, 7, 10)), ("Visit", date(2026, 7, 13)),
    ]  # fmt: skip
    assert second.stale_sections == (Part.TRADING,)


@pytest.mark.parametrize(
    ("more", "field", "sentence"),
    [
        ({"note": ""}, "note", "a word or two"),
        ({"note": " \x00\n"}, "note", "a word or two"),
        ({"note": "x" * 3001}, "note", "at most 3000 characters; this has 3001"),
        ({"next_step": "x" * 301}, "next_step", "at most 300"),
        ({"next_on": date(2026, 7, 5)}, "next_on", "lies in the past"),
        ({"next_on": date(2026, 7, 6)}, "next_step", "what is to be done"),
        ({"contact_id": 999}, "contact", "no longer among"),
    ],
)
def test_what_cannot_be_kept_is_refused_on_its_input(house, mei, acme, more, field, sentence):
    with pytest.raises(InvalidInput, match=sentence) as caught:
        log(house, mei, acme, **{"note": "Spoke"} | more)
    assert caught.value.field == field
    assert kept(house) == []


def test_all_that_is_wrong_is_said_at_once(house, mei, acme):
    with pytest.raises(InvalidForm) as caught:
        log(house, mei, acme, note="", next_step="x" * 301, next_on=date(2026, 7, 5))
    assert [problem.field for problem in caught.value.problems] == ["note", "next_step", "next_on"]


@on_both
def test_the_longest_note_and_a_step_for_today_are_kept(house, mei, acme):
    note = "长 <!channel> & 🙂\n" + "x" * 2980
    log(house, mei, acme, note, next_step="Call", next_on=date(2026, 7, 6))
    assert kept(house) == [(note, "Call", date(2026, 7, 6))]


def test_today_is_the_reps_own_day(house, acme):
    # 23:30 in London is the day after in Tokyo and the day itself in New York.
    late = datetime(2026, 7, 6, 22, 30, tzinfo=UTC)
    day = date(2026, 7, 6)
    tokyo = house.person("U0AI", "custodian", timezone="Asia/Tokyo")
    york = house.person("U0AL", "custodian", timezone="America/New_York")
    log(house, york, acme, at=late, next_step="Call", next_on=day)
    with pytest.raises(InvalidInput, match="in the past"):
        log(house, tokyo, acme, at=late, next_step="Call", next_on=day)


def test_a_zone_that_nobody_knows_locks_nobody_out(house, mei, acme):
    lost = house.person("U0LOST", "custodian", timezone="Mars/Olympus")
    assert lost.timezone == "UTC"
    log(house, lost, acme, next_step="Call")
    assert kept(house)[0][2] == date(2026, 7, 13)


def test_only_who_may_write_the_section_logs_on_it(house, acme):
    bo, finance = house.person("U0BO"), house.person("U0FIN", "finance")
    for actor in (bo, finance):
        with pytest.raises(Refused):
            log(house, actor, acme)
        with pytest.raises(Refused), house.session() as session:
            contacts.list_contacts(session, actor, require_client(session, acme), now=NOW)
    assert kept(house) == []
    with house.session() as session:
        refused = [(row.actor, row.part, row.via) for row in session.query(AccessLogRow).filter_by(deed="refused")]
    assert refused == [("U0BO", "trading", "log")] * 2 + [("U0FIN", "trading", "log")] * 2


@on_both
def test_a_contact_was_with_somebody_of_this_client(house, mei, acme):
    other = house.client(mei, "Other")
    with house.session() as session:
        given = {"title": "", "email": "", "phone": "", "now": NOW}
        ada = interactions.add_contact(session, acme, name="Ada", **given)
        eve = interactions.add_contact(session, other, name="Eve", **given)
        client = require_client(session, acme)
        assert [each.name for each in contacts.list_contacts(session, mei, client, now=NOW)] == ["Ada"]
        read = session.query(AccessLogRow).filter_by(deed="read").one()
        assert (read.part, read.client_id, read.actor) == ("contacts", acme, "U0MEI")
    log(house, mei, acme, contact_id=ada)
    with pytest.raises(InvalidInput, match="no longer among"):
        log(house, mei, acme, contact_id=eve)


def test_what_is_due_within_a_week_comes_soonest_first(house, mei, acme):
    for on in (date(2026, 7, 13), date(2026, 7, 1), date(2026, 7, 14), date(2026, 7, 6)):
        log(house, mei, acme, next_step=f"By {on}", next_on=on, at=NOW - 10 * DAY)
    with house.session() as session:
        due = contacts.list_due_steps(session, mei, now=NOW)
        assert [(step.client_name, step.step, step.due.day) for step in due] == [
            ("ACME", "By 2026-07-01", 1), ("ACME", "By 2026-07-06", 6), ("ACME", "By 2026-07-13", 13),
        ]  # fmt: skip
        assert len(contacts.list_due_steps(session, mei, now=NOW, most=2)) == 2


@on_both
def test_a_step_of_a_file_that_was_given_away_is_sealed(house, mei, acme):
    mine = house.client(mei, "Mine")
    for client_id in (acme, mine):
        log(house, mei, client_id, next_step="Call back", at=NOW - timedelta(days=3), next_on=date(2026, 7, 6))
    bo = house.person("U0BO")
    with house.session() as session:
        client_store.set_owner(session, acme, bo.person_id)
        before = session.query(AccessLogRow).count()
        assert [step.client_name for step in contacts.list_due_steps(session, mei, now=NOW)] == ["Mine"]
        new = session.query(AccessLogRow).order_by(AccessLogRow.id).offset(before).all()
        assert [(row.deed, row.part, row.client_id) for row in new] == [("read", "trading", mine)]
