"""`clientele people`: who may use the bot, named before any of them opens Slack."""

import typer
from rich.console import Console
from rich.table import Table

from bot.commands.running import open_desk
from bot.errors import InvalidInput
from bot.i18n import _, lazy
from bot.policy.access import GIVEN_ROLES, Role, parse_roles
from bot.services import people


def _roles(text: str) -> frozenset[Role]:
    try:
        return parse_roles(text)
    except ValueError as error:
        raise InvalidInput(
            lazy("“{roles}” is not a role. There are: {known}; two are joined with a comma."),
            field="role",
            roles=text,
            known=", ".join(GIVEN_ROLES),
        ) from error


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Who may use the bot.", no_args_is_help=True)
    app.add_typer(group, name="people")

    @group.command()
    def add(
        slack_id: str = typer.Argument(help="The person's Slack id, such as U0123ABCD."),
        role: str = typer.Option(..., help="rep, manager, finance, custodian or auditor; two joined with a comma."),
        team: str = typer.Option("", help="The person's team."),
        manager: str = typer.Option("", help="The Slack id of the person's manager."),
        name: str = typer.Option("", help="The person's name, until Slack tells it."),
    ) -> None:
        """Name a person, or replace what they are."""
        with open_desk() as desk, desk.database.session() as session:
            person = people.add_person(
                session,
                desk.actor,
                slack_id,
                _roles(role),
                name=name,
                team=team,
                manager=manager or None,
                now=desk.now(),
            )
        typer.echo(
            _("{slack_id} is on the list as {roles}.").format(
                slack_id=person.slack_id, roles=", ".join(sorted(person.roles))
            )
        )

    @group.command("list")
    def list_() -> None:
        """List the people who may use the bot."""
        with open_desk() as desk, desk.database.reading() as session:
            found = people.list_people(session)
        names = {person.person_id: person.name for person in found}
        table = Table(_("Slack id"), _("Name"), _("Roles"), _("Team"), _("Manager"))
        for person in found:
            manager = names.get(person.manager_id or 0, "")
            table.add_row(person.slack_id, person.name, ", ".join(sorted(person.roles)), person.team, manager)
        Console().print(table)

    @group.command()
    def leave(slack_id: str = typer.Argument(help="The Slack id of who has left.")) -> None:
        """Mark that a person has left: they may read nothing more."""
        with open_desk() as desk, desk.database.session() as session:
            person = people.leave_person(session, desk.actor, slack_id, now=desk.now())
        typer.echo(_("{name} may read nothing more.").format(name=person.name))
