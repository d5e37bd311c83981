"""Completeness and freshness, worked out by hand."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from bot.policy.access import Part
from bot.policy.catalogue import Catalogue
from bot.policy.fields import Field
from bot.policy.quality import ONLY_FOR, Quality, Standing, counts, missing, of_file, whole_percent

NOW = datetime(2026, 7, 20, 12, tzinfo=UTC)
FIELDS = (
    Field("name", Part.DIRECTORY, "Name", weight=3, fresh_days=3650),
    Field("industry", Part.BASIC, "Industry", weight=3, fresh_days=730),
    Field("phone", Part.BASIC, "Phone", weight=1, fresh_days=365),
    Field("leaving_reason", Part.BASIC, "Why they left", weight=4),
    Field("via", Part.DIRECTORY, "Through", weight=5),
    Field("problems", Part.TRADING, "Problems", weight=2, fresh_days=90),
    Field("remark", Part.TRADING, "Remark", weight=0),
)
PRESENT, PAST = Standing("present", "direct"), Standing("past", "direct")


def ago(**days):
    return {field: NOW - timedelta(days=age) for field, age in days.items()}


@pytest.mark.parametrize(
    ("known", "standing", "quality", "complete", "fresh"),
    [
        # Name 3, industry 3, phone 1, problems 2 count: 9.
        ({}, PRESENT, Quality(9, 0, 0, 0, 0), 0, None),
        (ago(name=1), PRESENT, Quality(9, 3, 3, 1, 1), Fraction(1, 3), 1),
        # Problems are stale after 90 days, to the second; the remark and an unknown field count for nothing.
        (ago(name=1, problems=90, remark=1, shoe_size=1), PRESENT, Quality(9, 5, 5, 2, 2), Fraction(5, 9), 1),
        (ago(name=1, problems=90.01), PRESENT, Quality(9, 5, 3, 2, 1), Fraction(5, 9), Fraction(3, 5)),
        # Why they left: 4 more, for a past client alone.
        (ago(leaving_reason=9), PRESENT, Quality(9, 0, 0, 0, 0), 0, None),
        (ago(leaving_reason=9), PAST, Quality(13, 4, 4, 1, 1), Fraction(4, 13), 1),
        # Through whom: 5 more, for an indirect one alone.
        (ago(via=9), Standing("present", "indirect"), Quality(14, 5, 5, 1, 1), Fraction(5, 14), 1),
        (ago(via=9, leaving_reason=9), Standing("past", "indirect"), Quality(18, 9, 9, 2, 2), Fraction(1, 2), 1),
        (
            ago(name=4000, industry=1, phone=366, problems=1),
            PRESENT, Quality(9, 9, 5, 4, 2), 1, Fraction(5, 9),
        ),
    ],
)  # fmt: skip
def test_a_file_is_measured(known, standing, quality, complete, fresh):
    found = of_file(FIELDS, known, standing, NOW)
    assert found == quality
    assert (found.completeness, found.freshness) == (complete, fresh)


def test_nothing_that_counts_has_no_share():
    assert (Quality().completeness, Quality().freshness) == (None, None)
    assert Quality(1, 1, 1, 1, 1) + Quality(2, 1, 0, 1, 0) == Quality(3, 2, 1, 2, 1)


def test_what_is_missing_comes_weightiest_first():
    assert [field.key for field in missing(FIELDS, ago(industry=999), PRESENT)] == ["name", "problems", "phone"]
    assert missing(FIELDS, {}, PAST)[0].key == "leaving_reason"


@pytest.mark.parametrize(
    ("share", "percent"), [(Fraction(0), 0), (Fraction(1), 100), (Fraction(996, 1000), 99), (Fraction(2, 3), 66)]
)
def test_what_is_not_whole_is_not_called_a_hundred_percent(share, percent):
    assert whole_percent(share) == percent


def test_the_rules_speak_of_fields_that_there_are():
    catalogue = Catalogue()
    for key, (of, value) in ONLY_FOR.items():
        assert value in {choice.key for choice in catalogue.require(of).choices}
        assert counts(catalogue.require(key), Standing("past", "indirect"))
        assert not counts(catalogue.require(key), Standing("present", "direct"))
