"""Menus that ask for their options while somebody types."""

from collections.abc import Callable, Mapping

from slack_bolt import Ack, App

from bot.errors import ClienteleError
from bot.handlers.answering import open_report
from bot.handlers.desk import Desk
from bot.handlers.payloads import Carried, Payload
from bot.i18n import use_language
from bot.policy.fields import FieldType
from bot.policy.names import fold
from bot.policy.regions import countries, territory_name
from bot.services import lookup, messages, waiting
from bot.views.blocks import option
from bot.views.ids import Input

MOST = 30

Options = Callable[[Desk, str, str, Carried], list[dict[str, object]]]
"""Who asks, what was typed, and what the form carries that the menu stands in."""


def _client_options(desk: Desk, user_id: str, typed: str, carried: Carried) -> list[dict[str, object]]:
    """Return the clients that answer to what was typed; before that, those that a message may be about."""
    with open_report(desk, user_id, via="menu") as (case, reader):
        if carried.message and not typed:
            found = messages.list_picks(case.session, case.actor, carried.message, now=case.now).clients
        else:
            offered = lookup.list_offered(case.session, case.actor, typed, now=case.now, most=MOST, reader=reader)
            found = tuple(match.client for match in offered)
    return [
        option(", ".join(filter(None, [client.name, client.city])), str(client.client_id)).to_dict()
        for client in found[:MOST]
    ]


def _product_options(desk: Desk, user_id: str, typed: str, carried: Carried) -> list[dict[str, object]]:
    """Return the products whose code or name answers to what was typed."""
    del carried
    with open_report(desk, user_id, via="menu") as (_case, reader):
        found = waiting.list_alike_products(reader, typed, most=MOST)
    return [option(f"{each.code} {each.name}", str(each.product_id)).to_dict() for each in found]


def _country_options(desk: Desk, user_id: str, typed: str, carried: Carried) -> list[dict[str, object]]:
    del carried
    with open_report(desk, user_id, via="menu"):
        return named_options({code: territory_name(code) for code in countries()}, typed)


def named_options(names: Mapping[str, str], typed: str) -> list[dict[str, object]]:
    """Return the codes whose names answer to what was typed, those that begin so first."""
    named = sorted((name, code) for code, name in names.items())
    wanted = fold(typed)
    starting = [pair for pair in named if fold(pair[0]).startswith(wanted) or pair[1].lower() == wanted]
    holding = [pair for pair in named if wanted in fold(pair[0]) and pair not in starting]
    return [option(name, code).to_dict() for name, code in (starting + holding)[:MOST]]


def register(app: App, desk: Desk) -> None:
    """Register the menus: those that forms always have, and one for each field that names a country or a client."""
    for action_id in (Input.CLIENT.value, *(each.key for each in desk.catalogue if each.type is FieldType.CLIENT)):
        _answer(app, desk, action_id, _client_options)
    _answer(app, desk, Input.PRODUCT.value, _product_options)
    for action_id in (each.key for each in desk.catalogue if each.type is FieldType.COUNTRY):
        _answer(app, desk, action_id, _country_options)


def _answer(app: App, desk: Desk, action_id: str, options: Options) -> None:
    """Register one menu; one that may not be answered stays empty."""

    @app.options(action_id)
    def _menu(ack: Ack, body: Payload) -> None:
        with use_language(None):
            try:
                carried = Carried.load(str((body.get("view") or {}).get("private_metadata") or ""))
                ack(options=options(desk, str(body["user"]["id"]), str(body.get("value") or ""), carried))
            except ClienteleError:
                ack(options=[])
