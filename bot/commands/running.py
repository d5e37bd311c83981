"""What every sub-command starts from: settings, database, catalogue and the operator's own identity."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import typer
from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from bot.clock import SystemClock
from bot.config import Settings, load_catalogue, load_settings
from bot.i18n import _, ngettext
from bot.policy.access import Actor
from bot.policy.catalogue import Catalogue
from bot.results.rebasing import Rebased
from bot.services import lookup, rebasing
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


def keep_base(database: Database, actor: Actor, base: str) -> None:
    """Take the ledger to the base currency that the environment names, where it is kept in another; say so.

    Raises ConfigurationError when a rate is missing for it.
    """
    console = Console(stderr=True, highlight=False)
    columns = (TextColumn(_("converting the ledger")), TextColumn("{task.fields[lines]}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None, lines="")

        def note(lines: int) -> None:
            bar.update(task, lines=f"{lines:,}")

        rebased = rebasing.keep_base(database, actor, base, now=SystemClock().now(), progress=note)
    if rebased is not None:
        _tell(rebased)


def _tell(rebased: Rebased) -> None:
    """Say on stderr, where nothing reads a report, what became of the ledger."""
    lines = ngettext(
        "The ledger was kept in {before} and is kept in {after} from now on; {count} sales line was converted again.",
        "The ledger was kept in {before} and is kept in {after} from now on; {count} sales lines were converted again.",
        rebased.lines,
    )
    typer.echo(lines.format(before=rebased.before, after=rebased.after, count=rebased.lines), err=True)
    if rebased.left_out:
        left = ngettext(
            "{count} exchange rate was left out: its day has none of {after}.",
            "{count} exchange rates were left out: their days have none of {after}.",
            rebased.left_out,
        )
        typer.echo(left.format(count=rebased.left_out, after=rebased.after), err=True)
    if rebased.has_bounds:
        bounds = _("The bounds of the sales grades were set in {before}: the custodian sets them anew in {after}.")
        typer.echo(bounds.format(before=rebased.before, after=rebased.after), err=True)


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
    """Open the desk for one command and close it afterwards; an SQLite file is made and brought up to date.

    The ledger follows a base currency that has been changed. Raises ConfigurationError.
    """
    settings = load_settings()
    catalogue = load_catalogue(settings)
    database = open_database(settings.database_url)
    try:
        with database.reading() as session:
            catalogue = in_force(session, catalogue)
        desk = Desk(settings, database, catalogue, operator(system_user()))
        _ensure_keys(desk)
        keep_base(database, desk.actor, settings.base_currency)
        yield desk
    finally:
        database.close()
