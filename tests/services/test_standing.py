"""Standing sales grades over hand-worked ledgers, on both databases: windows, causes, history, and two at once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, insert, select, update

from bot.policy.catalogue import Catalogue
from bot.policy.grade_settings import TypedGrades, parse_grades, write_grades
from bot.policy.standing import GradeCause, GradeKind, GradeSettings
from bot.services import merging
from bot.services.clients import require_client
from bot.services.integrity import check_ledger
from bot.services.standing import AsOf, regrade
from bot.store import grades, rollups, settings
from bot.store.database import Database, open_engine
from bot.store.tables import ClientGradeRow, GradeChangeRow, RateRow
from bot.store.tables_work import JobRunRow
from tests.services.ledger import NOW, OPERATOR, UNIT, Line, add_client, add_people, put_lines

JULY = AsOf(NOW, ZoneInfo("Europe/Berlin"), "USD")
"""On 20 July; the ledger reaches into July, so that windows end in June."""
TO_JULY = Line(date(2026, 7, 2), None, UNIT)
"""A line of nobody's: it says that June is all in."""


@pytest.fixture
def company(migrated_url: str) -> Iterator[Database]:
    database = Database(open_engine(migrated_url))
    with database.session() as session:
        add_people(session, (1, "rep", "north"), (2, "rep", "south"), (3, "custodian", ""))
        for client_id in (1, 2, 3, 4):
            add_client(session, client_id, owner_id=1)
    yield database
    database.close()


def sell(company: Database, *lines: Line) -> None:
    with company.session() as session:
        put_lines(session, [TO_JULY, *lines])
        settings.bump(session, rollups.LEDGER_GENERATION, NOW)


def months(client: int, units: int, first: date, count: int, **more: object) -> list[Line]:
    """Sales of so many units in each of some months."""
    every = [(first.year * 12 + first.month - 1 + step) for step in range(count)]
    return [Line(date(each // 12, each % 12 + 1, 15), client, units * UNIT, **more) for each in every]


def stand(company: Database) -> dict[int, str]:
    with company.reading() as session:
        return {client_id: each.grade for client_id, each in sorted(grades.list_standing(session).items())}


def of(company: Database, client_id: int):
    with company.reading() as session:
        return grades.list_standing(session)[client_id]


def history(company: Database, client_id: int) -> list[tuple[str, str, str]]:
    with company.reading() as session:
        return [(each.before, each.grade, each.cause.value) for each in grades.list_history(session, client_id)]


def set_rules(company: Database, **changed: object) -> None:
    with company.session() as session:
        kept = settings.get_json(session, grades.SETTINGS)
        revision = int(kept["revision"]) + 1 if kept else 1
        rules = GradeSettings(**changed, revision=revision)
        settings.set_json(session, grades.SETTINGS, write_grades(rules), NOW, 3)


def is_sound(company: Database) -> bool:
    with company.reading() as session:
        return grades.list_unfounded(session) == []


def test_each_client_gets_one_grade_over_the_window_and_an_event(company):
    # The window is July 2025 to June 2026; of 100, client 1 has 80, client 2 has 15, client 3 has 5.
    sell(
        company, Line(date(2025, 7, 1), 1, 80 * UNIT), Line(date(2026, 6, 30), 2, 15 * UNIT),
        Line(date(2025, 12, 1), 3, 5 * UNIT), Line(date(2025, 6, 30), 3, 999 * UNIT),
        Line(date(2026, 7, 1), 3, 999 * UNIT),
        Line(date(2024, 1, 1), 4, UNIT), Line(date(2024, 1, 1), 1, UNIT), Line(date(2024, 1, 1), 2, UNIT),
    )  # fmt: skip
    assert regrade(company, JULY) == 3
    assert stand(company) == {1: "A", 2: "B", 3: "C"}
    first = of(company, 1)
    assert (first.amount, first.months, first.is_short, first.since) == (80 * UNIT, 12, False, date(2026, 7, 20))
    assert (first.window.start, first.window.end) == (date(2025, 7, 1), date(2026, 6, 30))
    assert history(company, 1) == [("", "A", "sales")]
    # Client 4 sold nothing in the window and never had a grade.
    assert history(company, 4) == []
    assert is_sound(company)


def test_nothing_is_written_while_nothing_changes_and_each_day_looks_again(company):
    sell(company, *months(1, 10, date(2025, 7, 1), 12))
    assert regrade(company, JULY) == 1
    assert regrade(company, JULY) is None
    tomorrow = AsOf(NOW + timedelta(days=1), JULY.zone, "USD")
    assert regrade(company, tomorrow) == 0
    with company.reading() as session:
        assert session.scalar(select(ClientGradeRow.graded_at)) == NOW


def test_the_month_turns_in_the_companys_own_time_zone(company):
    with company.session() as session:
        put_lines(session, [Line(date(2026, 7, 31), 1, UNIT)])
    # 23:30 on 31 July in London is 00:30 on 1 August in Berlin; in London July has not closed, and there is nothing.
    late = datetime(2026, 7, 31, 22, 30, tzinfo=UTC)
    assert regrade(company, AsOf(late, ZoneInfo("Europe/London"), "USD")) == 0
    assert stand(company) == {}
    assert regrade(company, AsOf(late, ZoneInfo("Europe/Berlin"), "USD")) == 1
    assert of(company, 1).window.end == date(2026, 7, 31)


def test_a_client_of_four_months_divides_by_four_and_is_marked(company):
    # Client 1 sells 100 a month for a year, client 2 the same for four months: the same grade.
    sell(company, *months(1, 100, date(2025, 7, 1), 12), *months(2, 100, date(2026, 3, 1), 4))
    set_rules(company, grades=("A", "B"), shares=(Decimal(40),))
    regrade(company, JULY)
    assert stand(company) == {1: "A", 2: "A"}
    new = of(company, 2)
    assert (new.amount, new.months, new.is_short) == (400 * UNIT, 4, True)
    # A month without sales counts from the first one on.
    sell(company, *months(1, 100, date(2025, 7, 1), 12), Line(date(2026, 3, 1), 2, 399 * UNIT))
    regrade(company, JULY)
    assert stand(company) == {1: "A", 2: "B"}


@pytest.mark.parametrize(("bound", "span", "grade"), [(100, "month", "A"), (101, "month", "B"), (1200, "year", "A")])
def test_thresholds_are_of_an_average_month_or_year(company, bound, span, grade):
    sell(company, *months(1, 100, date(2025, 7, 1), 12))
    typed = TypedGrades("A, B", "threshold", "12", span, str(bound))
    with company.session() as session:
        rules = parse_grades(typed, GradeSettings(revision=1), "USD")
        settings.set_json(session, grades.SETTINGS, write_grades(rules), NOW)
    regrade(company, JULY)
    assert stand(company) == {1: grade}


def test_a_client_that_stops_buying_loses_its_grade_and_keeps_its_history(company):
    sell(company, *months(1, 10, date(2025, 7, 1), 12), *months(2, 5, date(2025, 7, 1), 12))
    regrade(company, JULY)
    sell(
        company,
        *months(1, 10, date(2025, 7, 1), 12),
        *months(2, 5, date(2025, 7, 1), 12),
        Line(date(2026, 6, 30), 2, -60 * UNIT),
    )
    regrade(company, JULY)
    assert stand(company) == {1: "A", 2: "-"}
    assert history(company, 2) == [("", "A", "sales"), ("A", "-", "sales")]
    assert is_sound(company)


EUROS = {"currency": "EUR"}


def with_rates(company: Database) -> None:
    with company.session() as session:
        session.execute(insert(RateRow), [{"currency": "EUR", "date": date(2025, 7, 1), "rate": Decimal(1)}])


def test_a_movement_by_exchange_rates_alone_is_marked(company):
    with_rates(company)
    set_rules(company, grades=("A", "B"), shares=(Decimal(50),))
    dollars, euros = months(1, 100, date(2025, 7, 1), 12), months(2, 100, date(2025, 7, 1), 12, **EUROS)
    sell(company, *dollars, *[Line(each.day, 2, each.amount, currency="EUR", rate=Decimal("1.2")) for each in euros])
    regrade(company, JULY)
    # 1,440 dollars before 1,200: client 2 crosses the half, client 1 begins behind it.
    assert stand(company) == {1: "B", 2: "A"}
    # The same euros at 0.9 are 1,080: both have moved though neither sold more or less.
    sell(company, *dollars, *[Line(each.day, 2, each.amount, currency="EUR", rate=Decimal("0.9")) for each in euros])
    regrade(company, JULY)
    assert stand(company) == {1: "A", 2: "B"}
    assert history(company, 2)[-1] == ("A", "B", "rates")
    assert history(company, 1)[-1] == ("B", "A", "rates")
    assert of(company, 2).cause is GradeCause.RATES


def test_a_movement_by_sales_beside_a_move_of_rates_is_not(company):
    with_rates(company)
    set_rules(company, grades=("A", "B"), shares=(Decimal(50),))
    dollars, euros = months(1, 100, date(2025, 7, 1), 12), months(2, 100, date(2025, 7, 1), 12, **EUROS)
    sell(company, *dollars, *[Line(each.day, 2, each.amount, currency="EUR", rate=Decimal("1.2")) for each in euros])
    regrade(company, JULY)
    # Half the euros at 1.2 would be 720 dollars: client 2 has moved by its sales, whatever the rate.
    sell(
        company, *dollars, *[Line(each.day, 2, each.amount // 2, currency="EUR", rate=Decimal("1.1")) for each in euros]
    )
    regrade(company, JULY)
    assert history(company, 2)[-1] == ("A", "B", "sales")


def test_a_window_that_moves_on_compares_the_same_euros_at_the_rates_of_then(company):
    with_rates(company)
    set_rules(company, grades=("A", "B"), shares=(Decimal(50),), window=1)
    june = [
        Line(date(2026, 6, 9), 1, 100 * UNIT),
        Line(date(2026, 6, 9), 2, 100 * UNIT, currency="EUR", rate=Decimal("1.2")),
    ]
    july = [
        Line(date(2026, 7, 9), 1, 100 * UNIT),
        Line(date(2026, 7, 9), 2, 100 * UNIT, currency="EUR", rate=Decimal("0.9")),
    ]
    sell(company, *june)
    regrade(company, JULY)
    assert stand(company) == {1: "B", 2: "A"}
    sell(company, *june, *july, Line(date(2026, 8, 1), None, UNIT))
    regrade(company, AsOf(datetime(2026, 8, 2, tzinfo=UTC), JULY.zone, "USD"))
    assert stand(company) == {1: "A", 2: "B"}
    assert history(company, 2)[-1] == ("A", "B", "rates")


def test_new_rules_are_a_cause_of_their_own_apart_from_what_the_ledger_moved(company):
    sell(company, *months(1, 70, date(2025, 7, 1), 12), *months(2, 30, date(2025, 7, 1), 12))
    regrade(company, JULY)
    assert stand(company) == {1: "A", 2: "A"}
    # Client 1 now has 85 of 100, so client 2 falls to B; then the custodian calls A whatever begins below 10 %.
    sell(company, *months(1, 85, date(2025, 7, 1), 12), *months(2, 15, date(2025, 7, 1), 12))
    set_rules(company, grades=("Gold", "Tin"), shares=(Decimal(10),))
    assert regrade(company, JULY) == 2
    assert stand(company) == {1: "Gold", 2: "Tin"}
    assert history(company, 1) == [("", "A", "sales"), ("A", "Gold", "rules")]
    assert history(company, 2) == [("", "A", "sales"), ("A", "B", "sales"), ("B", "Tin", "rules")]
    with company.reading() as session:
        by = session.execute(select(GradeChangeRow.cause, GradeChangeRow.person_id)).all()
    assert {tuple(each) for each in by} == {("sales", None), ("rules", 3)}
    assert is_sound(company)


def test_whoever_comes_back_by_the_new_rules_has_not_moved(company):
    sell(company, *months(1, 70, date(2025, 7, 1), 12), *months(2, 30, date(2025, 7, 1), 12))
    regrade(company, JULY)
    sell(company, *months(1, 85, date(2025, 7, 1), 12), *months(2, 15, date(2025, 7, 1), 12))
    set_rules(company, shares=(Decimal(90), Decimal(95)))
    assert regrade(company, JULY) == 0
    assert history(company, 2) == [("", "A", "sales")]
    assert is_sound(company)


def test_a_merge_moves_the_whole_and_its_undoing_moves_it_back(company):
    sell(
        company,
        *months(1, 80, date(2025, 7, 1), 12),
        *months(2, 15, date(2025, 7, 1), 12),
        *months(3, 5, date(2025, 7, 1), 12),
    )
    regrade(company, JULY)
    assert stand(company) == {1: "A", 2: "B", 3: "C"}
    later = AsOf(NOW + timedelta(hours=1), JULY.zone, "USD")
    with company.session() as session:
        source, target = require_client(session, 1), require_client(session, 3)
        merging.merge_clients(session, OPERATOR, source, target, now=later.now, catalogue=Catalogue())
    # The file of 3 has 85 of 100 now; 2 begins at 85 %. What went into it has no grade of its own meanwhile.
    assert regrade(company, later) == 1
    assert stand(company) == {2: "B", 3: "A"}
    assert history(company, 3) == [("", "C", "sales"), ("C", "A", "merge")]
    last = AsOf(NOW + timedelta(hours=2), JULY.zone, "USD")
    with company.session() as session:
        merging.undo_merge(session, OPERATOR, 1, now=last.now, catalogue=Catalogue())
    regrade(company, last)
    assert stand(company) == {1: "A", 2: "B", 3: "C"}
    assert history(company, 3)[-1] == ("A", "C", "merge")
    assert history(company, 1) == [("", "A", "sales")]
    assert is_sound(company)


def test_bounds_in_another_currency_than_the_ledgers_grade_nobody_anew(company):
    sell(company, *months(1, 100, date(2025, 7, 1), 12))
    regrade(company, JULY)
    with company.session() as session:
        rules = parse_grades(TypedGrades("A, B", "threshold", "12", "month", "1"), GradeSettings(revision=1), "USD")
        settings.set_json(session, grades.SETTINGS, write_grades(rules), NOW)
    regrade(company, AsOf(NOW, JULY.zone, "EUR"))
    assert history(company, 1) == [("", "A", "sales")]


def test_a_ledger_in_another_base_currency_moves_nobody_by_sales_or_rates(company):
    with_rates(company)
    set_rules(company, grades=("A", "B"), shares=(Decimal(50),))
    euros = [Line(date(2026, 6, 9), 2, 100 * UNIT, currency="EUR", rate=Decimal("1.2"))]
    sell(company, Line(date(2026, 6, 9), 1, 110 * UNIT), *euros)
    regrade(company, JULY)
    assert stand(company) == {1: "B", 2: "A"}
    # In euros, at another day's rate, the dollars are more.
    sell(company, Line(date(2026, 6, 9), 1, 110 * UNIT), Line(date(2026, 6, 9), 2, 100 * UNIT))
    regrade(company, AsOf(NOW, JULY.zone, "EUR"))
    assert [history(company, client)[-1] for client in (1, 2)] == [("B", "A", "rules"), ("A", "B", "rules")]
    with company.reading() as session:
        assert set(session.scalars(select(GradeChangeRow.person_id))) == {None}


def test_of_two_that_grade_at_once_one_writes(company):
    sell(company, *months(1, 100, date(2025, 7, 1), 12))
    with company.session() as session:
        session.execute(insert(JobRunRow), [{"job": "grading", "subject": "", "slot": "1", "claimed_at": NOW}])
    assert regrade(company, JULY) is None
    assert stand(company) == {}


def test_the_check_finds_a_grade_that_no_event_has_led_to(company):
    sell(company, *months(1, 10, date(2025, 7, 1), 12), *months(2, 10, date(2025, 7, 1), 12))
    regrade(company, JULY)
    with company.session() as session:
        session.execute(update(ClientGradeRow).where(ClientGradeRow.client_id == 1).values(grade="B"))
        session.execute(delete(GradeChangeRow).where(GradeChangeRow.client_id == 2))
    with company.reading() as session:
        found = check_ledger(session, now=NOW, catalogue=Catalogue())
    assert sorted(each for each in found if "grade" in each) == [
        "Client 1: the sales grade that stands is not that of its last event.",
        "Client 2: the sales grade that stands is not that of its last event.",
    ]


def test_the_tables_keep_grades_of_another_kind_beside(company):
    sell(company, *months(1, 10, date(2025, 7, 1), 12))
    regrade(company, JULY)
    with company.reading() as session:
        assert grades.list_standing(session, GradeKind.CREDIT) == {}
        assert grades.list_history(session, 1, GradeKind.CREDIT) == []
