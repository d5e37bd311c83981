"""Taking changes back: by whom, for how long, what holds afterwards, and what cannot be undone."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, insert, select

from bot.errors import Conflict, NotFound, Refused
from bot.policy.access import Part
from bot.policy.catalogue import Source
from bot.services import facts, history
from bot.services.clients import require_client
from bot.services.freshness import assign_owner
from bot.services.integrity import check_ledger
from bot.services.lookup import list_matches
from bot.services.undoing import undo_changes
from bot.store import facts as store
from bot.store import rollups
from bot.store.tables import AccessLogRow, FactRow, ProductMonthRow, SalesLineRow
from tests.jobs.company import CATALOGUE, DAY, MONDAY, OPERATOR, on_both

NOW = MONDAY
MINUTE = timedelta(minutes=1)


@pytest.fixture
def mei(house):
    return house.person("U0MEI")


@pytest.fixture
def ines(house):
    return house.person("U0INES", "custodian")


@pytest.fixture
def acme(house, mei):
    return house.client(mei, "ACME")


def say(house, actor, client_id, at=NOW, source=Source.CALL, **values):
    """Have values said, and return the facts they became."""
    with house.session() as session:
        facts.record_facts(
            session, actor, client_id, values, source=source, observed_at=at, now=at, catalogue=CATALOGUE
        )
        return store.list_written(session, client_id, values, person_id=actor.person_id, at=at)


def undo(house, actor, fact_ids, now=NOW + MINUTE):
    with house.session() as session:
        return undo_changes(session, actor, fact_ids, now=now, catalogue=CATALOGUE)


def values(house, client_id):
    with house.session() as session:
        return {key: each.value for key, each in store.current_values(session, client_id).items()}


def check(house):
    with house.session() as session:
        return list(check_ledger(session, now=NOW + MINUTE, catalogue=CATALOGUE))


@on_both
def test_its_author_takes_a_saving_back_whole(house, mei, acme):
    say(house, mei, acme, NOW - DAY, culture="open")
    saved = say(house, mei, acme, culture="closed", problems="Late")
    done = undo(house, mei, saved, NOW + 10 * MINUTE)
    assert (done.client.client_id, done.fields) == (acme, ("culture", "problems"))
    assert done.changed == done.fields
    assert values(house, acme)["culture"] == "open"
    assert "problems" not in values(house, acme)
    with house.session() as session:
        rows = session.query(FactRow).filter(FactRow.id.in_(saved)).all()
        assert {(row.value, row.retracted_at, row.retracted_by) for row in rows} == {
            ("closed", NOW + 10 * MINUTE, mei.person_id), ("Late", NOW + 10 * MINUTE, mei.person_id),
        }  # fmt: skip
        told = session.scalars(
            select(AccessLogRow.part).where(AccessLogRow.via == "undo", AccessLogRow.deed == "write")
        )
        assert sorted(told) == ["characteristics", "trading"]
    assert check(house) == []


def test_after_ten_minutes_only_the_custodian_does(house, mei, ines, acme):
    saved = say(house, mei, acme, culture="closed")
    late = NOW + 10 * MINUTE + timedelta(microseconds=1)
    with pytest.raises(Refused, match="undone for 10 minutes; after that, the custodian"):
        undo(house, mei, saved, late)
    assert values(house, acme)["culture"] == "closed"
    undo(house, ines, saved, NOW + 400 * DAY)
    assert "culture" not in values(house, acme)


def test_nobody_else_does_and_their_try_is_logged(house, mei, acme):
    saved = say(house, mei, acme, culture="closed")
    boss = house.person("U0BOSS", "manager")
    with pytest.raises(Refused, match="Only whoever made a change"):
        undo(house, boss, saved)
    with house.session() as session:
        last = session.query(AccessLogRow).order_by(AccessLogRow.id.desc()).first()
        assert (last.deed, last.via, last.person_id, last.client_id) == ("refused", "undo", boss.person_id, acme)


def test_an_author_who_may_no_longer_write_there_does_not(house, mei, ines, acme):
    saved = say(house, mei, acme, culture="closed")
    house.person("U0BO")
    with house.session() as session:
        assign_owner(session, ines, acme, "U0BO", now=NOW)
    with pytest.raises(Refused, match="is not open to you"):
        undo(house, mei, saved)


def test_what_is_undone_already_is_said_to_be(house, mei, ines, acme):
    saved = say(house, mei, acme, culture="closed")
    undo(house, mei, saved)
    for actor in (mei, ines):
        with pytest.raises(Conflict, match="undone already"):
            undo(house, actor, saved, NOW + 2 * MINUTE)
    with pytest.raises(NotFound):
        undo(house, mei, [10**6])


@on_both
def test_what_somebody_has_confirmed_is_theirs_to_take_back_first(house, mei, ines, acme):
    saved = say(house, mei, acme, culture="closed")
    confirmed = say(house, ines, acme, NOW + MINUTE, culture="closed")
    with pytest.raises(Conflict, match="U0Ines has said since that Company culture is still true"):
        undo(house, mei, saved, NOW + 2 * MINUTE)
    undo(house, ines, confirmed, NOW + 3 * MINUTE)
    undo(house, mei, saved, NOW + 4 * MINUTE)
    assert "culture" not in values(house, acme)


def test_a_client_keeps_a_name(house, mei, ines, acme):
    with house.session() as session:
        first = session.scalar(select(FactRow.id).where(FactRow.field == "name"))
    with pytest.raises(Conflict, match="Name cannot be left without a value"):
        undo(house, ines, [first])
    second = say(house, mei, acme, name="ACME Trading")
    undo(house, mei, second)
    with house.session() as session:
        assert require_client(session, acme).name == "ACME"
        assert all(match.score < 100 for match in list_matches(session, "ACME Trading"))


@on_both
def test_the_directory_and_the_sales_follow(house, mei, acme):
    say(house, mei, acme, NOW - DAY, country="DE", city="Bonn")
    with house.session() as session:
        row = {"line_id": "1", "date": date(2026, 5, 1), "client_id": acme, "amount": 1, "currency": "USD"}
        session.execute(insert(SalesLineRow).values(**row, rate=1, base_amount=1))
        rollups.rebuild(session)
    undo(house, mei, say(house, mei, acme, country="AT", city="Wien"))
    with house.session() as session:
        client = require_client(session, acme)
        assert (client.country, client.city) == ("DE", "Bonn")
        assert session.execute(
            select(ProductMonthRow.country, func.sum(ProductMonthRow.lines)).group_by("country")
        ).all() == [("DE", 1)]
    with house.session() as session:
        everything = session.scalars(
            select(FactRow.id).where(FactRow.field.in_(["country", "city"]), FactRow.retracted_at.is_(None))
        )
        ids = list(everything)
    undo(house, OPERATOR, ids)
    with house.session() as session:
        client = require_client(session, acme)
        assert (client.country, client.city) == (None, None)
    assert check(house) == []


@on_both
def test_an_emptied_field_has_no_value_until_that_is_undone(house, mei, acme):
    say(house, mei, acme, NOW - DAY, culture="open")
    emptied = say(house, mei, acme, culture="")
    assert "culture" not in values(house, acme)
    assert check(house) == []
    undo(house, mei, emptied)
    assert values(house, acme)["culture"] == "open"
    assert check(house) == []


def test_the_history_offers_it_to_whoever_may(house, mei, ines, acme):
    say(house, mei, acme, NOW - DAY, culture="open")
    saved = say(house, mei, acme, culture="closed")

    def offered(actor, now=NOW):
        with house.session() as session:
            client = require_client(session, acme)
            page = history.read_history(session, actor, client, chosen="culture", page=0, now=now, catalogue=CATALOGUE)
            return [(each.value, each.may_undo) for each in page.events]

    assert offered(mei) == [("closed", True), ("open", False)]
    assert offered(mei, NOW + 11 * MINUTE) == [("closed", False), ("open", False)]
    assert offered(ines, NOW + DAY) == [("closed", True), ("open", True)]
    undo(house, mei, saved)
    assert offered(ines, NOW + DAY) == [("closed", False), ("open", True)]


def test_sealed_sections_have_no_history(house, mei, acme):
    say(house, mei, acme, culture="open", industry="retail", problems="Late")
    bo = house.person("U0BO")
    with house.session() as session:
        client = require_client(session, acme)
        page = history.read_history(session, bo, client, chosen="", page=0, now=NOW, catalogue=CATALOGUE)
        assert {each.section for each in page.fields} == {Part.DIRECTORY, Part.BASIC}
        assert {each.field.key for each in page.events} == {"name", "stage", "relation", "industry"}
        for sealed in ("trading", "problems"):
            read = history.read_history(session, bo, client, chosen=sealed, page=0, now=NOW, catalogue=CATALOGUE)
            assert read.events == ()
