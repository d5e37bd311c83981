"""What an answer about sales suggests: each thing in a short sentence, with its rule and its figures in small print."""

from fractions import Fraction

from bot.i18n import LazyText, _, lazy, ngettext
from bot.policy.money import Money
from bot.policy.periods import Period
from bot.results.clients import Client
from bot.results.composition import key_label
from bot.results.measures import CONCENTRATION, FALLEN, MOVED_DOWN, MOVED_UP, UNBOUGHT, Seed
from bot.results.suggestions import Band, Concentration, Fallen, Moved, Suggestion, Suggestions, Unbought
from bot.views.blocks import button, context, escape, section, shorten
from bot.views.ids import Action
from bot.views.message import Block
from bot.views.words import count_text, day_text, decimal_text, money_text, percent_text

_LENGTH = 60
_BANDS: dict[Band, LazyText] = {
    Band.LOW: lazy("low"),
    Band.MODERATE: lazy("moderate"),
    Band.HIGH: lazy("high"),
}
_ALIKE: dict[str, LazyText] = {"industry": lazy("industry"), "type": lazy("type")}


def suggestion_blocks(shown: Suggestions) -> tuple[Block, ...]:
    """Return what stands under an answer about sales; nothing where nothing is suggested.

    A button makes a measure of a suggestion, for whoever may decide one.
    """
    if not shown.items:
        return ()
    blocks = [context("  ·  ".join(filter(None, [_("*What this suggests*"), _compared(shown)])))]
    for each in shown.items:
        seed = _seed(each, is_whole=shown.is_whole)
        is_offered = seed is not None and (shown.may_decide if seed.client_id else shown.may_decide_groups)
        making = button(_("Make a measure"), Action.MEASURE_FROM, seed.dump()) if seed and is_offered else None
        sentence, small_print = _words(each, shown.currency)
        blocks += [section(sentence, accessory=making), context(small_print)]
    return tuple(blocks)


def _compared(shown: Suggestions) -> str:
    """Say which days are compared; an unfinished period only as far as its months are closed."""
    if shown.before is None:
        return ""
    if shown.year_before is None:
        return _("{now} against {before}").format(now=_days(shown.period), before=_days(shown.before))
    return _("{now} against {before} and {year_before}").format(
        now=_days(shown.period), before=_days(shown.before), year_before=_days(shown.year_before)
    )


def _days(period: Period) -> str:
    return _("{first} to {last}").format(first=day_text(period.start), last=day_text(period.end))


def _words(each: Suggestion, currency: str) -> tuple[str, str]:
    """Return the sentence, and the rule with its figures."""
    if isinstance(each, Concentration):
        return _concentration(each), _concentration_rule(each)
    if isinstance(each, Moved):
        return _moved(each), _moved_rule(each, currency)
    if isinstance(each, Fallen):
        return _fallen(each), _fallen_rule(each, currency)
    return _unbought(each), _unbought_rule(each, currency)


def _name(client: Client) -> str:
    return escape(shorten(client.name, _LENGTH))


def _share(share: Fraction) -> str:
    return percent_text(round(1000 * share))


def _concentration(each: Concentration) -> str:
    given = {
        "band": _BANDS[each.band],
        "largest": _share(each.largest_share),
        "five": _share(each.top_five),
    }
    if each.largest is None:
        return _("*Concentration is {band}:* the largest client buys {largest}, the five largest {five}.").format(
            **given
        )
    return _("*Concentration is {band}:* {name} buys {largest}, the five largest clients {five}.").format(
        **given, name=_name(each.largest)
    )


def _concentration_rule(each: Concentration) -> str:
    return ngettext(
        "Rule: Herfindahl index, the sum of all squared shares times 10,000; below 1,500 low, above 2,500 high. "
        "Figures: {index}, of {count} client.",
        "Rule: Herfindahl index, the sum of all squared shares times 10,000; below 1,500 low, above 2,500 high. "
        "Figures: {index}, of {count} clients.",
        each.clients,
    ).format(index=count_text(each.herfindahl), count=count_text(each.clients))


def _moved(each: Moved) -> str:
    given = {
        "key": escape(shorten(str(key_label(each.by)), _LENGTH)),
        "label": escape(shorten(each.label, _LENGTH)),
        "points": decimal_text(abs(each.points), 10),
    }
    if each.points < 0:
        return _("*{label} loses:* this {key} has {points} points less of all sales.").format(**given)
    return _("*{label} gains:* this {key} has {points} points more of all sales.").format(**given)


def _moved_rule(each: Moved, currency: str) -> str:
    return _(
        "Rule: a share that moves by 3 points or more. Figures: {share} after {before}, {now} after {then}."
    ).format(
        share=_share(each.share),
        before=_share(each.share_before),
        now=money_text(Money(each.amount, currency)),
        then=money_text(Money(each.before, currency)),
    )


def _fallen(each: Fallen) -> str:
    lost = percent_text(round(Fraction(1000 * (each.before - each.amount), each.before)))
    return _("*{name} buys {lost} less* than in the period before.").format(name=_name(each.client), lost=lost)


def _fallen_rule(each: Fallen, currency: str) -> str:
    given = {
        "now": money_text(Money(each.amount, currency)),
        "before": money_text(Money(each.before, currency)),
    }
    if each.year_before is None:
        return _(
            "Rule: 30 % or more below the period before, and half a percent of all sales. "
            "Figures: {now} after {before}."
        ).format(**given)
    return _(
        "Rule: 30 % or more below both the period before and the year before, and half a percent of all sales. "
        "Figures: {now} after {before}; the year before {year_before}."
    ).format(**given, year_before=money_text(Money(each.year_before, currency)))


def _unbought(each: Unbought) -> str:
    given = {
        "name": _name(each.client),
        "grade": escape(each.grade),
        "best": escape(each.best),
        "product": escape(shorten(each.product, _LENGTH)),
        "buyers": each.buyers,
        "peers": each.peers,
        "value": escape(shorten(each.value, _LENGTH)),
        "region": escape(each.region),
    }
    if each.region:
        return _(
            "*{name} ({grade}) buys no {product}*, but {buyers} of {peers} {best} clients like it do "
            "({value}, {region})."
        ).format(**given)
    return _(
        "*{name} ({grade}) buys no {product}*, but {buyers} of {peers} {best} clients like it do ({value})."
    ).format(**given)


def _unbought_rule(each: Unbought, currency: str) -> str:
    """Write the rule; which clients count as alike depends on what is known and how many there are."""
    given = {
        "best": escape(each.best),
        "field": _ALIKE.get(each.field, each.field),
        "support": _share(each.support),
        "lift": decimal_text(round(100 * each.lift), 100),
        "buying": count_text(each.buying),
        "alike": count_text(each.alike),
        "potential": money_text(Money(each.potential, currency)),
    }
    if each.region:
        return _(
            "Rule: at least 3 {best} clients of the same {field} and region, 60 % of them, with a lift of 1.5. "
            "Figures: support {support}, lift {lift} ({buying} of all {alike} such clients buy it); "
            "at their usual part it would be {potential}."
        ).format(**given)
    return _(
        "Rule: at least 3 {best} clients of the same {field}, 60 % of them, with a lift of 1.5. "
        "Figures: support {support}, lift {lift} ({buying} of all {alike} such clients buy it); "
        "at their usual part it would be {potential}."
    ).format(**given)


def _seed(each: Suggestion, *, is_whole: bool) -> Seed | None:
    """Return what a measure would grow from; a low concentration asks for none.

    What a filter leaves of a part is no part of all sales, so that its result could not be counted.
    """
    if isinstance(each, Concentration):
        return None if each.band is Band.LOW else Seed(CONCENTRATION)
    if isinstance(each, Moved):
        kind = MOVED_DOWN if each.points < 0 else MOVED_UP
        return Seed(kind, by=each.by.value, part=each.part, monthly=each.monthly) if is_whole else None
    if isinstance(each, Fallen):
        return Seed(FALLEN, each.client.client_id, monthly=each.monthly)
    return Seed(UNBOUGHT, each.client.client_id, each.product_id, monthly=each.monthly)
