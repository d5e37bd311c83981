"""Stages that the ledger proposes: found, asked once, answered once, and gone when their ground is."""

from datetime import date
from threading import Barrier, Thread

import pytest
from sqlalchemy import insert

from bot.errors import Conflict, InvalidInput, Refused
from bot.policy.stages import Suggests
from bot.services import stages
from bot.services.clients import require_client, show_client
from bot.services.home import compose_home
from bot.store.tables import AccessLogRow, ClientRow, FactRow, ImportRunRow, InvoiceRow, ProposalRow, SalesLineRow
from tests.jobs.company import CATALOGUE, DAY, MONDAY, on_both

NOW = MONDAY  # July 6, 2026
GIVEN = {"now": NOW, "catalogue": CATALOGUE}


@pytest.fixture
def mei(house):
    return house.person("U0MEI")


def client(house, owner, name, stage, *, opened=MONDAY - 800 * DAY, at=MONDAY - 700 * DAY):
    client_id = house.client(owner, name, opened=opened)
    house.know(owner, client_id, max(opened, at), stage=stage)
    return client_id


def sold(house, client_id, day, number=""):
    with house.session() as session:
        session.execute(
            insert(SalesLineRow).values(
                line_id=f"{client_id} {day} {number}", date=day, client_id=client_id, amount=1, currency="USD", rate=1,
                base_amount=1,
            )
        )  # fmt: skip


def stated(house, kind, day):
    """Have a file of the ledger imported whose data date is that day."""
    with house.session() as session:
        session.execute(
            insert(ImportRunRow).values(
                kind=kind, file_name="f", as_of=day, added=1, changed=0, same=0, rejected=0, waiting=0,
                published_at=NOW,
            )
        )  # fmt: skip


def look(house, *, now=NOW):
    with house.session() as session:
        found = stages.find_suggestions(session, now=now)
        stages.keep_suggestions(session, found, now=now)
        assert stages.is_kept(session, found)
        assert not any(stages.is_kept(session, [*found, (1_000, each)]) for _, each in found)


def asked(house):
    """What is open, by client: the stage and the occasion."""
    with house.session() as session:
        rows = session.query(ProposalRow).filter_by(answered_at=None).order_by("client_id")
        return {row.client_id: (row.value, row.occasion) for row in rows}


def answer(house, actor, client_id, *, accepted, reason=""):
    with house.session() as session:
        proposal = stages.read_proposal(session, actor, require_client(session, client_id), now=NOW)
        return stages.answer_proposal(
            session, actor, proposal.proposal_id, accepted=accepted, reason=reason, **GIVEN
        )  # fmt: skip


def facts_of(house, client_id):
    with house.session() as session:
        rows = session.query(FactRow).filter_by(client_id=client_id, recorded_at=NOW).order_by("id")
        return [(row.field, row.value, row.source, row.person_id) for row in rows]


@on_both
def test_the_ledger_proposes_by_its_own_data_date(house, mei):
    silent, trading = client(house, mei, "Silent", "present"), client(house, mei, "Trading", "present")
    never, young = client(house, mei, "Never", "present"), client(house, mei, "Young", "present", opened=NOW - 90 * DAY)
    first, gone = client(house, mei, "First", "future"), client(house, mei, "Gone", "past")
    sold(house, silent, date(2025, 3, 31))
    sold(house, trading, date(2025, 4, 1))
    sold(house, gone, date(2019, 1, 1))
    with house.session() as session:
        session.execute(
            insert(InvoiceRow).values(
                invoice_id="I1", client_id=first, issued=date(2026, 3, 5), due=date(2026, 4, 5), amount=1,
                currency="USD", open_amount=1,
            )
        )  # fmt: skip
    look(house)
    # The ledger ends on April 1, 2025, and who is to say what was sold since?
    assert asked(house) == {first: ("present", "2026-03")}
    stated(house, "sales", date(2026, 3, 31))
    look(house)
    assert asked(house) == {
        silent: ("past", "2025-03-31"), never: ("past", "never"), first: ("present", "2026-03"),
    }  # fmt: skip
    assert young not in asked(house)


def test_a_ledger_that_says_nothing_of_sales_proposes_nothing(house, mei):
    client(house, mei, "Never", "present")
    stated(house, "invoices", date(2026, 3, 31))
    look(house)
    assert asked(house) == {}


@on_both
def test_the_sales_of_a_file_that_was_merged_in_count(house, mei):
    acme, twin, triplet = (client(house, mei, name, "present") for name in ("ACME", "Twin", "Triplet"))
    sold(house, triplet, date(2026, 3, 1))
    sold(house, acme, date(2020, 3, 1))
    with house.session() as session:
        session.get(ClientRow, triplet).merged_into = twin
        session.get(ClientRow, twin).merged_into = acme
    look(house)
    assert asked(house) == {}


@on_both
def test_a_question_is_asked_once_and_gone_with_its_ground(house, mei):
    acme = client(house, mei, "ACME", "present")
    stated(house, "sales", date(2026, 3, 31))
    look(house)
    with house.session() as session:
        first = session.query(ProposalRow).one().id
    look(house, now=NOW + DAY)
    with house.session() as session:
        assert session.query(ProposalRow).one().id == first
    sold(house, acme, date(2026, 3, 30))
    look(house)
    with house.session() as session:
        assert session.query(ProposalRow).count() == 0


@on_both
def test_what_the_owner_declines_is_not_asked_on_the_same_occasion(house, mei):
    acme = client(house, mei, "ACME", "present")
    sold(house, acme, date(2024, 1, 5))
    stated(house, "sales", date(2026, 3, 31))
    look(house)
    answer(house, mei, acme, accepted=False)
    look(house)
    assert asked(house) == {}
    assert facts_of(house, acme) == []
    # They buy once more and fall silent again: that is another occasion.
    sold(house, acme, date(2026, 6, 1))
    stated(house, "sales", date(2027, 6, 30))
    look(house, now=NOW + 400 * DAY)
    assert asked(house) == {acme: ("past", "2026-06-01")}


@on_both
def test_a_past_client_leaves_for_a_reason(house, mei):
    acme = client(house, mei, "ACME", "present")
    stated(house, "sales", date(2026, 3, 31))
    look(house)
    for reason in ("", "no such reason"):
        with pytest.raises(InvalidInput, match="Say why they left") as caught:
            answer(house, mei, acme, accepted=True, reason=reason)
        assert caught.value.field == "leaving_reason"
    assert asked(house) != {}
    assert answer(house, mei, acme, accepted=True, reason="price").stage == "past"
    # The ledger says that they are past, and a person why.
    assert facts_of(house, acme) == [
        ("stage", "past", "import", mei.person_id), ("leaving_reason", "price", "research", mei.person_id),
    ]  # fmt: skip
    look(house)
    assert asked(house) == {}


@on_both
def test_two_who_answer_at_once_have_one_answer(house, mei):
    acme = client(house, mei, "ACME", "future")
    sold(house, acme, date(2026, 3, 1))
    look(house)
    ines = house.person("U0INES", "custodian")
    start, results = Barrier(2), []

    def press(actor, *, accepted):
        start.wait()
        try:
            answer(house, actor, acme, accepted=accepted)
            results.append("answered")
        except (Conflict, AttributeError):
            # Whoever comes second finds it answered, or no longer asked at all.
            results.append("too late")

    both = [Thread(target=press, args=(who,), kwargs={"accepted": yes}) for who, yes in ((mei, True), (ines, False))]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(results) == ["answered", "too late"]


def test_only_who_may_write_the_directory_answers(house, mei):
    acme = client(house, mei, "ACME", "future")
    sold(house, acme, date(2026, 3, 1))
    look(house)
    with house.session() as session:
        proposal_id = session.query(ProposalRow).one().id
    for role in ("rep", "finance", "auditor"):
        other = house.person(f"U0{role.upper()}", role)
        with house.session() as session:
            assert stages.read_proposal(session, other, require_client(session, acme), now=NOW) is None
        with pytest.raises(Refused), house.session() as session:
            stages.answer_proposal(session, other, proposal_id, accepted=True, **GIVEN)
    with house.session() as session:
        refused = [(row.part, row.via) for row in session.query(AccessLogRow).filter_by(deed="refused")]
    assert refused == [("directory", "stage")] * 3
    assert asked(house) == {acme: ("present", "2026-03")}


@on_both
def test_the_owner_sees_it_on_the_card_and_on_the_home_tab(house, mei):
    acme = client(house, mei, "ACME", "future")
    sold(house, acme, date(2026, 3, 1))
    look(house)
    bo, given = house.person("U0BO"), {**GIVEN, "base_currency": "USD"}
    with house.session() as session:
        shown = show_client(session, mei, require_client(session, acme), **given).proposal
        assert shown.suggestion.reason is Suggests.TRADE
        assert [each.client.name for each in compose_home(session, mei, **GIVEN).proposals] == ["ACME"]
        assert compose_home(session, bo, **GIVEN).proposals == ()
    # A stage that somebody has set by hand meanwhile answers the question as well.
    house.know(mei, acme, NOW, stage="present")
    with house.session() as session:
        assert show_client(session, mei, require_client(session, acme), **given).proposal is None
        assert compose_home(session, mei, **GIVEN).proposals == ()
