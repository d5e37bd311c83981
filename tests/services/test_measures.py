"""Measures: who may decide and close them, what has come of them by the ledger, and who is told; on both databases."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Conflict, InvalidForm, InvalidInput, Refused
from bot.policy.access import Role
from bot.policy.catalogue import Catalogue
from bot.policy.grade_settings import write_grades
from bot.policy.standing import GradeSettings
from bot.results.measures import FALLEN, Seed
from bot.services import progress
from bot.services.measures import (
    MeasureForm,
    add_measure,
    change_measure,
    close_measure,
    draft_change,
    draft_measure,
    quarter_end,
)
from bot.services.nagging import compose_nag, decide_nag, list_reminded
from bot.store import grades, people, settings
from bot.store.database import open_engine
from bot.store.families import set_merged_into
from bot.store.tables import AccessLogRow, MeasureRow, OutboxRow
from tests.services.ledger import NOW, UNIT, Line, actor, add_client, add_people, add_product, put_lines

TODAY = NOW.date()  # 20 July 2026
REP, OTHER_REP = actor(1, Role.REP, "north"), actor(2, Role.REP, "south")
MANAGER, AUDITOR = actor(3, Role.MANAGER, "north"), actor(4, Role.AUDITOR)
FINANCE, CUSTODIAN = actor(5, Role.FINANCE), actor(6, Role.CUSTODIAN)
OTHER_MANAGER = actor(7, Role.MANAGER, "south")
GIVEN = {"now": NOW, "today": TODAY, "base_currency": "USD", "catalogue": Catalogue()}
FORM = MeasureForm("Call them", owner="U1", due="2026-09-30", target="1,000")
GROUP = Seed("down", by="region", part="155", monthly=100 * UNIT)


@pytest.fixture
def session(migrated_url: str) -> Iterator[Session]:
    """Client 1 is the rep's, client 2 the other rep's, client 3 nobody's; all but the last are German."""
    engine = open_engine(migrated_url)
    with Session(engine) as session, session.begin():
        add_people(
            session, (1, "rep", "north"), (2, "rep", "south"), (3, "manager", "north"), (4, "auditor", ""),
            (5, "finance", ""), (6, "custodian", ""), (7, "manager", "south"),
        )  # fmt: skip
        add_client(session, 1, country="DE", owner_id=1)
        add_client(session, 2, country="DE", owner_id=2)
        add_client(session, 3, country="JP")
        for product_id in (1, 2):
            add_product(session, product_id)
        put_lines(
            session,
            [
                Line(date(2026, 6, 30), 1, 5000 * UNIT, product=1),  # before it began
                Line(date(2026, 7, 1), 1, 300 * UNIT, product=1),
                Line(date(2026, 9, 30), 1, 80 * UNIT, product=2),
                Line(date(2026, 10, 1), 1, 9000 * UNIT, product=1),  # too late
                Line(date(2026, 8, 8), 2, 1000 * UNIT, product=1),
                Line(date(2026, 8, 8), 3, 7000 * UNIT, product=1),
            ],
            countries={1: "DE", 2: "DE", 3: "JP"},
        )
        yield session
        session.rollback()
    engine.dispose()


def listed(session, who, page=0, **more):
    return progress.list_measures(session, who, page=page, **GIVEN | more)


def results(session, who):
    return [(each.result and each.result // UNIT, each.is_sealed) for each in listed(session, who).items]


@pytest.mark.parametrize(
    ("seed", "may"),
    [
        (Seed(FALLEN, 1), {"rep", "manager", "finance", "custodian"}),
        (Seed(FALLEN, 2), {"other rep", "other manager", "finance", "custodian"}),
        (Seed(FALLEN, 3), {"finance", "custodian"}),
        (GROUP, {"manager", "other manager", "finance", "custodian"}),
    ],
)
def test_who_may_decide(session, seed, may):
    people = {
        "rep": REP, "other rep": OTHER_REP, "manager": MANAGER, "other manager": OTHER_MANAGER, "auditor": AUDITOR,
        "finance": FINANCE, "custodian": CUSTODIAN,
    }  # fmt: skip
    decided = set()
    for name, who in people.items():
        try:
            draft_measure(session, who, seed, **GIVEN)
        except Refused as refused:
            assert refused.entries  # noqa: PT017 - the log must keep it
            with pytest.raises(Refused):
                add_measure(session, who, seed, FORM, **GIVEN)
            continue
        add_measure(session, who, seed, FORM, **GIVEN)
        decided.add(name)
    assert decided == may


def test_the_form_is_filled_from_the_suggestion(session):
    draft = draft_measure(session, MANAGER, Seed("unbought", 1, 2, monthly=12_345_678), **GIVEN)
    # July to September are three months of 1,234.5678; cents are for the ledger.
    assert (draft.client.client_id, draft.product, draft.owner_slack_id) == (1, "Product 2", "U1")
    assert (draft.due, draft.target.counts) == (date(2026, 9, 30), 3703 * UNIT)
    group = draft_measure(session, MANAGER, GROUP, **GIVEN)
    assert (group.part_label, group.owner_slack_id, group.may_focus) == ("Western Europe", "U3", True)
    assert not draft_measure(session, REP, Seed(FALLEN, 1), **GIVEN).may_focus


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 9, 16), date(2026, 9, 30)),
        (date(2026, 9, 17), date(2026, 12, 31)),
        (date(2026, 12, 31), date(2027, 3, 31)),
        (date(2026, 2, 10), date(2026, 3, 31)),
    ],
)
def test_a_quarter_that_is_all_but_over_offers_the_next_one(today, due):
    assert quarter_end(today) == due


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"what": "  "}, "measure_what"),
        ({"what": "x" * 1001}, "measure_what"),
        ({"owner": "U999"}, "measure_owner"),
        ({"owner": ""}, "measure_owner"),
        ({"due": "2026-07-19"}, "measure_due"),
        ({"due": ""}, "measure_due"),
        ({"due": "2032-01-01"}, "measure_due"),
        ({"target": "much"}, "measure_target"),
        ({"target": "-5"}, "measure_target"),
        ({"target": "0"}, "measure_target"),
        ({"target": "5 EUR"}, "measure_target"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_input(session, changed, field):
    form = MeasureForm(**{"what": "Call", "owner": "U1", "due": "2026-09-30", "target": ""} | changed)
    with pytest.raises(InvalidInput) as refused:
        add_measure(session, REP, Seed(FALLEN, 1), form, **GIVEN)
    assert refused.value.field == field


def test_all_that_is_wrong_is_said_at_once(session):
    with pytest.raises(InvalidForm) as refused:
        add_measure(session, REP, Seed(FALLEN, 1), MeasureForm("", "", "", "?"), **GIVEN)
    assert [each.field for each in refused.value.problems] == [
        "measure_what", "measure_owner", "measure_due", "measure_target",
    ]  # fmt: skip


def test_a_rep_chooses_one_of_their_own_clients(session):
    with pytest.raises(InvalidInput) as refused:
        add_measure(session, REP, Seed(), FORM, **GIVEN)
    assert refused.value.field == "client"
    chosen = MeasureForm("Call", "U1", "2026-09-30", client="2")
    with pytest.raises(Refused):
        add_measure(session, REP, Seed(), chosen, **GIVEN)
    add_measure(session, MANAGER, Seed(), FORM, **GIVEN)  # a task of no client


def test_a_result_is_counted_in_the_measures_months(session):
    add_measure(session, REP, Seed(FALLEN, 1), FORM, **GIVEN)
    add_measure(session, REP, Seed("unbought", 1, 2), FORM, **GIVEN)
    assert results(session, REP) == [(380, False), (80, False)]
    logged = session.scalars(select(AccessLogRow.client_id).where(AccessLogRow.via == "measures"))
    assert list(logged) == [1]


def test_a_result_follows_a_merged_file(session):
    add_measure(session, FINANCE, Seed(FALLEN, 2), FORM, **GIVEN)
    set_merged_into(session, 2, 1)
    assert results(session, FINANCE) == [(1380, False)]
    assert listed(session, FINANCE).items[0].client.client_id == 1


@pytest.mark.parametrize(
    ("seed", "team", "company"),
    [
        (GROUP, 380, 1380),
        (Seed("down", by="country", part="DE"), 380, 1380),
        (Seed("down", by="country", part="JP"), 0, 7000),
        (Seed("up", by="product", part="P1"), 300, 8300),
        (Seed("up", by="stage", part="present"), 380, 8380),
        # By the twelve months before it began, client 1 is the only one that has a grade.
        (Seed("up", by="grade", part="A"), 380, 380),
    ],
)
def test_the_result_of_a_group_is_of_the_clients_of_whoever_decided(session, seed, team, company):
    add_measure(session, MANAGER, seed, FORM, **GIVEN)
    add_measure(session, FINANCE, seed, FORM, **GIVEN)
    assert results(session, CUSTODIAN) == [(team or 0, False), (company, False)]


def test_the_result_of_a_grade_goes_by_the_companys_own_grades(session):
    own = GradeSettings(grades=("Gold", "Silver", "Bronze"))
    settings.set_json(session, grades.SETTINGS, write_grades(own), NOW)
    add_measure(session, FINANCE, Seed("up", by="grade", part="Gold"), FORM, **GIVEN)
    assert results(session, CUSTODIAN) == [(380, False)]


def test_a_measure_is_shown_without_a_result_that_is_not_for_its_reader(session):
    add_measure(session, MANAGER, GROUP, FORM, **GIVEN)  # for the rep to do, by the team's figures
    add_measure(session, FINANCE, Seed(FALLEN, 2), FORM, **GIVEN)  # another's client
    assert results(session, REP) == [(None, True), (None, True)]
    assert results(session, MANAGER) == [(380, False), (None, True)]
    assert [each.client and each.client.name for each in listed(session, REP).items] == [None, "Client 2"]


def test_who_sees_which(session):
    for owner in ("U1", "U2"):
        form = MeasureForm(f"For {owner}", owner, "2026-09-30")
        add_measure(session, CUSTODIAN, Seed(FALLEN, 3), form, **GIVEN)
    seen = {
        name: [each.what for each in listed(session, who).items]
        for name, who in {"rep": REP, "manager": MANAGER, "finance": FINANCE, "custodian": CUSTODIAN}.items()
    }
    both = ["For U1", "For U2"]
    assert seen == {"rep": both[:1], "manager": both[:1], "finance": [], "custodian": both}
    assert listed(session, AUDITOR).total == 0


def test_overdue_ones_stand_first_and_pages_hold_six(session):
    for day in range(1, 9):
        add_measure(session, REP, Seed(FALLEN, 1), MeasureForm(f"Due {day}", "U1", f"2026-08-0{day}"), **GIVEN)
    first = listed(session, REP, today=date(2026, 8, 3))
    assert (first.total, first.overdue, first.pages) == (8, 2, 2)
    assert [(each.what, each.is_overdue) for each in first.items][:3] == [
        ("Due 1", True), ("Due 2", True), ("Due 3", False),
    ]  # fmt: skip
    last = listed(session, REP, page=99)
    assert (last.page, [each.what for each in last.items]) == (1, ["Due 7", "Due 8"])


def test_of_two_who_close_one_the_second_comes_too_late(session):
    measure_id = add_measure(session, REP, Seed(FALLEN, 1), FORM, **GIVEN)
    close_measure(session, REP, measure_id, is_done=True, now=NOW)
    with pytest.raises(Conflict):
        close_measure(session, MANAGER, measure_id, is_done=False, reason="No use", now=NOW)
    with pytest.raises(Conflict):
        change_measure(session, REP, measure_id, FORM, now=NOW, today=TODAY, base_currency="USD")
    assert session.scalars(select(MeasureRow.outcome)).all() == ["done"]


def test_dropping_takes_a_reason(session):
    measure_id = add_measure(session, REP, Seed(FALLEN, 1), FORM, **GIVEN)
    with pytest.raises(InvalidInput) as refused:
        close_measure(session, REP, measure_id, is_done=False, reason=" ", now=NOW)
    assert refused.value.field == "measure_reason"
    close_measure(session, REP, measure_id, is_done=False, reason="They closed", now=NOW)
    assert listed(session, REP).total == 0
    assert session.scalars(select(MeasureRow.reason)).all() == ["They closed"]


@pytest.mark.parametrize(
    ("who", "may"),
    [(REP, True), (MANAGER, True), (FINANCE, True), (CUSTODIAN, True), (OTHER_REP, False), (OTHER_MANAGER, False),
     (AUDITOR, False)],
)  # fmt: skip
def test_who_may_close(session, who, may):
    measure_id = add_measure(session, MANAGER, GROUP, FORM, **GIVEN)
    if may:
        close_measure(session, who, measure_id, is_done=True, now=NOW)
        return
    with pytest.raises(Refused) as refused:
        close_measure(session, who, measure_id, is_done=True, now=NOW)
    assert refused.value.entries


def test_changing_keeps_a_day_that_has_passed_and_tells_a_new_owner_once(session):
    measure_id = add_measure(session, MANAGER, Seed(FALLEN, 1), FORM, **GIVEN)
    assert [row.recipient for row in session.scalars(select(OutboxRow))] == ["U1"]
    draft = draft_change(session, MANAGER, measure_id, now=NOW, catalogue=Catalogue())
    assert (draft.what, draft.target.counts, draft.due) == ("Call them", 1000 * UNIT, date(2026, 9, 30))
    late = {"now": NOW, "today": date(2026, 10, 5), "base_currency": "USD"}
    for owner in ("U2", "U1", "U2"):
        change_measure(session, MANAGER, measure_id, MeasureForm("Visit them", owner, "2026-09-30"), **late)
    assert sorted(row.recipient for row in session.scalars(select(OutboxRow))) == ["U1", "U2"]
    told = {"today": TODAY, "catalogue": Catalogue()}
    item, giver = progress.told_measure(session, OTHER_REP, measure_id, 3, **told)
    assert (item.what, item.result, giver) == ("Visit them", None, "Person 3")
    assert progress.told_measure(session, REP, measure_id, 3, **told) is None


def test_nobody_is_told_of_what_they_decided_themselves(session):
    add_measure(session, REP, Seed(FALLEN, 1), FORM, **GIVEN)
    assert session.scalars(select(OutboxRow)).all() == []


def test_an_overdue_measure_alone_is_reason_enough_for_the_daily_message(session):
    add_measure(session, CUSTODIAN, Seed(FALLEN, 3), MeasureForm("Visit", "U5", "2026-08-31"), **GIVEN)
    given = {"catalogue": Catalogue()}
    finance = people.get(session, 5)
    assert finance in list_reminded(session)
    due = NOW.replace(month=8, day=31)
    assert compose_nag(session, FINANCE, now=due, **given) is None
    nag = compose_nag(session, FINANCE, now=due + timedelta(days=1), **given)
    assert (nag.items, [each.what for each in nag.measures]) == ((), ["Visit"])
    assert not decide_nag(session, finance, now=due, **given)
    assert decide_nag(session, finance, now=due + timedelta(days=1), **given)
    assert progress.count_own(session, FINANCE, date(2026, 9, 1)).overdue == 1
    assert progress.count_own(session, FINANCE, date(2026, 8, 31)).overdue == 0


def test_a_sales_focus_is_for_those_it_concerns(session):
    focus = MeasureForm("Sell pumps", "U3", "2026-09-30", is_focus=True)
    add_measure(session, MANAGER, GROUP, focus, **GIVEN)
    add_measure(session, FINANCE, GROUP, MeasureForm("All of us", "U5", "2026-09-30", is_focus=True), **GIVEN)
    add_measure(session, REP, Seed(FALLEN, 1), MeasureForm("Mine", "U1", "2026-09-30", is_focus=True), **GIVEN)
    assert [each.what for each in listed(session, REP).focus] == ["Sell pumps", "All of us"]
    assert [each.is_sealed for each in listed(session, REP).focus] == [True, True]
    assert [each.what for each in listed(session, OTHER_REP).focus] == ["All of us"]
    # What stands in the list itself is not told twice; a rep sets no focus.
    assert [each.what for each in listed(session, CUSTODIAN).focus] == []
    assert [each.is_focus for each in listed(session, CUSTODIAN).items] == [True, True, False]


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("Sell pumps in the north", True),
        ("Win client 2 back", False),
        ("Visit CLIENT 1!", False),
        ("Sell more to C3", False),
        ("重点推广 client 2 水泵", False),
        ("重点推广水泵", True),
    ],
)
def test_a_channel_reads_of_a_focus_only_what_names_no_client(session, what, told):
    add_measure(session, FINANCE, GROUP, MeasureForm(what, "U5", "2026-09-30", is_focus=True), **GIVEN)
    add_measure(session, MANAGER, GROUP, MeasureForm("The team's", "U3", "2026-09-30", is_focus=True), **GIVEN)
    assert progress.list_focus_texts(session) == ((what,) if told else ())
