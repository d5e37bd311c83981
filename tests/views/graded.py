"""Sales grades as bad as custodians and clients can make them, for the tests of views."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from bot.policy.access import Scope
from bot.policy.periods import Period
from bot.policy.standing import GradeCause, GradeMethod, GradeSettings, Span
from bot.results.composition import FilterNote
from bot.results.grade_lists import StandingPage, StandingRow
from bot.results.grades import GradeChange, GradeMoves, GradePreview, StandingGrade, WouldMove
from bot.results.home import MovedClient
from tests.views import samples

NAMES = ("&" * 20, "<!channel> & x", "*b* _i_ `c` ~g~", "客户 A 级", "D" * 20, "E")
WINDOW = Period("", date(2023, 7, 1), date(2026, 6, 30))
USUAL = GradeSettings()
SIX = GradeSettings(NAMES, GradeMethod.SHARE, 36, Span.YEAR, tuple(map(Decimal, ("0.01", "1", "2", "3", "99.99"))))
AMOUNTS = replace(
    SIX, method=GradeMethod.THRESHOLD, amounts=tuple(10**15 - place for place in range(5)), currency="EUR"
)
SETTINGS = (USUAL, SIX, AMOUNTS, replace(AMOUNTS, span=Span.MONTH))
MOVES = GradeMoves(
    tuple((name, 10**6) for name in NAMES), tuple((name, 1) for name in (*NAMES, "-")), 10**6, 10**6
)  # fmt: skip


def standing(number=0, grade=NAMES[0], cause=GradeCause.RATES, *, is_short=True):
    day = date(2026, 9, 30)
    return StandingGrade(number, grade, NAMES[1], cause, day, WINDOW, 10**15, 36, is_short)


def first():
    return StandingGrade(1, "C", "", GradeCause.SALES, date(2026, 7, 20), None, 0, 1)


def changes():
    day = samples.NOW
    known = [GradeChange(1, NAMES[1], "-", cause, WINDOW, 10**15, 36, day) for cause in GradeCause]
    return (*known * 20, GradeChange(1, "", NAMES[0], GradeCause.SALES, None, 0, 1, day))


def moved():
    return tuple(MovedClient(name, NAMES[0], NAMES[1], GradeCause.MERGE) for name in samples.NASTY[:3])


def pages():
    rows = tuple(
        StandingRow(replace(samples.CLIENTS[place % 9], name="&" * 300), standing(place), Fraction(1, 3), Fraction(1))
        for place in range(20)
    )
    for settings in SETTINGS:
        given = {"settings": settings, "currency": "USD", "scope": Scope.ALL, "window": WINDOW, "moved": MOVES}
        notes = tuple(FilterNote("L" * 75, "&" * 300) for _ in range(6))
        yield StandingPage("&" * 500, 1, 9, 10**5, rows, notes=notes, **given)
    nobody = {"settings": USUAL, "currency": "USD", "scope": Scope.OWN, "window": None, "moved": GradeMoves()}
    yield StandingPage("", 0, 1, 0, (), **nobody)
    yield StandingPage("<!channel> &", 0, 1, 0, (), **nobody)
    one = StandingRow(samples.BARE, first(), Fraction(0), Fraction(1))
    yield StandingPage("", 0, 1, 1, (one,), **nobody | {"scope": Scope.ALL})
    without = replace(one, share=None, cumulative=None)
    yield StandingPage("", 0, 1, 1, (without,), **nobody | {"scope": Scope.TEAM})


def previews():
    many = tuple(
        WouldMove("&" * 300, NAMES[place % 6], NAMES[(place + 1) % 6], place % 3 - 1) for place in range(10_000)
    )
    counts = tuple((name, 10**6) for name in NAMES)
    for settings in SETTINGS:
        yield GradePreview(settings, (*many, WouldMove("New", "", "A", 0)), counts)
    yield GradePreview(USUAL, (WouldMove("New", "", "A", 0),), (("A", 1),))
    yield GradePreview(USUAL, (), ())
