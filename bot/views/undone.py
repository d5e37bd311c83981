"""What undoing answers with, and the button that offers it."""

from collections.abc import Iterable, Sequence

from bot.i18n import _
from bot.policy.fields import Field
from bot.results.clients import Client
from bot.views.blocks import actions, button, escape, section
from bot.views.ids import Action
from bot.views.message import Block, Message


def undo_button(fact_ids: Iterable[int]) -> Block:
    """Return the button that takes one saving back."""
    return button(_("Undo"), Action.UNDO, ",".join(map(str, fact_ids)))


def undone(client: Client, fields: Sequence[Field]) -> Message:
    """Say what was taken back."""
    names = ", ".join(escape(str(each.label)) for each in fields)
    text = _("Undone: {fields} of *{client}*. The history keeps what was taken back.").format(
        fields=names, client=escape(client.name)
    )
    opening = actions(button(_("Open the file"), Action.OPEN_FILE, str(client.client_id)), block_id="undone")
    return Message(text, (section(text), opening))
