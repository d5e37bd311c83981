"""The forms about one client: add, log, edit a section, and the view that a form ends in."""

from collections.abc import Mapping, Sequence

from bot.i18n import _
from bot.policy.catalogue import PART_LABELS, SOURCE_LABELS, Catalogue, Source
from bot.policy.contacts import KIND_LABELS, OUTCOME_LABELS, ContactKind
from bot.policy.values import LONGEST_TEXT
from bot.results.clients import Client, ContactView, Match, SectionView
from bot.views import forms
from bot.views.blocks import actions, button, context, escape, field, option, section, shorten
from bot.views.ids import Action, Form, Input
from bot.views.message import Block, View
from bot.views.words import owner_text, place_text

STATED_SOURCES = (Source.CALL, Source.EMAIL, Source.VISIT, Source.RESEARCH, Source.DATA_SHEET, Source.AGENCY)
"""Where a person can have it from; imports name themselves."""

CARRIED_LIMIT = 3000
"""What private_metadata holds."""


def add_form(catalogue: Catalogue, typed: Mapping[str, str], carried: str) -> View:
    """Return the form that opens a client's file: six inputs, one of them required."""
    blocks = [
        forms.input_of(catalogue.require("name"), typed.get("name", ""), optional=False),
        forms.input_of(catalogue.require("country"), typed.get("country", "")),
        forms.input_of(catalogue.require("city"), typed.get("city", "")),
        forms.input_of(catalogue.require("type"), typed.get("type", "")),
        field(
            _("Contact's name"),
            forms.text_input(Input.CONTACT_NAME, initial=typed.get(Input.CONTACT_NAME, "")),
            name=Input.CONTACT_NAME,
            optional=True,
        ),
        field(
            _("Contact's email or phone"),
            forms.text_input(Input.CONTACT_EMAIL, initial=typed.get(Input.CONTACT_EMAIL, "")),
            name=Input.CONTACT_EMAIL,
            optional=True,
        ),
    ]
    return forms.modal(Form.ADD, _("Add a client"), blocks, submit=_("Save"), carried=carried)


def duplicates_form(name: str, matches: Sequence[Match], carried: str) -> View:
    """Return the view that asks whether the new client is one of these; opening the existing file comes first."""
    blocks: list[Block] = [section(_("*{name}* looks like a file that is already here.").format(name=escape(name)))]
    blocks += [_existing(match.client) for match in matches]
    blocks.append(context(_("None of these? Then save it as a new client. What you typed is kept.")))
    return forms.modal(
        Form.ADD_CONFIRM, _("Already here?"), blocks, submit=_("Save as new"), carried=carried, close=_("Back")
    )


def _existing(client: Client) -> Block:
    opening = button(_("Open the existing file"), Action.OPEN_FILE, str(client.client_id), style="primary")
    lines = [f"*{escape(client.name)}*", place_text(client), _owned(client)]
    return section("\n".join(filter(None, lines)), accessory=opening, block_id=f"candidate:{client.client_id}")


def _owned(client: Client) -> str:
    return _("owner: {owner}").format(owner=owner_text(client))


def log_form(
    client: Client | None,
    contacts: Sequence[ContactView],
    carried: str,
    *,
    kind: ContactKind = ContactKind.CALL,
    note: str = "",
) -> View:
    """Return the form for a call, an email or a visit; the client is asked only when it is not known yet."""
    blocks: list[Block] = []
    if client is None:
        blocks.append(
            field(_("Client"), forms.searching(Input.CLIENT, placeholder=_("Type a client's name")), name=Input.CLIENT)
        )
    else:
        blocks.append(section(f"*{escape(client.name)}*" + (f"  {place_text(client)}" if place_text(client) else "")))
    kinds = [option(str(label), each.value) for each, label in KIND_LABELS.items()]
    outcomes = [option(str(label), each.value) for each, label in OUTCOME_LABELS.items()]
    blocks += [
        field(_("Outcome"), forms.select(Input.OUTCOME, outcomes), name=Input.OUTCOME),
        field(
            _("Note"),
            forms.text_input(
                Input.NOTE,
                initial=note,
                most=LONGEST_TEXT,
                lines=True,
                placeholder=_("What was said, in a line or two"),
            ),
            name=Input.NOTE,
        ),
        field(_("Kind"), forms.select(Input.KIND, kinds, chosen=kind.value), name=Input.KIND),
    ]
    if contacts:
        people = [option(shorten(each.name, 75), str(each.contact_id)) for each in contacts[:100]]
        blocks.append(field(_("Spoke with"), forms.select(Input.CONTACT, people), name=Input.CONTACT, optional=True))
    blocks += [
        field(_("Next step"), forms.text_input(Input.NEXT_STEP), name=Input.NEXT_STEP, optional=True),
        field(
            _("On"),
            forms.day(Input.NEXT_ON),
            name=Input.NEXT_ON,
            optional=True,
            hint=_("Today or later; without a day it is due in a week."),
        ),
    ]
    return forms.modal(Form.LOG, _("Log a contact"), blocks, submit=_("Save"), carried=carried)


def edit_form(catalogue: Catalogue, client: Client, shown: SectionView, carried: str) -> View:
    """Return the form of one section, generated from the catalogue, with the present values filled in."""
    stored = {value.field.key: value.value for value in shown.values}
    blocks: list[Block] = [section(f"*{escape(client.name)}*")]
    blocks += [forms.input_of(each, stored.get(each.key, "")) for each in catalogue.of(shown.part)]
    sources = [option(str(SOURCE_LABELS[each]), each.value) for each in STATED_SOURCES]
    blocks.append(
        field(_("How do you know?"), forms.select(Input.SOURCE, sources, chosen=Source.CALL), name=Input.SOURCE)
    )
    return forms.modal(Form.EDIT, str(PART_LABELS[shown.part]), blocks, submit=_("Save"), carried=carried)


def saved_view(text: str, client: Client) -> View:
    """Return the view that a form turns into where there is no place to answer in."""
    blocks = [
        section(text),
        actions(button(_("Open the file"), Action.OPEN_FILE, str(client.client_id)), block_id="saved"),
    ]
    return forms.modal(Form.RESULT, _("Saved"), blocks, submit=None, close=_("Close"))
