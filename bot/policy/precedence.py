"""Which fact of a field holds: the newest, unless a source that outranks the others still stands fresh."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from bot.policy.catalogue import Field
from bot.policy.freshness import Freshness, judge


class Observed(Protocol):
    """What the rule needs to know of a fact."""

    @property
    def value(self) -> str:
        """Return what was observed, in stored form."""
        ...

    @property
    def source(self) -> str:
        """Return where it comes from."""
        ...

    @property
    def observed_at(self) -> datetime:
        """Return when it was observed."""
        ...


F = TypeVar("F", bound=Observed)


def holding(declared: Field, newest_first: Sequence[F], now: datetime) -> F | None:
    """Return the fact that holds among those not retracted, given newest first.

    A fact from a source that the field ranks higher holds against newer ones until it is stale. Where somebody has
    since said the same, the latest who did is the fact that holds: the value has been looked at again.
    """
    if not newest_first:
        return None
    newest = newest_first[0]
    ranks = {source.value: rank for rank, source in enumerate(reversed(declared.outranks), start=1)}
    best = newest
    for fact in newest_first:
        is_stale = judge(fact.observed_at, declared.shelf_life, now) is Freshness.STALE
        if ranks.get(fact.source, 0) > ranks.get(best.source, 0) and not is_stale:
            best = fact
    return next(fact for fact in newest_first if fact.value == best.value)
