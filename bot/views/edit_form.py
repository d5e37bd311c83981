"""The form of one section, made from the catalogue: what wants a look first, and the rest behind a button.

A section of twenty fields is a wall on a phone. The first page holds what is due, what is known and what is missed
most; “More fields” adds the others and keeps what is typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from slack_sdk.models.blocks import StaticSelectElement

from bot.i18n import _, ngettext
from bot.policy.access import Part
from bot.policy.catalogue import PART_LABELS, SOURCE_LABELS, Catalogue, Field, FieldType, Source
from bot.policy.freshness import Freshness
from bot.policy.regions import territory_name
from bot.policy.registers import example_of, is_checked
from bot.results.clients import Client, SectionView, Value
from bot.views import blocks as drawn
from bot.views import forms
from bot.views.blocks import actions, button, context, option, plain, section
from bot.views.drafts import reporting
from bot.views.ids import Action, Form, Input, file_section
from bot.views.message import Block, View
from bot.views.words import FRESHNESS_SIGNS, day_text, freshness_text, local_day, source_text, title_text

STATED_SOURCES = (Source.CALL, Source.EMAIL, Source.VISIT, Source.RESEARCH, Source.DATA_SHEET, Source.AGENCY)
"""Where a person can have it from; imports name themselves."""

FIRST_PAGE = 18
"""More fields than that stand behind a button."""
MOST_FIELDS = 90
"""What a form holds beside its headings."""

_ORDER = {Freshness.STALE: 0, Freshness.DUE: 0, Freshness.FRESH: 1, Freshness.EMPTY: 2}


@dataclass(frozen=True)
class Asked:
    """How a section's form is asked for: the zone its reader's days are in, one field first, or all of them."""

    timezone: str = "UTC"
    first: str = ""
    is_whole: bool = False
    others: Mapping[Part, Freshness] = field(default_factory=dict)
    """The sections that the form leads to, with their states."""


def edit_form(catalogue: Catalogue, client: Client, shown: SectionView, carried: str, asked: Asked = Asked()) -> View:
    """Return the form of one section with the present values filled in."""
    known = {value.field.key: value for value in shown.values}
    page, rest = _pages(catalogue.of(shown.part), known, asked)
    blocks: list[Block] = [_heading(client, asked), *_groups(page, known, client, asked)]
    if asked.is_whole and rest:
        blocks += [context(_("*All other fields*")), *(_input(each, known, client, asked) for each in rest)]
    elif rest:
        text = ngettext("{count} more field", "{count} more fields", len(rest)).format(count=len(rest))
        more = button(text, Action.MORE_FIELDS, file_section(client.client_id, shown.part))
        blocks.append(actions(more, block_id="more_fields"))
    blocks.append(source_input())
    return reporting(forms.modal(Form.EDIT, str(PART_LABELS[shown.part]), blocks, submit=_("Save"), carried=carried))


def _heading(client: Client, asked: Asked) -> Block:
    """Return the client's name, with the menu that leads to its other sections."""
    menu = StaticSelectElement(
        action_id=Action.OTHER_SECTION.value,
        options=[
            option(f"{FRESHNESS_SIGNS[state]} {PART_LABELS[part]}", file_section(client.client_id, part))
            for part, state in asked.others.items()
        ],
        placeholder=plain(_("Other sections")),
    )
    return section(title_text(client), accessory=menu.to_dict() if asked.others else None, block_id="edit_heading")


def source_input(chosen: Source = Source.CALL) -> Block:
    """Return the menu that asks where the person has it from."""
    sources = [option(str(SOURCE_LABELS[each]), each.value) for each in STATED_SOURCES]
    return drawn.field(_("How do you know?"), forms.select(Input.SOURCE, sources, chosen=chosen), name=Input.SOURCE)


def _pages(fields: Sequence[Field], known: dict[str, Value], asked: Asked) -> tuple[Sequence[Field], Sequence[Field]]:
    """Return the fields of the first page and the others; a short section is one page in its own order."""
    if asked.first:
        return [each for each in fields if each.key == asked.first], _without(fields, {asked.first})
    if len(fields) <= FIRST_PAGE:
        return fields, ()
    best = sorted(fields, key=lambda each: (_ORDER[_state(each, known)], -each.weight))[:FIRST_PAGE]
    keys = {each.key for each in best}
    return [each for each in fields if each.key in keys], _without(fields, keys)


def _without(fields: Sequence[Field], keys: set[str]) -> Sequence[Field]:
    return [each for each in fields if each.key not in keys][: MOST_FIELDS - len(keys)]


def _state(declared: Field, known: dict[str, Value]) -> Freshness:
    value = known.get(declared.key)
    return value.freshness if value else Freshness.EMPTY


def _groups(page: Sequence[Field], known: dict[str, Value], client: Client, asked: Asked) -> list[Block]:
    """Put what wants a look under a heading of its own, before the rest; without any there is no heading."""
    ageing = [each for each in page if _state(each, known) in {Freshness.STALE, Freshness.DUE}]
    others = [each for each in page if each not in ageing]
    blocks = [_input(each, known, client, asked) for each in ageing]
    if ageing and others:
        blocks = [context(_("*Wants a look*")), *blocks, context(_("*The rest*"))]
    return blocks + [_input(each, known, client, asked) for each in others]


def _input(declared: Field, known: dict[str, Value], client: Client, asked: Asked) -> Block:
    value = known.get(declared.key)
    hints = [_age(value, asked.timezone) if value else "", _rules(declared, client)]
    return forms.input_of(
        declared,
        value.value if value else "",
        optional=not declared.needed,
        name=value.name if value else "",
        hint="  ·  ".join(filter(None, hints)),
    )


def _age(value: Value, timezone: str) -> str:
    """Say what is ageing and since when it is known; empty for what is fresh."""
    if value.freshness not in {Freshness.STALE, Freshness.DUE}:
        return ""
    return _("{state}; {source}, {day}").format(
        state=freshness_text(value.freshness),
        source=source_text(value.source),
        day=day_text(local_day(value.observed_at, timezone)),
    )


def _rules(declared: Field, client: Client) -> str:
    """Say by which rules a number is checked, and that it is not where none are known."""
    if declared.type not in {FieldType.TAX_NUMBER, FieldType.REGISTRATION}:
        return ""
    if not client.country:
        return _("Not checked while the client has no country.")
    country = territory_name(client.country)
    if not is_checked(declared.type, client.country):
        return _("Kept as you type it: we know no rules for {country}.").format(country=country)
    if example := example_of(declared.type, client.country):
        return _("Checked by the rules for {country}, such as {example}.").format(country=country, example=example)
    return _("Checked by the rules for {country}.").format(country=country)
