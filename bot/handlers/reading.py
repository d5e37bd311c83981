"""How a listener reads what a person typed for a field: their day, the client's country, the company's currency."""

from zoneinfo import ZoneInfo

from bot.handlers.answering import Case
from bot.handlers.desk import Desk
from bot.policy.values import Reading


def reading_for(desk: Desk, case: Case, country: str | None) -> Reading:
    """Return what `parse_value` needs to know for this person and a client of that country."""
    today = case.now.astimezone(ZoneInfo(case.actor.timezone)).date()
    return Reading(desk.base_currency, today, country)
