"""Queries about people."""

from datetime import UTC, datetime

from bot.policy.access import Role
from bot.results.people import Profile
from bot.store import people

NOW = datetime(2026, 7, 20, 12, tzinfo=UTC)
ALL = frozenset({Role.REP, Role.MANAGER, Role.FINANCE, Role.CUSTODIAN, Role.AUDITOR})


def test_a_person_comes_back_as_they_went_in(database):
    with database.session() as session:
        boss = people.add(session, "U1", "Bo", ALL, "North", None, NOW)
        mei = people.add(session, "U2", "Méi 梅", frozenset({Role.REP}), "", boss, NOW)
        found = people.get(session, mei)
        assert found == people.get_by_slack_id(session, "U2")
        assert found is not None
        assert (found.name, found.roles, found.team, found.manager_id, found.timezone, found.language) == (
            "Méi 梅", {Role.REP}, "", boss, "UTC", "en",
        )  # fmt: skip
        assert (found.is_guest, found.profile_read_at, found.left_at) == (False, None, None)
        kept = people.get(session, boss)
        assert kept is not None
        assert kept.roles == ALL


def test_who_leaves_is_listed_no_more_but_known(database):
    with database.session() as session:
        for number, name in enumerate(("zoe", "Ann", "bob"), 1):
            people.add(session, f"U{number}", name, frozenset({Role.REP}), "", None, NOW)
        people.leave(session, 1, NOW)
        assert [each.name for each in people.list_all(session)] == ["Ann", "bob"]
        gone = people.get_by_slack_id(session, "U1")
        assert gone is not None
        assert gone.left_at == NOW
        people.replace(session, 1, frozenset({Role.FINANCE}), "East", 2)
        back = people.get(session, 1)
        assert back is not None
        assert (back.left_at, back.roles, back.team, back.manager_id) == (None, {Role.FINANCE}, "East", 2)


def test_holders_of_a_role_are_found_among_two_roles(database):
    with database.session() as session:
        people.add(session, "U1", "Zoe", frozenset({Role.REP, Role.CUSTODIAN}), "", None, NOW)
        people.add(session, "U2", "Ann", frozenset({Role.REP}), "", None, NOW)
        people.add(session, "U3", "Bob", frozenset({Role.CUSTODIAN}), "", None, NOW)
        assert [each.name for each in people.list_holding(session, Role.CUSTODIAN)] == ["Zoe", "Bob"]


def test_a_profile_replaces_what_slack_said_before(database):
    with database.session() as session:
        mei = people.add(session, "U1", "U1", frozenset({Role.REP}), "", None, NOW)
        people.note_profile(session, mei, Profile("Mei", "Asia/Shanghai", "zh-CN", is_outsider=True), NOW)
        found = people.get(session, mei)
        assert found is not None
        assert (found.name, found.timezone, found.language, found.is_guest, found.profile_read_at) == (
            "Mei", "Asia/Shanghai", "zh-CN", True, NOW,
        )  # fmt: skip


def test_nobody_is_there(database):
    with database.session() as session:
        assert people.get(session, 1) is None
        assert people.get_by_slack_id(session, "U1") is None
        assert people.list_all(session) == []
