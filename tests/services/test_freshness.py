"""What is stale for whom, in which order, and what answering does."""

from datetime import date, timedelta

import pytest

from bot.errors import Conflict, InvalidInput, Refused
from bot.policy.access import Actor, Part
from bot.policy.catalogue import FILE_SECTIONS, Source
from bot.policy.freshness import Freshness
from bot.results.freshness import StaleItem
from bot.services import freshness
from bot.services.clients import require_client
from bot.services.people import leave_person
from bot.store.tables import AccessLogRow, FactRow, OutboxRow
from tests.jobs.company import CATALOGUE, DAY, MONDAY, OPERATOR, House, on_both


def stale(house: House, actor: Actor, *, owner_id: int | None = None, limit: int = 50) -> tuple[StaleItem, ...]:
    with house.session() as session:
        return freshness.list_stale(session, actor, owner_id=owner_id, now=MONDAY, catalogue=CATALOGUE, limit=limit)


def shown(items: tuple[StaleItem, ...]) -> list[tuple[str, str, int]]:
    return [(item.client.name, item.section.value, item.days_overdue) for item in items]


@on_both
def test_a_section_is_stale_by_its_worst_value(house):
    mei = house.person("U0MEI")
    acme = house.client(mei, "ACME")
    house.know(mei, acme, MONDAY - DAY, industry="retail", culture="open", attitude="good")
    # Problems live 90 days, trading terms 365: 100 and 300 days old make one of them stale by ten days.
    house.know(mei, acme, MONDAY - 100 * DAY, problems="Late", counter_measures="Call weekly")
    house.know(mei, acme, MONDAY - 120 * DAY, sales_activity="Spring fair")
    house.know(mei, acme, MONDAY - 300 * DAY, trading_terms="30 days")
    [item] = stale(house, mei)
    assert shown((item,)) == [("ACME", "trading", 30)]
    assert item.freshness is Freshness.STALE
    assert [(value.field.key, value.value) for value in item.values] == [
        ("sales_activity", "Spring fair"), ("counter_measures", "Call weekly"), ("problems", "Late"),
    ]  # fmt: skip


@on_both
def test_the_most_overdue_of_the_most_valuable_comes_first_and_the_unknown_last(house):
    mei = house.person("U0MEI")
    small = house.stale_client(mei, "Small", days=29)
    large = house.stale_client(mei, "Large", days=14)
    none = house.stale_client(mei, "Never bought", days=20)
    house.client(mei, "Unknown")
    # 96 % of the last twelve closed months is grade A, the rest C. Days count from one: 15 x 3, 30 x 1, 21 x 1.
    house.sold(large, date(2026, 6, 1), 960)
    house.sold(small, date(2025, 7, 1), 40)
    # Sales of the month that runs, and of more than a year ago, weigh nothing.
    house.sold(none, date(2026, 7, 1), 100_000)
    house.sold(small, date(2025, 6, 1), 100_000)
    names = [(item.client.name, item.freshness) for item in stale(house, mei)]
    late = Freshness.STALE
    assert names[:3] == [("Large", late), ("Small", late), ("Never bought", late)]
    assert names[3:] == [("Unknown", Freshness.EMPTY)] * len(FILE_SECTIONS)
    assert len(stale(house, mei, limit=2)) == 2


@on_both
def test_a_new_file_is_not_asked_for_what_nobody_can_know_yet(house):
    mei = house.person("U0MEI")
    house.client(mei, "Thirteen days", opened=MONDAY - 13 * DAY)
    assert stale(house, mei) == ()
    house.client(mei, "Fifteen days", opened=MONDAY - 15 * DAY)
    assert {item.client.name for item in stale(house, mei)} == {"Fifteen days"}


@pytest.mark.parametrize(
    ("reader", "seen"),
    [
        ("U0MEI", {"Mei's"}),
        ("U0BOSS", {"Mei's", "Boss's"}),
        ("U0CUS", {"Mei's", "Tom's", "Boss's"}),
        ("U0FIN", set()),
        ("U0AUD", set()),
    ],
)
def test_everybody_is_shown_what_they_may_write(house, reader, seen):
    people = {
        "U0MEI": house.person("U0MEI", team="asia"),
        "U0TOM": house.person("U0TOM", team="europe"),
        "U0BOSS": house.person("U0BOSS", "manager", team="asia"),
        "U0CUS": house.person("U0CUS", "custodian"),
        "U0FIN": house.person("U0FIN", "finance", team="asia"),
        "U0AUD": house.person("U0AUD", "auditor"),
    }
    house.stale_client(people["U0MEI"], "Mei's")
    house.stale_client(people["U0TOM"], "Tom's")
    house.stale_client(people["U0BOSS"], "Boss's")
    assert {item.client.name for item in stale(house, people[reader])} == seen


def test_one_owner_can_be_picked_out_but_not_by_a_rep_from_elsewhere(house):
    mei, tom, custodian = house.person("U0MEI"), house.person("U0TOM"), house.person("U0CUS", "custodian")
    house.stale_client(mei, "Mei's")
    house.stale_client(tom, "Tom's")
    assert [item.client.name for item in stale(house, custodian, owner_id=tom.person_id)] == ["Tom's"]
    assert stale(house, mei, owner_id=tom.person_id) == ()


def test_reading_the_values_is_logged(house):
    mei = house.person("U0MEI")
    acme = house.stale_client(mei, "ACME")
    stale(house, mei)
    with house.session() as session:
        rows = session.query(AccessLogRow).filter(AccessLogRow.via == "stale").all()
    assert [(row.client_id, row.person_id, row.deed, row.part) for row in rows] == [
        (acme, mei.person_id, "read", "trading")
    ]


@on_both
def test_still_true_makes_everything_stale_fresh_and_leaves_the_rest(house):
    mei = house.person("U0MEI")
    acme = house.stale_client(mei, "ACME")
    house.know(mei, acme, MONDAY - 75 * DAY, sales_activity="Due, at 83 % of its 90 days")
    house.know(mei, acme, MONDAY - 10 * DAY, reputation="Fresh")
    with house.session() as session:
        done = freshness.confirm_section(
            session, mei, acme, Part.TRADING, source=Source.EMAIL, now=MONDAY, catalogue=CATALOGUE
        )
        facts = session.query(FactRow).filter(FactRow.recorded_at == MONDAY).all()
    assert set(done.fields) == {"problems", "sales_activity"}
    assert {(fact.field, fact.kind, fact.source, fact.person_id) for fact in facts} == {
        ("problems", "confirmed", "email", mei.person_id), ("sales_activity", "confirmed", "email", mei.person_id),
    }  # fmt: skip
    assert stale(house, mei) == ()


def test_a_second_tap_confirms_nothing(house):
    mei = house.person("U0MEI")
    acme = house.stale_client(mei, "ACME")
    for expected in [("problems",), ()]:
        with house.session() as session:
            done = freshness.confirm_section(
                session, mei, acme, Part.TRADING, source=Source.CALL, now=MONDAY, catalogue=CATALOGUE
            )
        assert done.fields == expected


def test_only_those_who_write_a_section_confirm_or_snooze_it(house):
    mei, tom = house.person("U0MEI"), house.person("U0TOM")
    acme = house.stale_client(mei, "ACME")
    with pytest.raises(Refused), house.session() as session:
        freshness.confirm_section(session, tom, acme, Part.TRADING, source=Source.CALL, now=MONDAY, catalogue=CATALOGUE)
    with pytest.raises(Refused), house.session() as session:
        freshness.snooze(session, tom, acme, Part.TRADING, until=MONDAY + DAY, now=MONDAY)
    with pytest.raises(InvalidInput), house.session() as session:
        freshness.confirm_section(session, mei, acme, Part.CREDIT, source=Source.CALL, now=MONDAY, catalogue=CATALOGUE)


@on_both
def test_a_snoozed_section_rests_until_its_day(house):
    mei = house.person("U0MEI")
    acme = house.stale_client(mei, "ACME")
    with house.session() as session:
        freshness.snooze(session, mei, acme, Part.TRADING, until=MONDAY + DAY, now=MONDAY)
        freshness.snooze(session, mei, acme, Part.TRADING, until=MONDAY + 7 * DAY, now=MONDAY)
    assert stale(house, mei) == ()
    with house.session() as session:
        found = freshness.list_stale(session, mei, owner_id=None, now=MONDAY + 7 * DAY, catalogue=CATALOGUE, limit=9)
    assert shown(found)[0] == ("ACME", "trading", 17)
    with pytest.raises(InvalidInput), house.session() as session:
        freshness.snooze(session, mei, acme, Part.TRADING, until=MONDAY - DAY, now=MONDAY)


def messages(house: House) -> list[tuple[str, str]]:
    with house.session() as session:
        return sorted((row.kind, row.recipient) for row in session.query(OutboxRow))


@on_both
def test_not_mine_asks_each_custodian_once_and_leaves_the_rep_in_peace(house):
    mei = house.person("U0MEI")
    house.person("U0CUS", "custodian")
    house.person("U0DOC", "rep,custodian")
    house.person("U0OLD", "custodian")
    acme = house.stale_client(mei, "ACME")
    with house.session() as session:
        leave_person(session, OPERATOR, "U0OLD", now=MONDAY)
    for _ in range(2):
        with house.session() as session:
            freshness.disown(session, mei, acme, now=MONDAY)
    assert messages(house) == [("owner_question", "U0CUS"), ("owner_question", "U0DOC")]
    assert stale(house, mei) == ()


def test_a_file_that_is_not_ones_own_cannot_be_disowned(house):
    mei, tom = house.person("U0MEI"), house.person("U0TOM")
    acme = house.stale_client(mei, "ACME")
    with pytest.raises(Conflict, match="ACME"), house.session() as session:
        freshness.disown(session, tom, acme, now=MONDAY)


@on_both
def test_the_custodian_gives_a_file_to_somebody_who_is_told(house):
    mei, tom, custodian = house.person("U0MEI"), house.person("U0TOM"), house.person("U0CUS", "custodian")
    acme = house.stale_client(mei, "ACME")
    for _ in range(2):
        with house.session() as session:
            given = freshness.assign_owner(session, custodian, acme, "U0TOM", now=MONDAY)
            assert given.owner_id == tom.person_id
    assert messages(house) == [("owner_assigned", "U0TOM")]
    assert [item.client.name for item in stale(house, tom)] == ["ACME"]
    assert stale(house, mei) == ()
    with house.session() as session:
        rows = session.query(AccessLogRow).filter(AccessLogRow.via == "assign", AccessLogRow.deed == "write").all()
    assert [(row.client_id, row.person_id) for row in rows] == [(acme, custodian.person_id)]


def test_a_file_that_comes_back_is_asked_about_again(house):
    mei, custodian = house.person("U0MEI"), house.person("U0CUS", "custodian")
    acme = house.stale_client(mei, "ACME")
    with house.session() as session:
        freshness.disown(session, mei, acme, now=MONDAY)
        freshness.assign_owner(session, custodian, acme, "U0MEI", now=MONDAY + timedelta(hours=1))
    assert [item.client.name for item in stale(house, mei)] == ["ACME"]


def test_only_a_custodian_assigns_and_only_to_those_who_keep_files(house):
    mei, custodian = house.person("U0MEI"), house.person("U0CUS", "custodian")
    house.person("U0FIN", "finance")
    acme = house.stale_client(mei, "ACME")
    with pytest.raises(Refused), house.session() as session:
        freshness.assign_owner(session, mei, acme, "U0MEI", now=MONDAY)
    for nobody in ("U0FIN", "U0NOBODY"):
        with pytest.raises(InvalidInput), house.session() as session:
            freshness.assign_owner(session, custodian, acme, nobody, now=MONDAY)
    with house.session() as session:
        assert require_client(session, acme).owner_id == mei.person_id
        assert freshness.disowned_client(session, custodian, acme, mei.person_id or 0, now=MONDAY) is not None
        assert freshness.disowned_client(session, custodian, acme, 0, now=MONDAY) is None
