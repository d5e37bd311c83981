"""`clientele report waiting`: what of the ledger waits for its client or product."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.printing import Format, Report, require_place, write
from bot.commands.running import open_desk
from bot.reports.waiting import waiting_json, waiting_sheet
from bot.results.waiting import ReferenceKind
from bot.services.waiting import list_groups


def waiting(
    form: Annotated[Format, typer.Option("--format", help="How it is written.")] = Format.TABLE,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write it to a file.")] = None,
) -> None:
    """Print the ledger's lines that wait for their client or product, by the code or name they wait under."""
    require_place(form, output)
    with open_desk() as desk, desk.database.session() as session, desk.database.reading() as reader:
        groups = [
            group for kind in ReferenceKind for group in list_groups(session, reader, desk.actor, kind, now=desk.now())
        ]
    write(Report(waiting_json(groups), [waiting_sheet(groups)]), form, output)
