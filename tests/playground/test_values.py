"""What a form's fields hold, as Slack's state shows it, and what Slack's own client refuses to send."""

from __future__ import annotations

import pytest

from playground.values import held_value, problems, state_of, with_value


def option(value: str) -> dict:
    return {"text": {"type": "plain_text", "text": value.title()}, "value": value}


A, B = option("a"), option("b")


@pytest.mark.parametrize(
    ("element", "given", "state"),
    [
        ({"type": "plain_text_input"}, "x", {"value": "x"}),
        ({"type": "plain_text_input"}, "", {"value": None}),
        ({"type": "number_input"}, 7, {"value": "7"}),
        ({"type": "static_select", "options": [A, B]}, "b", {"selected_option": B}),
        ({"type": "static_select", "option_groups": [{"options": [A]}]}, "a", {"selected_option": A}),
        ({"type": "radio_buttons", "options": [A, B]}, A, {"selected_option": A}),
        ({"type": "checkboxes", "options": [A, B]}, ["b", "a"], {"selected_options": [B, A]}),
        ({"type": "checkboxes", "options": [A, B]}, [], {"selected_options": []}),
        ({"type": "multi_users_select"}, ["U1"], {"selected_users": ["U1"]}),
        ({"type": "users_select"}, "U1", {"selected_user": "U1"}),
        ({"type": "conversations_select"}, "C1", {"selected_conversation": "C1"}),
        ({"type": "datepicker"}, "2026-02-01", {"selected_date": "2026-02-01"}),
        ({"type": "timepicker"}, "08:30", {"selected_time": "08:30"}),
        ({"type": "datetimepicker"}, "1700000000", {"selected_date_time": 1700000000}),
    ],
)
def test_values_become_state(element: dict, given: object, state: dict) -> None:
    assert with_value(element, given, []) == {"type": element["type"], **state}


def test_an_option_that_is_not_on_offer_is_refused() -> None:
    with pytest.raises(ValueError, match="'c'"):
        with_value({"type": "static_select", "options": [A, B]}, "c", [])
    assert with_value({"type": "external_select"}, "a", [A])["selected_option"] == A


def field(element: dict, **more: object) -> dict:
    return {"type": "input", "block_id": "b", "element": {"action_id": "a", **element}, **more}


@pytest.mark.parametrize(
    ("element", "fine", "refused"),
    [
        ({"type": "plain_text_input", "min_length": 3}, "abc", "ab"),
        ({"type": "plain_text_input", "max_length": 3}, "abc", "abcd"),
        ({"type": "plain_text_input"}, "x" * 3000, "x" * 3001),
        ({"type": "plain_text_input"}, "x", "  "),
        ({"type": "email_text_input"}, "wei@acme.co.uk", "wei@acme"),
        ({"type": "url_text_input"}, "https://acme.example/x", "acme.example"),
        ({"type": "number_input", "is_decimal_allowed": False}, "7", "7.5"),
        ({"type": "number_input", "is_decimal_allowed": True}, "7.5", "seven"),
        ({"type": "number_input", "is_decimal_allowed": True, "min_value": "1.5"}, "1.5", "1.49"),
        ({"type": "number_input", "is_decimal_allowed": True, "max_value": "10"}, "10", "10.01"),
        ({"type": "datepicker"}, "2028-02-29", "2027-02-29"),
        ({"type": "timepicker"}, "23:59", "24:00"),
        ({"type": "multi_users_select", "max_selected_items": 1}, ["U1"], ["U1", "U2"]),
    ],
)
def test_the_client_checks_before_the_app_is_asked(element: dict, fine: object, refused: object) -> None:
    block = field(element)

    def complaint(given: object) -> dict:
        return problems([block], {"b": {"a": with_value(block["element"], given, [])}})

    assert complaint(fine) == {}
    assert list(complaint(refused)) == ["b"]
    assert complaint(None) == {"b": "This field is required."}
    assert problems([{**block, "optional": True}], {"b": {"a": with_value(block["element"], None, [])}}) == {}


def test_state_survives_an_update_only_where_the_field_does() -> None:
    typed = {"b": {"a": {"type": "plain_text_input", "value": "typed"}}}
    text = {"type": "plain_text_input", "initial_value": "first"}
    assert held_value(state_of([field(text)])["b"]["a"]) == "first"
    assert held_value(state_of([field(text)], typed)["b"]["a"]) == "typed"
    assert held_value(state_of([field({"type": "number_input"})], typed)["b"]["a"]) is None
    assert state_of([{**field(text), "block_id": "other"}], typed)["other"]["a"]["value"] == "first"
