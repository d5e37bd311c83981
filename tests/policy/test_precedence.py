"""Which fact of a field holds."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bot.policy.access import Part
from bot.policy.catalogue import Field, Source
from bot.policy.precedence import holding

NOW = datetime(2026, 7, 20, tzinfo=UTC)
STAFF = Field("staff", Part.BASIC, "Staff", fresh_days=100, outranks=(Source.AGENCY, Source.DATA_SHEET))
MOOD = Field("mood", Part.BASIC, "Mood", fresh_days=100)


@dataclass(frozen=True)
class Fact:
    """What the rule looks at."""

    source: str
    value: str
    observed_at: datetime


def fact(source, days_ago, value):
    return Fact(source, value, NOW - timedelta(days=days_ago))


@pytest.mark.parametrize(
    ("facts", "holds"),
    [
        ([("call", 1, "new"), ("call", 5, "old")], "new"),
        # A call does not overrule an agency's report that still stands ...
        ([("call", 1, "heard"), ("agency", 50, "proven")], "proven"),
        ([("call", 1, "heard"), ("agency", 100, "proven")], "proven"),
        # ... until the report is stale.
        ([("call", 1, "heard"), ("agency", 101, "proven")], "heard"),
        # An agency outranks a data sheet, whichever is newer; of two reports the newer holds.
        ([("data_sheet", 1, "sheet"), ("agency", 50, "proven")], "proven"),
        ([("agency", 1, "later"), ("agency", 50, "proven")], "later"),
        ([("call", 1, "heard"), ("data_sheet", 2, "sheet"), ("agency", 101, "proven")], "sheet"),
        ([("agency", 300, "older"), ("call", 400, "oldest")], "older"),
    ],
)
def test_a_higher_source_holds_until_it_is_stale(facts, holds):
    found = holding(STAFF, [fact(*each) for each in facts], NOW)
    assert found is not None
    assert found.value == holds


def test_where_no_source_ranks_higher_the_newest_holds():
    found = holding(MOOD, [fact("call", 1, "new"), fact("agency", 2, "old")], NOW)
    assert found == fact("call", 1, "new")


def test_saying_the_same_again_makes_the_value_young_again():
    agency, confirmed, heard = fact("agency", 90, "250"), fact("call", 2, "250"), fact("call", 1, "300")
    assert holding(STAFF, [confirmed, agency], NOW) == confirmed
    # Another value does not get past the report by that, and an older confirmation counts as well.
    assert holding(STAFF, [heard, confirmed, agency], NOW) == confirmed


def test_nothing_holds_where_nothing_is_known():
    assert holding(STAFF, [], NOW) is None
