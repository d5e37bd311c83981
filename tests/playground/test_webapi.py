"""The Web API's own rules: error codes, scopes, cursors, triggers, hashes, files, response URLs."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.client import Person, Workspace
from playground.errors import SlackError
from playground.triggers import ResponseUrls
from tests.playground.harness import socket_app

BOT = "U0PLAYGROUND"


def error_of(call: Callable[..., object], **args: object) -> str:
    """The error code a call is refused with."""
    with pytest.raises(SlackApiError) as caught:
        call(**args)
    return str(caught.value.response["error"])


def modal(*blocks: dict, title: str = "A form", **more: object) -> dict:
    return {"type": "modal", "title": {"type": "plain_text", "text": title}, "blocks": list(blocks), **more}


def words(text: str) -> dict:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def raw(workspace: Workspace, path: str, body: bytes, content_type: str, token: str = "xoxb-playground") -> dict:
    headers = {"Content-Type": content_type, "Authorization": f"Bearer {token}"}
    request = urllib.request.Request(workspace.api_url + path, body, headers)
    with urllib.request.urlopen(request) as response:
        return json.load(response)


# Who calls, and how.


def test_auth(workspace: Workspace, web: WebClient) -> None:
    answer = web.auth_test()
    assert (answer["user_id"], answer["team_id"]) == (BOT, "T0PLAYGROUND")
    assert "chat:write" in answer.headers["X-OAuth-Scopes"].split(",")
    assert error_of(WebClient("xoxb-other", base_url=workspace.api_url).auth_test) == "invalid_auth"
    assert error_of(WebClient(base_url=workspace.api_url).auth_test) == "not_authed"
    assert error_of(WebClient("xapp-playground", base_url=workspace.api_url).auth_test) == "not_allowed_token_type"
    assert error_of(web.apps_connections_open, app_token="xoxb-playground") == "not_allowed_token_type"
    assert error_of(web.api_call, api_method="chat.shout") == "unknown_method"


def test_json_form_query_and_an_empty_body_are_all_arguments(workspace: Workspace) -> None:
    assert raw(workspace, "auth.test", b"", "application/json")["ok"]
    asked = {"user": "U0MEI"}
    form = urllib.parse.urlencode(asked).encode()
    for answer in (
        raw(workspace, "users.info", json.dumps(asked).encode(), "application/json"),
        raw(workspace, "users.info", form, "application/x-www-form-urlencoded"),
        raw(workspace, "users.info?user=U0MEI", b"", "application/json"),
    ):
        assert answer["user"]["real_name"] == "Mei Tan"
    assert raw(workspace, "users.info", b"{", "application/json")["error"] == "invalid_json"
    assert raw(workspace, "users.info", b"[]", "application/json")["error"] == "json_not_object"
    broken = urllib.parse.urlencode({"channel": "C0SALES", "blocks": "[{"}).encode()
    assert (
        raw(workspace, "chat.postMessage", broken, "application/x-www-form-urlencoded")["error"]
        == "invalid_blocks_format"
    )


def test_scopes_are_those_of_the_manifest(web: WebClient) -> None:
    with pytest.raises(SlackApiError) as caught:
        web.reactions_add(channel="C0SALES", timestamp="1", name="eyes")
    assert caught.value.response["error"] == "missing_scope"
    assert caught.value.response["needed"] == "reactions:write"
    assert "chat:write" in caught.value.response["provided"]
    assert error_of(web.conversations_info, channel="D0MEI") == "missing_scope", "it has no im:read"
    assert web.conversations_info(channel="C0SALES")["channel"]["name"] == "sales"


# People and conversations.


def test_users_have_a_locale_only_when_asked_and_guests_are_told(web: WebClient) -> None:
    assert "locale" not in web.users_info(user="U0MEI")["user"]
    mei = web.users_info(user="U0MEI", include_locale=True)["user"]
    assert (mei["locale"], mei["tz"], mei["tz_offset"]) == ("zh-CN", "Asia/Shanghai", 8 * 3600)
    assert web.users_info(user="U0GUEST")["user"]["is_restricted"]
    assert web.users_info(user="U0STRANGER")["user"]["is_stranger"]
    assert "is_stranger" not in mei
    assert "email" not in mei["profile"]
    assert error_of(web.users_info, user="U404") == "user_not_found"
    assert error_of(web.users_info, user="") == "invalid_arguments"


def test_pages_follow_their_cursor(web: WebClient) -> None:
    found, cursor = [], None
    while cursor != "":
        answer = web.users_list(limit=3, cursor=cursor)
        assert len(answer["members"]) <= 3
        found += [one["id"] for one in answer["members"]]
        cursor = answer["response_metadata"]["next_cursor"]
    assert len(found) == len(set(found)) == 8
    assert error_of(web.users_list, cursor="elsewhere") == "invalid_cursor"


def test_conversations(workspace: Workspace, web: WebClient) -> None:
    assert web.conversations_open(users="U0MEI")["channel"]["id"] == "D0MEI"
    assert error_of(web.conversations_open, users="U404") == "user_not_found"
    assert "U0STRANGER" in web.conversations_members(channel="C0SHARED")["members"]
    assert web.conversations_info(channel="C0SHARED")["channel"]["is_ext_shared"]
    assert [one["name"] for one in web.conversations_list()["channels"]] == ["sales", "general", "shared-with-partner"]
    assert error_of(web.conversations_info, channel="C404") == "channel_not_found"
    workspace.join("#sales", BOT, leave=True)
    try:
        assert error_of(web.conversations_history, channel="C0SALES") == "not_in_channel"
        assert error_of(web.chat_postMessage, channel="C0SALES", text="x") == "not_in_channel"
    finally:
        workspace.join("#sales", BOT)


# Messages.


def test_posting_is_refused_as_slack_refuses_it(web: WebClient) -> None:
    post = web.chat_postMessage
    assert error_of(post, channel="C404", text="x") == "channel_not_found"
    with pytest.warns(UserWarning, match="text"):
        assert error_of(post, channel="C0SALES") == "no_text"
    assert error_of(post, channel="C0SALES", text="x" * 40_001) == "msg_too_long"
    assert post(channel="C0SALES", text="x" * 40_000)["ok"]
    assert error_of(post, channel="C0SALES", text="x", thread_ts="1.000000") == "cannot_reply_to_message"
    assert error_of(post, channel="C0SALES", text="x", metadata={"event_type": "x"}) == "invalid_metadata_format"
    assert error_of(web.chat_postEphemeral, channel="C0SALES", user="U0GUEST", text="x") == "user_not_in_channel"
    assert error_of(web.chat_update, channel="C0SALES", ts="1.0", text="x") == "message_not_found"
    assert error_of(web.chat_getPermalink, channel="C0SALES", message_ts="1.0") == "message_not_found"


def test_refused_blocks_say_where(web: WebClient) -> None:
    with pytest.raises(SlackApiError) as caught:
        web.chat_postMessage(channel="C0SALES", text="x", blocks=[words("x"), words("")])
    assert error_of(web.chat_postMessage, channel="C0SALES", text="x", blocks={}) == "invalid_blocks"
    answer = caught.value.response
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/1/text/text]"
    ]


def test_a_message_holds_13200_characters_of_blocks(web: WebClient) -> None:
    """Five sections of JSON: 66 characters around each text but one comma less, two brackets."""
    frame = len(json.dumps([words("")], separators=(",", ":"))) - 2
    room = 13_200 - 2 - 4 - 5 * frame
    blocks = [words("x" * 2600) for _ in range(4)] + [words("x" * (room - 4 * 2600))]
    assert web.chat_postMessage(channel="C0SALES", text="x", blocks=blocks)["ok"]
    blocks[-1] = words("x" * (room - 4 * 2600 + 1))
    assert error_of(web.chat_postMessage, channel="C0SALES", text="x", blocks=blocks) == "msg_blocks_too_long"


def test_update_keeps_blocks_unless_they_are_emptied(web: WebClient, mei: Person) -> None:
    ts = web.chat_postMessage(channel="C0SALES", text="one", blocks=[words("one")])["ts"]
    web.chat_update(channel="C0SALES", ts=ts, text="two")
    message = mei.channel("#sales").last()
    assert (message.text, message.text_all) == ("two", "one")
    assert message.raw["edited"]["user"] == BOT
    web.chat_update(channel="C0SALES", ts=ts, text="three", blocks=[])
    assert mei.channel("#sales").last().blocks == []
    theirs = mei.say("mine", channel="#sales")
    assert error_of(web.chat_update, channel="C0SALES", ts=theirs.ts, text="x") == "cant_update_message"
    web.chat_delete(channel="C0SALES", ts=ts)
    assert [one.text for one in mei.channel("#sales").messages()] == ["mine"]


def test_history_has_metadata_on_demand_and_no_replies(web: WebClient) -> None:
    metadata = {"event_type": "outbox", "event_payload": {"id": 7}}
    first = web.chat_postMessage(channel="D0MEI", text="one", metadata=metadata)["ts"]
    web.chat_postMessage(channel="D0MEI", text="reply", thread_ts=first)
    last = web.chat_postMessage(channel="D0MEI", text="two")["ts"]

    def history(**args: object) -> list[dict]:
        return web.conversations_history(channel="D0MEI", **args)["messages"]

    assert [one["text"] for one in history()] == ["two", "one"]
    assert "metadata" not in history()[1]
    assert history(include_all_metadata=True)[1]["metadata"] == metadata
    assert history()[1]["reply_count"] == 1
    assert [one["text"] for one in history(oldest=first)] == ["two"]
    assert [one["text"] for one in history(oldest=first, latest=last, inclusive=True)] == ["two", "one"]
    assert web.conversations_history(channel="D0MEI", limit=1)["has_more"]
    thread = web.conversations_replies(channel="D0MEI", ts=first)["messages"]
    assert [one["text"] for one in thread] == ["one", "reply"]
    assert error_of(web.conversations_replies, channel="D0MEI", ts="1.0") == "thread_not_found"


def test_an_ephemeral_message_is_in_no_history(web: WebClient, workspace: Workspace, mei: Person) -> None:
    web.chat_postEphemeral(channel="C0SALES", user="U0MEI", text="psst")
    assert mei.channel("#sales").last().ephemeral
    assert workspace.person("Tomás").channel("#sales").messages() == []
    assert web.conversations_history(channel="C0SALES")["messages"] == []


# Views.


@pytest.fixture(scope="module")
def listening(server: Workspace) -> Iterator[None]:
    """An app that acknowledges the command and does nothing else."""
    with socket_app(server, lambda app: app.command("/visit")(lambda ack: ack())):
        yield


@pytest.fixture
def trigger(listening: None, workspace: Workspace, mei: Person) -> Callable[[], str]:
    """A function that gives a fresh trigger_id of Mei's, from a command."""
    # A busy machine may take its time; what expires does so on demand here.
    workspace.faults(ack_timeout=30, trigger_life=60)

    def fresh() -> str:
        assert mei.run("/visit", channel="#sales").acked
        return str(workspace.deliveries("slash_commands")[-1]["payload"]["trigger_id"])

    return fresh


def test_a_trigger_works_once_and_for_a_while(workspace: Workspace, web: WebClient, trigger) -> None:
    view = modal(words("x"))
    trigger_id = trigger()
    assert error_of(web.views_open, trigger_id=trigger_id, view=modal(words(""))) == "invalid_arguments"
    assert web.views_open(trigger_id=trigger_id, view=view)["ok"], "a refused view does not use the trigger up"
    assert error_of(web.views_open, trigger_id=trigger_id, view=view) == "exchanged_trigger_id"
    assert error_of(web.views_open, trigger_id="1.2.x", view=view) == "invalid_trigger_id"
    late = trigger()
    workspace.faults(expire_triggers=True)
    assert error_of(web.views_open, trigger_id=late, view=view) == "expired_trigger_id"


def test_three_views_deep(web: WebClient, mei: Person, trigger) -> None:
    assert error_of(web.views_push, trigger_id=trigger(), view=modal(words("x"))) == "not_found"
    web.views_open(trigger_id=trigger(), view=modal(words("x"), title="1"))
    triggers = [trigger() for _ in range(3)]
    for title, one in zip("23", triggers, strict=False):
        web.views_push(trigger_id=one, view=modal(words("x"), title=title))
    assert error_of(web.views_push, trigger_id=triggers[2], view=modal(words("x"))) == "push_limit_reached"
    top = mei.open_form()
    assert top.title == "3"
    top.close()
    assert mei.open_form().title == "2"


def test_update_by_hash_keeps_what_was_typed(web: WebClient, workspace: Workspace, mei: Person, trigger) -> None:
    element = {"type": "plain_text_input", "action_id": "note"}
    field = {"type": "input", "block_id": "n", "label": {"type": "plain_text", "text": "Note"}, "element": element}
    submit = {"type": "plain_text", "text": "Keep"}
    opened = web.views_open(trigger_id=trigger(), view=modal(field, submit=submit, external_id="mine"))["view"]
    workspace.faults(ack_timeout=0.05)  # the app has no listener for what is typed
    mei.open_form().choose("note", "typed")
    updated = web.views_update(
        view_id=opened["id"], hash=opened["hash"], view=modal(words("new"), field, submit=submit)
    )
    assert updated["view"]["state"]["values"]["n"]["note"]["value"] == "typed"
    assert (
        error_of(web.views_update, view_id=opened["id"], hash=opened["hash"], view=modal(words("x"))) == "hash_conflict"
    )
    assert web.views_update(external_id="", view_id=opened["id"], view=modal(words("x")))["ok"]
    assert error_of(web.views_update, view_id="V404", view=modal(words("x"))) == "not_found"


def test_external_ids_are_taken_once(web: WebClient, trigger) -> None:
    web.views_open(trigger_id=trigger(), view=modal(words("x"), external_id="mine"))
    home = {"type": "home", "blocks": [words("x")], "external_id": "mine"}
    assert error_of(web.views_publish, user_id="U0MEI", view=home) == "duplicate_external_id"
    assert web.views_update(external_id="mine", view=modal(words("y")))["view"]["blocks"][0]["text"]["text"] == "y"


def test_publishing_a_home_with_its_hash(web: WebClient) -> None:
    home = {"type": "home", "blocks": [words("x")]}
    first = web.views_publish(user_id="U0MEI", view=home)["view"]
    assert web.views_publish(user_id="U0MEI", view=home, hash=first["hash"])["ok"]
    assert error_of(web.views_publish, user_id="U0MEI", view=home, hash=first["hash"]) == "hash_conflict"
    assert error_of(web.views_publish, user_id="U404", view=home) == "user_not_found"
    assert error_of(web.views_publish, user_id="U0MEI", view=modal(words("x"))) == "invalid_arguments"


def test_blocks_validate(web: WebClient) -> None:
    def validate(**args: object) -> dict:
        try:
            return dict(web.api_call("blocks.validate", json=args).data)
        except SlackApiError as error:
            return dict(error.response.data)

    assert validate(blocks=[words("x")])["ok"]
    assert validate(view=modal(words("x")))["ok"]
    answer = validate(blocks=[words("")])
    assert answer["error"] == "invalid_blocks"
    assert answer["errors"] == [
        {
            "pointer": "/0/text/text",
            "code": "failed_constraint",
            "message": "must be more than 0 characters",
            "constraint": {"type": "min_length", "expected": 1},
        }
    ]
    assert validate(message={"blocks": [{"type": "x"}]})["errors"][0]["pointer"] == "/blocks/0/type"
    assert validate(view={"type": "modal", "blocks": []})["error"] == "invalid_view"
    assert validate(blocks=[], view={})["error"] == "invalid_arguments"


# Files.


def test_a_file_goes_up_in_three_steps_and_down_with_the_token(
    web: WebClient, workspace: Workspace, mei: Person
) -> None:
    data = "名称,amount\nACME,12\n".encode()
    web.files_upload_v2(channel="C0SALES", filename="sales.csv", content=data, initial_comment="Here", title="Sales")
    message = mei.channel("#sales").last()
    assert (message.text, message.files[0]["title"]) == ("Here", "Sales")
    assert message.download() == data
    file = web.files_info(file=message.files[0]["id"])["file"]
    assert (file["size"], file["filetype"], file["is_external"]) == (len(data), "csv", False)
    request = urllib.request.Request(file["url_private"], headers={"Authorization": "Bearer xoxb-playground"})
    assert urllib.request.urlopen(request).read() == data
    with urllib.request.urlopen(file["url_private"]) as bare:
        assert bare.read() != data, "without the token one ends at the front door"
    web.files_delete(file=file["id"])
    assert error_of(web.files_info, file=file["id"]) == "file_not_found"


def test_the_app_reads_files_only_where_it_is(web: WebClient, workspace: Workspace, mei: Person) -> None:
    shared = mei.upload("visit.txt", b"notes", channel="#sales")
    apart = mei.upload("own.txt", b"own")
    assert web.files_info(file=shared["id"])["file"]["name"] == "visit.txt"
    assert error_of(web.files_info, file=apart["id"]) == "file_not_found"
    assert error_of(web.files_delete, file=shared["id"]) == "cant_delete_file"


def test_an_email_becomes_a_file(web: WebClient, mei: Person) -> None:
    message = mei.email(
        "#sales", from_="Zhang Wei <wei@acme.example>", to="mei@us.example", subject="Prices", plain_text="…"
    )
    file = web.files_info(file=message.files[0]["id"])["file"]
    assert (file["filetype"], file["mode"], file["subject"]) == ("email", "email", "Prices")
    assert file["from"] == [
        {"address": "wei@acme.example", "name": "Zhang Wei", "original": "Zhang Wei <wei@acme.example>"}
    ]


# Response URLs.


def answer_at(url: str, **body: object) -> str:
    """POST to a response_url: "ok", or the error."""
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request) as response:
            return response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return str(json.load(error)["error"])


def test_a_response_url_answers_five_times(workspace: Workspace, mei: Person, trigger) -> None:
    trigger()
    url = workspace.deliveries("slash_commands")[-1]["payload"]["response_url"]
    assert answer_at(url, blocks=[words("")]) == "invalid_blocks"
    assert answer_at(url, text="one") == "ok"
    assert answer_at(url, text="everybody", response_type="in_channel") == "ok"
    assert answer_at(url, text="instead of one", replace_original=True) == "ok"
    assert answer_at(url, delete_original=True) == "ok"
    assert answer_at(url, text="six") == "used_url"
    assert [one.text for one in mei.channel("#sales").messages()] == ["everybody"]
    assert answer_at(url + "x", text="x") == "invalid_url"


def test_a_response_url_is_good_for_thirty_minutes() -> None:
    now = 0.0
    urls = ResponseUrls(lambda: "http://here", clock=lambda: now)
    key = urls.give("U0MEI", "C0SALES").removeprefix("http://here/response/")
    now = 30 * 60
    assert urls.use(key).uses == 1
    now = 30 * 60 + 1
    with pytest.raises(SlackError, match="expired_url"):
        urls.use(key)
