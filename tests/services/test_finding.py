"""`/client find`: words and filters, each cut to what the asker may read, a page at a time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.errors import InvalidInput, Refused
from bot.policy.catalogue import Catalogue, Source
from bot.policy.own_fields import extended
from bot.policy.values import Reading
from bot.services import address_book, clients
from bot.services.clues import SEALED_A_DAY
from bot.services.facts import record_facts
from bot.services.finding import find_clients
from bot.store.tables import AccessLogRow, GrantRow
from tests.jobs.company import CATALOGUE, DAY, MONDAY, on_both

READING = Reading("USD", MONDAY.date())
LAST_MONTH = (MONDAY.replace(day=1) - timedelta(days=1)).date().replace(day=1)


@pytest.fixture
def mei(house):
    return house.person("U0MEI", team="North")


@pytest.fixture
def bo(house):
    return house.person("U0BO", team="South")


@pytest.fixture
def files(house, mei, bo):
    """Four files: two of Mei's in Germany, one of Bo's in Norway, and one of Bo's of which little is known."""
    ids = {
        "Acme Tools": house.client(mei, "Acme Tools GmbH"),
        "Berg Optik": house.client(mei, "Berg Optik AG"),
        "Nordic Timber": house.client(bo, "Nordic Timber AS"),
        "Quiet Works": house.client(bo, "Quiet Works Ltd"),
    }
    lately = MONDAY - 5 * DAY
    house.know(mei, ids["Acme Tools"], lately, country="DE", city="Köln", type="agent", culture="open", group="Acme SE")
    house.know(mei, ids["Berg Optik"], lately, country="DE", city="Ulm", type="importer", sales_capability="4")
    house.know(bo, ids["Nordic Timber"], lately, country="NO", city="Oslo", type="agent", sales_capability="4")
    house.know(mei, ids["Berg Optik"], MONDAY - 200 * DAY, problems="Late deliveries")
    house.know(bo, ids["Quiet Works"], lately, stage="past")
    for name, units in (("Acme Tools", 9000), ("Nordic Timber", 900), ("Berg Optik", 100)):
        house.sold(ids[name], LAST_MONTH, units)
    house.stated(MONDAY.date())
    return ids


def find(house, actor, asked, *, at=MONDAY, page=0, catalogue=CATALOGUE):
    with house.session() as session:
        return find_clients(session, actor, asked, page=page, now=at, catalogue=catalogue, reading=READING)


def names(house, actor, asked, **given):
    return [match.client.name for match in find(house, actor, asked, **given).matches]


ACME, BERG, NORDIC, QUIET = "Acme Tools GmbH", "Berg Optik AG", "Nordic Timber AS", "Quiet Works Ltd"


@on_both
def test_filters_leave_what_they_say(house, mei, files):
    asked = {
        "country:DE": [ACME, BERG],
        "country:Germany": [ACME, BERG],
        "country:德国": [ACME, BERG],
        "region:“Western Europe”": [ACME, BERG],
        "region:Europe": [ACME, BERG, NORDIC],
        "region:Atlantis": [],
        "city:koln": [ACME],
        "stage:past": [QUIET],
        "type:agent": [ACME, NORDIC],
        "type:agent country:NO": [NORDIC],
        "relation:direct type:importer": [BERG],
        "owner:me": [ACME, BERG],
        "owner:@U0BO": [NORDIC, QUIET],
        "owner:u0bo": [NORDIC, QUIET],
        "owner:none": [],
        'group:"ACME se"': [ACME],
        "group:acme": [ACME],
        "optik country:DE": [BERG],
        "optik country:NO": [],
        "Berg Optk country:DE": [BERG],
    }
    assert {each: names(house, mei, each) for each in asked} == asked


@on_both
def test_a_filter_on_a_sealed_part_looks_at_the_files_that_are_open(house, mei, bo, files):
    # Characteristics of others' files are sealed to a rep; a manager reads everybody's.
    assert names(house, mei, "sales_capability:4") == [BERG]
    assert names(house, bo, "sales_capability:4") == [NORDIC]
    assert names(house, house.person("U0TOM", "manager", team="West"), "sales_capability:4") == [BERG, NORDIC]
    with house.session() as session:
        session.add(
            GrantRow(
                person_id=mei.person_id, client_id=files["Nordic Timber"], part="characteristics",
                granted_by=bo.person_id, granted_at=MONDAY, expires_at=MONDAY + DAY,
            )
        )  # fmt: skip
    assert names(house, mei, "sales_capability:4") == [BERG, NORDIC]
    assert names(house, mei, "sales_capability:4", at=MONDAY + 2 * DAY) == [BERG]


@on_both
def test_grades_are_the_company_s_and_shown_of_whose_sales_may_be_read(house, mei, bo, files):
    # 9,000 of 10,000 carry the first 80 %; 900 more go to 99 %; 100 are the rest.
    custodian = house.person("U0INES", "custodian")
    grades = {grade: names(house, custodian, f"grade:{grade}") for grade in "ABC"}
    assert grades == {"A": [ACME], "B": [NORDIC], "C": [BERG]}
    assert {grade: names(house, mei, f"grade:{grade}") for grade in "abc"} == {"a": [ACME], "b": [], "c": [BERG]}
    assert names(house, custodian, "grade:A stage:future country:DE") == [ACME]


@on_both
def test_stale_and_fresh_are_told_of_what_may_be_read(house, mei, bo, files):
    assert names(house, mei, "stale") == [BERG]
    assert names(house, mei, "fresh owner:me") == [ACME]
    assert names(house, mei, "berg stale") == [BERG]
    # That something in another's trading section is stale is not told to a rep.
    assert names(house, bo, "stale") == []
    # Of Quiet Works nothing is known that could be fresh.
    assert QUIET not in names(house, bo, "fresh")


def test_what_was_looked_at_is_logged(house, mei, files):
    find(house, mei, "type:agent stale sales_capability:4 grade:A country:DE")
    with house.session() as session:
        rows = session.scalars(select(AccessLogRow).where(AccessLogRow.via == "find")).all()
    assert {row.part for row in rows} == {"basic", "characteristics", "business", "trading", "sales"}
    assert {row.detail for row in rows} == {"type sales_capability grade country stale"}


def test_an_auditor_finds_by_the_directory_alone(house, files):
    auditor = house.person("U0AUD", "auditor")
    assert names(house, auditor, "country:DE") == [ACME, BERG]
    for closed in ("type:agent", "grade:A", "stale"):
        with pytest.raises(Refused, match="cannot be found by it"):
            find(house, auditor, closed)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("colour:red", "“colour:” is no filter; there are country:, city:, region:, group:, owner:, grade:, stage:"),
        ("type:wizard", "“wizard” is no choice for “Type”; there are distributor, agent"),
        ("grade:Z", "“Z” is no sales grade; there are A, B, C."),
        ("country:Atlantis", "“Atlantis” is not a country we know"),
        ("owner:@U0NOBODY", "Nobody here is called “@U0NOBODY”"),
        ("second_rep:nobody", "Write a colleague's name here, such as second_rep:@name."),
        ("second_rep:stranger", "Nobody here is called “stranger”"),
        ("staff:many", "“many” is not a number."),
        ("sales_capability:9", "is a rating from 1 to 5"),
        ("   ", "Whom are you looking for?"),
    ],
)
def test_what_is_no_filter_is_said_in_one_sentence(house, mei, files, asked, said):
    with pytest.raises(InvalidInput) as wrong:
        find(house, mei, asked)
    assert said in str(wrong.value)


def test_a_company_s_own_field_is_a_filter(house, mei, files):
    declared = {"section": "basic", "label": "Certified", "type": "choice", "choices": {"y": "Yes"}}
    own = extended(Catalogue(), {"fields": {"certified": declared}})
    given = {"source": Source.CALL, "observed_at": MONDAY, "now": MONDAY, "catalogue": own}
    with house.session() as session:
        record_facts(session, mei, files["Acme Tools"], {"certified": "y"}, **given)
    for asked in ("certified:yes", "Certified:y"):
        assert names(house, mei, asked, catalogue=own) == [ACME]


@on_both
def test_every_field_is_a_filter_for_those_who_may_read_it(house, mei, bo, files):
    given = {"source": Source.CALL, "observed_at": MONDAY, "now": MONDAY}
    declared = {"section": "trading", "label": "Haulier", "type": "text"}
    own = extended(Catalogue(), {"fields": {"haulier": declared}})
    berg = {
        "haulier": "Spedition Übermüller & Söhne", "problems": "Pallets arrive broken.", "website": "https://berg.de",
        "phone": "+492215550100", "registration_number": "HRB 12345", "staff": "250", "founded": "1998-03-01",
        "assets": "1200000.0000 EUR", "relation": "indirect", "via": str(files["Nordic Timber"]), "second_rep": "U0BO",
        "trade_references": "Kopp AG\nLund AB",
    }  # fmt: skip
    with house.session() as session:
        record_facts(session, mei, files["Berg Optik"], berg, catalogue=own, **given)
        record_facts(session, bo, files["Nordic Timber"], {"haulier": "Ubermuller"}, catalogue=own, **given)
    asked = (
        "haulier:ubermuller", 'haulier:"ubermuller sohne"', "problems:PALLETS", "website:berg.de", "phone:0221-555",
        "registration_number:hrb12345", "staff:250", "founded:1998-03-01", 'assets:"1,200,000 EUR"', "via:nordic",
        "second_rep:@U0BO", "trade_references:lund", "name:optik", "haulier:ubermuller problems:pallets staff:250",
    )  # fmt: skip
    assert {each: names(house, mei, each, catalogue=own) for each in asked} == {each: [BERG] for each in asked}
    for each in ("haulier:lund", "staff:25", "founded:1998-03-02", "haulier:ubermuller staff:9", "problems:?"):
        assert names(house, mei, each, catalogue=own) == []
    # What others' files say of trading is sealed to a rep, but not to the custodian.
    assert names(house, bo, "haulier:ubermuller", catalogue=own) == [NORDIC]
    custodian = house.person("U0INES", "custodian")
    assert names(house, custodian, "haulier:ubermuller", catalogue=own) == [BERG, NORDIC]


@on_both
def test_ten_stand_on_a_page(house, mei):
    for number in range(23):
        house.know(mei, house.client(mei, f"Pine House {number:02d}"), MONDAY, country="SE")
    for asked in ("country:SE", "pine house", "pine country:SE"):
        pages = [find(house, mei, asked, page=page) for page in range(4)]
        assert [(each.page, each.total, each.pages) for each in pages] == [
            (0, 23, 3), (1, 23, 3), (2, 23, 3), (2, 23, 3),
        ]  # fmt: skip
        listed = [match.client.name for each in pages[:3] for match in each.matches]
        assert sorted(listed) == [f"Pine House {number:02d}" for number in range(23)]


def test_far_less_likely_names_stay_away_from_the_right_one(house, mei, files):
    house.client(mei, "Nordic Timber Export AS")
    house.client(mei, "Norda Timer AB")
    assert names(house, mei, "Nordic Timber") == [NORDIC, "Nordic Timber Export AS"]


def contact(house, actor, client_id, **details):
    with house.session() as session:
        client = clients.require_client(session, client_id)
        new = address_book.ContactDetails(**details)
        address_book.add_contact(session, actor, client, new, now=MONDAY, is_sure=True)


@on_both
def test_a_sealed_phone_finds_name_and_owner_ten_times_a_day(house, mei, bo, files):
    contact(house, bo, files["Nordic Timber"], name="Kari Nordmann", phone="+47 911 22 333")
    assert names(house, bo, "91122333") == [NORDIC]
    for minute in range(SEALED_A_DAY):
        found = find(house, mei, "+47 911 22 333", at=MONDAY + timedelta(minutes=minute))
        assert (found.matches, [each.client.name for each in found.sealed], found.total) == ((), [NORDIC], 0)
    later = MONDAY + timedelta(hours=1)
    with pytest.raises(Refused, match="today's 10 answers") as spent:
        find(house, mei, "+47 911 22 333", at=later)
    # A number that nobody has is answered alike, and names are still found.
    with pytest.raises(Refused, match="today's 10 answers"):
        find(house, mei, "+47 911 22 444", at=later)
    assert names(house, mei, "nordic timber", at=later) == [NORDIC]
    with house.session() as session:
        rows = session.scalars(select(AccessLogRow).where(AccessLogRow.person_id == mei.person_id)).all()
        told = [row for row in rows if row.deed == "matched"]
    assert len(told) == SEALED_A_DAY
    assert {(row.part, row.client_id, row.detail) for row in told} == {("contacts", files["Nordic Timber"], "phone")}
    assert [row.deed for row in rows if row.via == "find" and row.at == later] == ["refused", "refused"]
    assert spent.value.entry is not None


def test_turning_the_page_costs_no_further_answer(house, mei, bo, files):
    contact(house, bo, files["Nordic Timber"], name="Pine House", phone="+47 911 22 333")
    for number in range(12):
        house.client(mei, f"Pine House {number:02d}")
    first, second = find(house, mei, "Pine House"), find(house, mei, "Pine House", page=1)
    assert [each.client.name for each in first.sealed] == [NORDIC]
    assert second.sealed == ()
    assert (first.total, len(second.matches)) == (12, 2)


@pytest.mark.parametrize("day", [date(2026, 7, 1)])
def test_the_day_of_the_answers_is_the_asker_s_own(house, bo, files, day):
    contact(house, bo, files["Nordic Timber"], name="Kari Nordmann", phone="+47 911 22 333")
    yuki = replace(house.person("U0YUKI"), timezone="Asia/Tokyo")
    for minute in range(SEALED_A_DAY):
        find(house, yuki, "91122333", at=MONDAY.replace(hour=14, minute=minute))
    with pytest.raises(Refused):
        find(house, yuki, "91122333", at=MONDAY.replace(hour=14, minute=59))
    # In Tokyo the next day begins at 15:00 UTC.
    assert find(house, yuki, "91122333", at=MONDAY.replace(hour=15, minute=1)).sealed
