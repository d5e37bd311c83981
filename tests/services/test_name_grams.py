"""Names are passed over unseen, and yet none that is meant."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import worldnames
from bot.policy.names import fold
from bot.services.name_grams import Block, lost, places, rows_of, with_count
from bot.services.name_index import BEGINNING, CLOSE, NameIndex, likeness
from bot.services.spelling import readings

KEY = st.text("abcde 上海天龙яю", min_size=1, max_size=14).map(fold).filter(bool)


@given(st.lists(KEY, max_size=40), KEY, st.integers(1, 9), st.integers(0, 6))
def test_what_is_counted_is_what_names_share(names, typed, shortest, more):
    block = Block(1, list(enumerate(names)))
    lengths = range(shortest, shortest + more + 1)
    first, last = block.span(lengths)
    within = block.names[first:last]
    assert sorted(within) == sorted(name for name in names if len(name) in lengths)
    rows = rows_of(typed)
    sums = block.shared(rows, first, last)
    counted = {
        place: count for count in range(len(rows) + 1) for place in places(with_count(sums, count, last - first))
    }
    shared = [len(set(rows) & set(rows_of(name))) for name in within]
    assert [counted[place] for place in range(last - first)] == shared
    assert list(block.holding(rows)) == [
        place for place, name in enumerate(block.names) if set(rows) <= set(rows_of(name))
    ]


PAIRS = st.lists(st.tuples(st.integers(0, 30), KEY), max_size=30)


@given(PAIRS, PAIRS, PAIRS)
def test_a_block_made_from_the_one_before_is_as_if_made_anew(stay, leave, come):
    followed = Block(2, [*stay, *come], before=Block(1, [*stay, *leave]))
    anew = Block(2, [*stay, *come])
    assert (followed.names, followed.client_ids) == (anew.names, anew.client_ids)
    for _, key in (*stay, *leave, *come):
        rows = rows_of(key)
        assert list(followed.holding(rows)) == list(anew.holding(rows))
        assert followed.shared(rows, 0, followed.count) == anew.shared(rows, 0, anew.count)


@pytest.mark.parametrize(
    ("typed", "shared"),
    [
        ("acme", 4),  # " a", "ac", "cm", "me"
        ("acem", 2),  # " a", "ac"; "cm" and "me" are gone
        ("amce", 1),
        ("acme trading", 4),
    ],
)
def test_pairs_are_shared_by_hand(typed, shared):
    assert len(set(rows_of(typed)) & set(rows_of("acme"))) == shared


def test_two_errors_take_six_pairs_or_three_wide_characters():
    assert (lost("acme", 2), lost("上海天龙", 2), lost("동아모 물산", 2), lost("上海tianlong", 2)) == (6, 3, 3, 6)


NAMES = worldnames.names(6_000)
KEYS = [fold(name) for name in NAMES]
INDEX = NameIndex({0: Block(1, list(enumerate(KEYS)))})


@pytest.mark.parametrize(("errors", "promised"), [(1, 0.98), (2, 0.95)])
def test_the_right_name_is_among_five_as_often_as_if_all_were_compared(errors, promised):
    choose = random.Random(errors)
    right = 0
    for wanted in choose.sample(range(len(NAMES)), 250):
        read = readings(worldnames.mistyped(NAMES[wanted], errors, choose))
        found = INDEX.search(read, 5)
        right += KEYS[wanted] in {KEYS[each.client_id] for each in found}
        nearest = max(likeness(key, name, supposed) for key, supposed in read.items() for name in KEYS)
        if nearest >= CLOSE:
            assert found[0].score >= min(nearest, BEGINNING)
    assert right / 250 >= promised


def test_it_does_not_matter_in_which_block_a_name_stands():
    pairs = list(enumerate(KEYS[:2_000]))
    parted = NameIndex({number: Block(1, pairs[number::7]) for number in range(7)})
    whole = NameIndex({0: Block(1, pairs)})
    choose = random.Random(3)
    for wanted in choose.sample(range(2_000), 100):
        read = readings(worldnames.mistyped(NAMES[wanted], 2, choose))
        scores = [[each.score for each in index.search(read, 5)] for index in (whole, parted)]
        assert scores[0] == scores[1]
