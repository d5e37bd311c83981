"""Files that look alike: listed best first to those they concern, with reasons as far as each may know them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import Conflict, Refused
from bot.policy.access import Part
from bot.policy.duplicates import Grade, Reason
from bot.services import clients, duplicates
from bot.store import clients as client_store
from bot.store import interactions
from bot.store.tables import AccessLogRow
from tests.jobs.company import CATALOGUE, MONDAY, on_both


@pytest.fixture
def people(house):
    """Two reps of one team with their manager, a stranger, and the custodian."""
    return {
        "mei": house.person("U0MEI", team="North"),
        "bo": house.person("U0BO", team="North"),
        "tom": house.person("U0TOM", "manager", team="North"),
        "ana": house.person("U0ANA", team="South"),
        "ines": house.person("U0INES", "custodian"),
        "fin": house.person("U0FIN", "finance"),
        "aud": house.person("U0AUD", "auditor"),
    }


def add(house, owner, name, *, email="", phone="", **values):
    """Open a file with what tells its client from others."""
    client_id = house.client(owner, name)
    if values:
        house.know(owner, client_id, MONDAY, **values)
    if email or phone:
        with house.session() as session:
            interactions.add_contact(session, client_id, name="Kim", title="", email=email, phone=phone, now=MONDAY)
    return client_id


def listed(house, actor, page=0, at=MONDAY):
    with house.session() as session, house.database.reading() as reader:
        return duplicates.list_pairs(session, reader, actor, page=page, now=at)


def names(page):
    return [(pair.one.name, pair.other.name) for pair in page.pairs]


@on_both
def test_likely_pairs_come_best_first_with_their_reasons(house, people):
    mei = people["mei"]
    add(house, mei, "Nordic Timber AS", country="NO", city="Bergen", website="nordic.no")
    add(house, mei, "NORDIC TIMBER", country="NO", city="Bergen", website="https://www.nordic.no/en")
    add(house, mei, "Acme GmbH", country="DE", city="Köln")
    add(house, mei, "Acme Ltd", country="DE")
    add(house, mei, "Twin Works", country="DE", city="Ulm")
    add(house, mei, "Twin Works", country="DE", city="Bonn")
    add(house, mei, "Quite Different", country="DE", city="Köln")
    found = listed(house, people["ines"])
    assert names(found) == [
        ("Nordic Timber AS", "NORDIC TIMBER"), ("Acme GmbH", "Acme Ltd"), ("Twin Works", "Twin Works"),
    ]  # fmt: skip
    assert [pair.grade for pair in found.pairs] == [Grade.CERTAIN, Grade.LIKELY, Grade.WORTH_A_LOOK]
    assert found.pairs[0].reasons == (Reason.SAME_NAME, Reason.SAME_DOMAIN, Reason.SAME_CITY)
    assert found.pairs[2].reasons == (Reason.SAME_NAME, Reason.OTHER_CITY)
    assert (found.page, found.pages, found.count, found.kept_apart) == (0, 1, 3, 0)


@on_both
def test_everybody_sees_the_pairs_that_concern_them(house, people):
    mei, ana = people["mei"], people["ana"]
    add(house, mei, "Acme GmbH", city="Köln")
    add(house, ana, "ACME Ltd", city="Cologne")
    add(house, ana, "Beta Works", city="Ulm")
    add(house, ana, "Beta Works Inc", city="Ulm")
    seen = {who: names(listed(house, people[who])) for who in ("mei", "bo", "tom", "ana", "ines")}
    both = [("Acme GmbH", "ACME Ltd"), ("Beta Works", "Beta Works Inc")]
    assert seen == {"mei": both[:1], "bo": [], "tom": both[:1], "ana": both, "ines": both}
    for who in ("fin", "aud"):
        with pytest.raises(Refused):
            listed(house, people[who])


def test_who_may_merge_is_told_apart_from_who_may_propose(house, people):
    add(house, people["mei"], "Acme GmbH", city="Köln")
    add(house, people["bo"], "ACME Ltd", city="Köln")
    may = {who: listed(house, people[who]).pairs[0].may_merge for who in ("mei", "tom", "ines")}
    assert may == {"mei": False, "tom": True, "ines": True}


@on_both
def test_a_sealed_contact_is_a_contact_detail_and_no_more(house, people):
    mei, ana = people["mei"], people["ana"]
    one = add(house, mei, "Acme GmbH", country="DE", phone="+49 40 5551234", email="kim@acme.de")
    other = add(house, ana, "Acme Ltd", country="DE", phone="040 555 1234", email="kim@acme.de")
    told = {who: listed(house, people[who]).pairs[0].reasons for who in ("mei", "ines")}
    assert told["mei"] == (Reason.SAME_NAME, Reason.CONTACT_DETAIL)
    assert set(told["ines"]) == {
        Reason.SAME_NAME, Reason.SAME_EMAIL, Reason.SAME_DOMAIN, Reason.SAME_PHONE,
    }  # fmt: skip
    with house.session() as session:
        rows = session.query(AccessLogRow).filter_by(via="duplicates", part=Part.CONTACTS.value).all()
        assert {(row.person_id, row.deed, row.client_id) for row in rows} == {
            (people["ines"].person_id, "read", one), (people["ines"].person_id, "read", other),
            (mei.person_id, "matched", other),
        }  # fmt: skip


def test_what_is_sealed_is_told_of_ten_times_a_day(house, people):
    mei, ana = people["mei"], people["ana"]
    add(house, mei, "Acme GmbH", country="DE", email="kim@acme.de")
    add(house, ana, "Acme Ltd", country="DE", email="kim@acme.de")
    told = [listed(house, mei, at=MONDAY + timedelta(minutes=turn)).pairs[0].reasons for turn in range(12)]
    assert [Reason.CONTACT_DETAIL in reasons for reasons in told] == [True] * 10 + [False] * 2
    assert Reason.CONTACT_DETAIL in listed(house, mei, at=MONDAY + timedelta(days=1)).pairs[0].reasons


@on_both
def test_a_pair_said_not_to_be_the_same_is_proposed_no_more(house, people):
    mei, ana, ines = people["mei"], people["ana"], people["ines"]
    one = add(house, mei, "Acme GmbH", city="Köln")
    other = add(house, ana, "ACME Ltd", city="Köln")
    with house.session() as session:
        assert [each.name for each in duplicates.keep_apart(session, mei, other, one, now=MONDAY)] == [
            "Acme GmbH", "ACME Ltd",
        ]  # fmt: skip
        # Twice is once.
        duplicates.keep_apart(session, ana, one, other, now=MONDAY)
    assert names(listed(house, ana)) == []
    assert listed(house, ines).kept_apart == 1
    with house.session() as session:
        [kept] = duplicates.list_kept_apart(session, ines, now=MONDAY)
        assert (kept.one.client_id, kept.other.client_id, kept.person) == (one, other, "U0Mei")
        duplicates.propose_again(session, ines, one, other, now=MONDAY)
        assert duplicates.list_kept_apart(session, ines, now=MONDAY) == ()
    assert names(listed(house, ana)) == [("Acme GmbH", "ACME Ltd")]
    with house.session() as session, pytest.raises(Conflict, match="not kept apart"):
        duplicates.propose_again(session, ines, one, other, now=MONDAY)


def test_those_whom_a_pair_does_not_concern_decide_nothing(house, people):
    one = add(house, people["ana"], "Acme GmbH", city="Köln")
    other = add(house, people["ana"], "ACME Ltd", city="Köln")
    for who in ("mei", "tom", "fin", "aud"):
        with pytest.raises(Refused), house.session() as session:
            duplicates.keep_apart(session, people[who], one, other, now=MONDAY)
    for who in ("mei", "tom", "ana"):
        with pytest.raises(Refused), house.session() as session:
            duplicates.list_kept_apart(session, people[who], now=MONDAY)
        with pytest.raises(Refused), house.session() as session:
            duplicates.propose_again(session, people[who], one, other, now=MONDAY)
    assert len(listed(house, people["ines"]).pairs) == 1


@on_both
def test_what_is_known_since_is_seen_at_once(house, people):
    mei, ines = people["mei"], people["ines"]
    add(house, mei, "Alpha Works", country="DE", city="Köln")
    other = add(house, mei, "Omega Handel", country="DE", city="Köln")
    assert names(listed(house, ines)) == []
    house.know(mei, other, MONDAY, name="Alpha Works GmbH")
    assert names(listed(house, ines)) == [("Alpha Works", "Alpha Works GmbH")]
    house.know(mei, other, MONDAY, name="Something Else")
    assert names(listed(house, ines)) == []


def test_a_long_list_is_turned_page_by_page(house, people):
    for number in range(6):
        for form in ("GmbH", "Ltd"):
            add(house, people["mei"], f"{'abcdef'[number] * 6} Works {form}", city="Köln")
    first, second, beyond = (listed(house, people["ines"], page) for page in (0, 1, 7))
    assert (len(first.pairs), len(second.pairs), first.pages, first.count) == (5, 1, 2, 6)
    assert beyond.page == 1
    assert not set(names(first)) & set(names(second))


@on_both
def test_a_file_of_an_alias_answers_for_it(house, people):
    one = add(house, people["mei"], "Nordisk Tømmer", city="Bergen")
    add(house, people["mei"], "Nordic Timber", city="Bergen")
    with house.session() as session:
        client_store.add_alias(session, one, "Nordic Timber AS")
    house.know(people["mei"], one, MONDAY, situation="new")
    assert [pair.reasons[0] for pair in listed(house, people["ines"]).pairs] == [Reason.SAME_NAME]


@on_both
def test_a_new_client_is_checked_by_all_that_was_typed(house, people):
    mei = people["mei"]
    add(house, mei, "Nordic Timber", country="NO", city="Bergen", website="nordic.no", phone="+47 55 123456")
    typed = clients.NewClient("Fjordholz", {"country": "NO", "city": "Bergen"}, contact_email="kari@nordic.no")

    def alike(new):
        with house.session() as session:
            try:
                clients.record_client(session, mei, new, now=MONDAY, catalogue=CATALOGUE)
            except clients.LikelyDuplicate as likely:
                return [match.client.name for match in likely.matches]
            return []

    assert alike(typed) == []
    assert alike(replace(typed, name="Nordic Tømmer")) == ["Nordic Timber"]
    by_phone = replace(typed, name="Tømmer Nordic", contact_email="", contact_phone="55 12 34 56")
    assert alike(by_phone) == ["Nordic Timber"]
    assert alike(clients.NewClient("Nordic Timber Ltd", {"country": "NO", "city": "Oslo"})) == ["Nordic Timber"]


def test_turning_pages_does_not_look_through_every_file_again(house, people):
    mei, ines = people["mei"], people["ines"]
    add(house, mei, "Acme GmbH", city="Köln")
    other = add(house, mei, "ACME Ltd", city="Köln")
    assert len(listed(house, ines).pairs) == 1
    add(house, mei, "Beta Works", city="Ulm")
    add(house, mei, "Beta Works Ltd", city="Ulm")
    house.know(mei, other, MONDAY, name="Quite Another")
    with house.session() as session, house.database.reading() as reader:
        again = duplicates.list_pairs(session, reader, ines, is_fresh=False, now=MONDAY)
    # What is shown is judged by what is known now all the same.
    assert names(again) == []
    assert names(listed(house, ines)) == [("Beta Works", "Beta Works Ltd")]
