"""A client's sales on its card, beside what it says it buys from us."""

from babel.numbers import format_decimal

from bot.i18n import _
from bot.policy.money import Money
from bot.results.clients import SalesGlance, StatedPurchases
from bot.views.blocks import context, section
from bot.views.grade_words import grade_line
from bot.views.message import Block
from bot.views.words import babel_language, day_text, money_text, percent_text


def sales_block(sales: SalesGlance) -> Block:
    """Return the sales of this year and last, what the client says, and the gap between the two."""
    if sales.data_date is None:
        return context(_("No sales in the ledger yet."))
    lines = [_ledger(sales), *([_stated(sales.stated)] if sales.stated else [])]
    if sales.grade is not None:
        lines.append(grade_line(sales.grade, sales.span, sales.this_year.currency))
    if len(lines) == 1 and not (sales.this_year.counts or sales.last_year.counts):
        return context(lines[0])
    return section("\n".join(lines))


def _ledger(sales: SalesGlance) -> str:
    assert sales.data_date is not None
    if not sales.this_year.counts and not sales.last_year.counts:
        return _("No sales this year or last. Ledger to {day}.").format(day=day_text(sales.data_date))
    return _("*Sales* this year {this_year}, last year {last_year}. Ledger to {day}.").format(
        this_year=money_text(sales.this_year),
        last_year=money_text(sales.last_year),
        day=day_text(sales.data_date),
    )


def _stated(shown: StatedPurchases) -> str:
    """Say what they state, what the ledger has of a year, and which way the two differ."""
    given = {"stated": _in_both(shown), "ledger": money_text(shown.ledger), "day": day_text(shown.until)}
    if shown.gap is None:
        return _(
            "They say {stated} a year; the ledger has {ledger} in the 12 months to {day}. "
            "No rate for {currency} is known, so there is no gap to show."
        ).format(**given, currency=shown.stated.currency)
    if not shown.gap.counts:
        return _("They say {stated} a year, and the ledger has the same in the 12 months to {day}.").format(**given)
    given |= {"gap": _size(shown)}
    if shown.gap.counts < 0:
        return _("They say {stated} a year; the ledger has {ledger} in the 12 months to {day}: {gap} less.").format(
            **given
        )
    return _("They say {stated} a year; the ledger has {ledger} in the 12 months to {day}: {gap} more.").format(**given)


def _in_both(shown: StatedPurchases) -> str:
    """Write the statement, with what it was converted to and at which rate where it stands in another currency."""
    stated = money_text(shown.stated)
    if shown.rate is None or shown.rate_day is None or shown.converted is None:
        return stated
    return _("{stated} ({converted} at {rate}, {day})").format(
        stated=stated,
        converted=money_text(shown.converted),
        rate=format_decimal(shown.rate, locale=babel_language(), decimal_quantization=False),
        day=day_text(shown.rate_day),
    )


def _size(shown: StatedPurchases) -> str:
    assert shown.gap is not None
    amount = money_text(Money(abs(shown.gap.counts), shown.ledger.currency))
    if shown.gap.tenths is None:
        return amount
    return _("{amount} ({percent})").format(amount=amount, percent=percent_text(abs(shown.gap.tenths)))
