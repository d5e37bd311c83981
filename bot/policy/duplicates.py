"""Whether two files are of one client: what speaks for it and against it, weighed, and why in words.

Each piece of evidence adds to or takes from the odds that two files are one; the weights are logarithms of odds, set by
judgement and measured on a labelled set (docs/benchmarks.md). A name alone is never certain, and two of one name in
different cities are at most worth a look.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import cached_property
from math import exp

from rapidfuzz.fuzz import ratio

from bot.i18n import LazyText, lazy
from bot.policy.access import Part
from bot.policy.likeness import Comparison, Likeness, NameForm, compare, form_of, has_same_words, is_one_place, place_of
from bot.policy.marks import Mark


class Grade(IntEnum):
    """How sure a proposal is; what is less than worth a look is not proposed."""

    WORTH_A_LOOK = 1
    LIKELY = 2
    CERTAIN = 3


LIKELY_FROM, CERTAIN_FROM = 0.5, 0.95
ASKED_FROM = 0.25
"""From here on somebody who is about to open a new file is asked: saying no costs them one press."""


class Reason(StrEnum):
    """One thing that speaks for two files being one client, or against it."""

    SAME_NAME = "same_name"
    SAME_WORDS = "same_words"
    MISSPELT = "misspelt"
    TRANSLATED = "translated"
    SHORTENED = "shortened"
    PART = "part"
    OVERLAP = "overlap"
    SAME_NUMBER = "same_number"
    SAME_EMAIL = "same_email"
    SAME_DOMAIN = "same_domain"
    SAME_PHONE = "same_phone"
    SAME_ADDRESS = "same_address"
    CONTACT_DETAIL = "contact_detail"
    SAME_CITY = "same_city"
    SAME_POSTAL_CODE = "same_postal_code"
    OTHER_CITY = "other_city"
    OTHER_COUNTRY = "other_country"
    OTHER_NUMBER = "other_number"


REASONS: dict[Reason, LazyText] = {
    Reason.SAME_NAME: lazy("The names are the same, legal forms aside."),
    Reason.SAME_WORDS: lazy("The names are made of the same words."),
    Reason.MISSPELT: lazy("The names differ by a letter or two."),
    Reason.TRANSLATED: lazy("One name seems to be the other in another language or script."),
    Reason.SHORTENED: lazy("One name seems to be the other, shortened."),
    Reason.PART: lazy("One name stands in the other."),
    Reason.OVERLAP: lazy("The names share the company's own word."),
    Reason.SAME_NUMBER: lazy("The registration or tax number is the same."),
    Reason.SAME_EMAIL: lazy("A contact's email address is the same."),
    Reason.SAME_DOMAIN: lazy("The website or the domain of their email is the same."),
    Reason.SAME_PHONE: lazy("A phone number is the same."),
    Reason.SAME_ADDRESS: lazy("The address is the same."),
    Reason.CONTACT_DETAIL: lazy("A contact detail is the same."),
    Reason.SAME_CITY: lazy("Both are in the same city."),
    Reason.SAME_POSTAL_CODE: lazy("The postal code is the same."),
    Reason.OTHER_CITY: lazy("But the cities differ."),
    Reason.OTHER_COUNTRY: lazy("But the countries differ."),
    Reason.OTHER_NUMBER: lazy("But the registration or tax numbers differ."),
}

_MARKS: dict[Mark, tuple[Reason, float]] = {
    Mark.NUMBER: (Reason.SAME_NUMBER, 11.0),
    Mark.EMAIL: (Reason.SAME_EMAIL, 4.5),
    Mark.DOMAIN: (Reason.SAME_DOMAIN, 4.5),
    Mark.PHONE: (Reason.SAME_PHONE, 4.2),
    Mark.ADDRESS: (Reason.SAME_ADDRESS, 2.4),
}
_NAMES: dict[Likeness, tuple[Reason | None, float]] = {
    Likeness.SAME: (Reason.SAME_NAME, 5.5),
    Likeness.SAME_WORDS: (Reason.SAME_WORDS, 5.0),
    Likeness.MISSPELT: (Reason.MISSPELT, 5.4),
    Likeness.TRANSLATED: (Reason.TRANSLATED, 4.5),
    Likeness.SHORTENED: (Reason.SHORTENED, 3.0),
    Likeness.PART: (Reason.PART, 0.5),
    Likeness.UNREADABLE: (None, 0.0),
    Likeness.OVERLAP: (Reason.OVERLAP, -0.5),
    Likeness.DIFFERENT: (None, -5.5),
}
_PRIOR = -5.0
_SAME_CITY, _OTHER_CITY, _SAME_COUNTRY, _OTHER_COUNTRY = 2.0, -4.0, 0.5, -4.5
_SAME_POSTAL_CODE, _OTHER_POSTAL_CODE = 1.5, -2.0
_DIFFERING = {Mark.NUMBER: -4.0, Mark.DOMAIN: -2.0, Mark.PHONE: -1.5, Mark.ADDRESS: -1.5}
"""What each kind says that both files hold and hold differently."""
_ALIKE_ADDRESS = 92.0
_SHORT_NAME, _SHORT_NAME_LESS = 5, 1.5
"""A likeness that rests on fewer letters of the company's own says less."""
_INEXACT = frozenset({Likeness.SAME_WORDS, Likeness.MISSPELT, Likeness.TRANSLATED, Likeness.SHORTENED})
_WORTH_A_LOOK = frozenset({Likeness.SAME, Likeness.SAME_WORDS})


@dataclass(frozen=True)
class Trace:
    """What of one client tells it from others, each in the one form that `bot.policy.marks` gives.

    `names` are folded, aliases too. `marks` says in which part of the file each stands; the most open one counts.
    """

    client_id: int
    names: tuple[str, ...]
    country: str | None = None
    city: str = ""
    postal_code: str = ""
    marks: Mapping[tuple[Mark, str], Part] = field(default_factory=dict)

    @cached_property
    def forms(self) -> tuple[NameForm, ...]:
        """Return the names, taken apart: once for all the pairs that a client stands in."""
        return tuple(form_of(name) for name in self.names)

    def values(self, mark: Mark) -> list[str]:
        """Return the values of one kind."""
        return [value for kind, value in self.marks if kind is mark]


@dataclass(frozen=True)
class Finding:
    """One reason, and the parts of the two files that it rests on."""

    reason: Reason
    parts: tuple[Part, Part] = (Part.DIRECTORY, Part.DIRECTORY)


@dataclass(frozen=True)
class Judgement:
    """How likely it is that two files are one client, from 0 to 1, and why: the weightiest reason first.

    `grade` is None for a pair that is not worth proposing.
    """

    likelihood: float
    grade: Grade | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Likely(Judgement):
    """A judgement on a pair that is worth proposing."""

    grade: Grade


def judge(one: Trace, other: Trace) -> Likely | None:
    """Judge a pair; None when it is not worth proposing."""
    if _is_elsewhere(one, other):
        return None
    weighed = weigh(one, other)
    return Likely(weighed.likelihood, weighed.grade, weighed.findings) if weighed.grade else None


def _is_elsewhere(one: Trace, other: Trace) -> bool:
    """Tell at once of a pair that nothing can make likely: two places, two names, and nothing in common."""
    is_other_country = bool(one.country and other.country) and one.country != other.country
    if not is_other_country and (not one.city or not other.city or is_one_place(one.city, other.city) is not False):
        return False
    if not one.marks.keys().isdisjoint(other.marks.keys()) or _is_one_postal_code(one, other):
        return False
    return not any(has_same_words(ours, theirs) for ours in one.forms for theirs in other.forms)


def _is_one_postal_code(one: Trace, other: Trace) -> bool:
    return bool(one.postal_code) and one.postal_code == other.postal_code


def weigh(one: Trace, other: Trace) -> Judgement:
    """Weigh what speaks for a pair's being one client and what against it."""
    name = _best_name(one, other)
    weighed = [*_name_weight(name), *_shared(one, other), *_place_weight(one, other), *_differing(one, other)]
    odds = _PRIOR + sum(weight for _finding, weight in weighed)
    likelihood = 1 / (1 + exp(-odds))
    findings = tuple(finding for finding, _weight in sorted(_told(weighed), key=lambda each: -each[1]))
    return Judgement(likelihood, _grade(likelihood, name, {finding.reason for finding in findings}), findings)


def _told(weighed: Iterable[tuple[Finding | None, float]]) -> list[tuple[Finding, float]]:
    return [(finding, weight) for finding, weight in weighed if finding is not None]


def _grade(likelihood: float, name: Comparison, reasons: set[Reason]) -> Grade | None:
    if likelihood < LIKELY_FROM:
        return Grade.WORTH_A_LOOK if name.likeness in _WORTH_A_LOOK and Reason.OTHER_NUMBER not in reasons else None
    is_apart = reasons & {Reason.OTHER_CITY, Reason.OTHER_COUNTRY} and Reason.SAME_NUMBER not in reasons
    return Grade.LIKELY if likelihood < CERTAIN_FROM or is_apart else Grade.CERTAIN


def _best_name(one: Trace, other: Trace) -> Comparison:
    places = frozenset(filter(None, (place_of(one.city), place_of(other.city))))
    compared = [compare(ours, theirs, places) for ours in one.forms for theirs in other.forms]
    return max(compared, key=lambda each: (_NAMES[each.likeness][1], each.closeness))


def _name_weight(name: Comparison) -> list[tuple[Finding | None, float]]:
    reason, weight = _NAMES[name.likeness]
    if name.likeness is Likeness.MISSPELT:
        # Nine letters of ten that agree are a slip; three of four may be another word.
        weight -= 10 * (1 - name.closeness)
    if name.likeness in _INEXACT and name.rests_on < _SHORT_NAME:
        weight -= _SHORT_NAME_LESS
    return [(Finding(reason) if reason else None, weight)]


def _shared(one: Trace, other: Trace) -> list[tuple[Finding | None, float]]:
    """Weigh what both files hold: the strongest in full, each further kind by half, for they come together."""
    found: dict[Mark, Finding] = {}
    for key in one.marks.keys() & other.marks.keys():
        parts = (one.marks[key], other.marks[key])
        if key[0] not in found or parts.count(Part.CONTACTS) < found[key[0]].parts.count(Part.CONTACTS):
            found[key[0]] = Finding(_MARKS[key[0]][0], parts)
    found.pop(Mark.ADDRESS, None)
    if _is_one_address(one, other):
        found[Mark.ADDRESS] = Finding(Reason.SAME_ADDRESS, (Part.BASIC, Part.BASIC))
    ranked = sorted(found, key=lambda mark: -_MARKS[mark][1])
    return [(found[mark], _MARKS[mark][1] / (2 if place else 1)) for place, mark in enumerate(ranked)]


def _is_one_address(one: Trace, other: Trace) -> bool:
    """Tell whether both are in one house: every town has a main street, so they must be in one town too."""
    is_one_town = _is_one_postal_code(one, other) or bool(
        one.city and other.city and is_one_place(one.city, other.city)
    )
    return is_one_town and _is_one_street(one, other)


def _is_one_street(one: Trace, other: Trace) -> bool:
    return any(
        ratio(ours, theirs) >= _ALIKE_ADDRESS and _numbers(ours) == _numbers(theirs)
        for ours in one.values(Mark.ADDRESS)
        for theirs in other.values(Mark.ADDRESS)
    )


def _numbers(address: str) -> list[str]:
    return [word for word in address.split() if word.isdigit()]


def _place_weight(one: Trace, other: Trace) -> list[tuple[Finding | None, float]]:
    if one.country and other.country and one.country != other.country:
        return [(Finding(Reason.OTHER_COUNTRY), _OTHER_COUNTRY)]
    same_country = [(None, _SAME_COUNTRY)] if one.country and one.country == other.country else []
    return [*same_country, *_city_weight(one, other), *_postal_weight(one, other)]


def _city_weight(one: Trace, other: Trace) -> list[tuple[Finding | None, float]]:
    is_one = is_one_place(one.city, other.city) if one.city and other.city else None
    if is_one is None:
        return []
    return [(Finding(Reason.SAME_CITY), _SAME_CITY) if is_one else (Finding(Reason.OTHER_CITY), _OTHER_CITY)]


def _postal_weight(one: Trace, other: Trace) -> list[tuple[Finding | None, float]]:
    if not one.postal_code or not other.postal_code:
        return []
    is_one = one.postal_code == other.postal_code
    parts = (Part.BASIC, Part.BASIC)
    return [(Finding(Reason.SAME_POSTAL_CODE, parts), _SAME_POSTAL_CODE) if is_one else (None, _OTHER_POSTAL_CODE)]


def _differing(one: Trace, other: Trace) -> list[tuple[Finding | None, float]]:
    """Weigh what both files hold and hold differently."""
    told = Finding(Reason.OTHER_NUMBER, (Part.BASIC, Part.BASIC))
    return [
        (told if mark is Mark.NUMBER else None, weight)
        for mark, weight in _DIFFERING.items()
        if _differs(one, other, mark)
    ]


def _differs(one: Trace, other: Trace, mark: Mark) -> bool:
    if mark is Mark.ADDRESS and _is_one_street(one, other):
        return False
    ours, theirs = set(one.values(mark)), set(other.values(mark))
    return bool(ours and theirs) and ours.isdisjoint(theirs)
