"""Settings from the environment; each error names the variable and says what to do."""

import os
import secrets
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import ConfigurationError, InvalidInput
from bot.i18n import lazy
from bot.policy.catalogue import Catalogue
from bot.policy.money import require_currency
from bot.policy.own_fields import extended

SLACK_API = "https://slack.com/api/"


class Settings(BaseSettings):
    """Every variable that the program reads. Secrets are plain strings and never printed."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    database_url: str = Field("sqlite:///clientele.db", alias="DATABASE_URL")
    slack_bot_token: str = Field("", alias="SLACK_BOT_TOKEN", repr=False)
    slack_app_token: str = Field("", alias="SLACK_APP_TOKEN", repr=False)
    slack_signing_secret: str = Field("", alias="SLACK_SIGNING_SECRET", repr=False)
    slack_api_url: str = Field(SLACK_API, alias="SLACK_API_URL")
    host: str = Field("127.0.0.1", alias="HOST")
    port: int = Field(3000, alias="PORT", ge=0, le=65535)
    custodians: Annotated[tuple[str, ...], NoDecode] = Field((), alias="CLIENTELE_CUSTODIANS")
    secret: str = Field("", alias="CLIENTELE_SECRET", repr=False)
    base_currency: str = Field("USD", alias="CLIENTELE_BASE_CURRENCY")
    digest_channel: str = Field("", alias="CLIENTELE_DIGEST_CHANNEL")
    timezone: str = Field("UTC", alias="CLIENTELE_TIMEZONE")
    inbox: str = Field("", alias="CLIENTELE_INBOX")
    catalogue_file: str = Field("", alias="CLIENTELE_CATALOGUE")
    files: str = Field("", alias="CLIENTELE_FILES")

    @field_validator("custodians", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(each.strip() for each in value.split(",") if each.strip()) if isinstance(value, str) else value

    @field_validator("base_currency")
    @classmethod
    def _known_currency(cls, value: str) -> str:
        try:
            return require_currency(value)
        except InvalidInput as error:
            raise ValueError(str(error)) from error

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"“{value}” is no time zone; write one like Europe/Berlin") from error
        return value

    @property
    def zone(self) -> ZoneInfo:
        """Return the company's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def files_folder(self) -> Path:
        """Return where uploads are kept: beside a SQLite file, or in the working directory with PostgreSQL."""
        if self.files:
            return Path(self.files)
        is_sqlite = self.database_url.startswith("sqlite:///")
        beside = Path(self.database_url.removeprefix("sqlite:///")).parent if is_sqlite else Path()
        return beside / "files"


def load_settings() -> Settings:
    """Read the environment. Raises ConfigurationError naming the first variable that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigurationError(
            lazy("{variable} is not usable: {reason}"),
            variable=str(first["loc"][0]),
            reason=str(first["msg"]).removeprefix("Value error, "),
        ) from error


def require_inbox(settings: Settings) -> Path:
    """Return the watched folder. Raises ConfigurationError when none is named, or it cannot be read and written."""
    if not settings.inbox:
        raise ConfigurationError(
            lazy("CLIENTELE_INBOX is not set: the folder where the accounting system drops its files.")
        )
    folder = Path(settings.inbox)
    if not folder.is_dir():
        raise ConfigurationError(
            lazy("CLIENTELE_INBOX names the folder {folder}, which does not exist."), folder=folder
        )
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise ConfigurationError(
            lazy("CLIENTELE_INBOX names the folder {folder}, which the bot may not read and write."), folder=folder
        )
    return folder


def require_serving(settings: Settings) -> Settings:
    """Check what `serve` needs beyond the defaults and return the settings, the secret filled in.

    Raises ConfigurationError naming the missing variable.
    """
    if not settings.slack_bot_token:
        raise ConfigurationError(lazy("SLACK_BOT_TOKEN is not set: the bot token of your Slack app, xoxb-…"))
    if not settings.slack_app_token and not settings.slack_signing_secret:
        raise ConfigurationError(
            lazy(
                "SLACK_APP_TOKEN is not set: the app-level token for Socket Mode; or set SLACK_SIGNING_SECRET for HTTP."
            )
        )
    if not settings.custodians:
        raise ConfigurationError(
            lazy("CLIENTELE_CUSTODIANS is not set: the Slack ids of the custodians, separated by commas.")
        )
    if settings.inbox:
        require_inbox(settings)
    return settings if settings.secret else settings.model_copy(update={"secret": _kept_secret(settings)})


def _kept_secret(settings: Settings) -> str:
    """Make a secret once and keep it beside the SQLite file, readable by its owner only."""
    if not settings.database_url.startswith("sqlite:///"):
        raise ConfigurationError(
            lazy("CLIENTELE_SECRET is not set: a long random text; with PostgreSQL it is not made for you.")
        )
    path = Path(settings.database_url.removeprefix("sqlite:///")).with_suffix(".secret")
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def load_catalogue(settings: Settings) -> Catalogue:
    """Return the built-in catalogue, with the company's own fields when a file names them."""
    if not settings.catalogue_file:
        return Catalogue()
    import tomllib

    try:
        with Path(settings.catalogue_file).open("rb") as file:
            return extended(Catalogue(), tomllib.load(file))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(
            lazy("CLIENTELE_CATALOGUE {path} cannot be read: {reason}"), path=settings.catalogue_file, reason=error
        ) from error
