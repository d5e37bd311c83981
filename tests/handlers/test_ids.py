"""The ids of bot/views/ids.py, the listeners, the manifest and docs/ids.md are the same ones."""

import re

import pytest
import yaml
from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk import WebClient

from bot.clock import SystemClock
from bot.config import Settings
from bot.handlers import keeping
from bot.handlers.command import COMMANDS
from bot.handlers.desk import Deferred, Desk
from bot.handlers.downloading import Downloader
from bot.handlers.registry import register_all
from bot.jobs.rendering import RENDERERS
from bot.policy.access import Part
from bot.policy.catalogue import FILE_SECTIONS, Catalogue
from bot.policy.own_fields import RESERVED_KEYS
from bot.policy.standing import GradeSettings
from bot.results.capture import LogOffer
from bot.results.imports import ImportKind
from bot.services.uploads import Importer
from bot.store.database import Database, open_engine
from bot.views import (
    address_book,
    bank,
    choices,
    client_forms,
    credit,
    edit_form,
    grade_rules,
    importing,
    log_form,
    measures,
    merging,
    message_form,
    overtaken,
    sell_through,
    stages,
    waiting,
)
from bot.views.ids import EXTERNAL_MENUS, Action, Form, Input, Shortcut, file_section, parse_file_section
from tests.architecture.source import ROOT
from tests.views import graded, pairs, samples, suggested, waiting_lines

MANIFEST = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
PAGE = (ROOT / "docs" / "ids.md").read_text(encoding="utf-8")
VIEWS = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "bot" / "views").glob("*.py")))


def documented(heading):
    """The rows of the table under a heading: the first column's id, and the other columns."""
    [body] = re.findall(rf"^## {heading}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    rows = re.findall(r"^\| `([^`]+)` \| (.*) \|$", body, re.MULTILINE)
    assert len({name for name, _ in rows}) == len(rows)
    return dict(rows)


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """The bot's own listeners on an app that nobody is connected to."""
    database = Database(open_engine(f"sqlite:///{tmp_path_factory.mktemp('ids')}/never.db"))
    client = WebClient(token="xoxb-nobody")
    built = App(client=client, signing_secret="secret", token_verification_enabled=False, process_before_response=True)
    later = Deferred()
    importer = Importer(database, tmp_path_factory.mktemp("files"), Downloader(client))
    register_all(built, Desk(database, SystemClock(), Settings(), Catalogue(), client, "U0BOT", later, importer))
    yield built
    later.close()
    database.close()


def action(action_id):
    return {"type": "block_actions", "actions": [{"type": "button", "action_id": action_id, "block_id": "b"}]}


ONLY_READ = (Form.RESULT, Form.SETTINGS, Form.CHOICES, Form.IMPORT_STATE)
"""Windows that cannot be sent off."""

DELIVERIES = (
    {"command /client": {"command": "/client", "text": "help"}}
    | {f"action {each}": action(each) for each in Action}
    | {
        f"form {each}": {"type": "view_submission", "view": {"type": "modal", "callback_id": each}}
        for each in Form
        if each not in ONLY_READ
    }
    | {
        f"shortcut {each['callback_id']}": {
            "type": "message_action" if each["type"] == "message" else "shortcut",
            "callback_id": each["callback_id"],
        }
        for each in MANIFEST["features"]["shortcuts"]
    }
    | {
        f"report in {each}": {
            "type": "block_actions",
            "actions": [{"type": "plain_text_input", "action_id": "name", "block_id": "name"}],
            "view": {"type": "modal", "callback_id": each},
        }
        for each in keeping.DRAFTED
    }
    | {f"closing of {each}": {"type": "view_closed", "view": {"callback_id": each}} for each in keeping.DRAFTED}
    | {f"menu {each}": {"type": "block_suggestion", "action_id": each, "block_id": "b"} for each in EXTERNAL_MENUS}
    | {
        f"event {each}": {"type": "event_callback", "event": {"type": each}}
        for each in MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    }
)
"""One delivery of every kind that Slack may send, by what it is."""


def listening(app, body):
    request = BoltRequest(body={"user": {"id": "U1"}, "user_id": "U1", **body}, mode="socket_mode")
    return [each for each in app._listeners if each.matches(req=request, resp=BoltResponse(status=200))]


@pytest.mark.parametrize("what", DELIVERIES)
def test_exactly_one_listener_takes_it(app, what):
    assert len(listening(app, DELIVERIES[what])) == 1


def test_no_listener_waits_for_what_never_comes(app):
    taken = {id(listener) for body in DELIVERIES.values() for listener in listening(app, body)}
    assert len(taken) == len({id(listener) for listener in app._listeners})


def test_an_unknown_id_is_taken_by_nobody(app):
    assert listening(app, action("open_sesame")) == []
    for each in ONLY_READ:
        assert listening(app, {"type": "view_submission", "view": {"type": "modal", "callback_id": each}}) == []


def test_the_manifests_shortcuts_are_ours():
    declared = {each["callback_id"]: each["type"] for each in MANIFEST["features"]["shortcuts"]}
    assert set(declared) == {each.value for each in Shortcut}
    assert {name: row.split(" | ")[0] for name, row in documented("Shortcuts").items()} == declared


@pytest.mark.parametrize(
    ("heading", "ids"),
    [
        ("The command", set(COMMANDS)),
        ("Forms", {each.value for each in Form}),
        ("Inputs that are no fields", {each.value for each in Input}),
        ("Menus that ask as one types", set(EXTERNAL_MENUS)),
        ("Buttons and menus", {each.value for each in Action}),
        ("Events", set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])),
        ("Kinds of messages in the outbox", set(RENDERERS)),
    ],
)
def test_the_page_lists_what_there_is(heading, ids):
    assert set(documented(heading)) == ids


def drawn_forms():
    """Each form as it is drawn, with all the inputs that it may have."""
    catalogue, client = samples.CATALOGUE, samples.BARE
    sections = (*FILE_SECTIONS, Part.DIRECTORY)
    logs = (log_form.log_form(None, LogOffer(), ""), *(log_form.log_form(client, o, "") for o in samples.log_offers()))
    logs += tuple(message_form.message_form(each, "", timezone="UTC") for each in samples.prefilled())
    limit = credit.limit_form(client, samples.LIMITS[0], "", currency="USD", today=samples.TODAY)
    whole = edit_form.Asked(is_whole=True)
    edits = [edit_form.edit_form(catalogue, client, samples.empty_section(part), "", whole) for part in sections]
    edits += [overtaken.overtaken_form(each, "", now=samples.NOW) for each in samples.overtaken()]
    confirm, result = client_forms.duplicates_form("x", samples.MATCHES, ""), client_forms.saved_view("x", client)
    book = (address_book.contact_form(client, {}, ""), address_book.site_form(client, {}, ""))
    sealed = (
        bank.bank_form(client, samples.NUMBERS, ""), bank.answer_form(next(samples.bank_files()), "", "UTC")
    )  # fmt: skip
    past = stages.past_form(client, catalogue.require("leaving_reason"), "")
    grades = [grade_rules.rules_form(GradeSettings(), "USD", "")]
    grades += [grade_rules.preview_view(each, "USD", "") for each in graded.previews()]
    kept = [*grades, choices.settings_form(), choices.choice_form(catalogue.require("type"), "", "")]
    kept += [choices.choices_view(catalogue.fields[:1], shown) for shown in samples.choice_lists()]
    imports = [
        *(importing.import_form(kind, (), "UTC") for kind in ImportKind),
        *(importing.columns_form(samples.uploads()[0], each, "") for each in samples.header_gaps()),
        importing.state_view(samples.uploads()[0]),
    ]
    merges = [merging.compare_form(each, "", now=samples.NOW, timezone="UTC") for each in pairs.compared()]
    decided = [measures.measure_form(each, "") for each in suggested.measure_drafts()]
    decided.append(measures.drop_form("x", ""))
    return [
        *decided,
        client_forms.add_form(catalogue, {}, ""),
        confirm,
        *logs,
        *edits,
        limit,
        result,
        *book,
        *kept,
        past,
        *sealed,
        *merges,
        *imports,
        sell_through.sell_through_form(client, "", "USD"),
        *(waiting.matching_form(each, "") for each in waiting_lines.groups()),
    ]


def test_the_page_lists_the_inputs_of_each_form():
    inputs = {form.value: set() for form in Form}
    for view in drawn_forms():
        inputs[view["callback_id"]] |= {
            block["element"]["action_id"] for block in view["blocks"] if block["type"] == "input"
        }
    fields = {field.key for field in samples.CATALOGUE}
    inputs["client_edit"] -= fields
    inputs["client_edit_choice"] -= fields
    inputs["client_log"] -= fields | {samples.OWN.key}
    listed = {name: set(re.findall(r"`(\w+)`", row.split(" | ")[0])) for name, row in documented("Forms").items()}
    assert listed == inputs


def test_no_field_of_a_company_can_be_called_like_an_input_beside_it():
    mixed = {Form.ADD.value, Form.EDIT.value, Form.LOG.value}
    beside = {
        block["element"]["action_id"]
        for view in drawn_forms()
        for block in view["blocks"]
        if block["type"] == "input" and view["callback_id"] in mixed
    }
    plain = beside - {field.key for field in (*samples.CATALOGUE, samples.OWN)}
    assert plain | {Input.STILL_TRUE.value, Input.TAKE.value, Input.KEEP.value, Input.DONE.value} <= RESERVED_KEYS


def test_an_inputs_block_begins_with_its_name():
    for view in drawn_forms():
        for block in view["blocks"]:
            if block["type"] == "input":
                assert block["block_id"].startswith(block["element"]["action_id"])


def test_no_input_is_called_like_a_field():
    assert {each.value for each in Input} & {field.key for field in samples.CATALOGUE} == set()


def test_the_page_lists_the_blocks():
    literal = set(re.findall(r'block_id=f?"(\w+:?)', VIEWS))
    named = set(re.findall(r'^_ITEM, _BUTTONS = "(\w+:)", "(\w+:)"$', VIEWS, re.MULTILINE)[0])
    assert set(documented("Blocks that are no inputs")) == literal | named | {f"{Action.OWNER_ASSIGN}:"}


@pytest.mark.parametrize("part", [*FILE_SECTIONS, Part.DIRECTORY])
def test_a_section_of_a_file_is_written_and_read(part):
    assert parse_file_section(file_section(12, part)) == (12, part)
