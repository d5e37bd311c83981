"""`/client mix`: the composition of sales, computed after the acknowledgement."""

from dataclasses import dataclass

from slack_bolt import Ack, App

from bot.handlers import audience
from bot.handlers.answering import later, on_action, open_report, respond
from bot.handlers.desk import Desk
from bot.handlers.payloads import ActionRequest, CommandRequest, Payload
from bot.i18n import _
from bot.policy.catalogue import Catalogue
from bot.policy.periods import parse_period
from bot.results.composition import Composition, Key, Measure, MixKey
from bot.results.suggestions import Suggestions
from bot.services import composition
from bot.services.suggestions import suggest
from bot.views.ids import Action
from bot.views.message import Message
from bot.views.mix import mix_message
from bot.views.suggestions import suggestion_blocks


@dataclass(frozen=True)
class Query:
    """What is asked: the key, what is added up, and the period in the words it was asked with."""

    by: Key
    measure: Measure
    period: str

    def dump(self) -> str:
        """Write it for a button's value."""
        return f"{self.by.value}|{self.measure.value}|{self.period}"

    @staticmethod
    def load(text: str, catalogue: Catalogue) -> "Query":
        """Read what `dump` wrote."""
        by, measure, period = text.split("|")
        return Query(composition.parse_key(by, catalogue), Measure(measure), period)


def read(rest: str, catalogue: Catalogue) -> Query:
    """Read ``region 2026-Q1`` or ``product quantity``. Raises InvalidInput with the keys there are."""
    words = rest.split()
    key = words[0] if words else MixKey.GRADE.value
    following = words[1:]
    measure = Measure.QUANTITY if Measure.QUANTITY.value in following else Measure.AMOUNT
    period = " ".join(word for word in following if word not in {each.value for each in Measure})
    return Query(composition.parse_key(key, catalogue), measure, period)


def _answer(
    desk: Desk, user_id: str, query: Query, *, is_shared: bool = False
) -> tuple[tuple[Composition, ...], Suggestions | None]:
    """Return the compositions and, of amounts, what they suggest; to many readers no client is named."""
    with open_report(desk, user_id, via="mix") as (case, reader):
        today = case.now.astimezone(desk.settings.zone).date()
        found = composition.answer_mix(
            case.session,
            case.actor,
            by=query.by,
            measure=query.measure,
            period=parse_period(query.period or None, today),
            base_currency=desk.base_currency,
            now=case.now,
            catalogue=desk.catalogue,
            reader=reader,
        )
        if query.measure is not Measure.AMOUNT:
            return found, None
        return found, suggest(
            case.session, case.actor, found[0], now=case.now, today=today, catalogue=desk.catalogue,
            with_names=not is_shared, reader=reader,
        )  # fmt: skip


def _message(answered: tuple[tuple[Composition, ...], Suggestions | None], query: Query, *, may_share: bool) -> Message:
    """Put one composition a unit under each other; charts and tables are two a message at most."""
    found, suggested = answered
    below = suggestion_blocks(suggested) if suggested else ()
    messages = [
        mix_message(each, query=query.dump(), may_share=may_share and each is found[-1], suggestions=below)
        for each in found[:2]
    ]
    if not messages:
        return Message(_("No sales in this period."))
    return Message(
        "\n".join(each.text for each in messages),
        tuple(block for each in messages for block in each.blocks),
        fallback=tuple(block for each in messages for block in (each.fallback or each.blocks)),
    )


def command(desk: Desk, request: CommandRequest, rest: str) -> None:
    """Answer `/client mix`, slow work after the acknowledgement. Raises InvalidInput at once."""
    query = read(rest, desk.catalogue)
    may_share = composition.may_be_shared(query.by, desk.catalogue)
    later(desk, request, lambda: _message(_answer(desk, request.user_id, query), query, may_share=may_share))


def _share(desk: Desk, request: ActionRequest) -> Message | None:
    if refused := audience.refusal(desk, request.channel_id):
        return refused
    query = Query.load(request.value, desk.catalogue)
    message = _message(_answer(desk, request.user_id, query, is_shared=True), query, may_share=False)
    respond(desk, request.response_url, message, in_channel=True)
    return None


def register(app: App, desk: Desk) -> None:
    """Register the button that shares a composition."""

    @app.action(Action.SHARE_MIX.value)
    def _share_mix(ack: Ack, body: Payload) -> None:
        def work(request: ActionRequest) -> None:
            later(desk, request, lambda: _share(desk, request))

        on_action(desk, ack, body, work)
