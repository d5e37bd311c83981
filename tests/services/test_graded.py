"""What people read of standing grades: lists cut to their readers, moves told to owners, counts for the digest."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.errors import Conflict, InvalidInput, Refused
from bot.policy.catalogue import Catalogue
from bot.policy.grade_settings import write_grades
from bot.policy.standing import GradeCause, GradeSettings
from bot.policy.values import Reading
from bot.results.grades import GradeMoves
from bot.services import graded, grading
from bot.services.clients import require_client, show_client
from bot.services.digest import compose_digest
from bot.services.grade_lists import list_grades
from bot.services.history import read_history
from bot.services.home import compose_home
from bot.services.standing import AsOf, regrade
from bot.store import grades, settings
from bot.store.tables import AccessLogRow
from tests.jobs.company import CATALOGUE, MONDAY, OPERATOR, on_both

READING = Reading("USD", MONDAY.date())
JUNE = date(2026, 6, 1)
AT = AsOf(MONDAY, ZoneInfo("Europe/London"), "USD")
LATER = AsOf(MONDAY + timedelta(days=1), AT.zone, "USD")


@pytest.fixture
def people(house):
    return {
        "mei": house.person("U0MEI", team="North"), "bo": house.person("U0BO", team="South"),
        "tom": house.person("U0TOM", "manager", team="North"), "ines": house.person("U0INES", "custodian"),
        "aud": house.person("U0AUD", "auditor"),
    }  # fmt: skip


@pytest.fixture
def files(house, people):
    """Mei's ACME has 80 of 100 in June, her BOLT 4, and Bo's CORE 16."""
    ids = {
        "ACME": house.client(people["mei"], "ACME"), "BOLT": house.client(people["mei"], "BOLT"),
        "CORE": house.client(people["bo"], "CORE"),
    }  # fmt: skip
    for name, units in (("ACME", 80), ("BOLT", 4), ("CORE", 16)):
        house.sold(ids[name], JUNE, units)
    house.stated(MONDAY.date())
    regrade(house.database, AT)
    return ids


def resettle(house, **changed):
    """Other rules, and everybody graded by them a day later."""
    with house.session() as session:
        revision = grading.read_settings(session).revision + 1
        settings.set_json(session, grades.SETTINGS, write_grades(GradeSettings(**changed, revision=revision)), MONDAY)
    regrade(house.database, LATER)


def resell(house, files, name, units):
    """Sales of May as well, so that the next grading finds others."""
    house.sold(files[name], date(2026, 5, 1), units)
    regrade(house.database, LATER)


def listed(house, actor, asked="", page=0):
    with house.session() as session:
        return list_grades(session, actor, asked, page=page, as_of=AT, catalogue=CATALOGUE, reading=READING)


def names(found):
    return [row.client.name for row in found.rows]


@on_both
def test_the_list_is_cut_to_its_reader_and_shares_of_all_are_for_those_who_see_all(house, people, files):
    whole = listed(house, people["ines"])
    assert [(row.client.name, row.standing.grade, row.share, row.cumulative) for row in whole.rows] == [
        ("ACME", "A", Fraction(80, 100), Fraction(80, 100)),
        ("CORE", "B", Fraction(16, 100), Fraction(96, 100)),
        ("BOLT", "C", Fraction(4, 100), Fraction(1)),
    ]
    mine = listed(house, people["mei"])
    assert [(row.client.name, row.share, row.cumulative) for row in mine.rows] == [
        ("ACME", None, None),
        ("BOLT", None, None),
    ]
    assert [(row.client.name, row.share) for row in listed(house, people["tom"]).rows] == [
        ("ACME", None),
        ("BOLT", None),
    ]
    assert names(listed(house, people["bo"])) == ["CORE"]
    assert names(listed(house, people["ines"], "b")) == ["CORE"]
    assert names(listed(house, people["ines"], "grade:C owner:@U0MEI")) == ["BOLT"]
    with pytest.raises(Refused):
        listed(house, people["aud"])
    with pytest.raises(InvalidInput, match="is no sales grade; there are A, B, C"):
        listed(house, people["ines"], "Gold")
    with house.session() as session:
        read = session.scalars(select(AccessLogRow.detail).where(AccessLogRow.via == "grades"))
        assert {"", "b", "grade:C owner:@U0MEI"} <= set(read)


def test_the_list_is_turned_page_by_page(house, people, files):
    for number in range(45):
        house.sold(house.client(people["mei"], f"Small {number:02}"), JUNE, 1)
    regrade(house.database, LATER)
    pages = [listed(house, people["ines"], page=page) for page in (0, 1, 2, 9)]
    assert [(len(each.rows), each.page, each.pages, each.total) for each in pages] == [
        (20, 0, 3, 48), (20, 1, 3, 48), (8, 2, 3, 48), (8, 2, 3, 48),
    ]  # fmt: skip


def test_before_the_first_grading_it_shows_what_that_will_find(house, people):
    house.sold(house.client(people["mei"], "ACME"), JUNE, 5)
    house.stated(MONDAY.date())
    assert names(listed(house, people["ines"])) == ["ACME"]


@on_both
def test_an_owner_is_told_in_one_line_for_a_week(house, people, files):
    # First grades are no news. Then CORE sells 500 in May: ACME begins behind it at 72 % of the averages, BOLT at 98 %.
    with house.session() as session:
        assert compose_home(session, people["mei"], now=AT.now, catalogue=CATALOGUE).moved == ()
    resell(house, files, "CORE", 500)
    with house.session() as session:
        desk = compose_home(session, people["bo"], now=LATER.now, catalogue=CATALOGUE)
    assert [(each.name, each.before, each.grade, each.cause) for each in desk.moved] == [
        ("CORE", "B", "A", GradeCause.SALES)
    ]
    with house.session() as session:
        rows = session.scalars(select(AccessLogRow).where(AccessLogRow.via == "home", AccessLogRow.detail == "grade"))
        assert {(row.part, row.client_id) for row in rows} == {("sales", files["CORE"])}
        over = compose_home(session, people["bo"], now=LATER.now + timedelta(days=8), catalogue=CATALOGUE)
    assert over.moved == ()


def test_the_digest_counts_the_weeks_moves_and_names_nobody(house, people, files):
    resell(house, files, "CORE", 500)
    with house.session() as session:
        found = compose_digest(session, OPERATOR, house.desk.company, week_start=MONDAY.date(), now=LATER.now)
        before = compose_digest(session, OPERATOR, house.desk.company, week_start=date(2026, 6, 29), now=LATER.now)
    assert found.grades == GradeMoves(up=(("A", 1),))
    assert before.grades == GradeMoves()


def test_new_rules_count_apart_in_the_digest(house, people, files):
    resettle(house, grades=("A", "B"), shares=(Decimal(10),))
    with house.session() as session:
        moves = graded.count_between(session, MONDAY, LATER.now + timedelta(hours=1))
    assert moves == GradeMoves(by_rules=1)  # BOLT's C is gone


@on_both
def test_card_and_history_show_the_grade_to_whoever_may_read_sales(house, people, files):
    resell(house, files, "CORE", 500)
    with house.session() as session:
        core = require_client(session, files["CORE"])
        shown = show_client(
            session, people["bo"], core, now=LATER.now, catalogue=CATALOGUE, base_currency="USD"
        ).sales.grade
        assert (shown.grade, shown.before, shown.since) == ("A", "B", date(2026, 7, 7))
        assert (shown.amount, shown.months, shown.is_short) == (516 * 10_000, 2, True)
        given = {"chosen": "", "page": 0, "now": LATER.now, "catalogue": Catalogue()}
        told = read_history(session, people["bo"], core, **given).grades
        assert [(each.before, each.grade) for each in told] == [("B", "A"), ("", "B")]
        assert read_history(session, people["mei"], core, **given).grades == ()


def test_the_preview_says_who_would_move_and_writes_nothing(house, people, files):
    wanted = GradeSettings(shares=(Decimal(80), Decimal(97)))
    with house.session() as session:
        shown = grading.preview(session, session, people["ines"], wanted, AT)
    assert [(each.name, each.before, each.grade, each.direction) for each in shown.moves] == [("BOLT", "C", "B", 1)]
    assert shown.counts == (("A", 1), ("B", 2), ("C", 0))
    assert names(listed(house, people["ines"], "C")) == ["BOLT"]
    with house.session() as session, pytest.raises(Refused):
        grading.preview(session, session, people["tom"], wanted, AT)


def test_the_second_of_two_custodians_is_told(house, people, files):
    opened = GradeSettings()
    with house.session() as session:
        saved = grading.save_settings(session, people["ines"], opened, now=MONDAY)
    assert saved.revision == 1
    with pytest.raises(Conflict, match="U0Ines has changed the sales grades meanwhile"), house.session() as session:
        grading.save_settings(session, people["ines"], opened, now=MONDAY)
    with house.session() as session:
        assert grading.save_settings(session, people["ines"], saved, now=MONDAY).revision == 2
        written = session.scalars(select(AccessLogRow.detail).where(AccessLogRow.via == "settings"))
        assert list(written) == ["grades 1", "grades 2"]
