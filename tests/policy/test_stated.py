"""A year as a client states it, held against a year of the ledger."""

from datetime import date

import pytest

from bot.policy.stated import Gap, gap, year_to


@pytest.mark.parametrize(
    ("data_date", "first", "last"),
    [
        (date(2026, 7, 19), date(2025, 7, 1), date(2026, 6, 30)),
        (date(2026, 7, 31), date(2025, 8, 1), date(2026, 7, 31)),
        (date(2026, 1, 1), date(2025, 1, 1), date(2025, 12, 31)),
        (date(2024, 2, 28), date(2023, 2, 1), date(2024, 1, 31)),
        (date(2024, 2, 29), date(2023, 3, 1), date(2024, 2, 29)),
    ],
)
def test_the_year_ends_with_the_last_month_that_the_ledger_covers(data_date, first, last):
    assert year_to(data_date) == (first, last)


@pytest.mark.parametrize(
    ("stated", "ledger", "counts", "tenths"),
    [
        (4_500_000, 4_000_000, -500_000, -111),
        (4_000_000, 4_500_000, 500_000, 125),
        (100, 100, 0, 0),
        (0, 100, 100, None),
        # Half a tenth of a percent goes to the even neighbour: 0.25 % to 0.2, 0.75 % to 0.8.
        (10_000, 10_025, 25, 2),
        (10_000, 10_075, 75, 8),
        (3, -3, -6, -2000),
    ],
)
def test_the_gap_is_the_ledgers_less_what_was_stated(stated, ledger, counts, tenths):
    assert gap(stated, ledger) == Gap(counts, tenths)
