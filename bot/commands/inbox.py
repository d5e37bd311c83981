"""`clientele run inbox`: take by hand what the accounting system has delivered into the watched folder."""

import time
from datetime import datetime

import typer

from bot.clock import MovableClock, SystemClock
from bot.commands.running import open_desk
from bot.config import require_inbox
from bot.i18n import _
from bot.jobs.desk import JobDesk, company_of
from bot.jobs.folder import FolderWatch
from bot.results.deliveries import FolderRun, Taken
from bot.results.imports import KIND_LABELS
from bot.views.deliveries import refusal_text

SETTLE_SECONDS = 1.0
"""Between the two looks that a file must be the same at."""


def take_inbox(now: datetime) -> None:
    """Take what is there now and send finance what goes wrong; exit 1 unless all of it is in."""
    with open_desk() as desk:
        require_inbox(desk.settings)
        clock = MovableClock(now - SystemClock().now())
        jobs_desk = JobDesk(desk.database, company_of(desk.settings, desk.catalogue), clock)
        watch = FolderWatch(jobs_desk)
        watch.look(now)
        time.sleep(SETTLE_SECONDS)
        run = watch.look(now)
        _tell(run)
        if run.refused and desk.settings.slack_bot_token:
            # Slack's own libraries take a while to load, which no other command should wait for.
            from bot.app import slack_client
            from bot.jobs.outbox import drain

            drain(jobs_desk, slack_client(desk.settings))
    raise typer.Exit(1 if run.refused or run.waiting else 0)


def _tell(run: FolderRun) -> None:
    for taken in run.taken:
        typer.echo(_taken(taken))
    for refusal in run.refused:
        typer.echo(refusal_text(refusal))
    for name in run.waiting:
        typer.echo(_("{file} waits for its control totals, or for what comes before it.").format(file=name))
    if not (run.taken or run.refused or run.waiting):
        typer.echo(_("Nothing has been delivered."))


def _taken(taken: Taken) -> str:
    if taken.is_again:
        return _("{file} is in the ledger already.").format(file=taken.file_name)
    counts = taken.counts
    lines = _("{file}: {kind}, {added} added, {changed} changed, {same} same, {waiting} waiting").format(
        file=taken.file_name,
        kind=KIND_LABELS[taken.kind],
        added=counts.added,
        changed=counts.changed,
        same=counts.same,
        waiting=counts.waiting,
    )
    return _("{counts}, {closed} closed").format(counts=lines, closed=counts.closed) if counts.closed else lines
