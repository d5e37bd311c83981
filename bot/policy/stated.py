"""What a client says it buys from us in a year, held against what the ledger has of one year."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from bot.policy.periods import add_months, month_end


@dataclass(frozen=True)
class Gap:
    """How far the ledger is from what was stated, in counts of money, and in tenths of a percent of the statement.

    Below zero the client says more than it buys. `tenths` is None where nothing at all was stated.
    """

    counts: int
    tenths: int | None


def year_to(data_date: date) -> tuple[date, date]:
    """Return the first and the last day of the twelve whole months that the ledger covers up to its data date.

    Like is held against like: a year of theirs against a year of ours. A month that has only begun would make every
    client look as if it bought too little.
    """
    is_whole = data_date == month_end(data_date)
    last = data_date if is_whole else data_date.replace(day=1) - timedelta(days=1)
    return add_months(last.replace(day=1), -11), last


def gap(stated: int, ledger: int) -> Gap:
    """Return the gap between two amounts in the same currency; halves of a tenth are rounded to even."""
    return Gap(ledger - stated, round(Fraction((ledger - stated) * 1000, stated)) if stated else None)
