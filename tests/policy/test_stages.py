"""Which stage the ledger suggests: counted back from its data date, and never twice on the same ground."""

from datetime import date

import pytest

from bot.policy.stages import Suggestion, Suggests, Trade, suggest, year_before

DATA = date(2026, 6, 30)
LONG_AGO = date(2020, 1, 1)


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 6, 30), date(2025, 6, 30)),
        (date(2024, 2, 29), date(2023, 2, 28)),
        (date(2025, 2, 28), date(2024, 2, 28)),
    ],
)
def test_a_year_before_is_the_same_day(day, before):
    assert year_before(day) == before


@pytest.mark.parametrize(
    ("last", "suggested"),
    [
        # The year before June 30, 2026 begins on July 1, 2025.
        (date(2026, 6, 30), None),
        (date(2025, 7, 1), None),
        (date(2025, 6, 30), Suggestion("past", Suggests.SILENT, "2025-06-30")),
        (date(2019, 1, 2), Suggestion("past", Suggests.SILENT, "2019-01-02")),
    ],
)
def test_a_present_client_without_trade_for_a_year_may_be_past(last, suggested):
    assert suggest(Trade("present", LONG_AGO, LONG_AGO, last), DATA) == suggested


@pytest.mark.parametrize(
    ("opened", "suggested"),
    [(date(2025, 7, 1), None), (date(2025, 6, 30), Suggestion("past", Suggests.NEVER_SOLD, "never"))],
)
def test_a_client_that_never_bought_is_given_a_year(opened, suggested):
    assert suggest(Trade("present", opened, opened, None), DATA) == suggested


@pytest.mark.parametrize(
    ("stage", "since", "last", "suggested"),
    [
        ("future", date(2026, 6, 1), date(2026, 6, 15), Suggestion("present", Suggests.TRADE, "2026-06")),
        # A future client whose lines were there before the file was opened has its first sale all the same.
        ("future", date(2026, 6, 20), date(2026, 5, 15), Suggestion("present", Suggests.TRADE, "2026-05")),
        ("future", LONG_AGO, date(2025, 6, 30), None),
        ("future", LONG_AGO, None, None),
        # Whoever was called past in March although they had bought in February has not bought again.
        ("past", date(2026, 3, 1), date(2026, 2, 1), None),
        ("past", date(2026, 3, 1), date(2026, 3, 1), None),
        ("past", date(2026, 3, 1), date(2026, 3, 2), Suggestion("present", Suggests.TRADE, "2026-03")),
        ("past", LONG_AGO, date(2025, 6, 30), None),
        ("a stage of their own", LONG_AGO, date(2026, 6, 1), None),
    ],
)
def test_a_client_that_has_bought_may_be_present(stage, since, last, suggested):
    assert suggest(Trade(stage, LONG_AGO, since, last), DATA) == suggested
