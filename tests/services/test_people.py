"""Who may use the desk, and as what."""

import pytest

from bot.errors import InvalidInput, NotFound, Refused, UnknownPerson
from bot.policy.access import Role, parse_roles
from bot.results.people import Profile
from bot.services import people
from bot.store.tables import AccessLogRow, PersonRow
from tests.jobs.company import MONDAY, OPERATOR, on_both

NOW = MONDAY


def add(house, actor, slack_id="U0MEI", roles="rep", **more):
    with house.session() as session:
        return people.add_person(session, actor, slack_id, parse_roles(roles), now=NOW, **more)


def identify(house, slack_id):
    with house.session() as session:
        return people.identify(session, slack_id, via="show", now=NOW)


def refusals(house):
    with house.session() as session:
        refused = session.query(AccessLogRow).filter_by(deed="refused")
        return [(row.actor, row.part, row.via, row.person_id) for row in refused]


@on_both
def test_a_person_is_named_and_replaced(house):
    boss = add(house, OPERATOR, "U0BO", "manager", name="Bo", team="North")
    mei = add(house, OPERATOR, " U0MEI ", "rep,finance", name="Mei", team=" North ", manager="U0BO")
    assert (mei.slack_id, mei.name, mei.roles, mei.team, mei.manager_id) == (
        "U0MEI", "Mei", {Role.REP, Role.FINANCE}, "North", boss.person_id,
    )  # fmt: skip
    again = add(house, OPERATOR, "U0MEI", "rep")
    assert (again.person_id, again.roles, again.team, again.manager_id) == (mei.person_id, {Role.REP}, "", None)
    with house.session() as session:
        assert [person.slack_id for person in people.list_people(session)] == ["U0BO", "U0MEI"]


@pytest.mark.parametrize(
    ("slack_id", "more", "sentence"),
    [
        ("", {}, "A Slack id is needed"),
        (" \x00 ", {}, "A Slack id is needed"),
        ("U" * 33, {}, "A Slack id is needed"),
        ("U1", {"name": "x" * 301}, "at most 300 characters"),
        ("U1", {"team": "x" * 65}, "a team's 64"),
    ],
)
def test_what_cannot_be_kept_is_refused(house, slack_id, more, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        add(house, OPERATOR, slack_id, **more)


@pytest.mark.parametrize("roles", [frozenset(), frozenset({Role.OPERATOR}), frozenset({Role.REP, Role.OPERATOR})])
def test_nobody_is_made_an_operator_or_nothing(house, roles):
    with pytest.raises(InvalidInput, match="one or more of the roles"), house.session() as session:
        people.add_person(session, OPERATOR, "U1", roles, now=NOW)


def test_who_gave_whom_access_is_in_the_log(house):
    mei = add(house, OPERATOR)
    with house.session() as session:
        people.leave_person(session, OPERATOR, "U0MEI", now=NOW)
        rows = [(row.actor, row.deed, row.part, row.detail) for row in session.query(AccessLogRow)]
    assert rows == [(OPERATOR.name, "write", "access_log", f"person {mei.person_id}")] * 2


def test_a_manager_must_be_on_the_list(house):
    with pytest.raises(NotFound, match="Nobody with the Slack id U0GONE"):
        add(house, OPERATOR, manager="U0GONE")


@pytest.mark.parametrize("roles", ["rep", "manager", "finance", "auditor"])
def test_only_custodians_and_operators_name_people(house, roles):
    someone = house.person("U0ONE", roles)
    with pytest.raises(Refused, match="for the custodian only"):
        add(house, someone, "U0NEW")
    with pytest.raises(Refused), house.session() as session:
        people.leave_person(session, someone, "U0ONE", now=NOW)
    assert refusals(house) == [("U0ONE", "access_log", "people", someone.person_id)] * 2


def test_nobody_widens_their_own_access(house):
    keeper = house.person("U0KEEP", "custodian,rep")
    with pytest.raises(Refused, match="Nobody widens their own access"):
        add(house, keeper, "U0KEEP", "custodian,finance")
    assert add(house, keeper, "U0KEEP", "custodian").roles == {Role.CUSTODIAN}
    assert add(house, keeper, "U0OTHER", "finance").roles == {Role.FINANCE}


@on_both
def test_who_is_not_named_is_refused_and_logged(house):
    with pytest.raises(UnknownPerson, match="not on the list"):
        identify(house, "U0STRANGE")
    assert refusals(house) == [("U0STRANGE", "directory", "show", None)]


def test_who_has_left_is_refused_and_may_come_back(house):
    house.person("U0MEI")
    with house.session() as session:
        assert people.leave_person(session, OPERATOR, "U0MEI ", now=NOW).slack_id == "U0MEI"
    with pytest.raises(UnknownPerson, match="not on the list"):
        identify(house, "U0MEI")
    add(house, OPERATOR, "U0MEI", "rep")
    assert identify(house, "U0MEI").roles == {Role.REP}
    with pytest.raises(NotFound), house.session() as session:
        people.leave_person(session, OPERATOR, "U0GONE", now=NOW)


def test_a_guest_is_refused_whatever_they_were_named(house):
    mei = house.person("U0MEI", "custodian")
    with house.session() as session:
        people.note_profile(session, "U0MEI", Profile("Mei", "UTC", "en", is_outsider=True), now=NOW)
    with pytest.raises(UnknownPerson, match="not open to guests"):
        identify(house, "U0MEI")
    assert refusals(house) == [("U0MEI", "directory", "show", mei.person_id)]


@on_both
def test_the_named_custodians_hold_that_role_whatever_else_they_are(house):
    house.person("U0MEI", "rep", team="North")
    house.person("U0GONE", "auditor")
    with house.session() as session:
        people.leave_person(session, OPERATOR, "U0GONE", now=NOW)
        for _ in range(2):
            people.ensure_custodians(session, ["U0NEW", "U0MEI", "U0GONE"], now=NOW)
    assert identify(house, "U0NEW").roles == {Role.CUSTODIAN}
    assert (identify(house, "U0MEI").roles, identify(house, "U0MEI").team) == ({Role.REP, Role.CUSTODIAN}, "North")
    assert identify(house, "U0GONE").roles == {Role.AUDITOR, Role.CUSTODIAN}
    with house.session() as session:
        assert session.query(PersonRow).count() == 3


def test_what_slack_says_is_kept_for_those_who_are_named(house):
    house.person("U0MEI")
    profile = Profile("梅 <!channel>", "Asia/Shanghai", "zh-CN", is_outsider=False)
    with house.session() as session:
        people.note_profile(session, "U0MEI", profile, now=NOW)
        people.note_profile(session, "U0STRANGE", profile, now=NOW)
        assert people.get_person(session, "U0STRANGE") is None
    mei = identify(house, "U0MEI")
    assert (mei.name, mei.timezone, mei.language) == ("梅 <!channel>", "Asia/Shanghai", "zh-CN")


def test_the_operator_is_logged_under_a_name(house):
    actor = people.operator("root")
    assert (actor.person_id, actor.slack_id, actor.name, actor.roles) == (None, "", "root", {Role.OPERATOR})
