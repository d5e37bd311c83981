"""Reading what a person typed for a field into the text that is stored, and writing it back for a reader.

Stored forms: money ``12000.0000 EUR``, number ``250``, date ``2026-07-01``, rating ``1`` to ``5``, country
``DE``, choice its key, client the other client's id, person the Slack id, list one item a line, phones, addresses
and numbers of registers as `reach.py` and `registers.py` say, everything else the text itself. A value that was kept
before its type had a form of its own stays readable as it is.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.errors import InvalidInput
from bot.i18n import lazy
from bot.policy import reach
from bot.policy.dates import parse_day
from bot.policy.fields import Field, FieldType
from bot.policy.money import LARGEST, SCALE, Money, parse_decimal, parse_money, shortest, to_counts
from bot.policy.regions import parse_country, territory_name
from bot.policy.registers import parse_register_number
from bot.policy.texts import clipped

LONGEST_TEXT = 3000
LONGEST_LINE = 300
"""What a column of the directory holds."""
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
"""Control characters, halves of pairs, marks that show nothing, and those that turn the text around them."""


@dataclass(frozen=True)
class Reading:
    """What reading a value depends on: amounts without a currency, phones without a country code, days without a year.

    `today` is the day where the person is; `country` the client's (ISO code), where it is known.
    """

    base_currency: str
    today: date
    country: str | None = None


def clean_text(text: str) -> str:
    """Drop characters that no database takes or nobody sees, and outer white space; keep every script as typed."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def parse_value(declared: Field, typed: str, reading: Reading) -> str:
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
    return parser(declared, text, reading) if parser else text


def _plain_digits(text: str) -> str:
    """Turn full-width, Arabic and other digits, and the marks that stand among them, into ours."""
    text = unicodedata.normalize("NFKC", text).translate({0x066B: ".", 0x066C: ",", 0x2212: "-"})
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _choice(declared: Field, text: str, _: Reading) -> str:
    found = declared.called(text)
    # A form that is saved again brings the key of a choice retired meanwhile.
    if found is not None and (not found.retired or text == found.key):
        return found.key
    sentence = (
        lazy("“{text}” is not one of the choices for {label}.")
        if found is None
        else lazy("“{text}” is no longer one of the choices for {label}.")
    )
    raise InvalidInput(sentence, field=declared.key, text=clipped(text), label=declared.label)


def _money(declared: Field, text: str, reading: Reading) -> str:
    money = parse_money(clipped(_plain_digits(text)), reading.base_currency, field=declared.key)
    _require_least(declared, Decimal(money.counts))
    return f"{money.decimal()} {money.currency}"


def _number(declared: Field, text: str, _: Reading) -> str:
    number = parse_decimal(clipped(_plain_digits(text)), field=declared.key)
    _require_least(declared, number)
    if abs(number) > LARGEST // SCALE:
        raise InvalidInput(
            lazy("{amount} is beyond what can be kept (100,000,000,000)."), field=declared.key, amount=clipped(text)
        )
    return format(number.normalize(), "f")


def _require_least(declared: Field, number: Decimal) -> None:
    if declared.least is not None and number < declared.least:
        raise InvalidInput(
            lazy("{label} cannot be less than {least}."),
            field=declared.key, label=declared.label, least=declared.least,
        )  # fmt: skip


def _date(declared: Field, text: str, reading: Reading) -> str:
    return parse_day(text, today=reading.today, rule=declared.days, field=declared.key).isoformat()


def _rating(declared: Field, text: str, _: Reading) -> str:
    rating = re.fullmatch(r"([1-5])(?: ?/ ?5)?", _plain_digits(text))
    if rating is None:
        raise InvalidInput(lazy("{label} is a rating from 1 to 5."), field=declared.key, label=declared.label)
    return rating[1]


def _country(declared: Field, text: str, _: Reading) -> str:
    return parse_country(text, field=declared.key)


def _list(declared: Field, text: str, _: Reading) -> str:
    """Put one item on a line; a file has them in one cell, between semicolons."""
    items = [" ".join(item.split()) for item in re.split(r"[\n;；]", text)]
    found = list(dict.fromkeys(item for item in items if item))
    if not found:
        raise InvalidInput(lazy("{label} is empty."), field=declared.key, label=declared.label)
    return "\n".join(found)


def _client(declared: Field, text: str, _: Reading) -> str:
    if not re.fullmatch(r"[1-9]\d{0,9}", text):
        raise InvalidInput(lazy("Choose {label} from the list."), field=declared.key, label=declared.label)
    return text


def _person(declared: Field, text: str, _: Reading) -> str:
    if not re.fullmatch(r"[UW][A-Z0-9]{2,20}", text):
        raise InvalidInput(
            lazy("“{text}” is not a colleague's Slack id, such as U012AB3CD."), field=declared.key, text=clipped(text)
        )
    return text


def _phone(declared: Field, text: str, reading: Reading) -> str:
    return reach.parse_phone(text, reading.country, field=declared.key)


def _email(declared: Field, text: str, _: Reading) -> str:
    return reach.parse_email(text, field=declared.key)


def _website(declared: Field, text: str, _: Reading) -> str:
    return reach.parse_website(text, field=declared.key)


def _register_number(declared: Field, text: str, reading: Reading) -> str:
    return parse_register_number(text, declared.type, reading.country, field=declared.key)


_PARSERS: dict[FieldType, Callable[[Field, str, Reading], str]] = {
    FieldType.CHOICE: _choice,
    FieldType.MONEY: _money,
    FieldType.NUMBER: _number,
    FieldType.DATE: _date,
    FieldType.RATING: _rating,
    FieldType.COUNTRY: _country,
    FieldType.LIST: _list,
    FieldType.CLIENT: _client,
    FieldType.PERSON: _person,
    FieldType.PHONE: _phone,
    FieldType.EMAIL: _email,
    FieldType.WEBSITE: _website,
    FieldType.REGISTRATION: _register_number,
    FieldType.TAX_NUMBER: _register_number,
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


def typed_form(declared: Field, value: str) -> str:
    """Write a stored value as a form shows it, so that reading it gives the same again."""
    match declared.type:
        case FieldType.MONEY:
            return shortest(stored_money(value)) if value else ""
        case FieldType.PHONE:
            return reach.show_phone(value) if value else ""
        case _:
            return value


def stored_money(value: str) -> Money:
    """Read the stored form of a money value back."""
    amount, currency = value.split()
    return Money(to_counts(Decimal(amount)), currency)


_WRITERS: dict[FieldType, Callable[[Field, str], str]] = {
    FieldType.CHOICE: lambda declared, value: declared.choice_label(value),
    FieldType.COUNTRY: lambda _, value: territory_name(value),
    FieldType.RATING: lambda _, value: f"{value} / 5",
    FieldType.PHONE: lambda _, value: reach.show_phone(value),
    FieldType.LIST: lambda _, value: "; ".join(value.splitlines()),
}


def show_value(declared: Field, value: str, money_text: Callable[[Money], str]) -> str:
    """Write a stored value for the current reader; `money_text` formats amounts in the reader's way."""
    if declared.type is FieldType.MONEY:
        return money_text(stored_money(value))
    writer = _WRITERS.get(declared.type)
    return writer(declared, value) if writer else value
