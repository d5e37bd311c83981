"""Waiting lines as bad as files can make them, for the tests of views."""

from datetime import date

from bot.policy.money import Money
from bot.results.imports import ImportKind
from bot.results.waiting import Decision, DecisionPage, Guess, OfferedGroup, ReferenceKind, WaitingGroup, WaitingPage
from tests.views import samples

CURRENCIES = ("USD", "EUR", "JPY", "KWD", "CNY", "GBP")
LEDGERS = (ImportKind.SALES, ImportKind.ORDERS, ImportKind.INVOICES, ImportKind.PAYMENTS)


def group(reference, kind=ReferenceKind.CLIENT, count=1_234_567):
    ledgers = tuple((each, count) for each in (LEDGERS if kind is ReferenceKind.CLIENT else LEDGERS[:1]))
    sums = tuple(Money((-1) ** place * 10**15, currency) for place, currency in enumerate(CURRENCIES))
    return WaitingGroup(kind, reference, ledgers, sums, date(2010, 12, 1), date(2026, 7, 20))


def groups():
    return [group(name, kind) for kind in ReferenceKind for name in (*samples.NASTY, "")]


def pages():
    guesses = tuple(Guess(2**31 + place, name, name) for place, name in enumerate(samples.NASTY[:3]))
    for kind in ReferenceKind:
        for may_match in (True, False):
            offered = tuple(OfferedGroup(each, guesses) for each in groups() if each.kind is kind)
            for start in range(0, len(offered), 5):
                yield WaitingPage(kind, offered[start : start + 5], 40, 80, 400, 10**7, 10**6, 999, may_match)
            yield WaitingPage(kind, offered[-1:], 0, 1, 1, 1, 0, 0, may_match)
            yield WaitingPage(kind, (), 0, 1, 0, 0, 0, 0, may_match)


def decisions():
    return [
        Decision(kind, reference, 1, target, person, samples.NOW, lines)
        for kind in ReferenceKind
        for reference, target, person, lines in (
            *((each, samples.NASTY[0], each, 135_080) for each in samples.NASTY),
            ("", "ACME", "", 1),
        )
    ]


def decision_pages():
    for may_match in (True, False):
        yield DecisionPage(decisions()[:5], 3, has_more=True, may_match=may_match)
        yield DecisionPage(decisions()[5:10], 0, has_more=False, may_match=may_match)
    yield DecisionPage((), 0, has_more=False, may_match=True)
