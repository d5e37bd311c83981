"""The week's figures, worked out by hand."""

from datetime import UTC, date, datetime

import pytest

from bot.errors import Refused
from bot.policy.money import Money
from bot.results.digest import Digest, MonthSales, TeamFiles, Week
from bot.services import digest
from bot.store.tables import AccessLogRow, OutboxRow
from tests.jobs.company import DAY, MONDAY, OPERATOR, House, on_both

WEEK = date(2026, 6, 29)


def at(text: str) -> datetime:
    """An instant given by London's clocks, an hour ahead of UTC in summer."""
    return datetime.fromisoformat(f"{text}+01:00").astimezone(UTC)


def fill(house: House) -> None:
    mei = house.person("U0MEI", team="Asia")
    tom = house.person("U0TOM", team="Europe")
    ann = house.person("U0ANN")
    # Asia: one file stale, one fresh. Europe: one fresh. No team: one fresh, one of which nothing is known.
    late = house.stale_client(mei, "Late")
    fresh = house.client(mei, "Fresh")
    house.know(mei, fresh, at("2026-06-01 10:00"), industry="retail")
    european = house.client(tom, "European", opened=at("2026-06-29 00:00"))
    house.know(tom, european, at("2026-06-30 09:00"), industry="retail", nature="listed", culture="open")
    house.client(ann, "Unknown", opened=at("2026-07-05 23:59"))
    house.client(ann, "Too late", opened=at("2026-07-06 00:00"))
    # Three contacts in the week, on its edges too; two in the week before; one after it.
    for moment in ("2026-06-29 00:00", "2026-07-02 12:00", "2026-07-05 23:59"):
        house.contacted(tom, european, at(moment))
    house.contacted(mei, fresh, at("2026-06-28 23:59"), next_on=date(2026, 7, 6))
    house.contacted(mei, fresh, at("2026-06-22 00:00"), next_on=date(2026, 7, 12))
    house.contacted(mei, late, at("2026-07-06 00:00"), next_on=date(2026, 7, 13))
    for month, units in [
        (date(2026, 4, 1), 7),
        (date(2026, 5, 1), 400),
        (date(2026, 6, 1), 300),
        (date(2026, 7, 1), 9),
    ]:
        house.sold(fresh, month, units)
    house.sold(late, date(2026, 6, 1), 150)


@on_both
def test_every_figure_of_the_week(house):
    fill(house)
    with house.session() as session:
        found = digest.compose_digest(session, OPERATOR, house.desk.company, week_start=WEEK, now=MONDAY)
    assert found == Digest(
        week=Week(date(2026, 6, 29), date(2026, 7, 5)),
        new_clients=2,
        contacts=3,
        contacts_before=2,
        # Of the European file basic and characteristics; of Late the three sections that `stale_client` fills lately,
        # five days before Monday. A name, kept in the directory, is no section that is chased.
        refreshed=5,
        files=3,
        fresh=2,
        teams=(TeamFiles("Asia", 2, 1), TeamFiles("Europe", 1, 0)),
        sales=MonthSales(date(2026, 6, 1), Money(450 * 10_000, "USD"), Money(400 * 10_000, "USD")),
        follow_ups=2,
    )


@on_both
def test_a_company_without_a_ledger_has_no_sales_to_tell(house):
    house.stale_client(house.person("U0MEI"), "ACME")
    with house.session() as session:
        found = digest.compose_digest(session, OPERATOR, house.desk.company, week_start=WEEK, now=MONDAY)
    assert found.sales is None
    assert found.teams == (TeamFiles("", 1, 1),)


def test_the_preview_is_the_last_full_week_and_the_custodians_alone(house):
    custodian, rep = house.person("U0CUS", "custodian"), house.person("U0MEI")
    with house.session() as session:
        for now in (MONDAY, MONDAY + 6 * DAY):
            found = digest.preview(session, custodian, house.desk.company, now=now)
            assert found.week.first == WEEK
    with pytest.raises(Refused), house.session() as session:
        digest.preview(session, rep, house.desk.company, now=MONDAY)
    with house.session() as session:
        deeds = [(row.deed, row.part) for row in session.query(AccessLogRow).filter(AccessLogRow.via == "digest")]
    assert deeds == [("read", "sales")] * 2 + [("refused", "sales")]


@pytest.mark.parametrize(("opened", "posted"), [(MONDAY - DAY, True), (MONDAY + DAY, False)])
def test_a_company_that_starts_in_midweek_has_missed_nothing(house, opened, posted):
    house.client(house.person("U0MEI"), "First", opened=opened)
    now = MONDAY + 2 * DAY
    with house.session() as session:
        decided = digest.decide_digest(session, house.desk.company, monday=MONDAY.date(), due=MONDAY, now=now)
        assert decided is posted
        assert session.query(OutboxRow).count() == posted
