"""What the playground takes from an app manifest (version 2): names, commands, shortcuts, scopes, events."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from playground.errors import StartError
from playground.jsontypes import JsonObject, JsonValue


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
    if not isinstance(content, dict) or not _at(content, "display_information", "name"):
        raise StartError(f"The manifest {path} names no app: display_information.name is missing.")
    return parse_manifest(content)


def parse_manifest(content: JsonObject) -> Manifest:
    """Return the parts of a manifest that the playground acts on."""
    features = content.get("features") or {}
    return Manifest(
        name=str(_at(content, "display_information", "name")),
        description=str(_at(content, "display_information", "description") or ""),
        home_tab=bool(_at(features, "app_home", "home_tab_enabled")),
        messages_tab=bool(_at(features, "app_home", "messages_tab_enabled")),
        commands=tuple(_command(one) for one in features.get("slash_commands") or ()),
        shortcuts=tuple(_shortcut(one) for one in features.get("shortcuts") or ()),
        scopes=frozenset(_at(content, "oauth_config", "scopes", "bot") or ()),
        events=frozenset(_at(content, "settings", "event_subscriptions", "bot_events") or ()),
    )


def _command(one: JsonObject) -> Command:
    return Command(
        command=str(one.get("command", "")),
        description=str(one.get("description", "")),
        usage_hint=str(one.get("usage_hint", "")),
        should_escape=bool(one.get("should_escape", False)),
    )


def _shortcut(one: JsonObject) -> Shortcut:
    return Shortcut(
        name=str(one.get("name", "")),
        type=str(one.get("type", "global")),
        callback_id=str(one.get("callback_id", "")),
        description=str(one.get("description", "")),
    )


def _at(content: JsonValue, *keys: str) -> JsonValue:
    """Return the value at the end of a path of keys, or None where the path breaks off."""
    for key in keys:
        content = content.get(key) if isinstance(content, dict) else None
    return content
