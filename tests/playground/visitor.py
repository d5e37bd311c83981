"""The Bolt app of the wire tests: command, modal with a correction, message with a button, shortcuts, Home, menus."""

from __future__ import annotations

from slack_bolt import App


def plain(text: str) -> dict:
    return {"type": "plain_text", "text": text}


def visit_form(private_metadata: str = "") -> dict:
    note = {"type": "plain_text_input", "action_id": "note", "min_length": 3}
    options = [{"text": plain(kind), "value": kind.lower()} for kind in ("Call", "Visit")]
    kind = {"type": "static_select", "action_id": "kind", "options": options, "initial_option": options[0]}
    client = {"type": "external_select", "action_id": "client", "min_query_length": 1}
    return {
        "type": "modal",
        "callback_id": "visit",
        "private_metadata": private_metadata,
        "notify_on_close": True,
        "title": plain("Note a visit"),
        "submit": plain("Keep"),
        "blocks": [
            {"type": "input", "block_id": "note", "label": plain("Note"), "element": note},
            {"type": "input", "block_id": "kind", "label": plain("Kind"), "element": kind},
            {"type": "input", "block_id": "client", "label": plain("Client"), "element": client, "optional": True},
        ],
    }


def visitor(app: App) -> None:
    """Register every listener."""
    commands(app)
    forms(app)
    shortcuts(app)
    events(app)


def commands(app: App) -> None:
    """The command, and what its form suggests."""

    @app.command("/visit")
    def command(ack, command, client, respond):
        ack()
        if command["text"] == "whoami":
            respond(f"You are <@{command['user_id']}>")
        elif command["text"].startswith("echo "):
            respond(command["text"])
        else:
            client.views_open(trigger_id=command["trigger_id"], view=visit_form(command["channel_id"]))

    @app.options("client")
    def suggest(ack, payload):
        names = [name for name in ("ACME", "Acorn", "Bolt Ltd") if payload["value"].lower() in name.lower()]
        ack(options=[{"text": plain(name), "value": name} for name in names])


def forms(app: App) -> None:
    """What becomes of a form, and of the button under its message."""

    @app.view("visit")
    def keep(ack, view, client):
        values = view["state"]["values"]
        note, kind = values["note"]["note"]["value"], values["kind"]["kind"]["selected_option"]["value"]
        if "nothing" in note:
            ack(response_action="errors", errors={"note": "Say what happened."})
            return
        ack()
        chosen = values["client"]["client"]["selected_option"]
        about = f" about {chosen['text']['text']}" if chosen else ""
        button = {"type": "button", "action_id": "true", "text": plain("Still true"), "value": note}
        blocks = [
            {"type": "section", "text": {"type": "mrkdwn", "text": f"*{kind}*{about}: {note}"}},
            {"type": "actions", "elements": [button]},
        ]
        client.chat_postMessage(channel=view["private_metadata"], text=f"{kind}: {note}", blocks=blocks)

    @app.view_closed("visit")
    def closed(ack, body, client):
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text="You left a form unsent.")

    @app.action("true")
    def true(ack, body, action, respond):
        ack()
        respond(f"{body['user']['name']} says: {action['value']}", replace_original=True)


def shortcuts(app: App) -> None:
    """On a message, and anywhere."""

    @app.shortcut("keep")
    def shortcut(ack, shortcut, respond):
        ack()
        respond(f"Kept: {shortcut['message']['text']}")

    @app.shortcut("new_visit")
    def new_visit(ack, shortcut, client):
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=visit_form("C0SALES"))


def events(app: App) -> None:
    """Home and direct messages."""

    @app.event("app_home_opened")
    def home(event, client):
        blocks = [{"type": "header", "text": plain(f"Desk of {event['user']}")}]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.event("message")
    def heard(event, client):
        if "bot_id" not in event:
            client.chat_postMessage(channel=event["channel"], text=f"heard {event['text']}")
