"""The forms about one client: add, log, edit a section, and the view that a form ends in."""

from collections.abc import Mapping, Sequence

from bot.i18n import _
from bot.policy.catalogue import Catalogue
from bot.results.clients import Client, Match
from bot.views import forms
from bot.views.blocks import actions, button, context, escape, field, section
from bot.views.drafts import reporting
from bot.views.ids import Action, Form, Input
from bot.views.message import Block, View
from bot.views.refilling import block_ids
from bot.views.undone import undo_button
from bot.views.words import owner_text, place_text

CANDIDATE = "candidate:"
CARRIED_LIMIT = 3000
"""What private_metadata holds."""


def add_form(catalogue: Catalogue, typed: Mapping[str, str], carried: str, *, likely: Sequence[Match] = ()) -> View:
    """Return the form that opens a client's file: six inputs, one of them required.

    Files that are `likely` the same client's stand under the name.
    """
    blocks = [
        forms.input_of(catalogue.require("name"), typed.get("name", ""), optional=False),
        *_already_here(likely),
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
    form = forms.modal(Form.ADD, _("Add a client"), blocks, submit=_("Save"), carried=carried)
    # While a name is typed, its form is not drawn anew under the typist's hands.
    return reporting(form, at_enter=("name",))


def _already_here(likely: Sequence[Match]) -> list[Block]:
    if not likely:
        return []
    return [context(_("Already here? Have a look first:")), *(_existing(match.client) for match in likely)]


def candidates_in(view: View) -> list[str]:
    """Return the block_ids of the files that a form shows as likely the same client's."""
    return [each for each in block_ids(view) if each.startswith(CANDIDATE)]


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
    return section("\n".join(filter(None, lines)), accessory=opening, block_id=f"{CANDIDATE}{client.client_id}")


def _owned(client: Client) -> str:
    return _("owner: {owner}").format(owner=owner_text(client))


def saved_view(text: str, client: Client, *, fact_ids: Sequence[int] = ()) -> View:
    """Return the view that a form turns into where there is no place to answer in; what it recorded can be undone."""
    buttons = [button(_("Open the file"), Action.OPEN_FILE, str(client.client_id))]
    if fact_ids:
        buttons.append(undo_button(fact_ids))
    blocks = [section(text), actions(*buttons, block_id="saved")]
    return forms.modal(Form.RESULT, _("Saved"), blocks, submit=None, close=_("Close"))
