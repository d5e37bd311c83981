"""Finding a client by a domain, an email, a phone or a person there, as far as the asker may read those."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.errors import Ambiguous, ClientNotFound
from bot.services import address_book, clients, lookup
from bot.services.address_book import ContactDetails
from bot.services.clues import SEALED_A_DAY, follow
from bot.store import clues as store
from bot.store.tables import AccessLogRow, ClientRow
from tests.jobs.company import MONDAY, on_both


@pytest.fixture
def mei(house):
    return house.person("U0MEI", team="North")


@pytest.fixture
def bo(house):
    return house.person("U0BO", team="South")


@pytest.fixture
def nordic(house, mei):
    client_id = house.client(mei, "Nordic Timber AS")
    house.know(mei, client_id, MONDAY, country="NO", website="www.nordictimber.no/en", phone="+4722334455")
    enter(house, mei, client_id, name="Kari Nordmann", email="kari@nordictimber.no", phone="+47 911 22 333")
    return client_id


def enter(house, actor, client_id, **details):
    with house.session() as session:
        client = clients.require_client(session, client_id)
        return address_book.add_contact(session, actor, client, ContactDetails(**details), now=MONDAY, is_sure=True)


def led(house, actor, typed, at=MONDAY):
    """Return what a clue leads to: names of clients, by whether they are sealed."""
    with house.session() as session:
        found = follow(session, actor, typed, via="find", now=at)
        return [match.client.name for match in found.matches], [match.client.name for match in found.sealed]


def logged(house, actor, deed):
    with house.session() as session:
        rows = session.scalars(
            select(AccessLogRow).where(AccessLogRow.person_id == actor.person_id, AccessLogRow.deed == deed)
        )
        return [(row.part, row.detail) for row in rows if row.via in {"find", "lookup"}]


@on_both
def test_the_owner_finds_a_client_by_whatever_leads_there(house, mei, nordic):
    ways = (
        "nordictimber.no", "https://nordictimber.no", "sales@nordictimber.no", "kari@nordictimber.no",
        "+47 22 33 44 55", "22334455", "0047 911 22 333", "91122333", "Kari Nordmann", "nordmann, kari",
    )  # fmt: skip
    assert {typed: led(house, mei, typed) for typed in ways} == dict.fromkeys(ways, (["Nordic Timber AS"], []))
    assert led(house, mei, "kari@elsewhere.no") == led(house, mei, "22334456") == ([], [])
    assert ("basic", "phone") in logged(house, mei, "read")
    assert ("contacts", "person") in logged(house, mei, "read")


@on_both
def test_what_may_not_be_read_tells_name_and_owner_and_is_logged(house, bo, nordic):
    # The company's own phone stands in the basic data, which every rep reads; the contact's does not.
    assert led(house, bo, "22334455") == (["Nordic Timber AS"], [])
    assert led(house, bo, "91122333") == ([], ["Nordic Timber AS"])
    assert logged(house, bo, "matched") == [("contacts", "phone")]


def test_the_eleventh_sealed_answer_of_a_day_is_none(house, bo, nordic):
    for minute in range(SEALED_A_DAY):
        assert led(house, bo, "Kari Nordmann", MONDAY + timedelta(minutes=minute)) == ([], ["Nordic Timber AS"])
    with house.session() as session:
        found = follow(session, bo, "Kari Nordmann", via="find", now=MONDAY + timedelta(hours=1))
        nobody = follow(session, bo, "Nobody Known", via="find", now=MONDAY + timedelta(hours=1))
    assert (found.matches, found.sealed, found.is_spent) == ((), (), True)
    # Whether there would have been one is not to be seen.
    assert nobody == found
    # What is open is still found, and the next day everything is again.
    assert led(house, bo, "22334455", MONDAY + timedelta(hours=1)) == (["Nordic Timber AS"], [])
    assert led(house, bo, "Kari Nordmann", MONDAY + timedelta(days=1)) == ([], ["Nordic Timber AS"])


def test_an_auditor_is_led_nowhere_and_finance_everywhere(house, nordic):
    assert led(house, house.person("U0AUD", "auditor"), "22334455") == ([], [])
    assert led(house, house.person("U0AUD", "auditor"), "Kari Nordmann") == ([], [])
    assert led(house, house.person("U0FIN", "finance"), "Kari Nordmann") == (["Nordic Timber AS"], [])


@on_both
def test_keys_follow_what_changes(house, mei, nordic):
    house.know(mei, nordic, MONDAY + timedelta(hours=1), website="timber.example", phone="+4799887766")
    assert led(house, mei, "+47 99 88 77 66")[0] == led(house, mei, "timber.example")[0] == ["Nordic Timber AS"]
    assert led(house, mei, "22334455")[0] == []
    with house.session() as session:
        client = clients.require_client(session, nordic)
        kari = address_book.read_book(session, mei, client, now=MONDAY).contacts[0]
        address_book.set_left(session, mei, client, kari.contact_id, has_left=True, now=MONDAY)
    # Whoever has left leads to the company no more.
    assert led(house, mei, "Kari Nordmann")[0] == led(house, mei, "nordictimber.no")[0] == []
    with house.session() as session:
        assert store.list_kept(session, [nordic]) == store.derive(session, [nordic])


@on_both
def test_a_merged_client_leads_to_the_one_it_went_into(house, mei, nordic):
    other = house.client(mei, "Northern Wood AS")
    with house.session() as session:
        session.get_one(ClientRow, nordic).merged_into = other
    assert led(house, mei, "Kari Nordmann")[0] == led(house, mei, "nordictimber.no")[0] == ["Northern Wood AS"]


@on_both
def test_a_command_takes_a_clue_for_a_name_where_it_is_certain(house, mei, bo, nordic):
    with house.session() as session:
        for typed in ("22334455", "kari@nordictimber.no", "nordictimber.no", "Kari Nordmann"):
            assert lookup.resolve(session, typed, actor=mei, now=MONDAY).client_id == nordic
    # What is sealed makes nothing certain: it is offered, by name and owner, and the row is kept.
    with pytest.raises(ClientNotFound) as missing, house.session() as session:
        lookup.resolve(session, "91122333", actor=bo, now=MONDAY)
    assert [(each.name, each.place) for each in missing.value.nearest] == [("Nordic Timber AS", "U0Mei")]
    assert logged(house, bo, "matched") == [("contacts", "phone")]


def test_a_phone_of_two_clients_is_asked(house, mei, nordic):
    twin = house.client(mei, "Nordic Sawmill AS")
    house.know(mei, twin, MONDAY, country="NO", phone="+4722334455")
    with house.session() as session, pytest.raises((Ambiguous, ClientNotFound)) as doubt:
        lookup.resolve(session, "22334455", actor=mei, now=MONDAY)
    assert {each.name for each in doubt.value.nearest} == {"Nordic Timber AS", "Nordic Sawmill AS"}


def test_a_menu_offers_what_is_open_and_tells_nothing_sealed(house, mei, bo, nordic):
    with house.session() as session:

        def offered(actor, typed):
            return [match.client.name for match in lookup.list_offered(session, actor, typed, now=MONDAY, most=30)]

        assert offered(mei, "91122333") == offered(mei, "nordic tim") == ["Nordic Timber AS"]
        assert offered(bo, "91122333") == []
        assert offered(bo, "22334455") == ["Nordic Timber AS"]
