"""What the jobs work with: the database, the clock and what they must know of the company."""

from dataclasses import dataclass
from pathlib import Path

from bot.clock import Clock
from bot.config import Settings
from bot.policy.catalogue import Catalogue
from bot.results.outbox import Company
from bot.store.database import Database


@dataclass(frozen=True)
class JobDesk:
    """Everything a job needs beside the instant that it runs at."""

    database: Database
    company: Company
    clock: Clock
    files: Path | None = None
    """Where uploads are kept; None where nobody tidies them."""


def company_of(settings: Settings, catalogue: Catalogue) -> Company:
    """Return what the clockwork must know of the company."""
    return Company(catalogue, settings.base_currency, settings.timezone, settings.digest_channel, settings.inbox)
