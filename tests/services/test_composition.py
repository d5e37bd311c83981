"""Compositions against plain SQL over the lines, on both databases, and by hand where a case says more."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from bot.errors import InvalidInput, Refused
from bot.policy.access import Role, Scope
from bot.policy.catalogue import Catalogue
from bot.policy.classification import ThresholdRule
from bot.policy.grade_settings import write_grades
from bot.policy.periods import Period, all_time, parse_period
from bot.policy.searching import parse_search
from bot.policy.standing import GradeMethod, GradeSettings
from bot.policy.values import Reading
from bot.results.composition import Composition, Measure, Missing, MixKey
from bot.services.composition import answer_crossed, answer_grades, answer_mix, parse_key
from bot.services.filters import Filters
from bot.services.grading import grade_rule
from bot.store import sales
from bot.store import settings as stored_settings
from bot.store.database import open_engine
from bot.store.tables import AccessLogRow
from tests.services.ledger import (
    NOW,
    OPERATOR,
    UNIT,
    Line,
    actor,
    add_client,
    add_people,
    add_product,
    add_value,
    put_lines,
)

TODAY = NOW.date()
COUNTRIES = {1: "DE", 2: "FR", 3: "DE", 4: "JP", 6: "US"}
"""Client 5 has no country; client 6 was merged into client 4."""


@pytest.fixture
def session(migrated_url: str) -> Iterator[Session]:
    """A company with six clients of two reps in two teams, four products, and no sales yet."""
    engine = open_engine(migrated_url)
    with Session(engine) as session, session.begin():
        add_people(session, (1, "rep", "north"), (2, "rep", "south"), (3, "manager", "north"), (4, "auditor", ""))
        for client_id, owner_id in ((1, 1), (2, 1), (3, 2), (4, 2), (5, None)):
            add_client(session, client_id, country=COUNTRIES.get(client_id), owner_id=owner_id)
        add_client(session, 6, country="US", owner_id=1, merged_into=4)
        add_value(session, 1, "industry", "retail")
        add_value(session, 2, "industry", "energy")
        add_value(session, 6, "industry", "textiles")  # of no account: client 4 counts, which has none
        for product_id, category in ((1, "Tea"), (2, "Tea"), (3, "Rice"), (4, "")):
            add_product(session, product_id, category)
        yield session
        session.rollback()
    engine.dispose()


def mix(session: Session, by: str, period: str = "all", *, who=OPERATOR, currency: str = "USD", **more) -> Composition:
    (found,) = answer_mix(
        session, who, by=MixKey(by), period=parse_period(period, TODAY), base_currency=currency, now=NOW,
        catalogue=Catalogue(), **more,
    )  # fmt: skip
    return found


def cells(found: Composition) -> dict[str, tuple[int, int | None]]:
    return {row.key: (row.amount, row.clients) for row in found.rows}


def without_nothing(rows: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    return {key: cell for key, cell in rows.items() if cell != (0, 0)}


LINES = st.lists(
    st.builds(
        Line,
        day=st.dates(date(2025, 1, 1), date(2026, 6, 30)),
        client=st.sampled_from([None, 1, 2, 3, 4, 5, 6]),
        amount=st.one_of(st.integers(-5 * UNIT, 5 * UNIT), st.sampled_from([0, 10**15, -(10**15)])),
        product=st.sampled_from([None, 1, 2, 3, 4]),
        quantity=st.one_of(st.none(), st.integers(-100, 100).map(lambda n: n * UNIT)),
        unit=st.sampled_from(["", "kg", "pc"]),
    ),
    max_size=25,
)
PERIODS = ("all", "2026", "2026-Q1", "2025-12", "2025-06-11..2026-02-03", "last 12 months", "ytd")

PLAIN = """
    SELECT {key} AS k, SUM(CAST(l.base_amount AS {exact})) AS amount, COUNT(DISTINCT s.id) AS clients
    FROM sales_line l
    LEFT JOIN client c ON c.id = l.client_id
    LEFT JOIN client s ON s.id = CASE WHEN c.merged_into IS NULL THEN c.id ELSE c.merged_into END
    LEFT JOIN product p ON p.id = l.product_id
    LEFT JOIN current_value v ON v.client_id = s.id AND v.field = 'industry'
    WHERE l.date >= :first AND l.date <= :last AND {placed}
    GROUP BY {key}
"""
PLAIN_KEYS = {
    "country": ("COALESCE(s.country, '')", "s.id IS NOT NULL"),
    "industry": ("COALESCE(v.value, '')", "s.id IS NOT NULL"),
    "rep": ("COALESCE((SELECT slack_id FROM person WHERE person.id = s.owner_id), '')", "s.id IS NOT NULL"),
    "stage": ("s.stage", "s.id IS NOT NULL"),
    "product": ("p.code", "p.id IS NOT NULL"),
    "category": ("p.category", "p.id IS NOT NULL"),
}


def plain(session: Session, by: str, first: date, last: date) -> dict[str, tuple[int, int]]:
    """Add the lines up by plain SQL."""
    key, placed = PLAIN_KEYS[by]
    exact = "NUMERIC" if session.get_bind().dialect.name == "postgresql" else "INTEGER"
    rows = session.execute(text(PLAIN.format(key=key, placed=placed, exact=exact)), {"first": first, "last": last})
    return {row.k: (int(row.amount), row.clients) for row in rows}


def days_before(period: Period, name: str) -> tuple[date, date]:
    """Return the period before, worked out without the program's own arithmetic."""
    known = {
        "2026": (date(2025, 1, 1), date(2025, 12, 31)),
        "2026-Q1": (date(2025, 10, 1), date(2025, 12, 31)),
        "2025-12": (date(2025, 11, 1), date(2025, 11, 30)),
        "last 12 months": (date(2024, 7, 1), date(2025, 6, 30)),
    }
    length = period.end - period.start + timedelta(days=1)
    return known.get(name, (period.start - length, period.start - timedelta(days=1)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES, by=st.sampled_from(sorted(PLAIN_KEYS)), name=st.sampled_from(PERIODS))
def test_a_composition_equals_plain_sql_over_the_lines(session, lines, by, name):
    put_lines(session, lines, countries=COUNTRIES)
    period = parse_period(name, TODAY)
    found = mix(session, by, name)
    expected = plain(session, by, period.start, period.end)
    # A row that only the period before fills stands with nothing in this one; plain SQL does not see it.
    assert without_nothing(cells(found)) == without_nothing(expected)
    assert found.total == sum(amount for amount, _ in expected.values())
    missing = "client" if by not in {"product", "category"} else "product"
    unmatched = [each for each in lines if period.start <= each.day <= period.end and getattr(each, missing) is None]
    assert sum(each.amount for each in found.left_out) == sum(each.amount for each in unmatched)
    assert sum(each.lines for each in found.left_out) == len(unmatched)
    if name == "all":
        assert {row.previous for row in found.rows} <= {None}
        assert found.previous_total is None
    else:
        before = plain(session, by, *days_before(period, name))
        assert {row.key: row.previous for row in found.rows if row.previous} == {
            key: amount for key, (amount, _) in before.items() if amount
        }
        assert found.previous_total == sum(amount for amount, _ in before.values())


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES, name=st.sampled_from(PERIODS))
def test_a_large_ledger_is_answered_by_the_product_rollup_with_the_same_sums(session, lines, name):
    put_lines(session, lines, countries=COUNTRIES)
    small = mix(session, "product", name)
    bound, sales.COUNTED_LINES = sales.COUNTED_LINES, -1
    try:
        large = mix(session, "product", name)
    finally:
        sales.COUNTED_LINES = bound
    assert [(row.key, row.amount, row.previous) for row in large.rows if row.amount or row.previous] == [
        (row.key, row.amount, row.previous) for row in small.rows if row.amount or row.previous
    ]
    assert large.left_out == small.left_out


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES, by=st.sampled_from(["country", "product", "grade", "region"]))
def test_shares_are_of_the_total_and_what_is_shown_adds_up_to_a_hundred(session, lines, by):
    put_lines(session, lines, countries=COUNTRIES)
    found = mix(session, by)
    if found.total > 0:
        assert sum(found.shown_shares()) == 1000
        assert [row.share for row in found.rows] == [Fraction(row.amount, found.total) for row in found.rows]
    else:
        assert not found.has_shares
        assert set(found.shown_shares()) <= {0}
        assert {row.share for row in found.rows} <= {Fraction(0)}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES, by=st.sampled_from(["country", "product", "category"]), name=st.sampled_from(PERIODS[:4]))
def test_quantities_are_added_within_their_unit_only(session, lines, by, name):
    put_lines(session, lines, countries=COUNTRIES)
    period = parse_period(name, TODAY)
    found = answer_mix(
        session, OPERATOR, by=MixKey(by), measure=Measure.QUANTITY, period=period, base_currency="USD", now=NOW,
        catalogue=Catalogue(),
    )  # fmt: skip
    of_key = {
        "country": lambda line: COUNTRIES.get(4 if line.client == 6 else line.client, "") if line.client else None,
        "product": lambda line: f"P{line.product}" if line.product else None,
        "category": lambda line: {1: "Tea", 2: "Tea", 3: "Rice", 4: ""}.get(line.product),
    }[by]
    expected: dict[tuple[str, str], int] = {}
    for line in lines:
        if period.start <= line.day <= period.end and of_key(line) is not None:
            place = (line.unit, of_key(line))
            expected[place] = expected.get(place, 0) + (line.quantity or 0)
    shown = {(each.unit, row.key): row.amount for each in found for row in each.rows if row.amount}
    assert shown == {place: amount for place, amount in expected.items() if amount}
    assert len({each.unit for each in found}) == len(found)
    assert {each.currency for each in found} <= {None}


def test_regions_hold_their_countries_and_grades_stand_in_order(session):
    put_lines(
        session,
        [
            Line(date(2026, 1, 5), 1, 500 * UNIT),  # DE: Western Europe
            Line(date(2026, 1, 6), 2, 300 * UNIT),  # FR: Western Europe
            Line(date(2026, 1, 7), 6, 150 * UNIT),  # merged into client 4, JP: Eastern Asia
            Line(date(2026, 1, 8), 5, 50 * UNIT),  # no country
            Line(date(2026, 1, 9), 3, -20 * UNIT),  # DE, nothing but a refund
        ],
    )
    by_region = mix(session, "region")
    assert [(row.key, row.label, row.amount, row.clients) for row in by_region.rows] == [
        ("155", "Western Europe", 780 * UNIT, 3),
        ("030", "Eastern Asia", 150 * UNIT, 1),
        ("", "not known", 50 * UNIT, 1),
    ]
    # Of 1,000 positive: 50 % and 80 % end within A (the second starts below 80), 95 % within B, the rest is C.
    by_grade = mix(session, "grade")
    assert [(row.key, row.amount, row.clients) for row in by_grade.rows] == [
        ("A", 800 * UNIT, 2),
        ("B", 150 * UNIT, 1),
        ("C", 50 * UNIT, 1),
        ("-", -20 * UNIT, 1),
    ]
    assert by_grade.total == 980 * UNIT
    assert by_grade.as_of == date(2026, 1, 9)


def test_a_grade_compares_with_the_grade_of_the_period_before(session):
    put_lines(
        session,
        [
            Line(date(2025, 3, 1), 1, 90 * UNIT),  # A in 2025
            Line(date(2025, 3, 1), 2, 10 * UNIT),  # B in 2025
            Line(date(2026, 3, 1), 1, 6 * UNIT),  # B in 2026
            Line(date(2026, 3, 1), 2, 94 * UNIT),  # A in 2026
        ],
    )
    found = mix(session, "grade", "2026")
    assert [(row.key, row.amount, row.previous) for row in found.rows] == [
        ("A", 94 * UNIT, 90 * UNIT),
        ("B", 6 * UNIT, 10 * UNIT),
    ]


def test_thresholds_divide_by_the_months_that_the_ledger_knows(session):
    put_lines(session, [Line(date(2026, 1, 31), 1, 400 * UNIT), Line(date(2026, 4, 1), 2, 399 * UNIT)])
    rule = ThresholdRule((100 * UNIT, 50 * UNIT))
    found = mix(session, "grade", grade_rule=rule)
    assert cells(found) == {"A": (400 * UNIT, 1), "B": (399 * UNIT, 1)}
    assert grade_rule(session, GradeMethod.THRESHOLD).bounds == (10_000 * UNIT, 2_000 * UNIT)


def test_a_mix_by_grade_takes_the_companys_own_names_and_shares(session):
    put_lines(session, [Line(date(2026, 1, 31), 1, 60 * UNIT), Line(date(2026, 4, 1), 2, 40 * UNIT)])
    own = GradeSettings(grades=("Gold", "Tin"), shares=(Decimal(60),))
    stored_settings.set_json(session, "sales_grades", write_grades(own), NOW)
    assert cells(mix(session, "grade")) == {"Gold": (60 * UNIT, 1), "Tin": (40 * UNIT, 1)}
    ranked = answer_grades(session, OPERATOR, period=all_time(), base_currency="USD", now=NOW)
    assert [each.grade for each in ranked.clients] == ["Gold", "Tin"]


ONE_EACH = [Line(date(2026, 2, 3), client, 10**client * UNIT, product=client) for client in (1, 2, 3, 4)] + [
    Line(date(2026, 2, 3), None, UNIT, product=1),
    Line(date(2026, 2, 3), 1, 7 * UNIT),
]


@pytest.mark.parametrize(
    ("who", "scope", "by_country", "by_category", "left_out"),
    [
        (actor(1, Role.REP, "north"), Scope.OWN, {"DE": 17, "FR": 100}, {"Tea": 110}, 0),
        (actor(2, Role.REP, "south"), Scope.OWN, {"DE": 1000, "JP": 10000}, {"Rice": 1000, "": 10000}, 0),
        (actor(3, Role.MANAGER, "north"), Scope.TEAM, {"DE": 17, "FR": 100}, {"Tea": 110}, 0),
        (actor(3, Role.MANAGER, ""), Scope.TEAM, {}, {}, 0),
        (
            actor(4, Role.AUDITOR),
            Scope.ALL,
            {"DE": 1017, "FR": 100, "JP": 10000},
            {"Tea": 111, "Rice": 1000, "": 10000},
            1,
        ),
    ],
)
def test_whose_figures_they_are_follows_the_role(session, who, scope, by_country, by_category, left_out):
    put_lines(session, ONE_EACH, countries=COUNTRIES)
    country = mix(session, "country", who=who)
    assert country.scope is scope
    assert {row.key: row.amount // UNIT for row in country.rows} == by_country
    assert [(each.missing, each.amount // UNIT) for each in country.left_out] == [(Missing.CLIENT, 1)] * left_out
    category = mix(session, "category", who=who)
    assert {row.key: row.amount // UNIT for row in category.rows} == by_category
    logged = session.scalar(select(func.count()).select_from(AccessLogRow).where(AccessLogRow.part == "sales"))
    assert logged == 2


def test_a_rep_sees_the_companys_grades_of_their_own_clients(session):
    put_lines(session, ONE_EACH)
    assert cells(mix(session, "grade", who=actor(2, Role.REP))) == {"A": (10000 * UNIT, 1), "B": (1000 * UNIT, 1)}
    assert cells(mix(session, "grade", who=actor(1, Role.REP))) == {"C": (117 * UNIT, 2)}


def test_crossed_cells_add_up_to_the_first_key(session):
    put_lines(session, ONE_EACH)
    found = answer_crossed(
        session, OPERATOR, by=MixKey.COUNTRY, by2=MixKey.CATEGORY, period=all_time(), base_currency="USD", now=NOW,
        catalogue=Catalogue(),
    )  # fmt: skip
    assert [(row.key, row.key2, row.amount // UNIT) for row in found.rows] == [
        ("JP", "", 10000),
        ("DE", "Rice", 1000),
        ("DE", "Tea", 10),
        ("FR", "Tea", 100),
    ]
    assert [(each.missing, each.amount // UNIT, each.lines) for each in found.left_out] == [
        (Missing.CLIENT, 1, 1),
        (Missing.PRODUCT, 7, 1),
    ]
    graded = answer_crossed(
        session, OPERATOR, by=MixKey.PRODUCT, by2=MixKey.GRADE, period=all_time(), base_currency="USD", now=NOW,
        catalogue=Catalogue(),
    )  # fmt: skip
    assert [(row.key, row.key2) for row in graded.rows] == [("P4", "A"), ("P3", "B"), ("P2", "C"), ("P1", "C")]


def test_a_line_dated_in_advance_moves_neither_the_data_date_nor_the_months_of_an_average(session):
    dated = [Line(date(2026, 1, 9), 1, 700 * UNIT), Line(date(2099, 1, 1), 2, UNIT)]
    put_lines(session, dated)
    rule = ThresholdRule((100 * UNIT, 50 * UNIT))
    found = mix(session, "grade", "2026", grade_rule=rule)
    assert found.as_of == TODAY
    assert mix(session, "grade").total == 701 * UNIT
    # January to July are 7 months, and 700 over them is the 100 of grade A; over 12 it would be B.
    assert cells(found) == {"A": (700 * UNIT, 1)}
    assert cells(mix(session, "grade", "2099", grade_rule=rule)) == {"C": (UNIT, 1)}


def test_a_report_as_of_a_day_reads_nothing_later(session):
    put_lines(session, [Line(date(2026, 2, 3), 1, UNIT), Line(date(2026, 2, 4), 1, 5 * UNIT)])
    for period in ("all", "2026", "2026-02"):
        found = mix(session, "country", period, until=date(2026, 2, 3))
        assert (found.total, found.as_of) == (UNIT, date(2026, 2, 3))
    assert mix(session, "country", "all", until=date(2026, 2, 2)).rows == ()
    later = mix(session, "country", "2026-03", until=date(2026, 2, 3))
    assert [(row.amount, row.previous) for row in later.rows] == [(0, UNIT)]


def test_an_empty_ledger_and_a_currency_without_minor_units(session):
    empty = mix(session, "grade")
    assert (empty.rows, empty.total, empty.as_of, empty.has_shares) == ((), 0, None, False)
    put_lines(session, [Line(date(2026, 2, 3), 4, 1_234_567 * UNIT)])
    found = mix(session, "country", currency="JPY")
    assert (found.currency, found.total, found.rows[0].share) == ("JPY", 1_234_567 * UNIT, 1)


def test_the_list_of_grades_ranks_clients_and_is_closed_to_auditors(session):
    put_lines(session, ONE_EACH)
    found = answer_grades(session, OPERATOR, period=all_time(), base_currency="USD", now=NOW)
    assert [(each.code, each.grade, each.amount // UNIT) for each in found.clients] == [
        ("C4", "A", 10000), ("C3", "B", 1000), ("C2", "C", 100), ("C1", "C", 17),
    ]  # fmt: skip
    assert found.clients[1].cumulative == Fraction(11000, 11117)
    own = answer_grades(session, actor(1, Role.REP), period=all_time(), base_currency="USD", now=NOW)
    assert [(each.code, each.grade) for each in own.clients] == [("C2", "C"), ("C1", "C")]
    with pytest.raises(Refused):
        answer_grades(session, actor(4, Role.AUDITOR), period=all_time(), base_currency="USD", now=NOW)


@pytest.mark.parametrize("typed", ["credit-grade", "route", "colour", ""])
def test_a_key_that_is_not_offered_names_those_that_are(typed):
    with pytest.raises(InvalidInput, match="choose one of grade, product, category"):
        parse_key(typed, Catalogue())
    assert parse_key(" Region ", Catalogue()) is MixKey.REGION


CROSSED = (
    ("product", "grade"),
    ("country", "category"),
    ("rep", "product"),
    ("category", "region"),
    ("industry", "product"),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=LINES,
    keys=st.sampled_from(CROSSED),
    name=st.sampled_from(PERIODS),
    narrow=st.sampled_from(["", "country:DE"]),
)
def test_a_large_ledger_is_crossed_over_classes_of_clients_with_the_same_sums(session, lines, keys, name, narrow):
    put_lines(session, lines, countries=COUNTRIES)
    search = parse_search(narrow)
    given = {
        "by": MixKey(keys[0]), "by2": MixKey(keys[1]), "period": parse_period(name, TODAY), "base_currency": "USD",
        "now": NOW, "catalogue": Catalogue(), "filters": Filters(search.filters, search.state, Reading("USD", TODAY)),
    }  # fmt: skip
    small = answer_crossed(session, OPERATOR, **given)
    bound, sales.COUNTED_LINES = sales.COUNTED_LINES, -1
    try:
        large = answer_crossed(session, OPERATOR, **given)
    finally:
        sales.COUNTED_LINES = bound

    def figures(found):
        rows = [(r.key, r.label, r.key2, r.label2, r.amount, r.previous, r.year_before) for r in found.rows]
        return [row for row in rows if any(row[4:])]

    assert figures(large) == figures(small)
    assert (large.total, large.previous_total, large.left_out) == (small.total, small.previous_total, small.left_out)


PLAIN_CROSSED = """
    SELECT {keys}, SUM(CAST(l.base_amount AS {exact})) AS amount
    FROM sales_line l
    LEFT JOIN client c ON c.id = l.client_id
    LEFT JOIN client s ON s.id = CASE WHEN c.merged_into IS NULL THEN c.id ELSE c.merged_into END
    LEFT JOIN product p ON p.id = l.product_id
    LEFT JOIN current_value v ON v.client_id = s.id AND v.field = 'industry'
    WHERE l.date >= :first AND l.date <= :last AND {placed}
    GROUP BY {keys}
"""
NARROWED = {
    "": "1 = 1",
    "country:DE": "s.country = 'DE'",
    "region:Europe": "s.country IN ('DE', 'FR')",
    "industry:retail": "v.value = 'retail'",
}


def plain_crossed(session: Session, keys: list[str], period: Period, narrow: str) -> dict[tuple[str, ...], int]:
    """Add up by plain SQL the lines that a filter leaves, by one key or two."""
    columns, placed = zip(*(PLAIN_KEYS[key] for key in keys), strict=True)
    query = PLAIN_CROSSED.format(
        keys=", ".join(columns),
        exact="NUMERIC" if session.get_bind().dialect.name == "postgresql" else "INTEGER",
        placed=" AND ".join([*placed, NARROWED[narrow]]),
    )
    rows = session.execute(text(query), {"first": period.start, "last": period.end})
    return {tuple(row[:-1]): int(row[-1]) for row in rows if row[-1]}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=LINES,
    keys=st.lists(st.sampled_from(sorted(PLAIN_KEYS)), min_size=2, max_size=2, unique=True),
    name=st.sampled_from(PERIODS),
    narrow=st.sampled_from(sorted(NARROWED)),
)
def test_two_keys_and_a_filter_equal_plain_sql_over_the_lines(session, lines, keys, name, narrow):
    put_lines(session, lines, countries=COUNTRIES)
    period, search = parse_period(name, TODAY), parse_search(narrow)
    filters = Filters(search.filters, search.state, Reading("USD", TODAY))
    crossed = answer_crossed(
        session, OPERATOR, by=MixKey(keys[0]), by2=MixKey(keys[1]), period=period, base_currency="USD", now=NOW,
        catalogue=Catalogue(), filters=filters,
    )  # fmt: skip
    expected = plain_crossed(session, keys, period, narrow)
    assert {(row.key, row.key2): row.amount for row in crossed.rows if row.amount} == expected
    assert crossed.total == sum(expected.values())
    alone = mix(session, keys[0], name, filters=filters)
    assert {(row.key,): row.amount for row in alone.rows if row.amount} == plain_crossed(
        session, keys[:1], period, narrow
    )
