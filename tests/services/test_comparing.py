"""Two files side by side: what each may see of them, who merges, who proposes, who is told, and the way back."""

import json

import pytest

from bot.errors import Conflict, NotFound, Refused
from bot.jobs.rendering import RENDERERS
from bot.policy.access import Part
from bot.policy.duplicates import Reason
from bot.results.outbox import Company, Outgoing
from bot.services import clients, comparing, duplicates
from bot.store import clients as client_store
from bot.store.tables import AccessLogRow, OutboxRow
from tests.jobs.company import CATALOGUE, DAY, MONDAY, on_both
from tests.services.test_duplicates import add, listed, names

NOW = MONDAY + DAY
GIVEN = {"now": NOW, "catalogue": CATALOGUE}


@pytest.fixture
def people(house):
    return {
        "mei": house.person("U0MEI", team="North"),
        "ana": house.person("U0ANA", team="South"),
        "ines": house.person("U0INES", "custodian"),
        "otto": house.person("U0OTTO", "custodian"),
        "fin": house.person("U0FIN", "finance"),
        "aud": house.person("U0AUD", "auditor"),
    }


@pytest.fixture
def acme(house, people):
    """Mei's file, which says more, and Ana's of the same client."""
    one = add(house, people["mei"], "Acme GmbH", country="DE", city="Köln", problems="late", industry="retail")
    other = add(house, people["ana"], "ACME Ltd", country="DE", city="Cologne", stage="future", email="kim@acme.de")
    house.contacted(people["mei"], one, MONDAY, next_on=(MONDAY + 3 * DAY).date())
    return one, other


def compare(house, actor, pair):
    with house.session() as session:
        return comparing.compare(session, actor, *pair, base_currency="USD", **GIVEN)


def merge(house, actor, gone, stays):
    with house.session() as session:
        return comparing.merge(session, actor, gone, stays, **GIVEN)


def sent(house, kind):
    """Who is to be sent a message of a kind, and what it says."""
    with house.session() as session:
        rows = session.query(OutboxRow).filter_by(kind=kind).order_by(OutboxRow.recipient).all()
        found = {}
        for row in rows:
            outgoing = Outgoing(row.id, row.kind, row.recipient, json.loads(row.payload), 1)
            found[row.recipient] = RENDERERS[kind](session, outgoing, Company(CATALOGUE), NOW)
        return found


@on_both
def test_both_sides_are_shown_as_far_as_their_reader_may_see(house, people, acme):
    shown = compare(house, people["ines"], acme)
    one, other = shown.sides
    assert [side.client.client_id for side in shown.sides] == list(acme)
    assert {each.part: each.known for each in one.filled} == {
        Part.DIRECTORY: 5, Part.BASIC: 1, Part.CHARACTERISTICS: 0, Part.BUSINESS: 0, Part.TRADING: 1,
    }  # fmt: skip
    assert (one.open_steps, one.contacts, one.last_contact.person) == (1, 0, "U0Mei")
    assert (other.open_steps, other.contacts, other.last_contact) == (0, 1, None)
    assert shown.reasons == (Reason.SAME_NAME, Reason.SAME_CITY)
    assert (shown.may_merge, shown.stays) == (True, acme[0])

    theirs = compare(house, people["ana"], acme)
    assert (theirs.sides[0].open_steps, theirs.sides[0].last_contact, theirs.sides[0].sales) == (None, None, None)
    assert [each.part for each in theirs.sides[0].filled] == [Part.DIRECTORY, Part.BASIC]
    assert theirs.sides[1].contacts == 1
    assert not theirs.may_merge
    with house.session() as session:
        rows = session.query(AccessLogRow).filter_by(via="compare", person_id=people["ana"].person_id)
        read = {(row.client_id, row.part) for row in rows}
    assert (acme[0], "basic") in read
    assert (acme[0], "trading") not in read
    assert (acme[1], "contacts") in read


def test_those_whom_neither_file_concerns_see_nothing_of_it(house, people, acme):
    bo = house.person("U0BO", team="East")
    for actor in (bo, people["fin"], people["aud"]):
        with pytest.raises(Refused):
            compare(house, actor, acme)


@on_both
def test_merging_leaves_one_file_and_undoing_it_leaves_two(house, people, acme):
    ines = people["ines"]
    one, other = acme
    done = merge(house, ines, other, one)
    assert (done.stayed.client_id, done.gone.name) == (one, "ACME Ltd")
    assert names(listed(house, ines)) == []
    with house.session() as session:
        assert client_store.get(session, other).client_id == one
        with pytest.raises(Conflict, match="one file already"):
            comparing.compare(session, ines, one, other, base_currency="USD", **GIVEN)
        card = clients.show_client(session, ines, done.stayed, base_currency="USD", **GIVEN)
        assert [merge.source_name for merge in card.merges] == ["ACME Ltd"]
        assert [contact.email for contact in card.contacts] == ["kim@acme.de"]
    with house.session() as session:
        parted, whole = comparing.undo(session, ines, done.merge_id, **GIVEN)
    assert (parted.client_id, whole.client_id) == (other, one)
    assert names(listed(house, ines)) == [("Acme GmbH", "ACME Ltd")]
    with pytest.raises(Conflict, match="undone already"), house.session() as session:
        comparing.undo(session, ines, done.merge_id, **GIVEN)
    with pytest.raises(NotFound), house.session() as session:
        comparing.undo(session, ines, 4711, **GIVEN)


@on_both
def test_the_owners_of_a_merged_file_are_told_once(house, people, acme):
    one, other = acme
    done = merge(house, people["ines"], other, one)
    told = sent(house, "files_merged")
    assert told.keys() == {"U0MEI", "U0ANA"}
    assert told["U0ANA"].text == (
        f"<@U0INES> has merged *ACME Ltd* (`N{other:05d}`) into *Acme GmbH*, which <@U0MEI> looks after. Nothing was "
        "lost; the custodian can undo it."
    )
    with house.session() as session:
        comparing.undo(session, people["ines"], done.merge_id, **GIVEN)
    # What is undone before it is sent is not told.
    assert set(sent(house, "files_merged").values()) == {None}


def test_whoever_may_not_merge_is_refused_and_may_propose(house, people, acme):
    with pytest.raises(Refused):
        merge(house, people["ana"], *acme)
    for _ in range(2):
        with house.session() as session:
            comparing.propose(session, people["ana"], *acme, now=NOW)
    asked = sent(house, "merge_proposed")
    assert asked.keys() == {"U0INES", "U0OTTO"}
    assert asked["U0INES"].text.startswith(
        "<@U0ANA> thinks that these two files are one client: Acme GmbH and ACME Ltd"
    )
    with pytest.raises(Refused), house.session() as session:
        comparing.propose(session, people["fin"], *acme, now=NOW)


@pytest.mark.parametrize("decision", ["merged", "kept apart"])
def test_a_proposal_that_is_decided_meanwhile_is_not_sent(house, people, acme, decision):
    with house.session() as session:
        comparing.propose(session, people["ana"], *acme, now=NOW)
    if decision == "merged":
        merge(house, people["ines"], *acme)
    else:
        with house.session() as session:
            duplicates.keep_apart(session, people["ines"], *acme, now=NOW)
    assert set(sent(house, "merge_proposed").values()) == {None}


@on_both
def test_what_was_decided_of_a_file_holds_for_the_one_it_went_into(house, people, acme):
    ines = people["ines"]
    third = add(house, people["mei"], "Acme AG", country="DE", city="Köln")
    with house.session() as session:
        duplicates.keep_apart(session, ines, acme[1], third, now=NOW)
    merge(house, ines, acme[1], acme[0])
    assert names(listed(house, ines)) == []
    with house.session() as session:
        duplicates.propose_again(session, ines, acme[0], third, now=NOW)
    assert names(listed(house, ines)) == [("Acme GmbH", "Acme AG")]
