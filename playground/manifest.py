"""What the playground takes from an app manifest (version 2): names, commands, shortcuts, scopes, events."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from playground.errors import StartError
from playground.jsontypes import JsonValue
from playground.shapes import Misshapen, Part


@dataclass(frozen=True)
class Command:
    """A slash command; `should_escape` turns @names and #channels into ids before the app sees them."""

    command: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True)
class Shortcut:
    """A shortcut; `type` is `message` or `global`."""

    name: str
    type: str
    callback_id: str
    description: str


@dataclass(frozen=True)
class Manifest:
    """The installed app, as Slack knows it."""

    name: str
    description: str
    home_tab: bool
    messages_tab: bool
    commands: tuple[Command, ...]
    shortcuts: tuple[Shortcut, ...]
    scopes: frozenset[str]
    events: frozenset[str]

    def command(self, name: str) -> Command | None:
        """Return the slash command of that name, with its slash."""
        return next((one for one in self.commands if one.command == name), None)

    def shortcut(self, callback_id: str) -> Shortcut | None:
        """Return the shortcut of that callback_id."""
        return next((one for one in self.shortcuts if one.callback_id == callback_id), None)


def load_manifest(path: Path) -> Manifest:
    """Read a manifest; raises StartError with a sentence when it cannot be used."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise StartError(f"The manifest {path} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise StartError(f"The manifest {path} is neither YAML nor JSON: {str(error).splitlines()[0]}.") from error
    try:
        return parse_manifest(content)
    except Misshapen as error:
        raise StartError(f"The manifest {path} cannot be used: {error}.") from error


def parse_manifest(content: JsonValue) -> Manifest:
    """Return the parts of a manifest that the playground acts on; raises Misshapen."""
    whole = Part("", content)
    about, features = whole.part("display_information"), whole.part("features")
    home = features.part("app_home")
    return Manifest(
        name=about.text("name", required=True),
        description=about.text("description"),
        home_tab=home.flag("home_tab_enabled"),
        messages_tab=home.flag("messages_tab_enabled"),
        commands=tuple(_command(one) for one in features.parts("slash_commands")),
        shortcuts=tuple(_shortcut(one) for one in features.parts("shortcuts")),
        scopes=frozenset(whole.part("oauth_config").part("scopes").texts("bot")),
        events=frozenset(whole.part("settings").part("event_subscriptions").texts("bot_events")),
    )


def _command(one: Part) -> Command:
    command = one.text("command", required=True)
    if not command.startswith("/") or " " in command:
        raise Misshapen(f"{one.where('command')} is {command!r}, which is no command such as /hello")
    return Command(
        command=command,
        description=one.text("description"),
        usage_hint=one.text("usage_hint"),
        should_escape=one.flag("should_escape"),
    )


def _shortcut(one: Part) -> Shortcut:
    kind = one.text("type", required=True)
    if kind not in {"message", "global"}:
        raise Misshapen(f"{one.where('type')} is {kind!r}, neither message nor global")
    return Shortcut(
        name=one.text("name", required=True),
        type=kind,
        callback_id=one.text("callback_id", required=True),
        description=one.text("description"),
    )
