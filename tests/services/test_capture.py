"""What the form for a contact is filled with, and how a contact refreshes the file."""

from datetime import date, timedelta

import pytest

from bot.errors import Conflict, Refused
from bot.policy.access import Part
from bot.policy.catalogue import Source
from bot.policy.contacts import ContactKind, Outcome
from bot.policy.fingerprints import fingerprint
from bot.policy.freshness import Freshness
from bot.policy.own_fields import extended
from bot.services import capture, contacts, facts, freshness, refreshing, steps
from bot.services.clients import require_client
from bot.services.contacts import Contact
from bot.store import interactions
from bot.store.tables import AccessLogRow, CurrentValueRow, FactRow, InteractionRow
from tests.jobs.company import CATALOGUE, DAY, MONDAY, on_both

NOW = MONDAY


@pytest.fixture
def mei(house):
    return house.person("U0MEI")


@pytest.fixture
def acme(house, mei):
    return house.client(mei, "ACME")


def offer(house, actor, client_id, *, at=NOW):
    with house.session() as session:
        client = require_client(session, client_id)
        return capture.offer_log(session, actor, client, now=at, catalogue=CATALOGUE)


def log(house, actor, client_id, note="Spoke", *, at=NOW, kind=ContactKind.CALL, outcome=Outcome.REACHED, **more):
    with house.session() as session:
        client = require_client(session, client_id)
        contact = Contact(kind, outcome, note, **more)
        return contacts.log_contact(session, actor, client, contact, now=at, catalogue=CATALOGUE)


def add_person(house, client_id, name):
    with house.session() as session:
        return interactions.add_contact(session, client_id, name=name, title="", email="", phone="", now=NOW)


def current(house, client_id):
    with house.session() as session:
        rows = session.query(CurrentValueRow).filter_by(client_id=client_id)
        return {row.field: (row.value, row.source, row.observed_at) for row in rows}


# What the form is filled with.


@on_both
def test_the_person_spoken_with_last_is_offered_first(house, mei, acme):
    ada, ben = add_person(house, acme, "Ada"), add_person(house, acme, "Ben")
    assert offer(house, mei, acme).spoke_with is None
    log(house, mei, acme, at=NOW - 3 * DAY, contact_id=ben)
    log(house, mei, acme, at=NOW - 2 * DAY, contact_id=ada)
    log(house, mei, acme, at=NOW - DAY)
    found = offer(house, mei, acme)
    assert (found.spoke_with, [each.name for each in found.contacts]) == (ada, ["Ada", "Ben"])


def test_the_only_person_there_is_offered_at_once(house, mei, acme):
    assert offer(house, mei, acme).spoke_with is None
    only = add_person(house, acme, "Ada")
    assert offer(house, mei, acme).spoke_with == only


@on_both
def test_the_three_most_overdue_fields_are_offered(house, mei, acme):
    # Shelf lives: problems and sales activity 90 days, attitude 180, situation 365.
    house.know(mei, acme, NOW - 100 * DAY, problems="Late", sales_activity="Brisk")
    house.know(mei, acme, NOW - 200 * DAY, attitude="Open")
    house.know(mei, acme, NOW - 500 * DAY, situation="Family firm")
    found = offer(house, mei, acme).overdue
    # 135, 20 and twice 10 days overdue; problems weigh 3, sales activity 2.
    assert [each.field.key for each in found] == ["situation", "attitude", "problems"]
    assert [each.value for each in found] == ["Family firm", "Open", "Late"]
    with house.session() as session:
        read = session.query(AccessLogRow).filter_by(deed="read", client_id=acme, via="log")
        assert {row.part for row in read} == {"basic", "business", "trading"}


def test_what_is_due_for_a_look_is_offered_too_and_what_is_fresh_is_not(house, mei, acme):
    # Of 90 days, four fifths are 72.
    house.know(mei, acme, NOW - 73 * DAY, problems="Late")
    house.know(mei, acme, NOW - 71 * DAY, sales_activity="Brisk")
    assert [(each.field.key, each.freshness) for each in offer(house, mei, acme).overdue] == [
        ("problems", Freshness.DUE)
    ]


def test_nobody_is_offered_what_they_may_not_write(house, acme):
    with pytest.raises(Refused):
        offer(house, house.person("U0BO"), acme)
    with pytest.raises(Refused):
        offer(house, house.person("U0FIN", "finance"), acme)


# Refreshing.


@on_both
def test_a_change_is_an_observation_and_a_tick_a_confirmation(house, mei, acme):
    house.know(mei, acme, NOW - 100 * DAY, problems="Late", sales_activity="Brisk", reputation="Fair")
    saved = log(
        house,
        mei,
        acme,
        kind=ContactKind.VISIT,
        learned={"problems": "Settled"},
        still_true={"sales_activity": fingerprint("Brisk")},
    )
    assert [each.key for each in saved.refreshed] == ["problems", "sales_activity"]
    with house.session() as session:
        [interaction] = session.query(InteractionRow).all()
        new = session.query(FactRow).filter_by(observed_at=NOW).order_by(FactRow.id)
        assert [(row.field, row.kind, row.value, row.source, row.interaction_id) for row in new] == [
            ("problems", "observed", "Settled", "visit", interaction.id),
            ("sales_activity", "confirmed", "Brisk", "visit", interaction.id),
        ]
    assert current(house, acme)["reputation"] == ("Fair", "call", NOW - 100 * DAY)
    assert offer(house, mei, acme).overdue == ()


def test_of_a_change_and_a_tick_the_change_wins(house, mei, acme):
    house.know(mei, acme, NOW - 100 * DAY, problems="Late")
    log(house, mei, acme, learned={"problems": "Settled"}, still_true={"problems": fingerprint("Late")})
    with house.session() as session:
        assert [row.kind for row in session.query(FactRow).filter_by(field="problems", observed_at=NOW)] == ["observed"]


def test_a_message_is_as_good_as_an_email(house, mei, acme):
    house.know(mei, acme, NOW - 100 * DAY, problems="Late")
    log(house, mei, acme, kind=ContactKind.MESSAGE, still_true={"problems": fingerprint("Late")})
    assert current(house, acme)["problems"] == ("Late", "email", NOW)


@on_both
def test_nobody_confirms_what_was_changed_under_their_hands(house, mei, acme):
    house.know(mei, acme, NOW - 100 * DAY, problems="Late")
    house.know(mei, acme, NOW - DAY, problems="Broken")
    with pytest.raises(Conflict, match="“Problems” was changed") as caught:
        log(house, mei, acme, still_true={"problems": fingerprint("Late")})
    assert caught.value.field == "still_true"
    with house.session() as session:
        assert session.query(InteractionRow).count() == 0


def test_a_value_that_a_more_certain_source_holds_against_is_noted_only(house, mei, acme):
    with house.session() as session:
        facts.record_facts(
            session, mei, acme, {"credit_standing": "Doubtful"},
            source=Source.AGENCY, observed_at=NOW - 150 * DAY, now=NOW - 150 * DAY, catalogue=CATALOGUE,
        )  # fmt: skip
    saved = log(house, mei, acme, learned={"credit_standing": "Good"})
    assert (saved.refreshed, [each.key for each in saved.noted]) == ((), ["credit_standing"])


def test_fields_of_the_companys_own_are_refreshed_as_well(house, mei, acme):
    own = {"fields": {"colour": {"section": "trading", "label": "Colour", "fresh_days": 30}}}
    catalogue = extended(CATALOGUE, own)
    with house.session() as session:
        facts.record_facts(
            session, mei, acme, {"colour": "red"},
            source=Source.CALL, observed_at=NOW - 40 * DAY, now=NOW - 40 * DAY, catalogue=catalogue,
        )  # fmt: skip
        client = require_client(session, acme)
        found = refreshing.list_overdue(session, mei, client, now=NOW, catalogue=catalogue)
        assert [each.field.key for each in found] == ["colour"]


# What is useful right after.


@on_both
def test_problems_that_nobody_followed_up_are_told(house, mei, acme):
    house.know(mei, acme, NOW - DAY, problems="Late twice")
    log(house, mei, acme, "Broken pump", at=NOW - 9 * DAY, outcome=Outcome.PROBLEM)
    log(house, mei, acme, "Talked it over", at=NOW - 8 * DAY)
    log(house, mei, acme, "Wrong colour", at=NOW - 5 * DAY, outcome=Outcome.PROBLEM)
    log(house, mei, acme, "Rang in vain", at=NOW - 4 * DAY, outcome=Outcome.NO_ANSWER)
    saved = log(house, mei, acme, "Rang again")
    assert saved.known_problems == "Late twice"
    assert [each.note for each in saved.raised_problems] == ["Wrong colour"]
    assert log(house, mei, acme, "And again").raised_problems == ()


def test_credit_is_told_to_those_who_may_read_it(house, mei, acme):
    bo = house.person("U0BO")
    with house.session() as session:
        client = require_client(session, acme)
        own, others = (
            capture.credit_headroom(session, actor, client, base_currency="USD", now=NOW) for actor in (mei, bo)
        )
        assert (own.client.client_id, own.as_of, others) == (acme, None, None)
    with house.session() as session:
        rows = [(row.actor, row.deed) for row in session.query(AccessLogRow).filter_by(part="credit")]
        assert rows == [("U0MEI", "read")]


# Steps.


@on_both
def test_a_step_is_ticked_off_with_the_contact_that_settles_it(house, mei, acme):
    log(house, mei, acme, at=NOW - 2 * DAY, next_step="Send samples", next_on=date(2026, 7, 5))
    log(house, mei, acme, at=NOW - DAY, next_step="Send the offer", next_on=date(2026, 7, 9))
    samples, offered = offer(house, mei, acme).steps
    assert (samples.step, offered.step) == ("Send samples", "Send the offer")
    saved = log(house, mei, acme, done=(samples.interaction_id,))
    assert saved.done_steps == ("Send samples",)
    assert [step.next_step for step in saved.open_steps] == ["Send the offer"]
    assert [step.step for step in offer(house, mei, acme).steps] == ["Send the offer"]
    with house.session() as session:
        done = {row.next_step: row.next_done_at for row in session.query(InteractionRow).filter_by(note="Spoke")}
        assert done == {"Send samples": NOW, "Send the offer": None, "": None}


def test_a_step_of_somebody_else_or_of_another_file_is_not_ticked_off(house, mei, acme):
    ines = house.person("U0INES", "custodian")
    other = house.client(mei, "Other")
    log(house, ines, acme, next_step="Ask for papers")
    log(house, mei, other, next_step="Visit")
    with house.session() as session:
        ids = tuple(row.id for row in session.query(InteractionRow))
    assert log(house, mei, acme, done=ids).done_steps == ()
    with house.session() as session:
        assert [row.next_done_at for row in session.query(InteractionRow)] == [None] * 3


@on_both
def test_a_step_is_done_by_itself_and_once(house, mei, acme):
    log(house, mei, acme, next_step="Send samples", next_on=NOW.date())
    with house.session() as session:
        [due] = contacts.list_due_steps(session, mei, now=NOW)
        assert steps.finish_step(session, mei, due.interaction_id, now=NOW).step == "Send samples"
    with house.session() as session:
        assert contacts.list_due_steps(session, mei, now=NOW) == []
    with pytest.raises(Conflict, match="done already"), house.session() as session:
        steps.finish_step(session, mei, due.interaction_id, now=NOW + timedelta(minutes=1))


def test_who_has_lost_the_file_settles_nothing_on_it(house, mei, acme):
    log(house, mei, acme, next_step="Send samples", next_on=NOW.date())
    [step] = offer(house, mei, acme).steps
    house.person("U0BO")
    with house.session() as session:
        freshness.assign_owner(session, house.person("U0INES", "custodian"), acme, "U0BO", now=NOW)
    with pytest.raises(Refused), house.session() as session:
        steps.finish_step(session, mei, step.interaction_id, now=NOW)
    with house.session() as session:
        assert session.query(AccessLogRow).filter_by(deed="refused", part=Part.TRADING.value, via="done").count() == 1
