"""Keeping the sales grades that stand up to date: daily, and as soon as the ledger or the rules have changed."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.jobs.desk import JobDesk
from bot.services.standing import AsOf, regrade


def run_grading(desk: JobDesk, now: datetime) -> int:
    """Grade clients where anything has changed since that was done last; return how many have moved."""
    return regrade(desk.database, AsOf(now, ZoneInfo(desk.company.timezone), desk.company.base_currency)) or 0
