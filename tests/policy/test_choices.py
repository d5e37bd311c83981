"""What a custodian may do to a list of choices, and that nothing they do makes a stored value unreadable."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InvalidInput
from bot.policy import choices
from bot.policy.access import Part
from bot.policy.catalogue import Catalogue, Choice, Field, FieldType
from bot.policy.choices import KeptChoice, in_force, made_key

COLOURS = Field(
    "colour",
    Part.BASIC,
    "Colour",
    FieldType.CHOICE,
    (Choice("red", "Red"), Choice("blue", "Blue"), Choice("mauve", "Mauve", retired=True)),
)
STAGE = Catalogue().require("stage")


def seen(field):
    return [(choice.key, str(choice.label), choice.retired) for choice in field.choices]


@pytest.mark.parametrize(
    ("label", "taken", "key"),
    [
        ("Marine equipment", set(), "marine_equipment"),
        ("Größe & Söhne", set(), "grosse_sohne"),
        ("marine", {"marine", "marine_2"}, "marine_3"),
        ("船舶", set(), "choice"),
        ("船舶", {"choice"}, "choice_2"),
        ("3D printing", set(), "choice_3d_printing"),
        ("x" * 75, set(), "x" * 40),
    ],
)
def test_a_key_is_made_of_a_label(label, taken, key):
    assert made_key(label, taken) == key


def test_each_change_does_what_it_says():
    assert seen(choices.added(COLOURS, "  Deep   green "))[-1] == ("deep_green", "Deep green", False)
    assert seen(choices.renamed(COLOURS, "red", "Scarlet"))[0] == ("red", "Scarlet", False)
    assert seen(choices.renamed(COLOURS, "red", "RED"))[0] == ("red", "RED", False)
    assert seen(choices.retired(COLOURS, "red"))[0] == ("red", "Red", True)
    assert seen(choices.restored(COLOURS, "mauve"))[2] == ("mauve", "Mauve", False)
    assert [key for key, *_ in seen(choices.moved(COLOURS, "blue", up=True))] == ["blue", "red", "mauve"]
    assert [key for key, *_ in seen(choices.moved(COLOURS, "blue", up=False))] == ["red", "mauve", "blue"]
    assert choices.moved(COLOURS, "red", up=True) == COLOURS
    assert choices.moved(COLOURS, "mauve", up=False) == COLOURS


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda: choices.added(COLOURS, " \x00 "), "needs a name"),
        (lambda: choices.added(COLOURS, "x" * 76), "at most 75 characters; this has 76"),
        (lambda: choices.added(COLOURS, "RED"), "“RED” is there already; each choice"),
        (lambda: choices.added(COLOURS, "mauve"), "there already, retired; bring it back"),
        (lambda: choices.renamed(COLOURS, "red", "blue"), "“blue” is there already"),
        (lambda: choices.renamed(COLOURS, "green", "Green"), "no longer there"),
        (lambda: choices.retired(replace(COLOURS, choices=COLOURS.choices[1:]), "blue"), "One choice has to stay"),
        (lambda: choices.added(STAGE, "Lost"), "Rules depend on the choices of Stage"),
        (lambda: choices.retired(STAGE, "past"), "Rules depend on the choices of Stage"),
        (lambda: choices.restored(STAGE, "past"), "Rules depend on the choices of Stage"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(change, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        change()


def test_what_rules_depend_on_is_renamed_and_put_in_order():
    assert seen(choices.renamed(STAGE, "present", "active"))[1] == ("present", "active", False)
    assert [key for key, *_ in seen(choices.moved(STAGE, "future", up=True))] == ["past", "future", "present"]


def test_a_menu_keeps_a_place_for_the_retired_choice_that_a_form_shows():
    many = tuple(Choice(f"c{number}", f"Choice {number}") for number in range(99))
    full = choices.added(replace(COLOURS, choices=many), "One more")
    with pytest.raises(InvalidInput, match="A menu holds 100 choices"):
        choices.added(full, "Too many")
    # 99 are offered and one is retired: a form may have to show all hundred.
    with pytest.raises(InvalidInput, match="A menu holds 100 choices"):
        choices.added(choices.retired(full, "c0"), "Too many")
    assert len(choices.added(choices.retired(choices.retired(full, "c0"), "c1"), "Fits").choices) == 101
    # To bring back what is there already changes nothing.
    assert choices.restored(full, "c0") == full


def test_what_is_kept_is_laid_over_what_the_file_declares():
    kept = [
        KeptChoice("colour", "blue", "", 0, retired=True),
        KeptChoice("colour", "red", "Scarlet", 1, retired=False),
        KeptChoice("colour", "gold", "Gold", 2, retired=False),
        KeptChoice("colour", "gone", "", 3, retired=False),  # the file has dropped it
        KeptChoice("name", "x", "X", 0, retired=False),  # no list at all
        KeptChoice("shoe_size", "x", "X", 0, retired=False),  # no field any more
    ]
    changed = in_force(Catalogue((COLOURS, *Catalogue())), kept)
    assert seen(changed.require("colour")) == [
        ("blue", "Blue", True), ("red", "Scarlet", False), ("gold", "Gold", False), ("mauve", "Mauve", True),
    ]  # fmt: skip
    assert [each for each in changed if each.key != "colour"] == list(Catalogue())
    assert in_force(changed, kept) == changed


LABELS = st.text(st.sampled_from("aAbB 船é1"), max_size=4)
KEYS = st.sampled_from(["red", "blue", "mauve", "a", "b", "choice"])
STEPS = st.one_of(
    st.tuples(st.just(choices.added), LABELS),
    st.tuples(st.just(choices.renamed), KEYS, LABELS),
    st.tuples(st.just(choices.retired), KEYS),
    st.tuples(st.just(choices.restored), KEYS),
    st.tuples(st.just(lambda field, key: choices.moved(field, key, up=True)), KEYS),
    st.tuples(st.just(lambda field, key: choices.moved(field, key, up=False)), KEYS),
)


@given(st.lists(STEPS, max_size=12))
def test_no_sequence_of_changes_makes_a_stored_value_unreadable(steps):
    field, stored = COLOURS, {choice.key for choice in COLOURS.choices}
    for change, *given_ in steps:
        try:
            field = change(field, *given_)
        except InvalidInput:
            continue
        keys = [choice.key for choice in field.choices]
        assert stored <= set(keys)
        assert len(set(keys)) == len(keys)
        # Every value that was ever stored has a name of its own, and something is left to choose.
        names = [field.choice_label(key).casefold() for key in keys]
        assert all(name.strip() for name in names)
        assert len(set(names)) == len(names)
        assert not all(choice.retired for choice in field.choices)
        stored |= set(keys)
