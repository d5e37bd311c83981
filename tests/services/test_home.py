"""The reader's own desk."""

from datetime import date

from bot.policy.access import Part
from bot.services.home import LISTED, compose_home
from tests.jobs.company import CATALOGUE, DAY, MONDAY, OPERATOR, on_both


def home(house, actor):
    with house.session() as session:
        return compose_home(session, actor, now=MONDAY, catalogue=CATALOGUE)


@on_both
def test_a_rep_sees_what_is_due_what_is_stale_and_whom_they_look_after(house):
    mei, bo = house.person("U0MEI"), house.person("U0BO")
    acme = house.stale_client(mei, "ACME")
    house.stale_client(bo, "Not mine")
    house.contacted(mei, acme, MONDAY - 3 * DAY, next_on=date(2026, 7, 6))
    for number in range(LISTED):
        house.client(mei, f"Client {number:02d}", opened=MONDAY)
    desk = home(house, mei)
    assert (desk.name, desk.owned, desk.keeps_files) == ("U0Mei", LISTED + 1, True)
    assert [client.name for client in desk.clients] == ["ACME", *(f"Client {n:02d}" for n in range(LISTED - 1))]
    assert [(step.client_name, step.step, step.due) for step in desk.due] == [
        ("ACME", "Send the price list", date(2026, 7, 6))
    ]
    assert [(item.client.name, item.section) for item in desk.stale] == [("ACME", Part.TRADING)]


def test_who_keeps_no_files_has_an_empty_desk(house):
    house.stale_client(house.person("U0MEI"), "ACME")
    for actor in (house.person("U0FIN", "finance"), house.person("U0AUD", "auditor")):
        desk = home(house, actor)
        assert (desk.due, desk.stale, desk.clients, desk.owned, desk.keeps_files) == ((), (), (), 0, False)


def test_the_custodians_desk_holds_their_own_files_only(house):
    house.stale_client(house.person("U0MEI"), "ACME")
    keeper = house.person("U0KEEP", "custodian")
    desk = home(house, keeper)
    assert (desk.stale, desk.owned, desk.keeps_files) == ((), 0, True)


def test_the_operator_has_no_desk(house):
    house.stale_client(house.person("U0MEI"), "ACME")
    desk = home(house, OPERATOR)
    assert (desk.due, desk.clients) == ((), ())
