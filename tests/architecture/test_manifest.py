"""The manifest is one that Slack takes: its schema's keys, its limits, and no scope without a reason."""

import re

import yaml

from tests.architecture.source import ROOT

TEXT = (ROOT / "manifest.yml").read_text(encoding="utf-8")
MANIFEST = yaml.safe_load(TEXT)

# Slack refuses a key it does not know. A tuple holds the schema of a list's entries; None is a value.
SCHEMA = {
    "_metadata": {"major_version": None, "minor_version": None},
    "display_information": {"name": None, "description": None, "long_description": None, "background_color": None},
    "features": {
        "app_home": {
            "home_tab_enabled": None,
            "messages_tab_enabled": None,
            "messages_tab_read_only_enabled": None,
        },
        "bot_user": {"display_name": None, "always_online": None},
        "shortcuts": ({"name": None, "type": None, "callback_id": None, "description": None},),
        "slash_commands": (
            {"command": None, "url": None, "description": None, "usage_hint": None, "should_escape": None},
        ),
    },
    "oauth_config": {"redirect_urls": None, "scopes": {"bot": None, "user": None}},
    "settings": {
        "allowed_ip_address_ranges": None,
        "event_subscriptions": {"request_url": None, "bot_events": None, "user_events": None},
        "interactivity": {"is_enabled": None, "request_url": None, "message_menu_options_url": None},
        "org_deploy_enabled": None,
        "socket_mode_enabled": None,
        "token_rotation_enabled": None,
    },
}


def unknown(value, schema, path=""):
    """List the keys of `value` that the schema does not have."""
    if isinstance(schema, tuple):
        return [key for at, entry in enumerate(value) for key in unknown(entry, schema[0], f"{path}[{at}]")]
    if schema is None:
        return []
    strange = [f"{path}.{key}" for key in value if key not in schema]
    return strange + [
        key for name in value if name in schema for key in unknown(value[name], schema[name], f"{path}.{name}")
    ]


def test_slack_knows_every_key():
    assert unknown(MANIFEST, SCHEMA) == []


def test_an_unknown_key_is_seen_at_any_depth():
    assert unknown({"features": {"shortcuts": [{"emoji": ":x:"}]}, "colour": 1}, SCHEMA) == [
        ".colour",
        ".features.shortcuts[0].emoji",
    ]


def test_the_app_describes_itself_within_the_limits():
    shown = MANIFEST["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    assert re.fullmatch(r"#[0-9a-f]{6}", shown["background_color"])


def test_commands_and_shortcuts_fit():
    features = MANIFEST["features"]
    assert len(features["shortcuts"]) <= 10
    assert all(len(each["name"]) <= 24 and len(each["description"]) <= 150 for each in features["shortcuts"])
    assert [each["command"] for each in features["slash_commands"]] == ["/client"]
    ids = [each["callback_id"] for each in features["shortcuts"]]
    assert len(set(ids)) == len(ids)


def test_every_scope_is_asked_for_once_and_explained():
    scopes = MANIFEST["oauth_config"]["scopes"]["bot"]
    explained = re.findall(r"^      - ([a-z.:]+) # \S.+", TEXT, re.MULTILINE)
    assert [scope for scope in scopes if scope not in explained] == []
    assert len(set(scopes)) == len(scopes)
    assert set(MANIFEST["oauth_config"]["scopes"]) == {"bot"}


def test_socket_mode_needs_no_address():
    assert MANIFEST["settings"]["socket_mode_enabled"] is True
    assert re.findall(r"^\s*(?:request_)?url:", TEXT, re.MULTILINE) == []
