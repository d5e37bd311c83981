"""Owners' shares: read exactly, never more than the whole company."""

from decimal import Decimal

import pytest

from bot.errors import InvalidInput
from bot.policy.contacts import parse_share, require_together, share_text
from bot.policy.languages import language_name, languages


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        ("60", "60"),
        ("33.4", "33.4"),
        ("33,4", "33.4"),
        (" 100 % ", "100"),
        ("0.000001", "0.000001"),
        ("33.333", "33.333"),
    ],
)
def test_a_share_is_read_exactly(typed, share):
    assert parse_share(typed) == Decimal(share)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0", "more than 0"), ("-5", "more than 0"), ("100.1", "at most 100"), ("half", "is not a number"),
        ("33.3333333", "at most 6 decimals"), ("", "is not a number"), ("1e2", "is not a number"),
        ("9" * 500, "at most 100"),
    ],
)  # fmt: skip
def test_what_is_no_share_gets_a_sentence_at_its_field(typed, sentence):
    with pytest.raises(InvalidInput, match=sentence) as caught:
        parse_share(typed, field="contact_share")
    assert caught.value.field == "contact_share"


def test_three_thirds_are_a_whole_and_a_crumb_more_is_not():
    third = Decimal("33.333333")
    require_together(Decimal("33.333334"), [third, third])
    with pytest.raises(InvalidInput, match=r"hold 66\.666666 percent already"):
        require_together(Decimal("33.333335"), [third, third])


@pytest.mark.parametrize(("share", "text"), [("60", "60"), ("33.40", "33.4"), ("100", "100"), ("0.10", "0.1")])
def test_a_share_is_written_without_empty_zeros(share, text):
    assert share_text(Decimal(share)) == text


def test_the_languages_of_the_world_have_names():
    assert {"de", "zh", "zh_Hant", "ar", "hi", "pt"} <= set(languages())
    assert (language_name("de"), language_name("no such")) == ("German", "no such")
