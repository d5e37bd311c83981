"""Which stage the ledger suggests for a client: past after a year without trade, present once there is some.

The ledger proposes and the file's owner decides. Days are counted back from the ledger's data date, never from today:
a ledger that has not been fed for a month must not turn present clients into past ones.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.i18n import LazyText, lazy

PAST, PRESENT, FUTURE = "past", "present", "future"
LEAVING_REASON = "leaving_reason"
"""The field that says why somebody is a past client."""
NEVER = "never"
"""The occasion of a client that has never bought anything; others are the day of the last trade, or its month."""


class Suggests(StrEnum):
    """Why another stage is proposed."""

    SILENT = "silent"
    NEVER_SOLD = "never_sold"
    TRADE = "trade"


SUGGESTS: dict[Suggests, LazyText] = {
    Suggests.SILENT: lazy("Nothing was sold since {day}. A past client by now?"),
    Suggests.NEVER_SOLD: lazy("The ledger has no sale at all. A past client by now?"),
    Suggests.TRADE: lazy("There were sales or invoices in {month}. A present client by now?"),
}


@dataclass(frozen=True)
class Trade:
    """What the rules need to know of one client.

    `since` is when its stage was last stated, `last` the day of its last sale or invoice that the ledger has.
    """

    stage: str
    opened: date
    since: date
    last: date | None


@dataclass(frozen=True)
class Suggestion:
    """Another stage, why, and on which occasion: what was declined is not proposed on the same one again."""

    stage: str
    reason: Suggests
    occasion: str


def year_before(day: date) -> date:
    """Return the same day a year earlier; 28 February where there is no 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def suggest(trade: Trade, data_date: date) -> Suggestion | None:
    """Return what the ledger, as of its data date, suggests for a client's stage; None when it fits.

    A file opened within the year has had no time to sell. A past client's old sales propose nothing: only what
    was sold after it was called past does.
    """
    start = year_before(data_date)
    is_trading = trade.last is not None and trade.last > start
    if trade.stage == PRESENT and not is_trading:
        if trade.last is not None:
            return Suggestion(PAST, Suggests.SILENT, trade.last.isoformat())
        return Suggestion(PAST, Suggests.NEVER_SOLD, NEVER) if trade.opened <= start else None
    if trade.last is None or not is_trading:
        return None
    if trade.stage == FUTURE or (trade.stage == PAST and trade.last > trade.since):
        return Suggestion(PRESENT, Suggests.TRADE, f"{trade.last:%Y-%m}")
    return None
