"""What every sub-command starts from: settings, database, catalogue and the operator's own identity."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.clock import SystemClock
from bot.config import Settings, load_catalogue, load_settings
from bot.policy.access import Actor
from bot.policy.catalogue import Catalogue
from bot.services import lookup
from bot.services.choices import in_force
from bot.services.people import operator
from bot.store.database import Database
from bot.store.opening import open_database


@dataclass(frozen=True)
class Desk:
    """The opened desk of a command line: everything a service asks for."""

    settings: Settings
    database: Database
    catalogue: Catalogue
    actor: Actor

    def now(self) -> datetime:
        """Return the present instant."""
        return SystemClock().now()


def system_user() -> str:
    """Return the name of the system user, under which the operator's deeds are logged."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "operator"


def _ensure_keys(desk: Desk) -> None:
    """Make the keys of the lookup anew after an update that works them out otherwise; else nobody waits."""
    with desk.database.reading() as session:
        is_current = lookup.has_current_keys(session)
    if not is_current:
        with desk.database.session() as session:
            lookup.ensure_keys(session, now=desk.now())


@contextmanager
def open_desk() -> Iterator[Desk]:
    """Open the desk for one command and close it afterwards; an SQLite file is made and brought up to date."""
    settings = load_settings()
    catalogue = load_catalogue(settings)
    database = open_database(settings.database_url)
    try:
        with database.reading() as session:
            catalogue = in_force(session, catalogue)
        desk = Desk(settings, database, catalogue, operator(system_user()))
        _ensure_keys(desk)
        yield desk
    finally:
        database.close()
