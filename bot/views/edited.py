"""What saving a section answers with."""

from collections.abc import Sequence

from bot.i18n import _
from bot.policy.access import Part
from bot.policy.catalogue import PART_LABELS, Field
from bot.results.clients import Client
from bot.views.blocks import actions, button, escape, section
from bot.views.ids import Action
from bot.views.message import Message


def edited(client: Client, part: Part, changed: Sequence[Field], noted: Sequence[Field] = ()) -> Message:
    """Say which fields changed and which were only noted; nothing changed is an answer too."""
    given = {"section": PART_LABELS[part], "client": escape(client.name)}
    lines = []
    if changed:
        lines.append(_("{section} of *{client}* updated: {fields}.").format(**given, fields=_names(changed)))
    if noted:
        kept = _("Noted in the history of *{client}*, while a more certain source still holds: {fields}.")
        lines.append(kept.format(**given, fields=_names(noted)))
    if not lines:
        lines.append(_("Nothing was different in {section} of *{client}*.").format(**given))
    text = "\n".join(lines)
    opening = actions(button(_("Open the file"), Action.OPEN_FILE, str(client.client_id)), block_id="edited")
    return Message(text, (section(text), opening))


def _names(fields: Sequence[Field]) -> str:
    return ", ".join(escape(str(each.label)) for each in fields)
