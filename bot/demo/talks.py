"""The demo's last weeks: calls, emails and visits, with what was agreed next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bot.demo import showcase
from bot.demo.clients import DemoClient
from bot.demo.prose import NOTES, Note

SATURDAY = 5

DAYS_AGO = (1, 1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 8, 9, 9, 10, 11, 12, 13, 14, 14, 15, 16, 17, 19, 20, 21, 22, 24, 25, 27,
            28, 30, 31, 33, 35, 38, 40, 42)  # fmt: skip
"""When the contacts of the last six weeks were, the latest first."""

STEPS_KEPT_DAYS = 11
"""What was agreed longer ago is done, but for a few steps that somebody has let slip."""

SLIPPED = (16, 21)


@dataclass(frozen=True)
class Talk:
    """One contact: when, by whom, and what is to follow on which day."""

    client: str
    by: str
    on: date
    note: Note
    next_on: date | None


def make_talks(rng: Random, clients: Sequence[DemoClient], today: date) -> tuple[Talk, ...]:
    """Return the contacts in the order in which they happened."""
    known = {client.code: client for client in clients}
    kept = [client for client in clients if client.owner and client.stage != "past" and client.code != showcase.CODE]
    # Larger clients are called more often.
    order = sorted(kept, key=lambda client: -(client.size + 8) * rng.random())
    talks = [
        _talk(order[place % len(order)], ago, NOTES[place % len(NOTES)], today) for place, ago in enumerate(DAYS_AGO)
    ]
    talks += [_talk(known[showcase.CODE], ago, note, today) for ago, note in showcase.TALKS]
    return tuple(sorted(talks, key=lambda talk: (talk.on, talk.client)))


def _talk(client: DemoClient, ago: int, note: Note, today: date) -> Talk:
    on = _working_day(today - timedelta(days=ago))
    is_open = ago <= STEPS_KEPT_DAYS or ago in SLIPPED or client.code == showcase.CODE
    next_on = on + timedelta(days=note.step_in) if note.step and is_open else None
    kept = note if next_on is not None else Note(note.kind, note.outcome, note.text)
    return Talk(client.code, client.owner or "", on, kept, next_on)


def _working_day(day: date) -> date:
    """Return the day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))
