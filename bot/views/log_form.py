"""The form for a call, an email or a visit: two things to fill in, and a chance to refresh the file meanwhile.

What depends on the client carries the client's id in its block_id: where another client is picked in the same form,
nothing that was typed for the first is taken for the second.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from slack_sdk.models.blocks.block_elements import InputInteractiveElement

from bot.i18n import _
from bot.policy.contacts import KIND_LABELS, OUTCOME_LABELS, ContactKind
from bot.policy.fingerprints import fingerprint
from bot.policy.values import LONGEST_TEXT
from bot.results.capture import LogOffer
from bot.results.clients import Client, ContactView, DueStep, Value
from bot.views import forms
from bot.views.blocks import context, divider, escape, field, header, option, section, shorten
from bot.views.drafts import reporting
from bot.views.ids import Form, Input
from bot.views.message import Block, View
from bot.views.words import day_text, freshness_text, local_day, source_text, title_text

_STEP_LENGTH = 75
_MOST_PEOPLE = 100
"""What a menu holds."""


def log_form(
    client: Client | None,
    offer: LogOffer,
    carried: str,
    *,
    timezone: str = "UTC",
    picked: Client | None = None,
    problem: str = "",
) -> View:
    """Return the form. The client is asked for where none is known; `picked` is the one chosen there so far.

    A `problem` with what was chosen is told under that question.
    """
    about = client or picked
    blocks = [section(title_text(client)) if client else _which_client(picked)]
    if problem:
        blocks.append(section(_("⚠ {problem}").format(problem=escape(problem))))
    blocks += what_was_said(ContactKind.CALL)
    if about:
        blocks += with_whom(about, offer)
        blocks += what_is_done(about, offer.steps)
    blocks += what_is_next()
    if about and offer.overdue:
        blocks += while_at_it(about, offer.overdue, timezone)
    return reporting(forms.modal(Form.LOG, _("Log a contact"), blocks, submit=_("Save"), carried=carried))


def seen_in(overdue: Sequence[Value]) -> Mapping[str, tuple[str, str]]:
    """Return of each field the fingerprints of its value and of the text that the form shows for it.

    The form carries them along: what is sent back with the same text was not touched.
    """
    return {
        each.field.key: (fingerprint(each.value), fingerprint(forms.shown_in(forms.element_of(each.field, each.value))))
        for each in overdue
    }


def block_about(name: str, client_id: int) -> str:
    """Return the block_id of an input that belongs to one client's file."""
    return f"{name}{_suffix(client_id)}"


def _suffix(client_id: int) -> str:
    return f":{client_id}"


def input_about(client: Client, label: str, element: InputInteractiveElement, *, name: str, hint: str = "") -> Block:
    """Return an input that nobody has to fill and that belongs to this client's file."""
    return field(label, element, name=name, optional=True, hint=hint, suffix=_suffix(client.client_id))


def _which_client(picked: Client | None) -> Block:
    chosen = option(picked.name, str(picked.client_id)) if picked else None
    asking = forms.searching(Input.CLIENT, chosen=chosen, placeholder=_("Type a client's name"))
    return field(_("Client"), asking, name=Input.CLIENT)


def what_was_said(kind: ContactKind, note: str = "", *, hint: str = "") -> list[Block]:
    """Return how it went and what was said; `hint` is told under the note."""
    outcomes = [option(str(label), each.value) for each, label in OUTCOME_LABELS.items()]
    kinds = [option(str(label), each.value) for each, label in KIND_LABELS.items()]
    said = forms.text_input(
        Input.NOTE, initial=note, most=LONGEST_TEXT, lines=True, placeholder=_("What was said, in a line or two")
    )
    return [
        field(_("Outcome"), forms.select(Input.OUTCOME, outcomes), name=Input.OUTCOME),
        field(_("Note"), said, name=Input.NOTE, hint=hint),
        field(_("Kind"), forms.select(Input.KIND, kinds, chosen=kind.value), name=Input.KIND, optional=True),
    ]


def with_whom(client: Client, offer: LogOffer) -> list[Block]:
    """Return the question who it was at the client's, where anybody is known there."""
    if not offer.contacts:
        return []
    people = [option(each.name, str(each.contact_id)) for each in _offered(offer.contacts, offer.spoke_with)]
    asking = forms.select(Input.CONTACT, people, chosen=str(offer.spoke_with or ""))
    return [input_about(client, _("Spoke with"), asking, name=Input.CONTACT)]


def _offered(contacts: Sequence[ContactView], spoke_with: int | None) -> Sequence[ContactView]:
    """Return as many people as a menu holds, in order; whoever was spoken with last is among them."""
    last = [each for each in contacts[_MOST_PEOPLE:] if each.contact_id == spoke_with]
    return [*last, *contacts[: _MOST_PEOPLE - len(last)]]


def what_is_done(client: Client, steps: Sequence[DueStep]) -> list[Block]:
    """Return the boxes of what had been agreed with the client."""
    if not steps:
        return []
    boxes = [option(_step_text(each.step, each.due), str(each.interaction_id)) for each in steps]
    return [input_about(client, _("Done with this"), forms.ticks(Input.DONE, boxes), name=Input.DONE)]


def _step_text(step: str, due: date) -> str:
    """Write a step and its day into what a box to tick holds; the day stays whole."""
    day = day_text(due)
    room = _STEP_LENGTH - len(_("{step}, {day}").format(step="", day=day))
    return _("{step}, {day}").format(step=shorten(step or "…", room), day=day)


def what_is_next() -> list[Block]:
    """Return what is to follow, and when."""
    hint = _("Today or later; without a day it is due in a week.")
    return [
        field(_("Next step"), forms.text_input(Input.NEXT_STEP), name=Input.NEXT_STEP, optional=True),
        field(_("On"), forms.day(Input.NEXT_ON), name=Input.NEXT_ON, optional=True, hint=hint),
    ]


def while_at_it(client: Client, overdue: Sequence[Value], timezone: str) -> list[Block]:
    """Return what is known the longest: each value in an input of its own, and a box for each that still holds.

    One group of boxes instead of a choice a field: on a phone, “still true” is one tap each, all in one place.
    """
    boxes = [option(str(each.field.label), each.field.key) for each in overdue]
    return [
        divider(),
        header(_("While you are at it")),
        context(_("Change what is different, tick what still holds, leave alone what you did not hear about.")),
        *(
            input_about(
                client,
                str(each.field.label),
                forms.element_of(each.field, each.value),
                name=each.field.key,
                hint=_since(each, timezone),
            )
            for each in overdue
        ),
        input_about(client, _("Still true"), forms.ticks(Input.STILL_TRUE, boxes), name=Input.STILL_TRUE),
    ]


def _since(value: Value, timezone: str) -> str:
    origin = ", ".join(filter(None, [source_text(value.source), value.person]))
    return _("{state}: since {day}, {origin}").format(
        state=freshness_text(value.freshness), day=day_text(local_day(value.observed_at, timezone)), origin=origin
    )
