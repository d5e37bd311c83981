"""People as the bot knows them."""

from dataclasses import dataclass
from datetime import datetime

from bot.policy.access import Role


@dataclass(frozen=True)
class Person:
    """Somebody the company has named."""

    person_id: int
    slack_id: str
    name: str
    roles: frozenset[Role]
    team: str
    manager_id: int | None
    timezone: str
    language: str
    is_guest: bool
    profile_read_at: datetime | None
    left_at: datetime | None


@dataclass(frozen=True)
class Profile:
    """What Slack's users.info says of a person; `is_outsider` covers guests, strangers, bots and the deleted."""

    name: str
    timezone: str
    language: str
    is_outsider: bool
