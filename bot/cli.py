"""The `clientele` command. Each known error becomes one sentence on stderr and a non-zero exit, never a traceback."""

import logging
import sys
import uuid

import typer
from typer.exceptions import TyperException

from bot import __version__
from bot.errors import ClienteleError
from bot.i18n import _

log = logging.getLogger(__name__)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"clientele {__version__}")
        raise typer.Exit


def _root(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    """Keep a company's client files alive, in Slack."""


def _build() -> typer.Typer:
    """Put the command together; loading its parts takes most of a second, so it happens within `main`'s care."""
    from bot.commands import modules

    app = typer.Typer(
        name="clientele",
        help="Keeps a company's client files alive, in Slack.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(_root)
    for module in modules():
        module.register(app)
    return app


def _usage(error: TyperException) -> str:
    """Say in one sentence what was wrong with the words of a command, and where its help is."""
    message = str(error.format_message()) if hasattr(error, "format_message") else str(error)
    if not message.strip():  # the help has been printed, for a command without its sub-command
        return ""
    context = getattr(error, "ctx", None)
    command = context.command_path.replace("python -m bot", "clientele") if context else "clientele"
    problem = message if message.endswith(("?", ".")) else f"{message}."
    return _("clientele: {problem} “{command} --help” says more.").format(problem=problem, command=command)


def main() -> None:
    """Run the command; a broken pipe or Ctrl-C ends it quietly."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        sys.exit(_build()(standalone_mode=False) or 0)
    except TyperException as error:
        if said := _usage(error):
            typer.echo(said, err=True)
        sys.exit(2)
    except ClienteleError as error:
        typer.echo(f"clientele: {error}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except Exception as error:
        reference = uuid.uuid4().hex[:8]
        log.debug("reference %s", reference, exc_info=error)
        typer.echo(
            _("clientele: something went wrong that should not ({kind}: {error}); please report it.").format(
                kind=type(error).__name__, error=str(error).splitlines()[0] if str(error) else ""
            ),
            err=True,
        )
        sys.exit(1)
