"""Credit: the states of a limit and what is left under it. Clause 4.4 of the policy."""

from dataclasses import dataclass
from enum import StrEnum

from bot.policy.money import Money


class LimitState(StrEnum):
    """Three states that never mix; zero is an amount of 0 set on purpose."""

    NOT_SET = "not_set"
    AMOUNT = "amount"
    UNLIMITED = "unlimited"


class Verdict(StrEnum):
    """The answer to “may we ship for this amount?”."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Limit:
    """A limit in force; `amount` is there exactly when the state is AMOUNT."""

    state: LimitState
    amount: Money | None = None


def available(limit: Limit, exposure: Money | None) -> Money | None:
    """Return what is left under the limit, negative when it is exceeded.

    None when the limit is not an amount or the exposure is unknown. Both must be in one currency.
    """
    if limit.amount is None or exposure is None:
        return None
    if limit.amount.currency != exposure.currency:
        raise ValueError("limit and exposure stand in different currencies")
    return Money(limit.amount.counts - exposure.counts, limit.amount.currency)


def may_ship(limit: Limit, left: Money | None, asked: Money) -> Verdict:
    """Judge an amount against the limit: unknown when nothing was ever set or known."""
    if limit.state is LimitState.UNLIMITED:
        return Verdict.YES
    if limit.state is LimitState.NOT_SET or left is None or left.currency != asked.currency:
        return Verdict.UNKNOWN
    return Verdict.YES if asked.counts <= left.counts else Verdict.NO
