"""Slack's payloads, as Slack writes them, read into what the listeners work with."""

import json
from datetime import date

import pytest

from bot.handlers import payloads
from bot.handlers.payloads import Carried


def test_a_command():
    request = payloads.command_request(
        {
            "command": "/client",
            "user_id": "U1",
            "channel_id": "C1",
            "text": "show ACME",
            "trigger_id": "T1",
            "response_url": "https://hooks.example/1",
        }
    )
    assert (request.user_id, request.channel_id, request.text, request.trigger_id, request.response_url) == (
        "U1", "C1", "show ACME", "T1", "https://hooks.example/1",
    )  # fmt: skip
    assert payloads.command_request({"user_id": "U1"}).text == ""


def press(action, **more):
    return payloads.action_request({"user": {"id": "U1"}, "actions": [{"action_id": "a", **action}], **more})


@pytest.mark.parametrize(
    ("action", "value"),
    [
        ({"value": "12"}, "12"),
        ({"selected_option": {"value": "12", "text": {}}}, "12"),
        ({"selected_option": None}, ""),
        ({"selected_user": "U2"}, "U2"),
        ({"selected_user": None}, ""),
        ({"selected_date": "2026-07-01"}, "2026-07-01"),
        ({"selected_conversation": "C2"}, "C2"),
        ({}, ""),
    ],
)
def test_a_press_brings_what_was_chosen(action, value):
    assert press(action).value == value


def test_a_press_in_a_message_knows_its_place():
    found = press(
        {"block_id": "card:1"},
        channel={"id": "C1"},
        container={"message_ts": "1.2", "channel_id": "C9"},
        message={"blocks": [{"type": "divider"}]},
        response_url="https://hooks.example/1",
        trigger_id="T1",
    )
    assert (found.channel_id, found.message_ts, found.surface, found.view_id, found.block_id) == (
        "C1", "1.2", "message", "", "card:1",
    )  # fmt: skip
    assert found.blocks == ({"type": "divider"},)
    # An ephemeral message has its channel in the container alone.
    assert press({}, container={"channel_id": "C9"}).channel_id == "C9"


@pytest.mark.parametrize("surface", ["home", "modal"])
def test_a_press_in_a_view_knows_its_view(surface):
    found = press({}, view={"id": "V1", "type": surface})
    assert (found.surface, found.view_id, found.channel_id, found.response_url, found.blocks) == (
        surface, "V1", "", "", (),
    )  # fmt: skip


def test_a_submission_has_its_values_by_name():
    state = {
        "note": {"note": {"type": "plain_text_input", "value": "Spoke\nwith Ada"}},
        "kind:2": {"kind": {"type": "static_select", "selected_option": {"value": "call"}}},
        "next_on": {"next_on": {"type": "datepicker", "selected_date": "2026-07-31"}},
        "next_step": {"next_step": {"type": "plain_text_input", "value": None}},
        "country": {"country": {"type": "external_select", "selected_option": None}},
    }
    view = {"id": "V1", "hash": "h1", "callback_id": "client_log", "state": {"values": state}, "private_metadata": ""}
    found = payloads.submission({"user": {"id": "U1"}, "view": view})
    assert found.values == {
        "note": "Spoke\nwith Ada", "kind": "call", "next_on": "2026-07-31", "next_step": "", "country": "",
    }  # fmt: skip
    assert found.blocks_of["kind"] == "kind:2"
    assert found.by_block["kind:2"] == "call"
    assert (found.user_id, found.view_id, found.callback_id, found.carried) == ("U1", "V1", "client_log", Carried())
    assert payloads.day_of(found.values["next_on"]) == date(2026, 7, 31)
    assert payloads.day_of("") is None


def test_an_error_without_a_place_of_its_own_finds_the_first_input():
    # A menu beside a text has a state too, and Slack takes no error there.
    state = {"heading": {"menu": {"type": "static_select", "selected_option": None}}, "note": {"note": {"value": "x"}}}
    blocks = [{"type": "section", "block_id": "heading"}, {"type": "input", "block_id": "note"}]
    view = {"id": "V1", "callback_id": "client_edit", "state": {"values": state}, "blocks": blocks}
    assert payloads.submission({"user": {"id": "U1"}, "view": view}).first_block == "note"


@pytest.mark.parametrize(
    "carried",
    [
        Carried(),
        Carried("https://hooks.example/1", 12, "trading", "https://x.example/p1"),
        Carried(typed={"name": "客户 “ACME” <!channel> & Söhne", "city": ""}),
    ],
)
def test_what_a_form_carries_comes_back(carried):
    assert Carried.load(carried.dump()) == carried


def test_what_a_form_carries_is_short():
    # Chinese text is written as it is, not six characters for one.
    assert len(Carried(typed={"name": "客" * 200}).dump()) < 230
    assert json.loads(Carried(client_id=1).dump()) == {"client_id": 1}


def shortcut(**message):
    body = {"user": {"id": "U1"}, "trigger_id": "T1", "channel": {"id": "C1", "name": "sales"}}
    body["message"] = {"ts": "1.2", **message}
    return payloads.message_shortcut(body)


def test_a_message_is_saved_as_it_reads():
    found = shortcut(text="<@U2|ada> says: price &lt; 5 &amp; more\nsee <https://a.example|a.example>", user="U2")
    assert found.text == "ada says: price < 5 & more\nsee a.example"
    assert (found.author_id, found.message_ts, found.channel_id, found.response_url) == ("U2", "1.2", "C1", "")


def test_a_message_that_passes_another_on_says_both():
    found = shortcut(text="See:", attachments=[{"text": "Price &lt; 5", "fallback": "no"}, {"fallback": "A card"}, {}])
    assert found.text == "See:\n\nPrice < 5\n\nA card"


def test_a_message_says_who_wrote_it_where_and_in_which_thread():
    found = shortcut(thread_ts="1.1", bot_profile={"name": "Shop"}, files=[{"filetype": "email"}])
    assert (found.thread_ts, found.author_name, found.channel_name) == ("1.1", "Shop", "sales")
    assert found.files == ({"filetype": "email"},)
    assert (shortcut().thread_ts, shortcut().author_name, shortcut().files, shortcut().text) == ("", "", (), "")
