"""The table of rights is the printed one, cell by cell."""

from itertools import product

import pytest

from bot.policy.access import (
    GIVEN_ROLES,
    ROLE_LABELS,
    Actor,
    Part,
    Relation,
    Right,
    Role,
    Scope,
    figures_scope,
    parse_roles,
    right,
)

# The company's own words, typed again from its policy.
PRINTED = """
| section | rep, own | rep, other | manager, team | manager, other | finance | custodian | auditor |
| directory | write | read | write | read | read | write | read |
| basic | write | read | write | read | read | write | deny |
| characteristics, business | write | ask | write | read | read | write | deny |
| trading, contacts | write | ask | write | ask | read | write | deny |
| sales | read | ask | read | ask | read | read | totals |
| credit | read | ask | read | ask | write | read | deny |
| bank | ask | deny | ask | deny | write | read | deny |
| access_log | read | deny | read | deny | deny | read | read |
"""


def printed():
    head, *rows = [[cell.strip() for cell in line.strip("| \n").split("|")] for line in PRINTED.strip().splitlines()]
    for sections, *cells in rows:
        for section in sections.split(", "):
            yield from ((section, who, cell) for who, cell in zip(head[1:], cells, strict=True))


def asked(who):
    """The role and the relations that a column is about; finance, custodian and auditor know no relation."""
    role, _, relation = who.partition(", ")
    relations = {"own": ("own",), "team": ("team",), "other": ("other",)}.get(relation, ("own", "team", "other"))
    if who == "rep, other":
        relations = ("team", "other")
    return Role(role), [Relation(each) for each in relations]


@pytest.mark.parametrize(("section", "who", "cell"), list(printed()))
def test_each_cell_is_as_printed(section, who, cell):
    role, relations = asked(who)
    for relation in relations:
        assert right(frozenset({role}), relation, Part(section)) is Right[cell.upper()]


def test_the_printed_table_covers_every_part_and_role():
    assert {section for section, _, _ in printed()} == {part.value for part in Part}
    assert {asked(who)[0] for _, who, _ in printed()} == set(GIVEN_ROLES)


@pytest.mark.parametrize("part", Part)
def test_a_manager_works_an_own_client_as_a_rep_does(part):
    manager = right(frozenset({Role.MANAGER}), Relation.OWN, part)
    assert manager is right(frozenset({Role.REP}), Relation.OWN, part)


@pytest.mark.parametrize(("relation", "part"), list(product(Relation, Part)))
def test_the_operator_may_do_everything_and_nobody_nothing(relation, part):
    assert right(frozenset({Role.OPERATOR}), relation, part) is Right.WRITE
    assert right(frozenset(), relation, part) is Right.DENY


@pytest.mark.parametrize(
    ("roles", "relation", "part", "expected"),
    [
        ("rep,finance", Relation.OTHER, Part.CREDIT, Right.WRITE),
        ("rep,finance", Relation.OWN, Part.TRADING, Right.WRITE),
        ("rep,finance", Relation.OTHER, Part.TRADING, Right.READ),
        ("rep,auditor", Relation.OTHER, Part.SALES, Right.TOTALS),
        ("rep,auditor", Relation.OWN, Part.SALES, Right.READ),
        ("auditor,custodian", Relation.OTHER, Part.BASIC, Right.WRITE),
        ("rep,manager", Relation.TEAM, Part.TRADING, Right.WRITE),
        ("finance,auditor", Relation.OTHER, Part.ACCESS_LOG, Right.READ),
    ],
)
def test_with_two_roles_the_stronger_right_wins(roles, relation, part, expected):
    assert right(parse_roles(roles), relation, part) is expected


def test_rights_are_ordered():
    assert Right.DENY < Right.ASK < Right.TOTALS < Right.READ < Right.WRITE


@pytest.mark.parametrize(
    ("roles", "scope"),
    [
        ("rep", Scope.OWN),
        ("manager", Scope.TEAM),
        ("rep,manager", Scope.TEAM),
        ("finance", Scope.ALL),
        ("custodian", Scope.ALL),
        ("auditor", Scope.ALL),
        ("manager,finance", Scope.ALL),
    ],
)
def test_reports_are_made_of_whose_figures(roles, scope):
    assert figures_scope(parse_roles(roles)) is scope


def test_the_operators_reports_cover_everybody():
    assert figures_scope(frozenset({Role.OPERATOR})) is Scope.ALL


def test_roles_are_read_in_any_order_and_case():
    assert parse_roles(" Finance, rep ,") == {Role.REP, Role.FINANCE}


@pytest.mark.parametrize("wrong", ["", ",", "boss", "operator", "rep,operator"])
def test_words_that_are_no_role_are_refused(wrong):
    with pytest.raises(ValueError):  # noqa: PT011 - the command line tells it in its own sentence
        parse_roles(wrong)


def test_every_role_has_a_name():
    assert set(ROLE_LABELS) == set(Role)


def test_an_actor_holds_any_of_the_roles_asked_for():
    rep = Actor(1, "U1", "Mei", frozenset({Role.REP}))
    assert rep.holds(Role.REP, Role.CUSTODIAN)
    assert not rep.holds(Role.FINANCE)
    operator = Actor(None, "", "root", frozenset({Role.OPERATOR}))
    assert operator.holds(Role.CUSTODIAN)
