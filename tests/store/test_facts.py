"""Queries about facts, current values and settings."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError

from bot.store import clients, facts, settings
from bot.store.tables import FactRow

NOW = datetime(2026, 7, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def acme(database):
    with database.session() as session:
        return clients.add(session, code="A1", name="ACME", owner_id=None, created_by=None, now=NOW)


def add(session, client_id, value, *, observed=NOW, recorded=NOW, field="culture"):
    return facts.add_fact(
        session,
        client_id=client_id,
        field=field,
        kind="observed",
        value=value,
        source="call",
        person_id=None,
        observed_at=observed,
        recorded_at=recorded,
    )


def test_facts_come_newest_first_by_observation_then_recording_then_id(database, acme):
    with database.session() as session:
        add(session, acme, "oldest", observed=NOW - HOUR, recorded=NOW + HOUR)
        add(session, acme, "recorded later", recorded=NOW + HOUR)
        add(session, acme, "first of two")
        add(session, acme, "second of two")
        add(session, acme, "of another field", field="strategy")
        retracted = add(session, acme, "withdrawn", observed=NOW + HOUR)
        session.execute(update(FactRow).where(FactRow.id == retracted).values(retracted_at=NOW))
        found = facts.list_standing(session, acme, ["culture"])
        assert [fact.value for fact in found] == ["recorded later", "second of two", "first of two", "oldest"]


def test_what_holds_is_replaced_field_by_field(database, acme):
    with database.session() as session:
        for value, field in (("open", "culture"), ("grow", "strategy")):
            add(session, acme, value, field=field)
        standing = {fact.field: fact for fact in facts.list_standing(session, acme, ["culture", "strategy"])}
        facts.project(session, acme, standing)
        add(session, acme, "closed")
        facts.project(session, acme, {"culture": facts.list_standing(session, acme, ["culture"])[0]})
        facts.project(session, acme, {})
        current = facts.current_values(session, acme)
        assert {field: value.value for field, value in current.items()} == {"culture": "closed", "strategy": "grow"}
        assert current["culture"].observed_at == NOW


def test_settings_are_kept_as_they_were_given(database):
    value = {"EUR": ["1", "2"], "note": "客户 é", "on": True, "nothing": None}
    with database.session() as session:
        assert settings.get_json(session, "bounds", default=["usual"]) == ["usual"]
        settings.set_json(session, "bounds", ["old"], NOW)
        settings.set_json(session, "bounds", value, NOW + HOUR)
        assert settings.get_json(session, "bounds") == value


def test_a_generation_that_was_rolled_back_never_comes_again(database):
    with database.session() as session:
        assert settings.counter(session, "names") == 0
        settings.bump(session, "names", NOW)
        before = settings.counter(session, "names")
    seen = []

    def fail():
        with database.session() as session:
            settings.bump(session, "names", NOW)
            seen.append(settings.counter(session, "names"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.session() as session:
        assert settings.counter(session, "names") == before
        settings.bump(session, "names", NOW)
        assert settings.counter(session, "names") not in {0, before, *seen}


def test_two_may_begin_the_first_generation_at_once(database):
    errors = []

    def begin():
        try:
            with database.session() as session:
                settings.bump(session, "names", NOW)
        except SQLAlchemyError as error:
            errors.append(error)

    threads = [threading.Thread(target=begin) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert errors == []
