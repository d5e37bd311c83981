"""`/client show`: opening a file, and sharing what everybody may read."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from slack_bolt import Ack, App

from bot.handlers import audience
from bot.handlers.address_book import open_book
from bot.handlers.answering import Case, Drawing, Reply, later, on_action, open_case, open_form, respond
from bot.handlers.bank import open_bank
from bot.handlers.desk import Desk
from bot.handlers.edit import form_view
from bot.handlers.history import open_history
from bot.handlers.payloads import ActionRequest, Payload
from bot.handlers.sell_through import open_sell_through
from bot.handlers.talks import open_talks
from bot.policy.catalogue import Source
from bot.results.clients import Client
from bot.services import lookup
from bot.services.clients import require_client, share_card, show_client
from bot.services.freshness import confirm_section
from bot.views.card import card, card_view, directory_card
from bot.views.ids import Action, Form, parse_file_section
from bot.views.message import Message


def show(desk: Desk, case: Case, client: Client) -> Drawing:
    """Read one client's file for the person who asks; what is returned draws its card."""
    shown = show_client(
        case.session, case.actor, client, now=case.now, catalogue=desk.catalogue, base_currency=desk.base_currency
    )
    return lambda: card(shown, now=case.now, timezone=case.actor.timezone)


def show_named(desk: Desk, user_id: str, name: str) -> Drawing:
    """Read the file of the client that is certainly meant. Raises ClientNotFound or Ambiguous."""
    with open_case(desk, user_id, via="show") as case:
        return show(desk, case, lookup.resolve(case.session, name, actor=case.actor, now=case.now))


def _open_file(desk: Desk, request: ActionRequest) -> Drawing | None:
    """Show a file where its button was pressed: over a form being filled in, in place of a view, else as an answer."""
    with open_case(desk, request.user_id, via="show") as case:
        client = require_client(case.session, int(request.value))
        drawing = show(desk, case, client)
    if request.surface != "modal":
        return drawing

    def put_in_place() -> None:
        view = card_view(client, drawing())
        if request.form == Form.ADD:
            desk.slack.views_push(trigger_id=request.trigger_id, view=view)
        else:
            desk.slack.views_update(view_id=request.view_id, view=view)

    later(desk, request, put_in_place)
    return None


def _share(desk: Desk, request: ActionRequest) -> Message | None:
    """Post the directory part in the channel when nobody from outside reads there."""
    if refused := audience.refusal(desk, request.channel_id):
        return refused
    with open_case(desk, request.user_id, via="share") as case:
        client = share_card(
            case.session, case.actor, require_client(case.session, int(request.value)), request.channel_id, now=case.now
        )
    respond(desk, request.response_url, directory_card(client), in_channel=True)
    return None


def _section_menu(desk: Desk, request: ActionRequest) -> Drawing | None:
    """Do what was chosen from a section's “⋯” menu."""
    action, _separator, value = request.value.partition("|")
    client_id, part = parse_file_section(value)
    with open_case(desk, request.user_id, via="show") as case:
        client = require_client(case.session, client_id)
        if action != Action.OPEN_EDIT:
            confirm_section(
                case.session, case.actor, client_id, part, source=Source.CALL, now=case.now, catalogue=desk.catalogue
            )
            return show(desk, case, client)
        view = form_view(desk, case, client, part, request.response_url)
    open_form(desk, request, view)
    return None


MENU: Mapping[Action, Callable[[Desk, ActionRequest], Reply]] = {
    Action.OPEN_BANK: open_bank,
    Action.OPEN_CONTACTS: open_book,
    Action.OPEN_HISTORY: open_history,
    Action.OPEN_SELL_THROUGH: open_sell_through,
    Action.OPEN_TALKS: open_talks,
}
"""What can be chosen from a card's “⋯” menu; each is handed the request with the client's id for its value."""


def _card_menu(desk: Desk, request: ActionRequest) -> Reply:
    """Do what was chosen from a card's “⋯” menu."""
    action, _separator, client_id = request.value.partition("|")
    return MENU[Action(action)](desk, replace(request, value=client_id))


def register(app: App, desk: Desk) -> None:
    """Register the buttons of the card."""

    @app.action(Action.OPEN_MEMBER.value)
    @app.action(Action.OPEN_FILE.value)
    def _open(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: _open_file(desk, request))

    @app.action(Action.SHARE_CARD.value)
    def _share_card(ack: Ack, body: Payload) -> None:
        def work(request: ActionRequest) -> None:
            later(desk, request, lambda: _share(desk, request))

        on_action(desk, ack, body, work)

    @app.action(Action.CARD_MENU.value)
    def _more(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: _card_menu(desk, request))

    @app.action(Action.SECTION_MENU.value)
    def _menu(ack: Ack, body: Payload) -> None:
        on_action(desk, ack, body, lambda request: _section_menu(desk, request))
