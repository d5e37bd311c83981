"""What is typed after `/client find`: words, filters, and the two states."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy.searching import LONGEST, Filter, Search, parse_search


@pytest.mark.parametrize(
    ("typed", "words", "filters", "state"),
    [
        ("acme", "acme", [], ""),
        ("country:DE stale owner:@U0MEI", "", [("country", "DE"), ("owner", "@U0MEI")], "stale"),
        ("acme tools country:DE", "acme tools", [("country", "DE")], ""),
        ('acme city:"San Jose" type:agent', "acme", [("city", "San Jose"), ("type", "agent")], ""),
        ("city:“San Jose”", "", [("city", "San Jose")], ""),
        ("Country: DE", "", [("country", "DE")], ""),
        ("国家：德国", "", [("国家", "德国")], ""),
        ("stale acme", "acme", [], "stale"),
        ("acme fresh", "acme", [], "fresh"),
        ("fresh country:DE", "", [("country", "DE")], "fresh"),
        # Companies are called so.
        ("Fresh Foods", "Fresh Foods", [], ""),
        ('"Foods Fresh"', "Foods Fresh", [], ""),
        ('"Stale Bread" stale', "Stale Bread", [], "stale"),
        # An address is no filter.
        ("https://acme.de/en", "https://acme.de/en", [], ""),
        ("+49 30 1234567", "+49 30 1234567", [], ""),
        ("O'Brien's", "O'Brien's", [], ""),
        ("", "", [], ""),
        ("   ", "", [], ""),
    ],
)
def test_a_search_is_words_and_filters(typed, words, filters, state):
    assert parse_search(typed) == Search(words, tuple(Filter(*each) for each in filters), state)


@given(st.text(max_size=LONGEST))
def test_no_word_is_lost(typed):
    found = parse_search(typed)
    said = f"{found.words} {' '.join(f'{each.key}{each.value}' for each in found.filters)} {found.state}".casefold()
    assert {c for c in typed.casefold() if c.isalnum()} <= {c for c in said if c.isalnum()}
