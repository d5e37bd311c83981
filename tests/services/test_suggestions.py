"""What `/client mix` suggests, of small ledgers worked out by hand, to each role; on both databases."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.policy.access import Role
from bot.policy.catalogue import Catalogue
from bot.policy.grade_settings import write_grades
from bot.policy.periods import parse_period
from bot.policy.searching import Filter
from bot.policy.standing import GradeSettings
from bot.policy.values import Reading
from bot.results.composition import Measure, MixKey
from bot.results.suggestions import Band, Concentration, Fallen, Moved, Suggestions, Unbought
from bot.services.composition import answer_mix
from bot.services.filters import Filters
from bot.services.suggestions import suggest
from bot.store import grades, settings
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
REP, OTHER_REP = actor(1, Role.REP, "north"), actor(2, Role.REP, "south")
MANAGER, AUDITOR, FINANCE = actor(3, Role.MANAGER, "north"), actor(4, Role.AUDITOR), actor(5, Role.FINANCE)
BEFORE, NOW_DAY = date(2024, 9, 1), date(2025, 9, 1)
START = Line(date(2023, 1, 1), None, UNIT)
"""The ledger reaches back far enough for every comparison."""


@pytest.fixture
def session(migrated_url: str) -> Iterator[Session]:
    """Eight German clients in retail: 1 to 6 of one rep, 7 of another, 8 merged into 6."""
    engine = open_engine(migrated_url)
    with Session(engine) as session, session.begin():
        add_people(
            session, (1, "rep", "north"), (2, "rep", "south"), (3, "manager", "north"), (4, "auditor", ""),
            (5, "finance", ""),
        )  # fmt: skip
        for client_id in range(1, 7):
            add_client(session, client_id, country="DE", owner_id=1)
        add_client(session, 7, country="JP", owner_id=2)
        add_client(session, 8, country="DE", owner_id=2, merged_into=6)
        for client_id in range(1, 8):
            add_value(session, client_id, "industry", "retail")
        for product_id in (1, 2):
            add_product(session, product_id)
        yield session
        session.rollback()
    engine.dispose()


def suggested(session: Session, by: str, period: str, who=OPERATOR, filters=None, **more) -> Suggestions:
    given = {"now": NOW, "catalogue": Catalogue(), "filters": filters}
    (found,) = answer_mix(
        session, who, by=MixKey(by), period=parse_period(period, TODAY), base_currency="USD", **given
    )  # fmt: skip
    return suggest(session, who, found, today=TODAY, **given, **more)


def of_kind(found: Suggestions, kind):
    return [each for each in found.items if isinstance(each, kind)]


SHARES = [Line(NOW_DAY, client, amount * UNIT) for client, amount in enumerate([50, 20, 10, 10, 5, 3, 2], 1)]


@pytest.mark.parametrize(
    ("who", "named", "clients", "index"),
    [
        # 0.25 + 0.04 + 0.01 + 0.01 + 0.0025 + 0.0009 + 0.0004
        (OPERATOR, 1, 7, 3_138),
        (FINANCE, 1, 7, 3_138),
        (AUDITOR, None, 7, 3_138),
        # Of 98: (2500 + 400 + 100 + 100 + 25 + 9) / 9604
        (REP, 1, 6, 3_263),
        (MANAGER, 1, 6, 3_263),
    ],
)
def test_concentration_is_of_the_clients_whose_figures_are_shown(session, who, named, clients, index):
    put_lines(session, SHARES)
    [found] = of_kind(suggested(session, "country", "last 12 months", who), Concentration)
    assert (found.clients, found.herfindahl, found.band) == (clients, index, Band.HIGH)
    assert (found.largest.client_id if found.largest else None) == named
    assert found.top_five == (Fraction(95, 100) if clients == 7 else Fraction(95, 98))


def test_a_rep_with_one_client_is_told_nothing(session):
    put_lines(session, SHARES)
    assert suggested(session, "country", "last 12 months", OTHER_REP).items == ()


def test_quantities_suggest_nothing(session):
    put_lines(session, SHARES)
    given = {"now": NOW, "catalogue": Catalogue()}
    [found] = answer_mix(
        session, OPERATOR, by=MixKey.COUNTRY, measure=Measure.QUANTITY, period=parse_period("2025", TODAY),
        base_currency="USD", **given,
    )  # fmt: skip
    assert suggest(session, OPERATOR, found, today=TODAY, **given).items == ()


FALLING = [
    START,
    *(Line(BEFORE, client, 100 * UNIT) for client in (1, 2, 3, 4, 5)),
    Line(BEFORE, 8, 300 * UNIT),  # merged into client 6
    Line(BEFORE, 7, 500 * UNIT),
    *(Line(NOW_DAY, client, 100 * UNIT) for client in (1, 2, 3, 4)),
    Line(NOW_DAY, 5, 20 * UNIT),
    Line(NOW_DAY, 6, 100 * UNIT),
    Line(NOW_DAY, 7, 300 * UNIT),
    Line(date(2026, 6, 30), 1, UNIT),
]


@pytest.mark.parametrize(
    ("who", "told"),
    [
        (FINANCE, [(6, 300, 100), (7, 500, 300)]),  # 200 each; the third, 80, is one too many of a kind
        (REP, [(6, 300, 100), (5, 100, 20)]),
        (MANAGER, [(6, 300, 100), (5, 100, 20)]),
        (OTHER_REP, [(7, 500, 300)]),
        (AUDITOR, []),
    ],
)
def test_clients_that_fell_are_told_to_those_who_may_read_them(session, who, told):
    put_lines(session, FALLING)
    found = of_kind(suggested(session, "country", "last 12 months", who), Fallen)
    assert [(each.client.client_id, each.before // UNIT, each.amount // UNIT) for each in found] == told
    logged = session.scalars(select(AccessLogRow.client_id).where(AccessLogRow.via == "suggestion")).all()
    assert {client_id for client_id, *_ in told} <= set(logged)


def test_what_others_read_too_names_no_client(session):
    put_lines(session, FALLING)
    found = suggested(session, "country", "last 12 months", FINANCE, with_names=False)
    assert {type(each) for each in found.items} == {Concentration}
    assert of_kind(found, Concentration)[0].largest is None
    assert session.scalars(select(AccessLogRow).where(AccessLogRow.via == "suggestion")).all() == []


def test_regions_gain_and_lose(session):
    put_lines(session, FALLING)
    found = of_kind(suggested(session, "region", "last 12 months", FINANCE), Moved)
    # Western Europe 800 to 521 of 1,300 to 821: 61.5 % to 63.5 %, two points; nothing is said of it.
    assert found == []
    put_lines(session, [*FALLING, Line(NOW_DAY, 7, 200 * UNIT)])
    found = of_kind(suggested(session, "region", "last 12 months", FINANCE), Moved)
    # 521 and 500 of 1,021: 51.0 %, ten and a half points less.
    assert {each.part: (each.points, each.label) for each in found} == {
        "155": (-105, "Western Europe"), "030": (105, "Eastern Asia"),
    }  # fmt: skip


def test_a_year_that_is_not_over_is_compared_as_far_as_its_months_are_closed(session):
    put_lines(
        session,
        [
            START,
            *(Line(date(2025, 3, 3), client, 100 * UNIT) for client in (1, 2, 3, 4, 7)),
            Line(date(2025, 9, 3), 7, 900 * UNIT),  # in the half of the year that is still to come
            *(Line(date(2026, 3, 3), client, 100 * UNIT) for client in (1, 2, 3, 4)),
            Line(date(2026, 6, 28), 7, 50 * UNIT),
            Line(date(2026, 7, 10), 7, 9 * UNIT),
        ],
    )
    found = suggested(session, "country", "2026", FINANCE)
    assert (str(found.period.end), str(found.before.end)) == ("2026-06-30", "2025-06-30")
    [fell] = of_kind(found, Fallen)
    assert (fell.client.client_id, fell.before // UNIT, fell.amount // UNIT) == (7, 100, 50)
    assert {each.part: (each.amount // UNIT, each.before // UNIT, each.points) for each in of_kind(found, Moved)} == {
        "JP": (50, 100, -89), "DE": (400, 400, 89),
    }  # fmt: skip


def test_a_ledger_without_the_period_before_compares_nothing(session):
    put_lines(session, SHARES)
    found = suggested(session, "region", "last 12 months", FINANCE)
    assert found.before is None
    assert {type(each) for each in found.items} == {Concentration}


BUYING = [
    *(Line(NOW_DAY, client, 1000 * UNIT, product=1) for client in (1, 2, 3)),
    Line(NOW_DAY, 8, 1000 * UNIT, product=1),  # merged into client 6, which is thereby an A too
    *(Line(NOW_DAY, client, 3000 * UNIT, product=2) for client in (1, 2, 3, 6)),
    *(Line(NOW_DAY, client, 400 * UNIT, product=2) for client in (4, 5)),
    Line(NOW_DAY, 7, 400 * UNIT, product=2),
]
"""Of 17,200 the four A clients carry 16,000: the first three reach 69.8 %, so that the fourth is one too."""


def test_products_that_the_best_buy_and_others_like_them_do_not(session):
    put_lines(session, BUYING)
    found = of_kind(suggested(session, "product", "last 12 months", FINANCE), Unbought)
    # All four A clients buy product 1, a quarter of all they buy: 100 of what clients 4 and 5 buy. Near them are six
    # clients, four of which buy it: a lift of 1.5. Client 7 is alone in its region, one of seven in all.
    assert [(each.client.client_id, each.product, each.potential // UNIT, each.region) for each in found] == [
        (4, "Product 1", 100, "Western Europe"),
        (5, "Product 1", 100, "Western Europe"),
    ]
    first = found[0]
    assert (first.support, first.lift, first.field, first.value) == (
        1,
        Fraction(3, 2),
        "industry",
        "retail",
    )
    # A rep's own clients are compared with each other, not with those of colleagues.
    assert of_kind(suggested(session, "product", "last 12 months", OTHER_REP), Unbought) == []
    assert of_kind(suggested(session, "product", "last 12 months", AUDITOR), Unbought) == []


def test_the_best_are_those_whom_the_company_calls_so(session):
    own = GradeSettings(grades=("Gold", "Silver", "Bronze"))
    settings.set_json(session, grades.SETTINGS, write_grades(own), NOW)
    put_lines(session, BUYING)
    found = of_kind(suggested(session, "product", "last 12 months", FINANCE), Unbought)
    # Clients 4, 5 and 7 stand alike after 93 % of 17,200.
    assert [(each.client.client_id, each.grade, each.best, each.peers) for each in found] == [
        (4, "Silver", "Gold", 4), (5, "Silver", "Gold", 4),
    ]  # fmt: skip


def test_a_refund_is_no_purchase(session):
    put_lines(session, [*BUYING, Line(NOW_DAY, 3, -1000 * UNIT, product=1)])
    found = of_kind(suggested(session, "product", "last 12 months", FINANCE), Unbought)
    # Three of the other three A clients buy it: client 3 itself is told first, with a quarter of its 3,000.
    first = found[0]
    assert (first.client.client_id, first.potential // UNIT, first.buyers, first.peers) == (3, 750, 3, 3)


def test_filters_narrow_what_is_suggested(session):
    put_lines(session, FALLING)
    filters = Filters((Filter("country", "JP"),), "", Reading("USD", TODAY))
    found = suggested(session, "country", "last 12 months", FINANCE, filters)
    assert [each.client.client_id for each in of_kind(found, Fallen)] == [7]
    # Of one client neither concentration nor shares are spoken of.
    assert len(found.items) == 1
    assert not found.is_whole
