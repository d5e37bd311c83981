"""A small Bolt app of the tests' own, which uses every surface of the page."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

Json = dict[str, Any]

MANIFEST = """
display_information: {name: Sampler, description: Shows everything once}
features:
  app_home: {home_tab_enabled: true, messages_tab_enabled: true}
  bot_user: {display_name: sampler, always_online: true}
  slash_commands:
    - {command: /sample, description: Shows a sample, usage_hint: "[form | card | chart | table] [words]"}
    - {command: /same, description: Says the same again, usage_hint: "[words]"}
  shortcuts:
    - {name: Keep this, type: message, callback_id: keep, description: Keeps a message}
    - {name: New sample, type: global, callback_id: new, description: Opens the form}
oauth_config:
  scopes: {bot: [commands, "chat:write", "im:write", "im:history", "users:read", "files:read"]}
settings:
  socket_mode_enabled: true
  interactivity: {is_enabled: true}
  event_subscriptions: {bot_events: [app_home_opened]}
"""


def plain(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def option(words: str, value: str) -> Json:
    return {"text": plain(words), "value": value}


def button(words: str, action: str, **more: Json | str) -> Json:
    return {"type": "button", "text": plain(words), "action_id": action, **more}


def cell(words: str) -> Json:
    return {"type": "raw_text", "text": words}


def number(value: int) -> Json:
    return {"type": "raw_number", "value": value, "text": f"{value:,}"}


def field(label: str, action: str, kind: str = "plain_text_input", **more: object) -> Json:
    hint = more.pop("hint", None)
    outer = {"optional": more.pop("optional", False), "dispatch_action": more.pop("dispatch_action", False)}
    block: Json = {
        "type": "input",
        "block_id": action,
        "label": plain(label),
        "element": {"type": kind, "action_id": action, **more},
        **outer,
    }
    return block | ({"hint": plain(str(hint))} if hint else {})


CARD: list[Json] = [
    {"type": "header", "text": plain("Borealis Oy")},
    {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "*Grade* A\n_Helsinki_"},
        "accessory": button("Open", "open"),
    },
    {"type": "section", "fields": [{"type": "mrkdwn", "text": f"*Field {n}*"} for n in range(4)]},
    {"type": "divider"},
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "as of today"}]},
    {
        "type": "actions",
        "block_id": "answers",
        "elements": [
            button("Still true", "confirm", style="primary"),
            button(
                "Not mine",
                "drop",
                style="danger",
                confirm={
                    "title": plain("Give it up?"),
                    "text": plain("Nobody will own it."),
                    "confirm": plain("Give up"),
                    "deny": plain("Keep it"),
                },
            ),
            {
                "type": "static_select",
                "action_id": "snooze",
                "placeholder": plain("Snooze"),
                "options": [option("One week", "w1"), option("One month", "m1")],
            },
            {
                "type": "overflow",
                "action_id": "more",
                "options": [option("Merge", "merge"), option("Export", "export")],
            },
        ],
    },
]

SERIES = {"2026": (120, 80, 40), "2025": (100, 90, 0)}
REGIONS = ("Europe", "Asia", "Gulf")


def xy_chart(kind: str) -> Json:
    series = [
        {"name": name, "data": [{"label": r, "value": v} for r, v in zip(REGIONS, values, strict=True)]}
        for name, values in SERIES.items()
    ]
    axis = {"categories": list(REGIONS), "x_label": "Region", "y_label": "kUSD"}
    return {
        "type": "data_visualization",
        "title": f"A {kind}",
        "chart": {"type": kind, "series": series, "axis_config": axis},
    }


PIE: Json = {
    "type": "data_visualization",
    "title": "By grade",
    "chart": {"type": "pie", "segments": [{"label": "A", "value": 75}, {"label": "B", "value": 25}]},
}
ROWS = (("Delta", 9), ("Acme", 1200), ("上海远航", 77), ("Ekin", 100))
TABLE: Json = {
    "type": "data_table",
    "caption": "Sales by client",
    "page_size": 3,
    "rows": [[cell("Client"), cell("Sales")], *([cell(name), number(value)] for name, value in ROWS)],
}
FORM: Json = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("A sample"),
    "submit": plain("Save"),
    "close": plain("Never mind"),
    "blocks": [
        field("Name", "name", hint="As on the contract"),
        field("Client", "client", "external_select", min_query_length=1, optional=True),
        field(
            "Kind", "kind", "radio_buttons", optional=True, options=[option("Call", "call"), option("Visit", "visit")]
        ),
        field("Who", "who", "multi_users_select", optional=True),
        field("Day", "day", "datepicker", optional=True),
        field(
            "Country",
            "country",
            "static_select",
            optional=True,
            dispatch_action=True,
            options=[option("Chad", "TD"), option("Peru", "PE")],
        ),
        field("Note", "note", multiline=True, optional=True),
        field("Card", "card", "file_input", optional=True, filetypes=["txt"], max_files=2),
        {"type": "actions", "block_id": "deeper", "elements": [button("Go deeper", "deeper")]},
    ],
}
DEEPER: Json = {"type": "modal", "callback_id": "deep", "title": plain("Deeper"), "blocks": [CARD[1]]}
HOME: Json = {"type": "home", "blocks": [CARD[0], PIE, {"type": "actions", "elements": [button("New", "home_new")]}]}


def build_app(url: str) -> App:
    """The app, connected to nothing yet; `url` is the playground's."""
    app = App(client=WebClient("xoxb-playground", base_url=f"{url}/api/"))
    _answer_commands(app)
    _answer_forms(app)
    _answer_clicks(app)
    return app


def _answer_commands(app: App) -> None:
    @app.command("/sample")
    def sample(ack: Ack, respond: Respond, command: Json, client: WebClient) -> None:
        ack()
        word, _, rest = command["text"].partition(" ")
        answers = {
            "card": CARD,
            "table": [TABLE],
            "chart": [xy_chart(rest or "bar")],
            "pie": [PIE],
        }
        if word == "form":
            client.views_open(trigger_id=command["trigger_id"], view=FORM)
        elif word in answers:
            respond(text=f"A {word}", blocks=answers[word])
        else:
            respond(text=f"What is {command['text']}?")

    @app.command("/same")
    def same(ack: Ack, respond: Respond, command: Json) -> None:
        ack()
        respond(text=command["text"], response_type="in_channel")

    @app.shortcut("keep")
    def keep(ack: Ack, respond: Respond, shortcut: Json) -> None:
        ack()
        respond(text=f"Kept: {shortcut['message']['text']}", response_type="ephemeral")

    @app.shortcut("new")
    def new(ack: Ack, client: WebClient, shortcut: Json) -> None:
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=FORM)


def _answer_forms(app: App) -> None:
    @app.options("client")
    def clients(ack: Ack, payload: Json) -> None:
        found = [name for name, _ in ROWS if payload["value"].lower() in name.lower()]
        ack(options=[option(name, name.lower()) for name in found])

    @app.view("form")
    def submitted(ack: Ack, body: Json, view: Json, client: WebClient) -> None:
        values = view["state"]["values"]
        name = values["name"]["name"]["value"]
        if name == "taken":
            ack(response_action="errors", errors={"name": "There is one of that name"})
            return
        ack()
        chosen = values["client"]["client"]["selected_option"]
        client.chat_postMessage(channel=body["user"]["id"], text=f"Saved {name} for {chosen and chosen['value']}")

    @app.action("country")
    def country(ack: Ack, body: Json, client: WebClient, action: Json) -> None:
        ack()
        blocks = [*FORM["blocks"], field(f"City in {action['selected_option']['value']}", "city", optional=True)]
        client.views_update(view_id=body["view"]["id"], view=FORM | {"blocks": blocks})

    @app.action("deeper")
    def deeper(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_push(trigger_id=body["trigger_id"], view=DEEPER)


def _answer_clicks(app: App) -> None:
    @app.action("confirm")
    def confirm(ack: Ack, respond: Respond) -> None:
        ack()
        respond(text="Thank you", replace_original=True)

    @app.action("drop")
    def drop(ack: Ack, respond: Respond) -> None:
        ack()
        respond(text="Given up", replace_original=False)

    @app.action("snooze")
    def snooze(ack: Ack, respond: Respond, action: Json) -> None:
        ack()
        respond(text=f"Snoozed {action['selected_option']['value']}", replace_original=False)

    @app.action("more")
    def more(ack: Ack, respond: Respond, action: Json) -> None:
        ack()
        respond(text=f"Chose {action['selected_option']['value']}", replace_original=False)

    @app.event("app_home_opened")
    def home(client: WebClient, event: Json) -> None:
        client.views_publish(user_id=event["user"], view=HOME)

    @app.action("home_new")
    def home_new(ack: Ack, client: WebClient, body: Json) -> None:
        ack()
        client.views_publish(
            user_id=body["user"]["id"], view=HOME | {"blocks": [{"type": "header", "text": plain("Renewed")}]}
        )
