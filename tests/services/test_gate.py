"""The gate: rights, leave that was given, and what the log keeps."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from bot.errors import Refused
from bot.i18n import use_language
from bot.policy.access import Part, Relation, Right, Role
from bot.services import gate
from bot.services.clients import require_client
from bot.store import clients as client_store
from bot.store.tables import AccessLogRow, ClientRow, GrantRow
from tests.jobs.company import DAY, MONDAY, OPERATOR, on_both

NOW = MONDAY


@pytest.fixture
def mei(house):
    return house.person("U0MEI", team="North")


@pytest.fixture
def bo(house):
    return house.person("U0BO", team="South")


@pytest.fixture
def acme(house, mei):
    return house.client(mei, "ACME")


def rights(house, actor, client_id, now=NOW):
    with house.session() as session:
        return gate.rights_on(session, actor, require_client(session, client_id), now)


def grant(house, actor, client_id, part, *, until=NOW + DAY):
    with house.session() as session:
        keeper = session.query(GrantRow).count() + 1
        session.execute(
            insert(GrantRow).values(
                person_id=actor.person_id, client_id=client_id, part=part.value, granted_by=1,
                granted_at=NOW - DAY, expires_at=until,
            )
        )  # fmt: skip
        return keeper


def rows(house):
    with house.session() as session:
        return [
            (row.actor, row.person_id, row.deed, row.part, row.client_id, row.via)
            for row in session.query(AccessLogRow).order_by(AccessLogRow.id)
        ]


@pytest.mark.parametrize(
    ("roles", "team", "relation"),
    [
        ("manager", "North", Relation.TEAM),
        ("rep", "North", Relation.TEAM),
        ("manager", "South", Relation.OTHER),
        ("manager", "", Relation.OTHER),
        ("finance", "", Relation.OTHER),
    ],
)
def test_a_client_stands_to_a_person_by_owner_and_team(house, acme, roles, team, relation):
    someone = house.person("U0ONE", roles, team=team)
    with house.session() as session:
        assert gate.relation_of(someone, require_client(session, acme)) is relation


def test_a_file_without_an_owner_is_nobodys_team(house, mei, acme):
    with house.session() as session:
        assert gate.relation_of(mei, require_client(session, acme)) is Relation.OWN
        client_store.set_owner(session, acme, None)
        client = require_client(session, acme)
        assert gate.relation_of(mei, client) is Relation.OTHER
        assert gate.relation_of(OPERATOR, client) is Relation.OTHER


@on_both
def test_leave_opens_one_part_of_one_file_for_its_time(house, mei, bo, acme):
    other = house.client(mei, "Other")
    assert rights(house, bo, acme)[Part.TRADING] is Right.ASK
    grant(house, bo, acme, Part.TRADING, until=NOW + DAY)
    assert rights(house, bo, acme)[Part.TRADING] is Right.READ
    assert rights(house, bo, acme)[Part.BUSINESS] is Right.ASK
    assert rights(house, bo, other)[Part.TRADING] is Right.ASK
    assert rights(house, bo, acme, NOW + DAY - timedelta(seconds=1))[Part.TRADING] is Right.READ
    assert rights(house, bo, acme, NOW + DAY)[Part.TRADING] is Right.ASK
    with house.session() as session:
        session.execute(update(GrantRow).values(revoked_at=NOW))
    assert rights(house, bo, acme)[Part.TRADING] is Right.ASK


def test_leave_neither_lowers_a_right_nor_opens_what_is_denied(house, mei, bo, acme):
    grant(house, mei, acme, Part.TRADING)
    grant(house, bo, acme, Part.BANK)
    assert rights(house, mei, acme)[Part.TRADING] is Right.WRITE
    # Bank details of another's client are not even asked for.
    assert rights(house, bo, acme)[Part.BANK] is Right.DENY
    auditor = house.person("U0AUD", "auditor")
    grant(house, auditor, acme, Part.SALES)
    assert rights(house, auditor, acme)[Part.SALES] is Right.TOTALS


@on_both
def test_leave_on_a_file_that_was_merged_does_not_widen(house, mei, bo, acme):
    old = house.client(mei, "Old")
    grant(house, bo, old, Part.TRADING)
    with house.session() as session:
        session.execute(update(ClientRow).where(ClientRow.id == old).values(merged_into=acme))
    assert rights(house, bo, old)[Part.TRADING] is Right.ASK


def test_what_is_let_through_is_logged_and_the_open_directory_is_not(house, mei, acme):
    with house.session() as session:
        client = require_client(session, acme)
        before = session.query(AccessLogRow).count()
        gate.require(session, mei, client, Part.TRADING, Right.WRITE, via="log", now=NOW)
        gate.require(session, mei, client, Part.SALES, Right.READ, via="show", now=NOW)
        gate.require(session, mei, client, Part.DIRECTORY, Right.READ, via="show", now=NOW)
        gate.require(session, mei, client, Part.DIRECTORY, Right.WRITE, via="edit", now=NOW)
        gate.note_read(session, mei, client, [Part.DIRECTORY, Part.BASIC], via="show", now=NOW, detail="")
        gate.note_figures(session, mei, Part.SALES, via="mix", now=NOW, detail="grade")
    who = ("U0MEI", mei.person_id)
    assert rows(house)[before:] == [
        (*who, "write", "trading", acme, "log"),
        (*who, "read", "sales", acme, "show"),
        (*who, "write", "directory", acme, "edit"),
        (*who, "read", "basic", acme, "show"),
        (*who, "read", "sales", None, "mix"),
    ]


@on_both
def test_a_refusal_is_kept_though_everything_else_is_rolled_back(house, bo, acme):
    before = rows(house)

    def pry():
        with house.session() as session:
            client_store.set_owner(session, acme, bo.person_id)
            client = require_client(session, acme)
            client_store.add_alias(session, acme, "Changed")
            gate.require(session, bo, client, Part.CREDIT, Right.WRITE, via="credit", now=NOW)

    with pytest.raises(Refused, match="“Credit” of ACME is not open to you") as caught:
        pry()
    assert caught.value.entry is not None
    assert rows(house) == [*before, ("U0BO", bo.person_id, "refused", "credit", acme, "credit")]
    with house.session() as session:
        assert require_client(session, acme).owner_slack_id == "U0MEI"


def test_a_role_is_required_in_the_readers_words(house, bo):
    with use_language("en"), pytest.raises(Refused, match="for the custodian or finance only") as caught:
        gate.require_role(bo, Role.CUSTODIAN, Role.FINANCE, part=Part.CREDIT, via="credit", now=NOW)
    assert caught.value.entry is not None
    gate.require_role(OPERATOR, Role.FINANCE, part=Part.CREDIT, via="credit", now=NOW)


def test_the_operator_is_logged_by_name(house, acme):
    with house.session() as session:
        gate.require(session, OPERATOR, require_client(session, acme), Part.CREDIT, Right.READ, via="report", now=NOW)
    assert rows(house)[-1] == ("test", None, "read", "credit", acme, "report")
