"""What the forms are made of: one modal a form, and one input a field, chosen by the field's type."""

from collections.abc import Collection, Sequence
from datetime import date

from slack_sdk.models.blocks import (
    CheckboxesElement,
    DatePickerElement,
    ExternalDataSelectElement,
    NumberInputElement,
    Option,
    PlainTextInputElement,
    StaticSelectElement,
    UserSelectElement,
)
from slack_sdk.models.blocks.block_elements import InputInteractiveElement

from bot.i18n import _
from bot.policy.catalogue import Field, FieldType
from bot.policy.regions import territory_name
from bot.policy.values import LONGEST_TEXT, typed_form
from bot.views.blocks import field, option, plain, shorten
from bot.views.ids import Form
from bot.views.message import Block, View

TITLE_LIMIT = 24
ONE_LINE = 300


def modal(
    callback_id: Form,
    title: str,
    blocks: Sequence[Block],
    *,
    submit: str | None,
    carried: str = "",
    close: str | None = None,
) -> View:
    """Return a modal; titles and button labels hold 24 characters."""
    view: View = {
        "type": "modal",
        "callback_id": callback_id.value,
        "title": plain(shorten(title, TITLE_LIMIT)).to_dict(),
        "close": plain(shorten(close or _("Cancel"), TITLE_LIMIT)).to_dict(),
        "blocks": list(blocks),
    }
    if submit:
        view["submit"] = plain(shorten(submit, TITLE_LIMIT)).to_dict()
    if carried:
        view["private_metadata"] = carried
    return view


def text_input(
    name: str, *, initial: str = "", placeholder: str = "", most: int = ONE_LINE, lines: bool = False
) -> PlainTextInputElement:
    """Return a text input of one line, or of several."""
    return PlainTextInputElement(
        action_id=name,
        initial_value=initial[:most] or None,
        placeholder=plain(placeholder) if placeholder else None,
        max_length=most,
        multiline=lines,
    )


def select(name: str, options: Sequence[Option], *, chosen: str = "", placeholder: str = "") -> StaticSelectElement:
    """Return a menu; `chosen` must be the value of one of its options or empty."""
    return StaticSelectElement(
        action_id=name,
        options=list(options),
        initial_option=next((each for each in options if each.value == chosen), None),
        placeholder=plain(placeholder or _("Choose")),
    )


def line_input(label: str, name: str, *, initial: str = "", optional: bool = True, hint: str = "") -> Block:
    """Return the whole input of a line of text that is no field of the catalogue."""
    return field(label, text_input(name, initial=initial), name=name, optional=optional, hint=hint)


def ticks(name: str, options: Sequence[Option], *, chosen: Collection[str] = ()) -> CheckboxesElement:
    """Return boxes to tick, ten at most; `chosen` are the values of those that are ticked."""
    ticked = [each for each in options if each.value in chosen]
    return CheckboxesElement(action_id=name, options=list(options), initial_options=ticked or None)


def searching(
    name: str, *, chosen: Option | None = None, placeholder: str = "", at_least: int = 1
) -> ExternalDataSelectElement:
    """Return a menu that asks for its options as somebody types."""
    return ExternalDataSelectElement(
        action_id=name,
        initial_option=chosen,
        min_query_length=at_least,
        placeholder=plain(placeholder or _("Type to search")),
    )


def day(name: str, *, chosen: date | None = None) -> DatePickerElement:
    """Return a date picker."""
    return DatePickerElement(action_id=name, initial_date=chosen.isoformat() if chosen else None)


def country(name: str, chosen: str | None) -> ExternalDataSelectElement:
    """Return the menu of countries, searched in the reader's language."""
    known = option(territory_name(chosen), chosen) if chosen else None
    return searching(name, chosen=known, placeholder=_("Type a country"))


def shown_in(element: InputInteractiveElement) -> str:
    """Return what an input holds before anybody has touched it; empty when it asks for something new."""
    if chosen := getattr(element, "initial_option", None):
        return str(chosen.value)
    return str(getattr(element, "initial_value", None) or "")


def element_of(  # noqa: C901, PLR0911 - one return a field type
    declared: Field, value: str, name: str = ""
) -> InputInteractiveElement:
    """Return the input that a field asks for, filled with its stored value; `name` is what a client is called."""
    match declared.type:
        case FieldType.CHOICE:
            offered = [option(str(each.label), each.key) for each in declared.offered(value)]
            return select(declared.key, offered, chosen=value)
        case FieldType.RATING:
            return select(declared.key, [option(_rating(n), str(n)) for n in range(1, 6)], chosen=value)
        case FieldType.COUNTRY:
            return country(declared.key, value or None)
        case FieldType.NUMBER:
            return NumberInputElement(action_id=declared.key, is_decimal_allowed=True, initial_value=value or None)
        case FieldType.LONG_TEXT | FieldType.LIST:
            return text_input(declared.key, initial=value, most=LONGEST_TEXT, lines=True)
        case FieldType.MONEY:
            shown = typed_form(declared, value)
            return text_input(declared.key, initial=shown, placeholder=_("such as 40,000 EUR"))
        case FieldType.DATE:
            return text_input(declared.key, initial=value, placeholder=_("such as 1998, 31 Jul 2026 or 2026-07-31"))
        case FieldType.PHONE:
            return text_input(declared.key, initial=typed_form(declared, value))
        case FieldType.PERSON:
            return UserSelectElement(action_id=declared.key, initial_user=value or None)
        case FieldType.CLIENT:
            known = option(name or value, value) if value else None
            return searching(declared.key, chosen=known, placeholder=_("Type a client's name"))
        case _:
            # What has become longer, by an import, must not be cut by being shown in a form.
            is_long = len(value) > ONE_LINE or "\n" in value
            return text_input(declared.key, initial=value, most=LONGEST_TEXT if is_long else ONE_LINE, lines=is_long)


def _rating(stars: int) -> str:
    return "★" * stars + "☆" * (5 - stars)


def input_of(
    declared: Field, value: str, *, optional: bool = True, name: str = "", hint: str = "", label: str = ""
) -> Block:
    """Return the whole input of a field: label, element, and the hint that it has or is given."""
    return field(
        label or str(declared.label),
        element_of(declared, value, name),
        name=declared.key,
        optional=optional,
        hint=hint or (str(declared.hint) if declared.hint else ""),
    )
