"""`/client mix`: the composition of sales, computed after the acknowledgement, and what its buttons give out."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from slack_bolt import App
from sqlalchemy.orm import Session

from bot.errors import ClienteleError, InvalidInput
from bot.handlers import audience
from bot.handlers.answering import Case, later, listen, open_report, respond
from bot.handlers.desk import Desk
from bot.handlers.mix_query import Query, chosen_units, period_of, read
from bot.handlers.payloads import ActionRequest, CommandRequest
from bot.handlers.reading import reading_for
from bot.handlers.typed import searched
from bot.handlers.uploading import Handout, hand_over, put_beside
from bot.i18n import lazy
from bot.policy.access import Role
from bot.policy.periods import Period
from bot.results.charts import BarChart, chart_of, crossed_chart_of, title_of
from bot.results.composition import Composition, CrossedMix, Measure
from bot.results.sell_through import SellThroughSum
from bot.services import composition, mix_files, mix_lines
from bot.services.filters import Filters, parts_of
from bot.services.sell_through import read_beside
from bot.services.suggestions import suggest
from bot.views import mix_answers
from bot.views.ids import Action
from bot.views.message import Block, Message
from bot.views.mix_blocks import alt_text
from bot.views.sell_through import beside_blocks
from bot.views.suggestions import suggestion_blocks
from bot.views.waiting import leading_to_waiting

Found = Composition | CrossedMix
"""One answer: by one key, of one unit where it is a quantity, or crossed."""

PICTURE_PARTS, PICTURE_COLOURS = 10, 6
"""Bars and colours of a picture, the rest being the last of them."""


@dataclass(frozen=True)
class Asked:
    """A question about sales in the case that answers it, its days and filters understood."""

    case: Case
    reader: Session
    query: Query
    today: date
    period: Period
    filters: Filters


@contextmanager
def open_question(desk: Desk, user_id: str, query: Query) -> Iterator[Asked]:
    """Open a case for one step of a question, as of the company's own day.

    Each step logs what it has read at its end, and SQLite's writer is taken from then on: what reads long after it
    has a case of its own.
    """
    with open_report(desk, user_id, via="mix") as (case, reader):
        today = today_of(desk)
        filters = Filters(query.filters, query.state, reading_for(desk, case, None))
        yield Asked(case, reader, query, today, period_of(query, today), filters)


def today_of(desk: Desk) -> date:
    """Return the company's own day."""
    return desk.now().astimezone(desk.settings.zone).date()


def find(desk: Desk, asked: Asked) -> Sequence[Found]:
    """Return what sales are made of. Raises InvalidInput for a unit that there is not."""
    case, query = asked.case, asked.query
    if query.by2 is not None:
        crossed = composition.answer_crossed(
            case.session, case.actor, by=query.by, by2=query.by2, period=asked.period, now=case.now,
            base_currency=desk.base_currency, catalogue=desk.catalogue, filters=asked.filters, reader=asked.reader,
        )  # fmt: skip
        return [crossed]
    found = composition.answer_mix(
        case.session, case.actor, by=query.by, measure=query.measure, period=asked.period, now=case.now,
        base_currency=desk.base_currency, catalogue=desk.catalogue, filters=asked.filters, reader=asked.reader,
    )  # fmt: skip
    return chosen_units(found, query.unit)


def suggestions_of(
    desk: Desk, user_id: str, query: Query, found: Sequence[Found], *, is_shared: bool = False
) -> Sequence[Block]:
    """Return what an answer about amounts by one key suggests; to many readers no client is named."""
    first = found[0] if found else None
    if not isinstance(first, Composition) or first.measure is not Measure.AMOUNT:
        return ()
    with open_question(desk, user_id, query) as asked:
        case = asked.case
        suggested = suggest(
            case.session, case.actor, first, now=case.now, today=asked.today, catalogue=desk.catalogue,
            filters=asked.filters, with_names=not is_shared, reader=asked.reader,
        )  # fmt: skip
        return suggestion_blocks(suggested)


def _beside(desk: Desk, asked: Asked) -> SellThroughSum | None:
    """Return what indirect clients report of the same period; filters would choose among them, so it is none then."""
    if asked.query.filters or asked.query.state or asked.query.measure is not Measure.AMOUNT:
        return None
    case = asked.case
    return read_beside(
        case.session, asked.reader, case.actor, asked.period, base_currency=desk.base_currency, now=case.now
    )


@dataclass
class Answer:
    """One answer: worked out and drawn, and drawn once more where the workspace refuses native charts."""

    desk: Desk
    user_id: str
    query: Query
    found: Sequence[Found] = field(default_factory=tuple)

    def message(self) -> Message:
        """Work the answer out and draw it for its asker, with what it suggests."""
        with open_question(self.desk, self.user_id, self.query) as asked:
            self.found = find(self.desk, asked)
            beside = _beside(self.desk, asked)
            leads = leading_to_waiting(self.found) if asked.case.actor.holds(Role.CUSTODIAN) else ()
        return mix_answers.mix_answer(
            self.found,
            asked=self.query.dump(),
            may_share=may_be_shared(self.desk, self.query),
            suggestions=(
                *suggestions_of(self.desk, self.user_id, self.query, self.found),
                *beside_blocks(beside),
                *leads,
            ),
        )

    def to_share(self, channel_id: str) -> Message:
        """Work the answer out for a channel, without buttons, and log that it is shown there."""
        with open_question(self.desk, self.user_id, self.query) as asked:
            self.found = find(self.desk, asked)
            case, keys = asked.case, self.query.keys
            mix_lines.note_shared(case.session, case.actor, channel_id, keys=keys, period=asked.period, now=case.now)
        below = suggestions_of(self.desk, self.user_id, self.query, self.found, is_shared=True)
        return mix_answers.mix_answer(self.found, asked="", may_share=False, suggestions=below)

    def plainly(self, message: Message) -> Message:
        """Send the asker the charts as pictures, and say in the answer where they are."""
        pictures = self._pictures()
        try:
            for picture in pictures:
                hand_over(self.desk, self.user_id, picture)
        except ClienteleError as error:
            return mix_answers.with_word(message, str(error))
        return mix_answers.with_picture_sent(message) if pictures else message

    def plainly_in(self, channel_id: str, message: Message) -> Message:
        """Put the charts as pictures beside an answer in a channel, where the bot may."""
        pictures = self._pictures()
        are_there = [put_beside(self.desk, channel_id, picture) for picture in pictures]
        return mix_answers.with_picture_beside(message) if pictures and all(are_there) else message

    def _pictures(self) -> Sequence[Handout]:
        name = f"{_file_name(self.query)}.png"
        charts = [(each, _chart(each)) for each in mix_answers.shown(self.found) if each.has_shares]
        return [
            Handout(name, mix_files.draw_picture(chart), chart.title, mix_answers.file_words(each), alt_text(chart))
            for each, chart in charts
        ]


def _chart(found: Found) -> BarChart:
    if isinstance(found, CrossedMix):
        return crossed_chart_of(found, bars=PICTURE_PARTS, colours=PICTURE_COLOURS)
    return chart_of(found, most=PICTURE_PARTS)


def _file_name(query: Query) -> str:
    """Return what a file of this answer is called: ``sales-by-product-by-grade-2026-Q3``."""
    words = " ".join(["sales by", " by ".join(key.value for key in query.keys), query.period])
    return re.sub(r"[^\w.]+", "-", words).strip("-.")


def may_be_shared(desk: Desk, query: Query) -> bool:
    """Tell whether the answer may stand in a channel."""
    parts = parts_of(query.filters, query.state, desk.catalogue)
    return composition.may_be_shared(query.keys, parts, desk.catalogue)


def command(desk: Desk, request: CommandRequest, rest: str) -> None:
    """Answer `/client mix`, slow work after the acknowledgement. Raises InvalidInput at once."""
    del rest
    answer = Answer(desk, request.user_id, read(searched(request.text), desk.catalogue, today_of(desk)))
    later(desk, request, answer.message, plainly=answer.plainly)


def _pressed(desk: Desk, request: ActionRequest) -> Answer:
    return Answer(desk, request.user_id, read(request.value, desk.catalogue, today_of(desk)))


def _share(desk: Desk, request: ActionRequest) -> None:
    answer = _pressed(desk, request)

    def share() -> Message | None:
        if refused := audience.refusal(desk, request.channel_id):
            return refused
        if not may_be_shared(desk, answer.query):
            raise InvalidInput(lazy("Figures by these keys and filters stay with those who may read them."))
        message = answer.to_share(request.channel_id)
        plainly = partial(answer.plainly_in, request.channel_id)
        respond(desk, request.response_url, message, in_channel=True, plainly=plainly)
        return None

    later(desk, request, share)


def _send_book(desk: Desk, request: ActionRequest) -> None:
    later(desk, request, lambda: _book(desk, request.user_id, _pressed(desk, request).query))


def _book(desk: Desk, user_id: str, query: Query) -> Message:
    """Send the figures and the lines behind them to their asker, and say where they are."""
    with open_question(desk, user_id, query) as asked:
        found = find(desk, asked)
    if not found:
        return mix_answers.mix_answer(found, asked="", may_share=False)
    with open_question(desk, user_id, query) as asked:
        case = asked.case
        lines = mix_lines.list_lines(
            case.session, case.actor, keys=query.keys, period=asked.period, now=case.now, catalogue=desk.catalogue,
            filters=asked.filters, unit=_one_unit(query, found[0]), reader=asked.reader,
        )  # fmt: skip
    content = mix_files.write_workbook(found, lines, desk.base_currency, asked.today)
    name, words = f"{_file_name(query)}.xlsx", mix_answers.file_words(found[0])
    hand_over(desk, user_id, Handout(name, content, title_of(found[0]), words))
    return mix_answers.book_sent(title_of(found[0]))


def _one_unit(query: Query, found: Found) -> str | None:
    """Return the one unit that is asked for, as lines have it; None where it does not matter."""
    return (found.unit or "") if query.unit and isinstance(found, Composition) else None


def register(app: App, desk: Desk) -> None:
    """Register the buttons under a composition."""
    listen(app, desk, {Action.SHARE_MIX: _share, Action.MIX_BOOK: _send_book})
