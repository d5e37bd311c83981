"""How long what is known stays true enough, and what to call it after that."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

DUE_FROM = 0.8
"""A value is due for a look when this share of its shelf life has passed."""


class Freshness(StrEnum):
    """The state of a value or a section, best first."""

    FRESH = "fresh"
    DUE = "due"
    STALE = "stale"
    EMPTY = "empty"


_BADNESS = {Freshness.FRESH: 0, Freshness.DUE: 1, Freshness.STALE: 2, Freshness.EMPTY: 3}


def judge(observed: datetime | None, shelf_life: timedelta, now: datetime) -> Freshness:
    """Judge one value by when it was last observed or confirmed."""
    if observed is None:
        return Freshness.EMPTY
    age = now - observed
    if age > shelf_life:
        return Freshness.STALE
    return Freshness.DUE if age >= shelf_life * DUE_FROM else Freshness.FRESH


@dataclass(frozen=True)
class Observation:
    """When a field was last observed or confirmed (None: never), and how long that stays fresh."""

    field: str
    observed: datetime | None
    shelf_life: timedelta


def judge_section(observations: list[Observation], now: datetime) -> Freshness:
    """Judge a section by its worst filled field; a section with nothing filled is empty."""
    states = [judge(each.observed, each.shelf_life, now) for each in observations if each.observed is not None]
    return max(states, key=_BADNESS.__getitem__) if states else Freshness.EMPTY


def overdue_days(observed: datetime, shelf_life: timedelta, now: datetime) -> int:
    """Return by how many whole days a value has outlived its shelf life; negative while it has not."""
    return (now - observed - shelf_life).days
