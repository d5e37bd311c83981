"""Pairs of files judged: what is certain, what is likely, what is worth a look and what is nobody's business."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy.access import Part
from bot.policy.duplicates import REASONS, Grade, Reason, Trace, judge
from bot.policy.marks import Mark
from bot.policy.names import fold

BASIC, CONTACTS = Part.BASIC, Part.CONTACTS


def trace(name, country="DE", city="", postal_code="", parts=BASIC, **marks):
    known = Trace(0, (fold(name),), country, fold(city))
    return replace(known, postal_code=postal_code, marks={(Mark(kind), value): parts for kind, value in marks.items()})


@pytest.mark.parametrize(
    ("one", "other", "grade"),
    [
        (trace("Acme GmbH", city="Köln"), trace("ACME AG", city="Cologne"), Grade.CERTAIN),
        (trace("Acme GmbH"), trace("ACME Ltd"), Grade.LIKELY),
        (trace("Acme", city="Köln", domain="acme.de"), trace("Acme", domain="acme.de"), Grade.CERTAIN),
        # One name in two cities is never more than likely, whatever else they share short of a number.
        (trace("Acme", city="Köln"), trace("Acme", city="Hamburg"), Grade.WORTH_A_LOOK),
        (trace("Acme", city="Köln", domain="acme.de"), trace("Acme", city="Hamburg", domain="acme.de"), Grade.LIKELY),
        (
            trace("Acme", city="Köln", domain="a.de", phone="49405551234", email="x@a.de"),
            trace("Acme", city="Hamburg", domain="a.de", phone="49405551234", email="x@a.de"),
            Grade.LIKELY,
        ),
        (trace("Acme", country="DE"), trace("Acme", country="FR"), Grade.WORTH_A_LOOK),
        (
            trace("Acme", city="Köln", number="DE123456789"),
            trace("Acme", city="Hamburg", number="DE123456789"),
            Grade.CERTAIN,
        ),
        # The same number outweighs another name; another number outweighs the same name.
        (trace("Alpha", number="DE123456789"), trace("Beta", number="DE123456789"), Grade.LIKELY),
        (
            trace("Acme", city="Köln", number="DE123456789"),
            trace("Acme", city="Köln", number="DE987654321"),
            None,
        ),
        (trace("Müller GmbH", city="Köln"), trace("Müller Söhne", city="Köln"), None),
        (trace("Müller Logistik", domain="m.de"), trace("Müller Maschinenbau", domain="m.de"), None),
        (trace("Nordic Timber", city="Bergen"), trace("Nordic Timbers", city="Bergen"), Grade.LIKELY),
        (trace("Nordic Timber", city="Bergen"), trace("Nordic Timbers", city="Oslo"), None),
        (trace("上海机械有限公司", "CN", "上海"), trace("Shanghai Machinery", "CN", "Shanghai"), Grade.LIKELY),
        (trace("Chevalier Roulements", domain="c.fr"), trace("Chevalier Bearings", domain="c.fr"), None),
        (
            trace("Chevalier Roulements", city="Lyon", domain="c.fr"),
            trace("Chevalier Bearings", city="Lyon", domain="c.fr"),
            Grade.LIKELY,
        ),
        # Behind one switchboard, in one house: neighbours.
        (
            trace("Alpha", city="Köln", phone="49405551234", address="hauptstr 1"),
            trace("Omega", city="Köln", phone="49405551234", address="hauptstr 1"),
            None,
        ),
        (trace("Alpha"), trace("Omega"), None),
    ],
)
def test_a_pair_is_graded(one, other, grade):
    judged = judge(one, other)
    assert (judged.grade if judged else None) == grade
    assert judge(other, one) == (None if judged is None else replace(judged, findings=tuple(
        replace(each, parts=each.parts[::-1]) for each in judged.findings
    )))  # fmt: skip


def test_the_reasons_come_weightiest_first_and_say_what_they_rest_on():
    one = trace("Acme", city="Köln", phone="49405551234", parts=CONTACTS)
    other = trace("Acme", city="Hamburg", phone="49405551234")
    judged = judge(one, other)
    assert [each.reason for each in judged.findings] == [Reason.SAME_NAME, Reason.SAME_PHONE, Reason.OTHER_CITY]
    assert judged.findings[1].parts == (CONTACTS, BASIC)


def test_a_street_is_one_address_in_one_town_only():
    one, other = trace("Acme", city="Köln", address="hauptstr 12"), trace("Acme", city="Bonn", address="hauptstr 12")
    assert Reason.SAME_ADDRESS not in {each.reason for each in judge(one, other).findings}
    here = trace("Acme", city="Köln", address="hauptstr 12")
    assert Reason.SAME_ADDRESS in {each.reason for each in judge(one, here).findings}


def test_every_reason_has_its_sentence():
    assert REASONS.keys() == set(Reason)
    assert all(str(sentence).endswith(".") for sentence in REASONS.values())


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_a_name_alone_in_different_cities_is_never_certain(name, here, there):
    one, other = trace(name, city=here), trace(name, city=there)
    judged = judge(one, other)
    reasons = {each.reason for each in judged.findings}
    assert judged.grade is not Grade.CERTAIN or Reason.OTHER_CITY not in reasons
    assert judge(Trace(1, one.names), Trace(2, other.names)).grade is Grade.LIKELY
