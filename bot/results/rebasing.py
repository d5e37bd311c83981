"""A ledger taken from one base currency to another."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rebased:
    """What was done: lines converted again, rates restated, and rates of days without one of the new base, left out.

    `has_bounds` tells that bounds of grades are set as amounts of the old currency.
    """

    before: str
    after: str
    lines: int
    rates: int
    left_out: int
    has_bounds: bool
