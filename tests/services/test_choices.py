"""The custodian keeps the lists of choices: who may, what is kept and logged, and who sees it when."""

import threading
from contextvars import copy_context
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.errors import Conflict, InvalidInput, Refused
from bot.i18n import call
from bot.policy.own_fields import extended
from bot.services import choices
from bot.services.choices import CatalogueInForce, in_force, read_list
from bot.services.clients import require_client, show_client
from bot.store.tables import AccessLogRow, ChoiceRow, ClientRow
from bot.views.words import stage_text
from tests.jobs.company import CATALOGUE, DAY, MONDAY, on_both

NOW = MONDAY
DECLARED = extended(
    CATALOGUE,
    {
        "fields": {
            "mark": {
                "section": "trading",
                "label": "Mark",
                "type": "choice",
                "choices": {"oval": "Oval", "round": {"en": "Round", "zh": "圆形"}},
            }
        }
    },
)
GIVEN = {"now": NOW, "declared": DECLARED}
SECOND = timedelta(seconds=1)


@pytest.fixture
def ines(house):
    return house.person("U0INES", "custodian")


@pytest.fixture
def mei(house):
    return house.person("U0MEI")


def kept(house, field="mark"):
    with house.session() as session:
        return [
            (choice.key, str(choice.label), choice.retired)
            for choice in in_force(session, DECLARED).require(field).choices
        ]


def change(house, actor, function, *arguments, **more):
    with house.session() as session:
        return function(session, actor, *arguments, **more, **GIVEN)


@on_both
def test_a_list_is_kept_change_by_change(house, ines):
    assert change(house, ines, choices.add_choice, "mark", "Heart & soul") == "heart_soul"
    change(house, ines, choices.rename_choice, "mark", "oval", "Egg", before="Oval")
    change(house, ines, choices.move_choice, "mark", "heart_soul", up=True)
    change(house, ines, choices.retire_choice, "mark", "round")
    assert kept(house) == [("oval", "Egg", False), ("heart_soul", "Heart & soul", False), ("round", "Round", True)]
    change(house, ines, choices.restore_choice, "mark", "round")
    change(house, ines, choices.rename_choice, "mark", "oval", "oval", before="Egg")
    assert kept(house)[0] == ("oval", "oval", False)
    # Other lists stay as they are declared.
    assert kept(house, "nature") == [(each.key, str(each.label), False) for each in CATALOGUE.require("nature").choices]


@on_both
def test_what_is_called_as_the_catalogue_calls_it_goes_on_speaking_every_language(house, ines):
    change(house, ines, choices.rename_choice, "mark", "round", "Circle", before="Round")
    change(house, ines, choices.rename_choice, "mark", "round", "圆形", before="Circle")
    with house.session() as session:
        rows = session.execute(select(ChoiceRow.key, ChoiceRow.label).order_by(ChoiceRow.position)).all()
    assert [tuple(row) for row in rows] == [("oval", ""), ("round", "")]


@on_both
def test_each_change_is_logged_by_keys_alone(house, ines):
    change(house, ines, choices.add_choice, "mark", "A secret name")
    change(house, ines, choices.retire_choice, "mark", "oval")
    with house.session() as session:
        rows = session.execute(
            select(AccessLogRow.actor, AccessLogRow.deed, AccessLogRow.part, AccessLogRow.via, AccessLogRow.detail)
            .where(AccessLogRow.via == "settings")
            .order_by(AccessLogRow.id)
        ).all()
    assert [tuple(row) for row in rows] == [
        ("U0INES", "write", "trading", "settings", "mark a_secret_name add"),
        ("U0INES", "write", "trading", "settings", "mark oval retire"),
    ]


@pytest.mark.parametrize("roles", ["rep", "manager", "finance", "auditor"])
def test_nobody_but_the_custodian_keeps_or_reads_the_lists(house, roles):
    someone = house.person("U0ONE", roles)
    for function, more in (
        (choices.add_choice, ("mark", "X")),
        (choices.retire_choice, ("mark", "oval")),
        (choices.restore_choice, ("mark", "oval")),
        (read_list, ("mark",)),
    ):
        with pytest.raises(Refused):
            change(house, someone, function, *more)
    with pytest.raises(Refused):
        change(house, someone, choices.move_choice, "mark", "oval", up=True)
    with pytest.raises(Refused):
        change(house, someone, choices.rename_choice, "mark", "oval", "X", before="Oval")
    assert kept(house) == [("oval", "Oval", False), ("round", "Round", False)]


def test_what_is_no_list_is_refused(house, ines):
    for field in ("name", "shoe_size"):
        with pytest.raises(InvalidInput, match="no field with choices"):
            change(house, ines, choices.add_choice, field, "X")


@on_both
def test_uses_are_counted_over_files_that_stand_for_themselves(house, ines, mei):
    first, second, third = (house.client(mei, name) for name in ("Ä", "B", "C"))
    for client_id in (first, second, third):
        house.know(mei, client_id, NOW, industry="retail")
    house.know(mei, second, NOW + SECOND, industry="energy")
    with house.session() as session:
        session.get(ClientRow, third).merged_into = first
    found = change(house, ines, read_list, "industry")
    assert (found.uses, found.fixed, found.field.key) == ({"retail": 1, "energy": 1}, False, "industry")
    assert change(house, ines, read_list, "stage").uses == {"future": 2}
    assert change(house, ines, read_list, "stage").fixed


@on_both
def test_a_retired_choice_stays_readable_on_the_card(house, ines, mei):
    client_id = house.client(mei, "ACME")
    house.know(mei, client_id, NOW, industry="retail")
    change(house, ines, choices.rename_choice, "industry", "retail", "Shops", before="retail")
    change(house, ines, choices.retire_choice, "industry", "retail")
    with house.session() as session:
        catalogue = in_force(session, DECLARED)
        shown = show_client(
            session, mei, require_client(session, client_id), now=NOW, catalogue=catalogue, base_currency="USD"
        )
    (value,) = [each for section in shown.sections for each in section.values if each.field.key == "industry"]
    assert value.field.choice_label(value.value) == "Shops"


@on_both
def test_a_name_that_was_changed_meanwhile_is_not_overwritten(house, ines):
    change(house, ines, choices.rename_choice, "mark", "oval", "Egg", before="Oval")
    with pytest.raises(Conflict, match="“Oval” is called “Egg” by now") as caught:
        change(house, ines, choices.rename_choice, "mark", "oval", "Ellipse", before="Oval")
    assert caught.value.field == "choice_label"
    assert kept(house)[0] == ("oval", "Egg", False)


@on_both
def test_of_two_custodians_at_once_each_changes_what_the_other_has_left(house, ines):
    bea = house.person("U0BEA", "custodian")
    failures = []

    def add(actor, names):
        for name in names:
            try:
                change(house, actor, choices.add_choice, "mark", name)
            except InvalidInput as refused:
                failures.append(str(refused))

    threads = [
        threading.Thread(target=add, args=(actor, [f"{actor.name} {number}" for number in range(5)] + ["Both"]))
        for actor in (ines, bea)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == ["“Both” is there already; each choice needs a name of its own."]
    labels = [label for _key, label, _retired in kept(house)]
    assert len(labels) == 2 + 10 + 1
    assert [label for label in labels if label.startswith(ines.name)] == [f"{ines.name} {n}" for n in range(5)]
    assert [label for label in labels if label.startswith(bea.name)] == [f"{bea.name} {n}" for n in range(5)]


def keys(held):
    return [choice.key for choice in held.catalogue.require("mark").choices]


@on_both
def test_a_process_sees_its_own_change_at_once_and_anothers_within_a_second(house, ines):
    here, there = CatalogueInForce(DECLARED), CatalogueInForce(DECLARED)
    with house.session() as session:
        here.keep_up(session, NOW)
        there.keep_up(session, NOW)
    change(house, ines, choices.add_choice, "mark", "Heart")
    here.look_again()
    with house.session() as session:
        here.keep_up(session, NOW)
        there.keep_up(session, NOW + SECOND / 2)
        assert (keys(here), keys(there)) == (["oval", "round", "heart"], ["oval", "round"])
        there.keep_up(session, NOW + SECOND)
        assert keys(there) == ["oval", "round", "heart"]
        # A clock that was moved back does not keep a change from being seen.
        there.keep_up(session, NOW - DAY)
    change(house, ines, choices.retire_choice, "mark", "oval")
    with house.session() as session:
        there.keep_up(session, NOW - 2 * DAY)
    assert there.catalogue.require("mark").choices[0].retired


def test_what_rules_depend_on_is_called_by_its_new_name_in_sentences(house, ines, mei):
    held = CatalogueInForce(DECLARED)
    assert held.names == {}
    change(house, ines, choices.rename_choice, "stage", "present", "<active>", before="present")
    change(house, ines, choices.move_choice, "relation", "direct", up=False)
    client_id = house.client(mei, "ACME")
    house.know(mei, client_id, NOW, stage="present")
    with house.session() as session:
        held.keep_up(session, NOW)
        client = require_client(session, client_id)
    assert held.names == {("stage", "present"): "<active>"}

    def said():
        call(held.names)
        return stage_text(client)

    assert copy_context().run(said) == "&lt;active&gt; client"
    assert stage_text(client) == "present client"


def test_what_was_read_before_a_change_is_not_taken_for_its_result(house, ines):
    held = CatalogueInForce(DECLARED)

    class Meanwhile:
        """A session in which somebody else's change is saved just after the generation was read."""

        def __init__(self, session):
            self._session = session

        def scalar(self, statement):
            found = self._session.scalar(statement)
            held.look_again()
            return found

    with house.session() as session:
        held.keep_up(Meanwhile(session), NOW)
    change(house, ines, choices.add_choice, "mark", "Heart")
    with house.session() as session:
        held.keep_up(session, NOW)
    assert keys(held) == ["oval", "round", "heart"]


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["add", "rename", "retire", "restore", "up", "down"]),
        st.integers(0, 5),
        st.text(st.sampled_from("ab 船"), min_size=1, max_size=3),
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHANGES)
def test_every_value_stored_stays_readable_whatever_is_changed(house, steps):
    ines = house.person("U0INES", "custodian")
    with house.database.session() as session:
        known = {choice.key for choice in in_force(session, DECLARED).require("mark").choices}
        for deed, place, label in steps:
            now_kept = in_force(session, DECLARED).require("mark")
            known |= {choice.key for choice in now_kept.choices}
            chosen = now_kept.choices[place % len(now_kept.choices)]
            try:
                _do(session, ines, deed, chosen.key, label, now_kept.choice_label(chosen.key))
            except InvalidInput:
                continue
            after = in_force(session, DECLARED).require("mark")
            assert known <= {choice.key for choice in after.choices}
            assert not all(choice.retired for choice in after.choices)
        session.rollback()


def _do(session, ines, deed, key, label, before):
    match deed:
        case "add":
            choices.add_choice(session, ines, "mark", label, **GIVEN)
        case "rename":
            choices.rename_choice(session, ines, "mark", key, label, before=before, **GIVEN)
        case "retire":
            choices.retire_choice(session, ines, "mark", key, **GIVEN)
        case "restore":
            choices.restore_choice(session, ines, "mark", key, **GIVEN)
        case _:
            choices.move_choice(session, ines, "mark", key, up=deed == "up", **GIVEN)
