"""Each rule of the validator: a payload just inside it passes, one just outside it is refused where it is wrong.

The limits are Slack's published ones, written out here once more rather than read from the tables.
"""

from __future__ import annotations

import json

import pytest

from playground.validator import check_message_blocks, check_suggestions, check_view, message_size


def plain(text: str = "words") -> dict:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "words") -> dict:
    return {"type": "mrkdwn", "text": text}


def section(**more: object) -> dict:
    return {"type": "section", "text": mrkdwn(), **more}


def actions(*elements: dict) -> dict:
    return {"type": "actions", "elements": list(elements)}


def button(**more: object) -> dict:
    return {"type": "button", "text": plain(), "action_id": "press", **more}


def option(number: int = 1, **more: object) -> dict:
    return {"text": plain(f"option {number}"), "value": f"v{number}", **more}


def options(count: int) -> list[dict]:
    return [option(number) for number in range(count)]


def select(count: int = 2, **more: object) -> dict:
    return {"type": "static_select", "action_id": "pick", "options": options(count), **more}


def group(count: int = 2, label: str = "group") -> dict:
    return {"label": plain(label), "options": options(count)}


def field(element: dict, **more: object) -> dict:
    return {"type": "input", "label": plain(), "element": {"action_id": "it", **element}, **more}


def text_input(**more: object) -> dict:
    return field({"type": "plain_text_input", **more})


def number_input(**more: object) -> dict:
    return field({"type": "number_input", "is_decimal_allowed": False, **more})


def confirm(**more: object) -> dict:
    return {"title": plain(), "text": mrkdwn(), "confirm": plain(), "deny": plain(), **more}


def cell(text: str = "cell") -> dict:
    return {"type": "raw_text", "text": text}


def rich(text: str = "words") -> dict:
    part = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [part]}


def rows(count: int, width: int = 2, text: str = "cell") -> list[list[dict]]:
    return [[cell(text) for _ in range(width)] for _ in range(count)]


def table(given: list[list[dict]], **more: object) -> dict:
    return {"type": "table", "rows": given, **more}


def data_table(given: list[list[dict]], **more: object) -> dict:
    return {"type": "data_table", "caption": "Sales", "rows": given, **more}


def segments(count: int, label: str = "A") -> list[dict]:
    return [{"label": f"{label}{number}"[-20:] if count > 1 else label, "value": number + 1} for number in range(count)]


def pie(count: int = 2, **more: object) -> dict:
    return {
        "type": "data_visualization",
        "title": "Sales",
        "chart": {"type": "pie", "segments": segments(count)},
        **more,
    }


def bar(categories: list[str], *series: tuple[str, list[str]], kind: str = "bar", **axes: str) -> dict:
    plotted = [{"name": name, "data": [{"label": label, "value": 1.5} for label in labels]} for name, labels in series]
    chart = {"type": kind, "series": plotted, "axis_config": {"categories": categories, **axes}}
    return {"type": "data_visualization", "title": "Sales", "chart": chart}


def categories(count: int) -> list[str]:
    return [f"month {number}" for number in range(count)]


ID255, ID256 = "i" * 255, "i" * 256

# (what, a block just inside, the same just outside, where the problem points)
IN_MESSAGES = [
    ("section text 3,000", section(text=mrkdwn("x" * 3000)), section(text=mrkdwn("x" * 3001)), "/0/text/text"),
    ("section text not empty", section(text=mrkdwn("x")), section(text=mrkdwn("")), "/0/text/text"),
    ("section needs text or fields", {"type": "section", "fields": [mrkdwn()]}, {"type": "section"}, "/0"),
    ("10 fields", section(fields=[mrkdwn()] * 10), section(fields=[mrkdwn()] * 11), "/0/fields"),
    ("field 2,000", section(fields=[mrkdwn("x" * 2000)]), section(fields=[mrkdwn("x" * 2001)]), "/0/fields/0/text"),
    ("unknown text type", section(text=plain()), section(text={"type": "markdown", "text": "x"}), "/0/text/type"),
    ("unknown block type", section(), {"type": "sektion"}, "/0/type"),
    ("no block type", section(), {"text": mrkdwn()}, "/0"),
    ("unknown key", section(), section(colour="red"), "/0/colour"),
    (
        "emoji is for plain text",
        section(text={**plain(), "emoji": True}),
        section(text={**mrkdwn(), "emoji": True}),
        "/0/text/emoji",
    ),
    ("block_id 255", section(block_id=ID255), section(block_id=ID256), "/0/block_id"),
    (
        "header 150",
        {"type": "header", "text": plain("x" * 150)},
        {"type": "header", "text": plain("x" * 151)},
        "/0/text/text",
    ),
    ("header is plain", {"type": "header", "text": plain()}, {"type": "header", "text": mrkdwn()}, "/0/text/type"),
    (
        "25 elements",
        actions(*[button(action_id=f"b{n}") for n in range(25)]),
        actions(*[button(action_id=f"b{n}") for n in range(26)]),
        "/0/elements",
    ),
    ("actions not empty", actions(button()), actions(), "/0/elements"),
    (
        "no input in actions",
        actions(select()),
        actions({"type": "plain_text_input", "action_id": "x"}),
        "/0/elements/0/type",
    ),
    (
        "10 in context",
        {"type": "context", "elements": [mrkdwn()] * 10},
        {"type": "context", "elements": [mrkdwn()] * 11},
        "/0/elements",
    ),
    (
        "no button in context",
        {"type": "context", "elements": [mrkdwn()]},
        {"type": "context", "elements": [button()]},
        "/0/elements/0/type",
    ),
    ("divider bare", {"type": "divider"}, {"type": "divider", "text": mrkdwn()}, "/0/text"),
    (
        "image alt text",
        {"type": "image", "image_url": "https://a.example/x.png", "alt_text": "x"},
        {"type": "image", "image_url": "https://a.example/x.png"},
        "/0",
    ),
    (
        "image has one source",
        {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "x"},
        {"type": "image", "alt_text": "x"},
        "/0",
    ),
    (
        "button text 75",
        actions(button(text=plain("x" * 75))),
        actions(button(text=plain("x" * 76))),
        "/0/elements/0/text/text",
    ),
    ("button text is plain", actions(button()), actions(button(text=mrkdwn())), "/0/elements/0/text/type"),
    ("button value 2,000", actions(button(value="x" * 2000)), actions(button(value="x" * 2001)), "/0/elements/0/value"),
    (
        "button url 3,000",
        actions(button(url="https://" + "x" * 2992)),
        actions(button(url="https://" + "x" * 2993)),
        "/0/elements/0/url",
    ),
    ("button style", actions(button(style="danger")), actions(button(style="default")), "/0/elements/0/style"),
    ("action_id 255", actions(button(action_id=ID255)), actions(button(action_id=ID256)), "/0/elements/0/action_id"),
    (
        "action_id unique in a block",
        actions(button(), button(action_id="other")),
        actions(button(), button()),
        "/0/elements",
    ),
    (
        "confirm title 100",
        actions(button(confirm=confirm(title=plain("x" * 100)))),
        actions(button(confirm=confirm(title=plain("x" * 101)))),
        "/0/elements/0/confirm/title/text",
    ),
    (
        "confirm text 300",
        actions(button(confirm=confirm(text=mrkdwn("x" * 300)))),
        actions(button(confirm=confirm(text=mrkdwn("x" * 301)))),
        "/0/elements/0/confirm/text/text",
    ),
    (
        "confirm label 30",
        actions(button(confirm=confirm(deny=plain("x" * 30)))),
        actions(button(confirm=confirm(deny=plain("x" * 31)))),
        "/0/elements/0/confirm/deny/text",
    ),
    ("100 options", actions(select(100)), actions(select(101)), "/0/elements/0/options"),
    ("an option at least", actions(select(1)), actions(select(0)), "/0/elements/0/options"),
    ("options or groups", actions(select()), actions({"type": "static_select", "action_id": "x"}), "/0/elements/0"),
    ("not options and groups", actions(select()), actions(select(option_groups=[group()])), "/0/elements/0"),
    (
        "option text 75",
        actions(select(options=[option(text=plain("x" * 75))])),
        actions(select(options=[option(text=plain("x" * 76))])),
        "/0/elements/0/options/0/text/text",
    ),
    (
        "option value 150",
        actions(select(options=[option(value="x" * 150)])),
        actions(select(options=[option(value="x" * 151)])),
        "/0/elements/0/options/0/value",
    ),
    (
        "option text in a menu is plain",
        actions(select(options=[option()])),
        actions(select(options=[option(text=mrkdwn())])),
        "/0/elements/0/options/0/text/type",
    ),
    (
        "option values differ",
        actions(select(options=[option(1), option(2)])),
        actions(select(options=[option(1), option(1)])),
        "/0/elements/0",
    ),
    (
        "initial option among options",
        actions(select(initial_option=option(1))),
        actions(select(initial_option=option(9))),
        "/0/elements/0/initial_option",
    ),
    (
        "placeholder 150",
        actions(select(placeholder=plain("x" * 150))),
        actions(select(placeholder=plain("x" * 151))),
        "/0/elements/0/placeholder/text",
    ),
    (
        "5 overflow options",
        actions({"type": "overflow", "action_id": "x", "options": options(5)}),
        actions({"type": "overflow", "action_id": "x", "options": options(6)}),
        "/0/elements/0/options",
    ),
    (
        "10 checkboxes",
        actions({"type": "checkboxes", "action_id": "x", "options": options(10)}),
        actions({"type": "checkboxes", "action_id": "x", "options": options(11)}),
        "/0/elements/0/options",
    ),
    (
        "10 radio buttons",
        actions({"type": "radio_buttons", "action_id": "x", "options": options(10)}),
        actions({"type": "radio_buttons", "action_id": "x", "options": options(11)}),
        "/0/elements/0/options",
    ),
    (
        "group label 75",
        actions({"type": "static_select", "option_groups": [group(label="x" * 75)]}),
        actions({"type": "static_select", "option_groups": [group(label="x" * 76)]}),
        "/0/elements/0/option_groups/0/label/text",
    ),
    (
        "selected within the most",
        actions(
            {
                "type": "multi_static_select",
                "options": options(3),
                "initial_options": options(2),
                "max_selected_items": 2,
            }
        ),
        actions(
            {
                "type": "multi_static_select",
                "options": options(3),
                "initial_options": options(3),
                "max_selected_items": 2,
            }
        ),
        "/0/elements/0/initial_options",
    ),
    (
        "date is a date",
        actions({"type": "datepicker", "initial_date": "2028-02-29"}),
        actions({"type": "datepicker", "initial_date": "2027-02-29"}),
        "/0/elements/0/initial_date",
    ),
    (
        "time is a time",
        actions({"type": "timepicker", "initial_time": "23:59"}),
        actions({"type": "timepicker", "initial_time": "24:00"}),
        "/0/elements/0/initial_time",
    ),
    (
        "filter says something",
        actions({"type": "conversations_select", "filter": {"include": ["im"]}}),
        actions({"type": "conversations_select", "filter": {}}),
        "/0/elements/0/filter",
    ),
    (
        "accessory fits",
        section(accessory=button()),
        section(accessory={"type": "plain_text_input", "action_id": "x"}),
        "/0/accessory/type",
    ),
    (
        "rich text part",
        rich(),
        {"type": "rich_text", "elements": [{"type": "rich_text_part", "elements": []}]},
        "/0/elements/0/type",
    ),
    ("rich text words", rich("x"), rich(""), "/0/elements/0/elements/0/text"),
    ("alert is for modals", section(), {"type": "alert", "text": mrkdwn()}, "/0/type"),
    ("table 100 rows", table(rows(100)), table(rows(101)), "/0/rows"),
    ("table 20 columns", table(rows(1, 20)), table(rows(1, 21)), "/0/rows/0"),
    ("table 10,000 characters", table(rows(2, 1, "x" * 5000)), table([*rows(2, 1, "x" * 5000), *rows(1, 1, "x")]), ""),
    ("cell of a known type", table([[rich()]]), table([[plain()]]), "/0/rows/0/0/type"),
    (
        "a number has its text",
        table([[{"type": "raw_number", "value": 1, "text": "1"}]]),
        table([[{"type": "raw_number", "value": 1}]]),
        "/0/rows/0/0",
    ),
    (
        "alignment",
        table(rows(1), column_settings=[{"align": "right"}]),
        table(rows(1), column_settings=[{"align": "end"}]),
        "/0/column_settings/0/align",
    ),
    ("data table has a caption", data_table(rows(2)), {"type": "data_table", "rows": rows(2)}, "/0"),
    ("data table 2 rows", data_table(rows(2)), data_table(rows(1)), "/0/rows"),
    ("data table 101 rows", data_table(rows(101)), data_table(rows(102)), "/0/rows"),
    ("data table 20 columns", data_table(rows(2, 20)), data_table(rows(2, 21)), "/0/rows/0"),
    ("data table rows are even", data_table(rows(2)), data_table([*rows(1), *rows(1, 3)]), "/0/rows/1"),
    (
        "data table header is plain",
        data_table([[cell()], [rich()]]),
        data_table([[rich()], [cell()]]),
        "/0/rows/0/0/type",
    ),
    ("page size 100", data_table(rows(2), page_size=100), data_table(rows(2), page_size=101), "/0/page_size"),
    ("page size 1", data_table(rows(2), page_size=1), data_table(rows(2), page_size=0), "/0/page_size"),
    (
        "header column exists",
        data_table(rows(2), row_header_column_index=1),
        data_table(rows(2), row_header_column_index=2),
        "/0/row_header_column_index",
    ),
    ("chart title 50", pie(title="x" * 50), pie(title="x" * 51), "/0/title"),
    ("chart of a known type", pie(), {**pie(), "chart": {"type": "donut", "segments": segments(2)}}, "/0/chart/type"),
    ("6 segments", pie(6), pie(7), "/0/chart/segments"),
    ("a segment at least", pie(1), pie(0), "/0/chart/segments"),
    (
        "segments are positive",
        pie(),
        {**pie(), "chart": {"type": "pie", "segments": [{"label": "A", "value": 0}]}},
        "/0/chart/segments/0/value",
    ),
    (
        "segment label 20",
        {**pie(), "chart": {"type": "pie", "segments": [{"label": "x" * 20, "value": 1}]}},
        {**pie(), "chart": {"type": "pie", "segments": [{"label": "x" * 21, "value": 1}]}},
        "/0/chart/segments/0/label",
    ),
    (
        "20 points",
        bar(categories(20), ("A", categories(20))),
        bar(categories(21), ("A", categories(21))),
        "/0/chart/series/0/data",
    ),
    (
        "every series has every category",
        bar(["a", "b"], ("A", ["b", "a"])),
        bar(["a", "b"], ("A", ["a"])),
        "/0/chart/series/0/data",
    ),
    (
        "no category twice in a series",
        bar(["a", "b"], ("A", ["a", "b"])),
        bar(["a", "b"], ("A", ["a", "a"])),
        "/0/chart/series/0/data",
    ),
    (
        "6 series",
        bar(["a"], *[(f"s{n}", ["a"]) for n in range(6)]),
        bar(["a"], *[(f"s{n}", ["a"]) for n in range(7)]),
        "/0/chart/series",
    ),
    (
        "series names differ",
        bar(["a"], ("A", ["a"]), ("B", ["a"])),
        bar(["a"], ("A", ["a"]), ("A", ["a"])),
        "/0/chart/series",
    ),
    ("series name 20", bar(["a"], ("x" * 20, ["a"])), bar(["a"], ("x" * 21, ["a"])), "/0/chart/series/0/name"),
    (
        "axis label 50",
        bar(["a"], ("A", ["a"]), kind="line", x_label="x" * 50),
        bar(["a"], ("A", ["a"]), kind="line", x_label="x" * 51),
        "/0/chart/axis_config/x_label",
    ),
    (
        "category 20",
        bar(["x" * 20], ("A", ["x" * 20]), kind="area"),
        bar(["x" * 21], ("A", ["x" * 21]), kind="area"),
        "/0/chart/axis_config/categories/0",
    ),
    ("card says something", {"type": "card", "title": mrkdwn()}, {"type": "card"}, "/0"),
    (
        "card body 200",
        {"type": "card", "body": mrkdwn("x" * 200)},
        {"type": "card", "body": mrkdwn("x" * 201)},
        "/0/body/text",
    ),
    (
        "container 10 children",
        {"type": "container", "title": plain(), "child_blocks": [section()] * 10},
        {"type": "container", "title": plain(), "child_blocks": [section()] * 11},
        "/0/child_blocks",
    ),
    (
        "no container in a container",
        {"type": "container", "title": plain(), "child_blocks": [section()]},
        {
            "type": "container",
            "title": plain(),
            "child_blocks": [{"type": "container", "title": plain(), "child_blocks": [section()]}],
        },
        "/0/child_blocks/0/type",
    ),
]


@pytest.mark.parametrize(
    ("inside", "outside", "pointer"), [one[1:] for one in IN_MESSAGES], ids=[one[0] for one in IN_MESSAGES]
)
def test_blocks_of_a_message(inside: dict, outside: dict, pointer: str) -> None:
    assert check_message_blocks([inside], "") == []
    assert pointer in [problem.pointer for problem in check_message_blocks([outside], "")]


INPUTS = [
    (
        "label 2,000",
        field({"type": "plain_text_input"}, label=plain("x" * 2000)),
        field({"type": "plain_text_input"}, label=plain("x" * 2001)),
    ),
    ("label is plain", text_input(), field({"type": "plain_text_input"}, label=mrkdwn())),
    (
        "hint 2,000",
        field({"type": "plain_text_input"}, hint=plain("x" * 2000)),
        field({"type": "plain_text_input"}, hint=plain("x" * 2001)),
    ),
    ("no button as input", text_input(), field({"type": "button", "text": plain()})),
    ("initial text 3,000", text_input(initial_value="x" * 3000), text_input(initial_value="x" * 3001)),
    ("max_length 3,000", text_input(max_length=3000), text_input(max_length=3001)),
    ("min below max", text_input(min_length=5, max_length=5), text_input(min_length=6, max_length=5)),
    ("whole number", number_input(initial_value="7"), number_input(initial_value="7.5")),
    (
        "number within bounds",
        number_input(min_value="1", initial_value="1"),
        number_input(min_value="1", initial_value="0"),
    ),
    ("is_decimal_allowed is needed", number_input(), field({"type": "number_input"})),
    (
        "dispatch",
        text_input(dispatch_action_config={"trigger_actions_on": ["on_enter_pressed"]}),
        text_input(dispatch_action_config={"trigger_actions_on": ["on_blur"]}),
    ),
    ("10 files", field({"type": "file_input", "max_files": 10}), field({"type": "file_input", "max_files": 11})),
    (
        "rich initial value",
        field({"type": "rich_text_input", "initial_value": rich()}),
        field({"type": "rich_text_input", "initial_value": "x"}),
    ),
    (
        "email initial value",
        field({"type": "email_text_input", "initial_value": "a@b.example"}),
        field({"type": "email_text_input", "initial_value": ""}),
    ),
    (
        "no remote file in a modal",
        field({"type": "file_input"}),
        {"type": "file", "source": "remote", "external_id": "1"},
    ),
    ("no table in a modal", text_input(), table(rows(2))),
    ("no chart in a modal", text_input(), pie()),
    ("no data table in a modal", text_input(), data_table(rows(2))),
    ("no container in a modal", text_input(), {"type": "container", "title": plain(), "child_blocks": [section()]}),
    ("alert 200", {"type": "alert", "text": mrkdwn("x" * 200)}, {"type": "alert", "text": mrkdwn("x" * 201)}),
    (
        "alert level",
        {"type": "alert", "text": mrkdwn(), "level": "success"},
        {"type": "alert", "text": mrkdwn(), "level": "ok"},
    ),
]


def modal(*blocks: dict, **more: object) -> dict:
    return {"type": "modal", "title": plain(), "submit": plain(), "blocks": list(blocks), **more}


@pytest.mark.parametrize(("inside", "outside"), [one[1:] for one in INPUTS], ids=[one[0] for one in INPUTS])
def test_blocks_of_a_modal(inside: dict, outside: dict) -> None:
    assert check_view(modal(inside), "") == []
    assert check_view(modal(outside), "")


def without(view: dict, key: str) -> dict:
    return {name: value for name, value in view.items() if name != key}


VIEWS = [
    ("title 24", modal(section(), title=plain("x" * 24)), modal(section(), title=plain("x" * 25)), "/title/text"),
    ("a title", modal(section()), without(modal(section()), "title"), ""),
    ("title is plain", modal(section()), modal(section(), title=mrkdwn()), "/title/type"),
    ("submit 24", modal(section(), submit=plain("x" * 24)), modal(section(), submit=plain("x" * 25)), "/submit/text"),
    ("close 24", modal(section(), close=plain("x" * 24)), modal(section(), close=plain("x" * 25)), "/close/text"),
    ("submit with inputs", modal(text_input()), without(modal(text_input()), "submit"), ""),
    ("no submit without inputs", without(modal(section()), "submit"), without(modal(text_input()), "submit"), ""),
    ("metadata 3,000", modal(private_metadata="x" * 3000), modal(private_metadata="x" * 3001), "/private_metadata"),
    ("callback_id 255", modal(callback_id=ID255), modal(callback_id=ID256), "/callback_id"),
    ("100 blocks", modal(*[section()] * 100), modal(*[section()] * 101), "/blocks"),
    ("unknown key", modal(section()), modal(section(), size="large"), "/size"),
    ("a list of blocks", modal(section()), modal(section(), blocks={}), "/blocks"),
    (
        "Home has no title",
        {"type": "home", "blocks": [section()]},
        {"type": "home", "blocks": [], "title": plain()},
        "/title",
    ),
    (
        "no alert on Home",
        {"type": "home", "blocks": [pie(), table(rows(2))]},
        {"type": "home", "blocks": [{"type": "alert", "text": plain()}]},
        "/blocks/0/type",
    ),
    ("known type", modal(section()), {"type": "dialog", "blocks": []}, "/type"),
    (
        "block_id unique",
        modal(section(block_id="a"), section(block_id="b")),
        modal(section(block_id="a"), section(block_id="a")),
        "/blocks/1/block_id",
    ),
    (
        "the same action_id in two blocks is fine",
        modal(actions(button()), actions(button())),
        modal(actions(button(), button())),
        "/blocks/0/elements",
    ),
    (
        "one focus",
        modal(text_input(focus_on_load=True), text_input()),
        modal(text_input(focus_on_load=True), text_input(focus_on_load=True)),
        "/blocks",
    ),
]


@pytest.mark.parametrize(("inside", "outside", "pointer"), [one[1:] for one in VIEWS], ids=[one[0] for one in VIEWS])
def test_views(inside: dict, outside: dict, pointer: str) -> None:
    assert check_view(inside, "") == []
    assert pointer in [problem.pointer for problem in check_view(outside, "")]


def sized_view(size: int) -> dict:
    """A modal of exactly so many bytes as JSON, in Chinese words of three bytes a character."""
    view = modal(*[section(text=mrkdwn("客" * 3000)) for _ in range(27)])
    start = "客" * 1500
    bare = len(json.dumps(modal(*view["blocks"], section(text=mrkdwn(start))), ensure_ascii=False).encode())
    return modal(*view["blocks"], section(text=mrkdwn(start + "x" * (size - bare))))


def test_a_view_weighs_250_kb_at_most() -> None:
    assert check_view(sized_view(250_000), "") == []
    assert [one.code for one in check_view(sized_view(250_001), "")] == ["view_too_large"]


def test_a_message_holds_50_blocks_one_table_and_two_charts() -> None:
    assert check_message_blocks([section()] * 50, "") == []
    assert check_message_blocks([section()] * 51, "")[0].message == "no more than 50 items allowed"
    assert check_message_blocks([table(rows(1)), data_table(rows(2))], "") == []
    assert check_message_blocks([table(rows(1)), table(rows(1))], "")[0].message == "only one table allowed"
    assert check_message_blocks([pie(), pie()], "") == []
    assert check_message_blocks([pie(), pie(), pie()], "")[0].message == "no more than 2 charts allowed"


@pytest.mark.parametrize(
    ("element", "carried_by"),
    [
        ({"type": "plain_text_input"}, {"message", "home", "modal"}),
        ({"type": "rich_text_input"}, {"home", "modal"}),
        ({"type": "datetimepicker"}, {"message", "modal"}),
        ({"type": "number_input", "is_decimal_allowed": True}, {"modal"}),
        ({"type": "email_text_input"}, {"modal"}),
        ({"type": "url_text_input"}, {"modal"}),
        ({"type": "file_input"}, {"modal"}),
    ],
)
def test_elements_on_the_surfaces_that_carry_them(element: dict, carried_by: set[str]) -> None:
    block = field(element)
    problems = {
        "message": check_message_blocks([block], ""),
        "home": check_view({"type": "home", "blocks": [block]}, ""),
        "modal": check_view(modal(block), ""),
    }
    assert {surface for surface, found in problems.items() if not found} == carried_by
    assert {one.pointer.removeprefix("/blocks") for found in problems.values() for one in found} <= {"/0/element/type"}


def test_a_section_carries_no_datetimepicker() -> None:
    assert check_message_blocks([section(accessory={"type": "datepicker"})], "") == []
    found = check_message_blocks([section(accessory={"type": "datetimepicker"})], "")
    assert [one.pointer for one in found] == ["/0/accessory/type"]


def test_what_an_app_suggests() -> None:
    def option(text: str = "ACME", **more: object) -> dict:
        return {"text": plain(text), "value": "1", **more}

    group = {"label": plain(), "options": [option()]}
    for fine in (None, {}, {"options": []}, {"options": [option()] * 100}, {"option_groups": [group]}):
        assert check_suggestions(fine) == []
    assert [one.pointer for one in check_suggestions({"options": [option()] * 101})] == ["/options"]
    assert [one.pointer for one in check_suggestions({"options": [option("x" * 76)]})] == ["/options/0/text/text"]
    assert [one.pointer for one in check_suggestions({"options": [{"text": plain()}]})] == ["/options/0"]
    assert check_suggestions({"options": [option()], "option_groups": [group]})
    assert check_suggestions({"options": "ACME"})


def test_not_even_json_of_the_right_kind() -> None:
    for nonsense in (None, "blocks", 7, {}, [None], ["section"], [[]], [{"type": ["section"]}], [{"type": None}]):
        assert check_message_blocks(nonsense, "")
        assert check_view(nonsense, "")


def test_every_wrong_type_of_every_key_is_a_problem_not_a_crash() -> None:
    kept = [one[1] for one in IN_MESSAGES]
    for block in kept:
        for key in block:
            for nonsense in (None, 7, "x", [], {}, [None], {"type": "x"}):
                if block[key] != nonsense:
                    check_message_blocks([{**block, key: nonsense}], "")


def test_the_size_of_a_message_counts_characters_without_spaces() -> None:
    assert message_size([{"type": "divider"}]) == len('[{"type":"divider"}]')
