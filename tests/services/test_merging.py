"""Merging two files and taking that back: nothing is lost, no row moves, nobody's leave widens."""

from datetime import date

import pytest
from sqlalchemy import func, insert, select

from bot.errors import Conflict, NotFound, Refused
from bot.policy.access import Part, Right
from bot.policy.catalogue import Source
from bot.policy.credit import Limit, LimitState
from bot.policy.money import Money
from bot.policy.periods import all_time
from bot.results.composition import MixKey
from bot.services import clients, composition, credit, facts, freshness, gate, lookup, merging
from bot.services import history as history_service
from bot.services.clients import require_client
from bot.services.integrity import check_ledger
from bot.services.merging import list_merges, merge_clients, undo_merge
from bot.store import clients as client_store
from bot.store import digest, interactions, rollups
from bot.store import facts as fact_store
from bot.store import freshness as freshness_store
from bot.store.tables import (
    AccessLogRow,
    AliasRow,
    ClientRow,
    ContactRow,
    CurrentValueRow,
    FactRow,
    GrantRow,
    ImportRunRow,
    InteractionRow,
    InvoiceRow,
    SalesLineRow,
)
from tests.jobs.company import CATALOGUE, DAY, MONDAY, OPERATOR, on_both
from tests.services.importing import ImportDesk

NOW = MONDAY
GIVEN = {"now": NOW, "catalogue": CATALOGUE}
WHOLE_ROWS = (FactRow, ContactRow, InteractionRow, SalesLineRow, InvoiceRow)


@pytest.fixture
def mei(house):
    return house.person("U0MEI", team="North")


@pytest.fixture
def ines(house):
    return house.person("U0INES", "custodian")


@pytest.fixture
def acme(house, mei):
    """The file that stays: in Germany, with a culture, a contact, a call, a sale and an invoice."""
    return filled(house, mei, "ACME GmbH", "DE", culture="open", staff="250")


@pytest.fixture
def double(house, mei):
    """A second file of the same client: in Austria, opened later, with other things known."""
    return filled(house, mei, "Acme Austria", "AT", culture="lively", problems="Late")


def filled(house, owner, name, country, **values):
    client_id = house.client(owner, name)
    with house.session() as session:
        number = session.scalar(select(func.count()).select_from(ClientRow))
        at = NOW - (20 - number) * DAY
        facts.record_facts(
            session, owner, client_id, {"country": country, **values}, source=Source.CALL, observed_at=at,
            now=at, catalogue=CATALOGUE,
        )  # fmt: skip
        interactions.add_contact(session, client_id, name=f"Ann of {name}", title="", email="", phone="", now=at)
        session.execute(
            insert(SalesLineRow).values(
                line_id=name, date=date(2026, 5, number), client_id=client_id, amount=number * 10_000, currency="USD",
                rate=1, base_amount=number * 10_000,
            )
        )  # fmt: skip
        session.execute(
            insert(InvoiceRow).values(
                invoice_id=name, client_id=client_id, issued=date(2026, 5, 1), due=date(2026, 6, 1),
                amount=number * 10_000, currency="USD", open_amount=number * 10_000,
            )
        )  # fmt: skip
        rollups.rebuild(session)
    house.contacted(owner, client_id, at, next_on=NOW.date())
    return client_id


def merge(house, actor, source, target, now=NOW):
    with house.session() as session:
        done = merge_clients(
            session, actor, require_client(session, source), require_client(session, target), now=now,
            catalogue=CATALOGUE,
        )  # fmt: skip
        return done, list_merges(session, done)[-1].merge_id


def undo(house, actor, merge_id, now=NOW):
    with house.session() as session:
        return undo_merge(session, actor, merge_id, now=now, catalogue=CATALOGUE)


def check(house, now=NOW):
    with house.session() as session:
        return list(check_ledger(session, now=now, catalogue=CATALOGUE))


def everything(house):
    """All that merges derive, and every row that they must not touch."""
    with house.session() as session:
        derived = [
            session.execute(select(CurrentValueRow.__table__).order_by(CurrentValueRow.client_id, "field")).all(),
            session.execute(select(ClientRow.__table__).order_by(ClientRow.id)).all(),
            session.execute(select(AliasRow.client_id, AliasRow.name).order_by(AliasRow.client_id, "name")).all(),
            sorted(map(tuple, session.execute(select(rollups._BY_PRODUCT)))),
            sorted(map(tuple, session.execute(select(rollups._BY_CLIENT)))),
            sorted(map(tuple, session.execute(select(rollups._OF_PRODUCT)))),
        ]
        return [*derived, *(session.execute(select(row.__table__).order_by(row.id)).all() for row in WHOLE_ROWS)]


def values(house, client_id):
    with house.session() as session:
        return {key: each.value for key, each in fact_store.current_values(session, client_id).items()}


@on_both
def test_a_merged_file_reads_as_one(house, mei, ines, acme, double):
    rows = everything(house)[5:]
    done, _merge_id = merge(house, ines, double, acme)
    assert (done.client_id, done.name, done.country) == (acme, "ACME GmbH", "DE")
    with house.session() as session:
        whole = require_client(session, double)
        shown = clients.show_client(session, mei, whole, base_currency="USD", **GIVEN)
        assert {value.field.key: value.value for part in shown.sections for value in part.values} == {
            # Of the two, "lively" was observed later; what only one of them knows stands beside it.
            "culture": "lively", "staff": "250", "problems": "Late",
        }  # fmt: skip
        assert [each.name for each in shown.contacts] == ["Ann of Acme Austria", "Ann of ACME GmbH"]
        assert len(shown.interactions) == 2
        assert shown.sales.this_year == Money(30_000, "USD")
        session.add(
            ImportRunRow(
                kind="invoices", file_name="f", as_of=NOW.date(), added=1, changed=0, same=0, rejected=0, waiting=0,
                published_at=NOW,
            )
        )  # fmt: skip
        answer = credit.answer_credit(session, mei, whole, asked=None, base_currency="USD", now=NOW)
        assert (answer.open_count, answer.exposure) == (2, Money(30_000, "USD"))
        told = history_service.read_history(session, mei, whole, chosen="culture", page=0, **GIVEN)
        assert [(each.value, each.code) for each in told.events] == [("lively", "N00002"), ("open", "N00001")]
        due = interactions.list_due_steps(session, mei.person_id, NOW.date(), 9)
        assert [(each.client_id, each.client_name) for each in due] == [(acme, "ACME GmbH")] * 2
    assert everything(house)[5:] == rows
    assert check(house) == []


@on_both
def test_the_target_answers_to_the_names_and_codes_of_both(house, ines, acme, double):
    with house.session() as session:
        client_store.add_alias(session, double, "Alpenacme")
    merge(house, ines, double, acme)
    with house.session() as session:
        for typed in ("ACME GmbH", "Acme Austria", "N00001", "n00002", "Alpenacme"):
            assert lookup.resolve(session, typed).client_id == acme
        assert {match.client.client_id for match in lookup.list_matches(session, "Acme Austira")} == {acme}
        assert lookup.list_matches(session, "Alpenacmee")[0].client.client_id == acme


@on_both
def test_undoing_restores_both_files_exactly(house, ines, acme, double):
    before = everything(house)
    _, merge_id = merge(house, ines, double, acme)
    assert everything(house) != before
    alone = undo(house, ines, merge_id, NOW + DAY)
    assert (alone.client_id, alone.name) == (double, "Acme Austria")
    assert everything(house) == before
    assert check(house) == []
    with house.session() as session:
        assert lookup.resolve(session, "Acme Austria").client_id == double
        assert list_merges(session, require_client(session, acme)) == []


@on_both
def test_sales_by_country_move_with_the_file(house, ines, acme, double):
    def by_country():
        with house.session() as session:
            rows = session.execute(
                select(rollups._BY_PRODUCT.c.country, func.sum(rollups._BY_PRODUCT.c.amount)).group_by("country")
            )
            return {country: int(amount) for country, amount in rows}

    assert by_country() == {"DE": 10_000, "AT": 20_000}
    _, merge_id = merge(house, ines, double, acme)
    assert by_country() == {"DE": 30_000}
    house.know(OPERATOR, acme, NOW, country="CH")
    assert by_country() == {"CH": 30_000}
    # The books still know the second file by its own code: what they say of it moves nothing while it is a part.
    house.know(OPERATOR, double, NOW, country="IT")
    assert by_country() == {"CH": 30_000}
    assert check(house) == []
    undo(house, ines, merge_id)
    assert by_country() == {"CH": 10_000, "IT": 20_000}
    assert check(house) == []


@on_both
def test_a_file_without_a_country_takes_that_of_the_one_it_takes_in(house, mei, ines, double):
    bare = house.client(mei, "Bare")
    with house.session() as session:
        session.add(
            SalesLineRow(
                line_id="b",
                date=date(2026, 5, 9),
                client_id=bare,
                amount=50_000,
                currency="USD",
                rate=1,
                base_amount=50_000,
            )
        )
        session.flush()
        rollups.rebuild(session)
    before = everything(house)
    done, merge_id = merge(house, ines, double, bare)
    assert done.country == "AT"
    assert check(house) == []
    undo(house, ines, merge_id)
    assert everything(house) == before


@on_both
def test_chains_are_resolved_and_undone_in_any_order(house, mei, ines, acme, double):
    third = filled(house, mei, "Third", "FR", strategy="grow")
    before = everything(house)
    _, first = merge(house, ines, double, acme)
    _, second = merge(house, ines, acme, third)
    with house.session() as session:
        assert lookup.resolve(session, "Acme Austria").client_id == third
        assert require_client(session, double).client_id == third
        assert {m.name for m in interactions.list_contacts(session, third)} == {
            "Ann of ACME GmbH", "Ann of Acme Austria", "Ann of Third",
        }  # fmt: skip
    assert values(house, third)["culture"] == "lively"
    assert check(house) == []
    undo(house, ines, first)
    with house.session() as session:
        assert require_client(session, double).client_id == double
        assert require_client(session, acme).client_id == third
    assert (values(house, third)["culture"], values(house, double)["culture"]) == ("open", "lively")
    assert check(house) == []
    undo(house, ines, second)
    assert everything(house) == before


@on_both
def test_what_is_written_later_stays_where_it_was_written(house, mei, ines, acme, double):
    _, merge_id = merge(house, ines, double, acme)
    with house.session() as session:
        whole = require_client(session, double)
        facts.record_facts(
            session, mei, whole.client_id, {"culture": "strict"}, source=Source.VISIT, observed_at=NOW, **GIVEN
        )
    house.know(OPERATOR, double, NOW + DAY, problems="None any more")
    assert values(house, acme)["culture"] == "strict"
    assert values(house, acme)["problems"] == "None any more"
    undo(house, ines, merge_id, NOW + DAY)
    assert values(house, acme)["culture"] == "strict"
    assert "problems" not in values(house, acme)
    assert values(house, double)["culture"] == "lively"
    assert values(house, double)["problems"] == "None any more"
    assert check(house, NOW + DAY) == []


@on_both
def test_an_import_by_the_old_code_reaches_the_whole_file(house, ines, acme, double, tmp_path):
    _, merge_id = merge(house, ines, double, acme)
    desk = ImportDesk(house.database, tmp_path)
    later = NOW + DAY
    desk.take(
        "clients",
        "code,name,country,problems,staff\nN00002,Acme Austria,CZ,Strike,\nN00001,ACME GmbH,PL,,300\n",
        now=later,
    )
    desk.take("sales", "line_id,date,client,amount,currency\nnew,2026-05-20,N00002,7,USD\n", now=later)
    assert (values(house, acme)["problems"], values(house, acme)["staff"]) == ("Strike", "300")
    with house.session() as session:
        assert session.scalar(select(FactRow.client_id).where(FactRow.value == "Strike")) == double
        assert clients.require_client(session, double).country == "PL"
    assert check(house, later) == []
    undo(house, ines, merge_id, later)
    assert "problems" not in values(house, acme)
    assert values(house, double)["country"] == "CZ"
    assert check(house, later) == []


def test_names_that_were_there_before_survive_the_undoing(house, mei, ines, acme, double):
    twin = house.client(mei, "Acme Austria")
    with house.session() as session:
        client_store.add_alias(session, acme, "ACME Austria")
    _, first = merge(house, ines, double, acme)
    undo(house, ines, first)
    with house.session() as session:
        # One's own name, and the alias of the other that was there: both answer, as before.
        assert {each.client_id for each in client_store.list_called(session, "Acme Austria")} == {acme, double, twin}
        session.query(AliasRow).delete()
    _, first = merge(house, ines, double, acme)
    _, second = merge(house, ines, twin, acme)
    undo(house, ines, first)
    with house.session() as session:
        assert session.query(AliasRow.client_id, AliasRow.merge_id).all() == [(acme, second)]


def test_itself_and_circles_are_refused(house, ines, acme, double):
    with pytest.raises(Conflict, match="one file already: ACME GmbH"):
        merge(house, ines, acme, acme)
    with house.session() as session:
        stale_source, stale_target = require_client(session, acme), require_client(session, double)
    merge(house, ines, double, acme)
    with pytest.raises(Conflict, match="one file already: ACME GmbH"), house.session() as session:
        merge_clients(session, ines, stale_source, stale_target, **GIVEN)


def test_a_file_that_went_into_a_third_meanwhile_is_told(house, mei, ines, acme, double):
    third = house.client(mei, "Third")
    with house.session() as session:
        seen, target = require_client(session, double), require_client(session, third)
    merge(house, ines, double, acme)
    with (
        pytest.raises(Conflict, match="Acme Austria has become a part of ACME GmbH meanwhile"),
        house.session() as session,
    ):
        merge_clients(session, ines, seen, target, **GIVEN)


def test_a_merge_is_undone_once(house, ines, acme, double):
    _, merge_id = merge(house, ines, double, acme)
    undo(house, ines, merge_id)
    with pytest.raises(Conflict, match="undone already: Acme Austria has a file of its own"):
        undo(house, ines, merge_id)
    with pytest.raises(NotFound, match="no such merge"):
        undo(house, ines, merge_id + 1)


def test_who_writes_both_may_merge_and_nobody_else_but_the_custodian(house, mei, ines, acme, double):
    bo, finance = house.person("U0BO", team="North"), house.person("U0FIN", "finance")
    boss = house.person("U0BOSS", "manager", team="North")
    for other in (bo, finance, house.person("U0HEAD", "manager", team="South")):
        with pytest.raises(Refused, match="Only the custodian, or whoever may write in both"):
            merge(house, other, double, acme)
    with house.session() as session:
        client_store.set_owner(session, double, bo.person_id)
    with pytest.raises(Refused):
        merge(house, mei, double, acme)
    with house.session() as session:
        client_store.set_owner(session, double, mei.person_id)
    _, merge_id = merge(house, mei, double, acme)
    with pytest.raises(Refused):
        undo(house, bo, merge_id)
    undo(house, mei, merge_id)
    # Their manager writes in both as well.
    undo(house, boss, merge(house, boss, double, acme)[1])
    with house.session() as session:
        rows = session.query(AccessLogRow).filter(AccessLogRow.via.in_(["merge", "unmerge"])).order_by(AccessLogRow.id)
        told = [(row.deed, row.client_id, row.via) for row in rows if row.deed == "write"]
    assert told == 2 * [
        ("write", double, "merge"),
        ("write", acme, "merge"),
        ("write", double, "unmerge"),
        ("write", acme, "unmerge"),
    ]


@on_both
def test_leave_for_one_side_opens_nothing_of_the_other(house, mei, ines, acme, double):
    bo = house.person("U0BO", team="South")

    def grant(client_id, at):
        with house.session() as session:
            session.add(
                GrantRow(
                    person_id=bo.person_id, client_id=client_id, part="trading", granted_by=1, granted_at=at,
                    expires_at=NOW + 30 * DAY,
                )
            )  # fmt: skip

    def held(client_id):
        with house.session() as session:
            return gate.rights_on(session, bo, require_client(session, client_id), NOW + DAY)[Part.TRADING]

    grant(acme, NOW - DAY)
    grant(double, NOW - DAY)
    assert (held(acme), held(double)) == (Right.READ, Right.READ)
    _, merge_id = merge(house, ines, double, acme)
    assert held(acme) is Right.ASK
    undo(house, ines, merge_id)
    assert (held(acme), held(double)) == (Right.READ, Right.READ)
    merge(house, ines, double, acme)
    # Leave for the whole, given by somebody who sees that it is one.
    grant(acme, NOW + DAY / 2)
    assert held(acme) is Right.READ


@on_both
def test_nobody_is_counted_or_asked_twice(house, mei, ines, acme, double):
    week = (NOW - 20 * DAY, NOW)
    with house.session() as session:
        assert len({each for each in digest.list_refreshed(session, *week) if each[1] == "culture"}) == 2
        freshness_store.set_snooze(session, double, ["trading"], mei.person_id, until=NOW + DAY, reason="snoozed")
    merge(house, ines, double, acme)
    with house.session() as session:
        assert {each for each in digest.list_refreshed(session, *week) if each[1] == "culture"} == {(acme, "culture")}
        assert digest.list_known(session, ["culture"]) == [(acme, "North")]
        assert freshness_store.list_snoozed(session, mei.person_id, NOW) == {(acme, "trading")}
        # It was the second file's call that was the latest.
        assert freshness_store.list_not_chased(session, mei.person_id, NOW - 18.5 * DAY) == {acme}
        assert freshness_store.sum_sales(session, [acme], date(2026, 5, 1), date(2026, 5, 1)) == {acme: 30_000}
        stale = freshness.list_stale(session, mei, owner_id=None, limit=99, now=NOW + 400 * DAY, catalogue=CATALOGUE)
        assert {item.client.client_id for item in stale} == {acme}
        [mix] = composition.answer_mix(session, mei, by=MixKey.REP, period=all_time(), base_currency="USD", **GIVEN)
        assert [(row.key, row.clients, row.amount) for row in mix.rows] == [("U0MEI", 1, 30_000)]


def test_the_limit_is_the_targets_own(house, ines, acme, double):
    with house.session() as session:
        for client_id, amount in ((acme, 5), (double, 9)):
            limit = Limit(LimitState.AMOUNT, Money(amount * 10_000, "USD"))
            credit.set_limit(session, OPERATOR, require_client(session, client_id), limit, now=NOW)
    merge(house, ines, double, acme)
    with house.session() as session:
        whole = require_client(session, double)
        answer = credit.answer_credit(session, OPERATOR, whole, asked=None, base_currency="USD", now=NOW)
        assert answer.limit.limit.amount == Money(50_000, "USD")


@on_both
def test_a_file_without_a_limit_has_that_of_a_file_it_takes_in(house, ines, acme, double):
    def limit_of(client_id):
        with house.session() as session:
            client = require_client(session, client_id)
            return credit.answer_credit(session, OPERATOR, client, asked=None, base_currency="USD", now=NOW).limit.limit

    def decide(client_id, limit):
        with house.session() as session:
            credit.set_limit(session, OPERATOR, require_client(session, client_id), limit, now=NOW)

    fifty = Limit(LimitState.AMOUNT, Money(500_000, "USD"))
    decide(double, fifty)
    merge(house, ines, double, acme)
    assert limit_of(acme) == fifty
    # What finance decides for the whole holds in it, and stays with it.
    decide(acme, Limit(LimitState.UNLIMITED))
    assert limit_of(acme) == Limit(LimitState.UNLIMITED)
    with house.session() as session:
        undo_merge(session, ines, list_merges(session, require_client(session, acme))[0].merge_id, **GIVEN)
    assert (limit_of(acme), limit_of(double)) == (Limit(LimitState.UNLIMITED), fifty)


def test_who_may_merge_is_known_beforehand(house, mei, ines, acme, double):
    with house.session() as session:
        sides = require_client(session, acme), require_client(session, double)
    assert merging.may_merge(ines, *sides)
    assert merging.may_merge(mei, *sides)
    assert not merging.may_merge(house.person("U0BO"), *sides)
