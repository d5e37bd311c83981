"""`clientele db` and `clientele doctor`: keeping the machine well."""

import typer
from rich.console import Console

from bot.commands.running import open_desk
from bot.config import load_settings
from bot.i18n import _
from bot.services.integrity import check_ledger
from bot.store.database import open_engine
from bot.store.migrate import head, upgrade


def _upgrade() -> None:
    """Bring the database to this program's revision."""
    settings = load_settings()
    engine = open_engine(settings.database_url)
    try:
        upgrade(engine)
    finally:
        engine.dispose()
    typer.echo(_("The database stands at revision {revision}.").format(revision=head()))


def _check() -> None:
    """Prove that totals equal their lines and current values their facts; exit 1 when they do not."""
    with open_desk() as desk, desk.database.reading() as session:
        findings = check_ledger(session, now=desk.now(), catalogue=desk.catalogue)
    for finding in findings:
        typer.echo(finding)
    if findings:
        raise typer.Exit(1)
    typer.echo(_("Totals equal their lines, and current values their facts."))


def _doctor() -> None:
    """Look at everything the bot needs and say what to do; exit 1 when something is wrong."""
    from bot.diagnosis import diagnose

    console = Console(highlight=False)
    findings = diagnose()
    for finding in findings:
        lacking = "[red]no[/]  " if finding.is_need else "[yellow]lack[/]"
        console.print(f"{'[green]ok[/]  ' if finding.is_well else lacking}{finding.subject}: ", end="")
        console.print(finding.says, markup=False)
    if not all(finding.is_well or not finding.is_need for finding in findings):
        raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="The database.", no_args_is_help=True)
    app.add_typer(group, name="db")
    group.command("upgrade")(_upgrade)
    group.command("check")(_check)
    app.command("doctor")(_doctor)
