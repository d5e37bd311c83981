"""Knowing people's time zones before their first reminder is due, and who has become a guest or left Slack."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeAlias

from bot.jobs.desk import JobDesk
from bot.results.people import Profile
from bot.services import nagging, people

log = logging.getLogger(__name__)

ReadProfile: TypeAlias = Callable[[str], Profile]

GOOD_FOR = timedelta(days=1)
MOST_AT_ONCE = 20
"""A tick asks Slack about so many people at most; `users.info` takes about a hundred calls a minute."""


def refresh_profiles(desk: JobDesk, read: ReadProfile, now: datetime) -> int:
    """Read the profiles of owners of files that are unknown or a day old; return how many were read.

    Slack's silence about one person is logged; the others are read all the same.
    """
    with desk.database.reading() as session:
        old = [
            person
            for person in nagging.list_reminded(session)
            if person.profile_read_at is None or now - person.profile_read_at >= GOOD_FOR
        ]
    return sum(_refresh(desk, read, person.slack_id, now) for person in old[:MOST_AT_ONCE])


def _refresh(desk: JobDesk, read: ReadProfile, slack_id: str, now: datetime) -> bool:
    try:
        profile = read(slack_id)
    except Exception:
        log.exception("Slack did not say who %s is", slack_id)
        return False
    with desk.database.session() as session:
        people.note_profile(session, slack_id, profile, now=now)
    return True
