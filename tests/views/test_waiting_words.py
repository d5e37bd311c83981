"""What the custodian reads of a single line that waits, and of several under one name."""

from datetime import date

from bot.policy.money import Money
from bot.results.imports import ImportKind
from bot.results.waiting import OfferedGroup, ReferenceKind, WaitingGroup, WaitingPage
from bot.views.waiting import group_text, waiting_message


def group(count, latest):
    sums = (Money(2_749_000, "EUR"),)
    ledgers = ((ImportKind.SALES, count), (ImportKind.PAYMENTS, 1))
    return WaitingGroup(ReferenceKind.CLIENT, "ACME", ledgers, sums, date(2026, 11, 24), latest)


def test_one_line_of_one_day_is_told_as_one():
    told = group_text(group(1, date(2026, 11, 24)))
    assert told == "*“ACME”*\n1 sales line, 1 payment  ·  EUR 274.90  ·  Nov 24, 2026"
    assert "2 sales lines, 1 payment  ·  EUR 274.90  ·  Nov 24, 2026 to Nov 25, 2026" in group_text(
        group(2, date(2026, 11, 25))
    )


def test_several_lines_under_one_name_are_not_under_names():
    one = OfferedGroup(group(2, date(2026, 11, 25)), ())
    listed = WaitingPage(ReferenceKind.CLIENT, (one,), 0, 1, 1, 3, 0, 0, may_match=True)
    assert "3 lines of the ledger wait for their client, under one name. " in waiting_message(listed).text
