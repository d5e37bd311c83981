"""The question whether a client stands in another stage by now, and the small form that asks why somebody left."""

from datetime import date

from babel.dates import format_skeleton

from bot.i18n import _
from bot.policy.catalogue import Field
from bot.policy.stages import NEVER, SUGGESTS, Suggests
from bot.results.clients import Client, StageProposal
from bot.views import forms
from bot.views.blocks import actions, button, escape, section, shorten
from bot.views.ids import Action, Form
from bot.views.message import Block, View
from bot.views.words import babel_language, day_text

_NAME_LENGTH = 120


def proposal_blocks(proposal: StageProposal, *, with_name: bool = True) -> tuple[Block, Block]:
    """Return the question and its two buttons; on a card the client's name stands above it already."""
    text = _question(proposal)
    if with_name:
        text = f"*{escape(shorten(proposal.client.name, _NAME_LENGTH))}*\n{text}"
    value = str(proposal.proposal_id)
    buttons = (
        button(_("Confirm"), Action.STAGE_CONFIRM, value, style="primary"),
        button(_("Not so"), Action.STAGE_DECLINE, value),
    )
    return section(text), actions(*buttons, block_id=f"stage:{value}")


def _question(proposal: StageProposal) -> str:
    suggestion = proposal.suggestion
    if suggestion.occasion == NEVER:
        return str(SUGGESTS[suggestion.reason])
    if suggestion.reason is Suggests.TRADE:
        month = date.fromisoformat(f"{suggestion.occasion}-01")
        return SUGGESTS[suggestion.reason].format(month=format_skeleton("yMMMM", month, locale=babel_language()))
    return SUGGESTS[suggestion.reason].format(day=day_text(date.fromisoformat(suggestion.occasion)))


def past_form(client: Client, leaving_reason: Field, carried: str) -> View:
    """Return the form that asks why a client has left; nothing else is needed to call them past."""
    asked = forms.input_of(leaving_reason, "", optional=False)
    blocks = [section(f"*{escape(shorten(client.name, _NAME_LENGTH))}*"), asked]
    return forms.modal(Form.PAST, _("A past client"), blocks, submit=_("Save"), carried=carried)
