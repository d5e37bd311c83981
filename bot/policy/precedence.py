"""Which fact of a field holds: the newest, unless a source that outranks the others still stands fresh."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Protocol, TypeVar

from bot.policy.access import Part
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


class Written(Observed, Protocol):
    """What the rule needs to know of a fact in a file that may have taken in others."""

    @property
    def client_id(self) -> int:
        """Return the client that it was written of."""
        ...


F = TypeVar("F", bound=Observed)
W = TypeVar("W", bound=Written)


def holding(declared: Field, newest_first: Sequence[F], now: datetime) -> F | None:
    """Return the fact that holds among those not retracted, given newest first.

    A fact from a source that the field ranks higher holds against newer ones until it is stale. Where somebody has
    since said the same, the latest who did is the fact that holds: the value has been looked at again.

    What has gone stale by the start of the day, in UTC, is stale: so the same holds all day, whoever asks and when.
    """
    if not newest_first:
        return None
    newest = newest_first[0]
    ranks = {source.value: rank for rank, source in enumerate(reversed(declared.outranks), start=1)}
    best = newest
    morning = datetime.combine(now.astimezone(UTC).date(), time.min, UTC)
    for fact in newest_first:
        is_stale = judge(fact.observed_at, declared.shelf_life, morning) is Freshness.STALE
        if ranks.get(fact.source, 0) > ranks.get(best.source, 0) and not is_stale:
            best = fact
    return next(fact for fact in newest_first if fact.value == best.value)


def holding_in_file(declared: Field | None, client_id: int, newest_first: Sequence[W], now: datetime) -> W | None:
    """Return the fact that holds in the file of `client_id`, given those of all it has taken in, newest first.

    What everybody knows a client by stays its own: the directory's fields follow the facts of clients merged into it
    only where it has none itself. Of a field that the catalogue no longer has, the newest holds.
    """
    if declared is None:
        return newest_first[0] if newest_first else None
    own = [fact for fact in newest_first if fact.client_id == client_id]
    return holding(declared, own if own and declared.section is Part.DIRECTORY else newest_first, now)


def held_value(declared: Field | None, client_id: int, newest_first: Sequence[W], now: datetime) -> W | None:
    """Return the fact of which the file's present value is; None too where what holds is that nothing is known."""
    held = holding_in_file(declared, client_id, newest_first, now)
    return held if held is not None and held.value else None
