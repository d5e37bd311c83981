"""`clientele import`: files of the accounting system, from the command line."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn

from bot.commands.running import open_desk
from bot.errors import InvalidInput
from bot.i18n import LazyText, _, lazy, ngettext
from bot.policy.bank import is_bank_word
from bot.policy.statements import is_drastic
from bot.policy.values import parse_date
from bot.results.imports import (
    KIND_LABELS,
    OPEN_ITEMS,
    Confirm,
    ImportCounts,
    ImportKind,
    ImportOptions,
    ImportReport,
    Rejection,
    Stage,
)
from bot.services.imports import import_file, parse_kind

SOME_REJECTED = 3
"""The exit code when some lines were rejected and the rest is in."""

STAGE_LABELS: dict[Stage, LazyText] = {
    Stage.READING: lazy("reading"),
    Stage.COMPARING: lazy("comparing"),
    Stage.PUBLISHING: lazy("publishing"),
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import")(import_)


def import_(
    kind: Annotated[str, typer.Argument(help=f"What the file holds: {', '.join(ImportKind)}.", show_default=False)],
    file: Annotated[Path, typer.Argument(help="A CSV or XLSX file with one header line.", show_default=False)],
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="OURS=THEIRS", help="Take header THEIRS for our column OURS, and remember it."),
    ] = None,
    snapshot: Annotated[
        bool, typer.Option("--snapshot", help="The file names all that is open: close orders or invoices not in it.")
    ] = False,
    as_of: Annotated[str, typer.Option("--as-of", metavar="DATE", help="The day the source made the statement.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen and write nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Close what a snapshot does not name without asking.")] = False,
) -> None:
    """Import a file. Lines that cannot be taken go to FILE.rejected.csv with the reason; the rest is taken whole."""
    wanted = parse_kind(kind)
    with open_desk() as desk:
        options = ImportOptions(
            base_currency=desk.settings.base_currency,
            timezone=desk.settings.timezone,
            catalogue=desk.catalogue,
            mapping=_mapping(mapping or []),
            snapshot=snapshot,
            as_of=_day(as_of),
            dry_run=dry_run,
        )
        with _watched() as watch:
            report = import_file(
                desk.database,
                desk.actor,
                wanted,
                file,
                options,
                now=desk.now(),
                progress=watch.note,
                confirm=_confirm(watch, is_sure=yes),
            )
    _tell(report)
    if report.rejected:
        raise typer.Exit(SOME_REJECTED)


def _mapping(pairs: list[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        ours, equals, theirs = pair.partition("=")
        if not (equals and ours.strip() and theirs.strip()):
            raise InvalidInput(
                lazy("“{pair}” is no mapping; write --map OURS=THEIRS, such as --map code=KUNNR."), pair=pair
            )
        found[ours.strip()] = theirs.strip()
    return found


def _day(text: str) -> date | None:
    return parse_date(text, field="as_of") if text else None


@dataclass(frozen=True)
class _Watch:
    """The progress bar, its one task, and how it is told of progress."""

    bar: Progress
    task: TaskID

    def note(self, stage: Stage, lines: int, share: float) -> None:
        """Show how far the import has come."""
        self.bar.update(self.task, description=str(STAGE_LABELS[stage]), completed=share, lines=f"{lines:,}")


@contextmanager
def _watched() -> Iterator[_Watch]:
    """Show a progress bar on a terminal, and nothing anywhere else."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[lines]}"))
    with Progress(
        *columns, TimeElapsedColumn(), console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        yield _Watch(bar, bar.add_task("", total=1.0, lines=""))


def _confirm(watch: _Watch, *, is_sure: bool) -> Confirm:
    """Return who says what a snapshot closes, and asks whoever sits at a terminal."""

    def confirm(kind: ImportKind, counts: ImportCounts) -> None:
        preview = ngettext(
            "This closes {closed} of {were_open} open item ({kind}).",
            "This closes {closed} of {were_open} open items ({kind}).",
            counts.were_open,
        ).format(closed=f"{counts.closed:,}", were_open=f"{counts.were_open:,}", kind=KIND_LABELS[kind])
        watch.bar.stop()
        typer.echo(preview)
        if not is_sure and sys.stdin.isatty():
            if not typer.confirm(_("Continue?")):
                raise InvalidInput(lazy("Nothing was written."))
        elif not is_sure and is_drastic(counts.closed, counts.were_open):
            raise InvalidInput(
                lazy("That is more than half of them, so nothing was written; if the file is whole, add --yes.")
            )
        watch.bar.start()

    return confirm


def _tell(report: ImportReport) -> None:
    """Say what became of the file; the line with the counts comes last."""
    if report.ignored:
        typer.echo(_("Ignored columns: {names}").format(names=", ".join(report.ignored)))
    if sealed := [name for name in report.ignored if is_bank_word(name)]:
        typer.echo(
            _("Bank details are never imported ({names}): two people change them in Slack, after a call.").format(
                names=", ".join(sealed)
            )
        )
    for rejection in report.reasons:
        typer.echo(_rejection(rejection))
    if report.rejected_file is not None:
        typer.echo(_("Rejected lines are in {file}").format(file=report.rejected_file))
    if report.kind in OPEN_ITEMS:
        typer.echo(_data_date(report))
    if report.counts.matched:
        typer.echo(_("Lines that had been waiting and are matched now: {count}").format(count=report.counts.matched))
    for line in _particulars(report):
        typer.echo(line)
    if report.counts.recomputed:
        typer.echo(_("Sales lines converted again at the new rates: {count}").format(count=report.counts.recomputed))
    typer.echo(_counts(report))


def _particulars(report: ImportReport) -> Iterator[str]:
    """Yield what else is worth knowing of the lines that were taken."""
    counts = report.counts
    if counts.negative:
        yield _("Lines with a negative amount, such as credit notes: {count}").format(count=counts.negative)
    if counts.unnamed:
        yield _("Lines that name no client: {count}").format(count=counts.unnamed)
    if counts.not_looked_up:
        yield _("Names that were too many to be looked up among the clients: {count}").format(
            count=counts.not_looked_up
        )
    if counts.waiting:
        yield _("What waits: `clientele report waiting`, or `/client import waiting` in Slack")


def _rejection(rejection: Rejection) -> str:
    return _("Line {line}: {reason}").format(line=rejection.line, reason=rejection.reason)


def _data_date(report: ImportReport) -> str:
    if report.as_of_given:
        return _("Data date: {day}").format(day=report.as_of.isoformat())
    return _("Data date: {day}, the latest in the file; --as-of says it better").format(day=report.as_of.isoformat())


def _counts(report: ImportReport) -> str:
    counts = report.counts
    parts = [
        _("{count} added").format(count=counts.added),
        _("{count} changed").format(count=counts.changed),
        _("{count} same").format(count=counts.same),
        _("{count} rejected").format(count=report.rejected),
        _("{count} waiting").format(count=counts.waiting),
    ]
    if counts.closed:
        parts.append(_("{count} closed").format(count=counts.closed))
    line = f"{KIND_LABELS[report.kind]}: {', '.join(parts)}"
    return _("{counts} (dry run: nothing was written)").format(counts=line) if report.dry_run else line
