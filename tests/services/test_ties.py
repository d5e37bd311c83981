"""How a client stands to us: a reason for leaving, somebody to buy through, no circles, and a group."""

from threading import Barrier, Thread

import pytest

from bot.errors import InvalidForm, InvalidInput
from bot.policy.access import Part
from bot.policy.catalogue import Source
from bot.policy.values import Reading
from bot.services import ties
from bot.services.clients import require_client, show_client
from bot.services.editing import SectionForm, offer_section, save_section
from bot.services.facts import record_facts
from bot.services.history import read_history
from bot.store.tables import ClientRow
from tests.jobs.company import CATALOGUE, DAY, MONDAY, on_both
from tests.services.importing import NOW as LATER
from tests.services.importing import ImportDesk

NOW = MONDAY


@pytest.fixture
def mei(house):
    return house.person("U0MEI")


def save(house, actor, client_id, part=Part.DIRECTORY, **typed):
    """Open the form of a section, change these inputs and save."""
    with house.session() as session:
        client = require_client(session, client_id)
        offer = offer_section(session, actor, client, part, now=NOW, catalogue=CATALOGUE)
        form = SectionForm(part, typed, offer.opened, Source.CALL)
        return save_section(
            session, actor, client, form, reading=Reading("USD", NOW.date(), "DE"), now=NOW, catalogue=CATALOGUE
        )


def with_nobody(house, client_id):
    """What a form says whose “through which client” was emptied."""
    with house.session() as session:
        client = require_client(session, client_id)
        return ties.complete(session, client, {"via": ""}, {"relation": "indirect", "via": "2"})


def through(house, actor, client_id, via_id):
    return save(house, actor, client_id, relation="indirect", via=str(via_id))


def column(house, client_id, name):
    with house.session() as session:
        return getattr(session.get(ClientRow, client_id), name)


def card(house, actor, client_id):
    with house.session() as session:
        client = require_client(session, client_id)
        return show_client(session, actor, client, now=NOW, catalogue=CATALOGUE, base_currency="USD")


@on_both
def test_who_becomes_past_left_for_a_reason(house, mei):
    acme = house.client(mei, "ACME")
    with pytest.raises(InvalidInput, match="Say why they left") as caught:
        save(house, mei, acme, stage="past")
    assert caught.value.field == "leaving_reason"
    assert set(save(house, mei, acme, stage="past", leaving_reason="price").changed) == {"stage", "leaving_reason"}
    # What does not touch the stage asks for nothing.
    assert save(house, mei, acme, city="Bremen").changed == ("city",)


@on_both
def test_an_indirect_client_buys_through_somebody(house, mei):
    kriti, dealer = house.client(mei, "Kriti"), house.client(mei, "Dealer")
    with pytest.raises(InvalidInput, match="through whom they buy") as caught:
        save(house, mei, kriti, relation="indirect")
    assert caught.value.field == "via"
    with pytest.raises(InvalidInput, match="Only an indirect client") as caught:
        save(house, mei, kriti, via=str(dealer))
    assert caught.value.field == "via"
    through(house, mei, kriti, dealer)
    assert column(house, kriti, "via_id") == dealer
    assert card(house, mei, kriti).via_name == "Dealer"
    # Through nobody, and still indirect: that cannot be; a direct client buys through nobody any more.
    with pytest.raises(InvalidInput, match="through whom they buy"):
        with_nobody(house, kriti)
    saved = save(house, mei, kriti, relation="direct")
    assert (saved.changed, saved.emptied) == (("relation",), ("via",))
    assert (column(house, kriti, "via_id"), card(house, mei, kriti).via_name) == (None, "")


def test_all_that_is_wrong_is_said_at_once(house, mei):
    acme = house.client(mei, "ACME")
    with pytest.raises(InvalidForm) as caught:
        save(house, mei, acme, stage="past", relation="indirect")
    assert [each.field for each in caught.value.problems] == ["leaving_reason", "via"]


@on_both
def test_no_line_of_clients_comes_back_to_its_beginning(house, mei):
    one, two, three, twin = (house.client(mei, name) for name in ("One", "Two", "Three", "Twin"))
    with pytest.raises(InvalidInput, match="through themselves"):
        through(house, mei, one, one)
    through(house, mei, one, two)
    through(house, mei, two, three)
    for last, via in ((two, one), (three, one), (three, two)):
        with pytest.raises(InvalidInput, match="would make a circle") as caught:
            through(house, mei, last, via)
        assert caught.value.field == "via"
    # A file merged into one of the line is that one.
    with house.session() as session:
        session.get(ClientRow, twin).merged_into = one
    with pytest.raises(InvalidInput, match="would make a circle"):
        through(house, mei, three, twin)
    with pytest.raises(InvalidInput, match="no longer there"):
        through(house, mei, three, 9999)


@on_both
def test_two_changes_at_once_make_no_circle(house, mei):
    one, two = house.client(mei, "One"), house.client(mei, "Two")
    start, results = Barrier(2), []

    def press(client_id, via_id):
        start.wait()
        try:
            through(house, mei, client_id, via_id)
            results.append("saved")
        except InvalidInput as problem:
            results.append(problem.field)

    both = [Thread(target=press, args=pair) for pair in ((one, two), (two, one))]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(results) == ["saved", "via"]


@on_both
def test_the_members_of_a_group_know_each_other(house, mei):
    hamburg, lyon, other = (house.client(mei, name) for name in ("Weber Hamburg", "Weber Lyon", "Other"))
    bo = house.person("U0BO")
    for client_id, group in ((hamburg, "Weber Group"), (lyon, "WEBER group"), (other, "Another")):
        save(house, mei, client_id, Part.BASIC, group=group)
    assert [each.name for each in card(house, bo, hamburg).group] == ["Weber Lyon"]
    assert card(house, house.person("U0AUDIT", "auditor"), hamburg).group == ()
    house.know(mei, lyon, NOW, group="")
    assert column(house, lyon, "group_key") is None
    assert card(house, mei, hamburg).group == ()


@on_both
def test_a_file_of_clients_brings_groups_and_moves_relations(house, mei, tmp_path):
    desk = ImportDesk(house.database, tmp_path)
    desk.take("clients", "code,name,group,relation,via\nA,Alpha,Weber Group,indirect,B\nB,Beta,weber GROUP,direct,\n")
    ids = dict(desk.rows("select code, id from client"))
    # Who is meant by a header called “via” is chosen from a list, in Slack alone.
    assert desk.rows("select code, group_key, via_id from client order by code") == [
        ("A", "weber", None), ("B", "weber", None),
    ]  # fmt: skip
    with house.session() as session:
        values = {"via": str(ids["B"])}
        record_facts(
            session, mei, ids["A"], values, source=Source.CALL, observed_at=LATER, now=LATER, catalogue=CATALOGUE
        )
    assert column(house, ids["A"], "via_id") == ids["B"]
    desk.take("clients", "code,name,group,relation\nA,Alpha,Other,direct\n", now=LATER + DAY)
    assert desk.rows("select group_key, via_id from client where code = 'A'") == [("other", None)]


def test_the_history_names_the_client_through_whom_another_buys(house, mei):
    kriti, dealer = house.client(mei, "Kriti"), house.client(mei, "Dealer")
    through(house, mei, kriti, dealer)
    with house.session() as session:
        client = require_client(session, kriti)
        page = read_history(session, mei, client, chosen="via", page=0, now=NOW, catalogue=CATALOGUE)
    assert [(each.value, each.name) for each in page.events] == [(str(dealer), "Dealer")]
