"""Reading what a person typed for a field into the text that is stored, and writing it back for a reader.

Stored forms: money ``12000.0000 EUR``, number ``250``, date ``2026-07-01``, rating ``1`` to ``5``, country
``DE``, choice its key, list one item a line, everything else the text itself.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from bot.errors import InvalidInput
from bot.i18n import lazy, wordings
from bot.policy.catalogue import Field, FieldType
from bot.policy.money import Money, parse_decimal, parse_money, to_counts
from bot.policy.regions import parse_country, territory_name

LONGEST_TEXT = 3000
LONGEST_LINE = 300
"""What a column of the directory holds."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Drop control characters that no database takes, and outer white space; keep every other script as typed."""
    return _CONTROL.sub("", text.replace("\r\n", "\n")).strip()


def parse_value(declared: Field, typed: str, *, base_currency: str) -> str:
    """Return the stored form of what was typed for a field. Raises InvalidInput on that field."""
    text = clean_text(typed)
    if not text:
        raise InvalidInput(lazy("{label} is empty."), field=declared.key, label=declared.label)
    most = LONGEST_LINE if declared.column else LONGEST_TEXT
    if len(text) > most:
        raise InvalidInput(
            lazy("{label} takes at most {most} characters; this has {count}."),
            field=declared.key, label=declared.label, most=most, count=len(text),
        )  # fmt: skip
    parser = _PARSERS.get(declared.type)
    return parser(declared, text, base_currency) if parser else text


def _choice(declared: Field, text: str, _: str) -> str:
    folded = text.casefold()
    for choice in declared.choices:
        names = (choice.key, str(choice.label), *wordings(choice.label))
        if not choice.retired and any(folded == name.casefold() for name in names):
            return choice.key
        # A form that is saved again brings the key of a choice retired meanwhile.
        if choice.retired and text == choice.key:
            return choice.key
        if choice.retired and any(folded == name.casefold() for name in names):
            raise InvalidInput(
                lazy("“{text}” is no longer one of the choices for {label}."),
                field=declared.key, text=text, label=declared.label,
            )  # fmt: skip
    raise InvalidInput(
        lazy("“{text}” is not one of the choices for {label}."), field=declared.key, text=text, label=declared.label
    )


def _money(declared: Field, text: str, base_currency: str) -> str:
    money = parse_money(text, base_currency, field=declared.key)
    return f"{money.decimal()} {money.currency}"


def _number(declared: Field, text: str, _: str) -> str:
    return format(parse_decimal(text, field=declared.key).normalize(), "f")


def _date(declared: Field, text: str, _: str) -> str:
    return parse_date(text, field=declared.key).isoformat()


def _rating(declared: Field, text: str, _: str) -> str:
    if text not in {"1", "2", "3", "4", "5"}:
        raise InvalidInput(lazy("{label} is a rating from 1 to 5."), field=declared.key, label=declared.label)
    return text


def _country(declared: Field, text: str, _: str) -> str:
    return parse_country(text, field=declared.key)


def _list(declared: Field, text: str, _: str) -> str:
    """Put one item on a line; a file has them in one cell, between semicolons."""
    items = [" ".join(item.split()) for item in re.split(r"[\n;；]", text)]
    found = list(dict.fromkeys(item for item in items if item))
    if not found:
        raise InvalidInput(lazy("{label} is empty."), field=declared.key, label=declared.label)
    return "\n".join(found)


_PARSERS: dict[FieldType, Callable[[Field, str, str], str]] = {
    FieldType.CHOICE: _choice,
    FieldType.MONEY: _money,
    FieldType.NUMBER: _number,
    FieldType.DATE: _date,
    FieldType.RATING: _rating,
    FieldType.COUNTRY: _country,
    FieldType.LIST: _list,
}


def parse_date(text: str, *, field: str = "date") -> date:
    """Read an ISO date, a year alone (its first day) or a year and month. Raises InvalidInput."""
    typed = text.strip().replace("/", "-").replace(".", "-")
    if re.fullmatch(r"\d{4}", typed):
        typed += "-01-01"
    elif re.fullmatch(r"\d{4}-\d{1,2}", typed):
        typed += "-01"
    # No company was founded, and nothing was known, before there were companies.
    if parts := re.fullmatch(r"([1-9]\d{3})-(\d{1,2})-(\d{1,2})", typed):
        try:
            return date(int(parts[1]), int(parts[2]), int(parts[3]))
        except ValueError:
            pass
    raise InvalidInput(lazy("“{text}” is not a date; write it as 2026-07-31."), field=field, text=text)


def stored_money(value: str) -> Money:
    """Read the stored form of a money value back."""
    amount, currency = value.split()
    return Money(to_counts(Decimal(amount)), currency)


def show_value(declared: Field, value: str, money_text: Callable[[Money], str]) -> str:
    """Write a stored value for the current reader; `money_text` formats amounts in the reader's way."""
    match declared.type:
        case FieldType.CHOICE:
            return declared.choice_label(value)
        case FieldType.MONEY:
            return money_text(stored_money(value))
        case FieldType.COUNTRY:
            return territory_name(value)
        case FieldType.RATING:
            return f"{value} / 5"
        case FieldType.LIST:
            return "; ".join(value.splitlines())
        case _:
            return value
