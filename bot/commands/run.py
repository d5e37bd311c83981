"""`clientele run`: do by hand what the clock would do, for its latest slot or for one in the past."""

from datetime import datetime, timedelta

import typer

from bot.clock import MovableClock, SystemClock
from bot.commands.inbox import take_inbox
from bot.commands.running import Desk, open_desk
from bot.errors import ConfigurationError, InvalidInput
from bot.i18n import _, lazy, ngettext
from bot.jobs.desk import JobDesk, company_of
from bot.jobs.digest import run_digest
from bot.jobs.grading import run_grading
from bot.jobs.nag import run_nags
from bot.jobs.outbox import LEASE, Sender
from bot.jobs.profiles import refresh_profiles
from bot.jobs.rescore import run_rescore
from bot.results.outbox import Drained

JOBS = ("nag", "digest", "rescore", "inbox")
PATIENCE = LEASE + timedelta(seconds=15)
"""Longer than another sender's claim lasts, so that what a killed one left is sent too."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("run")(run)


def run(
    job: str = typer.Argument(help="nag, digest, rescore or inbox", metavar="JOB"),
    at: str = typer.Option("", "--at", metavar="TIME", help="As if it were TIME: ISO 8601 with an offset."),
) -> None:
    """Take the latest slot of a job that nobody has claimed, and send everything that waits."""
    if job not in JOBS:
        raise InvalidInput(lazy("“{job}” is no job; choose one of: {jobs}."), job=job, jobs=", ".join(JOBS))
    now = _instant(at) if at else SystemClock().now()
    if job == "rescore":
        _rescore(now)
        return
    if job == "inbox":
        take_inbox(now)
    # Slack's own libraries take a while to load, which no other command should wait for.
    from bot.app import read_profile, slack_client

    with open_desk() as desk:
        jobs_desk = _jobs_desk(desk, now)
        if job == "digest" and not desk.settings.digest_channel:
            raise ConfigurationError(lazy("CLIENTELE_DIGEST_CHANNEL is not set: the id of the digest's channel."))
        client = slack_client(desk.settings)
        sender = Sender(jobs_desk, client)
        if job == "nag":
            # Nine o'clock is each reader's own, so their time zones come first.
            refresh_profiles(jobs_desk, read_profile(client, desk.settings), now)
        claimed = run_nags(jobs_desk, now, late=True) if job == "nag" else run_digest(jobs_desk, now)
        drained = sender.drain(patience=PATIENCE)
    typer.echo(_told(bool(claimed), drained))
    raise typer.Exit(0 if drained.is_done else 1)


def _rescore(now: datetime) -> None:
    """Bring current values and sales grades up to date; nothing is sent for it."""
    with open_desk() as desk:
        work = JobDesk(
            desk.database, company_of(desk.settings, desk.catalogue), MovableClock(now - SystemClock().now())
        )
        changed = run_rescore(work, now)
        moved = run_grading(work, now)
    text = ngettext("One value follows a newer fact now.", "{count} values follow newer facts now.", changed)
    typer.echo(text.format(count=changed))
    text = ngettext("One client has another sales grade.", "{count} clients have another sales grade.", moved)
    typer.echo(text.format(count=moved))


def _jobs_desk(desk: Desk, now: datetime) -> JobDesk:
    settings = desk.settings
    if not settings.slack_bot_token:
        raise ConfigurationError(lazy("SLACK_BOT_TOKEN is not set: the bot token of your Slack app, xoxb-…"))
    return JobDesk(desk.database, company_of(settings, desk.catalogue), MovableClock(now - SystemClock().now()))


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise InvalidInput(
            lazy("“{text}” is not a time with its offset; write it like 2026-07-06T09:00+02:00."), field="at", text=text
        )
    return instant


def _told(is_claimed: bool, drained: Drained) -> str:
    if drained.failed or drained.waiting:
        return _("{sent} sent, {failed} that cannot be sent, {waiting} still waiting; the log says why.").format(
            sent=drained.sent, failed=drained.failed, waiting=drained.waiting
        )
    if drained.sent:
        return ngettext("One message sent.", "{count} messages sent.", drained.sent).format(count=drained.sent)
    return _("Nothing to send: nobody has anything that wants a look.") if is_claimed else _("Nothing is due.")
