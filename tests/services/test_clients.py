"""Opening a client's file and showing it."""

from datetime import timedelta

import pytest

from bot.errors import InvalidInput, NotFound, Refused
from bot.policy.access import Part, Right
from bot.policy.catalogue import Source
from bot.policy.freshness import Freshness
from bot.services import clients, facts, lookup
from bot.services.clients import LikelyDuplicate, NewClient
from bot.services.traces import TypedClient
from bot.store import interactions
from bot.store.tables import AccessLogRow, ClientRow, FactRow
from tests.jobs.company import CATALOGUE, DAY, MONDAY, OPERATOR, on_both

NOW = MONDAY


def record(house, actor, name="ACME", *, values=None, is_sure=False, code=None, **contact):
    with house.session() as session:
        new = NewClient(name, values or {}, **contact)
        return clients.record_client(session, actor, new, now=NOW, catalogue=CATALOGUE, is_sure=is_sure, code=code)


def show(house, actor, client):
    with house.session() as session:
        return clients.show_client(session, actor, client, now=NOW, catalogue=CATALOGUE, base_currency="USD")


def _rows(session):
    return session.query(AccessLogRow).filter(AccessLogRow.via != "people").order_by("id")


def logged(house):
    with house.session() as session:
        return [(row.deed, row.part, row.actor, row.via) for row in _rows(session)]


@on_both
def test_a_new_file_belongs_to_whoever_opens_it_and_knows_what_was_typed(house):
    mei = house.person("U0MEI", team="North")
    client = record(
        house,
        mei,
        "  Acme   Trading ",
        values={"country": "DE", "city": "Köln", "type": "distributor"},
        contact_name="Ada",
        contact_email="ada@acme.example",
    )
    assert (client.name, client.country, client.city, client.stage, client.relation) == (
        "Acme Trading", "DE", "Köln", "future", "direct",
    )  # fmt: skip
    assert (client.owner_id, client.owner_slack_id, client.owner_team) == (mei.person_id, "U0MEI", "North")
    assert client.code.startswith("N")
    card = show(house, mei, client)
    [basic] = [section for section in card.sections if section.part is Part.BASIC]
    assert [(value.field.key, value.value, value.source, value.person) for value in basic.values] == [
        ("type", "distributor", "research", "U0Mei")
    ]
    assert basic.freshness is Freshness.FRESH
    assert card.contacts is not None
    assert [(contact.name, contact.email) for contact in card.contacts] == [("Ada", "ada@acme.example")]
    assert logged(house)[0] == ("write", "directory", "U0MEI", "add")


@pytest.mark.parametrize(
    ("contact", "name"),
    [
        ({"contact_email": "ada@acme.example"}, "ada@acme.example"),
        ({"contact_phone": "+49 1"}, "+49 1"),
        ({"contact_name": "Ada", "contact_phone": "+49 1"}, "Ada"),
    ],
)
def test_a_contact_is_called_by_what_there_is(house, contact, name):
    mei = house.person("U0MEI")
    card = show(house, mei, record(house, mei, **contact))
    assert card.contacts is not None
    assert [each.name for each in card.contacts] == [name]


@pytest.mark.parametrize(
    ("name", "sentence"), [("", "needs a name"), ("  \n ", "needs a name"), ("x" * 201, "at most 200 characters")]
)
def test_a_name_is_needed_and_has_its_bounds(house, name, sentence):
    with pytest.raises(InvalidInput, match=sentence) as caught:
        record(house, house.person("U0MEI"), name)
    assert caught.value.field == "name"


@pytest.mark.parametrize(
    ("roles", "may"), [("finance", False), ("auditor", False), ("custodian", True), ("manager", True)]
)
def test_who_may_open_a_file(house, roles, may):
    someone = house.person("U0ONE", roles)
    if may:
        client = record(house, someone)
        assert client.owner_id == (someone.person_id if roles == "manager" else None)
    else:
        with pytest.raises(Refused, match="for the custodian, sales manager, or sales rep only"):
            record(house, someone)
        assert logged(house) == [("refused", "directory", "U0ONE", "add")]
        with house.session() as session:
            assert session.query(ClientRow).count() == 0


def test_the_operators_files_belong_to_nobody_and_keep_their_code(house):
    client = record(house, OPERATOR, code="C-7")
    assert (client.owner_id, client.code) == (None, "C-7")


@on_both
def test_a_likely_duplicate_is_shown_before_anything_is_saved(house):
    mei = house.person("U0MEI")
    first = record(house, mei, "Nordic Timber AS", values={"country": "NO"})
    for name, country in (("nordic timber", None), ("Nordic Timbr", "NO"), ("NORDIC TIMBER A/S", "SE")):
        with pytest.raises(LikelyDuplicate) as caught:
            record(house, mei, name, values={"country": country} if country else {})
        assert [match.client.client_id for match in caught.value.matches] == [first.client_id]
    # A like name in another country is another company; and whoever is sure is believed.
    record(house, mei, "Nordic Timbers", values={"country": "SE"})
    again = record(house, mei, "Nordic Timber", values={"country": "NO"}, is_sure=True)
    assert again.client_id != first.client_id
    with house.session() as session:
        assert session.query(ClientRow).count() == 3


@on_both
def test_a_card_is_cut_to_its_reader(house):
    mei, bo = house.person("U0MEI"), house.person("U0BO")
    client = record(house, mei, values={"industry": "retail"})
    house.know(mei, client.client_id, NOW - DAY, problems="SEALED", culture="SEALED")
    own, other = show(house, mei, client), show(house, bo, client)
    assert [section.right for section in own.sections] == [Right.WRITE] * 4
    assert own.asked_for == (Part.BANK,)
    assert {section.part: section.right for section in other.sections} == {
        Part.BASIC: Right.READ,
        Part.CHARACTERISTICS: Right.ASK,
        Part.BUSINESS: Right.ASK,
        Part.TRADING: Right.ASK,
    }
    sealed = [section for section in other.sections if section.right is Right.ASK]
    assert all((section.values, section.missing, section.freshness) == ((), (), Freshness.EMPTY) for section in sealed)
    assert (other.contacts, other.interactions, other.sales) == (None, None, None)
    assert "SEALED" not in repr(other)
    assert repr(own).count("SEALED") == 2
    assert set(other.asked_for) == {
        Part.CHARACTERISTICS, Part.BUSINESS, Part.TRADING, Part.CONTACTS, Part.SALES, Part.CREDIT,
    }  # fmt: skip


def test_a_card_says_what_is_missing_and_how_old_the_rest_is(house):
    mei = house.person("U0MEI")
    client = record(house, mei)
    # Problems live 90 days: due from 72, stale after 90. Reputation lives 365.
    house.know(mei, client.client_id, NOW - 91 * DAY, problems="Late")
    house.know(mei, client.client_id, NOW - 80 * DAY, sales_activity="Fair")
    house.know(mei, client.client_id, NOW - 80 * DAY, reputation="Good")
    [trading] = [section for section in show(house, mei, client).sections if section.part is Part.TRADING]
    assert [(value.field.key, value.freshness) for value in trading.values] == [
        ("sales_activity", Freshness.DUE), ("problems", Freshness.STALE), ("reputation", Freshness.FRESH),
    ]  # fmt: skip
    assert (trading.freshness, trading.stale_fields) == (Freshness.STALE, 1)
    assert [field.key for field in trading.missing] == [
        "advantages", "counter_measures", "credit_standing", "trading_terms", "incoterm",
            "trade_references", "credit_problems",
    ]  # fmt: skip


@on_both
def test_sales_at_a_glance_are_of_this_year_and_last(house):
    mei = house.person("U0MEI")
    client = record(house, mei)
    # It is July 2026: months of this year so far, and the whole of last.
    for month, units in (
        ("2026-01-01", 7),
        ("2026-07-01", 2),
        ("2025-01-01", 30),
        ("2025-12-01", 4),
        ("2024-12-01", 99),
    ):
        house.sold(client.client_id, MONDAY.date().fromisoformat(month), units)
    card = show(house, mei, client)
    assert card.sales is not None
    assert (card.sales.this_year.decimal(), card.sales.last_year.decimal()) == ("9.0000", "34.0000")
    assert card.sales.data_date is None


@on_both
def test_a_merged_file_opens_the_one_it_went_into(house):
    mei = house.person("U0MEI")
    old, new = record(house, mei, "Old"), record(house, mei, "New")
    with house.session() as session:
        session.query(ClientRow).filter_by(id=old.client_id).update({"merged_into": new.client_id})
        assert clients.require_client(session, old.client_id).client_id == new.client_id
    with pytest.raises(NotFound, match="no longer there"), house.session() as session:
        clients.require_client(session, 999)


def test_a_section_is_read_for_its_form_by_whoever_has_the_right(house):
    mei, finance = house.person("U0MEI"), house.person("U0FIN", "finance")
    client = record(house, mei)
    house.know(mei, client.client_id, NOW - DAY, problems="Late")

    def read(actor, needed):
        with house.session() as session:
            return clients.read_section(session, actor, client, Part.TRADING, needed, now=NOW, catalogue=CATALOGUE)

    assert [value.value for value in read(mei, Right.WRITE).values] == ["Late"]
    # Nothing is written by opening a form.
    assert logged(house)[-1] == ("read", "trading", "U0MEI", "edit")
    assert [value.value for value in read(finance, Right.READ).values] == ["Late"]
    with pytest.raises(Refused, match="“Trading” of ACME is not open to you"):
        read(finance, Right.WRITE)
    assert logged(house)[-1] == ("refused", "trading", "U0FIN", "edit")


def test_sharing_leaves_its_place_in_the_log(house):
    mei = house.person("U0MEI")
    client = record(house, mei)
    with house.session() as session:
        assert clients.share_card(session, mei, client, "C0ALL", now=NOW) == client
        row = session.query(AccessLogRow).order_by(AccessLogRow.id.desc()).first()
        assert (row.deed, row.part, row.client_id, row.detail) == ("shared", "directory", client.client_id, "C0ALL")


def test_a_name_that_changes_is_found_and_shown(house):
    mei = house.person("U0MEI")
    client = record(house, mei, "Before")
    with house.session() as session:
        later = NOW + timedelta(hours=1)
        facts.record_facts(
            session, mei, client.client_id, {"name": "After ﷺ", "city": "Лион", "stage": "present"},
            source=Source.CALL, observed_at=later, now=later, catalogue=CATALOGUE,
        )  # fmt: skip
    with house.session() as session:
        renamed = clients.require_client(session, client.client_id)
        assert (renamed.name, renamed.city, renamed.stage) == ("After ﷺ", "Лион", "present")
        assert [match.client.name for match in lookup.list_matches(session, "after")] == ["After ﷺ"]
        assert list(lookup.list_matches(session, "before")) == []
        assert interactions.list_contacts(session, client.client_id) == []


def test_every_value_of_a_new_file_is_a_fact(house):
    record(house, house.person("U0MEI"), values={"country": "CN"})
    with house.session() as session:
        kept = {(row.field, row.value, row.kind) for row in session.query(FactRow)}
    assert kept == {
        ("name", "ACME", "observed"), ("stage", "future", "observed"), ("relation", "direct", "observed"),
        ("country", "CN", "observed"),
    }  # fmt: skip


def test_a_sealed_number_leads_to_a_name_ten_times_a_day_and_is_logged(house):
    bo, mei = house.person("U0BO"), house.person("U0MEI")
    first = NewClient("杭州测试有限公司", {"country": "DE"}, "Eva", "", "+49405550199")
    with house.session() as session:
        clients.record_client(session, mei, first, now=NOW, catalogue=CATALOGUE)
    for number in range(10):
        typed = NewClient("Quite Other", {"country": "DE"}, "", "", "+49405550199")
        with house.session() as session, pytest.raises(LikelyDuplicate) as caught:
            clients.record_client(session, bo, typed, now=NOW + timedelta(seconds=number), catalogue=CATALOGUE)
        assert [match.client.name for match in caught.value.matches] == ["杭州测试有限公司"]
    assert logged(house).count(("matched", "contacts", "U0BO", "add")) == 10
    with house.session() as session:
        typed = NewClient("Quite Other", {"country": "DE"}, "", "", "+49405550199")
        assert clients.record_client(session, bo, typed, now=NOW + timedelta(minutes=1), catalogue=CATALOGUE)


def test_what_is_sealed_is_not_told_while_one_types(house):
    bo, mei = house.person("U0BO"), house.person("U0MEI")
    first = NewClient("杭州测试有限公司", {"country": "DE"}, "Eva", "", "+49405550199")
    with house.session() as session:
        clients.record_client(session, mei, first, now=NOW, catalogue=CATALOGUE)
        typed = TypedClient("Quite Other", {"country": "DE"}, "", "+49405550199")
        for actor, names in ((bo, []), (mei, ["杭州测试有限公司"])):
            found = lookup.list_likely_duplicates(session, actor, typed, now=NOW)
            assert [match.client.name for match in (*found.matches, *found.sealed)] == names
