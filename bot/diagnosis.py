"""What `clientele doctor` looks at: token, scopes, manifest, channel, database, fonts, time zone; and what to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.app import slack_client
from bot.clock import SystemClock
from bot.config import Settings, load_catalogue, load_settings, require_inbox, require_serving
from bot.errors import ClienteleError
from bot.files.charts import cjk_font
from bot.i18n import _
from bot.services import outbox
from bot.services.delivery_folder import list_folder
from bot.store.opening import open_database

MANIFEST = Path(__file__).parent.parent / "manifest.yml"

MOST_NAMED = 5
"""So many files that wait are named."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at: well or not, and what it says, with what to do. The bot serves without what is no need."""

    subject: str
    is_well: bool
    says: str
    is_need: bool = True


def diagnose() -> Sequence[Finding]:
    """Look at everything that can be looked at; one thing wrong does not hide the next."""
    try:
        settings = load_settings()
    except ClienteleError as error:
        return [Finding(_("settings"), is_well=False, says=str(error))]
    findings = [
        _look(_("settings"), lambda: _settings(settings)),
        _look(_("catalogue"), lambda: _catalogue(settings)),
        _look(_("database"), lambda: _database(settings)),
        _look(_("outbox"), lambda: _outbox(settings)),
        _look(_("inbox"), lambda: _inbox(settings)),
        replace(_look(_("fonts"), _fonts), is_need=False),
        _look(_("time zone"), lambda: _("the company keeps {zone}.").format(zone=settings.timezone)),
    ]
    if settings.slack_bot_token:
        client = slack_client(settings)
        findings += [
            _look(_("token"), lambda: _token(client)),
            _look(_("scopes"), lambda: _scopes(client)),
            _look(_("digest channel"), lambda: _channel(client, settings)),
        ]
    return findings


def _look(subject: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(subject, is_well=True, says=look())
    except ClienteleError as error:
        return Finding(subject, is_well=False, says=str(error))
    except SlackApiError as error:
        says = _("Slack answers {error}.").format(error=error.response["error"])
        return Finding(subject, is_well=False, says=says)
    except (SlackClientError, OSError) as error:
        return Finding(subject, is_well=False, says=_("Slack cannot be reached: {reason}").format(reason=error))


def _settings(settings: Settings) -> str:
    require_serving(settings)
    return _("Socket Mode.") if settings.slack_app_token else _("signed HTTP.")


def _catalogue(settings: Settings) -> str:
    return _("{count} fields.").format(count=len(load_catalogue(settings).fields))


def _database(settings: Settings) -> str:
    open_database(settings.database_url).close()
    return _("opens, and stands at this program's revision.")


def _outbox(settings: Settings) -> str:
    database = open_database(settings.database_url)
    try:
        with database.reading() as session:
            health = outbox.health(session, now=SystemClock().now())
    finally:
        database.close()
    if health.failed:
        raise ClienteleError(_("{count} messages could not be sent; the log says why.").format(count=health.failed))
    return _("{count} messages wait to be sent.").format(count=health.waiting)


def _fonts() -> str:
    font = cjk_font()
    if font is None:
        raise ClienteleError(
            _("none has Chinese, Japanese and Korean letters, so pictures leave them out: install fonts-noto-cjk.")
        )
    return _("pictures are lettered in {font}.").format(font=font)


def _inbox(settings: Settings) -> str:
    if not settings.inbox:
        return _("CLIENTELE_INBOX is not set, so no folder is watched.")
    listing = list_folder(require_inbox(settings))
    lacking = [each.name for each in listing.deliveries if each.control is None]
    if lacking:
        raise ClienteleError(
            _("{files} wait for their control totals in {folder}.").format(
                files=", ".join(lacking[:MOST_NAMED]), folder=settings.inbox
            )
        )
    return _("{folder} is watched.").format(folder=settings.inbox)


def _token(client: WebClient) -> str:
    answer = client.auth_test()
    return _("works, as {user} in {team}.").format(user=answer["user"], team=answer["team"])


def _scopes(client: WebClient) -> str:
    """Compare the token's scopes with the manifest's."""
    granted = str(client.auth_test().headers.get("x-oauth-scopes") or "")
    held = {scope.strip() for scope in granted.split(",") if scope.strip()}
    if not MANIFEST.is_file():
        return _("the token has {scopes}.").format(scopes=", ".join(sorted(held)))
    manifest = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    missing = set(manifest["oauth_config"]["scopes"]["bot"]) - held
    if missing:
        raise ClienteleError(
            _("the token lacks {scopes}: install the app again with manifest.yml.").format(
                scopes=", ".join(sorted(missing))
            )
        )
    return _("all that manifest.yml asks for.")


def _channel(client: WebClient, settings: Settings) -> str:
    if not settings.digest_channel:
        return _("CLIENTELE_DIGEST_CHANNEL is not set, so no digest is posted.")
    channel = client.conversations_info(channel=settings.digest_channel)["channel"]
    if not channel.get("is_member"):
        raise ClienteleError(_("the bot is not in #{name}: invite it there.").format(name=channel.get("name", "")))
    return _("the digest goes to #{name}.").format(name=channel.get("name", ""))
