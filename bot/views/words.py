"""Words that several views share: money, dates, freshness, places, in the reader's own way."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_timedelta
from babel.numbers import format_currency, format_decimal, format_percent

from bot.i18n import _, current_language, lazy, own_name
from bot.policy.catalogue import RELATIONS, SOURCE_LABELS, STAGES, Choice, Field, FieldType, Source
from bot.policy.freshness import Freshness
from bot.policy.money import SCALE, Money
from bot.policy.regions import territory_name
from bot.policy.values import show_value
from bot.results.clients import Client
from bot.views.blocks import escape, shorten


def babel_language() -> str:
    """Return the reader's language as Babel knows it; English where it does not."""
    return _babel_language(current_language())


@lru_cache
def _babel_language(language: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(language))
    except (UnknownLocaleError, ValueError):
        return "en"


def money_text(money: Money) -> str:
    """Write an amount with its currency code: ``USD 40,000.00``; codes, because $ is several currencies."""
    amount = Decimal(money.counts) / SCALE
    return format_currency(amount, money.currency, format="¤¤ #,##0.00", locale=babel_language())


def amount_text(money: Money) -> str:
    """Write an amount without its currency, which stands elsewhere."""
    amount = Decimal(money.counts) / SCALE
    return format_currency(amount, money.currency, format="#,##0.00", locale=babel_language())


def number_text(counts: int) -> str:
    """Write a quantity that is kept in ten-thousandths."""
    return format_decimal(Decimal(counts) / SCALE, locale=babel_language())


def count_text(count: int) -> str:
    """Write how many there are."""
    return format_decimal(count, locale=babel_language())


def decimal_text(parts: int, whole: int) -> str:
    """Write a number given in parts of `whole`, 10 or 100, such as 32 tenths as 3.2, with all its decimals."""
    places = len(str(whole)) - 1
    return format_decimal(Decimal(parts) / whole, format=f"#,##0.{'0' * places}", locale=babel_language())


def percent_text(tenths: int) -> str:
    """Write a share given in tenths of a percent: 384 is 38.4 %."""
    return format_percent(Decimal(tenths) / 1000, format="#,##0.0 %", locale=babel_language())


def day_text(day: date) -> str:
    """Write a day in the reader's usual middle form."""
    return _day_text(day, babel_language())


@lru_cache(maxsize=8192)
def _day_text(day: date, language: str) -> str:
    """Write a day; a card shows twenty, and the days of one spring are the days of all files."""
    return format_date(day, format="medium", locale=language)


def ago_text(instant: datetime, now: datetime) -> str:
    """Write how long ago an instant was, such as “3 weeks ago”."""
    if abs(now - instant) < timedelta(minutes=1):
        return _("just now")
    return format_timedelta(
        instant - now, granularity="minute", add_direction=True, locale=babel_language(), threshold=1.2
    )


def local_day(instant: datetime, timezone: str) -> date:
    """Return the day an instant falls on for a reader."""
    return instant.astimezone(ZoneInfo(timezone)).date()


FRESHNESS_SIGNS = {
    Freshness.FRESH: "●",
    Freshness.DUE: "◐",
    Freshness.STALE: "○",
    Freshness.EMPTY: "–",
}
"""Shapes, not colours, tell the states apart."""


_FRESHNESS_WORDS = {
    Freshness.FRESH: lazy("fresh"),
    Freshness.DUE: lazy("due for a look"),
    Freshness.STALE: lazy("stale"),
    Freshness.EMPTY: lazy("nothing known yet"),
}


def freshness_text(state: Freshness) -> str:
    """Write a state as a sign and a word."""
    return f"{FRESHNESS_SIGNS[state]} {_FRESHNESS_WORDS[state]}"


def source_text(source: str) -> str:
    """Write where a value comes from."""
    try:
        return str(SOURCE_LABELS[Source(source)])
    except ValueError:
        return source


def value_text(declared: Field, value: str, most: int, *, name: str = "") -> str:
    """Write a stored value in one line of at most `most` characters, escaped; a colleague as a mention.

    `name` is what a client is called whose id the value is. An emptied field has no value.
    """
    if not value:
        return _("_nothing_")
    if declared.type is FieldType.PERSON:
        return f"<@{value}>"
    shown = name or _day_of(declared, value) or show_value(declared, value, money_text)
    return escape(shorten(" ".join(shown.split()), most))


def _day_of(declared: Field, value: str) -> str:
    """Write the day of a date field as every other day is written; empty for what is none."""
    if declared.type is not FieldType.DATE:
        return ""
    try:
        return day_text(date.fromisoformat(value))
    except ValueError:
        return ""


def title_text(client: Client) -> str:
    """Write whose form this is: the client's name in bold, and its place where that is known."""
    return "  ".join(filter(None, [f"*{escape(client.name)}*", place_text(client)]))


def place_text(client: Client) -> str:
    """Write a client's city and country, escaped; empty when neither is known."""
    parts = [escape(client.city or ""), territory_name(client.country) if client.country else ""]
    return ", ".join(part for part in parts if part)


def stage_text(client: Client, via: str = "") -> str:
    """Write a client's stage, such as “future client”, and, when indirect, that too, with the name it buys through."""
    stage = _choice_text("stage", STAGES, client.stage)
    relation = _choice_text("relation", RELATIONS, client.relation)
    if client.relation == "direct":
        return _("{stage} client").format(stage=stage)
    if via:
        return _("{stage} client, {relation}, through {via}").format(stage=stage, relation=relation, via=escape(via))
    return _("{stage} client, {relation}").format(stage=stage, relation=relation)


def _choice_text(field: str, choices: Sequence[Choice], key: str) -> str:
    """Write a choice of the directory, by the company's own name for it where it has one."""
    usual = next((str(each.label) for each in choices if each.key == key), key)
    return escape(own_name(field, key) or usual)


def owner_text(client: Client) -> str:
    """Write who owns the file, as a mention that notifies nobody in an ephemeral answer."""
    if client.owner_slack_id:
        return f"<@{client.owner_slack_id}>"
    return _("nobody yet")
