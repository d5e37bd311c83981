"""Sales taken apart by fields of the catalogue, the company's own among them: the figures, and who may see them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import InvalidInput, Refused
from bot.policy.access import Role
from bot.policy.catalogue import Catalogue
from bot.policy.own_fields import extended
from bot.policy.periods import all_time
from bot.policy.searching import parse_search
from bot.reports.published import crossed_json, mix_json
from bot.results.composition import FieldKey, MixKey
from bot.services.composition import answer_crossed, answer_mix, may_be_shared, parse_key
from bot.services.filters import parts_of
from bot.store.database import Database, open_engine
from bot.store.tables import AccessLogRow
from tests.services.ledger import NOW, OPERATOR, UNIT, Line, actor, add_client, add_people, add_value, put_lines

OWN = extended(
    Catalogue(),
    {
        "fields": {
            "mark": {
                "section": "trading",
                "label": "Packaging mark",
                "type": "choice",
                "choices": {"oval": "Oval", "round": "Round"},
            },
            "ships_to": {"section": "trading", "label": "Ships to", "type": "country"},
            "fit": {"section": "basic", "label": "Fit", "type": "rating"},
            "channel": {"section": "directory", "label": "Channel", "type": "choice", "choices": {"web": "Web"}},
            "remark": {"section": "basic", "label": "Remark"},
        }
    },
)
DAY = date(2026, 3, 2)
# The clients of rep 1 (north) are 1 and 2, those of rep 2 (south) 3 and 4; client 5 was merged into client 3.
SOLD = {1: 100, 2: 20, 3: 7, 4: 3, 5: 1000}
VALUES = {
    "mark": {1: "oval", 2: "round", 3: "oval", 5: "round"},
    "ships_to": {1: "JP", 2: "JP", 3: "DE"},
    "fit": {1: "5", 3: "5", 4: "1"},
    "channel": {4: "web"},
}


@pytest.fixture
def session(migrated_url: str) -> Iterator[Session]:
    engine = open_engine(migrated_url)
    with Session(engine) as session, session.begin():
        people = ((1, "rep", "north"), (2, "rep", "south"), (3, "manager", "north"), (4, "auditor", ""))
        add_people(session, *people, (5, "rep,auditor", "south"), (6, "finance", ""))
        for client_id, owner_id in ((1, 1), (2, 1), (3, 2), (4, 2)):
            add_client(session, client_id, country="DE", owner_id=owner_id)
        add_client(session, 5, country="FR", owner_id=1, merged_into=3)
        for field, values in VALUES.items():
            for client_id, value in values.items():
                add_value(session, client_id, field, value)
        put_lines(session, [Line(DAY, client, amount * UNIT) for client, amount in SOLD.items()])
        yield session
        session.rollback()
    engine.dispose()


def mix(session, key, who=OPERATOR, catalogue=OWN):
    (found,) = answer_mix(
        session, who, by=parse_key(key, catalogue), period=all_time(), base_currency="USD", now=NOW, catalogue=catalogue
    )
    return found


def rows(found):
    return [(row.key, row.label, row.amount // UNIT, row.clients) for row in found.rows]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        # The merged file's line counts for client 3, whose own mark holds.
        ("mark", [("oval", "Oval", 1107, 2), ("round", "Round", 20, 1), ("", "not known", 3, 1)]),
        ("ships-to", [("DE", "Germany", 1007, 1), ("JP", "Japan", 120, 2), ("", "not known", 3, 1)]),
        ("Fit", [("5", "5 / 5", 1107, 2), ("", "not known", 20, 1), ("1", "1 / 5", 3, 1)]),
        ("channel", [("", "not known", 1127, 3), ("web", "Web", 3, 1)]),
    ],
)
def test_sales_are_taken_apart_by_any_field_of_few_values(session, key, expected):
    assert rows(mix(session, key)) == expected


def test_a_retired_choice_keeps_its_label_and_one_that_is_gone_its_key(session):
    mark = OWN.require("mark")
    retired = replace(mark, choices=(replace(mark.choices[0], retired=True),))
    catalogue = Catalogue(tuple(retired if each.key == "mark" else each for each in OWN))
    assert [row.label for row in mix(session, "mark", catalogue=catalogue).rows] == ["Oval", "round", "not known"]


def test_two_keys_are_crossed_and_named_in_the_json(session):
    mark, fit = parse_key("mark", OWN), parse_key("fit", OWN)
    found = answer_crossed(
        session, OPERATOR, by=mark, by2=fit, period=all_time(), base_currency="USD", now=NOW, catalogue=OWN
    )
    written = crossed_json(found)
    assert (written["by"], written["by2"]) == ("mark", "fit")
    assert [(row["key"], row["key2"], row["amount"]) for row in written["rows"]] == [
        ("oval", "5", "1107.0000"), ("round", "", "20.0000"), ("", "1", "3.0000"),
    ]  # fmt: skip
    assert mix_json(mix(session, "mark"))["by"] == "mark"
    with pytest.raises(InvalidInput, match="the same"):
        answer_crossed(
            session, OPERATOR, by=mark, by2=parse_key("MARK", OWN), period=all_time(), base_currency="USD", now=NOW,
            catalogue=OWN,
        )  # fmt: skip


def test_keys_of_every_company_go_first_and_the_companys_own_are_listed():
    assert parse_key(" Industry ", OWN) is MixKey.INDUSTRY
    assert parse_key("mark", OWN) == FieldKey("mark", "whatever it is called")
    with pytest.raises(InvalidInput, match=r"choose one of grade, product, .*mark, ships_to, fit, channel"):
        parse_key("remark", OWN)


# By whom figures may be read that are made of a field: a trading one, a basic one, one of the directory.
@pytest.mark.parametrize(
    ("who", "key", "expected"),
    [
        (actor(1, Role.REP), "mark", {"oval": 100, "round": 20}),
        (actor(2, Role.REP), "mark", {"oval": 1007, "": 3}),
        (actor(3, Role.MANAGER, "north"), "mark", {"oval": 100, "round": 20}),
        (actor(6, Role.FINANCE), "mark", {"oval": 1107, "round": 20, "": 3}),
        (actor(4, Role.AUDITOR), "mark", None),
        (actor(4, Role.AUDITOR), "fit", None),
        (actor(4, Role.AUDITOR), "channel", {"": 1127, "web": 3}),
        (actor(4, Role.AUDITOR), "industry", {"": 1130}),
        # An auditor who is a rep too reads these as a rep.
        (replace(actor(2, Role.REP), roles=frozenset({Role.REP, Role.AUDITOR})), "mark", {"oval": 1007, "": 3}),
    ],
)
def test_figures_by_a_field_are_for_those_who_may_read_it(session, who, key, expected):
    if expected is None:
        with pytest.raises(Refused):
            mix(session, key, who)
    else:
        assert {row.key: row.amount // UNIT for row in mix(session, key, who).rows} == expected


def test_a_refusal_names_the_field_and_leaves_its_row(migrated_url):
    engine = open_engine(migrated_url)
    with Session(engine) as session, session.begin():
        add_people(session, (4, "auditor", ""))
    database = Database(engine)
    with (
        pytest.raises(Refused, match="Figures by “Packaging mark” are for those who may read “Trading”"),
        database.session() as session,
    ):
        mix(session, "mark", actor(4, Role.AUDITOR))
    with database.reading() as session:
        (row,) = session.execute(select(AccessLogRow.deed, AccessLogRow.part, AccessLogRow.via, AccessLogRow.detail))
    assert tuple(row) == ("refused", "trading", "mix", "mark")
    database.close()


@pytest.mark.parametrize(
    ("key", "shared"), [("mark", False), ("fit", True), ("channel", True), ("industry", True), ("grade", True)]
)
def test_only_what_every_rep_may_read_is_shared_in_a_channel(key, shared):
    assert may_be_shared([MixKey.REP, parse_key(key, OWN)], [], OWN) is shared


@pytest.mark.parametrize(
    ("typed", "shared"),
    [
        ("country:DE stage:past owner:none", True),
        ("industry:retail", True),
        ("mark:red", False),
        ("grade:A", False),
        ("problems:broken", False),
        ("stale", False),
    ],
)
def test_what_is_filtered_by_what_not_every_rep_may_read_is_not_shared(typed, shared):
    search = parse_search(typed)
    assert may_be_shared([MixKey.REP], parts_of(search.filters, search.state, OWN), OWN) is shared
