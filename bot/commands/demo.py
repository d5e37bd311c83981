"""`clientele demo`: everything on one machine, without a Slack account."""

import os
import sys
import webbrowser
from pathlib import Path

import typer

from bot.i18n import _


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(demo)


def demo(
    port: int = typer.Option(8421, min=0, max=65535, help="Where the workspace is opened; 0 takes a free one."),
    no_browser: bool = typer.Option(False, "--no-browser", help="Do not open the browser."),
    fresh: bool = typer.Option(False, "--fresh", help="Forget what was done in earlier runs."),
    folder: str = typer.Option("demo-data", metavar="FOLDER", help="Where the demo is kept between runs."),
) -> None:
    """Show the bot with a made-up company in a workspace on this machine."""
    # Slack's libraries and pandas are loaded only by the commands that use them.
    from bot.demo.folder import DemoFolder
    from bot.demo.launch import run_demo

    def ready(url: str) -> None:
        typer.echo(_("Clientele is running. Open {url} and choose who you are. Ctrl-C ends it.").format(url=url))
        if not no_browser and _has_screen():
            webbrowser.open(url)

    typer.echo(_("Starting the demo ..."), err=True)
    run_demo(DemoFolder(Path(folder).resolve()), port=port, is_fresh=fresh, ready=ready)


def _has_screen() -> bool:
    """Tell whether a browser would open in a window, rather than in the terminal that the demo runs in."""
    return sys.platform in {"darwin", "win32"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
