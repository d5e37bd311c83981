"""What Slack delivers twice is recognised, and nothing else is."""

from __future__ import annotations

import json

import pytest
from slack_bolt import BoltRequest

from bot.handlers.replays import Handled, is_replay

RETRIED = {"X-Slack-Retry-Num": "1"}


def request(mode: str, headers: dict[str, str] | None = None, **body: str) -> BoltRequest:
    if mode == "http":
        return BoltRequest(
            body=json.dumps(body), headers={"Content-Type": "application/json", **(headers or {})}, mode=mode
        )
    return BoltRequest(body=body, headers=headers, mode=mode)


@pytest.mark.parametrize(
    ("mode", "headers", "body", "expected"),
    [
        ("socket_mode", None, {"command": "/client", "trigger_id": "1"}, True),
        ("socket_mode", None, {"type": "block_actions", "trigger_id": "1"}, True),
        # Over HTTP, Slack marks what it sends again.
        ("http", RETRIED, {"command": "/client", "trigger_id": "1"}, True),
        ("http", None, {"command": "/client", "trigger_id": "1"}, False),
        # A form has a record of its own: its replay gets the same answer.
        ("socket_mode", None, {"type": "view_submission", "trigger_id": "1"}, False),
        ("socket_mode", None, {"type": "block_suggestion"}, False),
    ],
)
def test_the_second_of_two(mode: str, headers: dict[str, str] | None, body: dict[str, str], expected: bool) -> None:
    handled = Handled()
    assert not is_replay(handled, request(mode, **body))
    assert is_replay(handled, request(mode, headers, **body)) is expected
    assert not is_replay(handled, request(mode, headers, **(body | {"trigger_id": "2"})))


def test_the_oldest_is_forgotten_first() -> None:
    handled = Handled(most=2)
    assert [handled.is_new(each) for each in ("a", "b", "a", "c", "b", "a")] == [True, True, False, True, False, True]
