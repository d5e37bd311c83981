"""What saving a section answers with."""

from collections.abc import Sequence

from bot.i18n import _
from bot.policy.access import Part
from bot.policy.catalogue import PART_LABELS, Field
from bot.results.clients import Client
from bot.views.blocks import actions, button, escape, section
from bot.views.ids import Action
from bot.views.message import Message


def edited(client: Client, part: Part, changed: Sequence[Field]) -> Message:
    """Say which fields changed; nothing changed is an answer too."""
    names = ", ".join(escape(str(each.label)) for each in changed)
    if changed:
        text = _("{section} of *{client}* updated: {fields}.").format(
            section=PART_LABELS[part], client=escape(client.name), fields=names
        )
    else:
        text = _("Nothing was different in {section} of *{client}*.").format(
            section=PART_LABELS[part], client=escape(client.name)
        )
    opening = actions(button(_("Open the file"), Action.OPEN_FILE, str(client.client_id)), block_id="edited")
    return Message(text, (section(text), opening))
