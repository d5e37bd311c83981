"""What saving a section answers with."""

from collections.abc import Sequence

from bot.i18n import _
from bot.policy.access import Part
from bot.policy.catalogue import PART_LABELS, Field
from bot.results.clients import Client
from bot.views.blocks import actions, button, escape, section
from bot.views.ids import Action
from bot.views.message import Message
from bot.views.undone import undo_button


def edited(
    client: Client,
    part: Part,
    changed: Sequence[Field],
    noted: Sequence[Field] = (),
    emptied: Sequence[Field] = (),
    *,
    fact_ids: Sequence[int] = (),
    is_moved: bool = False,
) -> Message:
    """Say which fields changed, lost their value or were only noted; nothing changed is an answer too.

    `fact_ids` are what was recorded; while they can be undone, a button offers it.
    With `is_moved` the file was merged into this client's while the form was open.
    """
    given = {"section": PART_LABELS[part], "client": escape(client.name)}
    lines = []
    if is_moved:
        moved = _("The file was merged into *{client}* while you were typing; what you saved stands there.")
        lines.append(moved.format(**given))
    if changed:
        lines.append(_("{section} of *{client}* updated: {fields}.").format(**given, fields=_names(changed)))
    if emptied:
        gone = _("Nobody knows these of *{client}* any more: {fields}. The old values stay in the history.")
        lines.append(gone.format(**given, fields=_names(emptied)))
    if noted:
        kept = _("Noted in the history of *{client}*, while a more certain source still holds: {fields}.")
        lines.append(kept.format(**given, fields=_names(noted)))
    if not changed and not emptied and not noted:
        lines.append(_("Nothing was different in {section} of *{client}*.").format(**given))
    text = "\n".join(lines)
    buttons = [button(_("Open the file"), Action.OPEN_FILE, str(client.client_id))]
    if fact_ids:
        buttons.append(undo_button(fact_ids))
    return Message(text, (section(text), actions(*buttons, block_id="edited")))


def _names(fields: Sequence[Field]) -> str:
    return ", ".join(escape(str(each.label)) for each in fields)
